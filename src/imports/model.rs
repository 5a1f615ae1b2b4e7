//! The words of the room: an import and its states.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::db::schema::imports;

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportState {
    Reading,
    Ready,
    Writing,
    Done,
    Failed,
    Undone,
}

impl ImportState {
    pub const ALL: [ImportState; 6] = [
        ImportState::Reading,
        ImportState::Ready,
        ImportState::Writing,
        ImportState::Done,
        ImportState::Failed,
        ImportState::Undone,
    ];

    pub fn word(self) -> &'static str {
        match self {
            ImportState::Reading => "reading",
            ImportState::Ready => "ready",
            ImportState::Writing => "writing",
            ImportState::Done => "done",
            ImportState::Failed => "failed",
            ImportState::Undone => "undone",
        }
    }

    pub fn from_word(word: &str) -> Option<ImportState> {
        ImportState::ALL.into_iter().find(|s| s.word() == word)
    }

    /// Key of the state's name.
    pub fn label(self) -> &'static str {
        match self {
            ImportState::Reading => "import-state-reading",
            ImportState::Ready => "import-state-ready",
            ImportState::Writing => "import-state-writing",
            ImportState::Done => "import-state-done",
            ImportState::Failed => "import-state-failed",
            ImportState::Undone => "import-state-undone",
        }
    }

    /// Something is being done; the page looks again by itself.
    pub fn is_busy(self) -> bool {
        matches!(self, ImportState::Reading | ImportState::Writing)
    }
}

/// An import as it is stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = imports)]
pub struct Import {
    pub id: Uuid,
    pub file_name: String,
    pub file_size: i64,
    pub state: String,
    pub progress: i32,
    pub sheets: Value,
    pub counts: Value,
    pub error: Option<Value>,
    pub kept: Value,
    pub made_by: Uuid,
    pub created_at: DateTime<Utc>,
    pub written_at: Option<DateTime<Utc>>,
}

impl Import {
    pub fn state(&self) -> ImportState {
        ImportState::from_word(&self.state).unwrap_or(ImportState::Failed)
    }
}

/// Which problems are listed.
#[derive(Debug, Clone, Default)]
pub struct ProblemFilter {
    pub severity: Option<String>,
    pub kind: Option<String>,
}

/// A problem as it is stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = crate::db::schema::import_problems)]
pub struct StoredProblem {
    pub n: i32,
    pub sheet: i32,
    pub row: Option<i32>,
    pub col: Option<i32>,
    pub kind: String,
    pub severity: String,
    pub raw: Option<String>,
    pub value: Option<String>,
}
