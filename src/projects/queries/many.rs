//! Many projects at once: locked, written and looked after in a fixed number of statements, however many there are.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Jsonb, Nullable, Timestamptz};
use serde_json::Value;
use uuid::Uuid;

use super::PROJECT_COLUMNS;
use crate::db::{DbError, Work, sql};
use crate::projects::lifecycle::Decided;
use crate::projects::model::Project;

type SqlUuid = diesel::sql_types::Uuid;

// In the order of their ids, so that two who lock the same rows wait for each other and never both.
const LOCKED: &str = const_format::concatcp!(
    PROJECT_COLUMNS,
    " WHERE p.organization_id = $1 AND p.id = ANY ($2) ORDER BY p.id FOR NO KEY UPDATE OF p"
);

/// These projects with the names of what they refer to, locked until the end of this work. What is not there,
/// or belongs to another organization, is left out.
pub fn lock_many(work: &mut Work, ids: &[Uuid]) -> Result<HashMap<Uuid, Project>, DbError> {
    let (organization, user) = (work.organization(), work.user());
    let found: Vec<Project> = sql(LOCKED)
        .bind::<SqlUuid, _>(organization)
        .bind::<Array<SqlUuid>, _>(ids.to_vec())
        .bind::<Nullable<SqlUuid>, _>(user)
        .load(work.conn())?;
    Ok(found.into_iter().map(|p| (p.id, p)).collect())
}

#[derive(QueryableByName)]
struct Outcomes {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Bool)]
    granted: bool,
    #[diesel(sql_type = Bool)]
    returned: bool,
}

/// What the decisions made since each project last entered its state say; nothing for one without any.
pub fn decided_many(work: &mut Work, ids: &[Uuid]) -> Result<HashMap<Uuid, Decided>, DbError> {
    let organization = work.organization();
    let found: Vec<Outcomes> = sql(
        "SELECT p.id, coalesce(bool_or(d.outcome = 'granted'), false) AS granted, \
         coalesce(bool_or(d.outcome IN ('rework', 'refused', 'withdrawn')), false) AS returned \
         FROM decisions d JOIN projects p ON p.organization_id = d.organization_id AND p.id = d.project_id \
         WHERE d.organization_id = $1 AND d.project_id = ANY ($2) AND d.created_at >= p.state_changed_at \
         AND d.decision_type IS DISTINCT FROM 'expert_group' \
         AND NOT EXISTS (SELECT 1 FROM decisions a WHERE a.organization_id = d.organization_id AND a.annuls_id = d.id) \
         GROUP BY p.id",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Array<SqlUuid>, _>(ids.to_vec())
    .load(work.conn())?;
    let pairs = found.into_iter().map(|o| {
        let decided = Decided {
            granted: o.granted,
            returned: o.returned,
        };
        (o.id, decided)
    });
    Ok(pairs.collect())
}

/// A column is written where the document of the row names it, and left alone elsewhere.
const UPDATE: &str = "UPDATE projects p SET \
    name = CASE WHEN u.d ? 'name' THEN u.d ->> 'name' ELSE p.name END, \
    description = CASE WHEN u.d ? 'description' THEN u.d ->> 'description' ELSE p.description END, \
    own_amount = CASE WHEN u.d ? 'own' THEN (u.d ->> 'own')::numeric ELSE p.own_amount END, \
    requested_amount = CASE WHEN u.d ? 'requested' THEN (u.d ->> 'requested')::numeric ELSE p.requested_amount END, \
    total_amount = CASE WHEN u.d ? 'total' THEN (u.d ->> 'total')::numeric ELSE p.total_amount END, \
    tax_amount = CASE WHEN u.d ? 'tax' THEN (u.d ->> 'tax')::numeric ELSE p.tax_amount END, \
    jobs = CASE WHEN u.d ? 'jobs' THEN (u.d ->> 'jobs')::integer ELSE p.jobs END, \
    application_date = CASE WHEN u.d ? 'date' THEN (u.d ->> 'date')::date ELSE p.application_date END, \
    application_date_precision = CASE WHEN u.d ? 'date' THEN u.d ->> 'precision' ELSE p.application_date_precision END, \
    industry_id = CASE WHEN u.d ? 'industry' THEN (u.d ->> 'industry')::uuid ELSE p.industry_id END, \
    address_id = CASE WHEN u.d ? 'address' THEN (u.d ->> 'address')::uuid ELSE p.address_id END, \
    client_id = CASE WHEN u.d ? 'client' THEN (u.d ->> 'client')::uuid ELSE p.client_id END, \
    lead_id = CASE WHEN u.d ? 'lead' THEN (u.d ->> 'lead')::uuid ELSE p.lead_id END, \
    state = CASE WHEN u.d ? 'state' THEN u.d ->> 'state' ELSE p.state END, \
    state_changed_at = CASE WHEN u.d ? 'state' THEN $4 ELSE p.state_changed_at END, \
    frozen_until = CASE WHEN u.d ? 'state' THEN NULL ELSE p.frozen_until END, \
    version = p.version + 1, updated_at = $4 \
    FROM unnest($2, $3) AS u (id, d) WHERE p.organization_id = $1 AND p.id = u.id";

/// Writes fields of many rows, each of which gets its next version.
pub fn update_many(work: &mut Work, rows: Vec<(Uuid, Value)>) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    let (ids, documents): (Vec<Uuid>, Vec<Value>) = rows.into_iter().unzip();
    sql(UPDATE)
        .bind::<SqlUuid, _>(organization)
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Array<Jsonb>, _>(documents)
        .bind::<Timestamptz, _>(now)
        .execute(work.conn())?;
    Ok(())
}

