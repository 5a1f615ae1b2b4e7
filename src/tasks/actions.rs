//! The verbs of the room: make a task, change it, put it into the bin and take it back.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::model::{NewTask, Task, TaskChange, TaskOf};
use super::{queries, rules};
use crate::accounts::{self, Action, Actor, Subject, may};
use crate::db::{DbError, Work};
use crate::history::{self, Change, SubjectKind, TimelineOf};
use crate::refusal::{FieldError, Refusal, Refused, RequestRefusal};

fn no_such(field: &'static str) -> Refused {
    RequestRefusal::NoSuchRow(vec![FieldError {
        field: field.into(),
        code: "not_found",
        message: "api-no-such-row".into(),
    }])
    .into()
}

/// What must be allowed for a task of such a thing: tasks of a deal go with the deal, those of the
/// register may be made by whoever makes rows and changed by whoever may change its subject or is at work on it.
fn check_may(
    actor: &Actor,
    of: TaskOf,
    is_own_subject: bool,
    task: Option<&Task>,
) -> Result<(), Refusal> {
    let is_own = is_own_subject || task.is_some_and(|t| t.assignee_id == actor.user);
    match (of, task) {
        (TaskOf::Deal(_), _) => may(
            actor,
            Action::ChangePipeline,
            Subject {
                is_own: is_own_subject,
            },
        ),
        (_, None) => may(actor, Action::Create, Subject::NONE),
        (_, Some(_)) => may(actor, Action::ChangeRegister, Subject { is_own }),
    }
}

/// Whether the actor may change this task, as a refusal if not.
pub fn whose(work: &mut Work, actor: &Actor, task: &Task) -> Result<(), Refused> {
    let of = task.of().ok_or(Refusal::NotFound)?;
    let is_own = queries::is_own_subject(work, of, actor.user)?.unwrap_or(false);
    Ok(check_may(actor, of, is_own, Some(task))?)
}

fn check_assignee(work: &mut Work, person: Option<Uuid>) -> Result<(), Refused> {
    match person {
        Some(id) if !accounts::is_member(work, id)? => Err(no_such("assignee_id")),
        _ => Ok(()),
    }
}

fn timeline_of(of: TaskOf) -> TimelineOf {
    match of {
        TaskOf::Deal(id) => TimelineOf::Deal(id),
        TaskOf::Project(id) => TimelineOf::Project(id),
        TaskOf::Client(id) => TimelineOf::Client(id),
    }
}

/// Makes a task, once for its id, and says so on the timeline of what it belongs to; false if it was there.
pub fn make_task(
    work: &mut Work,
    actor: &Actor,
    new: &NewTask,
    today: NaiveDate,
) -> Result<bool, Refused> {
    may(actor, Action::Create, Subject::NONE)?;
    let is_own = queries::is_own_subject(work, new.of, actor.user)?;
    let is_own = is_own.ok_or_else(|| no_such(new.of.field()))?;
    check_may(actor, new.of, is_own, None)?;
    rules::check_texts(&new.title, new.description.as_deref())?;
    check_assignee(work, new.assignee_id)?;
    rules::check_due(None, new.due_date, today)?;
    let values: Map<String, Value> = [
        (new.of.field(), json!(new.of.id())),
        ("title", json!(new.title.trim())),
        ("description", json!(new.description)),
        ("due_date", json!(new.due_date)),
        ("is_done", json!(new.is_done)),
        ("assignee_id", json!(new.assignee_id.unwrap_or(actor.user))),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    if !queries::insert(work, new.id, &values)? {
        return Ok(false);
    }
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Task,
            id: new.id,
            version: 1,
            field: "",
            from: None,
            to: Some(json!({"title": new.title.trim(), new.of.field(): new.of.id()})),
        }],
    )?;
    let payload = json!({"task_id": new.id, "title": new.title.trim()});
    history::tell(work, timeline_of(new.of), "task_created", &payload)?;
    Ok(true)
}

/// Field by field: what stands and what is wanted.
fn differences(task: &Task, change: &TaskChange) -> Vec<(&'static str, Value, Value)> {
    let pairs = [
        (
            "title",
            json!(task.title),
            change.title.as_ref().map(|t| json!(t.trim())),
        ),
        (
            "description",
            json!(task.description),
            change.description.as_ref().map(|d| json!(d)),
        ),
        (
            "due_date",
            json!(task.due_date),
            change.due_date.map(|d| json!(d)),
        ),
        (
            "is_done",
            json!(task.is_done),
            change.is_done.map(|d| json!(d)),
        ),
        (
            "assignee_id",
            json!(task.assignee_id),
            change.assignee_id.map(|a| json!(a)),
        ),
    ];
    pairs
        .into_iter()
        .filter_map(|(name, from, to)| Some((name, from, to?)))
        .filter(|(_, from, to)| from != to)
        .collect()
}

