//! All SQL of the room.

use bigdecimal::BigDecimal;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Date, Nullable, Text, Timestamptz};
use uuid::Uuid;

use super::model::{Decision, OfProject, Support, SupportStatus};
use super::reading::SupportValues;
use crate::db::schema::supports;
use crate::db::{DbError, Work, sql};
use crate::values::money::to_decimal;

type SqlUuid = diesel::sql_types::Uuid;

const SUPPORT: &str = "SELECT s.id, s.project_id, s.version, s.type AS kind, s.programme_id, p.name AS programme, \
    p.level AS programme_level, s.body_id, b.name AS body, s.level, s.amount_hundredths, s.unit, \
    s.granted_hundredths, s.paid_hundredths, s.date_start, s.date_end, s.description, s.status, \
    s.import_id IS NOT NULL AS is_imported FROM supports s \
    LEFT JOIN directory_entries p ON p.organization_id = s.organization_id AND p.id = s.programme_id \
    LEFT JOIN directory_entries b ON b.organization_id = s.organization_id AND b.id = s.body_id \
    WHERE s.organization_id = $1 AND ";
const BY_ID: &str = const_format::concatcp!(SUPPORT, "s.id = $2");
const LOCKED: &str = const_format::concatcp!(BY_ID, " FOR NO KEY UPDATE OF s");
const OF_PROJECT: &str = const_format::concatcp!(
    SUPPORT,
    "s.project_id = $2 ORDER BY s.created_at, s.id LIMIT 200"
);

fn one(work: &mut Work, text: &'static str, id: Uuid) -> Result<Option<Support>, DbError> {
    let organization = work.organization();
    Ok(sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .get_result(work.conn())
        .optional()?)
}

pub fn find(work: &mut Work, id: Uuid) -> Result<Option<Support>, DbError> {
    one(work, BY_ID, id)
}

/// The same, locked until the end of this work.
pub fn lock(work: &mut Work, id: Uuid) -> Result<Option<Support>, DbError> {
    one(work, LOCKED, id)
}

/// Measures of a project in the order in which they were added.
pub fn of_project(work: &mut Work, project: Uuid) -> Result<Vec<Support>, DbError> {
    let organization = work.organization();
    Ok(sql(OF_PROJECT)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(project)
        .load(work.conn())?)
}

/// The project that a measure is of.
pub fn project(work: &mut Work, id: Uuid) -> Result<Option<OfProject>, DbError> {
    let (organization, user) = (work.organization(), work.user());
    Ok(sql(
        "SELECT p.id, p.version, p.number, p.name, p.state = 'deleted' AS is_deleted, \
         EXISTS (SELECT 1 FROM project_people pp WHERE pp.organization_id = p.organization_id \
            AND pp.project_id = p.id AND pp.user_id = $3) AS is_own \
         FROM projects p WHERE p.organization_id = $1 AND p.id = $2",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(id)
    .bind::<Nullable<SqlUuid>, _>(user)
    .get_result(work.conn())
    .optional()?)
}

fn decimal(hundredths: Option<i64>) -> Option<BigDecimal> {
    hundredths.and_then(|h| to_decimal(h).parse().ok())
}

/// False if a measure with this id is there already: the form was sent twice.
pub fn insert(
    work: &mut Work,
    id: Uuid,
    project: Uuid,
    values: &SupportValues,
) -> Result<bool, DbError> {
    let rows = diesel::insert_into(supports::table)
        .values((
            supports::organization_id.eq(work.organization()),
            supports::id.eq(id),
            supports::project_id.eq(project),
            columns(values),
        ))
        .on_conflict((supports::organization_id, supports::id))
        .do_nothing()
        .execute(work.conn())?;
    Ok(rows == 1)
}

type Columns<'a> = (
    diesel::dsl::Eq<supports::type_, Option<&'static str>>,
    diesel::dsl::Eq<supports::programme_id, Option<Uuid>>,
    diesel::dsl::Eq<supports::level, Option<&'static str>>,
    diesel::dsl::Eq<supports::body_id, Option<Uuid>>,
    diesel::dsl::Eq<supports::amount, Option<BigDecimal>>,
    diesel::dsl::Eq<supports::unit, Option<&'static str>>,
    diesel::dsl::Eq<supports::granted, Option<BigDecimal>>,
    diesel::dsl::Eq<supports::paid, Option<BigDecimal>>,
    diesel::dsl::Eq<supports::date_start, Option<NaiveDate>>,
    diesel::dsl::Eq<supports::date_end, Option<NaiveDate>>,
    diesel::dsl::Eq<supports::description, Option<&'a str>>,
);

