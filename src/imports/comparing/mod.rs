//! What an import would change of the records that are here already: for each value old and new, and whether
//! it fills a blank, overwrites, or is kept as it is. Pure; the writer does what is decided here.

mod clients;
mod projects;
mod supports;

use std::collections::HashMap;

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::choices::{Choices, Policy, value_key};
use super::draft::{CellRef, ClientIndex, CustomValue, Draft, FieldIndex, Source, Text, WordIndex};
use crate::text::Locale;
use crate::values::money::to_decimal;
use crate::values::text::{clean, fold};

/// A record as it is here: texts by the keys of fields, amounts as decimals, dates as ISO texts.
#[derive(Clone, Debug, Default)]
pub struct RecordHere {
    pub label: String,
    pub values: Value,
    /// Texts that hang on it as comments.
    pub notes: Vec<String>,
    /// Support measures and decisions of a project.
    pub supports: Vec<Value>,
    pub decisions: Vec<Value>,
}

impl RecordHere {
    fn text(&self, field: &str) -> &str {
        self.values[field].as_str().unwrap_or_default()
    }

    fn list(&self, field: &str) -> impl Iterator<Item = &str> {
        self.values[field]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
    }
}

/// The records of the organization that the file speaks of.
#[derive(Default)]
pub struct Here {
    pub clients: HashMap<Uuid, RecordHere>,
    pub projects: HashMap<Uuid, RecordHere>,
}

/// What happens with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Fills,
    Overwrites,
    /// The record keeps its own value; the two are in conflict.
    Keeps,
    LeftOut,
}

impl Outcome {
    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Fills => "fills",
            Outcome::Overwrites => "overwrites",
            Outcome::Keeps => "keeps",
            Outcome::LeftOut => "left_out",
        }
    }

    /// The value is written.
    pub fn is_written(self) -> bool {
        matches!(self, Outcome::Fills | Outcome::Overwrites)
    }
}

/// A value of the file on its way into a record.
#[derive(Clone, Debug, PartialEq)]
pub enum NewValue {
    /// As the record's own fields are typed: amounts as decimals, dates as ISO texts, states by key.
    Text(String),
    Word(WordIndex),
    Client(ClientIndex),
    /// Of the custom field with this label.
    Custom(String, Value),
    /// A contact of the client of the file, by its place; the last one is nobody's own numbers.
    Contact(ClientIndex, usize),
}

/// Kinds of records that are compared.
pub const CLIENT: &str = "client";
/// The second one.
pub const PROJECT: &str = "project";
/// Measures of projects.
pub const SUPPORT: &str = "support";

/// One value that the file has and the record has not.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub kind: &'static str,
    pub id: Uuid,
    pub label: String,
    /// Key of the field; of a custom field `custom.` and its label.
    pub field: String,
    pub here: String,
    pub there: String,
    pub value: NewValue,
    pub outcome: Outcome,
    pub source: Option<Source>,
}

/// How the records of one kind compare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    pub changed: u32,
    pub same: u32,
    pub conflicts: u32,
}

/// Everything that differs.
#[derive(Default)]
pub struct Comparison {
    pub differences: Vec<Difference>,
    pub clients: Tally,
    pub projects: Tally,
    pub supports: Tally,
    pub supports_matched: u32,
    pub decisions_matched: u32,
}

/// Compares the draft with what is here, and marks in it what need not be written again.
pub fn compare(draft: &mut Draft, here: &Here, choices: &Choices) -> Comparison {
    let mut comparison = Comparison::default();
    if here.clients.is_empty() && here.projects.is_empty() {
        return comparison;
    }
    supports::mark_known(draft, here, &mut comparison);
    forget_known_notes(draft, here);
    let mut found = Found {
        draft,
        choices,
        differences: Vec::new(),
    };
    comparison.clients = clients::compare_all(&mut found, here);
    comparison.projects = projects::compare_all(&mut found, here);
    comparison.supports = supports::compare_all(&mut found, here);
    comparison.differences = found.differences;
    comparison
}

