//! SQL of memberships: who belongs to the organization of the work, in which role.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::super::model::{Actor, Member, Person, Role};
use super::MOST_PEOPLE;
use crate::db::schema::{memberships, organizations, users};
use crate::db::{DbError, Work};
use crate::text::Locale;

/// A member as who acts, for what goes on after their request; none who is no longer a member.
pub fn actor_of(work: &mut Work, user: Uuid) -> Result<Option<Actor>, DbError> {
    type Row = (
        (Uuid, String, String, String, String, String),
        (String, Vec<String>, i16),
        (String, String, String, String, bool, bool),
    );
    let organization = work.organization();
    let row: Option<Row> = users::table
        .inner_join(
            memberships::table.on(memberships::user_id
                .eq(users::id)
                .and(memberships::organization_id.eq(organization))
                .and(memberships::ended_at.is_null())),
        )
        .inner_join(organizations::table.on(organizations::id.eq(memberships::organization_id)))
        .filter(users::id.eq(user))
        .select((
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
    Ok(row.map(|(user, membership, of)| Actor {
        user: user.0,
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
        name: user.1,
        email: user.2,
        hue: membership.2,
        locale: Locale::from_code(&user.3).unwrap_or(Locale::Ru),
        theme: user.4,
        density: user.5,
    }))
}

type Row = (
    (Uuid, String, String),
    (Option<String>, Option<String>, Option<String>),
    (String, Vec<String>, i16, DateTime<Utc>, i64),
);

fn member_of(row: Row) -> Member {
    let (user, names, membership) = row;
    Member {
        person: Person {
            id: user.0,
            name: user.1,
            email: user.2,
            last_name: names.0,
            first_name: names.1,
            middle_name: names.2,
            role: Role::from_word(&membership.0).unwrap_or(Role::Viewer),
            hue: membership.2,
            is_member: true,
        },
        may_export: membership.1.iter().any(|p| p == "export"),
        since: membership.3,
        version: membership.4,
    }
}

/// Those who are members now, by name; one of them if `only` is given.
fn load(work: &mut Work, only: Option<Uuid>) -> Result<Vec<Member>, DbError> {
    let organization = work.organization();
    let mut query = memberships::table
        .inner_join(users::table.on(users::id.eq(memberships::user_id)))
        .filter(memberships::organization_id.eq(organization))
        .filter(memberships::ended_at.is_null())
        .order((users::name, users::id))
        .limit(MOST_PEOPLE)
        .select((
            (users::id, users::name, users::email),
            (users::last_name, users::first_name, users::middle_name),
            (
                memberships::role,
                memberships::permissions,
                memberships::hue,
                memberships::created_at,
                memberships::version,
            ),
        ))
        .into_boxed();
    if let Some(id) = only {
        query = query.filter(memberships::user_id.eq(id));
    }
    let rows: Vec<Row> = query.load(work.conn())?;
    Ok(rows.into_iter().map(member_of).collect())
}

pub fn members(work: &mut Work) -> Result<Vec<Member>, DbError> {
    load(work, None)
}

pub fn member(work: &mut Work, id: Uuid) -> Result<Option<Member>, DbError> {
    Ok(load(work, Some(id))?.into_iter().next())
}

/// The member with the membership locked against others' changes. Owners are locked before: two
/// owners who step down at the same moment must not both succeed.
pub fn lock_member(work: &mut Work, id: Uuid) -> Result<Option<Member>, DbError> {
    let organization = work.organization();
    let locked: Option<Uuid> = memberships::table
        .find((organization, id))
        .select(memberships::user_id)
        .for_update()
        .first(work.conn())
        .optional()?;
    match locked {
        Some(_) => member(work, id),
        None => Ok(None),
    }
}

pub fn lock_owners(work: &mut Work) -> Result<Vec<Uuid>, DbError> {
    let organization = work.organization();
    Ok(memberships::table
        .filter(memberships::organization_id.eq(organization))
        .filter(memberships::role.eq(Role::Owner.word()))
        .filter(memberships::ended_at.is_null())
        .order(memberships::user_id)
        .select(memberships::user_id)
        .for_update()
        .load(work.conn())?)
}

fn permissions(may_export: bool) -> Vec<&'static str> {
    if may_export {
        vec!["export"]
    } else {
        Vec::new()
    }
}

/// Makes the person a member, or a member again; the colour is the next of nine. Gives the version.
pub fn insert_membership(
    work: &mut Work,
    user: Uuid,
    role: Role,
    may_export: bool,
) -> Result<i64, DbError> {
    let organization = work.organization();
    let members: i64 = memberships::table
        .filter(memberships::organization_id.eq(organization))
        .count()
        .get_result(work.conn())?;
    let permissions = permissions(may_export);
    Ok(diesel::insert_into(memberships::table)
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
            memberships::permissions.eq(&permissions),
            memberships::ended_at.eq(None::<DateTime<Utc>>),
            memberships::version.eq(memberships::version + 1),
        ))
        .returning(memberships::version)
        .get_result(work.conn())?)
}

/// Gives the new version.
pub fn set_rights(
    work: &mut Work,
    user: Uuid,
    role: Role,
    may_export: bool,
) -> Result<i64, DbError> {
    let organization = work.organization();
    Ok(
        diesel::update(memberships::table.find((organization, user)))
            .set((
                memberships::role.eq(role.word()),
                memberships::permissions.eq(permissions(may_export)),
                memberships::version.eq(memberships::version + 1),
            ))
            .returning(memberships::version)
            .get_result(work.conn())?,
    )
}

/// A membership is ended, not removed. Gives the new version.
pub fn end_membership(work: &mut Work, user: Uuid) -> Result<i64, DbError> {
    let (organization, now) = (work.organization(), work.now());
    Ok(
        diesel::update(memberships::table.find((organization, user)))
            .set((
                memberships::ended_at.eq(now),
                memberships::version.eq(memberships::version + 1),
            ))
            .returning(memberships::version)
            .get_result(work.conn())?,
    )
}

/// A new version of the membership, for a change of what colleagues see of the person.
pub fn bump_membership(work: &mut Work, user: Uuid) -> Result<i64, DbError> {
    let organization = work.organization();
    Ok(
        diesel::update(memberships::table.find((organization, user)))
            .set(memberships::version.eq(memberships::version + 1))
            .returning(memberships::version)
            .get_result(work.conn())?,
    )
}

/// The organization whose outbox carries a letter to a person: the one they worked in last, else any
/// of which they are or were a member.
pub fn home_organization(
    work: &mut Work,
    user: Uuid,
    last: Option<Uuid>,
) -> Result<Option<Uuid>, DbError> {
    work.show_own_rows(user)?;
    let mine: Vec<(Uuid, Option<DateTime<Utc>>)> = memberships::table
        .filter(memberships::user_id.eq(user))
        .order((
            memberships::ended_at.desc().nulls_first(),
            memberships::created_at,
        ))
        .limit(MOST_PEOPLE)
        .select((memberships::organization_id, memberships::ended_at))
        .load(work.conn())?;
    let home = mine
        .iter()
        .find(|(id, ended)| Some(*id) == last && ended.is_none())
        .or(mine.first());
    Ok(home.map(|(id, _)| *id))
}
