//! The verbs of the room: look for pairs, say that two are two, make one of two, take that back.

use std::collections::HashMap;

use chrono::Duration;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::likeness::judge;
use super::model::{Done, FieldDone, Pair, Reason};
use super::queries;
use crate::accounts::{Action, Actor, Subject, may};
use crate::clients::{self, ClientRow};
use crate::contacts;
use crate::db::Work;
use crate::history::{self, Change, SubjectKind, acts};
use crate::projects::{self, Home};
use crate::refusal::{Refusal, Refused};

/// Pairs that are judged at once; an organization with more has a deeper trouble than duplicates.
const MOST_CANDIDATES: i64 = 20_000;
/// How long a merge can be taken back.
pub const UNDO_FOR: Duration = Duration::days(30);

/// What is chosen between two clients. A name goes with what belongs to it.
pub const CHOICES: [(&str, &[&str]); 7] = [
    (
        "name",
        &[
            "kind",
            "name",
            "last_name",
            "first_name",
            "middle_name",
            "name_key",
        ],
    ),
    ("short_name", &["short_name"]),
    ("inn", &["inn"]),
    ("kpp", &["kpp"]),
    ("ogrn", &["ogrn"]),
    ("address", &["address_id"]),
    ("responsible", &["responsible_id"]),
];

/// The smaller id first, as a pair is kept.
pub fn in_order(one: Uuid, other: Uuid) -> (Uuid, Uuid) {
    (one.min(other), one.max(other))
}

/// Looks for pairs in the whole organization and puts them into the queue; gives their number.
pub fn find_pairs(work: &mut Work) -> Result<usize, Refused> {
    let candidates = queries::candidates(work, MOST_CANDIDATES)?;
    let mut ids: Vec<Uuid> = candidates.iter().flat_map(|(a, b)| [*a, *b]).collect();
    ids.sort_unstable();
    ids.dedup();
    let marks: HashMap<Uuid, _> = queries::marks(work, &ids)?
        .into_iter()
        .map(|m| (m.id, m))
        .collect();
    let pairs: Vec<Pair> = candidates
        .into_iter()
        .filter_map(|(first, second)| {
            let (score, reasons) = judge(marks.get(&first)?, marks.get(&second)?)?;
            Some(Pair {
                first,
                second,
                score,
                reasons,
            })
        })
        .collect();
    queries::replace_queue(work, &pairs)?;
    Ok(pairs.len())
}

/// How likely two clients are one, by what is known of them now.
pub fn likeness(work: &mut Work, one: Uuid, other: Uuid) -> Result<(i16, Vec<Reason>), Refused> {
    let marks = queries::marks(work, &[one, other])?;
    let [a, b] = marks.as_slice() else {
        return Err(Refusal::NotFound.into());
    };
    Ok(judge(a, b).unwrap_or((0, Vec::new())))
}

/// Says that two clients are two, or asks the question again.
pub fn set_apart(
    work: &mut Work,
    actor: &Actor,
    one: Uuid,
    other: Uuid,
    is_apart: bool,
) -> Result<(), Refused> {
    may(actor, Action::Delete, Subject::NONE)?;
    let likeness = likeness(work, one, other)?;
    let (first, second) = in_order(one, other);
    let state = if is_apart { "apart" } else { "open" };
    Ok(queries::decide(work, first, second, state, likeness)?)
}

/// A merge as somebody wants it.
pub struct MergeWrite<'a> {
    /// Made with the form, so that a form sent twice merges once.
    pub id: Uuid,
    pub kept: Uuid,
    pub gone: Uuid,
    /// Versions that the preview showed.
    pub kept_version: i64,
    pub gone_version: i64,
    /// Names of [`CHOICES`] that are taken from the client that goes.
    pub take: Vec<&'a str>,
}

