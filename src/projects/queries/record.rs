//! What a project's card shows beside its own fields, and the projects of a client's card.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Integer, Nullable, Text};
use uuid::Uuid;

use crate::db::schema::project_people;
use crate::db::{DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

/// A support measure with the names of what it refers to.
#[derive(Debug, Clone, QueryableByName)]
pub struct Support {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = Nullable<Text>)]
    pub kind: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub programme: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub body: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub level: Option<String>,
    /// In hundredths of its unit.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub amount_hundredths: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub unit: Option<String>,
    #[diesel(sql_type = Nullable<Date>)]
    pub date_start: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Date>)]
    pub date_end: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Text>)]
    pub description: Option<String>,
    #[diesel(sql_type = Text)]
    pub status: String,
}

/// Support measures of a project in the order in which they were added.
pub fn supports(work: &mut Work, project: Uuid) -> Result<Vec<Support>, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT s.id, s.type AS kind, p.name AS programme, b.name AS body, coalesce(s.level, p.level) AS level, \
         s.amount_hundredths, s.unit, s.date_start, s.date_end, s.description, s.status FROM supports s \
         LEFT JOIN directory_entries p ON p.organization_id = s.organization_id AND p.id = s.programme_id \
         LEFT JOIN directory_entries b ON b.organization_id = s.organization_id AND b.id = s.body_id \
         WHERE s.organization_id = $1 AND s.project_id = $2 ORDER BY s.created_at, s.id LIMIT 200",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(project)
    .load(work.conn())?)
}

/// A decision on a support measure, or from a file on the project alone.
#[derive(Debug, Clone, QueryableByName)]
pub struct Decision {
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub support_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    pub decision_type: Option<String>,
    #[diesel(sql_type = Nullable<Date>)]
    pub decision_date: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Text>)]
    pub protocol_number: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub outcome: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub decision: Option<String>,
}

/// Decisions about a project, oldest first.
pub fn decisions(work: &mut Work, project: Uuid) -> Result<Vec<Decision>, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT support_id, decision_type, decision_date, protocol_number, outcome, decision FROM decisions \
         WHERE organization_id = $1 AND project_id = $2 \
         ORDER BY decision_date NULLS LAST, created_at, id LIMIT 500",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(project)
    .load(work.conn())?)
}

/// The people assigned, in the order of assignment.
pub fn people(work: &mut Work, project: Uuid) -> Result<Vec<Uuid>, DbError> {
    let organization = work.organization();
    Ok(project_people::table
        .filter(project_people::organization_id.eq(organization))
        .filter(project_people::project_id.eq(project))
        .order((project_people::position, project_people::user_id))
        .select(project_people::user_id)
        .load(work.conn())?)
}

/// A project on its client's card.
#[derive(Debug, Clone, QueryableByName)]
pub struct OfClient {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = Text)]
    pub number: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub requested_kopecks: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub total_kopecks: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub tax_kopecks: Option<i64>,
    #[diesel(sql_type = Nullable<Integer>)]
    pub jobs: Option<i32>,
    #[diesel(sql_type = Nullable<Date>)]
    pub application_date: Option<NaiveDate>,
    #[diesel(sql_type = Text)]
    pub application_date_precision: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub lead_id: Option<Uuid>,
}

/// Projects of a client that are not in the bin, newest number first.
pub fn of_client(work: &mut Work, client: Uuid) -> Result<Vec<OfClient>, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT id, number, name, state, requested_kopecks, total_kopecks, tax_kopecks, jobs, \
         application_date, application_date_precision, lead_id FROM projects \
         WHERE organization_id = $1 AND client_id = $2 AND state <> 'deleted' \
         ORDER BY number_value DESC LIMIT 500",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(client)
    .load(work.conn())?)
}
