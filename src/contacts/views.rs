//! What the templates of the room show. No query, no permission. The form and the part of a client's card here.

pub mod people;

use askama::Template;
use uuid::Uuid;

use super::model::{Contact, ContactField, ContactValues};
use crate::accounts::initials;
use crate::text::{Locale, formats};
use crate::web::{FormView, Shell};

#[derive(Template)]
#[template(path = "contacts/form.html")]
pub struct FormPage {
    pub shell: Shell,
    pub form: FormView,
    /// Where it is sent to.
    pub action: String,
    /// A new contact, or one that is changed.
    pub is_new: bool,
    pub client: Option<(Uuid, String)>,
    pub version: i64,
    /// What the fields held when the form was opened, sent back to tell whose change is whose.
    pub base: Vec<(String, String)>,
    pub notify: bool,
    /// Fields that somebody else changed meanwhile, in words.
    pub conflicts: Vec<ConflictLine>,
    /// Further phones and addresses from a workbook.
    pub more: Vec<String>,
    /// Where the data of this person are erased, for those who may.
    pub erase: Option<String>,
}

/// One field that two people changed.
pub struct ConflictLine {
    pub label: String,
    pub base: String,
    pub mine: String,
    pub theirs: String,
    pub by: String,
}

/// Key of a field's label.
pub fn label(field: ContactField) -> &'static str {
    match field {
        ContactField::Name => "contact-name",
        ContactField::Position => "contact-position",
        ContactField::Phone => "contact-phone",
        ContactField::Email => "contact-email",
        ContactField::Notify => "contact-notify",
    }
}

/// A field in words: a phone the Russian way, a tick as yes or no.
pub fn in_words(t: Locale, field: ContactField, text: &str) -> String {
    match (field, text) {
        (ContactField::Notify, "") => t.text("no").into_owned(),
        (ContactField::Notify, _) => t.text("yes").into_owned(),
        (_, "") => "—".to_owned(),
        (ContactField::Phone, phone) => formats::phone(t, phone),
        (_, text) => text.to_owned(),
    }
}

/// The names under which the form sends back what its fields held.
pub fn base_name(field: ContactField) -> String {
    format!("base_{}", field.word())
}

pub fn base_fields(values: &ContactValues) -> Vec<(String, String)> {
    ContactField::ALL
        .iter()
        .map(|f| (base_name(*f), values.text(*f)))
        .collect()
}

/// A contact on its client's card.
pub struct Line {
    pub id: Uuid,
    pub name: String,
    pub initials: String,
    pub position: String,
    /// E.164 for the link, and the way people read it.
    pub phones: Vec<(String, String)>,
    pub emails: Vec<String>,
    pub notify: bool,
    pub may_change: bool,
}

/// The people to talk to of a client.
#[derive(Template)]
#[template(path = "contacts/_list.html")]
pub struct List {
    pub t: Locale,
    pub icons: &'static str,
    pub client: Uuid,
    pub lines: Vec<Line>,
    pub may_create: bool,
}

impl Line {
    pub fn new(t: Locale, contact: Contact, may_change: bool) -> Line {
        let phones = contact.phone.iter().chain(&contact.more_phones);
        let emails = contact.email.iter().chain(&contact.more_emails);
        Line {
            id: contact.id,
            initials: initials(&contact.name),
            phones: phones
                .map(|p| (p.replace(";ext=", ","), formats::phone(t, p)))
                .collect(),
            emails: emails.cloned().collect(),
            name: if contact.name.is_empty() {
                t.text("contact-common").into_owned()
            } else {
                contact.name.clone()
            },
            position: contact.position.unwrap_or_default(),
            notify: contact.notify,
            may_change,
        }
    }
}

impl FormPage {
    fn title(&self) -> String {
        let key = if self.is_new {
            "contact-new"
        } else {
            "contact-title"
        };
        self.shell.t.text(key).into_owned()
    }
}
