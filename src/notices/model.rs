//! The words of the room.

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Nullable, Text, Timestamptz};
use uuid::Uuid;

type SqlUuid = diesel::sql_types::Uuid;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Mentioned,
    Assigned,
    HandedOver,
}

impl Kind {
    const ALL: [Kind; 3] = [Kind::Mentioned, Kind::Assigned, Kind::HandedOver];

    pub fn word(self) -> &'static str {
        match self {
            Kind::Mentioned => "mentioned",
            Kind::Assigned => "assigned",
            Kind::HandedOver => "handed_over",
        }
    }

    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.word() == word)
    }

    /// Key of the words for it.
    pub fn label(self) -> &'static str {
        match self {
            Kind::Mentioned => "notice-mentioned",
            Kind::Assigned => "notice-assigned",
            Kind::HandedOver => "notice-handed-over",
        }
    }

    pub fn icon(self) -> &'static str {
        match self {
            Kind::Mentioned => "note",
            Kind::Assigned | Kind::HandedOver => "assign",
        }
    }
}

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Project(Uuid),
    Client(Uuid),
    Nothing,
}

impl Of {
    /// As comments name their records.
    pub fn record(kind: &str, id: Uuid) -> Of {
        match kind {
            "project" => Of::Project(id),
            "client" => Of::Client(id),
            _ => Of::Nothing,
        }
    }

    pub fn stored(self) -> (Option<&'static str>, Option<Uuid>) {
        match self {
            Of::Project(id) => (Some("project"), Some(id)),
            Of::Client(id) => (Some("client"), Some(id)),
            Of::Nothing => (None, None),
        }
    }
}

/// Something to tell a member.
#[derive(Debug, Clone)]
pub struct Notice {
    pub to: Uuid,
    pub kind: Kind,
    pub of: Of,
    pub excerpt: String,
}

/// A notice as it is read.
#[derive(Debug, Clone, QueryableByName)]
pub struct Told {
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub subject_kind: Option<String>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub subject_id: Option<Uuid>,
    /// Name of what it is about, if that is still there.
    #[diesel(sql_type = Nullable<Text>)]
    pub name: Option<String>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub actor_id: Option<Uuid>,
    #[diesel(sql_type = Text)]
    pub excerpt: String,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub read_at: Option<DateTime<Utc>>,
}
