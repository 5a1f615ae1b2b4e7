//! All SQL of the room that reads.

mod selection;

use std::fmt::Write as _;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Jsonb, Nullable, SmallInt, Text};
use serde_json::Value;
use uuid::Uuid;

use super::columns::{Column, Kind};
use super::view::{Cursor, View};
use crate::db::{DbError, Statement, Work, assembled, sql};
use crate::projects::ProjectState;

pub use selection::selected;

type SqlUuid = diesel::sql_types::Uuid;

/// A row of the register as it is stored: empty values are the smallest of their type.
#[derive(Debug, Clone, Queryable)]
pub struct Row {
    pub project_id: Uuid,
    pub version: i64,
    pub number_value: i64,
    pub number: String,
    pub client_id: Option<Uuid>,
    pub client_name: String,
    pub client_inn: String,
    pub name: String,
    pub state: String,
    pub state_rank: i16,
    pub district: String,
    pub industry: String,
    pub own_kopecks: i64,
    pub requested_kopecks: i64,
    pub total_kopecks: i64,
    pub tax_kopecks: i64,
    pub jobs: i32,
    pub application_date: NaiveDate,
    pub application_date_precision: String,
    pub lead_name: String,
    pub lead_hue: i16,
    pub people_count: i32,
    pub description: String,
    /// Only the beginning of it was read.
    pub description_is_cut: bool,
    /// Texts of the source file that could not be read, by the name of the field; none if there is none.
    pub unread: Option<Value>,
}

/// Types of the columns, in their order.
type RowTypes = (
    SqlUuid,
    BigInt,
    BigInt,
    Text,
    Nullable<SqlUuid>,
    Text,
    Text,
    Text,
    Text,
    SmallInt,
    Text,
    Text,
    BigInt,
    BigInt,
    BigInt,
    BigInt,
    Integer,
    Date,
    Text,
    Text,
    SmallInt,
    Integer,
    Text,
    Bool,
    Nullable<Jsonb>,
);

impl Row {
    /// The sorted value, as a cursor carries it.
    pub fn cursor(&self, sort: Column) -> Cursor {
        let value = match sort {
            Column::Number | Column::Description => self.number_value.to_string(),
            Column::Client => self.client_name.clone(),
            Column::Name => self.name.clone(),
            Column::State => self.state_rank.to_string(),
            Column::Inn => self.client_inn.clone(),
            Column::District => self.district.clone(),
            Column::Industry => self.industry.clone(),
            Column::Own => self.own_kopecks.to_string(),
            Column::Requested => self.requested_kopecks.to_string(),
            Column::Total => self.total_kopecks.to_string(),
            Column::Tax => self.tax_kopecks.to_string(),
            Column::Jobs => self.jobs.to_string(),
            Column::Date => self.application_date.to_string(),
            Column::Lead => self.lead_name.clone(),
        };
        Cursor {
            id: self.project_id,
            value,
        }
    }
}

const EXACT: &str = "project_id, version, number_value, number, client_id, client_name, client_inn, name, state, \
    state_rank, district, industry, own_kopecks, requested_kopecks, total_kopecks, tax_kopecks, jobs, \
    application_date, application_date_precision, lead_name, lead_hue, people_count, ";

/// Pages stay small: of a text longer than this they show the beginning, and do not edit it.
const COLUMNS: &str = const_format::concatcp!(
    EXACT,
    "CASE WHEN char_length(description) <= 1000 THEN description ELSE left(description, 300) END, \
     char_length(description) > 1000, nullif(unread, '{}')"
);
/// Files hold all of it.
const WHOLE: &str = const_format::concatcp!(EXACT, "description, false, nullif(unread, '{}')");

/// Values of the placeholders, in their order.
pub enum Bind {
    Id(Uuid),
    Ids(Vec<Uuid>),
    Text(String),
    Texts(Vec<String>),
    Big(i64),
    Date(NaiveDate),
}

pub fn bound<'a>(mut statement: Statement<'a>, binds: Vec<Bind>) -> Statement<'a> {
    for bind in binds {
        statement = match bind {
            Bind::Id(v) => statement.bind::<SqlUuid, _>(v),
            Bind::Ids(v) => statement.bind::<Array<SqlUuid>, _>(v),
            Bind::Text(v) => statement.bind::<Text, _>(v),
            Bind::Texts(v) => statement.bind::<Array<Text>, _>(v),
            Bind::Big(v) => statement.bind::<BigInt, _>(v),
            Bind::Date(v) => statement.bind::<Date, _>(v),
        };
    }
    statement
}

/// A name is unique in its directory, and the index that sorts by it also finds it.
const NAMED: &str = " = ANY (ARRAY (SELECT d.name FROM directory_entries d \
    WHERE d.organization_id = $1 AND d.id = ANY (?)))";

