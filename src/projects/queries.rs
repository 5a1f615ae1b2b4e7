//! All SQL of the room.

mod many;
mod record;
mod rehome;
mod wire;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable, Numeric, Text, Timestamptz};
use uuid::Uuid;

use super::ProjectField;
use super::change::FieldValue;
use super::lifecycle::Decided;
use super::model::Project;
use crate::db::schema::{addresses, project_people, projects};
use crate::db::{Aspect, DbError, Work, sql};
use crate::values::money::to_decimal;

pub use many::{
    NewAddress, assign_many, decided_many, has_more, insert_addresses, known_among, lock_many,
    numbers, unassign_many, update_many,
};
pub use record::{OfClient, of_client, people};
pub use rehome::rehome;

pub use wire::*;

type SqlUuid = diesel::sql_types::Uuid;

/// Its third placeholder is the person for whom `is_own` is said.
const PROJECT_COLUMNS: &str = "SELECT p.id, p.version, p.number, p.name, p.client_id, coalesce(c.short_name, c.name) AS client_name, \
    p.industry_id, i.name AS industry, p.address_id, a.district_id, d.name AS district, \
    p.own_kopecks, p.requested_kopecks, p.total_kopecks, p.tax_kopecks, p.jobs, p.description, \
    p.application_date, p.application_date_precision, p.state, p.state_changed_at, p.frozen_until, p.lead_id, \
    u.name AS lead_name, p.custom, p.unread, \
    EXISTS (SELECT 1 FROM project_people pp WHERE pp.organization_id = p.organization_id \
        AND pp.project_id = p.id AND pp.user_id = $3) AS is_own, \
    EXISTS (SELECT 1 FROM supports s WHERE s.organization_id = p.organization_id \
        AND s.project_id = p.id) AS has_support \
    FROM projects p \
    LEFT JOIN clients c ON c.organization_id = p.organization_id AND c.id = p.client_id \
    LEFT JOIN directory_entries i ON i.organization_id = p.organization_id AND i.id = p.industry_id \
    LEFT JOIN addresses a ON a.organization_id = p.organization_id AND a.id = p.address_id \
    LEFT JOIN directory_entries d ON d.organization_id = p.organization_id AND d.id = a.district_id \
    LEFT JOIN users u ON u.id = p.lead_id";

const PROJECT: &str = const_format::concatcp!(
    PROJECT_COLUMNS,
    " WHERE p.organization_id = $1 AND p.id = $2"
);

/// The row alone, for a change of a value that stands in it.
const PROJECT_ALONE: &str = "SELECT p.id, p.version, p.number, p.name, p.client_id, NULL::text AS client_name, \
    p.industry_id, NULL::text AS industry, p.address_id, NULL::uuid AS district_id, NULL::text AS district, \
    p.own_kopecks, p.requested_kopecks, p.total_kopecks, p.tax_kopecks, p.jobs, p.description, \
    p.application_date, p.application_date_precision, p.state, p.state_changed_at, p.frozen_until, p.lead_id, \
    NULL::text AS lead_name, p.custom, p.unread, \
    EXISTS (SELECT 1 FROM project_people pp WHERE pp.organization_id = p.organization_id \
        AND pp.project_id = p.id AND pp.user_id = $3) AS is_own, false AS has_support \
    FROM projects p WHERE p.organization_id = $1 AND p.id = $2 FOR NO KEY UPDATE OF p";

const PROJECT_LOCKED: &str = const_format::concatcp!(PROJECT, " FOR NO KEY UPDATE OF p");

fn load(work: &mut Work, text: &'static str, id: Uuid) -> Result<Option<Project>, DbError> {
    let (organization, user) = (work.organization(), work.user());
    Ok(sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .bind::<Nullable<SqlUuid>, _>(user)
        .get_result(work.conn())
        .optional()?)
}

/// The project with the names of what it refers to.
pub fn find(work: &mut Work, id: Uuid) -> Result<Option<Project>, DbError> {
    load(work, PROJECT, id)
}

/// The same, locked until the end of this work, so that a rule judges what will be written.
pub fn lock(work: &mut Work, id: Uuid) -> Result<Option<Project>, DbError> {
    load(work, PROJECT_LOCKED, id)
}

