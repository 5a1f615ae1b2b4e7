//! All SQL of the room.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};
use uuid::Uuid;

use super::model::{Notice, Told};
use crate::db::schema::notices;
use crate::db::{DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

/// Keeps a notice.
pub fn insert(work: &mut Work, notice: &Notice, excerpt: &str) -> Result<(), DbError> {
    let (kind, id) = notice.of.stored();
    diesel::insert_into(notices::table)
        .values((
            notices::organization_id.eq(work.organization()),
            notices::id.eq(Uuid::now_v7()),
            notices::user_id.eq(notice.to),
            notices::kind.eq(notice.kind.word()),
            notices::subject_kind.eq(kind),
            notices::subject_id.eq(id),
            notices::actor_id.eq(work.user()),
            notices::excerpt.eq(excerpt),
            notices::created_at.eq(work.now()),
        ))
        .execute(work.conn())?;
    Ok(())
}

/// The last notices of a person, newest first. One about a client that was merged leads to what it became by its
/// own page.
pub fn of_person(work: &mut Work, person: Uuid, limit: i64) -> Result<Vec<Told>, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT n.kind, n.subject_kind, n.subject_id, coalesce(p.name, c.short_name, c.name) AS name, n.actor_id, \
         n.excerpt, n.created_at, n.read_at FROM notices n \
         LEFT JOIN projects p ON p.organization_id = $1 AND n.subject_kind = 'project' AND p.id = n.subject_id \
         LEFT JOIN clients c ON c.organization_id = $1 AND n.subject_kind = 'client' AND c.id = n.subject_id \
         WHERE n.organization_id = $1 AND n.user_id = $2 ORDER BY n.created_at DESC, n.id DESC LIMIT $3",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(person)
    .bind::<BigInt, _>(limit)
    .load(work.conn())?)
}

/// How many a person has not seen.
pub fn unread(work: &mut Work, person: Uuid) -> Result<i64, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT count(*) FROM notices WHERE organization_id = $1 AND user_id = $2 AND read_at IS NULL",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(person)
    .by_place::<BigInt>()
    .get_result(work.conn())?)
}

/// The person has seen what was told up to now.
pub fn mark_read(work: &mut Work, person: Uuid) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    sql("UPDATE notices SET read_at = $3 WHERE organization_id = $1 AND user_id = $2 AND read_at IS NULL \
         AND created_at <= $3")
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(person)
    .bind::<Timestamptz, _>(now)
    .execute(work.conn())?;
    Ok(())
}
