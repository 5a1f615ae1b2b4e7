//! What a room says of its resource, and what follows from it where the room says nothing else.

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::accounts::{Action, Actor, Subject, may};
use crate::db::rows::{self, Filter, Shape};
use crate::db::{DbError, Work};
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{FieldError, Refusal, Refused, RequestRefusal};
use crate::web::api::{Asked, Field, ListRules, Parameter, Values, id_of, wrong};

/// A field that names a row of another table.
#[derive(Debug, Clone, Copy)]
pub struct Reference {
    pub field: &'static str,
    pub table: &'static str,
    /// Which of its rows, after AND; `true` for all.
    pub which: &'static str,
    /// Whether the row may be put on others.
    pub usable: &'static str,
}

impl Reference {
    pub const fn to(field: &'static str, table: &'static str, which: &'static str) -> Reference {
        Reference {
            field,
            table,
            which,
            usable: "true",
        }
    }

    /// An entry of a directory; a retired one stays where it is and is put on nothing else.
    pub const fn entry(field: &'static str, which: &'static str) -> Reference {
        Reference {
            field,
            table: "directory_entries",
            which,
            usable: "active",
        }
    }

    /// A member of the organization.
    pub const fn member(field: &'static str) -> Reference {
        Reference::to(field, "memberships", "ended_at IS NULL")
    }
}

/// A resource of `/api/v1`.
pub trait Resource: 'static {
    /// The collection's part of the path.
    const COLLECTION: &'static str;
    /// Name of a row in the description.
    const ROW: &'static str;
    const FIELDS: &'static [Field];
    const SHAPE: &'static Shape;
    const KIND: SubjectKind;
    const RULES: ListRules;
    const PARAMETERS: &'static [Parameter] = &[];
    const REFERENCES: &'static [Reference] = &[];
    /// What is needed to make a row and, beside the own-row rule, to change one.
    const MAKES: Action = Action::Create;
    const REMOVES: Action = Action::Delete;
    /// Whether rows are shown as they are stored.
    const IS_DRESSED: bool = false;

    /// Filters of the list.
    fn filter(asked: &mut Asked<'_>, filter: &mut Filter) {
        let _ = (asked, filter);
    }

    /// Values that are not stored but follow from those that are.
    fn dress(row: &mut Value) {
        let _ = row;
    }

    /// Whether the actor may change this row.
    fn may_change(work: &mut Work, actor: &Actor, row: &Value) -> Result<(), Refused> {
        let _ = work;
        let own = |field: &str| row[field].as_str().and_then(id_of) == Some(actor.user);
        let is_own = own("responsible_id") || own("lead_id");
        if Self::MAKES == Action::Create {
            may(actor, Action::ChangeRegister, Subject { is_own })?;
        }
        Ok(())
    }

    /// Fills what the server knows and refuses what the rules forbid; `after` is the row as it will be.
    fn check(
        work: &mut Work,
        actor: &Actor,
        before: Option<&Value>,
        after: &mut Map<String, Value>,
    ) -> Result<(), Refused> {
        let _ = (work, actor, before, after);
        Ok(())
    }

    /// The row was made, changed or removed: copies and browsers follow.
    fn follow(
        work: &mut Work,
        before: Option<&Value>,
        after: Option<&Value>,
    ) -> Result<(), Refused> {
        let _ = (work, before, after);
        Ok(())
    }

    /// What remains of the actor's wish in a filter of a whole collection.
    fn whole() -> Filter {
        Filter::default()
    }

    fn make(work: &mut Work, actor: &Actor, id: Uuid, values: Values) -> Result<bool, Refused> {
        made::<Self>(work, actor, id, values)
    }

    fn amend(work: &mut Work, actor: &Actor, row: &Value, values: Values) -> Result<bool, Refused> {
        amended::<Self>(work, actor, row, values)
    }

    fn remove(work: &mut Work, actor: &Actor, row: &Value) -> Result<(), Refused> {
        let _ = actor;
        removed::<Self>(work, row)
    }

    /// A value of a field as the history tells it. Where pages call the field otherwise, so does the history: it is
    /// one field, through whatever door it changed, and a page must see that a program changed it.
    fn told(
        work: &mut Work,
        field: &'static str,
        value: Option<Value>,
    ) -> Result<(&'static str, Option<Value>), DbError> {
        let _ = work;
        Ok((field, value))
    }
}

/// A value that is there, or nothing, as the history keeps it.
fn some_null(value: &Value) -> Option<Value> {
    Some(value.clone()).filter(|v| !v.is_null())
}

