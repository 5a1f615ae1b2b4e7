//! The verbs of the lifecycle: make a move, take the last one back. Every door comes here.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::actions::Written;
use super::lifecycle::{
    Decided, Follows, PastMove, Undoer, check_move, check_undo, in_force, rule_of,
};
use super::model::{Project, ProjectState};
use super::queries;
use crate::accounts::permissions::allows;
use crate::accounts::{Action, Actor, Subject, may};
use crate::db::{Aspect, DbError, Door, Work};
use crate::history::{self, Change, SubjectKind, TimelineOf};
use crate::refusal::{Conflict, Refusal, Refused};
use crate::text::Message;

const LONGEST_REASON: usize = 2000;
/// Further away is a slip of the keyboard.
const LATEST_WAKING_DAYS: i64 = 3660;

/// A move as somebody wants it.
#[derive(Debug, Clone)]
pub struct MoveRequest<'a> {
    pub to: ProjectState,
    /// The row version that this is based on.
    pub version: i64,
    /// The state that the person saw, as a word.
    pub base: &'a str,
    pub reason: &'a str,
    /// When a frozen project is to be looked at again.
    pub wake_on: Option<NaiveDate>,
    /// The decision of a commission that makes the move.
    pub decision: Option<Uuid>,
}

impl MoveRequest<'_> {
    /// To a state, with nothing said about it.
    pub fn plain(to: ProjectState, version: i64) -> MoveRequest<'static> {
        MoveRequest {
            to,
            version,
            base: "",
            reason: "",
            wake_on: None,
            decision: None,
        }
    }
}

/// Moves a project: load → may? → conflict? → rule → write → record → announce.
pub fn move_project(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    request: &MoveRequest<'_>,
) -> Result<Written, Refused> {
    let project = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    may(actor, Action::MoveProject, subject(&project))?;
    make(work, actor, &project, request)
}

fn subject(project: &Project) -> Subject {
    Subject {
        is_own: project.is_own,
    }
}

/// The same for a project that is locked already, by somebody who may move it.
pub(super) fn make(
    work: &mut Work,
    actor: &Actor,
    project: &Project,
    request: &MoveRequest<'_>,
) -> Result<Written, Refused> {
    let (from, to) = (project.state(), request.to);
    if to == ProjectState::Deleted {
        may(actor, Action::Delete, subject(project))?;
    }
    if from == to {
        return Ok(Written::Same {
            version: project.version,
        });
    }
    check_conflict(work, actor, project, request)?;
    let decided = match from {
        ProjectState::InCommission if work.door == Door::Api => {
            queries::ever_decided(work, project.id)?
        }
        ProjectState::InCommission => queries::decided(work, project.id)?,
        _ => Decided::default(),
    };
    check_move(project, to, decided)?;
    let reason = check_reason(work, project, request)?;
    let wakes = rule_of(from, to).is_some_and(|r| r.follows == Follows::WakingDay);
    let wake_on = request.wake_on.filter(|_| wakes);
    check_waking_day(work, actor, wake_on)?;
    let now = work.now();
    work.begin_act("move");
    let version = queries::set_state(work, project.id, to, now, wake_on)?;
    let mut more = Vec::new();
    more.extend(reason.map(|r| ("reason", json!(r))));
    more.extend(wake_on.map(|day| ("wake_on", json!(day))));
    more.extend(request.decision.map(|id| ("decision", json!(id))));
    record(work, project.id, version, (from, to), &more)?;
    Ok(Written::Changed { version })
}

/// Writes the move and what was said about it as one version, and tells everybody.
fn record(
    work: &mut Work,
    id: Uuid,
    version: i64,
    (from, to): (ProjectState, ProjectState),
    more: &[(&'static str, Value)],
) -> Result<(), Refused> {
    let entry = |field, from, to| Change {
        kind: SubjectKind::Project,
        id,
        version,
        field,
        from,
        to,
    };
    let mut entries = vec![entry(
        "state",
        Some(json!(from.word())),
        Some(json!(to.word())),
    )];
    entries.extend(
        more.iter()
            .map(|(field, value)| entry(field, None, Some(value.clone()))),
    );
    history::record(work, &entries)?;
    let payload = json!({"old_state": from.word(), "new_state": to.word()});
    history::tell(work, TimelineOf::Project(id), "state_changed", &payload)?;
    work.touch_project(id, Aspect::State);
    work.announce_project(id, version);
    Ok(())
}

/// Another move after the version that the person saw: they decide anew.
fn check_conflict(
    work: &mut Work,
    actor: &Actor,
    project: &Project,
    request: &MoveRequest<'_>,
) -> Result<(), Refused> {
    if request.version == project.version {
        return Ok(());
    }
    let (tab, t) = (work.tab.clone(), actor.locale);
    let since = history::change_since(
        work,
        SubjectKind::Project,
        project.id,
        "state",
        request.version,
        tab.as_deref(),
    )?;
    let Some(theirs) = since else {
        return Ok(());
    };
    Err(Refusal::Conflict(Box::new(Conflict {
        field: "state",
        base: request.base.to_owned(),
        mine: t.text(request.to.label()).into_owned(),
        theirs: t.text(project.state().label()).into_owned(),
        version: project.version,
        by: theirs.actor,
        at: theirs.at,
    }))
    .into())
}

/// The reason, where the table asks for one. Programs may leave it out.
fn check_reason<'a>(
    work: &Work,
    project: &Project,
    request: &MoveRequest<'a>,
) -> Result<Option<&'a str>, Refused> {
    let reason = request.reason.trim();
    if reason.chars().count() > LONGEST_REASON {
        let message = Message::new("text-too-long").number("n", LONGEST_REASON as i64);
        return Err(Refusal::field("reason", "too_long", message).into());
    }
    let is_asked = request.decision.is_none()
        && rule_of(project.state(), request.to).is_some_and(|r| r.asks_reason);
    match (is_asked && reason.is_empty(), work.door) {
        (true, Door::Form) => {
            Err(Refusal::field("reason", "required", "move-reason-needed".into()).into())
        }
        (true, Door::Grid) => {
            Err(Refusal::field("reason", "required", "move-reason-on-card".into()).into())
        }
        _ => Ok(Some(reason).filter(|r| !r.is_empty())),
    }
}

