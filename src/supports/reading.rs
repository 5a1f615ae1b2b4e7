//! What a form or a program says of a measure becomes values. Pure.

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::model::{Level, Support, SupportType, Unit};
use super::rules::{Fitting, Misfit, misfits};
use crate::refusal::{FieldError, Refusal};
use crate::text::Message;
use crate::values::dates::{DateError, Precision, read_date};
use crate::values::money::{MAX_KOPECKS, MoneyError, MoneyUnit, read_money, to_decimal};

const LONGEST_TEXT: usize = 40_000;

/// A field of a measure that people change, in the order of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SupportField {
    Type,
    Programme,
    Level,
    Body,
    Amount,
    Unit,
    Granted,
    Paid,
    Start,
    End,
    Description,
}

impl SupportField {
    pub const ALL: [SupportField; 11] = [
        SupportField::Type,
        SupportField::Programme,
        SupportField::Level,
        SupportField::Body,
        SupportField::Amount,
        SupportField::Unit,
        SupportField::Granted,
        SupportField::Paid,
        SupportField::Start,
        SupportField::End,
        SupportField::Description,
    ];

    /// Name in forms and in the history.
    pub fn word(self) -> &'static str {
        match self {
            SupportField::Type => "type",
            SupportField::Programme => "programme",
            SupportField::Level => "level",
            SupportField::Body => "body",
            SupportField::Amount => "amount",
            SupportField::Unit => "unit",
            SupportField::Granted => "granted",
            SupportField::Paid => "paid",
            SupportField::Start => "date_start",
            SupportField::End => "date_end",
            SupportField::Description => "description",
        }
    }

    pub fn from_word(word: &str) -> Option<SupportField> {
        SupportField::ALL.into_iter().find(|f| f.word() == word)
    }

    /// Key of the field's label.
    pub fn label(self) -> &'static str {
        match self {
            SupportField::Type => "support-type",
            SupportField::Programme => "support-programme",
            SupportField::Level => "support-level",
            SupportField::Body => "support-body",
            SupportField::Amount => "support-requested",
            SupportField::Unit => "support-unit",
            SupportField::Granted => "support-granted",
            SupportField::Paid => "support-paid",
            SupportField::Start => "support-start",
            SupportField::End => "support-end",
            SupportField::Description => "field-description",
        }
    }
}

/// What a measure holds, read: empty is none. Amounts in hundredths of the unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SupportValues {
    pub kind: Option<SupportType>,
    pub programme: Option<Uuid>,
    pub level: Option<Level>,
    pub body: Option<Uuid>,
    pub amount: Option<i64>,
    pub unit: Option<Unit>,
    pub granted: Option<i64>,
    pub paid: Option<i64>,
    pub start: Option<NaiveDate>,
    pub end: Option<NaiveDate>,
    pub description: Option<String>,
}

impl SupportValues {
    pub fn of(s: &Support) -> SupportValues {
        SupportValues {
            kind: s.type_(),
            programme: s.programme_id,
            level: s.level.as_deref().and_then(Level::from_word),
            body: s.body_id,
            amount: s.amount_hundredths,
            unit: s.unit(),
            granted: s.granted_hundredths,
            paid: s.paid_hundredths,
            start: s.date_start,
            end: s.date_end,
            description: s.description.clone(),
        }
    }

    /// A field as text, for comparing and for the history; empty if there is none.
    pub fn text(&self, field: SupportField) -> String {
        let id = |id: Option<Uuid>| id.map(|id| id.to_string());
        let money = |hundredths: Option<i64>| hundredths.map(to_decimal);
        let day = |date: Option<NaiveDate>| date.map(|d| d.to_string());
        let word = |word: Option<&str>| word.map(str::to_owned);
        match field {
            SupportField::Type => word(self.kind.map(SupportType::word)),
            SupportField::Programme => id(self.programme),
            SupportField::Level => word(self.level.map(Level::word)),
            SupportField::Body => id(self.body),
            SupportField::Amount => money(self.amount),
            SupportField::Unit => word(self.unit.map(Unit::word)),
            SupportField::Granted => money(self.granted),
            SupportField::Paid => money(self.paid),
            SupportField::Start => day(self.start),
            SupportField::End => day(self.end),
            SupportField::Description => self.description.clone(),
        }
        .unwrap_or_default()
    }

