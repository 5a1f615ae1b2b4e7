//! SQL of organizations: which there are, and the settings of the one of the work.

use diesel::prelude::*;
use uuid::Uuid;

use super::super::model::{Parts, Role};
use super::MOST_PEOPLE;
use crate::db::schema::{memberships, organizations, users};
use crate::db::{DbError, Work};

/// What an administrator may set.
#[derive(Debug, Clone, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = organizations)]
pub struct Organization {
    pub name: String,
    pub region: String,
    pub time_zone: String,
    pub number_prefix: String,
    pub members_edit: String,
    pub uses_register: bool,
    pub uses_pipeline: bool,
    pub version: i64,
}

/// The organization of the work.
pub fn organization(work: &mut Work) -> Result<Option<Organization>, DbError> {
    let id = work.organization();
    Ok(organizations::table
        .find(id)
        .select(Organization::as_select())
        .first(work.conn())
        .optional()?)
}

/// The same, locked against others' changes.
pub fn lock_organization(work: &mut Work) -> Result<Option<Organization>, DbError> {
    let id = work.organization();
    Ok(organizations::table
        .find(id)
        .select(Organization::as_select())
        .for_update()
        .first(work.conn())
        .optional()?)
}

/// Writes all settings with the version that `to` names.
pub fn set_organization(work: &mut Work, to: &Organization) -> Result<(), DbError> {
    let (id, now) = (work.organization(), work.now());
    diesel::update(organizations::table.find(id))
        .set((to, organizations::updated_at.eq(now)))
        .execute(work.conn())?;
    Ok(())
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

pub fn remember_organization(
    work: &mut Work,
    user: Uuid,
    organization: Uuid,
) -> Result<(), DbError> {
    work.show_own_rows(user)?;
    diesel::update(users::table.find(user))
        .set(users::last_organization_id.eq(organization))
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

/// Says what the organization of the work uses of the product.
pub fn set_parts(work: &mut Work, parts: Parts) -> Result<(), DbError> {
    let id = work.organization();
    diesel::update(organizations::table.find(id))
        .set((
            organizations::uses_register.eq(parts.uses_register()),
            organizations::uses_pipeline.eq(parts.uses_pipeline()),
        ))
        .execute(work.conn())?;
    Ok(())
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
