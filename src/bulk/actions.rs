//! The verbs of the room: try a change in all rows of a filter, then write it.

use serde_json::json;
use uuid::Uuid;

use super::model::{Bulk, BulkRow};
use super::{queries, worker};
use crate::accounts::{Action, Actor, Subject, may};
use crate::db::{Act, Work, jobs};
use crate::history::acts;
use crate::projects::{self, Basis, CellOutcome, CellWrite, Names, ProjectField, TypedIn};
use crate::refusal::{Refusal, Refused};
use crate::register;
use crate::text::Message;

/// Rows of one transaction; a change of no more is done while the person waits.
const ROWS: usize = 1000;
/// Rows that are gathered at once.
const GATHERED: i64 = 5000;

/// The fields that can be given one value in many rows.
pub const FIELDS: [ProjectField; 11] = [
    ProjectField::Lead,
    ProjectField::District,
    ProjectField::Industry,
    ProjectField::State,
    ProjectField::Date,
    ProjectField::Jobs,
    ProjectField::Own,
    ProjectField::Requested,
    ProjectField::Total,
    ProjectField::Tax,
    ProjectField::Description,
];

pub fn field_of(word: &str) -> Result<ProjectField, Refusal> {
    let field = ProjectField::from_word(word).filter(|f| FIELDS.contains(f));
    field.ok_or(Refusal::NotFound)
}

/// Begins with a trial. A value that no row could take is refused at once.
pub fn start(work: &mut Work, actor: &Actor, bulk: &Bulk) -> Result<(), Refused> {
    may(actor, Action::BulkChange, Subject::NONE)?;
    let field = field_of(&bulk.field)?;
    Names::load(work, &[field])?.read(field, &bulk.value, bulk.choice, TypedIn::Millions)?;
    if !queries::insert(work, bulk)? {
        return Ok(());
    }
    let few = register::matching_after(work, &bulk.query, Uuid::nil(), ROWS as i64 + 1)?;
    if few.len() > ROWS {
        jobs::enqueue(work, worker::CHECK, bulk.id)?;
        return Ok(());
    }
    queries::add_rows(work, bulk.id, &few)?;
    queries::set_state(work, bulk.id, "checking", few.len() as i32)?;
    check_rows(work, actor, bulk)?;
    queries::set_state(work, bulk.id, "ready", few.len() as i32)?;
    Ok(())
}

/// Writes what the trial found possible.
pub fn start_writing(work: &mut Work, actor: &Actor, id: Uuid) -> Result<(), Refused> {
    may(actor, Action::BulkChange, Subject::NONE)?;
    let bulk = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    match bulk.state.as_str() {
        "ready" => {}
        // A button that was pressed twice.
        "writing" | "done" => return Ok(()),
        _ => {
            return Err(Refusal::NotAllowedNow {
                code: "not_ready",
                reason: Message::new("bulk-not-ready"),
                ways_out: Vec::new(),
            }
            .into());
        }
    }
    queries::set_state(work, id, "writing", bulk.n)?;
    if bulk.n as usize > ROWS {
        jobs::enqueue(work, worker::WRITE, id)?;
        return Ok(());
    }
    write_rows(work, actor, &bulk)?;
    queries::set_state(work, id, "done", bulk.n)?;
    Ok(())
}

/// One step of the trial of many rows: gathers some, or tries some. True when there is nothing left to do.
pub fn step_of_check(work: &mut Work, actor: &Actor, bulk: &Bulk) -> Result<bool, Refused> {
    if bulk.n == 0 {
        let (last, n) = queries::gathered(work, bulk.id)?;
        let more = register::matching_after(work, &bulk.query, last, GATHERED)?;
        queries::add_rows(work, bulk.id, &more)?;
        if (more.len() as i64) < GATHERED {
            let n = n as i32 + more.len() as i32;
            let state = if n == 0 { "ready" } else { "checking" };
            queries::set_state(work, bulk.id, state, n)?;
            return Ok(n == 0);
        }
        return Ok(false);
    }
    if check_rows(work, actor, bulk)? > 0 {
        return Ok(false);
    }
    queries::set_state(work, bulk.id, "ready", bulk.n)?;
    Ok(true)
}

/// One step of writing. True at the end.
pub fn step_of_write(work: &mut Work, actor: &Actor, bulk: &Bulk) -> Result<bool, Refused> {
    if write_rows(work, actor, bulk)? > 0 {
        return Ok(false);
    }
    queries::set_state(work, bulk.id, "done", bulk.n)?;
    Ok(true)
}

fn writes(work: &mut Work, bulk: &Bulk, rows: &[BulkRow]) -> Result<Vec<CellWrite>, Refused> {
    let field = field_of(&bulk.field)?;
    let value =
        Names::load(work, &[field])?.read(field, &bulk.value, bulk.choice, TypedIn::Millions);
    Ok(rows
        .iter()
        .map(|row| CellWrite {
            id: row.project_id,
            field,
            value: value.clone(),
            text: bulk.value.clone(),
            basis: Basis::Seen {
                version: row.version,
                base: String::new(),
            },
        })
        .collect())
}

fn check_rows(work: &mut Work, actor: &Actor, bulk: &Bulk) -> Result<usize, Refused> {
    let rows = queries::rows_of(work, bulk.id, "waiting", ROWS as i64)?;
    go_through(work, actor, bulk, &rows, true)
}

fn write_rows(work: &mut Work, actor: &Actor, bulk: &Bulk) -> Result<usize, Refused> {
    let rows = queries::rows_of(work, bulk.id, "ready", ROWS as i64)?;
    work.act = Some(Act {
        is_stored: acts::find(work, bulk.id)?.is_some(),
        ..Act::new(Some(bulk.id), "bulk")
    });
    let n = go_through(work, actor, bulk, &rows, false)?;
    work.act = None;
    Ok(n)
}

/// Tries or writes rows and notes what became of each.
fn go_through(
    work: &mut Work,
    actor: &Actor,
    bulk: &Bulk,
    rows: &[BulkRow],
    is_trial: bool,
) -> Result<usize, Refused> {
    if rows.is_empty() {
        return Ok(0);
    }
    let writes = writes(work, bulk, rows)?;
    let came = projects::write_cells(work, actor, &writes, is_trial)?;
    let outcomes: Vec<_> = writes
        .iter()
        .zip(came.cells)
        .map(|(write, came)| match came {
            CellOutcome::Changed if is_trial => (write.id, "ready", None),
            CellOutcome::Changed => (write.id, "done", None),
            CellOutcome::Same => (write.id, "same", None),
            CellOutcome::Refused(refusal) => {
                let word = match refusal {
                    Refusal::Conflict(_) => "conflict",
                    _ => "refused",
                };
                let why = refusal.in_words(actor.locale);
                (write.id, word, Some(json!(why)))
            }
        })
        .collect();
    queries::set_outcomes(work, bulk.id, &outcomes)?;
    Ok(rows.len())
}
