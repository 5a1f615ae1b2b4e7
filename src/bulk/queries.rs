//! All SQL of the room.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Jsonb, Nullable, Text};
use serde_json::Value;
use uuid::Uuid;

use super::model::{Bulk, BulkRow, Left, OutcomeCount};
use crate::db::{DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

const BULK: &str = "SELECT id, made_by, field, value, choice, query, state, n FROM bulk_changes WHERE organization_id = $1 AND id = $2";
const LOCKED: &str = const_format::concatcp!(BULK, " FOR UPDATE");

fn load(work: &mut Work, text: &'static str, id: Uuid) -> Result<Option<Bulk>, DbError> {
    let organization = work.organization();
    Ok(sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .get_result(work.conn())
        .optional()?)
}

pub fn find(work: &mut Work, id: Uuid) -> Result<Option<Bulk>, DbError> {
    load(work, BULK, id)
}

/// The same, locked until the end of this work.
pub fn lock(work: &mut Work, id: Uuid) -> Result<Option<Bulk>, DbError> {
    load(work, LOCKED, id)
}

/// False if it is there already: the form was sent twice.
pub fn insert(work: &mut Work, bulk: &Bulk) -> Result<bool, DbError> {
    let organization = work.organization();
    let rows = sql(
        "INSERT INTO bulk_changes (organization_id, id, made_by, field, value, choice, query) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (organization_id, id) DO NOTHING",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(bulk.id)
    .bind::<SqlUuid, _>(bulk.made_by)
    .bind::<Text, _>(bulk.field.clone())
    .bind::<Text, _>(bulk.value.clone())
    .bind::<Nullable<SqlUuid>, _>(bulk.choice)
    .bind::<Text, _>(bulk.query.clone())
    .execute(work.conn())?;
    Ok(rows == 1)
}

pub fn set_state(work: &mut Work, id: Uuid, state: &'static str, n: i32) -> Result<(), DbError> {
    let organization = work.organization();
    sql("UPDATE bulk_changes SET state = $3, n = $4 WHERE organization_id = $1 AND id = $2")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .bind::<Text, _>(state)
        .bind::<Integer, _>(n)
        .execute(work.conn())?;
    Ok(())
}

/// Adds rows as they are now.
pub fn add_rows(work: &mut Work, id: Uuid, rows: &[(Uuid, i64)]) -> Result<(), DbError> {
    let organization = work.organization();
    let (ids, versions): (Vec<Uuid>, Vec<i64>) = rows.iter().copied().unzip();
    sql(
        "INSERT INTO bulk_rows (organization_id, bulk_id, project_id, version) \
         SELECT $1, $2, x.id, x.v FROM unnest($3, $4) AS x (id, v) ON CONFLICT DO NOTHING",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(id)
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<BigInt>, _>(versions)
    .execute(work.conn())?;
    Ok(())
}

#[derive(QueryableByName)]
struct Gathered {
    #[diesel(sql_type = Nullable<SqlUuid>)]
    last: Option<Uuid>,
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// The last row that was gathered, and how many there are.
pub fn gathered(work: &mut Work, id: Uuid) -> Result<(Uuid, i64), DbError> {
    let organization = work.organization();
    let found: Gathered = sql(
        "SELECT (SELECT project_id FROM bulk_rows WHERE organization_id = $1 AND bulk_id = $2 \
            ORDER BY project_id DESC LIMIT 1) AS last, \
         (SELECT count(*) FROM bulk_rows WHERE organization_id = $1 AND bulk_id = $2) AS n",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(id)
    .get_result(work.conn())?;
    Ok((found.last.unwrap_or(Uuid::nil()), found.n))
}

/// The next rows of an outcome.
pub fn rows_of(
    work: &mut Work,
    id: Uuid,
    outcome: &'static str,
    limit: i64,
) -> Result<Vec<BulkRow>, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT project_id, version FROM bulk_rows WHERE organization_id = $1 AND bulk_id = $2 AND outcome = $3 \
         ORDER BY project_id LIMIT $4",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(id)
    .bind::<Text, _>(outcome)
    .bind::<BigInt, _>(limit)
    .load(work.conn())?)
}

/// What became of rows: outcome and, for those left, why.
pub fn set_outcomes(
    work: &mut Work,
    id: Uuid,
    rows: &[(Uuid, &'static str, Option<Value>)],
) -> Result<(), DbError> {
    let organization = work.organization();
    let words: Vec<String> = rows.iter().map(|(_, w, _)| (*w).to_owned()).collect();
    let reasons: Vec<Option<Value>> = rows.iter().map(|(_, _, r)| r.clone()).collect();
    sql("UPDATE bulk_rows b SET outcome = x.o, reason = x.r FROM unnest($3, $4, $5) AS x (id, o, r) \
         WHERE b.organization_id = $1 AND b.bulk_id = $2 AND b.project_id = x.id")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .bind::<Array<SqlUuid>, _>(rows.iter().map(|(id, ..)| *id).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(words)
        .bind::<Array<Nullable<Jsonb>>, _>(reasons)
        .execute(work.conn())?;
    Ok(())
}

/// How many rows had which outcome.
pub fn counts(work: &mut Work, id: Uuid) -> Result<Vec<OutcomeCount>, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT outcome, count(*) AS n FROM bulk_rows WHERE organization_id = $1 AND bulk_id = $2 GROUP BY outcome",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(id)
    .load(work.conn())?)
}

/// Rows that were left, those in conflict first.
pub fn left(work: &mut Work, id: Uuid, limit: i64) -> Result<Vec<Left>, DbError> {
    let organization = work.organization();
    Ok(sql("SELECT p.id, p.number, b.reason FROM bulk_rows b \
         JOIN projects p ON p.organization_id = b.organization_id AND p.id = b.project_id \
         WHERE b.organization_id = $1 AND b.bulk_id = $2 AND b.outcome IN ('conflict', 'refused') \
         ORDER BY b.outcome, p.number_value LIMIT $3")
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(id)
    .bind::<BigInt, _>(limit)
    .load(work.conn())?)
}
