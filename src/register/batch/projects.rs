//! Many cells of projects at once: judged and written together, in a fixed number of statements.

use super::{Report, Sent, SentNew, SentRow, readonly};
use crate::accounts::{Action, Actor, Subject, may};
use crate::db::Work;
use crate::projects::{
    self, Basis, CellOutcome, CellWrite, FieldValue, Names, NewProject, ProjectField, ProjectState,
    TypedIn,
};
use crate::refusal::Refusal;
use crate::register::columns::Column;
use crate::text::{Locale, Message};
use crate::web::AppError;

/// The field that a column edits; a client is chosen on the card.
fn field_of(column: &str) -> Option<ProjectField> {
    ProjectField::from_word(column).filter(|f| *f != ProjectField::Client)
}

/// A field that the organization added is written after these, by itself.
fn is_added(column: &str) -> bool {
    matches!(Column::from_word(column), Some(Column::Custom(_)))
}

pub fn write_rows(
    work: &mut Work,
    actor: &Actor,
    sent: &Sent,
    report: &mut Report,
) -> Result<(), AppError> {
    let t = actor.locale;
    let fields: Vec<Option<ProjectField>> = sent.columns.iter().map(|c| field_of(c)).collect();
    let named: Vec<ProjectField> = fields.iter().flatten().copied().collect();
    let names = Names::load(work, &named)?;
    let mut writes = Vec::new();
    for row in &sent.rows {
        for ((column, field), value) in sent.columns.iter().zip(&fields).zip(&row.values) {
            match (value, *field) {
                (None, _) => {}
                (Some(_), None) if is_added(column) => {}
                (Some(_), None) => report.leave(t, row.id, column, &readonly(column)),
                (Some(text), Some(field)) => writes.push(cell_of(row, field, text, &names)),
            }
        }
    }
    if writes.is_empty() {
        return Ok(());
    }
    let outcome = projects::write_cells(work, actor, &writes, sent.trial)?;
    let mut rows = std::collections::HashSet::new();
    for (write, came) in writes.iter().zip(&outcome.cells) {
        match came {
            CellOutcome::Changed => {
                report.changed += 1;
                rows.insert(write.id);
            }
            CellOutcome::Same => report.same += 1,
            CellOutcome::Refused(refusal) => {
                report.leave(t, write.id, write.field.word(), refusal);
            }
        }
    }
    report.changed_rows += rows.len() as i64;
    report.rows.extend(outcome.rows);
    Ok(())
}

fn cell_of(row: &SentRow, field: ProjectField, text: &str, names: &Names) -> CellWrite {
    CellWrite {
        id: row.id,
        field,
        value: names.read(field, text, None, TypedIn::Millions),
        text: text.to_owned(),
        basis: Basis::Seen {
            version: row.version,
            base: String::new(),
        },
    }
}

pub fn make_rows(
    work: &mut Work,
    actor: &Actor,
    sent: &Sent,
    report: &mut Report,
) -> Result<(), AppError> {
    if sent.new_rows.is_empty() {
        return Ok(());
    }
    may(actor, Action::Create, Subject::NONE)?;
    let mut names = Names::load(work, &ProjectField::ALL)?;
    let is_named = |c: &str| matches!(c, "client" | "inn");
    let clients = sent.new_rows.iter().flat_map(|row| {
        let cells = sent.columns.iter().zip(&row.values);
        cells
            .filter(|(c, _)| is_named(c))
            .filter_map(|(_, v)| v.as_deref())
    });
    names.load_clients(work, clients)?;
    let new: Vec<NewProject> = sent
        .new_rows
        .iter()
        .filter_map(|row| new_project(actor.locale, &names, &sent.columns, row, report))
        .collect();
    report.made = match sent.trial || new.is_empty() {
        true => new.iter().map(|p| p.id).collect(),
        false => projects::make_projects(work, actor, &new)?,
    };
    Ok(())
}

/// The project that a row gives; without a name it gives none, and what cannot be read is left out and said.
fn new_project(
    t: Locale,
    names: &Names,
    columns: &[String],
    row: &SentNew,
    report: &mut Report,
) -> Option<NewProject> {
    let mut new = NewProject {
        id: row.id,
        ..NewProject::default()
    };
    for (column, value) in columns.iter().zip(&row.values) {
        let text = value.as_deref().unwrap_or_default().trim();
        // A project gets its number here, whatever it had elsewhere.
        if text.is_empty() || column == "number" {
            continue;
        }
        let field = match column.as_str() {
            "inn" if new.client.is_some() => continue,
            "inn" => Some(ProjectField::Client),
            other => ProjectField::from_word(other),
        };
        let Some(field) = field else {
            if !is_added(column) {
                report.leave(t, row.id, column, &readonly(column));
            }
            continue;
        };
        match names.read(field, text, None, TypedIn::Millions) {
            Ok(FieldValue::State(ProjectState::ApplicationShort)) => {}
            Ok(FieldValue::State(_)) => {
                report.leave(t, row.id, column, &starts_short());
            }
            Ok(value) => new.put(field, value),
            Err(refusal) => report.leave(t, row.id, column, &refusal),
        }
    }
    if new.name.trim().is_empty() {
        let needed = Refusal::field("name", "required", "project-name-needed".into());
        report.leave(t, row.id, "name", &needed);
        return None;
    }
    Some(new)
}

fn starts_short() -> Refusal {
    Refusal::NotAllowedNow {
        code: "starts_short",
        reason: Message::new("paste-starts-short"),
        ways_out: Vec::new(),
    }
}
