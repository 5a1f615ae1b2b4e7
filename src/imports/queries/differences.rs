//! What a draft would change of the records that are here: kept with the draft, read by its third step.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text};
use uuid::Uuid;

use super::SqlUuid;
use crate::db::{DbError, Work, sql};
use crate::imports::comparing::Difference;

/// Differences that go in with one statement.
const CHUNK: usize = 2000;

/// Stores the differences in their order.
pub fn put_differences(
    work: &mut Work,
    import: Uuid,
    differences: &[Difference],
) -> Result<(), DbError> {
    let organization = work.organization();
    for (at, chunk) in differences.chunks(CHUNK).enumerate() {
        let texts = |pick: fn(&Difference) -> &str| -> Vec<String> {
            let short = |d: &Difference| pick(d).replace('\0', "").chars().take(4000).collect();
            chunk.iter().map(short).collect()
        };
        let numbers = (0..chunk.len()).map(|i| (at * CHUNK + i) as i32 + 1);
        sql("INSERT INTO import_differences (organization_id, import_id, n, subject_kind, subject_id, label, field, \
                here, there, outcome, sheet, row) \
             SELECT $1, $2, x.* FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS x")
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(import)
            .bind::<Array<Integer>, _>(numbers.collect::<Vec<_>>())
            .bind::<Array<Text>, _>(texts(|d| d.kind))
            .bind::<Array<SqlUuid>, _>(chunk.iter().map(|d| d.id).collect::<Vec<_>>())
            .bind::<Array<Text>, _>(texts(|d| &d.label))
            .bind::<Array<Text>, _>(texts(|d| &d.field))
            .bind::<Array<Text>, _>(texts(|d| &d.here))
            .bind::<Array<Text>, _>(texts(|d| &d.there))
            .bind::<Array<Text>, _>(texts(|d| d.outcome.word()))
            .bind::<Array<Nullable<Integer>>, _>(
                chunk.iter().map(|d| d.source.map(|s| i32::from(s.sheet))).collect::<Vec<_>>(),
            )
            .bind::<Array<Nullable<Integer>>, _>(
                chunk.iter().map(|d| d.source.map(|s| s.row as i32)).collect::<Vec<_>>(),
            )
            .execute(work.conn())?;
    }
    Ok(())
}

/// A difference as it is stored.
#[derive(Debug, Clone, QueryableByName)]
pub struct StoredDifference {
    #[diesel(sql_type = Integer)]
    pub n: i32,
    #[diesel(sql_type = Text)]
    pub subject_kind: String,
    #[diesel(sql_type = SqlUuid)]
    pub subject_id: Uuid,
    #[diesel(sql_type = Text)]
    pub label: String,
    #[diesel(sql_type = Text)]
    pub field: String,
    #[diesel(sql_type = Text)]
    pub here: String,
    #[diesel(sql_type = Text)]
    pub there: String,
    #[diesel(sql_type = Text)]
    pub outcome: String,
}

/// Differences after a number, of one outcome or all.
pub fn differences(
    work: &mut Work,
    import: Uuid,
    outcome: Option<&str>,
    after: i32,
    limit: i64,
) -> Result<Vec<StoredDifference>, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT n, subject_kind, subject_id, label, field, here, there, outcome \
         FROM import_differences WHERE organization_id = $1 AND import_id = $2 \
         AND ($3::text IS NULL OR outcome = $3) AND n > $4 ORDER BY n LIMIT $5",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(import)
    .bind::<Nullable<Text>, _>(outcome.map(str::to_owned))
    .bind::<Integer, _>(after)
    .bind::<BigInt, _>(limit)
    .load(work.conn())?)
}

/// How many values of a field differ.
#[derive(Debug, Clone, QueryableByName)]
pub struct FieldCount {
    #[diesel(sql_type = Text)]
    pub field: String,
    #[diesel(sql_type = BigInt)]
    pub fills: i64,
    /// The record has another value.
    #[diesel(sql_type = BigInt)]
    pub conflicts: i64,
}

/// Differences by field, the most frequent first.
pub fn fields_that_differ(work: &mut Work, import: Uuid) -> Result<Vec<FieldCount>, DbError> {
    let organization = work.organization();
    Ok(sql("SELECT field, count(*) FILTER (WHERE here = '') AS fills, \
         count(*) FILTER (WHERE here <> '') AS conflicts FROM import_differences \
         WHERE organization_id = $1 AND import_id = $2 GROUP BY field ORDER BY count(*) DESC, field LIMIT 100")
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(import)
    .load(work.conn())?)
}
