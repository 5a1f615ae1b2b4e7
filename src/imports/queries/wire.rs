//! Imports and their problems as programs see them.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, Text};
use uuid::Uuid;

use crate::db::{DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

/// A problem with the name of its sheet.
#[derive(Debug, Clone, QueryableByName)]
pub struct ShownProblem {
    #[diesel(sql_type = Text)]
    pub sheet: String,
    #[diesel(sql_type = Nullable<Integer>)]
    pub at_row: Option<i32>,
    #[diesel(sql_type = Nullable<Integer>)]
    pub at_col: Option<i32>,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Text)]
    pub severity: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub field: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub raw: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub value: Option<String>,
}

/// Which problems are asked for; empty means all.
#[derive(Debug, Clone, Default)]
pub struct AskedProblems {
    pub kind: Option<String>,
    pub severity: Option<String>,
    pub sheets: Vec<String>,
}

const PROBLEMS: &str = "SELECT coalesce(i.sheets -> p.sheet ->> 'name', '') AS sheet, p.row AS at_row, p.col AS at_col, p.kind, p.severity, p.field, \
    p.raw, p.value FROM import_problems p \
    JOIN imports i ON i.organization_id = p.organization_id AND i.id = p.import_id \
    WHERE p.organization_id = $1 AND p.import_id = $2 AND ($3::text IS NULL OR p.kind = $3) \
    AND ($4::text IS NULL OR p.severity = $4) \
    AND (cardinality($5::text[]) = 0 OR i.sheets -> p.sheet ->> 'name' = ANY ($5)) ORDER BY p.n LIMIT $6 OFFSET $7";
const COUNT: &str = "SELECT count(*) FROM import_problems p \
    JOIN imports i ON i.organization_id = p.organization_id AND i.id = p.import_id \
    WHERE p.organization_id = $1 AND p.import_id = $2 AND ($3::text IS NULL OR p.kind = $3) \
    AND ($4::text IS NULL OR p.severity = $4) \
    AND (cardinality($5::text[]) = 0 OR i.sheets -> p.sheet ->> 'name' = ANY ($5))";

/// A page of problems, in the order of the file.
pub fn shown_problems(
    work: &mut Work,
    id: Uuid,
    asked: &AskedProblems,
    limit: i64,
    offset: i64,
) -> Result<Vec<ShownProblem>, DbError> {
    let organization = work.organization();
    Ok(sql(PROBLEMS)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .bind::<Nullable<Text>, _>(asked.kind.clone())
        .bind::<Nullable<Text>, _>(asked.severity.clone())
        .bind::<diesel::sql_types::Array<Text>, _>(asked.sheets.clone())
        .bind::<BigInt, _>(limit)
        .bind::<BigInt, _>(offset)
        .load(work.conn())?)
}

pub fn count_problems(work: &mut Work, id: Uuid, asked: &AskedProblems) -> Result<i64, DbError> {
    let organization = work.organization();
    Ok(sql(COUNT)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .bind::<Nullable<Text>, _>(asked.kind.clone())
        .bind::<Nullable<Text>, _>(asked.severity.clone())
        .bind::<diesel::sql_types::Array<Text>, _>(asked.sheets.clone())
        .by_place::<BigInt>()
        .get_result(work.conn())?)
}
