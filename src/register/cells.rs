//! Editing one cell: what was typed, what it was based on, and the three answers — the row as it is
//! now, the reason why not, or both values side by side.

use actix_web::http::StatusCode;
use actix_web::web;
use serde_json::json;
use uuid::Uuid;

use super::columns::{Column, Kind};
use super::conflict_view::{CellError, ConflictPanel};
use super::merging::is_long;
use super::pages::one_row;
use super::queries::{Row, Stored};
use super::registers::Register;
use super::view::View;
use super::views::exact_millions;
use crate::accounts::{self, Action, Actor, Subject, in_work, may};
use crate::db::{Act, Door, Work};
use crate::directories;
use crate::history::acts;
use crate::projects::{self, FieldWrite, ProjectField, ProjectState, TypedIn};
use crate::refusal::{Conflict, Refusal, Refused};
use crate::text::formats;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, path_id};

fn column(word: &str) -> Result<Column, AppError> {
    Column::from_word(word).ok_or_else(|| Refusal::NotFound.into())
}

/// `POST /register/cells/{id}/{column}`
pub async fn write(cx: Cx, path: web::Path<(String, String)>, form: Fields) -> Outcome {
    let id = path_id(&path.0)?;
    let column = column(&path.1)?;
    let field = column.field().ok_or(Refusal::NotFound)?;
    let outer = cx.clone();
    let typed = form.clone();
    let done = in_work(&cx, move |work, actor| {
        same_person(actor, &form)?;
        work.door = Door::Grid;
        work.tab = form.given("tab").map(str::to_owned);
        let key = form.id("key");
        work.act = key.map(|key| Act::new(Some(key), kind_of_act(column)));
        let wanted = View::from_query(Register::Projects, &form);
        let (text, version) = settled(&form);
        let write = FieldWrite {
            field,
            text,
            choice: form.id("choice"),
            base: form.exact("base"),
            version,
            typed_in: TypedIn::Millions,
        };
        match projects::change_field(work, actor, id, &write) {
            Ok(_) => {
                work.project_now()?;
                Answer::html(&one_row(work, actor, &wanted, id)?)
            }
            // It was saved before, and only the answer was lost on the way.
            Err(Refused::Because(Refusal::Conflict(_))) if is_done(work, actor, key)? => {
                Answer::html(&one_row(work, actor, &wanted, id)?)
            }
            Err(Refused::Because(Refusal::Conflict(conflict))) => {
                conflict_panel(work, actor, id, column, *conflict)
            }
            Err(other) => Err(other.into()),
        }
    })
    .await;
    match done {
        Err(AppError::Refusal(refusal)) => refused(&outer, column, &refusal),
        Err(AppError::NotSignedIn) if typed.has("user") => Err(AppError::NotSignedIn),
        other => other,
    }
}

fn kind_of_act(column: Column) -> &'static str {
    match column.field() {
        Some(ProjectField::State) => "move",
        _ => "cell",
    }
}

/// Whether the act that the browser named so has been done.
pub fn is_done(work: &mut Work, actor: &Actor, key: Option<Uuid>) -> Result<bool, AppError> {
    let Some(key) = key else {
        return Ok(false);
    };
    let found = acts::find(work, key)?;
    Ok(found.is_some_and(|act| act.user_id == actor.user))
}

/// An edit that waited in the browser while somebody else signed in is not written in their name.
fn same_person(actor: &Actor, form: &Fields) -> Result<(), AppError> {
    let differs = |name: &str, id: Uuid| form.id(name).is_some_and(|given| given != id);
    if differs("user", actor.user) || differs("organization", actor.organization) {
        return Err(AppError::OtherPerson);
    }
    Ok(())
}

/// The value and version to write: as typed, or as the conflict panel settled it.
fn settled(form: &Fields) -> (&str, i64) {
    let version = form.number("version").unwrap_or(0);
    let text = match form.get("take") {
        // The script sends what was chosen as any other value.
        _ if form.has("value") => form.exact("value"),
        "theirs" => form.exact("theirs"),
        "merged" => form.exact("merged"),
        "mine" => form.exact("mine"),
        _ => form.exact("value"),
    };
    (text, version)
}

