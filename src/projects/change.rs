//! The fields of a project that people change, and how a typed text becomes a value. Pure.

use serde_json::{Value, json};
use uuid::Uuid;

use super::model::{Project, ProjectState};
use crate::db::Aspect;
use crate::refusal::Refusal;
use crate::text::{Locale, Message, formats};
use crate::values::dates::{DateError, PartialDate, Precision, read_date};
use crate::values::money::{MAX_KOPECKS, MoneyError, MoneyUnit, read_money, to_decimal};
use crate::values::numbers::{NumberError, read_whole};

const LONGEST_NAME: usize = 2000;
const LONGEST_TEXT: usize = 40_000;
const MOST_JOBS: i64 = 1_000_000;
/// A number without a unit in a column of millions: from here on it is roubles, written in full.
const ROUBLES_FROM: i64 = 1_000_000;

/// A field of a project that people change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProjectField {
    Client,
    Name,
    State,
    District,
    Industry,
    Own,
    Requested,
    Total,
    Tax,
    Jobs,
    Date,
    Lead,
    Description,
}

impl ProjectField {
    pub const ALL: [ProjectField; 13] = [
        ProjectField::Client,
        ProjectField::Name,
        ProjectField::State,
        ProjectField::District,
        ProjectField::Industry,
        ProjectField::Own,
        ProjectField::Requested,
        ProjectField::Total,
        ProjectField::Tax,
        ProjectField::Jobs,
        ProjectField::Date,
        ProjectField::Lead,
        ProjectField::Description,
    ];

    /// Name in forms, in the register and in the history.
    pub fn word(self) -> &'static str {
        match self {
            ProjectField::Client => "client",
            ProjectField::Name => "name",
            ProjectField::State => "state",
            ProjectField::District => "district",
            ProjectField::Industry => "industry",
            ProjectField::Own => "own",
            ProjectField::Requested => "requested",
            ProjectField::Total => "total",
            ProjectField::Tax => "tax",
            ProjectField::Jobs => "jobs",
            ProjectField::Date => "date",
            ProjectField::Lead => "lead",
            ProjectField::Description => "description",
        }
    }

    pub fn from_word(word: &str) -> Option<ProjectField> {
        ProjectField::ALL.into_iter().find(|f| f.word() == word)
    }

    /// Key of the field's label.
    pub fn label(self) -> &'static str {
        match self {
            ProjectField::Client => "field-client",
            ProjectField::Name => "field-name",
            ProjectField::State => "field-state",
            ProjectField::District => "field-district",
            ProjectField::Industry => "field-industry",
            ProjectField::Own => "field-own",
            ProjectField::Requested => "field-requested",
            ProjectField::Total => "field-total",
            ProjectField::Tax => "field-tax",
            ProjectField::Jobs => "field-jobs",
            ProjectField::Date => "field-date",
            ProjectField::Lead => "field-lead",
            ProjectField::Description => "field-description",
        }
    }

    /// What of the row a change of this field touches.
    pub fn aspect(self) -> Aspect {
        match self {
            ProjectField::Client => Aspect::Client,
            ProjectField::Name | ProjectField::Description => Aspect::Text,
            ProjectField::State => Aspect::State,
            ProjectField::District | ProjectField::Industry | ProjectField::Lead => {
                Aspect::Reference
            }
            _ => Aspect::OwnValue,
        }
    }

    pub fn is_money(self) -> bool {
        matches!(
            self,
            ProjectField::Own | ProjectField::Requested | ProjectField::Total | ProjectField::Tax
        )
    }
}

/// A value of a field; `None` inside is an empty field.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldValue {
    Text(Option<String>),
    Money(Option<i64>),
    Whole(Option<i32>),
    Date(Option<PartialDate>),
    /// A directory entry or a person, with the name at the moment of the change.
    Named(Option<(Uuid, String)>),
    State(ProjectState),
}

impl FieldValue {
    pub fn is_empty(&self) -> bool {
        matches!(
            self,
            FieldValue::Text(None)
                | FieldValue::Money(None)
                | FieldValue::Whole(None)
                | FieldValue::Date(None)
                | FieldValue::Named(None)
        )
    }

    /// As the history keeps it: decimals as text, names beside ids.
    pub fn to_json(&self) -> Option<Value> {
        Some(match self {
            FieldValue::Text(t) => json!(t.as_ref()?),
            FieldValue::Money(k) => json!(to_decimal((*k)?)),
            FieldValue::Whole(n) => json!((*n)?),
            FieldValue::Date(d) => json!((*d)?.to_iso()),
            FieldValue::Named(n) => {
                let (id, name) = n.as_ref()?;
                json!({"id": id, "name": name})
            }
            FieldValue::State(s) => json!(s.word()),
        })
    }
}

