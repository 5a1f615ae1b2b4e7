//! The verbs of the room: bring a file, write what it gave.

use std::io::Read;

use uuid::Uuid;

use super::choices::Choices;
use super::model::{Import, ImportState};
use super::{queries, worker};
use crate::accounts::{Action, Actor, Subject, may};
use crate::db::{Aspect, Work, jobs};
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{Refusal, Refused};
use crate::storage::{Store, StoreError};
use crate::text::Message;

const LONGEST_NAME: usize = 255;

/// Only the last part of a file's name, at most 255 characters.
pub fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let short: String = last
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_NAME)
        .collect();
    if short.trim().is_empty() {
        "workbook".to_owned()
    } else {
        short
    }
}

/// Keeps the file and starts reading it in the background.
pub fn bring(
    work: &mut Work,
    actor: &Actor,
    store: &Store,
    id: Uuid,
    file_name: &str,
    file: impl Read,
    limit: u64,
) -> Result<(), Refused> {
    may(actor, Action::Import, Subject::NONE)?;
    bring_for(work, actor.user, store, id, file_name, file, limit)
}

/// The same for the command line, in the name of a member.
pub fn bring_for(
    work: &mut Work,
    user: Uuid,
    store: &Store,
    id: Uuid,
    file_name: &str,
    file: impl Read,
    limit: u64,
) -> Result<(), Refused> {
    // A form that was sent twice brings one file.
    queries::claim(work, id)?;
    if queries::find(work, id)?.is_some() {
        return Ok(());
    }
    let stored = match store.put(work.organization(), id, file, limit) {
        Ok(stored) => stored,
        Err(StoreError::TooLarge(limit)) => {
            return Err(Refusal::TooLarge {
                reason: Message::new("import-too-large").number("n", (limit >> 20) as i64),
            }
            .into());
        }
        Err(error) => return Err(Refused::Broken(error.to_string())),
    };
    queries::insert(work, id, &plain_name(file_name), &stored, user)?;
    queue(work, id, worker::READ, ImportState::Reading)
}

/// Puts a job into the queue and says so on the import, which knows the job from then on.
fn queue(work: &mut Work, id: Uuid, kind: &str, state: ImportState) -> Result<(), Refused> {
    let job = jobs::enqueue(work, kind, id)?;
    queries::change(
        work,
        id,
        queries::Change {
            state: Some(state.word()),
            progress: Some(0),
            job_id: Some(Some(job)),
            ..queries::Change::default()
        },
    )?;
    Ok(())
}

/// Changes what was chosen and has the file checked again.
pub fn choose(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    edit: impl FnOnce(&mut Choices),
) -> Result<(), Refused> {
    may(actor, Action::Import, Subject::NONE)?;
    let import = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    check_ready(&import)?;
    let mut choices = queries::choices(work, id)?;
    let before = choices.clone();
    edit(&mut choices);
    if choices == before {
        return Ok(());
    }
    queries::change(
        work,
        id,
        queries::Change {
            choices: Some(serde_json::json!(choices)),
            ..queries::Change::default()
        },
    )?;
    queue(work, id, worker::READ, ImportState::Reading)
}

/// Reads a file again whose reading was stopped or failed.
pub fn read_again(work: &mut Work, actor: &Actor, id: Uuid) -> Result<(), Refused> {
    may(actor, Action::Import, Subject::NONE)?;
    let import = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    match import.state() {
        ImportState::Stopped | ImportState::Failed => {
            queue(work, id, worker::READ, ImportState::Reading)
        }
        _ => check_ready(&import),
    }
}

/// Stops what is being done: a reading is over, a writing or an undo leaves everything as it was before.
pub fn stop(work: &mut Work, actor: &Actor, id: Uuid) -> Result<(), Refused> {
    may(actor, Action::Import, Subject::NONE)?;
    let import = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    let state = match import.state() {
        ImportState::Reading => ImportState::Stopped,
        ImportState::Writing if import.written_at.is_some() => ImportState::Done,
        ImportState::Writing => ImportState::Ready,
        _ => return Ok(()),
    };
    queries::change(
        work,
        id,
        queries::Change {
            state: Some(state.word()),
            progress: Some(0),
            job_id: Some(None),
            ..queries::Change::default()
        },
    )?;
    Ok(())
}

