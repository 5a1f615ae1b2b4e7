//! All SQL of the room: what the actions and programs need here, what pages show in a file of its own. Counters are
//! written with the row, as deltas.

mod shown;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::model::Deal;
use crate::db::rows::{Cast, Filter, Shape};
use crate::db::{DbError, Work, assembled, sql};

pub use shown::*;

type SqlUuid = diesel::sql_types::Uuid;

/// The table as programs see it.
pub const DEALS: Shape = Shape {
    table: "deals",
    columns: &[
        ("contact_id", "contact_id", Cast::Uuid),
        ("title", "title", Cast::Text),
        ("amount", "amount", Cast::Numeric),
        ("currency", "currency", Cast::Text),
        ("status", "status", Cast::Text),
        ("stage", "stage", Cast::Text),
        ("owner_id", "owner_id", Cast::Uuid),
    ],
    written: &[],
    computed: &[],
    joins: "",
    only: " AND t.deleted_at IS NULL",
};

fn deal_of(row: Value) -> Result<Deal, DbError> {
    serde_json::from_value(row)
        .map_err(|e| DbError::Query(diesel::result::Error::DeserializationError(Box::new(e))))
}

/// The deal as programs see it.
pub fn row(work: &mut Work, id: Uuid) -> Result<Option<Value>, DbError> {
    DEALS.find(work, id)
}

pub fn find(work: &mut Work, id: Uuid) -> Result<Option<Deal>, DbError> {
    DEALS.find(work, id)?.map(deal_of).transpose()
}

/// The same, locked until the end of the work.
pub fn lock(work: &mut Work, id: Uuid) -> Result<Option<Deal>, DbError> {
    DEALS.lock(work, id)?.map(deal_of).transpose()
}

pub fn count(work: &mut Work, filter: &Filter) -> Result<i64, DbError> {
    DEALS.count(work, filter)
}

/// False if there is a deal with this id already.
pub fn insert(work: &mut Work, deal: &Deal) -> Result<bool, DbError> {
    let values: Map<String, Value> = deal
        .values()
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    DEALS.insert(work, deal.id, &values)
}

/// Writes what differs and gives the new version.
pub fn update(work: &mut Work, id: Uuid, values: &[(&str, Value)]) -> Result<i64, DbError> {
    DEALS.update(work, id, values)
}

const ADD_TOTALS: &str = "INSERT INTO deal_totals (organization_id, id, owner_id, status, stage, currency, n, hundredths) VALUES \
    ($1, gen_random_uuid(), $2::uuid, $3, $4, $5, $6, $7::numeric)";
const ADD_DAYS: &str = "INSERT INTO deal_days (organization_id, id, day, status, currency, n, hundredths) VALUES \
    ($1, gen_random_uuid(), $2::date, $3, $4, $5, $6::numeric)";

/// Counts a deal in (1) or out (-1).
fn add(work: &mut Work, deal: &Deal, sign: i64, by_day: bool) -> Result<(), DbError> {
    let organization = work.organization();
    let hundredths = match sign {
        1 => deal.hundredths(),
        _ => format!("-{}", deal.hundredths()),
    };
    sql(ADD_TOTALS)
        .bind::<SqlUuid, _>(organization)
        .bind::<Text, _>(deal.owner_id.to_string())
        .bind::<Text, _>(deal.status.clone())
        .bind::<Text, _>(deal.stage.clone())
        .bind::<Text, _>(deal.currency.clone())
        .bind::<BigInt, _>(sign)
        .bind::<Text, _>(hundredths.clone())
        .execute(work.conn())?;
    if by_day {
        sql(ADD_DAYS)
            .bind::<SqlUuid, _>(organization)
            .bind::<Text, _>(deal.created_at.date_naive().to_string())
            .bind::<Text, _>(deal.status.clone())
            .bind::<Text, _>(deal.currency.clone())
            .bind::<BigInt, _>(sign)
            .bind::<Text, _>(hundredths)
            .execute(work.conn())?;
    }
    Ok(())
}

/// Counts a deal that is new (no `from`), gone (no `to`) or changed.
pub fn recount(work: &mut Work, from: Option<&Deal>, to: Option<&Deal>) -> Result<(), DbError> {
    let of_day = |d: &Deal| (d.status.clone(), d.currency.clone(), d.amount.clone());
    let all = |d: &Deal| (of_day(d), d.stage.clone(), d.owner_id);
    if from.map(all) == to.map(all) {
        return Ok(());
    }
    let by_day = from.map(of_day) != to.map(of_day);
    if let Some(deal) = from {
        add(work, deal, -1, by_day)?;
    }
    if let Some(deal) = to {
        add(work, deal, 1, by_day)?;
    }
    // One write in so many folds the counters, so that they stay a few dozen rows.
    if Uuid::new_v4().as_bytes()[0].is_multiple_of(32) {
        fold(work)?;
    }
    Ok(())
}

/// Folds the deltas into one row per group, leaving alone what others are writing.
const FOLDS: [&str; 2] = [
    "WITH folded AS (DELETE FROM deal_totals WHERE organization_id = $1 AND id IN ( \
        SELECT id FROM deal_totals WHERE organization_id = $1 FOR UPDATE SKIP LOCKED) \
        RETURNING owner_id, status, stage, currency, n, hundredths) \
     INSERT INTO deal_totals (organization_id, id, owner_id, status, stage, currency, n, hundredths) \
     SELECT $1, gen_random_uuid(), owner_id, status, stage, currency, sum(n), sum(hundredths) FROM folded \
     GROUP BY owner_id, status, stage, currency HAVING sum(n) <> 0 OR sum(hundredths) <> 0",
    "WITH folded AS (DELETE FROM deal_days WHERE organization_id = $1 AND id IN ( \
        SELECT id FROM deal_days WHERE organization_id = $1 AND day >= current_date - 2 FOR UPDATE SKIP LOCKED) \
        RETURNING day, status, currency, n, hundredths) \
     INSERT INTO deal_days (organization_id, id, day, status, currency, n, hundredths) \
     SELECT $1, gen_random_uuid(), day, status, currency, sum(n), sum(hundredths) FROM folded \
     GROUP BY day, status, currency HAVING sum(n) <> 0 OR sum(hundredths) <> 0",
];

fn fold(work: &mut Work) -> Result<(), DbError> {
    let organization = work.organization();
    for text in FOLDS {
        sql(text)
            .bind::<SqlUuid, _>(organization)
            .execute(work.conn())?;
    }
    Ok(())
}

/// How many deals there are of these statuses, stages and this owner, by the counters.
pub fn counted(
    work: &mut Work,
    statuses: &[&'static str],
    stages: &[&'static str],
    owner: Option<Uuid>,
) -> Result<i64, DbError> {
    let organization = work.organization();
    let mut text = String::from(
        "SELECT coalesce(sum(n), 0)::bigint FROM deal_totals t WHERE organization_id = $1",
    );
    for (column, words) in [("status", statuses), ("stage", stages)] {
        if !words.is_empty() {
            text.push_str(&format!(" AND {column} IN ('{}')", words.join("', '")));
        }
    }
    if owner.is_some() {
        text.push_str(" AND owner_id = $2");
    }
    let mut query = assembled(text).bind::<SqlUuid, _>(organization);
    if let Some(owner) = owner {
        query = query.bind::<SqlUuid, _>(owner);
    }
    Ok(query.by_place::<BigInt>().get_result(work.conn())?)
}