    /// The same as the history keeps it.
    pub fn to_json(&self, field: SupportField) -> Option<Value> {
        let text = self.text(field);
        (!text.is_empty()).then(|| json!(text))
    }

    /// Takes one field over from others.
    pub fn take(&mut self, field: SupportField, from: &SupportValues) {
        match field {
            SupportField::Type => self.kind = from.kind,
            SupportField::Programme => self.programme = from.programme,
            SupportField::Level => self.level = from.level,
            SupportField::Body => self.body = from.body,
            SupportField::Amount => self.amount = from.amount,
            SupportField::Unit => self.unit = from.unit,
            SupportField::Granted => self.granted = from.granted,
            SupportField::Paid => self.paid = from.paid,
            SupportField::Start => self.start = from.start,
            SupportField::End => self.end = from.end,
            SupportField::Description => self.description.clone_from(&from.description),
        }
    }
}

/// A form as it was typed: the text of each field.
pub type Typed = Vec<(SupportField, String)>;

fn fault(field: SupportField, code: &'static str, message: impl Into<Message>) -> FieldError {
    FieldError {
        field: field.word().into(),
        code,
        message: message.into(),
    }
}

/// Reads every field and says everything that is wrong at once.
pub fn read(typed: &Typed) -> Result<SupportValues, Refusal> {
    let mut faults = Vec::new();
    let mut values = SupportValues::default();
    for (field, text) in typed {
        if let Err(error) = read_field(*field, text.trim(), &mut values) {
            faults.push(error);
        }
    }
    if faults.is_empty() {
        Ok(values)
    } else {
        Err(Refusal::Invalid(faults))
    }
}

fn read_field(field: SupportField, text: &str, into: &mut SupportValues) -> Result<(), FieldError> {
    let unknown = || fault(field, "unknown_word", "support-choose");
    let word_given = !text.is_empty();
    match field {
        SupportField::Type => {
            into.kind = SupportType::from_word(text);
            (into.kind.is_some() || !word_given)
                .then_some(())
                .ok_or_else(unknown)
        }
        SupportField::Level => {
            into.level = Level::from_word(text);
            (into.level.is_some() || !word_given)
                .then_some(())
                .ok_or_else(unknown)
        }
        SupportField::Unit => {
            into.unit = Unit::from_word(text);
            (into.unit.is_some() || !word_given)
                .then_some(())
                .ok_or_else(unknown)
        }
        SupportField::Programme | SupportField::Body => {
            let id = Uuid::try_parse(text).ok();
            if field == SupportField::Body {
                into.body = id;
            } else {
                into.programme = id;
            }
            (id.is_some() || !word_given)
                .then_some(())
                .ok_or_else(unknown)
        }
        SupportField::Amount => amount(field, text).map(|a| into.amount = a),
        SupportField::Granted => amount(field, text).map(|a| into.granted = a),
        SupportField::Paid => amount(field, text).map(|a| into.paid = a),
        SupportField::Start => day(field, text).map(|d| into.start = d),
        SupportField::End => day(field, text).map(|d| into.end = d),
        SupportField::Description => {
            if text.chars().count() > LONGEST_TEXT {
                let message = Message::new("text-too-long").number("n", LONGEST_TEXT as i64);
                return Err(fault(field, "too_long", message));
            }
            into.description = word_given.then(|| text.to_owned());
            Ok(())
        }
    }
}

fn amount(field: SupportField, text: &str) -> Result<Option<i64>, FieldError> {
    match read_money(text, MoneyUnit::Rub) {
        Ok(m) if m.kopecks < 0 => Err(fault(field, "negative", "support-negative")),
        Ok(m) if m.kopecks > MAX_KOPECKS => Err(fault(field, "too_large", "money-too-large")),
        Ok(m) => Ok(Some(m.kopecks)),
        Err(MoneyError::Empty) => Ok(None),
        Err(MoneyError::TooLarge) => Err(fault(field, "too_large", "money-too-large")),
        Err(MoneyError::Ambiguous { .. }) => Err(fault(field, "ambiguous", "money-ambiguous")),
        Err(_) => Err(fault(field, "not_a_number", "support-amount-bad")),
    }
}

