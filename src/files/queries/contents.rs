//! What files hold: once in the store, counted by the versions that hold it.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Integer, Text};
use uuid::Uuid;

use crate::db::{DbError, Work, sql};
use crate::files::model::Content;

type SqlUuid = diesel::sql_types::Uuid;

/// Counts one more version that holds content which is here already; false if it is not here.
pub fn hold_known(work: &mut Work, sha256: &[u8]) -> Result<bool, DbError> {
    let organization = work.organization();
    let counted = sql(
        "UPDATE file_contents SET reference_count = reference_count + 1 \
         WHERE organization_id = $1 AND sha256 = $2",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Binary, _>(sha256.to_vec())
    .execute(work.conn())?;
    Ok(counted > 0)
}

/// The same for content that was just put into the store; gives where it lies: elsewhere if somebody brought the
/// same at the same moment and was first.
pub fn hold_content(work: &mut Work, content: &Content) -> Result<Uuid, DbError> {
    let organization = work.organization();
    Ok(sql(
        "INSERT INTO file_contents AS c (organization_id, sha256, size, media_type, stored_id, reference_count) \
         VALUES ($1, $2, $3, $4, $5, 1) ON CONFLICT (organization_id, sha256) \
         DO UPDATE SET reference_count = c.reference_count + 1 RETURNING c.stored_id",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Binary, _>(content.sha256.clone())
    .bind::<BigInt, _>(content.size as i64)
    .bind::<Text, _>(content.media_type.clone())
    .bind::<SqlUuid, _>(content.stored_id)
    .by_place::<SqlUuid>()
    .get_result(work.conn())?)
}

/// Removes a file with its versions for good, and gives what lies in the store and is held by nothing any more.
pub fn erase(work: &mut Work, file: Uuid) -> Result<Vec<Uuid>, DbError> {
    let organization = work.organization();
    let held: Vec<Held> = sql(
        "WITH gone AS (DELETE FROM file_versions WHERE organization_id = $1 AND file_id = $2 RETURNING sha256) \
         SELECT sha256, count(*)::integer AS n FROM gone GROUP BY sha256 ORDER BY sha256",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(file)
    .load(work.conn())?;
    sql("DELETE FROM files WHERE organization_id = $1 AND id = $2")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(file)
        .execute(work.conn())?;
    let mut free = Vec::new();
    for content in held {
        free.extend(let_go(work, &content)?);
    }
    Ok(free)
}

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = Binary)]
    sha256: Vec<u8>,
    #[diesel(sql_type = Integer)]
    n: i32,
}

/// Counts so many versions less; gives where the content lies if that were all.
fn let_go(work: &mut Work, held: &Held) -> Result<Option<Uuid>, DbError> {
    let organization = work.organization();
    let (left, stored): (i32, Uuid) = sql(
        "UPDATE file_contents SET reference_count = reference_count - $3 \
         WHERE organization_id = $1 AND sha256 = $2 RETURNING reference_count, stored_id",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Binary, _>(held.sha256.clone())
    .bind::<Integer, _>(held.n)
    .by_place::<(Integer, SqlUuid)>()
    .get_result(work.conn())?;
    if left > 0 {
        return Ok(None);
    }
    sql("DELETE FROM file_contents WHERE organization_id = $1 AND sha256 = $2")
        .bind::<SqlUuid, _>(organization)
        .bind::<Binary, _>(held.sha256.clone())
        .execute(work.conn())?;
    Ok(Some(stored))
}
