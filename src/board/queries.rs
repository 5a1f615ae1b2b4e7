//! All SQL of the room: what the columns come to, and the cards at their tops.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, SmallInt, Text, Timestamptz};
use uuid::Uuid;

use super::columns::{After, Grouping};
use crate::db::{DbError, Work, sql};
use crate::register::{Filters, More};

type SqlUuid = diesel::sql_types::Uuid;

/// Cards at the top of a column; the next come as one scrolls.
pub const PAGE: usize = 25;
/// Columns of a board that is not by state.
const MOST_GROUPS: usize = 40;

/// What a column comes to.
#[derive(Debug, Clone, QueryableByName)]
pub struct Sum {
    #[diesel(sql_type = Text)]
    pub key: String,
    #[diesel(sql_type = BigInt)]
    pub n: i64,
    #[diesel(sql_type = BigInt)]
    pub requested: i64,
    #[diesel(sql_type = BigInt)]
    pub jobs: i64,
}

/// A card as it is stored.
#[derive(Debug, Clone, QueryableByName)]
pub struct Card {
    /// The column that it stands in.
    #[diesel(sql_type = Text)]
    pub key: String,
    #[diesel(sql_type = SqlUuid)]
    pub project_id: Uuid,
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    #[diesel(sql_type = Text)]
    pub number: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub client_name: String,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Timestamptz)]
    pub state_changed_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    pub district: String,
    #[diesel(sql_type = BigInt)]
    pub requested_kopecks: i64,
    #[diesel(sql_type = Integer)]
    pub jobs: i32,
    #[diesel(sql_type = Text)]
    pub lead_name: String,
    #[diesel(sql_type = SmallInt)]
    pub lead_hue: i16,
    #[diesel(sql_type = Integer)]
    pub people_count: i32,
}

const CARD: &str = "r.project_id, r.version, r.number, left(r.name, 300) AS name, r.client_name, r.state, \
    r.state_changed_at, r.district, r.requested_kopecks, r.jobs, r.lead_name, r.lead_hue, r.people_count";

/// The column of a card on a board that is not by state, as SQL over `r`; a support may put it into several.
fn key(grouping: Grouping) -> &'static str {
    match grouping {
        Grouping::State => "r.state",
        Grouping::Lead => "r.lead_name",
        Grouping::District => "r.district",
        Grouping::Industry => "r.industry",
        Grouping::Support => "coalesce(s.type, '')",
    }
}

/// Where the rows come from.
fn source(grouping: Grouping) -> &'static str {
    match grouping {
        Grouping::Support => {
            "project_rows r JOIN (SELECT DISTINCT organization_id AS of, project_id AS of_project, type FROM supports) s \
             ON s.of = r.organization_id AND s.of_project = r.project_id"
        }
        _ => "project_rows r",
    }
}

/// What each state comes to, from the counters: no row is read.
pub fn counted(work: &mut Work) -> Result<Vec<Sum>, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT state AS key, sum(n)::bigint AS n, sum(requested)::bigint AS requested, sum(jobs)::bigint AS jobs \
         FROM project_counts WHERE organization_id = $1 GROUP BY state",
    )
    .bind::<SqlUuid, _>(organization)
    .load(work.conn())?)
}

/// The same over a filter, or by something else; the largest columns first.
pub fn summed(
    work: &mut Work,
    filters: &Filters,
    grouping: Grouping,
    states: &[String],
) -> Result<Vec<Sum>, DbError> {
    let (key, source) = (key(grouping), source(grouping));
    let text = format!(
        "SELECT {key} AS key, count(*) AS n, sum(greatest(r.requested_kopecks, 0))::bigint AS requested, \
         sum(greatest(r.jobs, 0))::bigint AS jobs FROM {source} WHERE {{where}} AND r.state = ANY ({{1}}) \
         GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_GROUPS}"
    );
    let statement = filters.statement(work, &text, vec![More::Texts(states.to_vec())]);
    Ok(statement.load(work.conn())?)
}

/// The newest cards of these columns, one more than a page of each.
pub fn tops(
    work: &mut Work,
    filters: &Filters,
    grouping: Grouping,
    keys: &[String],
    states: &[String],
) -> Result<Vec<Card>, DbError> {
    let (key, source) = (key(grouping), source(grouping));
    let among = match grouping {
        Grouping::State => "true",
        _ => "r.state = ANY ({2})",
    };
    let text = format!(
        "SELECT k.key, c.* FROM unnest({{1}}) AS k (key) CROSS JOIN LATERAL (SELECT {CARD} FROM {source} \
         WHERE {{where}} AND {key} = k.key AND {among} \
         ORDER BY r.state_changed_at DESC, r.project_id DESC LIMIT {}) c",
        PAGE + 1
    );
    let more = vec![More::Texts(keys.to_vec()), More::Texts(states.to_vec())];
    let statement = filters.statement(work, &text, more);
    Ok(statement.load(work.conn())?)
}

/// The next cards of one column.
pub fn next(
    work: &mut Work,
    filters: &Filters,
    grouping: Grouping,
    column: &str,
    states: &[String],
    after: After,
) -> Result<Vec<Card>, DbError> {
    let (key, source) = (key(grouping), source(grouping));
    let text = format!(
        "SELECT {key} AS key, {CARD} FROM {source} WHERE {{where}} AND {key} = ANY ({{1}}) AND r.state = ANY ({{2}}) \
         AND (r.state_changed_at, r.project_id) < (TIMESTAMPTZ 'epoch' + {{3}} * INTERVAL '1 microsecond', {{4}}) \
         ORDER BY r.state_changed_at DESC, r.project_id DESC LIMIT {}",
        PAGE + 1
    );
    let more = vec![
        More::Texts(vec![column.to_owned()]),
        More::Texts(states.to_vec()),
        More::Big(after.at.timestamp_micros()),
        More::Id(after.id),
    ];
    let statement = filters.statement(work, &text, more);
    Ok(statement.load(work.conn())?)
}

/// Cards by their ids, those that fit the filter.
pub fn by_id(
    work: &mut Work,
    filters: &Filters,
    grouping: Grouping,
    ids: &[Uuid],
) -> Result<Vec<Card>, DbError> {
    let (key, source) = (key(grouping), source(grouping));
    let text = format!(
        "SELECT {key} AS key, {CARD} FROM {source} WHERE {{where}} AND r.project_id = ANY ({{1}}) \
         ORDER BY r.state_changed_at, r.project_id"
    );
    let statement = filters.statement(work, &text, vec![More::Ids(ids.to_vec())]);
    Ok(statement.load(work.conn())?)
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// Which of these projects the person is assigned to.
pub fn own_among(work: &mut Work, user: Uuid, ids: &[Uuid]) -> Result<Vec<Uuid>, DbError> {
    let organization = work.organization();
    let found: Vec<Id> = sql("SELECT project_id AS id FROM project_people \
         WHERE organization_id = $1 AND user_id = $2 AND project_id = ANY ($3)")
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(user)
    .bind::<Array<SqlUuid>, _>(ids.to_vec())
    .load(work.conn())?;
    Ok(found.into_iter().map(|f| f.id).collect())
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// Projects in the bin.
pub fn in_bin(work: &mut Work) -> Result<i64, DbError> {
    let organization = work.organization();
    let count: Count =
        sql("SELECT count(*) AS n FROM projects WHERE organization_id = $1 AND state = 'deleted'")
            .bind::<SqlUuid, _>(organization)
            .get_result(work.conn())?;
    Ok(count.n)
}
