//! The words of the room.

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Jsonb, Nullable, Text, Timestamptz};
use serde_json::Value;
use uuid::Uuid;

type SqlUuid = diesel::sql_types::Uuid;

/// What a client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClientKind {
    LegalEntity,
    SoleProprietor,
    Person,
    Nonprofit,
}

impl ClientKind {
    pub const ALL: [ClientKind; 4] = [
        ClientKind::LegalEntity,
        ClientKind::SoleProprietor,
        ClientKind::Person,
        ClientKind::Nonprofit,
    ];

    pub fn word(self) -> &'static str {
        match self {
            ClientKind::LegalEntity => "legal_entity",
            ClientKind::SoleProprietor => "sole_proprietor",
            ClientKind::Person => "person",
            ClientKind::Nonprofit => "nonprofit",
        }
    }

    pub fn from_word(word: &str) -> Option<ClientKind> {
        ClientKind::ALL.into_iter().find(|k| k.word() == word)
    }

    pub fn label(self) -> &'static str {
        match self {
            ClientKind::LegalEntity => "kind-legal-entity",
            ClientKind::SoleProprietor => "kind-sole-proprietor",
            ClientKind::Person => "kind-person",
            ClientKind::Nonprofit => "kind-nonprofit",
        }
    }

    /// Named by last, first and middle name; an INN of 12 digits.
    pub fn is_person(self) -> bool {
        matches!(self, ClientKind::SoleProprietor | ClientKind::Person)
    }
}

/// A client as lists and other rooms need it.
#[derive(Debug, Clone)]
pub struct Client {
    pub id: Uuid,
    pub kind: String,
    pub name: String,
    pub short_name: Option<String>,
    pub inn: Option<String>,
    pub kpp: Option<String>,
    pub ogrn: Option<String>,
    pub district: Option<String>,
    pub version: i64,
}

impl Client {
    /// The name that people use.
    pub fn label(&self) -> &str {
        self.short_name.as_deref().unwrap_or(&self.name)
    }
}

/// A client with all that its card shows of it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Record {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub short_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub last_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub first_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub middle_name: Option<String>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub district_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub city_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    pub inn: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub kpp: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub ogrn: Option<String>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub responsible_id: Option<Uuid>,
    #[diesel(sql_type = Jsonb)]
    pub custom: Value,
    #[diesel(sql_type = Jsonb)]
    pub unread: Value,
    /// Other spellings and former names.
    #[diesel(sql_type = Array<Text>)]
    pub other_names: Vec<String>,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Text>)]
    pub district: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub city: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub post_code: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub street: Option<String>,
}

impl Record {
    /// The name that people use.
    pub fn label(&self) -> &str {
        self.short_name.as_deref().unwrap_or(&self.name)
    }

    pub fn kind(&self) -> ClientKind {
        ClientKind::from_word(&self.kind).unwrap_or(ClientKind::LegalEntity)
    }
}
