//! All SQL of the room.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::model::{Actor, Person, Role};
use crate::db::schema::{memberships, organizations, sessions, users};
use crate::db::{DbError, Work};
use crate::text::Locale;

/// How stale `seen_at` may be; a write on each request would cost more than it tells.
const SEEN_EVERY: Duration = Duration::minutes(5);

/// The person behind a session, as a member of the organization of this work: one query.
pub fn actor(work: &mut Work, token_hash: &[u8]) -> Result<Option<Actor>, DbError> {
    type Row = (
        (Uuid, DateTime<Utc>),
        (Uuid, String, String, String, String, String),
        (String, Vec<String>, i16),
        (String, String, String, String),
    );
    let organization = work.organization();
    let row: Option<Row> = sessions::table
        .inner_join(users::table.on(users::id.eq(sessions::user_id)))
        .inner_join(
            memberships::table.on(memberships::user_id
                .eq(users::id)
                .and(memberships::organization_id.eq(organization))
                .and(memberships::ended_at.is_null())),
        )
        .inner_join(organizations::table.on(organizations::id.eq(memberships::organization_id)))
        .filter(sessions::token_hash.eq(token_hash))
        .filter(sessions::expires_at.gt(work.now()))
        .select((
            (sessions::id, sessions::seen_at),
            (
                users::id,
                users::name,
                users::email,
                users::locale,
                users::theme,
                users::density,
            ),
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
            ),
        ))
        .first(work.conn())
        .optional()?;
    let Some((session, user, membership, of)) = row else {
        return Ok(None);
    };
    if work.now() - session.1 > SEEN_EVERY {
        diesel::update(sessions::table.find(session.0))
            .set(sessions::seen_at.eq(work.now()))
            .execute(work.conn())?;
    }
    Ok(Some(Actor {
        user: user.0,
        session: session.0,
        role: Role::from_word(&membership.0).unwrap_or(Role::Viewer),
        may_export: membership.1.iter().any(|p| p == "export"),
        organization,
        organization_name: of.0,
        region: of.1,
        zone: of.2.parse().unwrap_or(chrono_tz::UTC),
        members_edit_all: of.3 == "all",
        name: user.1,
        email: user.2,
        hue: membership.2,
        locale: Locale::from_code(&user.3).unwrap_or(Locale::Ru),
        theme: user.4,
        density: user.5,
    }))
}

/// The user of a session that has not ended, whatever the organization.
pub fn session_user(work: &mut Work, token_hash: &[u8]) -> Result<Option<Uuid>, DbError> {
    Ok(sessions::table
        .filter(sessions::token_hash.eq(token_hash))
        .filter(sessions::expires_at.gt(work.now()))
        .select(sessions::user_id)
        .first(work.conn())
        .optional()?)
}

/// Everybody who is or was a member, by name; at most a few hundred in an organization.
pub fn people(work: &mut Work) -> Result<Vec<Person>, DbError> {
    type Row = (
        (Uuid, String, String),
        (Option<String>, Option<String>, Option<String>),
        (String, i16, Option<DateTime<Utc>>),
    );
    let organization = work.organization();
    let rows: Vec<Row> = memberships::table
        .inner_join(users::table.on(users::id.eq(memberships::user_id)))
        .filter(memberships::organization_id.eq(organization))
        .order((users::name, users::id))
        .limit(MOST_PEOPLE)
        .select((
            (users::id, users::name, users::email),
            (users::last_name, users::first_name, users::middle_name),
            (memberships::role, memberships::hue, memberships::ended_at),
        ))
        .load(work.conn())?;
    Ok(rows
        .into_iter()
        .map(|(user, names, membership)| Person {
            id: user.0,
            name: user.1,
            email: user.2,
            last_name: names.0,
            first_name: names.1,
            middle_name: names.2,
            role: Role::from_word(&membership.0).unwrap_or(Role::Viewer),
            hue: membership.1,
            is_member: membership.2.is_none(),
        })
        .collect())
}

/// An owner of the organization, in whose name commands act.
pub fn owner(work: &mut Work) -> Result<Option<Uuid>, DbError> {
    let organization = work.organization();
    Ok(memberships::table
        .filter(memberships::organization_id.eq(organization))
        .filter(memberships::role.eq(Role::Owner.word()))
        .filter(memberships::ended_at.is_null())
        .order(memberships::created_at)
        .select(memberships::user_id)
        .first(work.conn())
        .optional()?)
}

const MOST_PEOPLE: i64 = 1000;

/// Short names by id, for the pages that name whoever changed something.
pub fn names(work: &mut Work) -> Result<HashMap<Uuid, Person>, DbError> {
    Ok(people(work)?.into_iter().map(|p| (p.id, p)).collect())
}

/// An account as sign-in needs it.
pub struct Account {
    pub id: Uuid,
    pub password_hash: Option<String>,
    pub locale: String,
    pub last_organization: Option<Uuid>,
}

/// The account with this address, in lower case.
pub fn account(work: &mut Work, email: &str) -> Result<Option<Account>, DbError> {
    work.show_account(email)?;
    type Row = (Uuid, Option<String>, String, Option<Uuid>);
    let row: Option<Row> = users::table
        .filter(users::email.eq(email))
        .select((
            users::id,
            users::password_hash,
            users::locale,
            users::last_organization_id,
        ))
        .first(work.conn())
        .optional()?;
    Ok(row.map(|r| Account {
        id: r.0,
        password_hash: r.1,
        locale: r.2,
        last_organization: r.3,
    }))
}

