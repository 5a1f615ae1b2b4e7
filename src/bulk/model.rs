//! The words of the room.

use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Integer, Jsonb, Nullable, Text};
use serde_json::Value;
use uuid::Uuid;

type SqlUuid = diesel::sql_types::Uuid;

/// A bulk change as it is stored.
#[derive(Debug, Clone, QueryableByName)]
pub struct Bulk {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    pub made_by: Uuid,
    #[diesel(sql_type = Text)]
    pub field: String,
    #[diesel(sql_type = Text)]
    pub value: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub choice: Option<Uuid>,
    #[diesel(sql_type = Text)]
    pub query: String,
    #[diesel(sql_type = Text)]
    pub state: String,
    /// Rows; none while they are being gathered.
    #[diesel(sql_type = Integer)]
    pub n: i32,
}

/// A row of it.
#[derive(Debug, Clone, QueryableByName)]
pub struct BulkRow {
    #[diesel(sql_type = SqlUuid)]
    pub project_id: Uuid,
    #[diesel(sql_type = BigInt)]
    pub version: i64,
}

/// How many rows had which outcome.
#[derive(Debug, Clone, QueryableByName)]
pub struct OutcomeCount {
    #[diesel(sql_type = Text)]
    pub outcome: String,
    #[diesel(sql_type = BigInt)]
    pub n: i64,
}

/// A row that was left, with its number and why.
#[derive(Debug, Clone, QueryableByName)]
pub struct Left {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = Text)]
    pub number: String,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub reason: Option<Value>,
}
