//! The verbs of the room: bring a file or a version of one, name it, put it into the bin and take it back, erase
//! it, say what states require.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::model::{Brought, File, FileKind, FileOf, Owner};
use super::requirements::STATES;
use super::{queries, worker};
use crate::accounts::{Action, Actor, Subject, may, permissions::allows};
use crate::db::{Announcement, Work, jobs};
use crate::history::{self, Change, SubjectKind, TimelineOf};
use crate::refusal::{Refusal, Refused};
use crate::storage::StoreError;
use crate::text::Message;
use crate::values::file_names::plain_name;

/// Whoever brought a file may put it into the bin for so long; later a manager does.
const OWN_MISTAKE_HOURS: i64 = 24;

/// What came of bringing a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// It is here now, and what it holds lies under this id.
    Here(Uuid),
    /// It was here already: the form was sent twice, or the content is the newest version's.
    Before,
    /// What it holds is not in the store yet; put it there and bring it again.
    NotStored,
}

/// Why the store did not take a file, for people; what only the operator can mend goes into the log.
pub fn not_stored(error: StoreError) -> Refusal {
    match error {
        StoreError::TooLarge(limit) => Refusal::TooLarge {
            reason: Message::new("file-too-large").number("n", (limit >> 20) as i64),
        },
        error => {
            let is_full = error.is_full();
            tracing::error!(%error, is_full, "the store does not take files");
            Refusal::NoRoom(
                if is_full {
                    "file-no-room"
                } else {
                    "file-store-away"
                }
                .into(),
            )
        }
    }
}

/// What files are to be brought to, if the actor may bring them.
pub fn check_bring(work: &mut Work, actor: &Actor, of: FileOf) -> Result<Owner, Refused> {
    let owner = queries::owner(work, of, actor.user)?.ok_or(Refusal::NotFound)?;
    may(actor, Action::Create, Subject::NONE)?;
    Ok(owner)
}

fn hold(work: &mut Work, brought: &Brought, is_put: bool) -> Result<Option<Uuid>, Refused> {
    if is_put {
        return Ok(Some(queries::hold_content(work, &brought.content)?));
    }
    let is_known = queries::hold_known(work, &brought.content.sha256)?;
    Ok(is_known.then(Uuid::nil))
}

/// Brings a file to a record, once for its id.
pub fn bring(
    work: &mut Work,
    actor: &Actor,
    of: FileOf,
    brought: &Brought,
    is_put: bool,
) -> Result<Came, Refused> {
    check_bring(work, actor, of)?;
    if queries::is_brought(work, brought.id)? {
        return Ok(Came::Before);
    }
    let Some(lies) = hold(work, brought, is_put)? else {
        return Ok(Came::NotStored);
    };
    queries::insert(work, of, brought)?;
    let made = json!({"name": brought.name, "kind": brought.kind.word()});
    record(work, brought.id, 1, vec![("", None, Some(made))])?;
    tell(work, of, "added", brought.id, &brought.name, brought.kind)?;
    Ok(Came::Here(lies))
}

/// What must be allowed to change a file: what it belongs to may be changed, or the file is the actor's own.
fn check_change(actor: &Actor, owner: &Owner, file: &File) -> Result<(), Refusal> {
    let is_own = owner.is_own || file.author == Some(actor.user);
    match file.of {
        FileOf::Deal(_) => may(actor, Action::ChangePipeline, Subject { is_own }),
        _ => may(actor, Action::ChangeRegister, Subject { is_own }),
    }
}

/// A file outside the bin that the actor may change, locked.
pub fn lock_to_change(work: &mut Work, actor: &Actor, id: Uuid) -> Result<File, Refused> {
    let file = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    let owner = queries::owner(work, file.of, actor.user)?.ok_or(Refusal::NotFound)?;
    check_change(actor, &owner, &file)?;
    if file.deleted_at.is_some() {
        return Err(not_now("in_bin", "file-in-bin").into());
    }
    Ok(file)
}

fn not_now(code: &'static str, reason: &'static str) -> Refusal {
    Refusal::NotAllowedNow {
        code,
        reason: reason.into(),
        ways_out: Vec::new(),
    }
}

/// Whether the actor may change this file.
pub fn may_change(work: &mut Work, actor: &Actor, file: &File) -> Result<bool, Refused> {
    Ok(match queries::owner(work, file.of, actor.user)? {
        Some(owner) => check_change(actor, &owner, file).is_ok(),
        None => false,
    })
}

/// Brings a newer version of a file; those before stay.
pub fn bring_version(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    brought: &Brought,
    is_put: bool,
) -> Result<Came, Refused> {
    let file = lock_to_change(work, actor, id)?;
    let newest = queries::versions(work, id)?.into_iter().next();
    let is_same = newest.is_some_and(|v| v.sha256 == brought.content.sha256);
    if is_same || queries::is_brought(work, brought.id)? {
        return Ok(Came::Before);
    }
    let Some(lies) = hold(work, brought, is_put)? else {
        return Ok(Came::NotStored);
    };
    let number = file.newest + 1;
    queries::insert_version(work, id, number, brought)?;
    queries::set_newest(work, id, number, &brought.name)?;
    let mut entries = vec![("newest", Some(json!(file.newest)), Some(json!(number)))];
    if file.name != brought.name {
        entries.push(("name", Some(json!(file.name)), Some(json!(brought.name))));
    }
    record(work, id, file.version + 1, entries)?;
    tell(work, file.of, "version", id, &brought.name, file.kind)?;
    Ok(Came::Here(lies))
}

