//! Support measures and decisions as a table.

use askama::Template;

use crate::projects::queries::{Decision, Support};
use crate::text::{Locale, formats};
use crate::values::dates::Precision;

/// A decision in words.
pub struct Verdict {
    pub icon: &'static str,
    pub class: &'static str,
    pub outcome: String,
    /// Protocol and date.
    pub details: String,
    pub text: String,
}

/// A measure with what each body decided about it.
pub struct Row {
    pub icon: &'static str,
    pub kind: String,
    pub details: String,
    pub description: String,
    pub amount: String,
    pub term: String,
    pub status: String,
    pub expert_group: Vec<Verdict>,
    pub commission: Vec<Verdict>,
}

#[derive(Template)]
#[template(path = "projects/_supports.html")]
pub struct Supports {
    pub t: Locale,
    pub icons: &'static str,
    pub rows: Vec<Row>,
    /// Decisions that name no measure.
    pub loose: Vec<Verdict>,
}

fn verdict(t: Locale, d: &Decision) -> Verdict {
    let (icon, class, key) = match d.outcome.as_deref() {
        Some("granted") => ("check", "verdict-yes", "outcome-granted"),
        Some("refused") => ("x", "verdict-no", "outcome-refused"),
        Some("rework") => ("undo", "verdict-re", "outcome-rework"),
        Some("postponed") => ("clock", "", "outcome-postponed"),
        Some("withdrawn") => ("x", "", "outcome-withdrawn"),
        _ => ("help", "", "outcome-unknown"),
    };
    let number = d.protocol_number.as_deref().map(|n| t.with("protocol", n));
    let date = d
        .decision_date
        .map(|date| formats::date(t, date, Precision::Day));
    Verdict {
        icon,
        class,
        outcome: t.text(key).into_owned(),
        details: [number, date]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", "),
        text: d.decision.clone().unwrap_or_default(),
    }
}

fn amount(t: Locale, s: &Support) -> String {
    let Some(hundredths) = s.amount_hundredths else {
        return String::new();
    };
    let unit = match s.unit.as_deref() {
        Some("pieces") => "unit-pieces",
        Some("metres") => "unit-metres",
        Some("square_metres") => "unit-square-metres",
        Some("cubic_metres") => "unit-cubic-metres",
        Some("hectares") => "unit-hectares",
        Some("rub") => "unit-rub",
        _ => return formats::money(t, hundredths),
    };
    format!("{}\u{a0}{}", formats::money(t, hundredths), t.text(unit))
}

fn term(t: Locale, s: &Support) -> String {
    let day = |d| formats::date(t, d, Precision::Day);
    match (s.date_start, s.date_end) {
        (Some(from), Some(to)) => format!("{}–{}", day(from), day(to)),
        (Some(from), None) => t.with("since", &day(from)),
        (None, Some(to)) => t.with("until", &day(to)),
        (None, None) => String::new(),
    }
}

fn kind(s: &Support) -> (&'static str, &'static str) {
    match s.kind.as_deref() {
        Some("finance") => ("m-money", "support-finance"),
        Some("credit") => ("m-credit", "support-credit"),
        Some("land") => ("m-land", "support-land"),
        Some("equipment") => ("m-equip", "support-equipment"),
        Some("technical") => ("m-tech", "support-technical"),
        _ => ("help", "support-unknown"),
    }
}

fn status(word: &str) -> &'static str {
    match word {
        "granted" => "support-status-granted",
        "refused" => "support-status-refused",
        "withdrawn" => "support-status-withdrawn",
        "ended" => "support-status-ended",
        _ => "support-status-requested",
    }
}

fn level(word: &str) -> &'static str {
    match word {
        "federal" => "level-federal",
        "municipal" => "level-municipal",
        _ => "level-regional",
    }
}

fn row(t: Locale, s: &Support, decisions: &[Decision]) -> Row {
    let of = |kind: &str| -> Vec<Verdict> {
        decisions
            .iter()
            .filter(|d| {
                d.support_id == Some(s.id)
                    && d.decision_type
                        .as_deref()
                        .unwrap_or("interdepartmental_commission")
                        == kind
            })
            .map(|d| verdict(t, d))
            .collect()
    };
    let (icon, label) = kind(s);
    let level = s.level.as_deref().map(|l| t.text(level(l)).into_owned());
    Row {
        icon,
        kind: t.text(label).into_owned(),
        details: [s.programme.clone(), level, s.body.clone()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · "),
        description: s.description.clone().unwrap_or_default(),
        amount: amount(t, s),
        term: term(t, s),
        status: t.text(status(&s.status)).into_owned(),
        expert_group: of("expert_group"),
        commission: of("interdepartmental_commission"),
    }
}

impl Supports {
    pub fn new(t: Locale, supports: &[Support], decisions: &[Decision]) -> Supports {
        Supports {
            t,
            icons: crate::web::assets().icons(),
            rows: supports.iter().map(|s| row(t, s, decisions)).collect(),
            loose: decisions
                .iter()
                .filter(|d| d.support_id.is_none())
                .map(|d| verdict(t, d))
                .collect(),
        }
    }
}