/// Makes one client of two: the one that stays takes the chosen fields, everything that hangs on the other, and its
/// name as another spelling.
pub fn merge(work: &mut Work, actor: &Actor, write: &MergeWrite<'_>) -> Result<(), Refused> {
    may(actor, Action::Delete, Subject::NONE)?;
    if queries::lock_merge(work, write.id)?.is_some() {
        return Ok(());
    }
    if write.kept == write.gone {
        return Err(Refusal::BadRequest("error-bad-request-way".into()).into());
    }
    // Always in the same order, so that two merges of one pair wait instead of locking each other out.
    let (first, second) = in_order(write.kept, write.gone);
    let one = clients::lock_row(work, first)?.ok_or(Refusal::NotFound)?;
    let other = clients::lock_row(work, second)?.ok_or(Refusal::NotFound)?;
    let ((kept, kept_version), (gone, gone_version)) = if first == write.kept {
        (one, other)
    } else {
        (other, one)
    };
    if (kept_version, gone_version) != (write.kept_version, write.gone_version) {
        return Err(not_now("changed_meanwhile", "duplicates-changed"));
    }
    let likeness = likeness(work, first, second)?;
    let merged = merged(&kept, &gone, &write.take)?;
    let mut done = Done {
        fields: differences(&kept, &merged)?,
        ..Done::default()
    };
    done.version = clients::write_row(work, write.kept, &merged)?;
    let (from, to) = (home(write.gone, &gone), home(write.kept, &merged));
    done.projects = projects::rehome(work, &from, &to, None)?;
    done.contacts = contacts::rehome(work, write.gone, write.kept, None)?;
    done.aliases = history::add_alias(work, SubjectKind::Client, write.gone, write.kept)?;
    let buried = clients::set_buried(work, write.gone, true)?;
    record(work, write.kept, done.version, &done.fields)?;
    record_act(work, &to, done.version, "merged", &from)?;
    record_act(work, &from, buried, "merged_into", &to)?;
    queries::decide(work, first, second, "merged", likeness)?;
    queries::insert_merge(work, write.id, write.kept, write.gone, &done)?;
    Ok(acts::note(work, actor.user, "merge", write.id)?)
}

fn not_now(code: &'static str, reason: &'static str) -> Refused {
    Refusal::NotAllowedNow {
        code,
        reason: reason.into(),
        ways_out: Vec::new(),
    }
    .into()
}

fn home(id: Uuid, row: &ClientRow) -> Home<'_> {
    Home {
        id,
        name: row.label(),
    }
}

/// The row that stays with what is taken from the one that goes. Empty fields are always filled.
fn merged(kept: &ClientRow, gone: &ClientRow, take: &[&str]) -> Result<ClientRow, Refused> {
    let (mut row, other) = (as_map(kept)?, as_map(gone)?);
    for (choice, fields) in CHOICES {
        let is_empty = fields
            .iter()
            .all(|f| row.get(*f).is_none_or(Value::is_null));
        if take.contains(&choice) || is_empty {
            for field in fields {
                row.insert((*field).to_owned(), other[*field].clone());
            }
        }
    }
    for field in ["custom", "unread"] {
        let mut all = other[field].as_object().cloned().unwrap_or_default();
        all.extend(row[field].as_object().cloned().unwrap_or_default());
        row.insert(field.to_owned(), Value::Object(all));
    }
    let mut merged: ClientRow = from_map(row)?;
    let spellings = [kept, gone]
        .into_iter()
        .flat_map(|c| [Some(c.name.clone()), c.short_name.clone()])
        .flatten()
        .chain(gone.other_names.clone());
    for name in spellings {
        let is_known = merged.other_names.contains(&name)
            || name == merged.name
            || merged.short_name.as_ref() == Some(&name);
        if !is_known {
            merged.other_names.push(name);
        }
    }
    Ok(merged)
}

fn as_map(row: &ClientRow) -> Result<Map<String, Value>, Refused> {
    match serde_json::to_value(row) {
        Ok(Value::Object(map)) => Ok(map),
        other => Err(Refused::Broken(format!("a client as {other:?}"))),
    }
}