/// Starts writing a draft that is ready.
pub fn start_writing(work: &mut Work, actor: &Actor, id: Uuid) -> Result<(), Refused> {
    may(actor, Action::Import, Subject::NONE)?;
    let import = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    check_ready(&import)?;
    queue_writing(work, &import)
}

/// The same for commands, which ask nobody and accept every proposal.
pub fn write_without_asking(work: &mut Work, id: Uuid) -> Result<(), Refused> {
    let import = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    check_ready(&import)?;
    queue_writing(work, &import)
}

/// Says whose a decision is that the file named no known project for. A second click finds it placed.
pub fn place_decision(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    place: (i32, i32),
    number: &str,
) -> Result<(), Refused> {
    may(actor, Action::Import, Subject::NONE)?;
    let import = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    if import.state() != ImportState::Done {
        return Err(Refusal::NotFound.into());
    }
    let Some(project) = queries::project_numbered(work, number)? else {
        return Err(Refusal::field("project", "unknown_entry", "import-no-project".into()).into());
    };
    let decision = Uuid::now_v7();
    if !queries::place(work, id, place, project, decision)? {
        return Ok(());
    }
    let made = Change {
        kind: SubjectKind::Decision,
        id: decision,
        version: 1,
        field: "",
        from: None,
        to: Some(serde_json::json!({"project": project})),
    };
    history::record(work, &[made])?;
    work.touch_project(project, Aspect::Reference);
    work.announce_record("project", project);
    Ok(())
}

/// An import may be taken back for this long.
const UNDO_FOR: chrono::Duration = chrono::Duration::days(30);

/// Starts taking back what an import made.
pub fn start_undo(work: &mut Work, actor: &Actor, id: Uuid) -> Result<(), Refused> {
    may(actor, Action::Import, Subject::NONE)?;
    let import = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    let now = work.now();
    let in_time = import.written_at.is_some_and(|at| now - at < UNDO_FOR);
    if import.state() != ImportState::Done || !in_time {
        return Err(Refusal::NotAllowedNow {
            code: "conflict",
            reason: Message::new("import-not-undoable").key("state", import.state().label()),
            ways_out: Vec::new(),
        }
        .into());
    }
    queue(work, id, worker::UNDO, ImportState::Writing)
}

fn check_ready(import: &Import) -> Result<(), Refused> {
    if import.state() != ImportState::Ready {
        return Err(Refusal::NotAllowedNow {
            code: "not_ready",
            reason: Message::new("import-not-ready").key("state", import.state().label()),
            ways_out: Vec::new(),
        }
        .into());
    }
    Ok(())
}

fn queue_writing(work: &mut Work, import: &Import) -> Result<(), Refused> {
    remember(work, import)?;
    queue(work, import.id, worker::WRITE, ImportState::Writing)
}

/// What was chosen holds for the next file of this kind too.
fn remember(work: &mut Work, import: &Import) -> Result<(), Refused> {
    let choices = queries::choices(work, import.id)?;
    let mut layouts = Vec::new();
    for (sheet, choice) in &choices.sheets {
        let layout = &import.sheets[usize::from(*sheet)]["layout"];
        let chosen = choice.of_layout();
        if let Some(layout) = layout.as_str().filter(|l| !l.is_empty())
            && !chosen.is_empty()
        {
            layouts.push((layout.to_owned(), chosen));
        }
    }
    Ok(queries::remember(work, &choices, &layouts)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_never_a_path() {
        for (given, kept) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\lena\\Реестр.xlsx", "Реестр.xlsx"),
            ("  ", "workbook"),
        ] {
            assert_eq!(plain_name(given), kept);
        }
    }
}
