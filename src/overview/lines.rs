//! How what was counted becomes the lines, bars and cells that the templates show. Pure.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use uuid::Uuid;

use super::charts;
use super::figure::{AGES, AT_WORK, Figure, Step};
use super::period::{Period, Preset, growth};
use super::queries::{Present, Share};
use super::views::{AgeRow, Headline, Line, Load, Numbers, QuarterBar, Shares};
use crate::calendar::Terms;
use crate::projects::ProjectState;
use crate::text::{Locale, formats};
use crate::values::dates::Precision;

/// A specialist with the number of projects in each state.
type LoadCounts = (Option<Uuid>, String, Vec<i64>);

const FUNNEL_ROOM: i64 = 400;
const SHARES_SHOWN: usize = 8;

/// `+18 %`, and whether it is more.
fn grown(t: Locale, now: i64, before: i64) -> Option<(String, bool)> {
    growth(now, before).map(|percent| {
        let sign = if percent > 0 { "+" } else { "" };
        let number = formats::whole(t, percent);
        (format!("{sign}{number}\u{a0}%"), percent >= 0)
    })
}

/// A sum in millions, with how much it grew.
fn sum(t: Locale, label: &str, href: String, note: String, (now, before): (i64, i64)) -> Headline {
    Headline {
        label: t.text(label).into_owned(),
        value: formats::millions(t, now),
        unit: t.text("unit-millions").into_owned(),
        href,
        note,
        growth: grown(t, now, before),
        is_bad: false,
    }
}

/// The same for what is counted and not paid.
fn count(
    t: Locale,
    label: &str,
    href: String,
    note: String,
    (now, before): (i64, i64),
) -> Headline {
    Headline {
        value: formats::whole(t, now),
        unit: String::new(),
        ..sum(t, label, href, note, (now, before))
    }
}

pub fn headlines(t: Locale, period: &Period, numbers: &Numbers) -> Vec<Headline> {
    let text = |key: &str| t.text(key).into_owned();
    let projects = |n| t.count("register-projects", n);
    let href = |figure: Figure| figure.href(period);
    let (now, before) = (&numbers.applied, &numbers.before);
    let requested = (now.requested, before.requested);
    let granted = (now.granted, before.granted);
    let (jobs, tax) = ((now.jobs, before.jobs), (now.tax, before.tax));
    let (applied, got) = (projects(now.n), projects(numbers.granted.n));
    let mut late = count(
        t,
        "overview-late",
        href(Figure::Late),
        text("overview-late-note"),
        (numbers.late.n, 0),
    );
    late.is_bad = numbers.late.n > 0;
    let (all, of_period) = (href(Figure::Applied), text("overview-jobs-note"));
    vec![
        sum(t, "overview-requested", all.clone(), applied, requested),
        sum(t, "overview-granted", href(Figure::Granted), got, granted),
        count(t, "overview-jobs", all.clone(), of_period.clone(), jobs),
        sum(t, "overview-tax", all, of_period, tax),
        late,
    ]
}

pub fn funnel(t: Locale, period: &Period, numbers: &Numbers) -> Vec<Line> {
    let f = &numbers.funnel;
    let mut steps = vec![(
        "overview-step-applied",
        "incomplete",
        Figure::Applied,
        numbers.applied.n,
        numbers.applied.requested,
    )];
    let counts = [
        (f.full, f.full_sum),
        (f.commission, f.commission_sum),
        (f.support, f.support_sum),
        (f.ended, f.ended_sum),
    ];
    for (step, (n, sum)) in Step::ALL.into_iter().zip(counts) {
        steps.push((step.label(), step.look(), Figure::Reached(step), n, sum));
    }
    let values: Vec<i64> = steps.iter().map(|s| s.3).collect();
    let bars = charts::bars(&values, 162, FUNNEL_ROOM, 42, 24);
    let mut before = None;
    steps
        .into_iter()
        .zip(bars)
        .map(|((label, look, figure, n, sum), bar)| {
            let share = before.replace(n).filter(|b| *b > 0);
            Line {
                label: t.text(label).into_owned(),
                href: Some(figure.href(period)),
                bar,
                look,
                n: formats::whole(t, n),
                sum: formats::millions(t, sum),
                share: share.map_or_else(String::new, |b| format!("{}\u{a0}%", n * 100 / b)),
            }
        })
        .collect()
}

pub fn quarters(t: Locale, numbers: &Numbers) -> (Vec<QuarterBar>, Vec<(i64, String)>) {
    const GROUND: i64 = 160;
    const ROOM: i64 = 136;
    let of = |first: NaiveDate| numbers.by_quarter.iter().find(|q| q.first == first);
    let most = numbers
        .by_quarter
        .iter()
        .map(|q| q.requested.max(q.granted))
        .max()
        .unwrap_or(0);
    let bars = numbers
        .quarters
        .iter()
        .enumerate()
        .map(|(i, (from, to))| {
            let (requested, granted) = of(*from).map_or((0, 0), |q| (q.requested, q.granted));
            let period = Period {
                preset: Preset::Own,
                from: *from,
                to: *to,
            };
            let is_named = i == 0 || from.month() == 1;
            let full = formats::date(t, *from, Precision::Quarter);
            QuarterBar {
                label: match is_named {
                    true => full,
                    false => full
                        .rsplit_once('\u{a0}')
                        .map_or(full.clone(), |(q, _)| q.to_owned()),
                },
                x: 56 + 58 * i as i64,
                requested: charts::standing(requested, most, GROUND, ROOM),
                granted: charts::standing(granted, most, GROUND, ROOM),
                requested_text: formats::millions(t, requested),
                granted_text: formats::millions(t, granted),
                href: Figure::Applied.href(&period),
            }
        })
        .collect();
    let scale = [0, 1, 2]
        .map(|n| (GROUND - ROOM * n / 2, formats::millions(t, most / 2 * n)))
        .to_vec();
    (bars, scale)
}