/// The same for a change of one field. Names of what the project refers to are there only where the field
/// is such a reference or a rule asks for them: most edits are of values, and five joins cost more than
/// the rest of them.
pub fn lock_for(
    work: &mut Work,
    id: Uuid,
    field: ProjectField,
) -> Result<Option<Project>, DbError> {
    match field.aspect() {
        Aspect::OwnValue | Aspect::Text => load(work, PROJECT_ALONE, id),
        _ => lock(work, id),
    }
}

#[derive(QueryableByName)]
struct Outcomes {
    #[diesel(sql_type = Bool)]
    granted: bool,
    #[diesel(sql_type = Bool)]
    returned: bool,
}

/// What the commission's decisions in force, made since the project last entered its state, say. The expert
/// group recommends and moves nothing.
pub fn decided(work: &mut Work, id: Uuid) -> Result<Decided, DbError> {
    let organization = work.organization();
    let found: Outcomes = sql(
        "SELECT coalesce(bool_or(d.outcome = 'granted'), false) AS granted, \
         coalesce(bool_or(d.outcome IN ('rework', 'refused', 'withdrawn')), false) AS returned \
         FROM decisions d JOIN projects p ON p.organization_id = d.organization_id AND p.id = d.project_id \
         WHERE d.organization_id = $1 AND d.project_id = $2 AND d.created_at >= p.state_changed_at \
         AND d.decision_type IS DISTINCT FROM 'expert_group' \
         AND NOT EXISTS (SELECT 1 FROM decisions a WHERE a.organization_id = d.organization_id AND a.annuls_id = d.id)",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(id)
    .get_result(work.conn())?;
    Ok(Decided {
        granted: found.granted,
        returned: found.returned,
    })
}

/// Sets columns of one project, `$4` and on, and gives the new version. Diesel's own UPDATE is planned
/// anew each time.
macro_rules! update_project {
    ($work:expr, $id:expr, $set:literal, $($kind:ty: $value:expr),+) => {{
        let (organization, now) = ($work.organization(), $work.now());
        sql(concat!(
            "UPDATE projects SET ", $set, ", version = version + 1, updated_at = $3 \
             WHERE organization_id = $1 AND id = $2 RETURNING version"
        ))
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>($id)
        .bind::<Timestamptz, _>(now)
        $(.bind::<$kind, _>($value))+
        .by_place::<BigInt>()
        .get_result::<i64>($work.conn())?
    }};
}

/// Kopecks as the exact decimal of the column.
fn decimal(kopecks: Option<i64>) -> Option<bigdecimal::BigDecimal> {
    kopecks.and_then(|k| to_decimal(k).parse().ok())
}

/// Writes one field and gives the new version of the row.
pub fn set_field(
    work: &mut Work,
    project: &Project,
    field: ProjectField,
    value: &FieldValue,
) -> Result<i64, DbError> {
    let id = project.id;
    Ok(match (field, value) {
        (ProjectField::Name, FieldValue::Text(Some(t))) => {
            update_project!(work, id, "name = $4", Text: t)
        }
        (ProjectField::Description, FieldValue::Text(t)) => {
            update_project!(work, id, "description = $4", Nullable<Text>: t.as_deref())
        }
        (ProjectField::Own, FieldValue::Money(k)) => {
            update_project!(work, id, "own_amount = $4", Nullable<Numeric>: decimal(*k))
        }
        (ProjectField::Requested, FieldValue::Money(k)) => {
            update_project!(work, id, "requested_amount = $4", Nullable<Numeric>: decimal(*k))
        }
        (ProjectField::Total, FieldValue::Money(k)) => {
            update_project!(work, id, "total_amount = $4", Nullable<Numeric>: decimal(*k))
        }
        (ProjectField::Tax, FieldValue::Money(k)) => {
            update_project!(work, id, "tax_amount = $4", Nullable<Numeric>: decimal(*k))
        }
        (ProjectField::Jobs, FieldValue::Whole(n)) => {
            update_project!(work, id, "jobs = $4", Nullable<Integer>: *n)
        }
        (ProjectField::Date, FieldValue::Date(d)) => {
            let word = d.map_or("day", |d| precision_word(d.precision));
            update_project!(
                work,
                id,
                "application_date = $4, application_date_precision = $5",
                Nullable<Date>: d.map(|d| d.date),
                Text: word
            )
        }
        (ProjectField::Industry, FieldValue::Named(n)) => {
            let to = n.as_ref().map(|(id, _)| *id);
            update_project!(work, id, "industry_id = $4", Nullable<SqlUuid>: to)
        }
        (ProjectField::District, FieldValue::Named(n)) => {
            let to = n.as_ref().map(|(id, _)| *id);
            let address = own_address(work, project, to)?;
            update_project!(work, id, "address_id = $4", Nullable<SqlUuid>: address)
        }
        (ProjectField::Client, FieldValue::Named(n)) => {
            let to = n.as_ref().map(|(id, _)| *id);
            update_project!(work, id, "client_id = $4", Nullable<SqlUuid>: to)
        }
        (ProjectField::Lead, FieldValue::Named(n)) => {
            let to = n.as_ref().map(|(id, _)| *id);
            assign_lead(work, project, to)?;
            update_project!(work, id, "lead_id = $4", Nullable<SqlUuid>: to)
        }
        (field, value) => {
            return Err(DbError::Query(diesel::result::Error::QueryBuilderError(
                format!("{value:?} is no value of {field:?}").into(),
            )));
        }
    })
}

/// Writes the state, since when it holds and, of a frozen project, the day of waking; gives the new version.
pub fn set_state(
    work: &mut Work,
    id: Uuid,
    state: super::ProjectState,
    since: chrono::DateTime<chrono::Utc>,
    frozen_until: Option<chrono::NaiveDate>,
) -> Result<i64, DbError> {
    Ok(update_project!(
        work,
        id,
        "state = $4, state_changed_at = $5, frozen_until = $6",
        Text: state.word(),
        Timestamptz: since,
        Nullable<Date>: frozen_until
    ))
}

/// When the row was made.
pub fn made_at(work: &mut Work, id: Uuid) -> Result<chrono::DateTime<chrono::Utc>, DbError> {
    let organization = work.organization();
    Ok(projects::table
        .find((organization, id))
        .select(projects::created_at)
        .first(work.conn())?)
}

pub fn precision_word(precision: crate::values::dates::Precision) -> &'static str {
    use crate::values::dates::Precision::*;
    match precision {
        Day => "day",
        Month => "month",
        Quarter => "quarter",
        Year => "year",
    }
}

