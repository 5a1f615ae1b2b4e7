//! `GET /pipeline`: the figures of the pipeline as charts with their tables.

use super::queries::Wanted;
use super::summary::{funnel_of, summary_of};
use super::views::PipelinePage;
use crate::accounts::{Action, Subject, in_work, may, shell};
use crate::web::api::{Kind, read_value};
use crate::web::{Answer, Cx, Outcome, Place, Query};

/// Days that can be chosen for what is new.
pub const DAYS: [i64; 4] = [7, 30, 90, 365];

/// `GET /pipeline?days=…&currency=…`
pub async fn pipeline(cx: Cx, query: Query) -> Outcome {
    let page_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let days = query.0.number("days").filter(|n| DAYS.contains(n));
        let days = days.unwrap_or(30);
        let currency = query.0.given("currency").map(str::to_uppercase);
        let wanted = Wanted {
            currency: currency.filter(|c| read_value(Kind::Currency, &c.as_str().into()).is_ok()),
            ..Wanted::default()
        };
        let summary = summary_of(work, &wanted, days)?;
        let funnel = funnel_of(work, &wanted)?;
        let frame = shell(&page_cx, actor, Place::Pipeline);
        Answer::html(&PipelinePage::new(frame, &wanted, days, &summary, &funnel))
    })
    .await
}