/// States that stand in the chart of workload, in its order.
pub const LOADED: [ProjectState; 4] = [
    ProjectState::ApplicationShort,
    ProjectState::ApplicationFull,
    ProjectState::InCommission,
    ProjectState::OnSupport,
];

fn load_counts(present: &[Present]) -> Vec<LoadCounts> {
    let mut by_lead: BTreeMap<Option<Uuid>, LoadCounts> = BTreeMap::new();
    for p in present {
        let Some(place) = LOADED.iter().position(|s| s.word() == p.state) else {
            continue;
        };
        let counts = by_lead
            .entry(p.lead)
            .or_insert_with(|| (p.lead, p.lead_name.clone(), vec![0; LOADED.len()]));
        counts.2[place] += p.n;
    }
    let mut all: Vec<LoadCounts> = by_lead.into_values().collect();
    all.sort_by_key(|(_, name, counts)| {
        (std::cmp::Reverse(counts.iter().sum::<i64>()), name.clone())
    });
    all
}

pub fn loads(t: Locale, period: &Period, present: &[Present]) -> Vec<Load> {
    let counts = load_counts(present);
    let most = counts
        .iter()
        .map(|c| c.2.iter().sum::<i64>())
        .max()
        .unwrap_or(0);
    counts
        .into_iter()
        .enumerate()
        .map(|(i, (lead, name, counts))| {
            let pieces = charts::stacked(&counts, most, 132, 420);
            let n = counts.iter().sum();
            let after = pieces.last().map_or(132, |(x, w)| x + w) + 8;
            Load {
                name: match lead {
                    Some(_) => name,
                    None => t.text("overview-nobody").into_owned(),
                },
                y: i as i64 * 27 + 3,
                text: i as i64 * 27 + 16,
                after,
                n,
                pieces: LOADED
                    .iter()
                    .zip(counts.iter().zip(pieces))
                    .map(|(s, (n, (x, w)))| {
                        (s.look(), x, w, *n, Figure::Load(lead, *s).href(period))
                    })
                    .collect(),
            }
        })
        .collect()
}

pub fn ages(t: Locale, period: &Period, terms: &Terms, present: &[Present]) -> Vec<AgeRow> {
    let heat = |column: usize, norm: Option<i64>| {
        // Working days are five in seven; a column is hot where it lies past the norm.
        let norm = norm.map_or(i64::MAX, |n| n.saturating_mul(7) / 5);
        let starts_at = if column == 0 { 0 } else { AGES[column - 1] };
        match starts_at {
            0 => "",
            at if at > norm.saturating_mul(3) => "h4",
            at if at > norm => "h3",
            at if at.saturating_mul(2) > norm => "h2",
            _ => "",
        }
    };
    AT_WORK
        .into_iter()
        .map(|state| {
            let norm = terms.norm(state.word());
            AgeRow {
                look: state.look(),
                label: t.text(state.label()).into_owned(),
                cells: (0..=AGES.len())
                    .map(|column| {
                        let n = present
                            .iter()
                            .filter(|p| p.state == state.word() && p.column == column as i32)
                            .map(|p| p.n)
                            .sum();
                        let hot = if n > 0 { heat(column, norm) } else { "" };
                        (n, hot, Figure::Age(state, column).href(period))
                    })
                    .collect(),
                norm: norm.map_or_else(|| "—".to_owned(), |n| t.count("overview-norm", n)),
            }
        })
        .collect()
}

pub fn shares(
    t: Locale,
    period: &Period,
    (title, id): (&str, &'static str),
    all: &[Share],
    figure: fn(Option<Uuid>) -> Figure,
) -> Shares {
    let mut rows: Vec<(String, i64, i64, Option<String>)> = all
        .iter()
        .take(SHARES_SHOWN)
        .map(|s| {
            let name = match s.id {
                Some(_) => s.name.clone(),
                None => t.text("overview-without").into_owned(),
            };
            (name, s.n, s.requested, Some(figure(s.id).href(period)))
        })
        .collect();
    let rest = &all[rows.len()..];
    if !rest.is_empty() {
        let sum = |of: fn(&Share) -> i64| rest.iter().map(of).sum();
        rows.push((
            t.count("overview-others", rest.len() as i64),
            sum(|s| s.n),
            sum(|s| s.requested),
            None,
        ));
    }
    let values: Vec<i64> = rows.iter().map(|r| r.2).collect();
    let bars = charts::bars(&values, 150, 170, 25, 16);
    Shares {
        title: t.text(title).into_owned(),
        id,
        height: 25 * rows.len() as i64 + 4,
        lines: rows
            .into_iter()
            .zip(bars)
            .map(|((label, n, sum, href), bar)| Line {
                label,
                look: if href.is_some() { "bar-a" } else { "bar-b" },
                href,
                bar,
                n: formats::whole(t, n),
                sum: formats::millions(t, sum),
                share: String::new(),
            })
            .collect(),
    }
}
