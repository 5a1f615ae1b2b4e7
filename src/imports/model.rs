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
    /// Somebody stopped the reading.
    Stopped,
}

impl ImportState {
    pub const ALL: [ImportState; 7] = [
        ImportState::Reading,
        ImportState::Ready,
        ImportState::Writing,
        ImportState::Done,
        ImportState::Failed,
        ImportState::Undone,
        ImportState::Stopped,
    ];

    pub fn word(self) -> &'static str {
        match self {
            ImportState::Reading => "reading",
            ImportState::Ready => "ready",
            ImportState::Writing => "writing",
            ImportState::Done => "done",
            ImportState::Failed => "failed",
            ImportState::Undone => "undone",
            ImportState::Stopped => "stopped",
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
            ImportState::Stopped => "import-state-stopped",
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

/// The steps of the wizard; each has its own address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    File,
    Columns,
    Matches,
    Result,
}

impl Step {
    pub const ALL: [Step; 4] = [Step::File, Step::Columns, Step::Matches, Step::Result];

    /// The last part of the address.
    pub fn word(self) -> &'static str {
        match self {
            Step::File => "file",
            Step::Columns => "columns",
            Step::Matches => "matches",
            Step::Result => "result",
        }
    }

    /// Key of the step's name.
    pub fn label(self) -> &'static str {
        match self {
            Step::File => "step-file",
            Step::Columns => "step-columns",
            Step::Matches => "step-matches",
            Step::Result => "step-result",
        }
    }

    /// Where an import in this state is continued.
    pub fn of(state: ImportState) -> Step {
        match state {
            ImportState::Ready => Step::Columns,
            ImportState::Done | ImportState::Undone | ImportState::Writing => Step::Result,
            ImportState::Reading | ImportState::Failed | ImportState::Stopped => Step::File,
        }
    }

    /// Address of the step.
    pub fn address(self, import: Uuid) -> String {
        format!("/imports/{import}/{}", self.word())
    }
}
