//! The words of the room.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use uuid::Uuid;

/// What a task belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TaskOf {
    Deal(Uuid),
    Project(Uuid),
    Client(Uuid),
}

impl TaskOf {
    /// The column and the field on the wire.
    pub fn field(self) -> &'static str {
        match self {
            TaskOf::Deal(_) => "deal_id",
            TaskOf::Project(_) => "project_id",
            TaskOf::Client(_) => "client_id",
        }
    }

    pub fn id(self) -> Uuid {
        match self {
            TaskOf::Deal(id) | TaskOf::Project(id) | TaskOf::Client(id) => id,
        }
    }
}

/// A task.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Task {
    pub id: Uuid,
    pub deal_id: Option<Uuid>,
    pub project_id: Option<Uuid>,
    pub client_id: Option<Uuid>,
    pub title: String,
    pub description: Option<String>,
    pub due_date: Option<NaiveDate>,
    pub is_done: bool,
    pub assignee_id: Uuid,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub version: i64,
}

impl Task {
    /// What it belongs to; the table lets no task be without.
    pub fn of(&self) -> Option<TaskOf> {
        self.deal_id
            .map(TaskOf::Deal)
            .or(self.project_id.map(TaskOf::Project))
            .or(self.client_id.map(TaskOf::Client))
    }
}

/// A task to be made.
#[derive(Debug, Clone)]
pub struct NewTask {
    /// Made with the form, so that a form sent twice makes one task.
    pub id: Uuid,
    pub of: TaskOf,
    pub title: String,
    pub description: Option<String>,
    pub due_date: Option<NaiveDate>,
    pub is_done: bool,
    /// The maker where nobody is named.
    pub assignee_id: Option<Uuid>,
}

/// What somebody wants of a task; what is left out stays, and an inner `None` empties.
#[derive(Debug, Clone, Default)]
pub struct TaskChange {
    pub title: Option<String>,
    pub description: Option<Option<String>>,
    pub due_date: Option<Option<NaiveDate>>,
    pub is_done: Option<bool>,
    pub assignee_id: Option<Uuid>,
}
