//! What the templates of the room show. No query, no permission.

use askama::Template;
use serde_json::Value;
use uuid::Uuid;

use super::model::{Body, Decision, Level, Support, SupportStatus, SupportType, Unit};
use super::reading::SupportField;
use crate::history::{Entry, Timeline, Words};
use crate::text::{Locale, formats};
use crate::values::dates::Precision;
use crate::web::{FormView, Shell};

/// What this person may do here.
#[derive(Debug, Clone, Copy)]
pub struct May {
    pub add: bool,
    pub change: bool,
    pub decide: bool,
}

/// A decision in words.
pub struct Verdict {
    pub id: Uuid,
    pub icon: &'static str,
    pub class: &'static str,
    pub outcome: String,
    /// Protocol and date.
    pub details: String,
    pub meeting: Option<Uuid>,
    pub text: String,
    /// Another decision took its place.
    pub is_annulled: bool,
    /// Why it took the place of another.
    pub reason: String,
}

/// A measure with what each body decided about it.
pub struct Row {
    pub id: Uuid,
    pub icon: &'static str,
    pub kind: String,
    pub details: String,
    pub description: String,
    pub amount: String,
    pub granted: String,
    pub paid: String,
    pub term: String,
    pub status: String,
    pub expert_group: Vec<Verdict>,
    pub commission: Vec<Verdict>,
}

/// The part of a project's card.
#[derive(Template)]
#[template(path = "supports/_section.html")]
pub struct Section {
    pub t: Locale,
    pub icons: &'static str,
    pub project: Uuid,
    pub rows: Vec<Row>,
    /// Decisions that name no measure.
    pub loose: Vec<Verdict>,
    pub may: May,
}

impl Verdict {
    pub fn new(t: Locale, d: &Decision) -> Verdict {
        let (icon, class) = d.outcome().map_or(("help", ""), |o| o.look());
        let outcome = d.outcome().map_or("outcome-unknown", |o| o.label());
        let number = d.protocol_number.as_deref().filter(|n| !n.is_empty());
        let date = d
            .decision_date
            .map(|date| formats::date(t, date, Precision::Day));
        let details = [number.map(|n| t.with("protocol", n)), date];
        Verdict {
            id: d.id,
            icon,
            class,
            outcome: t.text(outcome).into_owned(),
            details: details.into_iter().flatten().collect::<Vec<_>>().join(", "),
            meeting: d.meeting_id,
            text: d.decision.clone().unwrap_or_default(),
            is_annulled: d.annulled_by.is_some(),
            reason: d.annuls_reason.clone().unwrap_or_default(),
        }
    }
}

/// An amount in hundredths with its unit: `48 500 000 ₽`, `2,50 га`.
pub fn amount(t: Locale, hundredths: Option<i64>, unit: Option<Unit>) -> String {
    let Some(hundredths) = hundredths else {
        return String::new();
    };
    let number = formats::money(t, hundredths);
    match unit {
        Some(unit) => format!("{number}\u{a0}{}", t.text(unit.label())),
        None => number,
    }
}

/// The sign and the name of a measure's type.
pub fn kind_of(t: Locale, s: &Support) -> (&'static str, String) {
    match s.type_() {
        Some(kind) => (kind.icon(), t.text(kind.label()).into_owned()),
        None => ("help", t.text("support-unknown").into_owned()),
    }
}