/// An address of this project alone with the given district: an address may be shared with the
/// client or with other projects, and theirs must not move.
fn own_address(
    work: &mut Work,
    project: &Project,
    district: Option<Uuid>,
) -> Result<Option<Uuid>, DbError> {
    let (organization, now) = (work.organization(), work.now());
    let id = Uuid::now_v7();
    match project.address_id {
        None if district.is_none() => return Ok(None),
        None => {
            diesel::insert_into(addresses::table)
                .values((
                    addresses::organization_id.eq(organization),
                    addresses::id.eq(id),
                    addresses::district_id.eq(district),
                ))
                .execute(work.conn())?;
        }
        Some(shared) => {
            sql("INSERT INTO addresses (organization_id, id, district_id, city_id, post_code, street, created_at) \
                 SELECT organization_id, $3, $4, city_id, post_code, street, $5 FROM addresses \
                 WHERE organization_id = $1 AND id = $2")
                .bind::<SqlUuid, _>(organization)
                .bind::<SqlUuid, _>(shared)
                .bind::<SqlUuid, _>(id)
                .bind::<Nullable<SqlUuid>, _>(district)
                .bind::<diesel::sql_types::Timestamptz, _>(now)
                .execute(work.conn())?;
        }
    }
    Ok(Some(id))
}

/// Puts the person first among those assigned. Whoever led before stays assigned, and an empty lead
/// unassigns nobody but the former lead.
fn assign_lead(work: &mut Work, project: &Project, lead: Option<Uuid>) -> Result<(), DbError> {
    let organization = work.organization();
    match lead {
        Some(user) => {
            assign(work, project.id, user)?;
        }
        None => {
            if let Some(former) = project.lead_id {
                diesel::delete(project_people::table.find((organization, project.id, former)))
                    .execute(work.conn())?;
            }
        }
    }
    Ok(())
}

