//! Many cells in one request: a paste, a fill, a clearing. One transaction, one act, and for each cell that was
//! not written the reason why. With `trial` it says what would become of them and writes nothing.

use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::cells::is_done;
use crate::accounts::{self, Action, Actor, Subject, in_work, may};
use crate::db::{Act, Door, Work};
use crate::projects::{
    self, Basis, CellOutcome, CellWrite, FieldValue, Names, NewProject, ProjectField, ProjectState,
    TypedIn,
};
use crate::refusal::{Refusal, Refused};
use crate::text::{Locale, Message, formats};
use crate::web::{Answer, AppError, Cx, JsonBody, Outcome};

/// Cells of one act; a larger paste goes in by parts or as an import.
const MOST_CELLS: usize = 20_000;
/// New projects of one act.
const MOST_NEW: usize = 1000;
/// Of what was not written so many are listed; all are counted.
const MOST_LISTED: usize = 500;

/// What the grid sends.
#[derive(Debug, Clone, Deserialize)]
pub struct Sent {
    /// Names the act, so that one sent twice is done once.
    key: Uuid,
    kind: String,
    #[serde(default)]
    trial: bool,
    tab: Option<String>,
    /// As whom it was typed.
    user: Option<Uuid>,
    organization: Option<Uuid>,
    columns: Vec<String>,
    #[serde(default)]
    rows: Vec<SentRow>,
    #[serde(default)]
    new_rows: Vec<SentNew>,
}

/// Cells of a row that is there; none for one that is left alone.
#[derive(Debug, Clone, Deserialize)]
struct SentRow {
    id: Uuid,
    version: i64,
    values: Vec<Option<String>>,
}

/// A row that becomes a project.
#[derive(Debug, Clone, Deserialize)]
struct SentNew {
    id: Uuid,
    values: Vec<Option<String>>,
}

/// What became of all of it.
#[derive(Debug, Default)]
struct Report {
    changed: i64,
    changed_rows: i64,
    same: i64,
    refused: i64,
    conflicts: i64,
    made: Vec<Uuid>,
    rows: Vec<(Uuid, i64)>,
    /// Cells that were not written.
    cells: Vec<Value>,
}

/// `POST /register/cells`
pub async fn write(cx: Cx, JsonBody(sent): JsonBody<Sent>) -> Outcome {
    in_work(&cx, move |work, actor| {
        check_sent(actor, &sent)?;
        work.door = Door::Grid;
        work.tab.clone_from(&sent.tab);
        if is_done(work, actor, Some(sent.key))? {
            return Answer::json(&json!({"repeated": true, "rows": [], "cells": [], "made": []}));
        }
        work.act = Some(Act::new(Some(sent.key), kind(&sent.kind)?));
        let mut report = Report::default();
        write_rows(work, actor, &sent, &mut report)?;
        make_rows(work, actor, &sent, &mut report)?;
        Answer::json(&told(work, actor, &sent, &report)?)
    })
    .await
}

fn check_sent(actor: &Actor, sent: &Sent) -> Result<(), AppError> {
    let is_other = sent.user.is_some_and(|u| u != actor.user)
        || sent.organization.is_some_and(|o| o != actor.organization);
    if is_other {
        return Err(AppError::OtherPerson);
    }
    let cells = (sent.rows.len() + sent.new_rows.len()) * sent.columns.len();
    if cells > MOST_CELLS || sent.new_rows.len() > MOST_NEW {
        return Err(Refusal::TooLarge {
            reason: Message::new("paste-too-large").number("n", MOST_CELLS as i64),
        }
        .into());
    }
    Ok(())
}

/// The words of the table of acts that a grid may use.
fn kind(word: &str) -> Result<&'static str, AppError> {
    ["paste", "fill", "clear", "cut"]
        .into_iter()
        .find(|k| *k == word)
        .ok_or_else(|| Refusal::BadRequest("error-bad-request-way".into()).into())
}

/// The field that a column edits; a client is chosen on the card.
fn field_of(column: &str) -> Option<ProjectField> {
    ProjectField::from_word(column).filter(|f| *f != ProjectField::Client)
}

fn readonly(column: &str) -> Refusal {
    Refusal::NotAllowedNow {
        code: "read_only",
        reason: Message::new(match column {
            "client" => "paste-client",
            _ => "column-readonly",
        }),
        ways_out: Vec::new(),
    }
}

impl Report {
    fn leave(&mut self, t: Locale, id: Uuid, column: &str, refusal: &Refusal) {
        let is_conflict = matches!(refusal, Refusal::Conflict(_));
        match is_conflict {
            true => self.conflicts += 1,
            false => self.refused += 1,
        }
        if self.cells.len() >= MOST_LISTED {
            return;
        }
        let mut cell = json!({
            "id": id,
            "col": column,
            "status": if is_conflict { "conflict" } else { "refused" },
            "why": refusal.in_words(t),
        });
        if let Refusal::Conflict(conflict) = refusal {
            cell["theirs"] = json!(conflict.theirs);
            cell["by"] = json!(conflict.by);
        }
        self.cells.push(cell);
    }
}

fn write_rows(
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
    report.changed_rows = rows.len() as i64;
    report.rows = outcome.rows;
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

fn make_rows(
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
            report.leave(t, row.id, column, &readonly(column));
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

/// The report as the script shows it: counts in words, and the cells that were left.
fn told(work: &mut Work, actor: &Actor, sent: &Sent, report: &Report) -> Result<Value, Refused> {
    let t = actor.locale;
    let left = report.refused + report.conflicts - report.cells.len() as i64;
    Ok(json!({
        "trial": sent.trial,
        "lines": in_words(t, sent.trial, report),
        "changed": report.changed,
        "changed_rows": report.changed_rows,
        "same": report.same,
        "refused": report.refused,
        "conflicts": report.conflicts,
        "made": report.made,
        "rows": report.rows,
        "cells": with_names(work, actor, report)?,
        "more": match left {
            0 => String::new(),
            n => t.with("paste-more", &formats::whole(t, n)),
        },
    }))
}

fn in_words(t: Locale, is_trial: bool, report: &Report) -> Vec<String> {
    let made = report.made.len() as i64;
    let counts = if is_trial {
        [
            (report.changed, "paste-will-change"),
            (made, "paste-will-make"),
        ]
    } else {
        [(report.changed, "paste-changed"), (made, "paste-made")]
    };
    let rest = [
        (report.same, "paste-same"),
        (report.conflicts, "paste-conflicts"),
        (report.refused, "paste-refused"),
    ];
    let all = counts.into_iter().chain(rest);
    all.filter(|(n, _)| *n > 0)
        .map(|(n, key)| t.count(key, n))
        .collect()
}

/// The cells that were left; a conflict says with whom.
fn with_names(work: &mut Work, actor: &Actor, report: &Report) -> Result<Vec<Value>, Refused> {
    let people = match report.conflicts {
        0 => Vec::new(),
        _ => accounts::people(work)?,
    };
    let mut cells = report.cells.clone();
    for cell in &mut cells {
        let by = cell
            .get("by")
            .and_then(|b| Uuid::try_parse(b.as_str()?).ok());
        if let Some(person) = people.iter().find(|p| Some(p.id) == by) {
            cell["why"] = json!(
                actor.locale.message(
                    &Message::new("paste-conflict-with")
                        .text("who", person.short_name())
                        .text("x", cell["theirs"].as_str().unwrap_or_default()),
                )
            );
        }
    }
    Ok(cells)
}
