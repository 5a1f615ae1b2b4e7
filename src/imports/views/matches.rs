//! The third step: clients that may be one, side by side, and what the file would change of what is here.

use askama::Template;
use serde_json::Value;
use uuid::Uuid;

use super::{Count, field_name, text};
use crate::imports::choices::{Policy, value_key};
use crate::imports::draft::Field;
use crate::imports::model::Import;
use crate::imports::queries::{FieldCount, StoredDifference};
use crate::imports::questions::{PairQuestion, Side};
use crate::projects::ProjectState;
use crate::supports::{Level, SupportType, Unit};
use crate::text::{Locale, formats};
use crate::values::dates::read_date;
use crate::values::money::{MoneyUnit, read_money};

/// A client as one side of a question.
pub struct SideView {
    pub label: String,
    pub href: Option<String>,
    /// Names and values.
    pub facts: Vec<(String, String)>,
}

/// Two clients that may be the same.
pub struct Pair {
    pub key: String,
    pub reason: String,
    pub sides: Vec<SideView>,
    pub same: bool,
}

/// A client of the organization as a question shows it.
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub id: Uuid,
    pub side: Side,
}

/// What happens with a field.
pub struct PolicyRow {
    pub field: String,
    pub label: String,
    pub fills: String,
    pub conflicts: String,
    pub options: Vec<(&'static str, String, bool)>,
}

/// One value that differs.
pub struct DifferenceRow {
    pub key: String,
    pub label: String,
    pub href: String,
    pub field: String,
    pub here: String,
    pub there: String,
    pub is_taken: bool,
}

#[derive(Template)]
#[template(path = "imports/_matches.html")]
pub struct MatchesStep {
    pub t: Locale,
    pub icons: &'static str,
    pub id: Uuid,
    pub is_open: bool,
    pub counts: Vec<Count>,
    pub pairs: Vec<Pair>,
    pub policies: Vec<PolicyRow>,
    pub differences: Vec<DifferenceRow>,
    pub next: Option<String>,
}

impl MatchesStep {
    pub fn new(t: Locale, import: &Import, is_open: bool) -> MatchesStep {
        MatchesStep {
            t,
            icons: crate::web::assets().icons(),
            id: import.id,
            is_open,
            counts: counts(t, &import.counts),
            pairs: Vec::new(),
            policies: Vec::new(),
            differences: Vec::new(),
            next: None,
        }
    }

    /// Nothing is asked and nothing differs.
    pub fn is_quiet(&self) -> bool {
        self.pairs.is_empty() && self.differences.is_empty()
    }

    pub fn ask(&mut self, import: &Import, questions: &[PairQuestion], known: &[Known]) {
        let t = self.t;
        let pair = |q: &PairQuestion| {
            let other = match (&q.second, q.known) {
                (Some(second), _) => Some(of_file(t, import, second)),
                (None, Some(id)) => {
                    let found = known.iter().find(|k| k.id == id);
                    found.map(|k| of_organization(t, k))
                }
                (None, None) => None,
            };
            let mut sides = vec![of_file(t, import, &q.first)];
            sides.extend(other);
            Pair {
                key: q.key.clone(),
                reason: t
                    .text(&format!("pair-{}", q.reason.replace('_', "-")))
                    .into_owned(),
                sides,
                same: q.same,
            }
        };
        self.pairs = questions.iter().map(pair).collect();
    }

    pub fn list(&mut self, fields: &[FieldCount], policies: impl Fn(&str) -> Policy) {
        let t = self.t;
        let row = |f: &FieldCount| {
            let policy = policies(&f.field);
            PolicyRow {
                field: f.field.clone(),
                label: field_name(t, &f.field),
                fills: formats::whole(t, f.fills),
                conflicts: formats::whole(t, f.conflicts),
                options: Policy::ALL
                    .into_iter()
                    .map(|p| {
                        let label = t.text(&format!("policy-{}", p.word())).into_owned();
                        (p.word(), label, p == policy)
                    })
                    .collect(),
            }
        };
        self.policies = fields.iter().map(row).collect();
    }

