//! HTML handlers of the settings page where admins keep the directories.

use actix_web::web::Path;
use uuid::Uuid;

use super::actions::{self, EntryWrite, Saved};
use super::queries::{self, Kind};
use super::views::{EntryPage, Index};
use crate::accounts::{Action, Actor, Subject, in_work, may, settings_nav, shell};
use crate::db::Work;
use crate::refusal::Refusal;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place, path_id};

/// Entries of one page; directories are short.
const MOST: i64 = 1000;
const PLACE: &str = "/settings/directories";

fn kind(word: &str) -> Result<Kind, AppError> {
    Kind::from_word(word).ok_or_else(|| Refusal::NotFound.into())
}

/// `GET /settings/directories`
pub async fn first() -> Answer {
    Answer::see_other("/settings/directories/industry")
}

/// `GET /settings/directories/{kind}`
pub async fn index(cx: Cx, path: Path<String>) -> Outcome {
    let kind = kind(&path)?;
    index_page(&cx, kind, Fields::default(), None).await
}

async fn index_page(cx: &Cx, kind: Kind, typed: Fields, refused: Option<Refusal>) -> Outcome {
    let outer = cx.clone();
    in_work(cx, move |work, actor| {
        may(actor, Action::ManageDirectories, Subject::NONE)?;
        let entries = queries::with_uses(work, kind, MOST)?;
        let shell = shell(&outer, actor, Place::Settings);
        let page = Index::new(
            shell,
            settings_nav(actor, PLACE),
            kind,
            entries,
            &typed,
            refused.as_ref(),
        );
        let answer = Answer::html(&page)?;
        Ok(match &refused {
            Some(refusal) => answer.refused(refusal),
            None => answer,
        })
    })
    .await
}

/// `POST /settings/directories/{kind}`: one more.
pub async fn add(cx: Cx, path: Path<String>, form: Fields) -> Outcome {
    let kind = kind(&path)?;
    if form.has("show_form") {
        return index_page(&cx, kind, form, None).await;
    }
    let typed = form.clone();
    let done = in_work(&cx, move |work, actor| {
        actions::add(work, actor, kind, form.get("name"), form.get("level"))?;
        Ok(Answer::see_other(&format!(
            "{PLACE}/{}?done=directory-added",
            kind.word()
        )))
    })
    .await;
    match done {
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            index_page(&cx, kind, typed, Some(refusal)).await
        }
        other => other,
    }
}

/// What is said beside the form of an entry.
enum Said {
    Nothing,
    Refused(Refusal),
    Stale,
}

fn entry_page(
    cx: &Cx,
    work: &mut Work,
    actor: &Actor,
    kind: Kind,
    id: Uuid,
    typed: Option<&Fields>,
    said: &Said,
) -> Outcome {
    may(actor, Action::ManageDirectories, Subject::NONE)?;
    let entry = queries::entry(work, kind, id)?.ok_or(Refusal::NotFound)?;
    let all = queries::with_uses(work, kind, MOST)?;
    let refused = match said {
        Said::Refused(refusal) => Some(refusal),
        _ => None,
    };
    let page = EntryPage::new(
        shell(cx, actor, Place::Settings),
        settings_nav(actor, PLACE),
        kind,
        entry,
        all,
        typed,
        refused,
        matches!(said, Said::Stale),
    );
    let answer = Answer::html(&page)?;
    Ok(match said {
        Said::Nothing => answer,
        Said::Refused(refusal) => answer.refused(refusal),
        Said::Stale => answer.in_conflict(),
    })
}

/// `GET /settings/directories/{kind}/{id}`
pub async fn show(cx: Cx, path: Path<(String, String)>) -> Outcome {
    let (kind, id) = (kind(&path.0)?, path_id(&path.1)?);
    let outer = cx.clone();
    in_work(&cx, move |work, actor| {
        entry_page(&outer, work, actor, kind, id, None, &Said::Nothing)
    })
    .await
}

/// `POST /settings/directories/{kind}/{id}`
pub async fn change(cx: Cx, path: Path<(String, String)>, form: Fields) -> Outcome {
    let (kind, id) = (kind(&path.0)?, path_id(&path.1)?);
    let (outer, typed) = (cx.clone(), form.clone());
    let done = in_work(&cx, move |work, actor| {
        if form.has("show_form") {
            return entry_page(&outer, work, actor, kind, id, Some(&form), &Said::Nothing);
        }
        let write = EntryWrite {
            name: form.get("name"),
            level: form.get("level"),
            active: form.has("active"),
            version: form.number("version").unwrap_or(0),
        };
        match actions::change(work, actor, kind, id, &write)? {
            Saved::Done => Ok(to_index(kind, "directory-saved")),
            Saved::Stale => entry_page(&outer, work, actor, kind, id, Some(&form), &Said::Stale),
        }
    })
    .await;
    again(&cx, kind, id, typed, done).await
}

/// `POST /settings/directories/{kind}/{id}/merge`
pub async fn merge(cx: Cx, path: Path<(String, String)>, form: Fields) -> Outcome {
    let (kind, id) = (kind(&path.0)?, path_id(&path.1)?);
    let typed = form.clone();
    let done = in_work(&cx, move |work, actor| {
        let into = form.id("into").unwrap_or_default();
        actions::merge(work, actor, kind, id, into)?;
        Ok(to_index(kind, "directory-merged"))
    })
    .await;
    again(&cx, kind, id, typed, done).await
}

fn to_index(kind: Kind, done: &str) -> Answer {
    Answer::see_other(&format!("{PLACE}/{}?done={done}", kind.word()))
}

/// After a refusal the form comes back with what was typed and the reasons.
async fn again(cx: &Cx, kind: Kind, id: Uuid, typed: Fields, done: Outcome) -> Outcome {
    let refusal = match done {
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => refusal,
        other => return other,
    };
    let outer = cx.clone();
    in_work(cx, move |work, actor| {
        let said = Said::Refused(refusal);
        entry_page(&outer, work, actor, kind, id, Some(&typed), &said)
    })
    .await
}
