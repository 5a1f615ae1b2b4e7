//! All SQL of the room. One condition for each figure: what is counted and what is listed are the same rows.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Date, Nullable, Text, Timestamptz};
use uuid::Uuid;

use super::figure::{AT_WORK, Figure, Step};
use super::period::Period;
use crate::db::{DbError, Statement, Work, assembled, sql};

type SqlUuid = diesel::sql_types::Uuid;

/// Days of the organization as moments: what counts as long in a state.
#[derive(Debug, Clone, Default)]
pub struct Moments {
    /// A project in this state is late if it has been there since before.
    pub late: Vec<(String, DateTime<Utc>)>,
    /// The columns of the table of ages begin here, the youngest first.
    pub ages: Vec<DateTime<Utc>>,
}

/// The newest day of an application up to today; none where there is no application with a date.
pub fn last_application(work: &mut Work, today: NaiveDate) -> Result<Option<NaiveDate>, DbError> {
    #[derive(QueryableByName)]
    struct Last {
        #[diesel(sql_type = Nullable<Date>)]
        day: Option<NaiveDate>,
    }
    let organization = work.organization();
    let last: Last = sql(
        "SELECT max(application_date) AS day FROM project_rows WHERE organization_id = $1 \
         AND application_date > DATE '0001-01-01' AND application_date <= $2",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Date, _>(today)
    .get_result(work.conn())?;
    Ok(last.day)
}

/// What was granted to a project, in kopecks: roubles only.
const GRANTED: &str = "(SELECT coalesce(sum(s.amount_hundredths), 0)::bigint FROM supports s \
    WHERE s.organization_id = r.organization_id AND s.project_id = r.project_id \
    AND s.status IN ('granted', 'ended') AND s.unit = 'rub')";

/// The furthest state that a project was in, by its present one and by true transitions; a move that was undone
/// is none.
const REACHED: &str = "greatest(CASE WHEN r.state_rank <= 3 THEN r.state_rank ELSE 0 END, coalesce(( \
    SELECT max(greatest(array_position(ARRAY['application_full', 'in_commission', 'on_support'], m.to_state), \
        array_position(ARRAY['application_full', 'in_commission', 'on_support'], m.from_state))) FROM ( \
        SELECT x.to_value #>> '{}' AS to_state, x.from_value #>> '{}' AS from_state, u.version AS undoes, \
            lead(u.version) OVER (ORDER BY x.version) AS undone_by \
        FROM changes x LEFT JOIN changes u ON u.organization_id = x.organization_id AND u.subject_kind = 'project' \
            AND u.subject_id = x.subject_id AND u.version = x.version AND u.field = 'undo' \
        WHERE x.organization_id = r.organization_id AND x.subject_kind = 'project' AND x.subject_id = r.project_id \
            AND x.field = 'state') m WHERE m.undoes IS NULL AND m.undone_by IS NULL), 0))";

/// Binds of every statement about a figure: organization, period, an id, a state, moments.
fn condition(figure: Figure) -> String {
    let of_period = "r.organization_id = $1 AND r.application_date BETWEEN $2 AND $3";
    match figure {
        Figure::Applied => of_period.to_owned(),
        Figure::Granted => format!("{of_period} AND {GRANTED} > 0"),
        Figure::Reached(Step::Ended) => {
            format!("{of_period} AND r.state = 'ended' AND {REACHED} = 3")
        }
        Figure::Reached(step) => {
            let rank = match step {
                Step::Full => 1,
                Step::Commission => 2,
                _ => 3,
            };
            format!("{of_period} AND {REACHED} >= {rank}")
        }
        Figure::District(_) => format!("{of_period} AND r.district_id IS NOT DISTINCT FROM $4"),
        Figure::Industry(_) => format!("{of_period} AND r.industry_id IS NOT DISTINCT FROM $4"),
        Figure::Late => {
            "r.organization_id = $1 AND EXISTS (SELECT FROM unnest($6, $7) AS l (state, before) \
            WHERE l.state = r.state AND r.state_changed_at < l.before)"
                .to_owned()
        }
        Figure::Load(..) => {
            "r.organization_id = $1 AND r.state = $5 AND r.lead_id IS NOT DISTINCT FROM $4"
                .to_owned()
        }
        Figure::Age(..) => "r.organization_id = $1 AND r.state = $5 \
            AND width_bucket(r.state_changed_at, $7) = cardinality($7) - $8"
            .to_owned(),
    }
}

fn asked(
    figure: Figure,
    period: &Period,
    moments: &Moments,
    organization: Uuid,
    text: String,
) -> Statement<'static> {
    let (id, state, column) = match figure {
        Figure::District(id) | Figure::Industry(id) => (id, "", 0),
        Figure::Load(id, state) => (id, state.word(), 0),
        Figure::Age(state, column) => (None, state.word(), column),
        _ => (None, "", 0),
    };
    let (states, times) = match figure {
        Figure::Age(..) => (Vec::new(), ascending(&moments.ages)),
        _ => moments.late.iter().cloned().unzip(),
    };
    assembled(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<Date, _>(period.from)
        .bind::<Date, _>(period.to)
        .bind::<Nullable<SqlUuid>, _>(id)
        .bind::<Text, _>(state.to_owned())
        .bind::<Array<Text>, _>(states)
        .bind::<Array<Timestamptz>, _>(times)
        .bind::<diesel::sql_types::Integer, _>(column as i32)
}

fn ascending(times: &[DateTime<Utc>]) -> Vec<DateTime<Utc>> {
    let mut times = times.to_vec();
    times.sort();
    times
}

/// What a list of projects adds up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, QueryableByName)]
pub struct Totals {
    #[diesel(sql_type = BigInt)]
    pub n: i64,
    #[diesel(sql_type = BigInt)]
    pub requested: i64,
    #[diesel(sql_type = BigInt)]
    pub granted: i64,
    #[diesel(sql_type = BigInt)]
    pub jobs: i64,
    #[diesel(sql_type = BigInt)]
    pub tax: i64,
}

/// Count and sums of a figure.
pub fn totals(
    work: &mut Work,
    figure: Figure,
    period: &Period,
    moments: &Moments,
) -> Result<Totals, DbError> {
    let text = format!(
        "SELECT count(*) AS n, coalesce(sum(r.requested_kopecks) FILTER (WHERE r.requested_kopecks >= 0), 0)::bigint AS requested, \
         coalesce(sum({GRANTED}), 0)::bigint AS granted, \
         coalesce(sum(r.jobs) FILTER (WHERE r.jobs >= 0), 0)::bigint AS jobs, \
         coalesce(sum(r.tax_kopecks) FILTER (WHERE r.tax_kopecks >= 0), 0)::bigint AS tax \
         FROM project_rows r WHERE {}",
        condition(figure)
    );
    let organization = work.organization();
    Ok(asked(figure, period, moments, organization, text).get_result(work.conn())?)
}

/// A project in the list of a figure.
#[derive(Debug, Clone, QueryableByName)]
pub struct Listed {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = Text)]
    pub number: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub client: String,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Text)]
    pub lead: String,
    #[diesel(sql_type = BigInt)]
    pub requested: i64,
    #[diesel(sql_type = BigInt)]
    pub granted: i64,
}

