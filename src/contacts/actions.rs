//! The verbs of the room: those of the pages here, those of programs in a file of its own.

mod programs;

pub use programs::{add_contact, amend_contact, owned_by, remove_contact};

use serde_json::{Value, json};
use uuid::Uuid;

use super::model::{Contact, ContactField, ContactValues};
use super::queries;
use super::reading::{TypedContact, read};
use crate::accounts::{Action, Actor, Subject, may};
use crate::clients;
use crate::db::Work;
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{Conflict, Refusal, Refused};

/// Makes a contact, once for its id; it is the maker's own.
pub fn make_contact(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    client: Option<Uuid>,
    typed: &TypedContact,
) -> Result<(), Refused> {
    may(actor, Action::Create, Subject::NONE)?;
    if let Some(client) = client {
        clients::find(work, client)?.ok_or(Refusal::NotFound)?;
    }
    if queries::find(work, id)?.is_some() {
        return Ok(());
    }
    let values = read(typed)?;
    if !queries::insert(work, id, client, actor.user, &values)? {
        return Ok(());
    }
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Contact,
            id,
            version: 1,
            field: "",
            from: None,
            to: Some(json!({"name": values.name})),
        }],
    )?;
    if let Some(client) = client {
        clients::contacts_changed(work, client)?;
        work.announce_record("client", client);
    }
    Ok(())
}

/// A contact as the form wants it, and what it was based on.
#[derive(Debug, Clone)]
pub struct ContactWrite {
    pub typed: TypedContact,
    /// What the fields held when the form was opened.
    pub base: ContactValues,
    pub version: i64,
}

/// What a write came to.
#[derive(Debug)]
pub enum Outcome {
    Saved(Contact),
    /// Somebody else changed the same fields meanwhile; nothing was written.
    Conflicts(Vec<Conflict>),
}

pub fn whose(contact: &Contact, actor: &Actor) -> Subject {
    Subject {
        is_own: contact.owner_id == actor.user,
    }
}

/// Changes what the person changed in the form; what others changed in other fields stands.
pub fn change_contact(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    write: &ContactWrite,
) -> Result<Outcome, Refused> {
    let contact = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    may(actor, Action::ChangePipeline, whose(&contact, actor))?;
    let typed = read(&write.typed)?;
    let now = ContactValues::of(&contact);
    let mut wanted = now.clone();
    let mut changed = Vec::new();
    for field in ContactField::ALL {
        let is_touched = typed.text(field) != write.base.text(field);
        if is_touched && typed.text(field) != now.text(field) {
            wanted.take(field, &typed);
            changed.push(field);
        }
    }
    let conflicts = conflicts(work, &contact, write, &typed, &changed)?;
    if !conflicts.is_empty() {
        return Ok(Outcome::Conflicts(conflicts));
    }
    if changed.is_empty() {
        return Ok(Outcome::Saved(contact));
    }
    let version = queries::update(work, id, &wanted)?;
    let json = |text: String| (!text.is_empty()).then_some(Value::String(text));
    let entries: Vec<Change<'_>> = changed
        .iter()
        .map(|field| Change {
            kind: SubjectKind::Contact,
            id,
            version,
            field: field.word(),
            from: json(now.text(*field)),
            to: json(wanted.text(*field)),
        })
        .collect();
    history::record(work, &entries)?;
    if let Some(client) = contact.client_id {
        clients::contacts_changed(work, client)?;
        work.announce_record("client", client);
    }
    Ok(Outcome::Saved(contact))
}

/// The fields among those changed that somebody else changed after the form was opened.
fn conflicts(
    work: &mut Work,
    contact: &Contact,
    write: &ContactWrite,
    typed: &ContactValues,
    changed: &[ContactField],
) -> Result<Vec<Conflict>, Refused> {
    let mut found = Vec::new();
    if write.version == contact.version {
        return Ok(found);
    }
    let (tab, now) = (work.tab.clone(), ContactValues::of(contact));
    for field in changed {
        let since = history::change_since(
            work,
            SubjectKind::Contact,
            contact.id,
            field.word(),
            write.version,
            tab.as_deref(),
        )?;
        if let Some(theirs) = since {
            found.push(Conflict {
                field: field.word(),
                base: write.base.text(*field),
                mine: typed.text(*field),
                theirs: now.text(*field),
                version: contact.version,
                by: theirs.actor,
                at: theirs.at,
            });
        }
    }
    Ok(found)
}
