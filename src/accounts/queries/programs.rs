//! SQL of programs: who is behind a token, refresh tokens, answers kept for requests sent again.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::super::model::{Actor, Role};
use crate::db::schema::{idempotency_keys, memberships, organizations, refresh_tokens, users};
use crate::db::{DbError, Work};
use crate::text::Locale;

/// Who a token names.
pub enum Known {
    /// The account is no more.
    Nobody,
    /// There is such a person, who is no member of the organization of this work.
    Outsider,
    Member(Box<Actor>),
}

/// The person of a token, as a member of the organization of this work: one query.
pub fn program_actor(work: &mut Work, user: Uuid, locale: Locale) -> Result<Known, DbError> {
    type Membership = (String, Vec<String>, i16);
    type Of = (String, String, String, String, bool, bool);
    type Row = ((String, String), Option<(Membership, Of)>);
    let organization = work.organization();
    work.show_own_rows(user)?;
    let row: Option<Row> = users::table
        .left_join(
            memberships::table
                .inner_join(
                    organizations::table.on(organizations::id.eq(memberships::organization_id)),
                )
                .on(memberships::user_id
                    .eq(users::id)
                    .and(memberships::organization_id.eq(organization))
                    .and(memberships::ended_at.is_null())),
        )
        .filter(users::id.eq(user))
        .select((
            (users::name, users::email),
            (
                (
                    memberships::role,
                    memberships::permissions,
                    memberships::hue,
                ),
                (
                    organizations::name,
                    organizations::region,
                    organizations::time_zone,
                    organizations::members_edit,
                    organizations::uses_register,
                    organizations::uses_pipeline,
                ),
            )
                .nullable(),
        ))
        .first(work.conn())
        .optional()?;
    let Some((person, of)) = row else {
        return Ok(Known::Nobody);
    };
    let Some((membership, of)) = of else {
        return Ok(Known::Outsider);
    };
    Ok(Known::Member(Box::new(Actor {
        user,
        session: Uuid::nil(),
        role: Role::from_word(&membership.0).unwrap_or(Role::Viewer),
        may_export: membership.1.iter().any(|p| p == "export"),
        organization,
        organization_name: of.0,
        region: of.1,
        zone: of.2.parse().unwrap_or(chrono_tz::UTC),
        members_edit_all: of.3 == "all",
        uses_register: of.4,
        uses_pipeline: of.5,
        is_key: false,
        name: person.0,
        email: person.1,
        hue: membership.2,
        locale,
        theme: String::new(),
        density: String::new(),
    })))
}

pub fn insert_refresh_token(
    work: &mut Work,
    hash: &[u8],
    family: Uuid,
    user: Uuid,
    lasts: Duration,
) -> Result<(), DbError> {
    let now = work.now();
    diesel::delete(
        refresh_tokens::table
            .filter(refresh_tokens::user_id.eq(user))
            .filter(refresh_tokens::expires_at.le(now)),
    )
    .execute(work.conn())?;
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::token_hash.eq(hash),
            refresh_tokens::family_id.eq(family),
            refresh_tokens::user_id.eq(user),
            refresh_tokens::created_at.eq(now),
            refresh_tokens::expires_at.eq(now + lasts),
        ))
        .execute(work.conn())?;
    Ok(())
}

/// Family, person, when it was used.
pub type RefreshToken = (Uuid, Uuid, Option<DateTime<Utc>>);

/// Family and person of a refresh token, and when it was used; locked, so that of two uses one is first.
pub fn lock_refresh_token(work: &mut Work, hash: &[u8]) -> Result<Option<RefreshToken>, DbError> {
    let now = work.now();
    Ok(refresh_tokens::table
        .find(hash)
        .filter(refresh_tokens::expires_at.gt(now))
        .select((
            refresh_tokens::family_id,
            refresh_tokens::user_id,
            refresh_tokens::used_at,
        ))
        .for_update()
        .first(work.conn())
        .optional()?)
}

pub fn use_refresh_token(work: &mut Work, hash: &[u8]) -> Result<(), DbError> {
    let now = work.now();
    diesel::update(refresh_tokens::table.find(hash))
        .set(refresh_tokens::used_at.eq(now))
        .execute(work.conn())?;
    Ok(())
}

/// Ends every token that came from one sign-in.
pub fn end_family(work: &mut Work, family: Uuid) -> Result<(), DbError> {
    diesel::delete(refresh_tokens::table.filter(refresh_tokens::family_id.eq(family)))
        .execute(work.conn())?;
    Ok(())
}

/// Ends every sign-in of programs of this person.
pub fn end_refresh_tokens(work: &mut Work, user: Uuid) -> Result<(), DbError> {
    diesel::delete(refresh_tokens::table.filter(refresh_tokens::user_id.eq(user)))
        .execute(work.conn())?;
    Ok(())
}

/// An answer that was given to a request with the same key.
#[derive(Queryable)]
pub struct KeptAnswer {
    pub request_hash: Vec<u8>,
    pub status: Option<i32>,
    pub headers: Value,
    pub body: Vec<u8>,
}

/// Takes the key for this work, waiting for another one that has it; or gives what was answered before.
pub fn claim_key(
    work: &mut Work,
    user: Uuid,
    key: &str,
    request_hash: &[u8],
) -> Result<Option<KeptAnswer>, DbError> {
    let (organization, now) = (work.organization(), work.now());
    let rows = diesel::insert_into(idempotency_keys::table)
        .values((
            idempotency_keys::organization_id.eq(organization),
            idempotency_keys::user_id.eq(user),
            idempotency_keys::key.eq(key),
            idempotency_keys::request_hash.eq(request_hash),
            idempotency_keys::created_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(work.conn())?;
    if rows == 1 {
        return Ok(None);
    }
    Ok(idempotency_keys::table
        .find((organization, user, key))
        .select((
            idempotency_keys::request_hash,
            idempotency_keys::status,
            idempotency_keys::headers,
            idempotency_keys::body,
        ))
        .first(work.conn())
        .optional()?)
}

pub fn keep_answer(
    work: &mut Work,
    user: Uuid,
    key: &str,
    status: u16,
    headers: &Value,
    body: &[u8],
) -> Result<(), DbError> {
    let organization = work.organization();
    diesel::update(idempotency_keys::table.find((organization, user, key)))
        .set((
            idempotency_keys::status.eq(i32::from(status)),
            idempotency_keys::headers.eq(headers),
            idempotency_keys::body.eq(body),
        ))
        .execute(work.conn())?;
    Ok(())
}