/// Comments that hang on a record already are not hung on it again.
fn forget_known_notes(draft: &mut Draft, here: &Here) {
    let (workbook, texts) = (std::sync::Arc::clone(&draft.workbook), &draft.texts);
    let is_new = |record: Option<&RecordHere>, text: Text| {
        let text = text.resolve(&workbook.texts, texts).replace('\0', "");
        !record.is_some_and(|r| r.notes.contains(&text))
    };
    for client in draft.clients.iter_mut().filter(|c| c.existing.is_some()) {
        let record = client.existing.and_then(|id| here.clients.get(&id));
        client.notes.retain(|n| is_new(record, n.text));
    }
    for project in draft.projects.iter_mut().filter(|p| p.existing.is_some()) {
        let record = project.existing.and_then(|id| here.projects.get(&id));
        project.notes.retain(|n| is_new(record, n.text));
    }
}

/// The differences found so far.
struct Found<'d> {
    draft: &'d Draft,
    choices: &'d Choices,
    differences: Vec<Difference>,
}

/// A record that is being compared.
struct Record<'r> {
    kind: &'static str,
    id: Uuid,
    here: &'r RecordHere,
    source: Option<Source>,
}

impl Found<'_> {
    /// Notes a value of the file; nothing if the record has it.
    fn value(&mut self, record: &Record<'_>, field: &str, there: String, value: NewValue) {
        let here = record.here.text(field).to_owned();
        if !there.is_empty() && !is_same(&here, &there) {
            self.add(record, field, here, there, value);
        }
    }

    /// A text of the file.
    fn text(&mut self, record: &Record<'_>, field: &str, there: &str) {
        let value = NewValue::Text(there.to_owned());
        self.value(record, field, there.to_owned(), value);
    }

    /// A word of the file, by the name that it stands for.
    fn word(&mut self, record: &Record<'_>, field: &str, word: Option<WordIndex>) {
        let Some(index) = word else { return };
        let word = &self.draft.words[index.at()];
        if word.answer == super::draft::Answer::Unknown {
            return;
        }
        let name = self.draft.text(word.name).to_owned();
        self.value(record, field, name, NewValue::Word(index));
    }

    fn add(
        &mut self,
        record: &Record<'_>,
        field: &str,
        here: String,
        there: String,
        value: NewValue,
    ) {
        let outcome = self.outcome(record, field, here.is_empty());
        self.differences.push(Difference {
            kind: record.kind,
            id: record.id,
            label: record.here.label.clone(),
            field: field.to_owned(),
            here,
            there,
            value,
            outcome,
            source: record.source,
        });
    }

    fn outcome(&self, record: &Record<'_>, field: &str, is_blank: bool) -> Outcome {
        let written = if is_blank {
            Outcome::Fills
        } else {
            Outcome::Overwrites
        };
        let key = value_key(record.kind, record.id, field);
        match (self.choices.values.get(&key), self.choices.policy(field)) {
            (Some(true), _) => written,
            (Some(false), _) if is_blank => Outcome::LeftOut,
            (Some(false), _) => Outcome::Keeps,
            (None, Policy::Skip) => Outcome::LeftOut,
            (None, Policy::Fill) if !is_blank => Outcome::Keeps,
            (None, _) => written,
        }
    }

    /// Custom values, several different ones as a list.
    fn custom(&mut self, record: &Record<'_>, cells: Vec<(FieldIndex, CellRef)>) {
        let mut values: Vec<(FieldIndex, Vec<Value>)> = Vec::new();
        for (field, cell) in cells {
            let value = self.custom_value(field, cell);
            match values.iter_mut().find(|(f, _)| *f == field) {
                Some((_, all)) if all.contains(&value) => {}
                Some((_, all)) => all.push(value),
                None => values.push((field, vec![value])),
            }
        }
        for (field, all) in values {
            let label = match self.draft.fields[usize::from(field.0)].label.trim() {
                // A field without a name is stored under words for that.
                "" => Locale::Ru.text("import-column-unnamed").into_owned(),
                label => label.to_owned(),
            };
            let value = match <[Value; 1]>::try_from(all) {
                Ok([one]) => one,
                Err(several) => Value::Array(several),
            };
            let key = format!("custom.{label}");
            let known = &record.here.values["custom"][&fold(&label)];
            if *known != value && shown(known) != shown(&value) {
                let there = shown(&value);
                self.add(
                    record,
                    &key,
                    shown(known),
                    there,
                    NewValue::Custom(label, value),
                );
            }
        }
    }

    fn custom_value(&self, field: FieldIndex, cell: CellRef) -> Value {
        match self.draft.custom_value(field, cell) {
            CustomValue::Text(text) => text.replace('\0', "").into(),
            CustomValue::Number(n) => n.into(),
            CustomValue::Money(kopecks) => to_decimal(kopecks).into(),
            CustomValue::Date(date) => date.to_string().into(),
            CustomValue::YesNo(_) => self.draft.cell_text(cell).replace('\0', "").into(),
        }
    }

    /// How a record that was compared counts.
    fn tally(&self, tally: &mut Tally, before: usize) {
        let new = &self.differences[before..];
        tally.changed += u32::from(new.iter().any(|d| d.outcome.is_written()));
        tally.conflicts += u32::from(new.iter().any(|d| d.outcome == Outcome::Keeps));
        tally.same += u32::from(new.is_empty());
    }
}