fn columns(values: &SupportValues) -> Columns<'_> {
    (
        supports::type_.eq(values.kind.map(|k| k.word())),
        supports::programme_id.eq(values.programme),
        supports::level.eq(values.level.map(|l| l.word())),
        supports::body_id.eq(values.body),
        supports::amount.eq(decimal(values.amount)),
        supports::unit.eq(values.unit.map(|u| u.word())),
        supports::granted.eq(decimal(values.granted)),
        supports::paid.eq(decimal(values.paid)),
        supports::date_start.eq(values.start),
        supports::date_end.eq(values.end),
        supports::description.eq(values.description.as_deref()),
    )
}

/// Writes all fields and gives the new version of the row.
pub fn update(work: &mut Work, id: Uuid, values: &SupportValues) -> Result<i64, DbError> {
    let (organization, now) = (work.organization(), work.now());
    Ok(diesel::update(supports::table.find((organization, id)))
        .set((
            columns(values),
            supports::version.eq(supports::version + 1),
            supports::updated_at.eq(now),
        ))
        .returning(supports::version)
        .get_result(work.conn())?)
}

/// Sets the status of measures and, where one is granted and nobody said how much, what was asked for.
/// Gives the new versions.
pub fn set_statuses(
    work: &mut Work,
    statuses: &[(Uuid, SupportStatus)],
) -> Result<Vec<(Uuid, i64)>, DbError> {
    let (organization, now) = (work.organization(), work.now());
    Ok(sql(
        "UPDATE supports s SET status = x.status, version = version + 1, updated_at = $4, \
         granted = CASE WHEN x.status = 'granted' THEN coalesce(s.granted, s.amount) ELSE s.granted END \
         FROM unnest($2, $3) AS x (id, status) WHERE s.organization_id = $1 AND s.id = x.id \
         RETURNING s.id, s.version",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Array<SqlUuid>, _>(statuses.iter().map(|(id, _)| *id).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(statuses.iter().map(|(_, s)| s.word()).collect::<Vec<_>>())
    .bind::<Timestamptz, _>(now)
    .by_place::<(SqlUuid, BigInt)>()
    .load(work.conn())?)
}

/// Removes a measure.
pub fn delete(work: &mut Work, id: Uuid) -> Result<(), DbError> {
    let organization = work.organization();
    diesel::delete(supports::table.find((organization, id))).execute(work.conn())?;
    Ok(())
}

/// Something was decided about the measure, or it stands on an agenda.
pub fn is_used(work: &mut Work, id: Uuid) -> Result<bool, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT EXISTS (SELECT 1 FROM decisions WHERE organization_id = $1 AND support_id = $2) \
         OR EXISTS (SELECT 1 FROM meeting_items WHERE organization_id = $1 AND support_id = $2)",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(id)
    .by_place::<Bool>()
    .get_result(work.conn())?)
}

const DECISION: &str = "SELECT d.id, d.project_id, d.support_id, d.decision_type, d.decision_date, d.protocol_number, \
    d.outcome, d.decision, d.meeting_id, a.id AS annulled_by, d.annuls_reason, d.created_at FROM decisions d \
    LEFT JOIN decisions a ON a.organization_id = d.organization_id AND a.annuls_id = d.id \
    WHERE d.organization_id = $1 AND ";
const DECISION_BY_ID: &str = const_format::concatcp!(DECISION, "d.id = $2");
const DECISION_LOCKED: &str = const_format::concatcp!(DECISION_BY_ID, " FOR NO KEY UPDATE OF d");
const DECISIONS_OF_PROJECT: &str = const_format::concatcp!(
    DECISION,
    "d.project_id = $2 ORDER BY d.decision_date NULLS LAST, d.created_at, d.id LIMIT 500"
);

