//! The words of the room.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// What a file is, as people call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    Application,
    BusinessPlan,
    Photo,
    Scan,
    SpendingReport,
    Other,
}

impl FileKind {
    /// In the order in which they are shown.
    pub const ALL: [FileKind; 6] = [
        FileKind::Application,
        FileKind::BusinessPlan,
        FileKind::Photo,
        FileKind::Scan,
        FileKind::SpendingReport,
        FileKind::Other,
    ];

    /// The word in the database and in forms.
    pub fn word(self) -> &'static str {
        match self {
            FileKind::Application => "application",
            FileKind::BusinessPlan => "business_plan",
            FileKind::Photo => "photo",
            FileKind::Scan => "scan",
            FileKind::SpendingReport => "spending_report",
            FileKind::Other => "other",
        }
    }

    /// Key of the name.
    pub fn label(self) -> &'static str {
        match self {
            FileKind::Application => "file-application",
            FileKind::BusinessPlan => "file-business-plan",
            FileKind::Photo => "file-photo",
            FileKind::Scan => "file-scan",
            FileKind::SpendingReport => "file-spending-report",
            FileKind::Other => "file-other",
        }
    }

    /// The kind of this word; none for a word of ours that there is not.
    pub fn from_word(word: &str) -> Option<FileKind> {
        FileKind::ALL.into_iter().find(|k| k.word() == word)
    }
}

/// What a file belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileOf {
    Project(Uuid),
    Client(Uuid),
    Deal(Uuid),
}

impl FileOf {
    /// What an address names.
    pub fn from_word(kind: &str, id: Uuid) -> Option<FileOf> {
        match kind {
            "project" => Some(FileOf::Project(id)),
            "client" => Some(FileOf::Client(id)),
            "deal" => Some(FileOf::Deal(id)),
            _ => None,
        }
    }

    /// The word in addresses and announcements.
    pub fn word(self) -> &'static str {
        match self {
            FileOf::Project(_) => "project",
            FileOf::Client(_) => "client",
            FileOf::Deal(_) => "deal",
        }
    }

    /// The record itself.
    pub fn id(self) -> Uuid {
        match self {
            FileOf::Project(id) | FileOf::Client(id) | FileOf::Deal(id) => id,
        }
    }

    /// Address of its files.
    pub fn address(self) -> String {
        format!("/files/of/{}/{}", self.word(), self.id())
    }
}

/// What files may belong to, as this room needs it.
#[derive(Debug, Clone)]
pub struct Owner {
    pub name: String,
    /// The state of a project; empty for what has none.
    pub state: String,
    /// Assigned to the person who asks, or theirs.
    pub is_own: bool,
}

/// A file with its newest version.
#[derive(Debug, Clone)]
pub struct File {
    pub id: Uuid,
    pub of: FileOf,
    /// Name of the project, where the list is that of its client.
    pub project: Option<String>,
    pub kind: FileKind,
    pub name: String,
    pub newest: i32,
    pub size: i64,
    pub media_type: String,
    /// Who brought the file first.
    pub author: Option<Uuid>,
    /// Who brought the newest version, and when.
    pub brought_by: Option<Uuid>,
    pub brought_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deleted_by: Option<Uuid>,
    pub version: i64,
}

/// One version of a file.
#[derive(Debug, Clone)]
pub struct Version {
    pub number: i32,
    pub name: String,
    pub size: i64,
    pub media_type: String,
    pub sha256: Vec<u8>,
    pub stored_id: Uuid,
    pub author: Option<Uuid>,
    pub at: DateTime<Utc>,
}

/// Content that was brought: what it is and how large, and where it lies if it was not there before.
#[derive(Debug, Clone)]
pub struct Content {
    pub sha256: Vec<u8>,
    pub size: u64,
    pub media_type: String,
    pub stored_id: Uuid,
}

/// A file to be made, or a version of one.
#[derive(Debug, Clone)]
pub struct Brought {
    /// Made with the form, so that a form sent twice brings one file.
    pub id: Uuid,
    pub name: String,
    pub kind: FileKind,
    pub content: Content,
}
