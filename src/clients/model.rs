//! The words of the room.

use uuid::Uuid;

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