pub fn decision(work: &mut Work, id: Uuid) -> Result<Option<Decision>, DbError> {
    let organization = work.organization();
    Ok(sql(DECISION_BY_ID)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .get_result(work.conn())
        .optional()?)
}

/// The same, locked, so that it is annulled once.
pub fn lock_decision(work: &mut Work, id: Uuid) -> Result<Option<Decision>, DbError> {
    let organization = work.organization();
    Ok(sql(DECISION_LOCKED)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .get_result(work.conn())
        .optional()?)
}

/// Decisions about a project, oldest first.
pub fn decisions(work: &mut Work, project: Uuid) -> Result<Vec<Decision>, DbError> {
    let organization = work.organization();
    Ok(sql(DECISIONS_OF_PROJECT)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(project)
        .load(work.conn())?)
}

/// What the commission last decided about a measure, of that which is in force.
pub fn last_outcome(work: &mut Work, support: Uuid) -> Result<Option<String>, DbError> {
    let organization = work.organization();
    let outcome: Option<Option<String>> = sql(
        "SELECT d.outcome FROM decisions d WHERE d.organization_id = $1 AND d.support_id = $2 \
         AND d.decision_type = 'interdepartmental_commission' AND NOT EXISTS (SELECT 1 FROM decisions a \
            WHERE a.organization_id = $1 AND a.annuls_id = d.id) \
         ORDER BY d.decision_date DESC NULLS LAST, d.created_at DESC, d.id DESC LIMIT 1",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(support)
    .by_place::<Nullable<Text>>()
    .get_result(work.conn())
    .optional()?;
    Ok(outcome.flatten())
}

/// A decision to be written.
#[derive(Debug, Clone)]
pub struct NewDecision {
    pub id: Uuid,
    pub project: Uuid,
    pub support: Uuid,
    pub body: super::model::Body,
    pub date: NaiveDate,
    pub protocol: String,
    pub outcome: super::model::DecisionOutcome,
    /// Text and terms.
    pub text: String,
    pub meeting: Option<Uuid>,
    /// The decision whose place it takes, and why.
    pub annuls: Option<(Uuid, String)>,
}

/// Writes decisions; those whose id is there already are left alone. Gives the ids that were new.
pub fn insert_decisions(work: &mut Work, new: &[NewDecision]) -> Result<Vec<Uuid>, DbError> {
    let (organization, now) = (work.organization(), work.now());
    let texts = |pick: fn(&NewDecision) -> &str| -> Vec<String> {
        new.iter().map(|d| pick(d).to_owned()).collect()
    };
    Ok(sql(
        "INSERT INTO decisions (organization_id, created_at, updated_at, id, project_id, support_id, decision_type, \
            decision_date, protocol_number, outcome, decision, meeting_id, annuls_id, annuls_reason) \
         SELECT $1, $2, $2, x.* FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) AS x \
         ON CONFLICT (organization_id, id) DO NOTHING RETURNING id",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Timestamptz, _>(now)
    .bind::<Array<SqlUuid>, _>(new.iter().map(|d| d.id).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(new.iter().map(|d| d.project).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(new.iter().map(|d| d.support).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(texts(|d| d.body.word()))
    .bind::<Array<Date>, _>(new.iter().map(|d| d.date).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(texts(|d| &d.protocol))
    .bind::<Array<Text>, _>(texts(|d| d.outcome.word()))
    .bind::<Array<Text>, _>(texts(|d| &d.text))
    .bind::<Array<Nullable<SqlUuid>>, _>(new.iter().map(|d| d.meeting).collect::<Vec<_>>())
    .bind::<Array<Nullable<SqlUuid>>, _>(
        new.iter().map(|d| d.annuls.as_ref().map(|a| a.0)).collect::<Vec<_>>(),
    )
    .bind::<Array<Nullable<Text>>, _>(
        new.iter().map(|d| d.annuls.as_ref().map(|a| a.1.clone())).collect::<Vec<_>>(),
    )
    .by_place::<SqlUuid>()
    .load(work.conn())?)
}