/// Programme, its level, granting body.
pub fn programme_of(t: Locale, s: &Support) -> String {
    let level = s.level.as_deref().or(s.programme_level.as_deref());
    let level = level
        .and_then(Level::from_word)
        .map(|l| t.text(l.label()).into_owned());
    [s.programme.clone(), level, s.body.clone()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
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

fn row(t: Locale, s: &Support, decisions: &[Decision]) -> Row {
    let of = |body: Body| -> Vec<Verdict> {
        let those = decisions
            .iter()
            .filter(|d| d.support_id == Some(s.id) && d.body() == body);
        those.map(|d| Verdict::new(t, d)).collect()
    };
    let (icon, kind) = kind_of(t, s);
    Row {
        id: s.id,
        icon,
        kind,
        details: programme_of(t, s),
        description: s.description.clone().unwrap_or_default(),
        amount: amount(t, s.amount_hundredths, s.unit()),
        granted: amount(t, s.granted_hundredths, s.unit()),
        paid: amount(t, s.paid_hundredths, s.unit()),
        term: term(t, s),
        status: t.text(s.status().label()).into_owned(),
        expert_group: of(Body::ExpertGroup),
        commission: of(Body::Commission),
    }
}

impl Section {
    pub fn new(
        t: Locale,
        project: Uuid,
        supports: &[Support],
        decisions: &[Decision],
        may: May,
    ) -> Section {
        Section {
            t,
            icons: crate::web::assets().icons(),
            project,
            rows: supports.iter().map(|s| row(t, s, decisions)).collect(),
            loose: decisions
                .iter()
                .filter(|d| d.support_id.is_none())
                .map(|d| Verdict::new(t, d))
                .collect(),
            may,
        }
    }
}

/// Lists to choose from: value and words.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    pub types: Vec<(String, String)>,
    pub units: Vec<(String, String)>,
    pub levels: Vec<(String, String)>,
    pub programmes: Vec<(String, String)>,
    pub bodies: Vec<(String, String)>,
}

impl Lists {
    /// The closed lists; programmes and bodies come from the directories.
    pub fn closed(t: Locale) -> Lists {
        let text = |key| t.text(key).into_owned();
        Lists {
            types: SupportType::ALL
                .iter()
                .map(|v| (v.word().to_owned(), text(v.label())))
                .collect(),
            units: Unit::ALL
                .iter()
                .map(|v| (v.word().to_owned(), text(v.label())))
                .collect(),
            levels: Level::ALL
                .iter()
                .map(|v| (v.word().to_owned(), text(v.label())))
                .collect(),
            ..Lists::default()
        }
    }

    /// A stored value in the words of the list; of amounts and days as people read them.
    pub fn in_words(&self, t: Locale, field: SupportField, text: &str) -> String {
        let list = match field {
            SupportField::Type => &self.types,
            SupportField::Unit => &self.units,
            SupportField::Level => &self.levels,
            SupportField::Programme => &self.programmes,
            SupportField::Body => &self.bodies,
            _ => return plain(t, field, text),
        };
        let found = list.iter().find(|(value, _)| value == text);
        found.map_or_else(|| text.to_owned(), |(_, words)| words.clone())
    }
}

fn plain(t: Locale, field: SupportField, text: &str) -> String {
    match field {
        SupportField::Amount | SupportField::Granted | SupportField::Paid => {
            match crate::values::money::read_money(text, crate::values::money::MoneyUnit::Rub) {
                Ok(m) => formats::money(t, m.kopecks),
                Err(_) => text.to_owned(),
            }
        }
        SupportField::Start | SupportField::End => {
            match chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d") {
                Ok(day) => formats::date(t, day, Precision::Day),
                Err(_) => text.to_owned(),
            }
        }
        _ => text.to_owned(),
    }
}

/// One field that two people changed.
pub struct ConflictLine {
    pub label: String,
    pub base: String,
    pub mine: String,
    pub theirs: String,
    pub by: String,
}

/// The form of a measure, by itself or on the card of its project.
#[derive(Template)]
#[template(path = "supports/_form.html")]
pub struct FormPart {
    pub t: Locale,
    pub icons: &'static str,
    pub form: FormView,
    /// Where it is sent to.
    pub action: String,
    pub is_new: bool,
    pub project: Uuid,
    pub version: i64,
    /// What the fields held when the form was opened.
    pub base: Vec<(String, String)>,
    pub conflicts: Vec<ConflictLine>,
    pub lists: Lists,
    /// Where it may be removed.
    pub removal: Option<String>,
    /// Why a removal was refused.
    pub refused: Option<String>,
}

#[derive(Template)]
#[template(path = "supports/form.html")]
pub struct FormPage {
    pub shell: Shell,
    pub project_name: String,
    pub project_number: String,
    pub part: FormPart,
    /// Who changed what of the measure; a new one has no past.
    pub timeline: Option<Timeline>,
}

impl FormPart {
    pub fn title(&self) -> String {
        let key = if self.is_new {
            "support-new"
        } else {
            "support-title"
        };
        self.t.text(key).into_owned()
    }
}

/// The name under which the form sends back what a field held.
pub fn base_name(field: SupportField) -> String {
    format!("base_{}", field.word())
}

/// A change of a measure in words.
pub fn words(t: Locale, lists: &Lists, entry: &Entry) -> Words {
    let value = |value: Option<&Value>| match value {
        Some(Value::Object(named)) => named
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        Some(Value::String(text)) => match SupportField::from_word(&entry.field) {
            Some(field) => lists.in_words(t, field, text),
            None => SupportStatus::from_word(text)
                .map_or_else(|| text.clone(), |s| t.text(s.label()).into_owned()),
        },
        _ => String::new(),
    };
    Words {
        field: None,
        label: match SupportField::from_word(&entry.field) {
            Some(field) => t.text(field.label()).into_owned(),
            None => t.text("support-status").into_owned(),
        },
        from: value(entry.from.as_ref()),
        to: value(entry.to.as_ref()),
    }
}