/// Rows that are newly named must be there, and entries of directories in use.
pub fn check_references(
    work: &mut Work,
    references: &[Reference],
    before: Option<&Value>,
    after: &Map<String, Value>,
) -> Result<(), Refused> {
    let (mut missing, mut retired): (Vec<FieldError>, Vec<FieldError>) = Default::default();
    for reference in references {
        let wanted = after.get(reference.field).filter(|v| !v.is_null());
        let Some(id) = wanted.and_then(Value::as_str).and_then(id_of) else {
            continue;
        };
        if before.is_some_and(|b| Some(&b[reference.field]) == wanted) {
            continue;
        }
        match rows::refer(work, reference.table, reference.which, reference.usable, id)? {
            Some(true) => {}
            Some(false) => retired.push(wrong(reference.field, "retired", "api-retired")),
            None => missing.push(wrong(reference.field, "not_found", "api-no-such-row")),
        }
    }
    if !missing.is_empty() {
        return Err(RequestRefusal::NoSuchRow(missing).into());
    }
    if !retired.is_empty() {
        return Err(Refusal::Invalid(retired).into());
    }
    Ok(())
}

/// Makes a row, once for its id; false if it was there.
fn made<R: Resource + ?Sized>(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    values: Values,
) -> Result<bool, Refused> {
    let mut after = values.0;
    check_references(work, R::REFERENCES, None, &after)?;
    R::check(work, actor, None, &mut after)?;
    if !R::SHAPE.insert(work, id, &after)? {
        return Ok(false);
    }
    created_row::<R>(work, id)
}

/// Says that a row was made.
pub fn created_row<R: Resource + ?Sized>(work: &mut Work, id: Uuid) -> Result<bool, Refused> {
    let row = R::SHAPE.find(work, id)?.ok_or(Refusal::NotFound)?;
    record::<R>(work, id, &row, vec![("", None, Some(named(&row)))])?;
    R::follow(work, None, Some(&row))?;
    Ok(true)
}

fn named(row: &Value) -> Value {
    ["name", "label", "number", "type", "outcome", "address"]
        .iter()
        .find(|f| row[**f].is_string())
        .map_or_else(
            || serde_json::json!({}),
            |f| serde_json::json!({*f: row[*f]}),
        )
}

type Entry<'a> = (&'a str, Option<Value>, Option<Value>);

fn record<R: Resource + ?Sized>(
    work: &mut Work,
    id: Uuid,
    row: &Value,
    entries: Vec<Entry<'_>>,
) -> Result<(), DbError> {
    let version = row["version"].as_i64().unwrap_or(1);
    let entries: Vec<Change<'_>> = entries
        .into_iter()
        .map(|(field, from, to)| Change {
            kind: R::KIND,
            id,
            version,
            field,
            from,
            to,
        })
        .collect();
    history::record(work, &entries)
}

/// Changes a row that is locked; false if nothing differs.
pub fn amended<R: Resource + ?Sized>(
    work: &mut Work,
    actor: &Actor,
    row: &Value,
    values: Values,
) -> Result<bool, Refused> {
    let mut after = row.as_object().cloned().unwrap_or_default();
    after.extend(values.0);
    check_references(work, R::REFERENCES, Some(row), &after)?;
    R::check(work, actor, Some(row), &mut after)?;
    let differs: Vec<(&str, Value)> = R::SHAPE
        .columns
        .iter()
        .filter(|(name, ..)| after.get(*name).is_some_and(|v| *v != row[*name]))
        .map(|(name, ..)| (*name, after[*name].clone()))
        .collect();
    if differs.is_empty() {
        return Ok(false);
    }
    let id = row["id"]
        .as_str()
        .and_then(id_of)
        .ok_or(Refusal::NotFound)?;
    let mut values = differs.clone();
    values.extend(
        R::SHAPE
            .written
            .iter()
            .filter_map(|(name, ..)| Some((*name, after.get(*name)?.clone()))),
    );
    R::SHAPE.update(work, id, &values)?;
    let stored = R::SHAPE.find(work, id)?.ok_or(Refusal::NotFound)?;
    let mut entries = Vec::with_capacity(differs.len());
    for (name, to) in &differs {
        let Some(field) = R::FIELDS.iter().find(|f| f.name == *name) else {
            continue;
        };
        let (_, from) = R::told(work, field.name, some_null(&row[*name]))?;
        let (told, to) = R::told(work, field.name, some_null(to))?;
        entries.push((told, from, to));
    }
    record::<R>(work, id, &stored, entries)?;
    R::follow(work, Some(row), Some(&stored))?;
    Ok(true)
}

/// Removes a row for good; what is in use is held by the database.
pub fn removed<R: Resource + ?Sized>(work: &mut Work, row: &Value) -> Result<(), Refused> {
    let id = row["id"]
        .as_str()
        .and_then(id_of)
        .ok_or(Refusal::NotFound)?;
    R::SHAPE.delete(work, id)?;
    let mut gone = row.clone();
    gone["version"] = (row["version"].as_i64().unwrap_or(1) + 1).into();
    record::<R>(work, id, &gone, vec![("deleted", Some(named(row)), None)])?;
    R::follow(work, Some(row), None)
}
