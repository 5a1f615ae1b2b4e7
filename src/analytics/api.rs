//! `/api/v1/analytics`: section 15 of the contract.

use serde_json::{Map, Value, json};

use super::figures::decimal;
use super::queries::Wanted;
use super::summary::{Funnel, funnel_of, summary_of};
use crate::accounts::in_api;
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
        let summary = summary_of(work, &wanted, days)?;
        let shown: Map<String, Value> = summary
            .by_status
            .iter()
            .map(|(status, (n, sum))| {
                (
                    (*status).to_owned(),
                    json!({"count": n, "amount": decimal(*sum)}),
                )
            })
            .collect();
        Answer::json(&json!({
            "total": summary.total(),
            "by_status": shown,
            "won_average_amount": summary.won_average(),
            "new_deals": {"days": days, "count": summary.new},
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
        Answer::json(&shown(&funnel_of(work, &wanted)?))
    })
    .await
}

fn shown(funnel: &Funnel) -> Value {
    let stages: Vec<Value> = funnel
        .stages
        .iter()
        .map(|s| json!({"stage": s.stage, "total": s.total(), "by_status": s.by_status}))
        .collect();
    let conversions: Vec<Value> = (1..STAGES.len())
        .map(|i| {
            json!({"from_stage": STAGES[i - 1], "to_stage": STAGES[i], "percent": funnel.conversion(i)})
        })
        .collect();
    json!({"stages": stages, "conversions": conversions})
}
