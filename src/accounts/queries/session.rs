//! SQL of sessions: they belong to a person, not to an organization.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::db::schema::sessions;
use crate::db::{DbError, Work};

/// A session that has not ended, as its owner sees it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct Session {
    pub id: Uuid,
    pub user_id: Uuid,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub device: String,
}

/// More than anybody has browsers.
const MOST: i64 = 200;

/// The session with this token, whatever the organization.
pub fn session(work: &mut Work, token_hash: &[u8]) -> Result<Option<Session>, DbError> {
    let now = work.now();
    Ok(sessions::table
        .filter(sessions::token_hash.eq(token_hash))
        .filter(sessions::expires_at.gt(now))
        .select(Session::as_select())
        .first(work.conn())
        .optional()?)
}

pub fn sessions_of(work: &mut Work, user: Uuid) -> Result<Vec<Session>, DbError> {
    let now = work.now();
    Ok(sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::expires_at.gt(now))
        .order((sessions::seen_at.desc(), sessions::id))
        .limit(MOST)
        .select(Session::as_select())
        .load(work.conn())?)
}

pub fn insert_session(
    work: &mut Work,
    user: Uuid,
    token_hash: &[u8],
    lasts: Duration,
    device: &str,
) -> Result<(), DbError> {
    let now = work.now();
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(Uuid::now_v7()),
            sessions::token_hash.eq(token_hash),
            sessions::user_id.eq(user),
            sessions::created_at.eq(now),
            sessions::seen_at.eq(now),
            sessions::expires_at.eq(now + lasts),
            sessions::device.eq(device),
        ))
        .execute(work.conn())?;
    Ok(())
}

/// By its token, for signing out; gives whose it was.
pub fn delete_session(work: &mut Work, token_hash: &[u8]) -> Result<Option<Uuid>, DbError> {
    Ok(
        diesel::delete(sessions::table.filter(sessions::token_hash.eq(token_hash)))
            .returning(sessions::user_id)
            .get_result(work.conn())
            .optional()?,
    )
}

/// False if the person has no such session.
pub fn delete_session_of(work: &mut Work, user: Uuid, id: Uuid) -> Result<bool, DbError> {
    let gone = diesel::delete(sessions::table.find(id).filter(sessions::user_id.eq(user)))
        .execute(work.conn())?;
    Ok(gone == 1)
}

/// All of the person's sessions but one; without one, all.
pub fn delete_sessions(work: &mut Work, user: Uuid, keep: Option<Uuid>) -> Result<usize, DbError> {
    Ok(diesel::delete(
        sessions::table
            .filter(sessions::user_id.eq(user))
            .filter(sessions::id.ne(keep.unwrap_or(Uuid::nil()))),
    )
    .execute(work.conn())?)
}

/// Those of the person that have run out.
pub fn delete_expired_sessions(work: &mut Work, user: Uuid) -> Result<(), DbError> {
    let now = work.now();
    diesel::delete(
        sessions::table
            .filter(sessions::user_id.eq(user))
            .filter(sessions::expires_at.le(now)),
    )
    .execute(work.conn())?;
    Ok(())
}
