//! A project that is frozen until a day makes a task for that day; woken, it needs none. The projection that
//! `app.rs` registers: whoever moves projects, through whatever door, knows nothing of tasks.

use serde_json::json;
use uuid::Uuid;

use super::queries::{self, Frozen};
use crate::accounts;
use crate::db::{Touched, Work};
use crate::history::{self, Change, SubjectKind, TimelineOf};
use crate::refusal::Refused;
use crate::text::Locale;

/// The longest name that leaves room for the words around it.
const LONGEST_NAME: usize = 140;

/// Brings the tasks of projects that changed their state up to date.
pub fn refresh(work: &mut Work, touched: &Touched) -> Result<(), Refused> {
    let ids: Vec<Uuid> = touched.counted.iter().copied().collect();
    if ids.is_empty() {
        return Ok(());
    }
    // What follows from a move is no act of its own: it goes back with the move.
    let act = work.act.take();
    for frozen in queries::frozen_or_awaited(work, &ids)? {
        match (frozen.until, frozen.task) {
            (Some(_), None) => make(work, &frozen)?,
            (None, Some(task)) => remove(work, &frozen, task)?,
            _ => {}
        }
    }
    work.act = act;
    Ok(())
}

/// The lead is to look at it again, or whoever froze it.
fn make(work: &mut Work, frozen: &Frozen) -> Result<(), Refused> {
    let mut assignee = None;
    for person in [frozen.lead, work.user()].into_iter().flatten() {
        if assignee.is_none() && accounts::is_member(work, person)? {
            assignee = Some(person);
        }
    }
    let (Some(assignee), Some(until)) = (assignee, frozen.until) else {
        return Ok(());
    };
    let name: String = frozen.name.chars().take(LONGEST_NAME).collect();
    // A text as if somebody had typed it: it stands in the language that the organization works in.
    let title = Locale::Ru.with("task-waking", &name);
    let id = Uuid::now_v7();
    queries::insert_waking(work, id, frozen.id, &title, until, assignee)?;
    let made = json!({"title": title, "project_id": frozen.id});
    record(work, id, 1, "", Some(made))?;
    let payload = json!({"task_id": id, "title": title});
    history::tell(
        work,
        TimelineOf::Project(frozen.id),
        "task_created",
        &payload,
    )?;
    work.announce_record("project", frozen.id);
    Ok(())
}

fn remove(work: &mut Work, frozen: &Frozen, task: Uuid) -> Result<(), Refused> {
    if let Some(version) = queries::set_deleted(work, task, true)? {
        record(work, task, version, "deleted", Some(json!(true)))?;
        work.announce_record("project", frozen.id);
    }
    Ok(())
}

fn record(
    work: &mut Work,
    id: Uuid,
    version: i64,
    field: &str,
    to: Option<serde_json::Value>,
) -> Result<(), Refused> {
    Ok(history::record(
        work,
        &[Change {
            kind: SubjectKind::Task,
            id,
            version,
            field,
            from: None,
            to,
        }],
    )?)
}
