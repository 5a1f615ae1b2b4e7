//! All SQL of the room.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use uuid::Uuid;

use crate::db::{DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

/// Projects that are over need nobody.
const LED: &str = "FROM projects WHERE organization_id = $1 AND lead_id = $2 \
    AND state NOT IN ('ended', 'archived', 'deleted')";

#[derive(QueryableByName)]
struct Led {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = BigInt)]
    version: i64,
}

/// Projects in work that a person leads, with their versions.
pub fn led_by(work: &mut Work, person: Uuid) -> Result<Vec<(Uuid, i64)>, DbError> {
    let organization = work.organization();
    let rows: Vec<Led> = sql(const_format::concatcp!(
        "SELECT id, version ",
        LED,
        " ORDER BY id"
    ))
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(person)
    .load(work.conn())?;
    Ok(rows.into_iter().map(|r| (r.id, r.version)).collect())
}

#[derive(QueryableByName)]
struct InHand {
    #[diesel(sql_type = BigInt)]
    projects: i64,
    #[diesel(sql_type = BigInt)]
    tasks: i64,
}

/// How many projects in work a person leads, and their open tasks.
pub fn in_hand(work: &mut Work, person: Uuid) -> Result<(i64, i64), DbError> {
    let organization = work.organization();
    let found: InHand = sql(const_format::concatcp!(
        "SELECT (SELECT count(*) ",
        LED,
        ") AS projects, (SELECT count(*) FROM tasks WHERE organization_id = $1 AND assignee_id = $2 \
         AND NOT is_done AND deleted_at IS NULL) AS tasks"
    ))
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(person)
    .get_result(work.conn())?;
    Ok((found.projects, found.tasks))
}
