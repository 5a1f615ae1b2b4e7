//! HTML handlers: the queue, two clients side by side, the decisions.

use actix_web::web;
use uuid::Uuid;

use super::actions::{self, CHOICES, MergeWrite, UNDO_FOR};
use super::queries;
use super::views::{Compare, Index, Line, Recent, Side};
use crate::accounts::{self, Action, Subject, in_work, may, permissions::allows, shell};
use crate::clients;
use crate::refusal::Refusal;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place, Query, path_id};

/// Pairs of one page.
const PAGE: i64 = 30;
/// Merges that are offered to be taken back.
const RECENT: i64 = 20;

/// `GET /duplicates`
pub async fn index(cx: Cx, query: Query) -> Outcome {
    let shell_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let after = place_in_queue(query.0.get("after"));
        let pairs = queries::queue(work, after, PAGE)?;
        let next = (pairs.len() as i64 == PAGE)
            .then(|| pairs.last())
            .flatten()
            .map(|p| {
                format!(
                    "/duplicates?after={}.{}.{}",
                    p.score, p.first_id, p.second_id
                )
            });
        let since = work.now() - UNDO_FOR;
        let recent = queries::recent_merges(work, since, RECENT)?;
        let t = actor.locale;
        Answer::html(&Index {
            shell: shell(&shell_cx, actor, Place::Clients),
            lines: pairs.into_iter().map(|p| Line::new(t, p)).collect(),
            recent: recent.into_iter().map(Recent::new).collect(),
            next,
            may_decide: allows(actor, Action::Delete, Subject::NONE),
        })
    })
    .await
}

fn place_in_queue(word: &str) -> Option<(i16, Uuid, Uuid)> {
    let mut parts = word.splitn(3, '.');
    Some((
        parts.next()?.parse().ok()?,
        Uuid::try_parse(parts.next()?).ok()?,
        Uuid::try_parse(parts.next()?).ok()?,
    ))
}

/// `GET /duplicates/{one}/{other}`: the first stays unless the person turns them round.
pub async fn compare(cx: Cx, path: web::Path<(String, String)>) -> Outcome {
    let (kept, gone) = (path_id(&path.0)?, path_id(&path.1)?);
    page(&cx, kept, gone, None).await
}

async fn page(cx: &Cx, kept: Uuid, gone: Uuid, refused: Option<Refusal>) -> Outcome {
    let shell_cx = cx.clone();
    in_work(cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        if kept == gone {
            return Err(Refusal::NotFound.into());
        }
        let likeness = actions::likeness(work, kept, gone)?;
        let people = accounts::names(work)?;
        let mut side = |id: Uuid| -> Result<Side, AppError> {
            let client = clients::record(work, id)?.ok_or(Refusal::NotFound)?;
            let counts = queries::count_of(work, id)?;
            let responsible = client
                .responsible_id
                .and_then(|id| people.get(&id))
                .map(accounts::Person::short_name);
            Ok(Side::new(actor.locale, client, counts, responsible))
        };
        let (kept, gone) = (side(kept)?, side(gone)?);
        let answer = Answer::html(&Compare::new(
            shell(&shell_cx, actor, Place::Clients),
            kept,
            gone,
            likeness,
            allows(actor, Action::Delete, Subject::NONE),
            refused.is_some(),
        ))?;
        Ok(match &refused {
            Some(refusal) => answer.refused(refusal),
            None => answer,
        })
    })
    .await
}

/// `POST /duplicates/{one}/{other}/apart`: they are two; with `again` the question is asked again.
pub async fn set_apart(cx: Cx, path: web::Path<(String, String)>, form: Fields) -> Outcome {
    let (one, other) = (path_id(&path.0)?, path_id(&path.1)?);
    let is_apart = !form.has("again");
    in_work(&cx, move |work, actor| {
        actions::set_apart(work, actor, one, other, is_apart)?;
        Ok(Answer::see_other(if is_apart {
            "/duplicates?done=duplicates-apart"
        } else {
            "/duplicates?done=duplicates-again"
        }))
    })
    .await
}

/// `POST /duplicates/{one}/{other}/merge`: the first stays.
pub async fn merge(cx: Cx, path: web::Path<(String, String)>, form: Fields) -> Outcome {
    let (kept, gone) = (path_id(&path.0)?, path_id(&path.1)?);
    let id = form
        .id("id")
        .ok_or_else(|| Refusal::BadRequest("error-bad-request-way".into()))?;
    let again = cx.clone();
    let done = in_work(&cx, move |work, actor| {
        let write = MergeWrite {
            id,
            kept,
            gone,
            kept_version: form.number("kept_version").unwrap_or(0),
            gone_version: form.number("gone_version").unwrap_or(0),
            take: CHOICES
                .iter()
                .map(|(name, _)| *name)
                .filter(|name| form.get(name) == "gone")
                .collect(),
        };
        actions::merge(work, actor, &write)?;
        Ok(Answer::see_other(&format!(
            "/clients/{kept}?done=duplicates-merged"
        )))
    })
    .await;
    match done {
        // Somebody changed one of them meanwhile: the preview is shown as it would be now.
        Err(AppError::Refusal(refusal @ Refusal::NotAllowedNow { .. })) => {
            page(&again, kept, gone, Some(refusal)).await
        }
        other => other,
    }
}

/// `POST /merges/{id}/undo`
pub async fn undo(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        let (client, stays) = actions::undo_merge(work, actor, id)?;
        let done = if stays.is_empty() {
            "duplicates-undone"
        } else {
            "duplicates-undone-partly"
        };
        Ok(Answer::see_other(&format!("/clients/{client}?done={done}")))
    })
    .await
}
