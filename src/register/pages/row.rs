//! Without script a row is changed by a form: every cell of the view that may be changed, on a page of its own.

use uuid::Uuid;

use super::{one_row, opened};
use crate::accounts::{Action, Actor, Subject, in_work, may, shell};
use crate::db::{Act, Door, Work};
use crate::projects::ProjectState;
use crate::refusal::Refusal;
use crate::register::cells::listed;
use crate::register::columns::Column;
use crate::register::queries::Frame;
use crate::register::registers::Register;
use crate::register::view::View;
use crate::register::views::{Choice, Labels, RowField, RowPage, Rows, address, current};
use crate::register::writing::{Typed, write_cell};
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Query};

/// What was refused: the word of a column, and why.
type Refused = Vec<(String, String)>;

/// `GET /register/row?id=…`
pub async fn form(cx: Cx, register: Register, query: Query) -> Outcome {
    let page_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let page = page(work, actor, &page_cx, register, &query.0, &Vec::new())?;
        Answer::html(&page)
    })
    .await
}

/// `POST /register/row`: each field that holds something else than it began with, as one act.
pub async fn save(cx: Cx, register: Register, form: Fields) -> Outcome {
    let page_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        let id = form.id("id").ok_or(Refusal::NotFound)?;
        let (view, frame) = opened(work, actor, register, &form, true)?;
        if form.has("show_form") {
            let page = page(work, actor, &page_cx, register, &form, &Vec::new())?;
            return Answer::html(&page);
        }
        work.door = Door::Grid;
        work.act = Some(Act::new(None, "cell"));
        let refused = write(work, actor, (&view, &frame), id, &form)?;
        if refused.is_empty() {
            let back = address(register.page(), &view);
            let sign = if back.contains('?') { '&' } else { '?' };
            return Ok(Answer::see_other(&format!("{back}{sign}done=row-saved")));
        }
        work.project_now()?;
        let page = page(work, actor, &page_cx, register, &form, &refused)?;
        let first = Refusal::field("row", "refused", "row-partly".into());
        Ok(Answer::html(&page)?.refused(&first))
    })
    .await
}

fn write(
    work: &mut Work,
    actor: &Actor,
    (view, frame): (&View, &Frame),
    id: Uuid,
    form: &Fields,
) -> Result<Refused, AppError> {
    let mut refused = Vec::new();
    for column in edited(view, frame) {
        let word = column.word().to_string();
        let (text, base) = (
            form.exact(&format!("v.{word}")),
            form.exact(&format!("b.{word}")),
        );
        if !form.has(&format!("v.{word}")) || text == base {
            continue;
        }
        let typed = Typed {
            text,
            choice: Uuid::try_parse(text).ok(),
            base,
            version: form.number("version").unwrap_or_default(),
        };
        let cell = (id, column, frame.added(column));
        match write_cell(work, actor, view.register, cell, &typed) {
            Ok(_) => {}
            Err(crate::refusal::Refused::Because(Refusal::NotFound)) => {
                return Err(Refusal::NotFound.into());
            }
            Err(crate::refusal::Refused::Because(refusal)) => {
                refused.push((word, refusal.in_words(actor.locale)));
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(refused)
}

/// The cells of a row that the form offers, whatever the view shows.
fn edited(view: &View, frame: &Frame) -> Vec<Column> {
    let register = view.register;
    let own = register.columns().iter().copied();
    let added = frame.added.iter().map(|a| Column::Custom(a.custom));
    own.chain(added).filter(|c| register.edits(*c)).collect()
}

fn page(
    work: &mut Work,
    actor: &Actor,
    cx: &Cx,
    register: Register,
    form: &Fields,
    refused: &Refused,
) -> Result<RowPage, AppError> {
    let id = form.id("id").ok_or(Refusal::NotFound)?;
    let (view, frame) = opened(work, actor, register, form, true)?;
    let labels = Labels::new(actor.locale, &frame);
    let columns = edited(&view, &frame);
    let every = View {
        chosen: std::iter::once(register.title())
            .chain(columns.iter().copied())
            .collect(),
        ..View::of(register)
    };
    let rows = one_row(work, actor, &every, id)?;
    let row = rows.rows.first().ok_or(Refusal::NotFound)?;
    let mut fields = Vec::new();
    for column in columns {
        fields.push(field(work, actor, &labels, &rows, column, (form, refused))?);
    }
    Ok(RowPage {
        shell: shell(cx, actor, register.place()),
        title: current(&rows, row, register.title()),
        back: address(register.page(), &view),
        action: format!("{}/row", register.base()),
        id: id.to_string(),
        version: row.version,
        lock: rows.lock_of_row(row).map(str::to_owned),
        kept: view.pairs(),
        is_refused: !refused.is_empty(),
        fields,
    })
}

fn field(
    work: &mut Work,
    actor: &Actor,
    labels: &Labels<'_>,
    rows: &Rows,
    column: Column,
    (form, refused): (&Fields, &Refused),
) -> Result<RowField, AppError> {
    let word = column.word().to_string();
    let base = rows
        .rows
        .first()
        .map_or_else(String::new, |row| current(rows, row, column));
    let name = format!("v.{word}");
    let value = match form.has(&name) {
        true => form.exact(&name).to_owned(),
        false => base.clone(),
    };
    let known = listed(work, actor, rows.cells.register, column)?.into_iter();
    // To the bin a project goes from its card, where there is room for the reason.
    let known = known.filter(|(word, _)| *word != ProjectState::Deleted.word());
    let options = known.map(|(id, label)| Choice {
        is_chosen: label == value || id == value,
        // The one that stands there goes back as it came, so that it is no change.
        value: if label == base { label.clone() } else { id },
        label,
    });
    Ok(RowField {
        label: labels.heading(column),
        error: refused
            .iter()
            .find(|(w, _)| *w == word)
            .map(|(_, why)| why.clone()),
        options: options.collect(),
        is_long: matches!(column, Column::Description),
        is_shut: rows.is_shut(column),
        word,
        base,
        value,
    })
}
