//! Moving a card: where it may go, in words from the server, and the move itself with its three answers.

use actix_web::web;
use uuid::Uuid;

use super::columns::STATES;
use super::pages::{Asked, changes};
use super::views::{Moves, MovesPage};
use crate::accounts::{Action, Actor, Subject, in_work, may, permissions::allows, shell};
use crate::db::{DbError, Work};
use crate::projects::{
    self, Decided, Project, ProjectState, allowed_moves, move_in_words, move_request, move_targets,
};
use crate::refusal::Refusal;
use crate::text::Locale;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place, Query, path_id};

/// `GET /board/cards/{id}/moves`: for a menu, and as a page of its own.
pub async fn targets(cx: Cx, query: Query, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    show(&cx, id, query.0, None).await
}

/// `POST /board/cards/{id}/moves`
pub async fn create_move(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    let id = path_id(&path)?;
    if form.has("show_form") {
        return show(&cx, id, form, None).await;
    }
    let (is_fragment, sent) = (cx.is_fragment, form.clone());
    let done = in_work(&cx, move |work, actor| {
        work.tab = sent.given("tab").map(str::to_owned).or(work.tab.take());
        projects::move_project(work, actor, id, &move_request(&sent)?)?;
        let asked = asked(work, actor, &sent)?;
        if is_fragment {
            work.project_now()?;
            return Answer::html(&changes(work, actor, &asked, &[id])?);
        }
        let query = asked.query(&asked.layout, &asked.filters);
        let join = if query.is_empty() { "" } else { "&" };
        Ok(Answer::see_other(&format!(
            "/board?{query}{join}done=project-moved"
        )))
    })
    .await;
    match done {
        Err(AppError::Refusal(
            refusal @ (Refusal::Invalid(_)
            | Refusal::NotAllowedNow { .. }
            | Refusal::Conflict(_)
            | Refusal::MayNot(_)),
        )) => show(&cx, id, form, Some(refusal)).await,
        other => other,
    }
}

/// The board that a form was sent from: its address is one field, so that no filter is taken for a field.
fn asked(work: &mut Work, actor: &Actor, form: &Fields) -> Result<Asked, DbError> {
    let pairs = form_urlencoded::parse(form.get("board").as_bytes());
    let fields = Fields::from_pairs(pairs.into_owned().collect());
    Asked::of(work, actor, &fields)
}

async fn show(cx: &Cx, id: Uuid, fields: Fields, refused: Option<Refusal>) -> Outcome {
    let page_cx = cx.clone();
    in_work(cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let project = projects::find_project(work, id)?.ok_or(Refusal::NotFound)?;
        let moves = moves(work, actor, &project, &fields, refused.as_ref())?;
        let answer = if page_cx.is_fragment {
            Answer::html(&moves)?
        } else {
            Answer::html(&MovesPage {
                shell: shell(&page_cx, actor, Place::Board),
                moves,
            })?
        };
        Ok(match &refused {
            Some(refusal) => answer.refused(refusal),
            None => answer,
        })
    })
    .await
}

/// The address of the board, as the form carries it or as it was asked with.
fn board_of(work: &mut Work, actor: &Actor, fields: &Fields) -> Result<String, DbError> {
    if fields.has("board") {
        return Ok(fields.get("board").to_owned());
    }
    let asked = Asked::of(work, actor, fields)?;
    Ok(asked.query(&asked.layout, &asked.filters))
}

fn refused_in_words(t: Locale, refusal: &Refusal) -> String {
    let (text, ways) = move_in_words(t, refusal);
    match ways.is_empty() {
        true => text,
        false => format!("{text}. {} {}", t.text("move-ways"), ways.join(", ")),
    }
}

fn moves(
    work: &mut Work,
    actor: &Actor,
    project: &Project,
    fields: &Fields,
    refused: Option<&Refusal>,
) -> Result<Moves, AppError> {
    let (t, from) = (actor.locale, project.state());
    let decided = match from {
        ProjectState::InCommission => projects::decided(work, project.id)?,
        _ => Decided::default(),
    };
    let subject = Subject {
        is_own: project.is_own,
    };
    let may_delete = allows(actor, Action::Delete, subject);
    let lock = match may(actor, Action::MoveProject, subject) {
        Err(Refusal::MayNot(reason)) => Some(t.message(&reason)),
        _ => None,
    };
    let (mut open, blocked) = move_targets(t, project, decided, may_delete);
    if lock.is_some() {
        open.clear();
    }
    Ok(Moves {
        t,
        icons: crate::web::assets().icons(),
        id: project.id,
        name: project.name.clone(),
        version: project.version,
        state: from.word(),
        open,
        blocked,
        never: never(t, from),
        never_why: never_why(t, from),
        lock,
        refused: refused.map(|r| refused_in_words(t, r)),
        to: fields.get("to").to_owned(),
        reason: fields.get("reason").to_owned(),
        wake_on: fields.get("wake_on").to_owned(),
        query: board_of(work, actor, fields)?,
    })
}

/// States to which the table never leads from here: word and name.
fn never(t: Locale, from: ProjectState) -> Vec<(&'static str, String)> {
    let lawful = allowed_moves(from);
    STATES
        .iter()
        .chain([&ProjectState::Deleted])
        .filter(|s| **s != from && !lawful.contains(s))
        .map(|s| (s.word(), t.text(s.label()).into_owned()))
        .collect()
}

fn never_why(t: Locale, from: ProjectState) -> String {
    let name = t.text(from.label());
    if allowed_moves(from).is_empty() {
        t.with("board-terminal", &name)
    } else {
        t.with("board-never", &name)
    }
}