impl FieldValue {
    /// A value of the history again.
    pub fn from_json(field: ProjectField, value: Option<&Value>) -> Option<FieldValue> {
        let text = || value.and_then(Value::as_str);
        let nothing = value.is_none_or(Value::is_null);
        Some(match field {
            ProjectField::State => FieldValue::State(ProjectState::from_word(text()?)?),
            ProjectField::Name | ProjectField::Description => {
                FieldValue::Text(text().map(str::to_owned))
            }
            ProjectField::Jobs if nothing => FieldValue::Whole(None),
            ProjectField::Jobs => FieldValue::Whole(Some(i32::try_from(value?.as_i64()?).ok()?)),
            ProjectField::Date if nothing => FieldValue::Date(None),
            ProjectField::Date => FieldValue::Date(Some(PartialDate::from_iso(text()?)?)),
            f if f.is_money() && nothing => FieldValue::Money(None),
            f if f.is_money() => {
                FieldValue::Money(Some(read_money(text()?, MoneyUnit::Rub).ok()?.kopecks))
            }
            _ if nothing => FieldValue::Named(None),
            _ => {
                let id = value?.get("id")?.as_str()?;
                let name = value?.get("name").and_then(Value::as_str);
                FieldValue::Named(Some((
                    Uuid::try_parse(id).ok()?,
                    name.unwrap_or_default().to_owned(),
                )))
            }
        })
    }

    /// The same value; of an entry or person the id decides, however it is called.
    pub fn is_same(&self, other: &FieldValue) -> bool {
        match (self, other) {
            (FieldValue::Named(Some((a, _))), FieldValue::Named(Some((b, _)))) => a == b,
            _ => self == other,
        }
    }
}

/// Puts a value into a project that is held in memory, for the rules that judge it with others.
pub fn put(p: &mut Project, field: ProjectField, value: &FieldValue) {
    match (field, value) {
        (ProjectField::Name, FieldValue::Text(t)) => p.name = t.clone().unwrap_or_default(),
        (ProjectField::Description, FieldValue::Text(t)) => p.description.clone_from(t),
        (ProjectField::Own, FieldValue::Money(k)) => p.own_kopecks = *k,
        (ProjectField::Requested, FieldValue::Money(k)) => p.requested_kopecks = *k,
        (ProjectField::Total, FieldValue::Money(k)) => p.total_kopecks = *k,
        (ProjectField::Tax, FieldValue::Money(k)) => p.tax_kopecks = *k,
        (ProjectField::Jobs, FieldValue::Whole(n)) => p.jobs = *n,
        (ProjectField::Date, FieldValue::Date(d)) => p.application_date = d.map(|d| d.date),
        (ProjectField::District, FieldValue::Named(n)) => {
            p.district_id = n.as_ref().map(|(id, _)| *id);
        }
        (ProjectField::Industry, FieldValue::Named(n)) => {
            p.industry_id = n.as_ref().map(|(id, _)| *id);
        }
        (ProjectField::Client, FieldValue::Named(n)) => {
            p.client_id = n.as_ref().map(|(id, _)| *id);
        }
        (ProjectField::Lead, FieldValue::Named(n)) => p.lead_id = n.as_ref().map(|(id, _)| *id),
        (ProjectField::State, FieldValue::State(s)) => s.word().clone_into(&mut p.state),
        _ => {}
    }
}

/// What the project has in a field now.
pub fn current(p: &Project, field: ProjectField) -> FieldValue {
    let named = |id: Option<Uuid>, name: &Option<String>| {
        FieldValue::Named(id.map(|id| (id, name.clone().unwrap_or_default())))
    };
    match field {
        ProjectField::Name => FieldValue::Text(Some(p.name.clone())),
        ProjectField::Description => FieldValue::Text(p.description.clone()),
        ProjectField::State => FieldValue::State(p.state()),
        ProjectField::District => named(p.district_id, &p.district),
        ProjectField::Industry => named(p.industry_id, &p.industry),
        ProjectField::Client => named(p.client_id, &p.client_name),
        ProjectField::Lead => named(p.lead_id, &p.lead_name),
        ProjectField::Own => FieldValue::Money(p.own_kopecks),
        ProjectField::Requested => FieldValue::Money(p.requested_kopecks),
        ProjectField::Total => FieldValue::Money(p.total_kopecks),
        ProjectField::Tax => FieldValue::Money(p.tax_kopecks),
        ProjectField::Jobs => FieldValue::Whole(p.jobs),
        ProjectField::Date => FieldValue::Date(p.application_date.map(|date| PartialDate {
            date,
            precision: precision(&p.application_date_precision),
        })),
    }
}