/// An address of a project alone: a copy of the one it had, with another district.
pub struct NewAddress {
    pub id: Uuid,
    pub before: Option<Uuid>,
    pub district: Option<Uuid>,
}

/// Makes addresses of their own for many projects.
pub fn insert_addresses(work: &mut Work, new: &[NewAddress]) -> Result<(), DbError> {
    if new.is_empty() {
        return Ok(());
    }
    let (organization, now) = (work.organization(), work.now());
    sql("INSERT INTO addresses (organization_id, id, district_id, city_id, post_code, street, created_at) \
         SELECT $1, x.id, x.district, a.city_id, a.post_code, a.street, $5 \
         FROM unnest($2, $3, $4) AS x (id, before, district) \
         LEFT JOIN addresses a ON a.organization_id = $1 AND a.id = x.before")
        .bind::<SqlUuid, _>(organization)
        .bind::<Array<SqlUuid>, _>(new.iter().map(|a| a.id).collect::<Vec<_>>())
        .bind::<Array<Nullable<SqlUuid>>, _>(new.iter().map(|a| a.before).collect::<Vec<_>>())
        .bind::<Array<Nullable<SqlUuid>>, _>(new.iter().map(|a| a.district).collect::<Vec<_>>())
        .bind::<Timestamptz, _>(now)
        .execute(work.conn())?;
    Ok(())
}

/// Adds each of these people to those assigned to the project beside them.
pub fn assign_many(work: &mut Work, pairs: &[(Uuid, Uuid)]) -> Result<(), DbError> {
    on_pairs(
        work,
        "INSERT INTO project_people (organization_id, project_id, user_id, position) \
         SELECT $1, x.p, x.u, coalesce((SELECT max(position) FROM project_people pp \
            WHERE pp.organization_id = $1 AND pp.project_id = x.p), 0) + 1 FROM unnest($2, $3) AS x (p, u) \
         ON CONFLICT (organization_id, project_id, user_id) DO NOTHING",
        pairs,
    )
}

/// Takes each of these people from those assigned; after the project has let go of its lead.
pub fn unassign_many(work: &mut Work, pairs: &[(Uuid, Uuid)]) -> Result<(), DbError> {
    on_pairs(
        work,
        "DELETE FROM project_people pp USING unnest($2, $3) AS x (p, u) \
         WHERE pp.organization_id = $1 AND pp.project_id = x.p AND pp.user_id = x.u",
        pairs,
    )
}

fn on_pairs(work: &mut Work, text: &'static str, pairs: &[(Uuid, Uuid)]) -> Result<(), DbError> {
    if pairs.is_empty() {
        return Ok(());
    }
    let organization = work.organization();
    let (left, right): (Vec<Uuid>, Vec<Uuid>) = pairs.iter().copied().unzip();
    sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<Array<SqlUuid>, _>(left)
        .bind::<Array<SqlUuid>, _>(right)
        .execute(work.conn())?;
    Ok(())
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// Which of these projects are there already.
pub fn known_among(work: &mut Work, ids: &[Uuid]) -> Result<Vec<Uuid>, DbError> {
    let organization = work.organization();
    let found: Vec<Known> =
        sql("SELECT id FROM projects WHERE organization_id = $1 AND id = ANY ($2)")
            .bind::<SqlUuid, _>(organization)
            .bind::<Array<SqlUuid>, _>(ids.to_vec())
            .load(work.conn())?;
    Ok(found.into_iter().map(|k| k.id).collect())
}

/// Whether anything hangs on a project: measures, decisions, notes.
pub fn has_more(work: &mut Work, id: Uuid) -> Result<bool, DbError> {
    let organization = work.organization();
    sql("SELECT EXISTS (SELECT 1 FROM supports WHERE organization_id = $1 AND project_id = $2) \
         OR EXISTS (SELECT 1 FROM decisions WHERE organization_id = $1 AND project_id = $2) \
         OR EXISTS (SELECT 1 FROM activities WHERE organization_id = $1 AND subject_kind = 'project' AND subject_id = $2)")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .by_place::<Bool>()
        .get_result(work.conn())
        .map_err(DbError::from)
}

#[derive(QueryableByName)]
struct Numbered {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = diesel::sql_types::Text)]
    number: String,
}

/// Numbers of projects, for lists of results.
pub fn numbers(work: &mut Work, ids: &[Uuid]) -> Result<HashMap<Uuid, String>, DbError> {
    let organization = work.organization();
    let found: Vec<Numbered> =
        sql("SELECT id, number FROM projects WHERE organization_id = $1 AND id = ANY ($2)")
            .bind::<SqlUuid, _>(organization)
            .bind::<Array<SqlUuid>, _>(ids.to_vec())
            .load(work.conn())?;
    Ok(found.into_iter().map(|n| (n.id, n.number)).collect())
}
