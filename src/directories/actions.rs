//! The verbs of those who keep the directories: add, rename, retire, merge.

use serde_json::json;
use uuid::Uuid;

use super::queries::{self, Kind};
use crate::accounts::{Action, Actor, Subject, may};
use crate::db::{Announcement, Work};
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{Refusal, Refused};
use crate::text::Message;

const LONGEST_NAME: usize = 200;
/// Levels of a programme.
pub const LEVELS: [&str; 3] = ["federal", "regional", "municipal"];

/// An entry as a form gives it.
pub struct EntryWrite<'a> {
    pub name: &'a str,
    /// Of a programme only.
    pub level: &'a str,
    pub active: bool,
    /// The version that the form was based on.
    pub version: i64,
}

/// What a change came to.
pub enum Saved {
    Done,
    /// Somebody else changed it meanwhile; nothing was written.
    Stale,
}

fn read_name(name: &str) -> Result<String, Refusal> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Refusal::field(
            "name",
            "required",
            "directory-name-needed".into(),
        ));
    }
    if name.chars().count() > LONGEST_NAME {
        let message = Message::new("text-too-long").number("n", LONGEST_NAME as i64);
        return Err(Refusal::field("name", "too_long", message));
    }
    Ok(name)
}

fn read_level(kind: Kind, level: &str) -> Result<Option<&str>, Refusal> {
    match level {
        _ if kind != Kind::Programme => Ok(None),
        "" => Ok(None),
        word if LEVELS.contains(&word) => Ok(Some(word)),
        _ => Err(Refusal::field(
            "level",
            "unknown",
            "directory-level-unknown".into(),
        )),
    }
}

/// Another entry of this name is refused, with the one that is there.
fn check_free(work: &mut Work, kind: Kind, name: &str, but: Option<Uuid>) -> Result<(), Refused> {
    match queries::find_or_retired(work, kind, name)? {
        Some(other) if Some(other.id) != but => {
            let message = Message::new(if other.active {
                "directory-name-taken"
            } else {
                "directory-name-retired"
            });
            Err(Refusal::field("name", "taken", message.text("x", other.name)).into())
        }
        _ => Ok(()),
    }
}

/// Adds an entry and gives its id.
pub fn add(
    work: &mut Work,
    actor: &Actor,
    kind: Kind,
    name: &str,
    level: &str,
) -> Result<Uuid, Refused> {
    may(actor, Action::ManageDirectories, Subject::NONE)?;
    let name = read_name(name)?;
    let level = read_level(kind, level)?;
    check_free(work, kind, &name, None)?;
    let id = queries::insert(work, kind, &name, level)?;
    record(work, id, 1, "", None, Some(json!({"name": name})))?;
    Ok(id)
}

/// Renames an entry, retires it or takes it up again. Rows keep it, and show its new name.
pub fn change(
    work: &mut Work,
    actor: &Actor,
    kind: Kind,
    id: Uuid,
    write: &EntryWrite<'_>,
) -> Result<Saved, Refused> {
    may(actor, Action::ManageDirectories, Subject::NONE)?;
    let entry = queries::lock_entry(work, kind, id)?.ok_or(Refusal::NotFound)?;
    if entry.version != write.version {
        return Ok(Saved::Stale);
    }
    let name = read_name(write.name)?;
    let level = read_level(kind, write.level)?;
    check_free(work, kind, &name, Some(id))?;
    if write.active && entry.merged_into.is_some() {
        return Err(Refusal::field("active", "merged", "directory-merged-stays".into()).into());
    }
    let version = queries::update_entry(work, id, &name, level, write.active)?;
    for (field, from, to) in [
        ("name", json!(entry.name), json!(name)),
        ("level", json!(entry.level), json!(level)),
        ("active", json!(entry.active), json!(write.active)),
    ] {
        if from != to {
            record(work, id, version, field, Some(from), Some(to))?;
        }
    }
    work.announce(Announcement::ListChanged);
    Ok(Saved::Done)
}

/// Puts another entry in its place on every row. Its name goes on to be understood; it cannot be taken back.
pub fn merge(
    work: &mut Work,
    actor: &Actor,
    kind: Kind,
    id: Uuid,
    into: Uuid,
) -> Result<(), Refused> {
    may(actor, Action::ManageDirectories, Subject::NONE)?;
    let entry = queries::lock_entry(work, kind, id)?.ok_or(Refusal::NotFound)?;
    let other = queries::lock_entry(work, kind, into)?;
    let Some(other) = other.filter(|o| o.active && o.id != id) else {
        return Err(Refusal::field("into", "unknown", "directory-into-needed".into()).into());
    };
    if entry.merged_into.is_some() {
        return Ok(());
    }
    let version = queries::replace_entry(work, kind, id, into)?;
    let to = json!({"id": other.id, "name": other.name});
    record(work, id, version, "merged_into", None, Some(to))?;
    work.announce(Announcement::ListChanged);
    Ok(())
}

fn record(
    work: &mut Work,
    id: Uuid,
    version: i64,
    field: &str,
    from: Option<serde_json::Value>,
    to: Option<serde_json::Value>,
) -> Result<(), Refused> {
    history::record(
        work,
        &[Change {
            kind: SubjectKind::DirectoryEntry,
            id,
            version,
            field,
            from,
            to,
        }],
    )?;
    Ok(())
}
