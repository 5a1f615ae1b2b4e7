//! All SQL of the room.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamptz};

use crate::db::{DbError, Work, assembled};

type SqlUuid = diesel::sql_types::Uuid;

/// Which deals are counted. Words are of the product.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub statuses: Vec<&'static str>,
    pub currency: Option<String>,
    pub created_after: Option<DateTime<Utc>>,
}

impl Wanted {
    /// Conditions after those on the organization ($1) and the currency ($2).
    fn conditions(&self) -> String {
        let mut text = String::from(" AND ($2::text IS NULL OR currency = $2)");
        if !self.statuses.is_empty() {
            text.push_str(&format!(
                " AND status IN ('{}')",
                self.statuses.join("', '")
            ));
        }
        text
    }
}

/// A group of deals: how many, and the sum in hundredths as digits.
#[derive(Debug, Clone, QueryableByName)]
pub struct Group {
    #[diesel(sql_type = Text)]
    pub stage: String,
    #[diesel(sql_type = Text)]
    pub status: String,
    #[diesel(sql_type = BigInt)]
    pub n: i64,
    #[diesel(sql_type = Text)]
    pub hundredths: String,
}

/// Deals by stage and status.
pub fn by_stage(work: &mut Work, wanted: &Wanted) -> Result<Vec<Group>, DbError> {
    let organization = work.organization();
    let text = format!(
        "SELECT stage, status, sum(n)::bigint AS n, sum(hundredths)::text AS hundredths FROM deal_totals \
         WHERE organization_id = $1{} GROUP BY stage, status",
        wanted.conditions()
    );
    Ok(assembled(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<Nullable<Text>, _>(wanted.currency.clone())
        .load(work.conn())?)
}

/// Deals by status; from a moment on, the days after it by their counters and the rest of its own day by its rows.
pub fn by_status(work: &mut Work, wanted: &Wanted) -> Result<Vec<Group>, DbError> {
    let Some(after) = wanted.created_after else {
        return by_stage(work, wanted);
    };
    let organization = work.organization();
    let conditions = wanted.conditions();
    let text = format!(
        "SELECT '' AS stage, status, sum(n)::bigint AS n, sum(hundredths)::text AS hundredths FROM ( \
            SELECT status, n, hundredths FROM deal_days \
            WHERE organization_id = $1 AND day > ($3 AT TIME ZONE 'UTC')::date{conditions} \
            UNION ALL \
            SELECT status, 1, amount_hundredths FROM deals \
            WHERE organization_id = $1 AND created_at >= $3 AND deleted_at IS NULL \
            AND created_at < (($3 AT TIME ZONE 'UTC')::date + 1)::timestamp AT TIME ZONE 'UTC'{conditions} \
         ) d GROUP BY status"
    );
    Ok(assembled(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<Nullable<Text>, _>(wanted.currency.clone())
        .bind::<Timestamptz, _>(after)
        .load(work.conn())?)
}
