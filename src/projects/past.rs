//! What a project held before: a former value put back, and the project as it was at a moment.

use std::collections::BTreeSet;

use serde_json::Value;
use uuid::Uuid;

use super::batch::{Basis, CellOutcome, CellWrite, write_cells};
use super::change::{FieldValue, ProjectField, current};
use super::model::Project;
use super::names::Names;
use crate::accounts::Actor;
use crate::clients;
use crate::db::Work;
use crate::history::{self, Entry, Side, SubjectKind};
use crate::refusal::{Refusal, Refused};
use crate::text::Message;

/// A value of the history that somebody wants back.
#[derive(Debug, Clone, Copy)]
pub struct FormerValue {
    /// The row that the entry is of: the project, or one that was merged into it.
    pub of: Uuid,
    pub version: i64,
    pub side: Side,
    /// The version of the project that the person saw.
    pub seen: i64,
}

/// Puts a former value of a field back: an ordinary change, under the rights and rules of one.
pub fn put_value_back(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    field: ProjectField,
    former: FormerValue,
) -> Result<(), Refused> {
    let which = (former.of, former.version, field.word());
    let entry = history::entry_of(work, SubjectKind::Project, id, which)?;
    let entry = entry.ok_or(Refusal::NotFound)?;
    let value = FieldValue::from_json(field, former.side.of(&entry));
    let value = value.filter(|_| field != ProjectField::State);
    let value = known(work, field, value.ok_or(Refusal::NotFound)?)?;
    work.begin_act("cell");
    let write = CellWrite {
        id,
        field,
        value,
        text: String::new(),
        basis: Basis::Seen {
            version: former.seen,
            base: String::new(),
        },
    };
    match write_cells(work, actor, &[write], false)?.cells.pop() {
        Some(CellOutcome::Refused(refusal)) => Err(refusal.into()),
        _ => Ok(()),
    }
}

/// The value, if what it names is still there.
fn known(
    work: &mut Work,
    field: ProjectField,
    value: FieldValue,
) -> Result<Result<FieldValue, Refusal>, Refused> {
    match (&value, field) {
        (FieldValue::Named(Some((id, name))), ProjectField::Client) => {
            let now = history::alias_of(work, SubjectKind::Client, *id)?.unwrap_or(*id);
            Ok(match clients::find(work, now)? {
                Some(client) => Ok(FieldValue::Named(Some((now, client.label().to_owned())))),
                None => {
                    let gone = Message::new("value-gone").text("x", name.as_str());
                    Err(Refusal::field("client", "gone", gone))
                }
            })
        }
        _ => Ok(Names::load(work, &[field])?.known(field, value)),
    }
}

/// What a field held before these changes, which came later and stand oldest first.
pub fn value_before(project: &Project, field: ProjectField, later: &[Entry]) -> FieldValue {
    let first = later.iter().find(|e| e.field == field.word());
    first
        .and_then(|e| FieldValue::from_json(field, e.from.as_ref()))
        .unwrap_or_else(|| current(project, field))
}

/// The people who were assigned before these changes.
pub fn people_before(now: &[Uuid], later: &[Entry]) -> BTreeSet<Uuid> {
    let id = |value: &Option<Value>| {
        let id = value.as_ref()?.get("id")?.as_str()?;
        Uuid::try_parse(id).ok()
    };
    let mut people: BTreeSet<Uuid> = now.iter().copied().collect();
    for entry in later.iter().rev() {
        match entry.field.as_str() {
            "people" => {
                if let Some(added) = id(&entry.to) {
                    people.remove(&added);
                }
                people.extend(id(&entry.from));
            }
            // Whoever led was assigned, however that was written.
            "lead" => people.extend(id(&entry.from)),
            _ => {}
        }
    }
    people
}