fn refused(cx: &Cx, column: Column, refusal: &Refusal) -> Outcome {
    let t = cx.locale;
    let (status, reason) = match refusal {
        Refusal::Invalid(fields) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            fields
                .iter()
                .map(|f| t.message(&f.message))
                .collect::<Vec<_>>()
                .join(" "),
        ),
        Refusal::NotAllowedNow { reason, .. } => {
            (StatusCode::UNPROCESSABLE_ENTITY, t.message(reason))
        }
        Refusal::MayNot(reason) => (StatusCode::FORBIDDEN, t.message(reason)),
        Refusal::NotFound => (
            StatusCode::NOT_FOUND,
            t.text("error-not-found").into_owned(),
        ),
        other => return Err(other.clone().into()),
    };
    let error = CellError {
        field: column.word().to_string(),
        reason,
    };
    Ok(Answer::html(&error)?.with_status(status))
}

/// A row as a sentence names it.
fn row_name(row: &Row) -> String {
    let (number, client) = (row.text(Stored::Number), row.text(Stored::ClientName));
    if client.is_empty() {
        number.to_owned()
    } else {
        format!("{number}, {client}")
    }
}

fn conflict_panel(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    column: Column,
    mut conflict: Conflict,
) -> Outcome {
    let t = actor.locale;
    let rows = one_row(work, actor, &View::of(Register::Projects), id)?;
    let row = rows.rows.first();
    // Theirs as an editor would show it, so that taking it is exact.
    if let (Some(row), Kind::Money) = (row, column.kind()) {
        conflict.theirs = row
            .amount(column)
            .map(|k| exact_millions(t, k))
            .unwrap_or_default();
    }
    let them = accounts::people(work)?
        .into_iter()
        .find(|p| Some(p.id) == conflict.by);
    let panel = ConflictPanel {
        t,
        icons: crate::web::assets().icons(),
        action: format!("/register/cells/{id}/{}", column.word()),
        label: t.text(column.heading()).into_owned(),
        row_name: row.map_or_else(String::new, row_name),
        at: formats::time(conflict.at, actor.zone),
        mine_initials: actor.initials(),
        mine_hue: actor.hue,
        their_name: them
            .as_ref()
            .map_or_else(|| t.text("somebody").into_owned(), |p| p.short_name()),
        their_initials: them.as_ref().map(|p| p.initials()).unwrap_or_default(),
        their_hue: them.as_ref().map_or(9, |p| p.hue),
        is_right: matches!(column.kind(), Kind::Money | Kind::Whole),
        is_long: column.kind() == Kind::Text
            && [&conflict.base, &conflict.mine, &conflict.theirs]
                .iter()
                .any(|text| is_long(text)),
        conflict,
    };
    Ok(Answer::html(&panel)?.with_status(StatusCode::CONFLICT))
}

/// `GET /register/options/{column}`: what a cell of choices may hold.
pub async fn options(cx: Cx, path: web::Path<String>) -> Outcome {
    let column = column(&path)?;
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let t = actor.locale;
        let entry = |kind, work: &mut Work| -> Result<Vec<_>, AppError> {
            Ok(directories::entries(work, kind)?
                .into_iter()
                .filter(|e| e.active)
                .map(|e| json!({"v": e.id, "t": e.name}))
                .collect())
        };
        let list = match column {
            Column::State => ProjectState::ALL
                .iter()
                .map(|s| json!({"v": s.word(), "t": t.text(s.label())}))
                .collect(),
            Column::District => entry(directories::Kind::District, work)?,
            Column::Industry => entry(directories::Kind::Industry, work)?,
            Column::Lead => accounts::people(work)?
                .into_iter()
                .filter(|p| p.is_member)
                .map(|p| json!({"v": p.id, "t": p.short_name()}))
                .collect(),
            _ => return Err(Refusal::NotFound.into()),
        };
        Answer::json(&list)
    })
    .await
}