/// Sets kind and name of a file.
pub fn change(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    kind: &str,
    name: &str,
) -> Result<File, Refused> {
    let file = lock_to_change(work, actor, id)?;
    let kind = FileKind::from_word(kind)
        .ok_or_else(|| Refusal::field("kind", "unknown", "file-kind-unknown".into()))?;
    if name.trim().is_empty() {
        return Err(Refusal::field("name", "required", "file-name-needed".into()).into());
    }
    let name = plain_name(name);
    let mut entries = Vec::new();
    if kind != file.kind {
        entries.push((
            "kind",
            Some(json!(file.kind.word())),
            Some(json!(kind.word())),
        ));
    }
    if name != file.name {
        entries.push(("name", Some(json!(file.name)), Some(json!(name))));
    }
    if !entries.is_empty() {
        queries::set_words(work, id, kind, &name)?;
        record(work, id, file.version + 1, entries)?;
        work.announce_record(file.of.word(), file.of.id());
    }
    Ok(file)
}

/// Whether the actor may put the file into the bin: who runs the register may, and whoever brought it by mistake.
pub fn may_remove(actor: &Actor, file: &File, now: DateTime<Utc>) -> bool {
    let is_own_mistake = file.author == Some(actor.user)
        && now - file.created_at < Duration::hours(OWN_MISTAKE_HOURS)
        && allows(actor, Action::Create, Subject::NONE);
    is_own_mistake || allows(actor, Action::Delete, Subject::NONE)
}

/// Whether the actor may take the file out of the bin: who runs the register may, and whoever put it there.
pub fn may_restore(actor: &Actor, file: &File) -> bool {
    let is_own =
        file.deleted_by == Some(actor.user) && allows(actor, Action::Create, Subject::NONE);
    is_own || allows(actor, Action::Delete, Subject::NONE)
}

/// Puts a file into the bin, or takes it out; gives the file as it was.
pub fn set_deleted(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    is_deleted: bool,
) -> Result<File, Refused> {
    let file = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    let is_allowed = match is_deleted {
        true => may_remove(actor, &file, work.now()),
        false => may_restore(actor, &file),
    };
    if !is_allowed {
        may(actor, Action::Delete, Subject::NONE)?;
    }
    if file.deleted_at.is_some() == is_deleted {
        return Ok(file);
    }
    queries::set_deleted(work, id, is_deleted)?;
    let entry = ("deleted", Some(json!(!is_deleted)), Some(json!(is_deleted)));
    record(work, id, file.version + 1, vec![entry])?;
    let event = if is_deleted { "removed" } else { "restored" };
    tell(work, file.of, event, id, &file.name, file.kind)?;
    Ok(file)
}

/// Erases a file that is in the bin, with all its versions. That it was there stays in the history; what it held
/// goes from the store when nothing else holds the same.
pub fn erase(work: &mut Work, actor: &Actor, id: Uuid) -> Result<File, Refused> {
    let file = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    may(actor, Action::ManageOrganization, Subject::NONE)?;
    if file.deleted_at.is_none() {
        return Err(not_now("not_in_bin", "file-not-in-bin").into());
    }
    for stored in queries::erase(work, id)? {
        jobs::enqueue(work, worker::FORGET, stored)?;
    }
    let entry = ("erased", Some(json!(file.name)), None);
    record(work, id, file.version + 1, vec![entry])?;
    work.announce_record(file.of.word(), file.of.id());
    Ok(file)
}

type Entry = (&'static str, Option<Value>, Option<Value>);

fn record(work: &mut Work, id: Uuid, version: i64, entries: Vec<Entry>) -> Result<(), Refused> {
    let changes: Vec<Change<'_>> = entries
        .into_iter()
        .map(|(field, from, to)| Change {
            kind: SubjectKind::File,
            id,
            version,
            field,
            from,
            to,
        })
        .collect();
    Ok(history::record(work, &changes)?)
}

/// Says on the timeline of what the file belongs to what was done, and tells those who look at it.
fn tell(
    work: &mut Work,
    of: FileOf,
    event: &str,
    id: Uuid,
    name: &str,
    kind: FileKind,
) -> Result<(), Refused> {
    // Timelines of deals know no files; the contract has a word for what the system says.
    let (timeline, word) = match of {
        FileOf::Project(id) => (TimelineOf::Project(id), "file_added"),
        FileOf::Client(id) => (TimelineOf::Client(id), "file_added"),
        FileOf::Deal(id) => (TimelineOf::Deal(id), "system"),
    };
    let payload = json!({"event": event, "file_id": id, "name": name, "kind": kind.word()});
    history::tell(work, timeline, word, &payload)?;
    work.announce_record(of.word(), of.id());
    Ok(())
}

/// Says what each state requires; `required` holds those that do.
pub fn set_requirements(
    work: &mut Work,
    actor: &Actor,
    required: &[(String, FileKind)],
) -> Result<(), Refused> {
    may(actor, Action::ManageOrganization, Subject::NONE)?;
    let mut named = Vec::new();
    for state in STATES {
        for kind in FileKind::ALL {
            let is_required = required.iter().any(|(s, k)| s == state && *k == kind);
            queries::set_requirement(work, state, kind, is_required)?;
            if is_required {
                named.push(json!([state, kind.word()]));
            }
        }
    }
    let id = work.organization();
    let version = history::next_version(work, SubjectKind::Organization, id)?;
    let change = Change {
        kind: SubjectKind::Organization,
        id,
        version,
        field: "file_requirements",
        from: None,
        to: Some(Value::Array(named)),
    };
    history::record(work, &[change])?;
    work.announce(Announcement::ListChanged);
    Ok(())
}
