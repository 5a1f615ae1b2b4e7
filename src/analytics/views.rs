//! What the template of the room shows: every figure leads to the deals that it counts.

use askama::Template;

use super::figures::decimal;
use super::pages::DAYS;
use super::queries::Wanted;
use super::summary::{Funnel, Summary};
use crate::deals::{STAGES, STATUSES, look, stage_words, status_words};
use crate::text::{Locale, formats};
use crate::web::Shell;

/// The longest bar, in the units of the picture.
const ROOM: i64 = 380;
/// From one bar to the next.
const STEP: i64 = 40;

/// A large figure: label, value, address, note.
pub struct Figure {
    pub label: String,
    pub value: String,
    pub href: String,
    pub note: String,
}

/// A bar with what it says.
pub struct Bar {
    pub label: String,
    pub look: &'static str,
    pub n: String,
    pub sum: String,
    pub href: String,
    pub y: i64,
    pub text: i64,
    pub width: i64,
    pub after: i64,
}

/// A line of the table of the funnel.
pub struct Step {
    pub bar: Bar,
    /// By status: count and address.
    pub cells: Vec<(String, String)>,
    /// From the step before: percent, and the deals that came so far.
    pub conversion: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "analytics/pipeline.html")]
pub struct PipelinePage {
    pub shell: Shell,
    pub periods: Vec<(String, String, bool)>,
    pub currency: String,
    pub days: i64,
    pub figures: Vec<Figure>,
    pub statuses: Vec<Bar>,
    pub status_heads: Vec<String>,
    pub steps: Vec<Step>,
    pub height: i64,
    pub is_empty: bool,
}

/// The list of the deals that a figure counts.
fn list(wanted: &Wanted, pairs: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("view", "list")
        .extend_pairs(pairs)
        .extend_pairs(wanted.currency.iter().map(|c| ("currency", c)))
        .finish();
    format!("/deals?{query}")
}

fn scaled(n: i64, most: i64) -> i64 {
    let exact = n.saturating_mul(ROOM) / most.max(1);
    exact.max(i64::from(n > 0) * 2)
}

fn money(t: Locale, hundredths: i128) -> String {
    formats::decimal(t, &decimal(hundredths))
}

impl PipelinePage {
    pub fn new(
        shell: Shell,
        wanted: &Wanted,
        days: i64,
        summary: &Summary,
        funnel: &Funnel,
    ) -> PipelinePage {
        let t = shell.t;
        let currency = wanted.currency.clone().unwrap_or_default();
        let period = |n: i64| {
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("days", &n.to_string())
                .append_pair("currency", &currency)
                .finish();
            (
                format!("/pipeline?{query}"),
                t.count("pipeline-days", n),
                n == days,
            )
        };
        PipelinePage {
            periods: DAYS.map(period).into(),
            days,
            figures: figures(t, wanted, days, summary),
            statuses: statuses(t, wanted, summary),
            status_heads: STATUSES.iter().map(|s| status_words(t, s)).collect(),
            steps: steps(t, wanted, funnel),
            height: STAGES.len() as i64 * STEP,
            is_empty: summary.total() == 0,
            currency,
            shell,
        }
    }
}

fn figures(t: Locale, wanted: &Wanted, days: i64, summary: &Summary) -> Vec<Figure> {
    let figure = |label: &str, value: String, pairs: &[(&str, &str)], note: String| Figure {
        label: t.text(label).into_owned(),
        value,
        href: list(wanted, pairs),
        note,
    };
    let (won, won_sum) = summary.of("won");
    let open = ["new", "in_progress"].map(|s| summary.of(s));
    let (open_n, open_sum) = open
        .iter()
        .fold((0, 0), |(n, sum), (m, more)| (n + m, sum + more));
    let mean = summary.won_average();
    let since = summary.since.to_rfc3339();
    vec![
        figure(
            "pipeline-all",
            formats::whole(t, summary.total()),
            &[],
            String::new(),
        ),
        figure(
            "pipeline-open",
            formats::whole(t, open_n),
            &[("status", "new"), ("status", "in_progress")],
            money(t, open_sum),
        ),
        figure(
            "pipeline-won",
            money(t, won_sum),
            &[("status", "won")],
            t.count("deals-count", won),
        ),
        figure(
            "pipeline-mean",
            mean.map_or_else(|| "—".to_owned(), |m| formats::decimal(t, &m)),
            &[("status", "won")],
            t.text("pipeline-mean-note").into_owned(),
        ),
        figure(
            "pipeline-new",
            formats::whole(t, summary.new),
            &[("since", &since)],
            t.count("pipeline-last-days", days),
        ),
    ]
}

fn bar(
    t: Locale,
    i: usize,
    (label, look): (String, &'static str),
    n: i64,
    most: i64,
    sum: String,
    href: String,
) -> Bar {
    let y = i as i64 * STEP + 6;
    let width = scaled(n, most);
    Bar {
        label,
        look,
        n: formats::whole(t, n),
        sum,
        href,
        y,
        text: y + 18,
        width,
        after: 162 + width + 8,
    }
}

fn statuses(t: Locale, wanted: &Wanted, summary: &Summary) -> Vec<Bar> {
    let most = STATUSES.iter().map(|s| summary.of(s).0).max().unwrap_or(0);
    STATUSES
        .iter()
        .enumerate()
        .map(|(i, status)| {
            let (n, sum) = summary.of(status);
            let name = (status_words(t, status), look(status));
            let href = list(wanted, &[("status", status)]);
            bar(t, i, name, n, most, money(t, sum), href)
        })
        .collect()
}

fn steps(t: Locale, wanted: &Wanted, funnel: &Funnel) -> Vec<Step> {
    let most = funnel.beyond(0);
    funnel
        .stages
        .iter()
        .enumerate()
        .map(|(i, of)| {
            let beyond: Vec<(&str, &str)> = STAGES[i..].iter().map(|s| ("stage", *s)).collect();
            let name = (stage_words(t, of.stage), "");
            let here = list(wanted, &[("stage", of.stage)]);
            let cells = STATUSES.iter().map(|status| {
                let n = of.by_status.get(status).copied().unwrap_or(0);
                let pairs = [("stage", of.stage), ("status", *status)];
                (formats::whole(t, n), list(wanted, &pairs))
            });
            Step {
                cells: cells.collect(),
                conversion: funnel.conversion(i).map(|p| {
                    (
                        format!("{}\u{a0}%", formats::decimal(t, &p)),
                        list(wanted, &beyond),
                    )
                }),
                bar: bar(
                    t,
                    i,
                    name,
                    of.total(),
                    most,
                    formats::whole(t, funnel.beyond(i)),
                    here,
                ),
            }
        })
        .collect()
}
