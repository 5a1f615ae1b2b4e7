//! How programs make, change and remove contacts: the same rows, rights and history as the pages.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::queries;
use crate::accounts::{self, Action, Actor, Subject, may};
use crate::clients;
use crate::db::Work;
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{FieldError, Refused, RequestRefusal};
use crate::values::phones::read_phone;

type Values = Map<String, Value>;

fn id(value: &Value) -> Option<Uuid> {
    Uuid::try_parse(value.as_str()?).ok()
}

/// Whose contact a stored row is.
pub fn owned_by(stored: &Value, actor: &Actor) -> Subject {
    Subject {
        is_own: id(&stored["owner_id"]) == Some(actor.user),
    }
}

/// Rows that are named must be there.
fn check_references(work: &mut Work, values: &Values) -> Result<(), Refused> {
    let mut missing = Vec::new();
    if let Some(client) = values.get("client_id").and_then(id)
        && clients::find(work, client)?.is_none()
    {
        missing.push("client_id");
    }
    if let Some(owner) = values.get("owner_id").and_then(id)
        && !accounts::is_member(work, owner)?
    {
        missing.push("owner_id");
    }
    if missing.is_empty() {
        return Ok(());
    }
    let missing = missing.into_iter().map(|field| FieldError {
        field: field.into(),
        code: "not_found",
        message: "api-no-such-row".into(),
    });
    Err(RequestRefusal::NoSuchRow(missing.collect()).into())
}

/// The telephone in the form of the house, beside the text that comes back.
fn with_phone(values: &mut Values) {
    let Some(sent) = values.get("phone").cloned() else {
        return;
    };
    let text = sent.as_str().unwrap_or_default();
    let stored = match read_phone(text) {
        Some(phone) => match phone.extension {
            Some(extension) => json!(format!("{};ext={extension}", phone.e164)),
            None => json!(phone.e164),
        },
        None => sent.clone(),
    };
    values.insert("phone".to_owned(), stored);
    values.insert("phone_text".to_owned(), sent);
}

/// Makes a contact; without an owner it is the maker's own.
pub fn add_contact(
    work: &mut Work,
    actor: &Actor,
    contact: Uuid,
    mut values: Values,
) -> Result<(), Refused> {
    may(actor, Action::Create, Subject::NONE)?;
    let owner = values.get("owner_id").and_then(id).unwrap_or(actor.user);
    if owner != actor.user {
        may(actor, Action::AssignOwner, Subject::NONE)?;
    }
    check_references(work, &values)?;
    values.insert("owner_id".to_owned(), json!(owner));
    with_phone(&mut values);
    queries::insert_row(work, contact, &values)?;
    queries::add(work, owner, 1)?;
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Contact,
            id: contact,
            version: 1,
            field: "",
            from: None,
            to: Some(json!({"name": values["name"]})),
        }],
    )?;
    tell_search(work, contact, &[values.get("client_id")])
}

/// The contact and the clients that it belongs or belonged to are found by what it says now.
fn tell_search(work: &mut Work, contact: Uuid, of: &[Option<&Value>]) -> Result<(), Refused> {
    queries::refresh_search(work, &[contact])?;
    for client in of.iter().flatten().filter_map(|v| id(v)) {
        clients::contacts_changed(work, client)?;
    }
    Ok(())
}

fn record(
    work: &mut Work,
    contact: Uuid,
    version: i64,
    stored: &Value,
    differs: &Values,
) -> Result<(), Refused> {
    let some = |value: &Value| Some(value.clone()).filter(|v| !v.is_null());
    let entries: Vec<Change<'_>> = differs
        .iter()
        .map(|(name, value)| Change {
            kind: SubjectKind::Contact,
            id: contact,
            version,
            field: name,
            from: some(&stored[name]),
            to: some(value),
        })
        .collect();
    Ok(history::record(work, &entries)?)
}

/// Changes a contact that is locked; what is the same stays.
pub fn amend_contact(
    work: &mut Work,
    actor: &Actor,
    contact: Uuid,
    stored: &Value,
    wanted: Values,
) -> Result<(), Refused> {
    let mut differs: Values = wanted
        .into_iter()
        .filter(|(name, value)| stored[name] != *value)
        .collect();
    if differs.contains_key("owner_id") {
        may(actor, Action::AssignOwner, Subject::NONE)?;
    }
    check_references(work, &differs)?;
    if differs.is_empty() {
        return Ok(());
    }
    let entries = differs.clone();
    with_phone(&mut differs);
    let values: Vec<(&str, Value)> = differs
        .iter()
        .map(|(name, value)| (name.as_str(), value.clone()))
        .collect();
    let version = queries::update_row(work, contact, &values)?;
    record(work, contact, version, stored, &entries)?;
    if let (Some(to), Some(from)) = (
        differs.get("owner_id").and_then(id),
        id(&stored["owner_id"]),
    ) {
        queries::add(work, from, -1)?;
        queries::add(work, to, 1)?;
    }
    tell_search(
        work,
        contact,
        &[Some(&stored["client_id"]), differs.get("client_id")],
    )
}

/// Removes a contact with whom there never was a deal.
pub fn remove_contact(work: &mut Work, contact: Uuid, stored: &Value) -> Result<(), Refused> {
    if queries::has_deals(work, contact)? {
        return Err(RequestRefusal::InConflict("contact-has-deals".into()).into());
    }
    let version = stored["version"].as_i64().unwrap_or_default() + 1;
    queries::delete_row(work, contact)?;
    if let Some(owner) = id(&stored["owner_id"]) {
        queries::add(work, owner, -1)?;
    }
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Contact,
            id: contact,
            version,
            field: "deleted",
            from: Some(json!({"name": stored["name"]})),
            to: None,
        }],
    )?;
    if let Some(client) = id(&stored["client_id"]) {
        clients::contacts_changed(work, client)?;
    }
    Ok(())
}
