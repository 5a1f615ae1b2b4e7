//! The words of the room.

use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text};
use uuid::Uuid;

type SqlUuid = diesel::sql_types::Uuid;

/// A person to talk to, or with an empty name a client's common phones and addresses.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Contact {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub client_id: Option<Uuid>,
    #[diesel(sql_type = SqlUuid)]
    pub owner_id: Uuid,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub position: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub email: Option<String>,
    /// E.164, an extension as `;ext=12`.
    #[diesel(sql_type = Nullable<Text>)]
    pub phone: Option<String>,
    #[diesel(sql_type = Array<Text>)]
    pub more_emails: Vec<String>,
    #[diesel(sql_type = Array<Text>)]
    pub more_phones: Vec<String>,
    /// Gets the letters about the state of the client's projects.
    #[diesel(sql_type = Bool)]
    pub notify: bool,
}

/// The fields that people change, in the order of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactField {
    Name,
    Position,
    Phone,
    Email,
    Notify,
}

impl ContactField {
    pub const ALL: [ContactField; 5] = [
        ContactField::Name,
        ContactField::Position,
        ContactField::Phone,
        ContactField::Email,
        ContactField::Notify,
    ];

    /// Name in the form and in the history.
    pub fn word(self) -> &'static str {
        match self {
            ContactField::Name => "name",
            ContactField::Position => "position",
            ContactField::Phone => "phone",
            ContactField::Email => "email",
            ContactField::Notify => "notify",
        }
    }
}

/// What the form holds, read: empty is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactValues {
    pub name: String,
    pub position: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub notify: bool,
}

impl ContactValues {
    pub fn of(contact: &Contact) -> ContactValues {
        ContactValues {
            name: contact.name.clone(),
            position: contact.position.clone(),
            phone: contact.phone.clone(),
            email: contact.email.clone(),
            notify: contact.notify,
        }
    }

    /// A field as text, for comparing and for the history.
    pub fn text(&self, field: ContactField) -> String {
        match field {
            ContactField::Name => self.name.clone(),
            ContactField::Position => self.position.clone().unwrap_or_default(),
            ContactField::Phone => self.phone.clone().unwrap_or_default(),
            ContactField::Email => self.email.clone().unwrap_or_default(),
            ContactField::Notify => if self.notify { "1" } else { "" }.to_owned(),
        }
    }

    /// Takes one field over from others.
    pub fn take(&mut self, field: ContactField, from: &ContactValues) {
        match field {
            ContactField::Name => self.name.clone_from(&from.name),
            ContactField::Position => self.position.clone_from(&from.position),
            ContactField::Phone => self.phone.clone_from(&from.phone),
            ContactField::Email => self.email.clone_from(&from.email),
            ContactField::Notify => self.notify = from.notify,
        }
    }
}
