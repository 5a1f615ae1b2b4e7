//! All SQL of the room: the actor of a request and accounts here; sessions, members, organizations
//! and links in files of their own.

mod keys;
mod links;
mod membership;
mod organization;
mod programs;
mod session;
mod wire;

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::model::{Actor, Person, Role};
use crate::db::schema::{memberships, organizations, sessions, users};
use crate::db::{DbError, Work};
use crate::text::Locale;

pub use keys::*;
pub use links::*;
pub use membership::*;
pub use organization::*;
pub use programs::*;
pub use session::*;
pub use wire::*;

/// How stale `seen_at` may be; a write on each request would cost more than it tells.
const SEEN_EVERY: Duration = Duration::minutes(5);

/// The person behind a session, as a member of the organization of this work: one query.
pub fn actor(work: &mut Work, token_hash: &[u8]) -> Result<Option<Actor>, DbError> {
    type Row = (
        (Uuid, DateTime<Utc>),
        (Uuid, String, String, String, String, String),
        (String, Vec<String>, i16),
        (String, String, String, String, bool, bool),
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
                organizations::uses_register,
                organizations::uses_pipeline,
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
        uses_register: of.4,
        uses_pipeline: of.5,
        is_key: false,
        name: user.1,
        email: user.2,
        hue: membership.2,
        locale: Locale::from_code(&user.3).unwrap_or(Locale::Ru),
        theme: user.4,
        density: user.5,
    }))
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

/// Members of an organization, and organizations of a person.
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

pub fn set_password_hash(work: &mut Work, user: Uuid, hash: &str) -> Result<(), DbError> {
    work.show_own_rows(user)?;
    diesel::update(users::table.find(user))
        .set((
            users::password_hash.eq(hash),
            users::version.eq(users::version + 1),
        ))
        .execute(work.conn())?;
    // Whoever knew the old password is out, programs too.
    end_refresh_tokens(work, user)
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

/// An account as its own person sees it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct OwnAccount {
    pub email: String,
    pub password_hash: Option<String>,
    pub name: String,
    pub last_name: Option<String>,
    pub first_name: Option<String>,
    pub middle_name: Option<String>,
    pub locale: String,
    pub theme: String,
    pub density: String,
    pub version: i64,
}

pub fn own_account(work: &mut Work, user: Uuid) -> Result<Option<OwnAccount>, DbError> {
    work.show_own_rows(user)?;
    Ok(users::table
        .find(user)
        .select(OwnAccount::as_select())
        .first(work.conn())
        .optional()?)
}

/// The same, locked against changes from another window.
pub fn lock_own_account(work: &mut Work, user: Uuid) -> Result<Option<OwnAccount>, DbError> {
    work.show_own_rows(user)?;
    Ok(users::table
        .find(user)
        .select(OwnAccount::as_select())
        .for_update()
        .first(work.conn())
        .optional()?)
}

/// Writes all that a person sets of their own account, with the version that `to` names.
pub fn set_profile(work: &mut Work, user: Uuid, to: &OwnAccount) -> Result<(), DbError> {
    let now = work.now();
    diesel::update(users::table.find(user))
        .set((
            users::name.eq(&to.name),
            users::last_name.eq(&to.last_name),
            users::first_name.eq(&to.first_name),
            users::middle_name.eq(&to.middle_name),
            users::locale.eq(&to.locale),
            users::theme.eq(&to.theme),
            users::density.eq(&to.density),
            users::version.eq(to.version),
            users::updated_at.eq(now),
        ))
        .execute(work.conn())?;
    Ok(())
}