/// The stored word of a precision.
pub fn precision(word: &str) -> Precision {
    match word {
        "month" => Precision::Month,
        "quarter" => Precision::Quarter,
        "year" => Precision::Year,
        _ => Precision::Day,
    }
}

/// Which unit a number without one is in: columns show millions, forms roubles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypedIn {
    Millions,
    Roubles,
}

fn refuse(field: ProjectField, code: &'static str, message: impl Into<Message>) -> Refusal {
    Refusal::field(field.word(), code, message.into())
}

/// Reads what was typed into a field of text, money, number or date. Names of entries, people and
/// states are looked up by the action.
pub fn read(field: ProjectField, text: &str, typed_in: TypedIn) -> Result<FieldValue, Refusal> {
    let text = text.trim();
    match field {
        ProjectField::Name | ProjectField::Description => read_text(field, text),
        f if f.is_money() => read_amount(field, text, typed_in).map(FieldValue::Money),
        ProjectField::Jobs => read_jobs(text),
        ProjectField::Date => match read_date(text) {
            Ok(date) => Ok(FieldValue::Date(Some(date))),
            Err(DateError::Empty) => Ok(FieldValue::Date(None)),
            Err(DateError::Impossible) => Err(refuse(field, "no_such_date", "date-impossible")),
            Err(DateError::BadYear) => Err(refuse(field, "bad_year", "date-bad-year")),
            Err(DateError::Span | DateError::NotADate) => {
                Err(refuse(field, "not_a_date", "date-bad"))
            }
        },
        _ => Ok(FieldValue::Named(None)),
    }
}

fn read_text(field: ProjectField, text: &str) -> Result<FieldValue, Refusal> {
    let most = match field {
        ProjectField::Name => LONGEST_NAME,
        _ => LONGEST_TEXT,
    };
    if field == ProjectField::Name && text.is_empty() {
        return Err(refuse(field, "required", "project-name-needed"));
    }
    if text.chars().count() > most {
        return Err(refuse(
            field,
            "too_long",
            Message::new("text-too-long").number("n", most as i64),
        ));
    }
    Ok(FieldValue::Text(
        (!text.is_empty()).then(|| text.to_owned()),
    ))
}

fn read_amount(field: ProjectField, text: &str, typed_in: TypedIn) -> Result<Option<i64>, Refusal> {
    let as_roubles = read_money(text, MoneyUnit::Rub);
    let reading = match typed_in {
        TypedIn::Roubles => as_roubles,
        // "48,5" is millions and "48 500 000" roubles, as the column's head and common sense say.
        TypedIn::Millions => match as_roubles {
            Ok(r) if r.unit.is_none() && r.kopecks.abs() < ROUBLES_FROM * 100 => {
                read_money(text, MoneyUnit::Million)
            }
            // "1.234" is a decimal here; read in its own unit, so that nothing is rounded away.
            Err(MoneyError::Ambiguous { .. }) => match read_money(text, MoneyUnit::Million) {
                Err(MoneyError::Ambiguous { as_decimal, .. }) => {
                    return Some(as_decimal)
                        .filter(|k| (0..=MAX_KOPECKS).contains(k))
                        .map(Some)
                        .ok_or_else(|| refuse(field, "too_large", "money-too-large"));
                }
                other => other,
            },
            other => other,
        },
    };
    match reading {
        Ok(r) if r.kopecks < 0 => Err(refuse(field, "negative", "money-negative")),
        Ok(r) => Ok(Some(r.kopecks)),
        Err(MoneyError::Empty) => Ok(None),
        Err(MoneyError::TooLarge) => Err(refuse(field, "too_large", "money-too-large")),
        Err(MoneyError::Range | MoneyError::TwoValues | MoneyError::Approximate) => {
            Err(refuse(field, "not_one_amount", "money-not-one"))
        }
        Err(MoneyError::Currency) => Err(refuse(field, "currency", "money-currency")),
        Err(MoneyError::OtherUnit) => Err(refuse(field, "other_unit", "money-other-unit")),
        Err(MoneyError::Ambiguous { .. }) => Err(refuse(field, "ambiguous", "money-ambiguous")),
        Err(MoneyError::NotANumber) => Err(not_a_number(field, text, "money-bad")),
    }
}