/// A custom value as a text.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(shown).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

/// Equal but for spaces, case and the like.
fn is_same(here: &str, there: &str) -> bool {
    here == there || fold(&clean(here)) == fold(&clean(there))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(policy: Option<Policy>, value: Option<bool>, is_blank: bool) -> Outcome {
        let mut choices = Choices::default();
        let (id, field) = (Uuid::nil(), "project.total");
        if let Some(policy) = policy {
            choices.policies.insert(field.into(), policy);
        }
        if let Some(taken) = value {
            choices.values.insert(value_key(PROJECT, id, field), taken);
        }
        let book = crate::imports::reading::read_bytes(b"a;b\n1;2\n").expect("a table");
        let book = std::sync::Arc::new(book);
        let knowledge = crate::imports::understanding::Knowledge::default();
        let plan = crate::imports::understanding::understand(&book, &knowledge);
        let draft = crate::imports::joining::draft(&book, &plan, &knowledge);
        let found = Found {
            draft: &draft,
            choices: &choices,
            differences: Vec::new(),
        };
        let here = RecordHere::default();
        let record = Record {
            kind: PROJECT,
            id,
            here: &here,
            source: None,
        };
        found.outcome(&record, field, is_blank)
    }

    #[test]
    fn what_is_written_is_decided_by_value_then_by_field() {
        for (policy, value, is_blank, decided) in [
            (None, None, true, Outcome::Fills),
            (None, None, false, Outcome::Keeps),
            (Some(Policy::Overwrite), None, false, Outcome::Overwrites),
            (Some(Policy::Overwrite), Some(false), false, Outcome::Keeps),
            (Some(Policy::Skip), None, true, Outcome::LeftOut),
            (Some(Policy::Skip), Some(true), true, Outcome::Fills),
            (None, Some(true), false, Outcome::Overwrites),
            (None, Some(false), true, Outcome::LeftOut),
        ] {
            assert_eq!(
                outcome(policy, value, is_blank),
                decided,
                "{policy:?} {value:?} {is_blank}"
            );
        }
    }

    #[test]
    fn spaces_and_case_are_no_difference() {
        assert!(is_same("ООО  «Заря»", "ооо «заря»"));
        assert!(!is_same("ООО «Заря»", "ООО «Зоря»"));
    }
}