/// The projects of a figure, the last number first, from below one.
pub fn list(
    work: &mut Work,
    figure: Figure,
    period: &Period,
    moments: &Moments,
    skipped: i64,
    limit: i64,
) -> Result<Vec<Listed>, DbError> {
    let text = format!(
        "SELECT r.project_id AS id, r.number, r.name, r.client_name AS client, r.state, r.lead_name AS lead, \
         r.requested_kopecks AS requested, {GRANTED} AS granted FROM project_rows r WHERE {} \
         ORDER BY r.number_value DESC, r.project_id DESC OFFSET {} LIMIT {}",
        condition(figure),
        skipped.max(0),
        limit
    );
    let organization = work.organization();
    Ok(asked(figure, period, moments, organization, text).load(work.conn())?)
}

/// A step of the funnel: how many projects came so far, and what they asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct StepCount {
    #[diesel(sql_type = BigInt)]
    pub full: i64,
    #[diesel(sql_type = BigInt)]
    pub full_sum: i64,
    #[diesel(sql_type = BigInt)]
    pub commission: i64,
    #[diesel(sql_type = BigInt)]
    pub commission_sum: i64,
    #[diesel(sql_type = BigInt)]
    pub support: i64,
    #[diesel(sql_type = BigInt)]
    pub support_sum: i64,
    #[diesel(sql_type = BigInt)]
    pub ended: i64,
    #[diesel(sql_type = BigInt)]
    pub ended_sum: i64,
}

