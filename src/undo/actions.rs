//! The verbs of the room: take an act back, do it again.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{others, worker};
use crate::accounts::Actor;
use crate::db::{Act, Work, jobs};
use crate::duplicates;
use crate::history::acts::{self, ActRow, Part};
use crate::imports;
use crate::projects::{self, Basis, CellOutcome, CellWrite, FieldValue, Names, ProjectField};
use crate::refusal::{Refusal, Refused};
use crate::text::Message;

/// Which way an act goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Back,
    Again,
}

impl Way {
    /// Where an act stands after it has gone this way, and while it goes.
    pub fn states(self) -> (&'static str, &'static str) {
        match self {
            Way::Back => ("undone", "undoing"),
            Way::Again => ("done", "redoing"),
        }
    }
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Reversed {
    pub act: Option<ActRow>,
    /// Rows that changed, with their versions.
    pub rows: Vec<(Uuid, i64)>,
    /// Rows were made or went, so that a list shows others.
    pub list_changed: bool,
    /// What stayed: the row, the field, and why.
    pub kept: Vec<Value>,
    pub kept_n: i32,
    /// It is large and goes on in the background.
    pub goes_on: bool,
}

/// More cells than this are taken back by a job, a bounded number of rows at a time.
const AT_ONCE: i32 = 12_000;
/// Rows of one transaction of the job.
pub const ROWS: i64 = 500;
/// Of what stayed so many are listed; all are counted.
const MOST_KEPT: usize = 200;

/// The next act to be taken back, or done again.
pub fn next(work: &mut Work, actor: &Actor, way: Way) -> Result<Option<ActRow>, Refused> {
    Ok(match way {
        Way::Back => acts::last_done(work, actor.user)?,
        Way::Again => acts::first_undone(work, actor.user)?,
    })
}

/// Takes the person's last act back, or does the last one taken back again. The page says which act it showed,
/// so that a press that comes twice does not reach for the one before.
pub fn reverse(
    work: &mut Work,
    actor: &Actor,
    way: Way,
    expected: Option<Uuid>,
) -> Result<Reversed, Refused> {
    let Some(found) = next(work, actor, way)? else {
        return Ok(Reversed::default());
    };
    if expected.is_some_and(|id| id != found.id) {
        return Err(not_now("undo-another").into());
    }
    let act = acts::lock(work, found.id)?.ok_or(Refusal::NotFound)?;
    // Somebody waited for the lock: the same person, in another tab.
    if act.state != found.state {
        return Err(not_now("undo-another").into());
    }
    match act.kind.as_str() {
        "import" => return reverse_import(work, actor, act),
        "merge" => return reverse_merge(work, actor, act),
        _ => {}
    }
    let mut done = Reversed {
        act: Some(act.clone()),
        ..Reversed::default()
    };
    if act.cells > AT_ONCE {
        let (_, going) = way.states();
        acts::set_state(work, act.id, going, act.pass + 1, &[], 0)?;
        jobs::enqueue(work, worker::REVERSE, act.id)?;
        done.goes_on = true;
        return Ok(done);
    }
    let pass = act.pass + 1;
    reverse_rows(work, actor, &act, way, pass, i64::from(AT_ONCE), &mut done)?;
    finish(work, &act, way, pass, &done)?;
    Ok(done)
}

/// Says where the act stands now. Of which nothing could be reversed is over, so that the way to the act before
/// it is free.
pub fn finish(
    work: &mut Work,
    act: &ActRow,
    way: Way,
    pass: i32,
    done: &Reversed,
) -> Result<(), Refused> {
    let (state, _) = way.states();
    let nothing = done.rows.is_empty() && !done.list_changed;
    let state = if nothing { "over" } else { state };
    acts::set_state(work, act.id, state, pass, &done.kept, done.kept_n)?;
    Ok(())
}

fn not_now(key: &'static str) -> Refusal {
    Refusal::NotAllowedNow {
        code: "changed_since",
        reason: Message::new(key),
        ways_out: Vec::new(),
    }
}

/// An import is taken back by its own job, within its own time; it is brought again by bringing the file.
fn reverse_import(work: &mut Work, actor: &Actor, act: ActRow) -> Result<Reversed, Refused> {
    imports::start_undo(work, actor, act.subject_id.unwrap_or(act.id))?;
    acts::set_state(work, act.id, "over", act.pass + 1, &[], 0)?;
    Ok(Reversed {
        act: Some(act),
        goes_on: true,
        ..Reversed::default()
    })
}

/// A merge is taken back whole, within its own time. What people changed since in the client that stays is theirs.
fn reverse_merge(work: &mut Work, actor: &Actor, act: ActRow) -> Result<Reversed, Refused> {
    let mut done = Reversed {
        list_changed: true,
        ..Reversed::default()
    };
    match duplicates::undo_merge(work, actor, act.subject_id.unwrap_or(act.id)) {
        Ok((client, stays)) => {
            let refusal = not_now("act-changed-later");
            for field in stays {
                keep(actor, client, &field, &refusal, &mut done);
            }
        }
        Err(Refused::Because(refusal)) => {
            done.list_changed = false;
            keep(
                actor,
                act.subject_id.unwrap_or(act.id),
                "",
                &refusal,
                &mut done,
            );
        }
        Err(other) => return Err(other),
    }
    acts::set_state(work, act.id, "over", act.pass + 1, &done.kept, done.kept_n)?;
    done.act = Some(act);
    Ok(done)
}

/// Reverses an act in so many rows that this pass has not reached yet; gives how many there were.
pub fn reverse_rows(
    work: &mut Work,
    actor: &Actor,
    act: &ActRow,
    way: Way,
    pass: i32,
    rows: i64,
    done: &mut Reversed,
) -> Result<usize, Refused> {
    let parts = acts::parts(work, act.id, pass, rows)?;
    let mut subjects: Vec<Uuid> = parts.iter().map(|p| p.subject_id).collect();
    subjects.dedup();
    acts::forget_parts(work, act.id, pass, &subjects)?;
    work.act = Some(Act {
        id: act.id,
        kind: "cell",
        pass,
        is_stored: true,
    });
    let (others, parts): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(others::is_of_others);
    for part in &others {
        let reversed = others::reverse(work, actor, part);
        note(actor, part, reversed, done)?;
    }
    let parts = parts.into_iter();
    let (made, rest): (Vec<Part>, Vec<Part>) = parts.partition(|p| p.field.is_empty());
    // A row that goes back to the bin takes its cells along.
    let is_made = |p: &Part| made.iter().any(|m| m.subject_id == p.subject_id);
    let (moves, cells): (Vec<Part>, Vec<Part>) = rest
        .into_iter()
        .filter(|p| !is_made(p))
        .partition(|p| p.field == ProjectField::State.word());
    for part in &made {
        reverse_making(work, actor, act, way, pass, part, done)?;
    }
    for part in &moves {
        let (id, version) = (part.subject_id, part.version);
        let reversed = match way {
            Way::Back => projects::undo_move(work, actor, id, version, ""),
            Way::Again => projects::redo_move(work, actor, id, version),
        };
        note(actor, part, reversed, done)?;
    }
    reverse_cells(work, actor, &cells, done)?;
    work.act = None;
    Ok(subjects.len())
}

fn reverse_making(
    work: &mut Work,
    actor: &Actor,
    act: &ActRow,
    way: Way,
    pass: i32,
    part: &Part,
    done: &mut Reversed,
) -> Result<(), Refused> {
    let id = part.subject_id;
    // What is recorded now is of the state; the act goes on to mean the making.
    let this = work.act.take();
    let reversed = match way {
        Way::Back => projects::take_back(work, actor, id, part.version),
        Way::Again => projects::put_back(work, actor, id),
    };
    work.act = this;
    if reversed.is_ok() {
        acts::keep_making(work, act.id, pass, &part.subject_kind, id, part.version)?;
        done.list_changed = true;
    }
    note(actor, part, reversed, done)
}

/// A refusal is noted with its row; anything else goes on upwards.
fn note(
    actor: &Actor,
    part: &Part,
    reversed: Result<i64, Refused>,
    done: &mut Reversed,
) -> Result<(), Refused> {
    match reversed {
        Ok(version) => done.rows.push((part.subject_id, version)),
        Err(Refused::Because(refusal)) => keep(actor, part.subject_id, &part.field, &refusal, done),
        Err(other) => return Err(other),
    }
    Ok(())
}

fn keep(actor: &Actor, id: Uuid, field: &str, refusal: &Refusal, done: &mut Reversed) {
    done.kept_n += 1;
    if done.kept.len() < MOST_KEPT {
        let why = refusal.in_words(actor.locale);
        done.kept
            .push(json!({"id": id, "field": field, "why": why}));
    }
}

fn reverse_cells(
    work: &mut Work,
    actor: &Actor,
    parts: &[Part],
    done: &mut Reversed,
) -> Result<(), Refused> {
    let fields: Vec<(ProjectField, &Part)> = parts
        .iter()
        .filter_map(|p| Some((ProjectField::from_word(&p.field)?, p)))
        .collect();
    let names = Names::load(work, &fields.iter().map(|(f, _)| *f).collect::<Vec<_>>())?;
    let mut writes = Vec::with_capacity(fields.len());
    for (field, part) in fields {
        let before = FieldValue::from_json(field, part.from_value.as_ref());
        let made = FieldValue::from_json(field, part.to_value.as_ref());
        let (Some(before), Some(made)) = (before, made) else {
            keep(
                actor,
                part.subject_id,
                &part.field,
                &not_now("act-changed-later"),
                done,
            );
            continue;
        };
        writes.push(CellWrite {
            id: part.subject_id,
            field,
            value: names.known(field, before),
            text: String::new(),
            basis: Basis::Own {
                version: part.version,
                value: made,
            },
        });
    }
    let outcome = projects::write_cells(work, actor, &writes, false)?;
    for (write, came) in writes.iter().zip(&outcome.cells) {
        if let CellOutcome::Refused(refusal) = came {
            keep(actor, write.id, write.field.word(), refusal, done);
        }
    }
    done.rows.extend(outcome.rows);
    Ok(())
}