/// The condition of a view; the first placeholder is the organization.
pub fn conditions(view: &View, organization: Uuid) -> (String, Vec<Bind>) {
    let mut text = "organization_id = $1".to_owned();
    let mut binds = vec![Bind::Id(organization)];
    let mut and = |condition: &str, bind: Bind| {
        binds.push(bind);
        let placeholder = format!("${}", binds.len());
        let _ = write!(text, " AND {}", condition.replace('?', &placeholder));
    };
    if !view.states.is_empty() {
        let words = view.states.iter().map(|s| s.word().to_owned()).collect();
        and("state = ANY (?)", Bind::Texts(words));
    }
    if !view.districts.is_empty() {
        and(
            const_format::concatcp!("district", NAMED),
            Bind::Ids(view.districts.clone()),
        );
    }
    if !view.industries.is_empty() {
        and(
            const_format::concatcp!("industry", NAMED),
            Bind::Ids(view.industries.clone()),
        );
    }
    if !view.people.is_empty() {
        and(
            "project_id IN (SELECT pp.project_id FROM project_people pp \
             WHERE pp.organization_id = $1 AND pp.user_id = ANY (?))",
            Bind::Ids(view.people.clone()),
        );
    }
    let patterns = view.search_patterns();
    if !patterns.is_empty() {
        and(
            "project_id IN (SELECT search_find('project', ?))",
            Bind::Texts(patterns),
        );
    }
    (text, binds)
}

/// The smallest value of a column, which stands for an empty one.
fn empty(kind: Kind) -> &'static str {
    match kind {
        Kind::Money | Kind::Whole => "-1",
        Kind::Date => "DATE '0001-01-01'",
        _ => "''",
    }
}

fn key_bind(kind: Kind, value: &str) -> Option<Bind> {
    Some(match kind {
        Kind::Number | Kind::Money => Bind::Big(value.parse().ok()?),
        // A link that somebody changed must not ask for more than the column holds.
        Kind::State => Bind::Big(value.parse::<i16>().ok()?.into()),
        Kind::Whole => Bind::Big(value.parse::<i32>().ok()?.into()),
        Kind::Date => Bind::Date(value.parse().ok()?),
        _ => Bind::Text(value.to_owned()),
    })
}

/// The comparison type of a key: a parameter of a wider type would not reach the index.
fn key_cast(sort: Column) -> &'static str {
    match sort {
        Column::State => "::smallint",
        Column::Jobs => "::integer",
        _ => "",
    }
}

fn is_empty_key(sort: Column, cursor: &Cursor) -> bool {
    match sort.kind() {
        Kind::Money | Kind::Whole => cursor.value == "-1",
        Kind::Date => cursor.value == "0001-01-01",
        Kind::Number | Kind::State => false,
        _ => cursor.value.is_empty(),
    }
}

/// How much of a long text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Texts {
    Beginning,
    Whole,
}