fn day(field: SupportField, text: &str) -> Result<Option<NaiveDate>, FieldError> {
    match read_date(text) {
        Ok(d) if d.precision == Precision::Day => Ok(Some(d.date)),
        Err(DateError::Empty) => Ok(None),
        Err(DateError::Impossible) => Err(fault(field, "no_such_date", "date-impossible")),
        Err(DateError::BadYear) => Err(fault(field, "bad_year", "date-bad-year")),
        _ => Err(fault(field, "not_a_date", "support-date-bad")),
    }
}

fn fitting(values: &SupportValues) -> Fitting {
    Fitting {
        kind: values.kind,
        unit: values.unit,
        start: values.start,
        end: values.end,
    }
}

/// What must hold of a measure as a whole. What a file left empty may stay so: `before` is what it
/// held until now.
pub fn check(values: &SupportValues, before: Option<&SupportValues>) -> Result<(), Refusal> {
    let mut faults = Vec::new();
    for field in [
        SupportField::Type,
        SupportField::Amount,
        SupportField::Unit,
        SupportField::Start,
    ] {
        let was_empty = before.is_some_and(|b| b.text(field).is_empty());
        if values.text(field).is_empty() && !was_empty {
            faults.push(fault(field, "required", "support-required"));
        }
    }
    for misfit in misfits(before.map(fitting), fitting(values)) {
        faults.push(match misfit {
            Misfit::Unit => fault(SupportField::Unit, "other_unit", "support-unit-bad"),
            Misfit::End => fault(SupportField::End, "end_before_start", "support-end-bad"),
        });
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Invalid(faults))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(SupportField, &str)]) -> Typed {
        pairs.iter().map(|(f, t)| (*f, (*t).to_owned())).collect()
    }

    #[test]
    fn what_people_type_becomes_values() {
        let values = read(&typed(&[
            (SupportField::Type, "credit"),
            (SupportField::Amount, "48,5 млн"),
            (SupportField::Unit, "rub"),
            (SupportField::Start, "01.12.2026"),
            (SupportField::End, ""),
            (SupportField::Description, "  "),
        ]))
        .expect("it can be read");
        assert_eq!(values.amount, Some(4_850_000_000));
        assert_eq!(values.text(SupportField::Start), "2026-12-01");
        assert_eq!(values.description, None);
        assert!(check(&values, None).is_ok());
    }

    #[test]
    fn what_is_no_value_is_said_beside_its_field() {
        for (field, text, code) in [
            (SupportField::Type, "gift", "unknown_word"),
            (SupportField::Amount, "много", "not_a_number"),
            (SupportField::Amount, "-1", "negative"),
            (SupportField::Start, "2026", "not_a_date"),
            (SupportField::End, "31.02.2026", "no_such_date"),
            (SupportField::Programme, "x", "unknown_word"),
        ] {
            let Err(Refusal::Invalid(faults)) = read(&typed(&[(field, text)])) else {
                panic!("{text} was read");
            };
            assert_eq!(
                (faults[0].field.as_ref(), faults[0].code),
                (field.word(), code)
            );
        }
    }

    #[test]
    fn a_measure_as_a_whole_must_make_sense() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 12, d);
        let whole = SupportValues {
            kind: Some(SupportType::Land),
            amount: Some(250),
            unit: Some(Unit::Hectares),
            start: day(10),
            ..SupportValues::default()
        };
        let wrong_unit = SupportValues {
            unit: Some(Unit::Rub),
            ..whole.clone()
        };
        let backwards = SupportValues {
            end: day(1),
            ..whole.clone()
        };
        let empty = SupportValues::default();
        for (values, before, codes) in [
            (&whole, None, vec![]),
            (&wrong_unit, None, vec!["other_unit"]),
            (&wrong_unit, Some(&wrong_unit), vec![]),
            (&backwards, None, vec!["end_before_start"]),
            (&empty, None, vec!["required"; 4]),
            (&empty, Some(&empty), vec![]),
        ] {
            let found: Vec<_> = match check(values, before) {
                Err(Refusal::Invalid(faults)) => faults.iter().map(|f| f.code).collect(),
                _ => Vec::new(),
            };
            assert_eq!(found, codes);
        }
    }
}
