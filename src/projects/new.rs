//! The form "new project": all fields read at once, and the client made in the same transaction.

use uuid::Uuid;

use super::actions::{NewProject, make_project};
use super::change::{self, ProjectField, TypedIn};
use crate::accounts::{self, Action, Actor, Subject, may};
use crate::clients::{self, NewClient};
use crate::contacts::{self, TypedContact};
use crate::db::Work;
use crate::directories;
use crate::refusal::{FieldError, Refusal, Refused};
use crate::text::Message;

/// Whose project it is.
#[derive(Debug, Clone)]
pub enum ClientChoice {
    /// Not known yet.
    Nobody,
    Known(Uuid),
    New(Box<NewClient>),
}

/// The project as typed.
#[derive(Debug, Clone)]
pub struct TypedProject {
    /// Made with the form, so that a form sent twice makes one project.
    pub id: Uuid,
    pub client: ClientChoice,
    /// The person to talk to of a new client.
    pub contact: TypedContact,
    /// Something was looked for and nobody chosen.
    pub looked_for: bool,
    /// By the word of the field.
    pub texts: Vec<(ProjectField, String)>,
    pub industry: String,
    pub district: String,
    pub lead: String,
}

/// The fields that are typed as text.
pub const TEXTS: [ProjectField; 8] = [
    ProjectField::Name,
    ProjectField::Own,
    ProjectField::Requested,
    ProjectField::Total,
    ProjectField::Tax,
    ProjectField::Jobs,
    ProjectField::Date,
    ProjectField::Description,
];

/// Reads everything, says everything that is wrong at once, makes the client and the project; gives the client.
pub fn make_from_form(
    work: &mut Work,
    actor: &Actor,
    typed: &TypedProject,
) -> Result<Option<Uuid>, Refused> {
    may(actor, Action::Create, Subject::NONE)?;
    let mut errors = Vec::new();
    let mut new = NewProject {
        id: typed.id,
        ..NewProject::default()
    };
    for (field, text) in &typed.texts {
        match change::read(*field, text, TypedIn::Roubles) {
            Ok(value) => new.put(*field, value),
            Err(refusal) => collect(&mut errors, refusal)?,
        }
    }
    refer(work, typed, &mut new, &mut errors)?;
    match &typed.client {
        ClientChoice::Nobody if typed.looked_for => {
            errors.push(error("client", "not_chosen", "project-client-choose"));
        }
        ClientChoice::Nobody => {}
        ClientChoice::Known(id) => match clients::find(work, *id)? {
            Some(client) => new.client = Some(client.id),
            None => errors.push(error("client", "unknown_client", "client-unknown")),
        },
        ClientChoice::New(client) => {
            errors.extend(client.errors());
            errors.extend(contact_errors(&typed.contact));
        }
    }
    if !errors.is_empty() {
        return Err(Refusal::Invalid(errors).into());
    }
    if let ClientChoice::New(client) = &typed.client {
        let id = clients::make_client(work, actor, client)?;
        new.client = Some(id);
        if is_given(&typed.contact) {
            // Of the client's own id, so that a form sent twice makes one contact too.
            let contact = Uuid::from_u128(id.as_u128() ^ 1);
            contacts::make_contact(work, actor, contact, Some(id), &typed.contact)?;
        }
    }
    make_project(work, actor, &new)?;
    Ok(new.client)
}

fn is_given(contact: &TypedContact) -> bool {
    !contact.name.trim().is_empty() || !contact.phone.trim().is_empty()
}

/// What is wrong with the contact, under the names that its fields have in this form.
fn contact_errors(contact: &TypedContact) -> Vec<FieldError> {
    if !is_given(contact) {
        return Vec::new();
    }
    let named = |mut e: FieldError| {
        e.field = match e.field.as_ref() {
            "phone" => "contact_phone".into(),
            _ => "contact_name".into(),
        };
        e
    };
    match contacts::read(contact) {
        Err(Refusal::Invalid(errors)) => errors.into_iter().map(named).collect(),
        _ => Vec::new(),
    }
}

fn error(field: &'static str, code: &'static str, message: impl Into<Message>) -> FieldError {
    FieldError {
        field: field.into(),
        code,
        message: message.into(),
    }
}

fn collect(errors: &mut Vec<FieldError>, refusal: Refusal) -> Result<(), Refused> {
    match refusal {
        Refusal::Invalid(found) => errors.extend(found),
        other => return Err(other.into()),
    }
    Ok(())
}

/// The entries and the person that were chosen from lists, if they are there and may be chosen.
fn refer(
    work: &mut Work,
    typed: &TypedProject,
    new: &mut NewProject,
    errors: &mut Vec<FieldError>,
) -> Result<(), Refused> {
    let lists = [
        ("industry", &typed.industry, directories::Kind::Industry),
        ("district", &typed.district, directories::Kind::District),
    ];
    for (field, chosen, kind) in lists {
        if chosen.is_empty() {
            continue;
        }
        let entry = match Uuid::try_parse(chosen) {
            Ok(id) => directories::entry(work, kind, id)?.filter(|e| e.active),
            Err(_) => directories::find(work, kind, chosen)?,
        };
        match (entry, kind) {
            (Some(e), directories::Kind::Industry) => new.industry = Some(e.id),
            (Some(e), _) => new.district = Some(e.id),
            (None, _) => {
                let message = Message::new("entry-unknown").text("x", chosen.clone());
                errors.push(error(field, "unknown_entry", message));
            }
        }
    }
    if !typed.lead.is_empty() {
        let chosen = Uuid::try_parse(&typed.lead).ok();
        let person = accounts::people(work)?
            .into_iter()
            .find(|p| p.is_member && Some(p.id) == chosen);
        match person {
            Some(p) => new.lead = Some(p.id),
            None => {
                let message = Message::new("person-unknown").text("x", typed.lead.clone());
                errors.push(error("lead", "unknown_person", message));
            }
        }
    }
    Ok(())
}
