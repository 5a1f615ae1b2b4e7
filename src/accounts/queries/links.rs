//! SQL of links that open something to whoever holds them: invitations and new passwords. Only the
//! hash of a link is stored.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::super::model::{Invitation, Role};
use super::MOST_PEOPLE;
use crate::db::schema::{invitations, password_resets, users};
use crate::db::{DbError, Work};

/// Makes an invitation. The same form sent twice makes one: the second link takes the place of the
/// first, which nobody saw. False if the id is somebody else's.
pub fn put_invitation(
    work: &mut Work,
    id: Uuid,
    role: Role,
    made_by: Uuid,
    token_hash: &[u8],
    lasts: Duration,
) -> Result<bool, DbError> {
    let (organization, now) = (work.organization(), work.now());
    let again = diesel::update(
        invitations::table
            .find(id)
            .filter(invitations::organization_id.eq(organization))
            .filter(invitations::made_by.eq(made_by))
            .filter(invitations::role.eq(role.word()))
            .filter(invitations::used_at.is_null()),
    )
    .set(invitations::token_hash.eq(token_hash))
    .execute(work.conn())?;
    if again == 1 {
        return Ok(true);
    }
    let made = diesel::insert_into(invitations::table)
        .values((
            invitations::id.eq(id),
            invitations::token_hash.eq(token_hash),
            invitations::organization_id.eq(organization),
            invitations::role.eq(role.word()),
            invitations::made_by.eq(made_by),
            invitations::created_at.eq(now),
            invitations::expires_at.eq(now + lasts),
        ))
        .on_conflict(invitations::id)
        .do_nothing()
        .execute(work.conn())?;
    Ok(made == 1)
}

type InvitationRow = (Uuid, Uuid, String, Uuid, DateTime<Utc>);

fn invitation_of(row: InvitationRow) -> Invitation {
    Invitation {
        id: row.0,
        organization: row.1,
        role: Role::from_word(&row.2).unwrap_or(Role::Viewer),
        made_by: row.3,
        expires_at: row.4,
    }
}

/// Invitations to the organization of the work that can still be used, newest first.
pub fn open_invitations(work: &mut Work) -> Result<Vec<Invitation>, DbError> {
    let (organization, now) = (work.organization(), work.now());
    let rows: Vec<InvitationRow> = invitations::table
        .filter(invitations::organization_id.eq(organization))
        .filter(invitations::used_at.is_null())
        .filter(invitations::expires_at.gt(now))
        .order((invitations::created_at.desc(), invitations::id))
        .limit(MOST_PEOPLE)
        .select((
            invitations::id,
            invitations::organization_id,
            invitations::role,
            invitations::made_by,
            invitations::expires_at,
        ))
        .load(work.conn())?;
    Ok(rows.into_iter().map(invitation_of).collect())
}

/// The invitation with this token, if it can still be used; locked until the end of the work.
pub fn lock_invitation(work: &mut Work, token_hash: &[u8]) -> Result<Option<Invitation>, DbError> {
    let now = work.now();
    let row: Option<InvitationRow> = invitations::table
        .filter(invitations::token_hash.eq(token_hash))
        .filter(invitations::used_at.is_null())
        .filter(invitations::expires_at.gt(now))
        .select((
            invitations::id,
            invitations::organization_id,
            invitations::role,
            invitations::made_by,
            invitations::expires_at,
        ))
        .for_update()
        .first(work.conn())
        .optional()?;
    Ok(row.map(invitation_of))
}

pub fn use_invitation(work: &mut Work, id: Uuid) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    diesel::update(
        invitations::table
            .find(id)
            .filter(invitations::organization_id.eq(organization)),
    )
    .set(invitations::used_at.eq(now))
    .execute(work.conn())?;
    Ok(())
}

/// Takes an open invitation back; gives its role, none if there is no such.
pub fn delete_invitation(work: &mut Work, id: Uuid) -> Result<Option<Role>, DbError> {
    let organization = work.organization();
    let role: Option<String> = diesel::delete(
        invitations::table
            .find(id)
            .filter(invitations::organization_id.eq(organization))
            .filter(invitations::used_at.is_null()),
    )
    .returning(invitations::role)
    .get_result(work.conn())
    .optional()?;
    Ok(role.map(|r| Role::from_word(&r).unwrap_or(Role::Viewer)))
}

/// Takes back what somebody invited who may not any more.
pub fn delete_invitations_by(work: &mut Work, user: Uuid) -> Result<(), DbError> {
    let organization = work.organization();
    diesel::delete(
        invitations::table
            .filter(invitations::organization_id.eq(organization))
            .filter(invitations::made_by.eq(user))
            .filter(invitations::used_at.is_null()),
    )
    .execute(work.conn())?;
    Ok(())
}

pub fn insert_reset(
    work: &mut Work,
    user: Uuid,
    token_hash: &[u8],
    lasts: Duration,
) -> Result<(), DbError> {
    let now = work.now();
    // Links of this person that have run out are of no use to anybody.
    diesel::delete(
        password_resets::table
            .filter(password_resets::user_id.eq(user))
            .filter(password_resets::expires_at.le(now)),
    )
    .execute(work.conn())?;
    diesel::insert_into(password_resets::table)
        .values((
            password_resets::token_hash.eq(token_hash),
            password_resets::user_id.eq(user),
            password_resets::expires_at.eq(now + lasts),
        ))
        .execute(work.conn())?;
    Ok(())
}

/// The person whose password this link resets, with the address of their account; the link is locked
/// until the end of the work.
pub fn lock_reset(work: &mut Work, token_hash: &[u8]) -> Result<Option<(Uuid, String)>, DbError> {
    let now = work.now();
    let user: Option<Uuid> = password_resets::table
        .filter(password_resets::token_hash.eq(token_hash))
        .filter(password_resets::used_at.is_null())
        .filter(password_resets::expires_at.gt(now))
        .select(password_resets::user_id)
        .for_update()
        .first(work.conn())
        .optional()?;
    let Some(user) = user else { return Ok(None) };
    work.show_own_rows(user)?;
    let email: Option<String> = users::table
        .find(user)
        .select(users::email)
        .first(work.conn())
        .optional()?;
    Ok(email.map(|email| (user, email)))
}

/// Uses up every link of the person: the others were asked for by mistake, or by somebody else.
pub fn use_resets(work: &mut Work, user: Uuid) -> Result<(), DbError> {
    let now = work.now();
    diesel::update(
        password_resets::table
            .filter(password_resets::user_id.eq(user))
            .filter(password_resets::used_at.is_null()),
    )
    .set(password_resets::used_at.eq(now))
    .execute(work.conn())?;
    Ok(())
}