fn from_map(map: Map<String, Value>) -> Result<ClientRow, Refused> {
    serde_json::from_value(Value::Object(map)).map_err(|e| Refused::Broken(e.to_string()))
}

fn differences(before: &ClientRow, after: &ClientRow) -> Result<Vec<FieldDone>, Refused> {
    let (before, after) = (as_map(before)?, as_map(after)?);
    Ok(before
        .into_iter()
        .filter_map(|(field, from)| {
            let to = after[&field].clone();
            (from != to).then_some(FieldDone { field, from, to })
        })
        .collect())
}

/// Fields that are kept for machines and told to nobody.
const UNTOLD: [&str; 5] = [
    "name_key",
    "custom",
    "unread",
    "address_id",
    "responsible_id",
];

fn record(work: &mut Work, id: Uuid, version: i64, fields: &[FieldDone]) -> Result<(), Refused> {
    let told = |value: &Value| match value {
        Value::Null => None,
        Value::Array(names) => Some(json!(
            names
                .iter()
                .filter_map(Value::as_str)
                .collect::<Vec<_>>()
                .join("; ")
        )),
        other => Some(other.clone()),
    };
    let entries: Vec<_> = fields
        .iter()
        .filter(|f| !UNTOLD.contains(&f.field.as_str()))
        .map(|f| Change {
            kind: SubjectKind::Client,
            id,
            version,
            field: &f.field,
            from: told(&f.from),
            to: told(&f.to),
        })
        .collect();
    history::record(work, &entries)?;
    Ok(())
}

fn record_act(
    work: &mut Work,
    of: &Home<'_>,
    version: i64,
    field: &str,
    other: &Home<'_>,
) -> Result<(), Refused> {
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Client,
            id: of.id,
            version,
            field,
            from: None,
            to: Some(json!({"id": other.id, "name": other.name})),
        }],
    )?;
    Ok(())
}

/// Takes a merge back within 30 days. What people changed since in a field that the merge had changed stays theirs;
/// gives the names of those fields.
pub fn undo_merge(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
) -> Result<(Uuid, Vec<String>), Refused> {
    may(actor, Action::Delete, Subject::NONE)?;
    let merge = queries::lock_merge(work, id)?.ok_or(Refusal::NotFound)?;
    if merge.is_undone {
        return Ok((merge.gone, Vec::new()));
    }
    let (kept, _) = clients::lock_row(work, merge.kept)?.ok_or(Refusal::NotFound)?;
    let (gone, _) = clients::lock_buried_row(work, merge.gone)?.ok_or(Refusal::NotFound)?;
    if work.now() - merge.at > UNDO_FOR {
        return Err(not_now("too_late", "duplicates-too-late"));
    }
    let mut row = as_map(&kept)?;
    let mut stays = Vec::new();
    for done in &merge.done.fields {
        if row.get(&done.field) == Some(&done.to) {
            row.insert(done.field.clone(), done.from.clone());
        } else {
            stays.push(done.field.clone());
        }
    }
    let before = from_map(row)?;
    let fields = differences(&kept, &before)?;
    let version = clients::write_row(work, merge.kept, &before)?;
    history::remove_alias(work, SubjectKind::Client, merge.gone, &merge.done.aliases)?;
    let revived = clients::set_buried(work, merge.gone, false)?;
    let (from, to) = (home(merge.kept, &before), home(merge.gone, &gone));
    projects::rehome(work, &from, &to, Some(&merge.done.projects))?;
    contacts::rehome(work, merge.kept, merge.gone, Some(&merge.done.contacts))?;
    record(work, merge.kept, version, &fields)?;
    record_act(work, &from, version, "merge_undone", &to)?;
    record_act(work, &to, revived, "merge_undone", &from)?;
    let (first, second) = in_order(merge.kept, merge.gone);
    queries::decide(work, first, second, "open", (0, Vec::new()))?;
    queries::set_undone(work, id)?;
    // However it was taken back, it no longer waits to be.
    acts::set_state(work, id, "over", 1, &[], 0)?;
    Ok((merge.gone, stays))
}
