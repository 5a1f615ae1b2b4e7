//! The words of the room.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Date, Integer, Jsonb, Nullable, Text, Timestamptz};
use serde_json::Value;
use uuid::Uuid;

type SqlUuid = diesel::sql_types::Uuid;

/// States of the lifecycle in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProjectState {
    ApplicationShort,
    ApplicationFull,
    InCommission,
    OnSupport,
    Frozen,
    Ended,
    Archived,
    Deleted,
}

impl ProjectState {
    pub const ALL: [ProjectState; 8] = [
        ProjectState::ApplicationShort,
        ProjectState::ApplicationFull,
        ProjectState::InCommission,
        ProjectState::OnSupport,
        ProjectState::Frozen,
        ProjectState::Ended,
        ProjectState::Archived,
        ProjectState::Deleted,
    ];

    pub fn word(self) -> &'static str {
        match self {
            ProjectState::ApplicationShort => "application_short",
            ProjectState::ApplicationFull => "application_full",
            ProjectState::InCommission => "in_commission",
            ProjectState::OnSupport => "on_support",
            ProjectState::Frozen => "frozen",
            ProjectState::Ended => "ended",
            ProjectState::Archived => "archived",
            ProjectState::Deleted => "deleted",
        }
    }

    pub fn from_word(word: &str) -> Option<ProjectState> {
        ProjectState::ALL.into_iter().find(|s| s.word() == word)
    }

    /// Key of the state's name.
    pub fn label(self) -> &'static str {
        match self {
            ProjectState::ApplicationShort => "state-application-short",
            ProjectState::ApplicationFull => "state-application-full",
            ProjectState::InCommission => "state-in-commission",
            ProjectState::OnSupport => "state-on-support",
            ProjectState::Frozen => "state-frozen",
            ProjectState::Ended => "state-ended",
            ProjectState::Archived => "state-archived",
            ProjectState::Deleted => "state-deleted",
        }
    }

    /// Name of the state's hue and glyph in the style sheets and icons.
    pub fn look(self) -> &'static str {
        match self {
            ProjectState::ApplicationShort => "incomplete",
            ProjectState::ApplicationFull => "complete",
            ProjectState::InCommission => "review",
            ProjectState::OnSupport => "support",
            ProjectState::Frozen => "paused",
            ProjectState::Ended => "done",
            ProjectState::Archived => "archived",
            ProjectState::Deleted => "deleted",
        }
    }

    /// Place in the lifecycle, for sorting.
    pub fn rank(self) -> i16 {
        ProjectState::ALL
            .iter()
            .position(|s| *s == self)
            .unwrap_or_default() as i16
    }
}

/// A project with the names of what it refers to.
#[derive(Debug, Clone, QueryableByName)]
pub struct Project {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    #[diesel(sql_type = Text)]
    pub number: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub client_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    pub client_name: Option<String>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub industry_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    pub industry: Option<String>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub address_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub district_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    pub district: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub own_kopecks: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub requested_kopecks: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub total_kopecks: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub tax_kopecks: Option<i64>,
    #[diesel(sql_type = Nullable<Integer>)]
    pub jobs: Option<i32>,
    #[diesel(sql_type = Nullable<Text>)]
    pub description: Option<String>,
    #[diesel(sql_type = Nullable<Date>)]
    pub application_date: Option<NaiveDate>,
    #[diesel(sql_type = Text)]
    pub application_date_precision: String,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Timestamptz)]
    pub state_changed_at: DateTime<Utc>,
    /// When a frozen project is to be looked at again.
    #[diesel(sql_type = Nullable<Date>)]
    pub frozen_until: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub lead_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    pub lead_name: Option<String>,
    /// The actor is among the people assigned.
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub is_own: bool,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub has_support: bool,
    #[diesel(sql_type = Jsonb)]
    pub custom: Value,
    #[diesel(sql_type = Jsonb)]
    pub unread: Value,
}

impl Project {
    pub fn state(&self) -> ProjectState {
        ProjectState::from_word(&self.state).unwrap_or(ProjectState::ApplicationShort)
    }
}
