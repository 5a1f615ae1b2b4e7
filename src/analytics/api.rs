//! `/api/v1/analytics`: section 15 of the contract.

use std::collections::BTreeMap;

use chrono::Duration;
use serde_json::{Map, Value, json};

use super::figures::{decimal, mean, percent};
use super::queries::{self, Group, Wanted};
use crate::accounts::in_api;
use crate::db::{DbError, Work};
use crate::deals::{STAGES, STATUSES};
use crate::web::api::{Asked, Call, Endpoint, Kind, ListRules, Parameter, Shown};
use crate::web::{Answer, Outcome};

const RULES: ListRules = ListRules {
    orders: &[],
    searches: false,
};

/// Endpoints of the room, for the description.
pub fn endpoints() -> Vec<Endpoint> {
    let status = Parameter::repeated("status", Kind::Word(STATUSES));
    let currency = Parameter::new("currency", Kind::Currency);
    vec![
        Endpoint::new(
            "GET",
            "/api/v1/analytics/deals/summary",
            "Counts and sums of deals",
        )
        .tag("analytics")
        .parameters(&[
            Parameter::new("days", Kind::Whole(1, 365)),
            status,
            Parameter::new("created_after", Kind::Text(40)),
            currency,
        ])
        .answers(200, Shown::Object),
        Endpoint::new(
            "GET",
            "/api/v1/analytics/deals/funnel",
            "Deals by stage, and conversion",
        )
        .tag("analytics")
        .parameters(&[status, currency])
        .answers(200, Shown::Object),
    ]
}

/// Count and sum by status.
fn by_status(groups: &[Group]) -> BTreeMap<&'static str, (i64, i128)> {
    STATUSES
        .iter()
        .map(|status| {
            let of = groups.iter().filter(|g| g.status == *status);
            let sums = of.fold((0, 0), |(n, sum), g| {
                (
                    n + g.n,
                    sum + g.hundredths.parse::<i128>().unwrap_or_default(),
                )
            });
            (*status, sums)
        })
        .collect()
}

/// Deals made in the last days, of any status.
fn new_deals(work: &mut Work, wanted: &Wanted, days: i64) -> Result<i64, DbError> {
    let since = work.now() - Duration::days(days);
    let wanted = Wanted {
        statuses: Vec::new(),
        currency: wanted.currency.clone(),
        created_after: Some(wanted.created_after.map_or(since, |after| after.max(since))),
    };
    Ok(queries::by_status(work, &wanted)?.iter().map(|g| g.n).sum())
}

/// `GET /api/v1/analytics/deals/summary`
pub async fn summary(call: Call) -> Outcome {
    in_api(call, |work, _, call| {
        let mut asked = Asked::of(call, RULES);
        let days = asked.whole("days", 1, 365).unwrap_or(30);
        let wanted = Wanted {
            statuses: asked.words("status", STATUSES),
            currency: asked.currency("currency"),
            created_after: asked.moment("created_after"),
        };
        asked.check()?;
        let groups = by_status(&queries::by_status(work, &wanted)?);
        let shown: Map<String, Value> = groups
            .iter()
            .map(|(status, (n, sum))| {
                (
                    (*status).to_owned(),
                    json!({"count": n, "amount": decimal(*sum)}),
                )
            })
            .collect();
        let (won, amount) = groups.get("won").copied().unwrap_or_default();
        Answer::json(&json!({
            "total": groups.values().map(|(n, _)| n).sum::<i64>(),
            "by_status": shown,
            "won_average_amount": mean(amount, won),
            "new_deals": {"days": days, "count": new_deals(work, &wanted, days)?},
        }))
    })
    .await
}

/// `GET /api/v1/analytics/deals/funnel`
pub async fn funnel(call: Call) -> Outcome {
    in_api(call, |work, _, call| {
        let mut asked = Asked::of(call, RULES);
        let wanted = Wanted {
            statuses: asked.words("status", STATUSES),
            currency: asked.currency("currency"),
            created_after: None,
        };
        asked.check()?;
        let groups = queries::by_stage(work, &wanted)?;
        Answer::json(&funnel_of(&groups))
    })
    .await
}

fn funnel_of(groups: &[Group]) -> Value {
    let stages: Vec<(&str, BTreeMap<&str, i64>)> = STAGES
        .iter()
        .map(|stage| {
            let of: Vec<Group> = groups
                .iter()
                .filter(|g| g.stage == *stage)
                .cloned()
                .collect();
            let counts = by_status(&of)
                .into_iter()
                .map(|(s, (n, _))| (s, n))
                .collect();
            (*stage, counts)
        })
        .collect();
    let totals: Vec<i64> = stages
        .iter()
        .map(|(_, counts)| counts.values().sum())
        .collect();
    let beyond: Vec<i64> = (0..totals.len())
        .map(|i| totals[i..].iter().sum())
        .collect();
    let shown: Vec<Value> = stages
        .iter()
        .zip(&totals)
        .map(
            |((stage, counts), total)| json!({"stage": stage, "total": total, "by_status": counts}),
        )
        .collect();
    let conversions: Vec<Value> = (1..STAGES.len())
        .map(|i| {
            json!({"from_stage": STAGES[i - 1], "to_stage": STAGES[i],
                "percent": percent(beyond[i], beyond[i - 1])})
        })
        .collect();
    json!({"stages": shown, "conversions": conversions})
}