/// Writes who leads and gives the new version.
pub fn set_lead(work: &mut Work, id: Uuid, lead: Option<Uuid>) -> Result<i64, DbError> {
    Ok(update_project!(work, id, "lead_id = $4", Nullable<SqlUuid>: lead))
}

/// Takes a person off those assigned.
pub fn unassign(work: &mut Work, project: Uuid, user: Uuid) -> Result<(), DbError> {
    let organization = work.organization();
    diesel::delete(project_people::table.find((organization, project, user)))
        .execute(work.conn())?;
    Ok(())
}

/// Adds a person to those assigned; nothing happens if they are already.
pub fn assign(work: &mut Work, project: Uuid, user: Uuid) -> Result<(), DbError> {
    let organization = work.organization();
    sql(
        "INSERT INTO project_people (organization_id, project_id, user_id, position) \
         SELECT $1, $2, $3, coalesce(max(position), 0) + 1 FROM project_people \
         WHERE organization_id = $1 AND project_id = $2 \
         ON CONFLICT (organization_id, project_id, user_id) DO NOTHING",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(project)
    .bind::<SqlUuid, _>(user)
    .execute(work.conn())?;
    Ok(())
}

#[derive(QueryableByName)]
struct First {
    #[diesel(sql_type = BigInt)]
    first: i64,
    #[diesel(sql_type = diesel::sql_types::Text)]
    prefix: String,
}

/// Takes `n` numbers from the organization's counter: the first one, and the prefix.
pub fn take_numbers(work: &mut Work, n: i64) -> Result<(i64, String), DbError> {
    let organization = work.organization();
    let taken: First = sql(
        "UPDATE organizations SET next_project_number = next_project_number + $2 WHERE id = $1 \
         RETURNING next_project_number - $2 AS first, number_prefix AS prefix",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<BigInt, _>(n)
    .get_result(work.conn())?;
    Ok((taken.first, taken.prefix))
}

/// A row of the form "new project".
#[derive(Insertable)]
#[diesel(table_name = projects)]
pub struct Insert<'a> {
    pub organization_id: Uuid,
    pub id: Uuid,
    pub number_value: i64,
    pub number: &'a str,
    pub client_id: Option<Uuid>,
    pub name: &'a str,
    pub industry_id: Option<Uuid>,
    pub address_id: Option<Uuid>,
    pub own_amount: Option<bigdecimal::BigDecimal>,
    pub requested_amount: Option<bigdecimal::BigDecimal>,
    pub total_amount: Option<bigdecimal::BigDecimal>,
    pub tax_amount: Option<bigdecimal::BigDecimal>,
    pub jobs: Option<i32>,
    pub description: Option<&'a str>,
    pub application_date: Option<chrono::NaiveDate>,
    pub application_date_precision: &'a str,
    pub lead_id: Option<Uuid>,
}

/// Inserts the row; false if a row with this id is there already (the form was sent twice).
pub fn insert(work: &mut Work, row: &Insert<'_>) -> Result<bool, DbError> {
    let rows = diesel::insert_into(projects::table)
        .values(row)
        .on_conflict((projects::organization_id, projects::id))
        .do_nothing()
        .execute(work.conn())?;
    Ok(rows == 1)
}

/// Inserts many rows at once.
pub fn insert_many(work: &mut Work, rows: &[Insert<'_>]) -> Result<(), DbError> {
    for chunk in rows.chunks(500) {
        diesel::insert_into(projects::table)
            .values(chunk)
            .execute(work.conn())?;
    }
    Ok(())
}

pub fn money(kopecks: Option<i64>) -> Option<bigdecimal::BigDecimal> {
    decimal(kopecks)
}

/// An address that holds a district only.
pub fn insert_address(work: &mut Work, district: Uuid) -> Result<Uuid, DbError> {
    let id = Uuid::now_v7();
    diesel::insert_into(addresses::table)
        .values((
            addresses::organization_id.eq(work.organization()),
            addresses::id.eq(id),
            addresses::district_id.eq(Some(district)),
        ))
        .execute(work.conn())?;
    Ok(id)
}
