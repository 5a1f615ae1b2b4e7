//! The words of the room: what can be found, and what is shown of it.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A group of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Projects,
    Clients,
    Contacts,
    Protocols,
}

impl Group {
    /// Key of the group's name.
    pub fn label(self) -> &'static str {
        match self {
            Group::Projects => "search-projects",
            Group::Clients => "search-clients",
            Group::Contacts => "search-contacts",
            Group::Protocols => "search-protocols",
        }
    }

    pub fn icon(self) -> &'static str {
        match self {
            Group::Projects => "i-grid",
            Group::Clients => "i-building",
            Group::Contacts => "i-person",
            Group::Protocols => "i-file",
        }
    }
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub group: Group,
    pub id: Uuid,
    /// The page that it is shown on, if not its own: a contact's client, a protocol's project.
    pub on: Option<Uuid>,
    pub label: String,
    pub detail: String,
    /// State of a project, as a word of the lifecycle.
    pub state: Option<String>,
    /// The typed number is exactly this thing's own.
    pub is_exact: bool,
    pub at: DateTime<Utc>,
}

impl Hit {
    pub fn href(&self) -> String {
        match (self.group, self.on) {
            (Group::Projects, _) => format!("/projects/{}", self.id),
            (Group::Protocols, on) => format!("/projects/{}", on.unwrap_or(self.id)),
            (Group::Clients, _) => format!("/clients/{}", self.id),
            (Group::Contacts, Some(client)) => format!("/clients/{client}"),
            (Group::Contacts, None) => format!("/contacts/{}", self.id),
        }
    }
}

/// What a search came to.
#[derive(Debug, Default)]
pub struct Found {
    pub hits: Vec<Hit>,
    /// The words that were looked for instead of the typed ones.
    pub instead: Option<String>,
}
