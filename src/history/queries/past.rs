//! Reading the past of one row together with what was merged into it: all of it, one field, what came after a
//! moment, one entry.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Jsonb, Nullable, Text, Timestamptz};
use serde_json::Value;
use uuid::Uuid;

use crate::db::{DbError, Work, sql};
use crate::history::{Entry, SubjectKind};

type SqlUuid = diesel::sql_types::Uuid;

/// After every change that there will be.
const FAR_AHEAD: DateTime<Utc> = match DateTime::from_timestamp(253_402_300_799, 0) {
    Some(at) => at,
    None => DateTime::<Utc>::UNIX_EPOCH,
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    subject_id: Uuid,
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = Text)]
    field: String,
    #[diesel(sql_type = Nullable<Jsonb>)]
    from_value: Option<Value>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    to_value: Option<Value>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    actor_id: Option<Uuid>,
    #[diesel(sql_type = Text)]
    door: String,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
}

impl From<Row> for Entry {
    fn from(row: Row) -> Entry {
        Entry {
            subject: row.subject_id,
            version: row.version,
            field: row.field,
            from: row.from_value,
            to: row.to_value,
            actor: row.actor_id,
            door: row.door,
            at: row.at,
        }
    }
}

/// The row and those that were merged into it.
const OF_ROW: &str = "SELECT subject_id, version, field, from_value, to_value, actor_id, door, at FROM changes \
    WHERE organization_id = $1 AND subject_kind = $2 AND subject_id = ANY (ARRAY( \
        SELECT $3 UNION ALL SELECT old_id FROM aliases \
        WHERE organization_id = $1 AND kind = $2 AND new_id = $3)) ";

const ALL: &str = const_format::concatcp!(
    OF_ROW,
    "AND at < $4 ORDER BY at DESC, version DESC, field LIMIT $5"
);
const ONE_FIELD: &str = const_format::concatcp!(
    OF_ROW,
    "AND field IN ($4, '') ORDER BY at DESC, version DESC, field DESC LIMIT $5"
);
const LATER: &str = const_format::concatcp!(OF_ROW, "AND at >= $4 ORDER BY at, version, field");
const ENTRY: &str = const_format::concatcp!(
    OF_ROW,
    "AND subject_id = $4 AND version = $5 AND field = $6"
);

fn entries(rows: Vec<Row>) -> Vec<Entry> {
    rows.into_iter().map(Entry::from).collect()
}

/// The history of one row, newest first, from before a moment (in microseconds since 1970). What was merged into
/// the row is read together with it.
pub fn of_row(
    work: &mut Work,
    kind: SubjectKind,
    id: Uuid,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Entry>, DbError> {
    let before = before.and_then(DateTime::from_timestamp_micros);
    let rows: Vec<Row> = sql(ALL)
        .bind::<SqlUuid, _>(work.organization())
        .bind::<Text, _>(kind.word().to_owned())
        .bind::<SqlUuid, _>(id)
        .bind::<Timestamptz, _>(before.unwrap_or(FAR_AHEAD))
        .bind::<BigInt, _>(limit)
        .load(work.conn())?;
    Ok(entries(rows))
}

/// The history of one field and the making of its row, newest first.
pub fn of_field(
    work: &mut Work,
    kind: SubjectKind,
    id: Uuid,
    field: &str,
    limit: i64,
) -> Result<Vec<Entry>, DbError> {
    let rows: Vec<Row> = sql(ONE_FIELD)
        .bind::<SqlUuid, _>(work.organization())
        .bind::<Text, _>(kind.word().to_owned())
        .bind::<SqlUuid, _>(id)
        .bind::<Text, _>(field.to_owned())
        .bind::<BigInt, _>(limit)
        .load(work.conn())?;
    Ok(entries(rows))
}

/// What was written of a row from a moment on, oldest first.
pub fn later_than(
    work: &mut Work,
    kind: SubjectKind,
    id: Uuid,
    moment: DateTime<Utc>,
) -> Result<Vec<Entry>, DbError> {
    let rows: Vec<Row> = sql(LATER)
        .bind::<SqlUuid, _>(work.organization())
        .bind::<Text, _>(kind.word().to_owned())
        .bind::<SqlUuid, _>(id)
        .bind::<Timestamptz, _>(moment)
        .load(work.conn())?;
    Ok(entries(rows))
}

/// One entry of a row, or of one that was merged into it.
pub fn entry_of(
    work: &mut Work,
    kind: SubjectKind,
    id: Uuid,
    (subject, version, field): (Uuid, i64, &str),
) -> Result<Option<Entry>, DbError> {
    let row: Option<Row> = sql(ENTRY)
        .bind::<SqlUuid, _>(work.organization())
        .bind::<Text, _>(kind.word().to_owned())
        .bind::<SqlUuid, _>(id)
        .bind::<SqlUuid, _>(subject)
        .bind::<BigInt, _>(version)
        .bind::<Text, _>(field.to_owned())
        .get_result(work.conn())
        .optional()?;
    Ok(row.map(Entry::from))
}
