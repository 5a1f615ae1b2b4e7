//! What taking an act back needs beside the moves: to do a move again, and to put a project that a paste made
//! into the bin and bring it back from there.

use serde_json::{Value, json};
use uuid::Uuid;

use super::actions::Written;
use super::model::{Project, ProjectState};
use super::moves::{MoveRequest, move_project, past_moves};
use super::queries;
use crate::accounts::{Action, Actor, Subject, may};
use crate::db::{Aspect, Work};
use crate::history::{self, Change, Others, SubjectKind};
use crate::refusal::{Refusal, Refused};
use crate::text::Message;

/// Makes a move again that was taken back by this version, for the reason that it was made for.
pub fn redo_move(work: &mut Work, actor: &Actor, id: Uuid, undone_by: i64) -> Result<i64, Refused> {
    let entries = history::of_fields(work, SubjectKind::Project, id, &["undo", "reason"])?;
    let of = entries
        .iter()
        .find(|e| e.field == "undo" && e.version == undone_by)
        .and_then(|e| e.to.as_ref()?.as_i64());
    let reason = entries
        .iter()
        .find(|e| e.field == "reason" && Some(e.version) == of)
        .and_then(|e| e.to.as_ref()?.as_str())
        .unwrap_or_default()
        .to_owned();
    let moves = past_moves(work, id)?;
    let is_last = moves.last().is_some_and(|m| m.version == undone_by);
    let Some(made) = moves.iter().find(|m| Some(m.version) == of && is_last) else {
        return Err(not_now("act-changed-later").into());
    };
    let request = MoveRequest {
        reason: &reason,
        ..MoveRequest::plain(made.to, undone_by)
    };
    match move_project(work, actor, id, &request)? {
        Written::Changed { version } | Written::Same { version } => Ok(version),
    }
}

fn not_now(key: &'static str) -> Refusal {
    Refusal::NotAllowedNow {
        code: "changed_since",
        reason: Message::new(key),
        ways_out: Vec::new(),
    }
}

/// Into the bin or out of it, as an entry of the history with what marks it.
fn set_state(
    work: &mut Work,
    project: &Project,
    to: ProjectState,
    mark: Option<Value>,
) -> Result<i64, Refused> {
    let since = match to {
        ProjectState::Deleted => work.now(),
        _ => queries::made_at(work, project.id)?,
    };
    let version = queries::set_state(work, project.id, to, since, None)?;
    let entry = |field, from, to| Change {
        kind: SubjectKind::Project,
        id: project.id,
        version,
        field,
        from,
        to,
    };
    let mut entries = vec![entry(
        "state",
        Some(json!(project.state().word())),
        Some(json!(to.word())),
    )];
    entries.extend(mark.map(|mark| entry("undo", None, Some(mark))));
    history::record(work, &entries)?;
    work.touch_project(project.id, Aspect::State);
    work.announce_project(project.id, version);
    Ok(version)
}

/// Puts a project that this person has just made into the bin again, if nobody has done anything to it. That
/// much anybody may whose slip it was.
pub fn take_back(work: &mut Work, actor: &Actor, id: Uuid, version: i64) -> Result<i64, Refused> {
    let project = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    let since = [(id, version)];
    let others = Others::People(actor.user);
    let touched = !history::changes_since(work, SubjectKind::Project, &since, others)?.is_empty();
    if touched || queries::has_more(work, id)? {
        return Err(not_now("act-changed-by-others").into());
    }
    if project.state() != ProjectState::ApplicationShort {
        return Err(not_now("act-changed-later").into());
    }
    set_state(work, &project, ProjectState::Deleted, None)
}

/// Brings back what [`take_back`] put into the bin.
pub fn put_back(work: &mut Work, actor: &Actor, id: Uuid) -> Result<i64, Refused> {
    may(actor, Action::Create, Subject::NONE)?;
    let project = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    let last = past_moves(work, id)?.pop();
    match last {
        Some(last)
            if last.to == ProjectState::Deleted
                && last.by == Some(actor.user)
                && project.state() == last.to =>
        {
            let mark = json!(last.version);
            set_state(work, &project, last.from, Some(mark))
        }
        _ => Err(not_now("act-changed-by-others").into()),
    }
}