    pub fn show(&mut self, differences: &[StoredDifference], limit: i64) {
        let t = self.t;
        self.differences = differences.iter().map(|d| difference(t, d)).collect();
        let last = differences.last().map_or(0, |d| d.n);
        self.next = (differences.len() as i64 == limit)
            .then(|| format!("/imports/{}/matches?after={last}#differences", self.id));
    }
}

/// What was found, nothing being said of what there is none of; new clients and projects always.
pub fn counts(t: Locale, counts: &Value) -> Vec<Count> {
    let n = |v: &Value| v.as_i64().unwrap_or(0);
    [
        ("import-clients-new", n(&counts["clients_new"]), true),
        (
            "import-clients-matched",
            n(&counts["clients_matched"]),
            false,
        ),
        ("import-projects-new", n(&counts["projects_new"]), true),
        (
            "import-projects-changed",
            n(&counts["projects"]["changed"]),
            false,
        ),
        (
            "import-projects-same",
            n(&counts["projects"]["same"]),
            false,
        ),
        (
            "import-projects-conflict",
            n(&counts["projects"]["conflicts"]),
            false,
        ),
        ("import-supports-new", n(&counts["supports_new"]), false),
        (
            "import-supports-changed",
            n(&counts["supports"]["changed"]),
            false,
        ),
        ("import-decisions-new", n(&counts["decisions_new"]), false),
    ]
    .into_iter()
    .filter(|(_, n, always)| *always || *n > 0)
    .map(|(label, n, _)| Count::plain(t, label, n))
    .collect()
}

fn facts(t: Locale, side: &Side) -> Vec<(String, String)> {
    let reached: Vec<String> = side
        .reached
        .iter()
        .map(|r| {
            if r.starts_with('+') {
                formats::phone(t, r)
            } else {
                r.clone()
            }
        })
        .collect();
    [
        ("target-client-inn", side.inn.clone()),
        ("target-client-kpp", side.kpp.clone()),
        ("target-client-ogrn", side.ogrn.clone()),
        ("pair-reached", reached.join(", ")),
        ("pair-projects", side.projects.join("; ")),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .map(|(key, text)| (t.text(key).into_owned(), text))
    .collect()
}

fn of_file(t: Locale, import: &Import, side: &Side) -> SideView {
    let mut facts = facts(t, side);
    let rows: Vec<String> = side
        .rows
        .iter()
        .map(|(sheet, row)| {
            let name = text(&import.sheets[usize::from(*sheet)]["name"]);
            format!("{name}, {}", t.count("import-row", i64::from(*row)))
        })
        .collect();
    facts.push((t.text("pair-rows").into_owned(), rows.join("; ")));
    SideView {
        label: side.label.clone(),
        href: None,
        facts,
    }
}

fn of_organization(t: Locale, known: &Known) -> SideView {
    SideView {
        label: known.side.label.clone(),
        href: Some(format!("/clients/{}", known.id)),
        facts: facts(t, &known.side),
    }
}

fn difference(t: Locale, d: &StoredDifference) -> DifferenceRow {
    DifferenceRow {
        key: value_key(&d.subject_kind, d.subject_id, &d.field),
        label: d.label.clone(),
        href: format!("/{}s/{}", d.subject_kind, d.subject_id),
        field: field_name(t, &d.field),
        here: shown(t, &d.field, &d.here),
        there: shown(t, &d.field, &d.there),
        is_taken: matches!(d.outcome.as_str(), "fills" | "overwrites"),
    }
}

/// A value as a person reads it.
fn shown(t: Locale, field: &str, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    if field == "project.state" {
        return ProjectState::from_word(text)
            .map_or_else(|| text.to_owned(), |s| t.text(s.label()).into_owned());
    }
    let word = match field {
        "support.type" => SupportType::from_word(text).map(SupportType::label),
        "support.level" => Level::from_word(text).map(Level::label),
        "support.unit" => Unit::from_word(text).map(Unit::label),
        _ => None,
    };
    if let Some(word) = word {
        return t.text(word).into_owned();
    }
    if Field::from_key(field).is_some_and(Field::is_money)
        && let Ok(money) = read_money(text, MoneyUnit::Rub)
    {
        return formats::money(t, money.kopecks);
    }
    if Field::from_key(field).is_some_and(Field::is_date)
        && let Ok(date) = read_date(text)
    {
        return formats::date(t, date.date, date.precision);
    }
    text.to_owned()
}