/// Organizations of which the person is a member now, by name.
pub fn organizations_of(work: &mut Work, user: Uuid) -> Result<Vec<(Uuid, String, Role)>, DbError> {
    work.show_own_rows(user)?;
    let rows: Vec<(Uuid, String, String)> = memberships::table
        .inner_join(organizations::table.on(organizations::id.eq(memberships::organization_id)))
        .filter(memberships::user_id.eq(user))
        .filter(memberships::ended_at.is_null())
        .order((organizations::name, organizations::id))
        .limit(MOST_PEOPLE)
        .select((organizations::id, organizations::name, memberships::role))
        .load(work.conn())?;
    Ok(rows
        .into_iter()
        .map(|(id, name, role)| (id, name, Role::from_word(&role).unwrap_or(Role::Viewer)))
        .collect())
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

pub fn remember_organization(
    work: &mut Work,
    user: Uuid,
    organization: Uuid,
) -> Result<(), DbError> {
    diesel::update(users::table.find(user))
        .set(users::last_organization_id.eq(organization))
        .execute(work.conn())?;
    Ok(())
}

pub fn delete_session(work: &mut Work, token_hash: &[u8]) -> Result<(), DbError> {
    diesel::delete(sessions::table.filter(sessions::token_hash.eq(token_hash)))
        .execute(work.conn())?;
    Ok(())
}

/// Whether nobody has made an organization on this server yet.
pub fn is_empty(work: &mut Work) -> Result<bool, DbError> {
    work.show_organizations()?;
    let any: Option<Uuid> = organizations::table
        .select(organizations::id)
        .limit(1)
        .first(work.conn())
        .optional()?;
    Ok(any.is_none())
}

/// The organization with this id or name; none if there is no such or the name is not unique.
pub fn find_organization(work: &mut Work, named: &str) -> Result<Option<Uuid>, DbError> {
    work.show_organizations()?;
    let mut query = organizations::table.select(organizations::id).into_boxed();
    query = match Uuid::try_parse(named) {
        Ok(id) => query.filter(organizations::id.eq(id)),
        Err(_) => query.filter(organizations::name.eq(named)),
    };
    let found: Vec<Uuid> = query.limit(2).load(work.conn())?;
    Ok(match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    })
}

pub fn insert_organization(
    work: &mut Work,
    name: &str,
    region: &str,
    zone: &str,
) -> Result<(), DbError> {
    let id = work.organization();
    diesel::insert_into(organizations::table)
        .values((
            organizations::id.eq(id),
            organizations::name.eq(name),
            organizations::region.eq(region),
            organizations::time_zone.eq(zone),
        ))
        .execute(work.conn())?;
    Ok(())
}

/// A new account, made by its own person or by the organization of this work.
#[derive(Insertable)]
#[diesel(table_name = users)]
pub struct NewUser<'a> {
    pub id: Uuid,
    pub email: &'a str,
    pub password_hash: Option<&'a str>,
    pub name: &'a str,
    pub last_name: Option<&'a str>,
    pub first_name: Option<&'a str>,
    pub middle_name: Option<&'a str>,
    pub locale: &'a str,
    pub made_by_organization_id: Option<Uuid>,
}

/// False if the address is taken.
pub fn insert_user(work: &mut Work, user: &NewUser<'_>) -> Result<bool, DbError> {
    let rows = diesel::insert_into(users::table)
        .values(user)
        .on_conflict(users::email)
        .do_nothing()
        .execute(work.conn())?;
    Ok(rows == 1)
}

/// Makes the person a member, or a member again; the colour is the next of nine.
pub fn insert_membership(
    work: &mut Work,
    user: Uuid,
    role: Role,
    may_export: bool,
) -> Result<(), DbError> {
    let organization = work.organization();
    let members: i64 = memberships::table
        .filter(memberships::organization_id.eq(organization))
        .count()
        .get_result(work.conn())?;
    let permissions: Vec<&str> = if may_export {
        vec!["export"]
    } else {
        Vec::new()
    };
    diesel::insert_into(memberships::table)
        .values((
            memberships::organization_id.eq(organization),
            memberships::user_id.eq(user),
            memberships::role.eq(role.word()),
            memberships::permissions.eq(&permissions),
            memberships::hue.eq((members % 9 + 1) as i16),
        ))
        .on_conflict((memberships::organization_id, memberships::user_id))
        .do_update()
        .set((
            memberships::role.eq(role.word()),
            memberships::ended_at.eq(None::<DateTime<Utc>>),
            memberships::version.eq(memberships::version + 1),
        ))
        .execute(work.conn())?;
    Ok(())
}

pub fn set_password_hash(work: &mut Work, user: Uuid, hash: &str) -> Result<(), DbError> {
    work.show_own_rows(user)?;
    diesel::update(users::table.find(user))
        .set((
            users::password_hash.eq(hash),
            users::version.eq(users::version + 1),
        ))
        .execute(work.conn())?;
    Ok(())
}

/// Sets one of the person's own choices of appearance.
pub fn set_appearance(
    work: &mut Work,
    user: Uuid,
    theme: Option<&str>,
    density: Option<&str>,
    locale: Option<&str>,
) -> Result<(), DbError> {
    work.show_own_rows(user)?;
    diesel::update(users::table.find(user))
        .set((
            theme.map(|v| users::theme.eq(v)),
            density.map(|v| users::density.eq(v)),
            locale.map(|v| users::locale.eq(v)),
            users::updated_at.eq(work.now()),
        ))
        .execute(work.conn())?;
    Ok(())
}