/// Changes a task that is locked. Gives false if nothing differs.
pub fn change_task(
    work: &mut Work,
    actor: &Actor,
    task: &Task,
    change: &TaskChange,
    today: NaiveDate,
) -> Result<bool, Refused> {
    whose(work, actor, task)?;
    let title = change.title.as_deref().unwrap_or(&task.title);
    rules::check_texts(
        title,
        change.description.as_ref().and_then(|d| d.as_deref()),
    )?;
    let person = change.assignee_id.filter(|id| *id != task.assignee_id);
    check_assignee(work, person)?;
    if let Some(wanted) = change.due_date {
        rules::check_due(task.due_date, wanted, today)?;
    }
    let differs = differences(task, change);
    if differs.is_empty() {
        return Ok(false);
    }
    let values: Vec<(&str, Value)> = differs.iter().map(|d| (d.0, d.2.clone())).collect();
    let version = queries::update(work, task.id, &values)?;
    let entries: Vec<Change<'_>> = differs
        .into_iter()
        .map(|(field, from, to)| Change {
            kind: SubjectKind::Task,
            id: task.id,
            version,
            field,
            from: Some(from).filter(|v| !v.is_null()),
            to: Some(to).filter(|v| !v.is_null()),
        })
        .collect();
    history::record(work, &entries)?;
    Ok(true)
}

/// Gives a task back to whom it was of before an act gave it away, if it is still where that act put it.
pub fn give_back(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    (from, to): (Option<&Value>, Option<&Value>),
    today: NaiveDate,
) -> Result<(), Refused> {
    let task = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    let person = from.and_then(Value::as_str).map(Uuid::try_parse);
    let Some(Ok(person)) = person.filter(|_| to == Some(&json!(task.assignee_id))) else {
        return Err(Refusal::NotAllowedNow {
            code: "changed_since",
            reason: "act-changed-later".into(),
            ways_out: Vec::new(),
        }
        .into());
    };
    let change = TaskChange {
        assignee_id: Some(person),
        ..TaskChange::default()
    };
    change_task(work, actor, &task, &change, today)?;
    Ok(())
}

/// Puts a task into the bin, where it is in no list.
pub fn bin_task(work: &mut Work, actor: &Actor, id: Uuid) -> Result<(), Refused> {
    let task = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    whose(work, actor, &task)?;
    let version = queries::set_deleted(work, id, true)?.ok_or(Refusal::NotFound)?;
    record_bin(work, id, version, true)
}

/// Takes a task back from the bin; a manager may.
pub fn restore_task(work: &mut Work, actor: &Actor, id: Uuid) -> Result<(), Refused> {
    may(actor, Action::Delete, Subject::NONE)?;
    let version = queries::set_deleted(work, id, false)?.ok_or(Refusal::NotFound)?;
    record_bin(work, id, version, false)
}

/// Whether the actor may make a task of this thing, which is there.
pub fn may_make(work: &mut Work, actor: &Actor, of: TaskOf) -> Result<bool, DbError> {
    let is_own = queries::is_own_subject(work, of, actor.user)?.unwrap_or(false);
    Ok(check_may(actor, of, is_own, None).is_ok())
}

/// A deal goes to the bin, and its tasks with it.
pub fn bin_tasks_of_deal(work: &mut Work, deal: Uuid) -> Result<(), Refused> {
    for (id, version) in queries::bin_of_deal(work, deal)? {
        record_bin(work, id, version, true)?;
    }
    Ok(())
}

/// A deal comes back, and with it the tasks that went when it went.
pub fn restore_tasks_of_deal(
    work: &mut Work,
    deal: Uuid,
    since: DateTime<Utc>,
) -> Result<(), Refused> {
    for (id, version) in queries::restore_of_deal(work, deal, since)? {
        record_bin(work, id, version, false)?;
    }
    Ok(())
}

fn record_bin(work: &mut Work, id: Uuid, version: i64, is_deleted: bool) -> Result<(), Refused> {
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Task,
            id,
            version,
            field: "deleted",
            from: Some(json!(!is_deleted)),
            to: Some(json!(is_deleted)),
        }],
    )?;
    Ok(())
}
