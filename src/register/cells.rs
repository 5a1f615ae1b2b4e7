//! Editing one cell: what was typed, what it was based on, and the three answers — the row as it is
//! now, the reason why not, or both values side by side.

use actix_web::http::StatusCode;
use actix_web::web;
use serde_json::json;
use uuid::Uuid;

use super::columns::{Column, Kind};
use super::conflict_view::{CellError, ConflictPanel, Them};
use super::merging::is_long;
use super::pages::filters::{choices, directory};
use super::pages::{one_row, opened};
use super::queries::{Frame, Row, Stored};
use super::registers::Register;
use super::view::View;
use super::views::{Labels, Rows, exact_millions, shown};
use super::writing::{Typed, write_cell};
use crate::accounts::{self, Action, Actor, Subject, in_work, may};
use crate::db::{Act, Door, Work};
use crate::directories;
use crate::history::acts;
use crate::projects::ProjectState;
use crate::refusal::{Conflict, Refusal, Refused};
use crate::text::formats;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, path_id};

fn column(word: &str) -> Result<Column, AppError> {
    Column::from_word(word).ok_or_else(|| Refusal::NotFound.into())
}

/// `POST /register/cells/{id}/{column}`
pub async fn write(
    cx: Cx,
    register: Register,
    path: web::Path<(String, String)>,
    form: Fields,
) -> Outcome {
    let id = path_id(&path.0)?;
    let column = column(&path.1)?;
    if !register.edits(column) {
        return Err(Refusal::NotFound.into());
    }
    let outer = cx.clone();
    let typed = form.clone();
    let done = in_work(&cx, move |work, actor| {
        write_one(work, actor, register, (id, column), &form)
    })
    .await;
    match done {
        Err(AppError::Refusal(refusal)) => refused(&outer, column, &refusal),
        Err(AppError::NotSignedIn) if typed.has("user") => Err(AppError::NotSignedIn),
        other => other,
    }
}

fn write_one(
    work: &mut Work,
    actor: &Actor,
    register: Register,
    (id, column): (Uuid, Column),
    form: &Fields,
) -> Outcome {
    same_person(actor, form)?;
    work.door = Door::Grid;
    work.tab = form.given("tab").map(str::to_owned);
    let key = form.id("key");
    work.act = key.map(|key| Act::new(Some(key), kind_of_act(register, column)));
    let is_custom = matches!(column, Column::Custom(_));
    let (wanted, frame) = opened(work, actor, register, form, is_custom)?;
    let (text, version) = settled(form);
    let typed = Typed {
        text,
        choice: form.id("choice"),
        base: form.exact("base"),
        version,
    };
    match write_cell(
        work,
        actor,
        register,
        (id, column, frame.added(column)),
        &typed,
    ) {
        Ok(_) => {
            work.project_now()?;
            Answer::html(&one_row(work, actor, &wanted, id)?)
        }
        // It was saved before, and only the answer was lost on the way.
        Err(Refused::Because(Refusal::Conflict(_))) if is_done(work, actor, key)? => {
            Answer::html(&one_row(work, actor, &wanted, id)?)
        }
        Err(Refused::Because(Refusal::Conflict(conflict))) => {
            let labels = Labels::new(actor.locale, &frame);
            conflict_panel(work, actor, (register, id, column), &labels, *conflict)
        }
        Err(other) => Err(other.into()),
    }
}

fn kind_of_act(register: Register, column: Column) -> &'static str {
    match (register, column) {
        (Register::Projects, Column::State) => "move",
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
    let parts = [row.text(Stored::Number), row.text(Stored::ClientName)];
    let named: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    named.join(", ")
}

/// What the cell of a row says now, as an editor would show it, so that taking it is exact.
fn theirs(rows: &Rows, row: &Row, column: Column) -> String {
    let context = rows.context();
    match (column.kind(), row.amount(column)) {
        (Kind::Money, Some(kopecks)) => exact_millions(rows.t, kopecks),
        (Kind::Person, _) if !matches!(column, Column::Custom(_)) => {
            row.text(Row::stored(column)).to_owned()
        }
        _ => shown(&context, row, column),
    }
}

/// The answer where somebody else changed the same cell meanwhile.
fn conflict_panel(
    work: &mut Work,
    actor: &Actor,
    (register, id, column): (Register, Uuid, Column),
    labels: &Labels<'_>,
    mut conflict: Conflict,
) -> Outcome {
    let t = actor.locale;
    let view = View {
        chosen: vec![register.title(), column],
        ..View::of(register)
    };
    let rows = one_row(work, actor, &view, id)?;
    let row = rows.rows.first();
    let is_exact = matches!(column.kind(), Kind::Text | Kind::Number | Kind::Inn);
    if let Some(row) = row.filter(|_| !is_exact) {
        conflict.theirs = theirs(&rows, row, column);
    }
    let people = accounts::people(work)?;
    let them = people.iter().find(|p| Some(p.id) == conflict.by);
    let texts = [&conflict.base, &conflict.mine, &conflict.theirs];
    let panel = ConflictPanel {
        t,
        icons: crate::web::assets().icons(),
        action: format!("{}/cells/{id}/{}", register.base(), column.word()),
        label: labels.heading(column),
        row_name: row.map_or_else(String::new, row_name),
        at: formats::time(conflict.at, actor.zone),
        mine_initials: actor.initials(),
        mine_hue: actor.hue,
        theirs: Them::new(t, them),
        is_right: column.kind().is_summed(),
        is_long: column.kind() == Kind::Text && texts.iter().any(|text| is_long(text)),
        conflict,
    };
    Ok(Answer::html(&panel)?.with_status(StatusCode::CONFLICT))
}

/// `GET /register/options/{column}`: what a cell of choices may hold.
pub async fn options(cx: Cx, register: Register, path: web::Path<String>) -> Outcome {
    let column = column(&path)?;
    if !register.edits(column) || !matches!(column.editor(), "state" | "choice" | "person") {
        return Err(Refusal::NotFound.into());
    }
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let list = listed(work, actor, register, column)?;
        let list: Vec<_> = list
            .into_iter()
            .map(|(value, name)| json!({"v": value, "t": name}))
            .collect();
        Answer::json(&list)
    })
    .await
}

/// What a column may hold: id or word, and name; nothing where any text may stand.
pub fn listed(
    work: &mut Work,
    actor: &Actor,
    register: Register,
    column: Column,
) -> Result<Vec<(String, String)>, AppError> {
    let t = actor.locale;
    Ok(match column.kind() {
        Kind::State => ProjectState::ALL
            .iter()
            .map(|s| (s.word().to_owned(), t.text(s.label()).into_owned()))
            .collect(),
        Kind::Entry => directories::entries(work, directory(column))?
            .into_iter()
            .filter(|e| e.active)
            .map(|e| (e.id.to_string(), e.name))
            .collect(),
        Kind::Person => accounts::people(work)?
            .into_iter()
            .filter(|p| p.is_member)
            .map(|p| (p.id.to_string(), p.short_name()))
            .collect(),
        Kind::Word | Kind::Flag | Kind::Choice => {
            let views = [View::of(register)];
            let frame = Frame::of(work, actor.user, actor.zone, &views, true)?;
            choices(work, t, &frame, column)?
        }
        _ => Vec::new(),
    })
}
