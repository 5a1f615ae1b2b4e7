//! Many cells in one request: a paste, a fill, a clearing. One transaction, one act, and for each cell that was
//! not written the reason why. With `trial` it says what would become of them and writes nothing.

mod cells;
mod projects;

use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::cells::is_done;
use super::registers::Register;
use crate::accounts::{self, Actor, in_work};
use crate::db::{Act, Door, Work};
use crate::refusal::{Refusal, Refused};
use crate::text::{Locale, Message, formats};
use crate::web::{Answer, AppError, Cx, JsonBody, Outcome};

/// Cells of one act; a larger paste goes in by parts or as an import.
const MOST_CELLS: usize = 20_000;
/// The same where each cell is written by itself.
const MOST_BY_ONE: usize = 4000;
/// New rows of one act.
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

/// A row that becomes a record.
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
pub async fn write(cx: Cx, register: Register, JsonBody(sent): JsonBody<Sent>) -> Outcome {
    in_work(&cx, move |work, actor| {
        check_sent(actor, register, &sent)?;
        work.door = Door::Grid;
        work.tab.clone_from(&sent.tab);
        if is_done(work, actor, Some(sent.key))? {
            return Answer::json(&json!({"repeated": true, "rows": [], "cells": [], "made": []}));
        }
        work.act = Some(Act::new(Some(sent.key), kind(&sent.kind)?));
        let mut report = Report::default();
        if register == Register::Projects {
            projects::write_rows(work, actor, &sent, &mut report)?;
            projects::make_rows(work, actor, &sent, &mut report)?;
        }
        cells::write(work, actor, register, &sent, &mut report)?;
        Answer::json(&told(work, actor, &sent, &report)?)
    })
    .await
}

fn check_sent(actor: &Actor, register: Register, sent: &Sent) -> Result<(), AppError> {
    let is_other = sent.user.is_some_and(|u| u != actor.user)
        || sent.organization.is_some_and(|o| o != actor.organization);
    if is_other {
        return Err(AppError::OtherPerson);
    }
    let cells = (sent.rows.len() + sent.new_rows.len()) * sent.columns.len();
    let most = match register {
        Register::Projects => MOST_CELLS,
        _ => MOST_BY_ONE,
    };
    if cells > most || sent.new_rows.len() > MOST_NEW {
        return Err(Refusal::TooLarge {
            reason: Message::new("paste-too-large").number("n", most as i64),
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