fn check_waking_day(work: &Work, actor: &Actor, day: Option<NaiveDate>) -> Result<(), Refused> {
    let today = work.now().with_timezone(&actor.zone).date_naive();
    match day {
        Some(day) if day <= today => {
            Err(Refusal::field("wake_on", "past", "wake-on-past".into()).into())
        }
        Some(day) if (day - today).num_days() > LATEST_WAKING_DAYS => {
            Err(Refusal::field("wake_on", "bad_year", "date-bad-year".into()).into())
        }
        _ => Ok(()),
    }
}

/// Moves and their undoing as the history has them, oldest first.
pub fn past_moves(work: &mut Work, id: Uuid) -> Result<Vec<PastMove>, DbError> {
    let entries = history::of_fields(
        work,
        SubjectKind::Project,
        id,
        &["state", "undo", "decision"],
    )?;
    let marked = |version, field: &str| {
        entries
            .iter()
            .any(|e| e.version == version && e.field == field)
    };
    let state = |value: &Option<Value>| {
        let word = value.as_ref()?.as_str()?;
        ProjectState::from_word(word)
    };
    Ok(entries
        .iter()
        .filter(|e| e.field == "state")
        .filter_map(|e| {
            Some(PastMove {
                version: e.version,
                from: state(&e.from)?,
                to: state(&e.to)?,
                by: e.actor,
                at: e.at,
                is_undo: marked(e.version, "undo"),
                by_decision: marked(e.version, "decision"),
            })
        })
        .collect())
}

/// Takes back the move that produced this version: only the last one in force, by whoever may. The project
/// returns to the state before, with the day on which it had come there.
pub fn undo_move(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    version: i64,
    reason: &str,
) -> Result<i64, Refused> {
    let project = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    may(actor, Action::MoveProject, subject(&project))?;
    let who = Undoer {
        user: work.user(),
        is_manager: allows(actor, Action::Delete, subject(&project)),
        reason,
    };
    let mut history = past_moves(work, id)?;
    if in_force(&history).is_empty() && project.state() == ProjectState::Deleted {
        history.push(came_deleted(&project, version));
    }
    let last = check_undo(&history, version, who, work.now())?;
    let since = came_there(work, &history, &project)?;
    let produced = queries::set_state(work, id, last.from, since, None)?;
    let mut more = vec![("undo", json!(version))];
    let reason = reason.trim();
    if !reason.is_empty() {
        let kept: String = reason.chars().take(LONGEST_REASON).collect();
        more.push(("reason", json!(kept)));
    }
    record(work, id, produced, (last.to, last.from), &more)?;
    Ok(produced)
}

/// A project that an import brought as deleted was never moved there: it returns to where the table says that
/// a deleted one comes from.
fn came_deleted(project: &Project, version: i64) -> PastMove {
    PastMove {
        version,
        from: ProjectState::ApplicationShort,
        to: ProjectState::Deleted,
        by: None,
        at: project.state_changed_at,
        is_undo: false,
        by_decision: false,
    }
}

/// Takes back the last move where a decision of the commission made it: that decision is annulled. False if
/// the project has gone on since, or never moved.
pub fn take_back_decided(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    reason: &str,
) -> Result<bool, Refused> {
    let project = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    may(actor, Action::MoveProject, subject(&project))?;
    let history = past_moves(work, id)?;
    let last = in_force(&history).pop().filter(|m| {
        m.by_decision && m.from == ProjectState::InCommission && m.to == project.state()
    });
    let Some(last) = last else { return Ok(false) };
    let since = came_there(work, &history, &project)?;
    let produced = queries::set_state(work, id, last.from, since, None)?;
    let more = [("undo", json!(last.version)), ("reason", json!(reason))];
    record(work, id, produced, (last.to, last.from), &more)?;
    Ok(true)
}

/// When the project had come to the state to which it returns: by the move before, or with its making.
fn came_there(
    work: &mut Work,
    history: &[PastMove],
    project: &Project,
) -> Result<DateTime<Utc>, DbError> {
    let mut moves = in_force(history);
    moves.pop();
    match moves.last() {
        Some(before) => Ok(before.at),
        None => queries::made_at(work, project.id),
    }
}
