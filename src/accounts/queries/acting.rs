//! Who a job acts for: the rights of a person who has no session at the moment.

use diesel::prelude::*;
use uuid::Uuid;

use super::super::model::{Actor, Role};
use crate::db::schema::{memberships, organizations, users};
use crate::db::{DbError, Work};
use crate::text::Locale;

type Row = (
    (String, String, String, String, String),
    (String, Vec<String>, i16),
    (String, String, String, String),
);

/// The member with their rights in the organization of this work.
pub fn actor_of(work: &mut Work, user: Uuid) -> Result<Option<Actor>, DbError> {
    let organization = work.organization();
    let row: Option<Row> = memberships::table
        .inner_join(users::table.on(users::id.eq(memberships::user_id)))
        .inner_join(organizations::table.on(organizations::id.eq(memberships::organization_id)))
        .filter(memberships::organization_id.eq(organization))
        .filter(memberships::user_id.eq(user))
        .filter(memberships::ended_at.is_null())
        .select((
            (
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
    Ok(row.map(|(person, membership, of)| Actor {
        user,
        session: Uuid::nil(),
        role: Role::from_word(&membership.0).unwrap_or(Role::Viewer),
        may_export: membership.1.iter().any(|p| p == "export"),
        organization,
        organization_name: of.0,
        region: of.1,
        zone: of.2.parse().unwrap_or(chrono_tz::UTC),
        members_edit_all: of.3 == "all",
        name: person.0,
        email: person.1,
        hue: membership.2,
        locale: Locale::from_code(&person.2).unwrap_or(Locale::Ru),
        theme: person.3,
        density: person.4,
    }))
}
