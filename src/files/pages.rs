//! HTML handlers: the files of a record, one file, its kind, its way to the bin and back.

pub mod content;
pub mod settings;
pub mod upload;

use actix_web::web;
use uuid::Uuid;

use super::model::FileOf;
use super::views::{FilePage, FilesPage, List, Panel, Rights};
use super::{actions, queries, requirements};
use crate::accounts::{self, Action, Actor, Subject, in_work, may, permissions::allows, shell};
use crate::db::Work;
use crate::history::{self, SubjectKind};
use crate::refusal::Refusal;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place, Query, path_id};

/// More files of one record are not shown; the archive has all.
const MOST: i64 = 500;

/// The record that an address names.
fn record_of(path: &(String, String)) -> Result<FileOf, AppError> {
    let id = path_id(&path.1)?;
    FileOf::from_word(&path.0, id).ok_or_else(|| Refusal::NotFound.into())
}

/// Where a person goes back to: the card of the record, or where it has none the page of its files.
fn card_of(of: FileOf) -> String {
    match of {
        FileOf::Deal(_) => of.address(),
        _ => format!("/{}s/{}", of.word(), of.id()),
    }
}

fn back(of: FileOf, done: &str) -> Answer {
    Answer::see_other(&format!("{}?done={done}#record-files", card_of(of)))
}

/// Files of a record as its card shows them.
fn list(work: &mut Work, actor: &Actor, of: FileOf) -> Result<List, AppError> {
    let owner = queries::owner(work, of, actor.user)?.ok_or(Refusal::NotFound)?;
    let files = queries::of_record(work, of, MOST)?;
    let people = accounts::names(work)?;
    let missing = match of {
        FileOf::Project(id) => {
            let present = queries::kinds_of_project(work, id)?;
            requirements::missing(&queries::departures(work)?, &owner.state, &present)
        }
        _ => Vec::new(),
    };
    let lines = files
        .into_iter()
        .map(|file| {
            let may_restore = actions::may_restore(actor, &file);
            (file, may_restore)
        })
        .collect();
    Ok(List::new(actor, of, lines, &missing, &people))
}

/// `GET /files/of/{kind}/{id}`: a part of the record's card, the list alone, or a page of its own.
pub async fn of_record(cx: Cx, path: web::Path<(String, String)>, query: Query) -> Outcome {
    let of = record_of(&path)?;
    if query.0.has("list") && cx.is_fragment {
        return in_work(&cx, move |work, actor| {
            may(actor, Action::See, Subject::NONE)?;
            Answer::html(&list(work, actor, of)?)
        })
        .await;
    }
    show(&cx, of, Vec::new()).await
}

/// The files with what was not taken and why.
async fn show(cx: &Cx, of: FileOf, refused: Vec<(String, Refusal)>) -> Outcome {
    let page_cx = cx.clone();
    in_work(cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let owner = queries::owner(work, of, actor.user)?.ok_or(Refusal::NotFound)?;
        let list = list(work, actor, of)?;
        let may_add = allows(actor, Action::Create, Subject::NONE);
        let limit = page_cx.config.file_limit;
        let mut panel = Panel::new(actor.locale, of, list, may_add, limit);
        if page_cx.is_fragment {
            return Answer::html(&panel);
        }
        panel.refuse(&refused);
        let frame = shell(&page_cx, actor, Place::Elsewhere);
        let page = FilesPage::new(frame, panel, owner.name, card_of(of));
        match refused.first() {
            Some((_, refusal)) => Ok(Answer::html(&page)?.refused(refusal)),
            None => Answer::html(&page),
        }
    })
    .await
}

/// `GET /files/{id}`
pub async fn show_file(cx: Cx, path: web::Path<String>) -> Outcome {
    one(&cx, path_id(&path)?, None, None).await
}

/// The page of a file; with what was typed and why it was not taken.
async fn one(cx: &Cx, id: Uuid, sent: Option<Fields>, refused: Option<Refusal>) -> Outcome {
    let page_cx = cx.clone();
    in_work(cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let file = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
        let rights = Rights {
            may_change: file.deleted_at.is_none() && actions::may_change(work, actor, &file)?,
            may_remove: actions::may_remove(actor, &file, work.now()),
            may_restore: actions::may_restore(actor, &file),
            may_erase: allows(actor, Action::ManageOrganization, Subject::NONE),
        };
        let versions = queries::versions(work, id)?;
        let name = queries::owner(work, file.of, actor.user)?.map(|o| o.name);
        let people = accounts::names(work)?;
        let entries = history::of_row(work, SubjectKind::File, id, None, history::PAGE)?;
        let mut page = FilePage::new(
            shell(&page_cx, actor, Place::Elsewhere),
            actor.zone,
            (file, versions, entries),
            rights,
            &people,
            page_cx.config.file_limit,
        );
        page.owner = name.map(|name| (card_of(page.of), name));
        if let Some(sent) = &sent {
            page.type_again(sent);
        }
        let Some(refusal) = &refused else {
            return Answer::html(&page);
        };
        page.refuse(refusal);
        Ok(Answer::html(&page)?.refused(refusal))
    })
    .await
}

/// `POST /files/{id}`: kind and name.
pub async fn change(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    let id = path_id(&path)?;
    if form.has("show_form") {
        return one(&cx, id, Some(form), None).await;
    }
    let sent = form.clone();
    let done = in_work(&cx, move |work, actor| {
        actions::change(work, actor, id, form.get("kind"), form.get("name"))?;
        Ok(Answer::see_other(&format!("/files/{id}?done=saved")))
    })
    .await;
    match done {
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            one(&cx, id, Some(sent), Some(refusal)).await
        }
        other => other,
    }
}

/// `POST /files/{id}/delete`
pub async fn delete(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        let file = actions::set_deleted(work, actor, id, true)?;
        Ok(back(file.of, "file-removed"))
    })
    .await
}

/// `POST /files/{id}/restore`
pub async fn restore(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        let file = actions::set_deleted(work, actor, id, false)?;
        Ok(back(file.of, "file-restored"))
    })
    .await
}

/// `POST /files/{id}/erase`
pub async fn erase(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        let file = actions::erase(work, actor, id)?;
        Ok(back(file.of, "file-erased"))
    })
    .await
}