/// Rows after a place in the list. Empty values come last in either direction: descending that is the
/// order of the index, ascending the list begins after them and ends with them.
pub fn rows(
    work: &mut Work,
    view: &View,
    after: Option<&Cursor>,
    limit: i64,
    texts: Texts,
) -> Result<Vec<Row>, DbError> {
    let has_empty = !matches!(view.sort.kind(), Kind::Number | Kind::State);
    if view.descending || !has_empty {
        return stretch(work, view, after, limit, (Stretch::All, texts));
    }
    let in_empties = after.is_some_and(|c| is_empty_key(view.sort, c));
    let mut found = Vec::new();
    if !in_empties {
        found = stretch(work, view, after, limit, (Stretch::Filled, texts))?;
    }
    if (found.len() as i64) < limit {
        let from = after.filter(|_| in_empties);
        found.extend(stretch(work, view, from, limit, (Stretch::Empty, texts))?);
        found.truncate(limit as usize);
    }
    Ok(found)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stretch {
    All,
    Filled,
    Empty,
}

fn stretch(
    work: &mut Work,
    view: &View,
    after: Option<&Cursor>,
    limit: i64,
    (which, texts): (Stretch, Texts),
) -> Result<Vec<Row>, DbError> {
    let (mut condition, mut binds) = conditions(view, work.organization());
    let (key, kind) = (view.sort.key(), view.sort.kind());
    match which {
        Stretch::All => {}
        Stretch::Filled => {
            let _ = write!(condition, " AND {key} > {}", empty(kind));
        }
        Stretch::Empty => {
            let _ = write!(condition, " AND {key} = {}", empty(kind));
        }
    }
    if let Some(cursor) = after
        && let Some(value) = key_bind(kind, &cursor.value)
    {
        binds.push(value);
        binds.push(Bind::Id(cursor.id));
        let _ = write!(
            condition,
            " AND ({key}, project_id) {} (${}{}, ${})",
            if view.descending { "<" } else { ">" },
            binds.len() - 1,
            key_cast(view.sort),
            binds.len()
        );
    }
    let columns = match texts {
        Texts::Beginning => COLUMNS,
        Texts::Whole => WHOLE,
    };
    // The limit stands in the text: with a placeholder PostgreSQL plans the statement on each request.
    let way = if view.descending { " DESC" } else { "" };
    let text = format!(
        "SELECT {columns} FROM project_rows WHERE {condition} \
         ORDER BY {key}{way}, project_id{way} LIMIT {limit}"
    );
    Ok(bound(assembled(text), binds)
        .by_place::<RowTypes>()
        .load(work.conn())?)
}

/// Rows by their ids, in no order; deleted and foreign ones are simply not there.
pub fn rows_by_id(work: &mut Work, ids: &[Uuid]) -> Result<Vec<Row>, DbError> {
    let organization = work.organization();
    let text = format!(
        "SELECT {COLUMNS} FROM project_rows WHERE organization_id = $1 AND project_id = ANY ($2)"
    );
    Ok(assembled(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<Array<SqlUuid>, _>(ids.to_vec())
        .by_place::<RowTypes>()
        .load(work.conn())?)
}

const ONE_ROW: &str = const_format::concatcp!(
    "SELECT ",
    COLUMNS,
    " FROM project_rows WHERE organization_id = $1 AND project_id = $2"
);

/// One row, if it is there; a list of ids would be planned anew each time.
pub fn row_by_id(work: &mut Work, id: Uuid) -> Result<Option<Row>, DbError> {
    let organization = work.organization();
    Ok(sql(ONE_ROW)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .by_place::<RowTypes>()
        .get_result(work.conn())
        .optional()?)
}

#[derive(QueryableByName)]
struct StateCount {
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// Number of projects by state, from the counters.
pub fn counts(work: &mut Work) -> Result<Vec<(ProjectState, i64)>, DbError> {
    let organization = work.organization();
    let found: Vec<StateCount> = sql(
        "SELECT state, sum(n)::bigint AS n FROM project_counts WHERE organization_id = $1 GROUP BY state",
    )
    .bind::<SqlUuid, _>(organization)
    .load(work.conn())?;
    Ok(found
        .into_iter()
        .filter_map(|c| Some((ProjectState::from_word(&c.state)?, c.n)))
        .collect())
}

/// Exact totals of a view.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct Totals {
    #[diesel(sql_type = BigInt)]
    pub n: i64,
    #[diesel(sql_type = BigInt)]
    pub own: i64,
    #[diesel(sql_type = BigInt)]
    pub requested: i64,
    #[diesel(sql_type = BigInt)]
    pub jobs: i64,
}

/// Counts and sums over the whole filter; asked by a second request, never with the rows.
pub fn totals(work: &mut Work, view: &View) -> Result<Totals, DbError> {
    let (condition, binds) = conditions(view, work.organization());
    let text = format!(
        "SELECT count(*) AS n, \
         coalesce(sum(own_kopecks) FILTER (WHERE own_kopecks >= 0), 0)::bigint AS own, \
         coalesce(sum(requested_kopecks) FILTER (WHERE requested_kopecks >= 0), 0)::bigint AS requested, \
         coalesce(sum(jobs) FILTER (WHERE jobs >= 0), 0)::bigint AS jobs \
         FROM project_rows WHERE {condition}"
    );
    Ok(bound(assembled(text), binds).get_result(work.conn())?)
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// Which of these projects the person is assigned to.
pub fn own_among(
    work: &mut Work,
    user: Uuid,
    ids: &[Uuid],
) -> Result<std::collections::HashSet<Uuid>, DbError> {
    let organization = work.organization();
    let found: Vec<Id> = sql("SELECT project_id AS id FROM project_people \
         WHERE organization_id = $1 AND user_id = $2 AND project_id = ANY ($3)")
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(user)
    .bind::<Array<SqlUuid>, _>(ids.to_vec())
    .load(work.conn())?;
    Ok(found.into_iter().map(|f| f.id).collect())
}

/// Which of these projects fit a view.
pub fn matching(
    work: &mut Work,
    view: &View,
    ids: &[Uuid],
) -> Result<std::collections::HashSet<Uuid>, DbError> {
    let (condition, mut binds) = conditions(view, work.organization());
    binds.push(Bind::Ids(ids.to_vec()));
    let text = format!(
        "SELECT project_id AS id FROM project_rows WHERE {condition} AND project_id = ANY (${})",
        binds.len()
    );
    let found: Vec<Id> = bound(assembled(text), binds).load(work.conn())?;
    Ok(found.into_iter().map(|f| f.id).collect())
}
