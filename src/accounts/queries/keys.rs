//! SQL of the keys of programs.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::db::schema::api_keys;
use crate::db::{DbError, Work};

/// A key as administrators see it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = api_keys)]
pub struct Key {
    pub id: Uuid,
    pub name: String,
    pub ending: String,
    pub scope: String,
    pub made_by: Uuid,
    pub expires_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
}

const MOST: i64 = 200;

/// The key with this hash, while it is good.
pub fn good_key(work: &mut Work, hash: &[u8]) -> Result<Option<Key>, DbError> {
    let (organization, now) = (work.organization(), work.now());
    Ok(api_keys::table
        .filter(api_keys::organization_id.eq(organization))
        .filter(api_keys::key_hash.eq(hash))
        .filter(api_keys::ended_at.is_null())
        .filter(api_keys::expires_at.gt(now))
        .select(Key::as_select())
        .first(work.conn())
        .optional()?)
}

/// Says that a key was used just now.
pub fn note_use_of_key(work: &mut Work, id: Uuid) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    diesel::update(api_keys::table.find((organization, id)))
        .set(api_keys::last_used_at.eq(now))
        .execute(work.conn())?;
    Ok(())
}

/// All keys that have not been ended, newest first.
pub fn keys(work: &mut Work) -> Result<Vec<Key>, DbError> {
    let organization = work.organization();
    Ok(api_keys::table
        .filter(api_keys::organization_id.eq(organization))
        .filter(api_keys::ended_at.is_null())
        .order((api_keys::created_at.desc(), api_keys::id))
        .limit(MOST)
        .select(Key::as_select())
        .load(work.conn())?)
}

/// A key to be kept.
#[derive(Insertable)]
#[diesel(table_name = api_keys)]
pub struct NewKey<'a> {
    pub organization_id: Uuid,
    pub id: Uuid,
    pub name: &'a str,
    pub key_hash: &'a [u8],
    pub ending: &'a str,
    pub scope: &'a str,
    pub made_by: Uuid,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// False if there is a key with this id already: the form was sent twice.
pub fn insert_key(work: &mut Work, key: &NewKey<'_>) -> Result<bool, DbError> {
    let rows = diesel::insert_into(api_keys::table)
        .values(key)
        .on_conflict((api_keys::organization_id, api_keys::id))
        .do_nothing()
        .execute(work.conn())?;
    Ok(rows == 1)
}

/// Ends a key; gives its name, none if there is no such key.
pub fn end_key(work: &mut Work, id: Uuid) -> Result<Option<String>, DbError> {
    let (organization, now) = (work.organization(), work.now());
    Ok(diesel::update(
        api_keys::table
            .find((organization, id))
            .filter(api_keys::ended_at.is_null()),
    )
    .set(api_keys::ended_at.eq(now))
    .returning(api_keys::name)
    .get_result(work.conn())
    .optional()?)
}
