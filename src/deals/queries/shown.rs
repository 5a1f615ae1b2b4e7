//! Deals as the pages show them: with the name of the contact, and sums by stage.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamptz};
use serde::Deserialize;
use uuid::Uuid;

use super::super::model::Deal;
use super::{DEALS, deal_of};
use crate::db::rows::{Cast, Filter, Page, Shape};
use crate::db::{DbError, Work, assembled, sql};

type SqlUuid = diesel::sql_types::Uuid;

const LINES: Shape = Shape {
    computed: &[("contact", "c.name", Cast::Text)],
    joins: "JOIN contacts c ON c.organization_id = t.organization_id AND c.id = t.contact_id",
    ..DEALS
};

/// A deal in the bin.
const REMOVED: Shape = Shape {
    only: " AND t.deleted_at IS NOT NULL",
    ..DEALS
};

/// A deal with the name of its contact.
#[derive(Debug, Clone, Deserialize)]
pub struct Line {
    #[serde(flatten)]
    pub deal: Deal,
    pub contact: String,
}

/// One page of them.
pub fn lines(work: &mut Work, filter: &Filter, page: Page) -> Result<Vec<Line>, DbError> {
    let rows = LINES.page(work, filter, page)?;
    rows.iter()
        .map(|row| {
            serde_json::from_str(row).map_err(|e| {
                DbError::Query(diesel::result::Error::DeserializationError(Box::new(e)))
            })
        })
        .collect()
}

/// Of one stage: how many deals, and the sum in hundredths as digits.
#[derive(Debug, Clone, PartialEq)]
pub struct OfStage {
    pub stage: String,
    pub n: i64,
    pub hundredths: i128,
}

fn of_stage((stage, n, digits): (String, i64, String)) -> OfStage {
    OfStage {
        stage,
        n,
        hundredths: digits.parse().unwrap_or_default(),
    }
}

/// By the rows themselves, for filters that no counter knows.
pub fn sums_by_stage(work: &mut Work, filter: &Filter) -> Result<Vec<OfStage>, DbError> {
    let sums = DEALS.sums(work, filter, "t.stage", "t.amount_hundredths")?;
    Ok(sums.into_iter().map(of_stage).collect())
}

/// By the counters.
pub fn totals_by_stage(
    work: &mut Work,
    statuses: &[&'static str],
    owner: Option<Uuid>,
) -> Result<Vec<OfStage>, DbError> {
    let organization = work.organization();
    let mut text = String::from(
        "SELECT stage, sum(n)::bigint, sum(hundredths)::text FROM deal_totals \
         WHERE organization_id = $1 AND ($2::uuid IS NULL OR owner_id = $2)",
    );
    if !statuses.is_empty() {
        text.push_str(&format!(" AND status IN ('{}')", statuses.join("', '")));
    }
    text.push_str(" GROUP BY stage");
    let rows: Vec<(String, i64, String)> = assembled(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<Nullable<SqlUuid>, _>(owner)
        .by_place::<(Text, BigInt, Text)>()
        .load(work.conn())?;
    Ok(rows.into_iter().map(of_stage).collect())
}

/// A deal in the bin, locked, and since when it is there.
pub fn lock_removed(work: &mut Work, id: Uuid) -> Result<Option<(Deal, DateTime<Utc>)>, DbError> {
    let Some(deal) = REMOVED.lock(work, id)?.map(deal_of).transpose()? else {
        return Ok(None);
    };
    let organization = work.organization();
    let since = sql("SELECT deleted_at FROM deals WHERE organization_id = $1 AND id = $2")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .by_place::<Timestamptz>()
        .get_result(work.conn())?;
    Ok(Some((deal, since)))
}

/// To the bin, or back from it; gives the new version.
pub fn set_deleted(work: &mut Work, id: Uuid, deleted: bool) -> Result<i64, DbError> {
    let (organization, now) = (work.organization(), work.now());
    Ok(sql(
        "UPDATE deals SET deleted_at = CASE WHEN $3 THEN $4 END, version = version + 1, updated_at = $4 \
         WHERE organization_id = $1 AND id = $2 RETURNING version",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(id)
    .bind::<Bool, _>(deleted)
    .bind::<Timestamptz, _>(now)
    .by_place::<BigInt>()
    .get_result(work.conn())?)
}