fn read_jobs(text: &str) -> Result<FieldValue, Refusal> {
    let field = ProjectField::Jobs;
    if has_letter_o(text) {
        return Err(not_a_number(field, text, "number-bad"));
    }
    match read_whole(text) {
        Ok(n) if (0..=MOST_JOBS).contains(&n) => Ok(FieldValue::Whole(Some(n as i32))),
        Ok(_) => Err(refuse(field, "out_of_range", "jobs-range")),
        Err(NumberError::Empty) => Ok(FieldValue::Whole(None)),
        Err(_) => Err(not_a_number(field, text, "number-bad")),
    }
}

/// Nothing but digits and the letter O, in either alphabet.
fn has_letter_o(text: &str) -> bool {
    let is_o = |c: char| matches!(c, 'О' | 'о' | 'O' | 'o');
    text.chars().any(|c| c.is_ascii_digit())
        && text.chars().any(is_o)
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || is_o(c) || matches!(c, ',' | '.' | ' '))
}

/// A letter in place of a zero is the commonest slip and deserves its own words.
fn not_a_number(field: ProjectField, text: &str, otherwise: &'static str) -> Refusal {
    if has_letter_o(text) {
        let key = match field {
            ProjectField::Jobs => "number-letter-o-whole",
            _ => "number-letter-o",
        };
        refuse(field, "letter_o", key)
    } else {
        refuse(field, "not_a_number", otherwise)
    }
}

/// The value as a person of this locale reads it in the register; empty if there is none.
pub fn shown(t: Locale, value: &FieldValue) -> String {
    match value {
        FieldValue::Text(text) => text.clone().unwrap_or_default(),
        FieldValue::Money(k) => k.map_or_else(String::new, |k| formats::millions(t, k)),
        FieldValue::Whole(n) => n.map_or_else(String::new, |n| formats::whole(t, n.into())),
        FieldValue::Date(d) => {
            d.map_or_else(String::new, |d| formats::date(t, d.date, d.precision))
        }
        FieldValue::Named(n) => n
            .as_ref()
            .map_or_else(String::new, |(_, name)| name.clone()),
        FieldValue::State(s) => t.text(s.label()).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(text: &str, typed_in: TypedIn) -> Option<i64> {
        match read(ProjectField::Own, text, typed_in) {
            Ok(FieldValue::Money(k)) => k,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn a_column_of_millions_takes_millions_and_roubles_in_full() {
        for (text, kopecks) in [
            ("48,5", 4_850_000_000),
            ("48.5", 4_850_000_000),
            ("48 500 000", 4_850_000_000),
            ("48,5 млн", 4_850_000_000),
            ("500 тыс. руб.", 50_000_000),
            ("1.234", 123_400_000),
        ] {
            assert_eq!(own(text, TypedIn::Millions), Some(kopecks), "{text}");
        }
        assert_eq!(own("", TypedIn::Millions), None);
        assert_eq!(own("1 234,50", TypedIn::Roubles), Some(123_450));
    }

    #[test]
    fn a_value_survives_the_history() {
        let day = PartialDate::from_iso("2026-10").expect("a month");
        for (field, value) in [
            (ProjectField::Name, FieldValue::Text(Some("Цех".to_owned()))),
            (ProjectField::Description, FieldValue::Text(None)),
            (ProjectField::Own, FieldValue::Money(Some(123_456_789))),
            (ProjectField::Tax, FieldValue::Money(None)),
            (ProjectField::Jobs, FieldValue::Whole(Some(7))),
            (ProjectField::Date, FieldValue::Date(Some(day))),
            (
                ProjectField::Lead,
                FieldValue::Named(Some((Uuid::nil(), "Ли".to_owned()))),
            ),
            (ProjectField::District, FieldValue::Named(None)),
            (ProjectField::State, FieldValue::State(ProjectState::Frozen)),
        ] {
            let kept = value.to_json();
            assert_eq!(
                FieldValue::from_json(field, kept.as_ref()),
                Some(value),
                "{field:?}"
            );
        }
    }

    #[test]
    fn what_is_no_value_is_refused_with_its_reason() {
        for (field, text, code) in [
            (ProjectField::Own, "48,5О", "letter_o"),
            (ProjectField::Own, "много", "not_a_number"),
            (ProjectField::Own, "-5", "negative"),
            (ProjectField::Own, "100 $", "currency"),
            (ProjectField::Jobs, "1500000", "out_of_range"),
            (ProjectField::Jobs, "12О", "letter_o"),
            (ProjectField::Date, "31.02.2023", "no_such_date"),
            (ProjectField::Date, "осенью", "not_a_date"),
            (ProjectField::Name, "  ", "required"),
        ] {
            match read(field, text, TypedIn::Millions) {
                Err(Refusal::Invalid(fields)) => assert_eq!(fields[0].code, code, "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }
}