/// The steps of the applications of a period.
pub fn funnel(work: &mut Work, period: &Period) -> Result<StepCount, DbError> {
    let step = |name: &str, condition: &str| {
        format!(
            "count(*) FILTER (WHERE {condition}) AS {name}, \
             coalesce(sum(asked) FILTER (WHERE {condition}), 0)::bigint AS {name}_sum"
        )
    };
    let text = format!(
        "SELECT {}, {}, {}, {} FROM (SELECT greatest(r.requested_kopecks, 0) AS asked, r.state, {REACHED} AS reached \
         FROM project_rows r WHERE {}) x",
        step("full", "reached >= 1"),
        step("commission", "reached >= 2"),
        step("support", "reached = 3"),
        step("ended", "reached = 3 AND state = 'ended'"),
        condition(Figure::Applied)
    );
    let organization = work.organization();
    Ok(asked(
        Figure::Applied,
        period,
        &Moments::default(),
        organization,
        text,
    )
    .get_result(work.conn())?)
}

/// What was asked for and granted in a quarter, by the first day of it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Quarter {
    #[diesel(sql_type = Date)]
    pub first: NaiveDate,
    #[diesel(sql_type = BigInt)]
    pub requested: i64,
    #[diesel(sql_type = BigInt)]
    pub granted: i64,
}

/// By the quarter of the application.
pub fn quarters(work: &mut Work, from: NaiveDate, to: NaiveDate) -> Result<Vec<Quarter>, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT first, sum(requested)::bigint AS requested, sum(granted)::bigint AS granted FROM ( \
            SELECT date_trunc('quarter', application_date)::date AS first, greatest(requested_kopecks, 0) AS requested, \
                0::bigint AS granted FROM project_rows \
            WHERE organization_id = $1 AND application_date BETWEEN $2 AND $3 \
            UNION ALL SELECT date_trunc('quarter', r.application_date)::date, 0, s.amount_hundredths \
            FROM supports s JOIN project_rows r ON r.organization_id = $1 AND r.project_id = s.project_id \
            WHERE s.organization_id = $1 AND s.status IN ('granted', 'ended') AND s.unit = 'rub' \
                AND r.application_date BETWEEN $2 AND $3) x GROUP BY first ORDER BY first",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Date, _>(from)
    .bind::<Date, _>(to)
    .load(work.conn())?)
}

/// What was asked for in one district or industry.
#[derive(Debug, Clone, QueryableByName)]
pub struct Share {
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub id: Option<Uuid>,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = BigInt)]
    pub n: i64,
    #[diesel(sql_type = BigInt)]
    pub requested: i64,
}

const BY_DISTRICT: &str = "SELECT district_id AS id, max(district) AS name, count(*) AS n, \
    sum(greatest(requested_kopecks, 0))::bigint AS requested FROM project_rows \
    WHERE organization_id = $1 AND application_date BETWEEN $2 AND $3 GROUP BY district_id ORDER BY 4 DESC, 2";
const BY_INDUSTRY: &str = "SELECT industry_id AS id, max(industry) AS name, count(*) AS n, \
    sum(greatest(requested_kopecks, 0))::bigint AS requested FROM project_rows \
    WHERE organization_id = $1 AND application_date BETWEEN $2 AND $3 GROUP BY industry_id ORDER BY 4 DESC, 2";

fn shares(work: &mut Work, text: &'static str, period: &Period) -> Result<Vec<Share>, DbError> {
    let organization = work.organization();
    Ok(sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<Date, _>(period.from)
        .bind::<Date, _>(period.to)
        .load(work.conn())?)
}

pub fn by_district(work: &mut Work, period: &Period) -> Result<Vec<Share>, DbError> {
    shares(work, BY_DISTRICT, period)
}

pub fn by_industry(work: &mut Work, period: &Period) -> Result<Vec<Share>, DbError> {
    shares(work, BY_INDUSTRY, period)
}

/// How many projects a person leads in a state, by the column of the table of ages.
#[derive(Debug, Clone, QueryableByName)]
pub struct Present {
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub lead: Option<Uuid>,
    #[diesel(sql_type = Text)]
    pub lead_name: String,
    #[diesel(sql_type = diesel::sql_types::Integer)]
    pub column: i32,
    #[diesel(sql_type = BigInt)]
    pub n: i64,
}

/// What is being worked on now, in one pass over the register.
pub fn present(work: &mut Work, moments: &Moments) -> Result<Vec<Present>, DbError> {
    let organization = work.organization();
    let states: Vec<String> = AT_WORK.iter().map(|s| s.word().to_owned()).collect();
    Ok(sql(
        "SELECT state, lead_id AS lead, max(lead_name) AS lead_name, \
            cardinality($3) - width_bucket(state_changed_at, $3) AS column, count(*) AS n \
         FROM project_rows WHERE organization_id = $1 AND state = ANY ($2) GROUP BY state, lead_id, 4",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Array<Text>, _>(states)
    .bind::<Array<Timestamptz>, _>(ascending(&moments.ages))
    .load(work.conn())?)
}
