//! What a project's card shows beside its own fields, and the projects of a client's card.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Integer, Nullable, Text};
use uuid::Uuid;

use crate::db::schema::project_people;
use crate::db::{DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

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
