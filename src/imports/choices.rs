//! What a person chose in the wizard, apart from what was understood. The draft is made of the file, of what
//! the organization knows and of this, so that a choice is made once and holds whenever it is made again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::draft::{ProjectState, WordKind, column_letters};
use super::reading::Workbook;
use super::understanding::{Knowledge, RememberedAnswer, SheetChoice};
use crate::values::text::fold;

/// What happens with a value of the file where the record has another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// Only what is empty is filled.
    #[default]
    Fill,
    Overwrite,
    /// Nothing of the field is taken.
    Skip,
}

impl Policy {
    /// Every policy.
    pub const ALL: [Policy; 3] = [Policy::Fill, Policy::Overwrite, Policy::Skip];

    /// The word in forms.
    pub fn word(self) -> &'static str {
        match self {
            Policy::Fill => "fill",
            Policy::Overwrite => "overwrite",
            Policy::Skip => "skip",
        }
    }

    /// The policy of this word.
    pub fn from_word(word: &str) -> Option<Policy> {
        Policy::ALL.into_iter().find(|p| p.word() == word)
    }
}

/// What a word of the file means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordAnswer {
    /// An entry of a directory, or a member.
    Existing(Uuid),
    /// A new entry of this name.
    New(String),
    /// A state of the lifecycle.
    State(ProjectState),
    /// Nothing: the field stays empty and the text is kept.
    Nothing,
}

/// Everything that was chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// By the number of the sheet in the file.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub sheets: BTreeMap<u16, SheetChoice>,
    /// New texts of cells, by [`cell_key`].
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub cells: BTreeMap<String, String>,
    /// Answers by [`word_key`].
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, WordAnswer>,
    /// Whether two clients are one, by [`pair_key`].
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub pairs: BTreeMap<String, bool>,
    /// By the key of the field; a field that is not here is filled where it is empty.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub policies: BTreeMap<String, Policy>,
    /// Single values taken or left against the policy of their field, by [`value_key`].
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, bool>,
}

/// Name of a cell among all sheets: `2!D17`.
pub fn cell_key(sheet: u16, row: u32, col: u16) -> String {
    format!("{sheet}!{}{row}", column_letters(col))
}

/// Sheet, row and column of such a name.
pub fn parse_cell_key(key: &str) -> Option<(u16, u32, u16)> {
    let (sheet, cell) = key.split_once('!')?;
    let digits = cell.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = cell.split_at(digits);
    let mut col: u32 = 0;
    for c in letters.bytes() {
        if !c.is_ascii_uppercase() || col > 1 << 14 {
            return None;
        }
        col = col * 26 + u32::from(c - b'A' + 1);
    }
    let (row, col) = (row.parse().ok()?, u16::try_from(col).ok()?);
    (row > 0 && col > 0).then_some((sheet.parse().ok()?, row, col))
}

/// The name of a word: its list and the word in small letters. States are a list of their own.
pub fn word_key(list: &str, word: &str) -> String {
    let short: String = fold(word).chars().take(300).collect();
    format!("{list}:{short}")
}

/// The list of a word in such a name.
pub fn list_word(kind: WordKind) -> &'static str {
    match kind {
        WordKind::District => "district",
        WordKind::City => "city",
        WordKind::Industry => "industry",
        WordKind::Programme => "programme",
        WordKind::Body => "body",
        WordKind::Person => "person",
    }
}

/// The list of states.
pub const STATES: &str = "state";

/// The name of a pair of clients by their marks, whichever comes first.
pub fn pair_key(one: &str, other: &str) -> String {
    let (first, second) = if one <= other {
        (one, other)
    } else {
        (other, one)
    };
    let short = |t: &str| t.chars().take(300).collect::<String>();
    format!("{}|{}", short(first), short(second))
}

/// The name of one value of a record.
pub fn value_key(kind: &str, id: Uuid, field: &str) -> String {
    format!("{kind}:{id}:{field}")
}

impl Choices {
    /// The stored choices; what cannot be read any more counts as nothing chosen.
    pub fn from_json(json: serde_json::Value) -> Choices {
        serde_json::from_value(json).unwrap_or_default()
    }

    /// The policy of a field.
    pub fn policy(&self, field: &str) -> Policy {
        self.policies.get(field).copied().unwrap_or_default()
    }

    /// Puts the mended texts into the cells.
    pub fn mend(&self, book: &mut Workbook) {
        for (key, text) in &self.cells {
            if let Some((sheet, row, col)) = parse_cell_key(key) {
                book.set_text(usize::from(sheet), row, col, text);
            }
        }
    }

    /// Adds the answers to what is known: those of this import stand above the remembered ones.
    pub fn teach(&self, knowledge: &mut Knowledge) {
        for (key, answer) in &self.words {
            teach_word(knowledge, key, answer);
        }
        for (key, same) in &self.pairs {
            knowledge.pairs.insert(key.clone(), *same);
        }
    }
}

/// Adds one answer to what is known.
pub fn teach_word(knowledge: &mut Knowledge, key: &str, answer: &WordAnswer) {
    let Some((list, word)) = key.split_once(':') else {
        return;
    };
    if list == STATES {
        if let WordAnswer::State(state) = answer {
            knowledge.states.insert(word.to_owned(), *state);
        }
        return;
    }
    let kinds = [
        WordKind::District,
        WordKind::City,
        WordKind::Industry,
        WordKind::Programme,
        WordKind::Body,
        WordKind::Person,
    ];
    let Some(kind) = kinds.into_iter().find(|k| list_word(*k) == list) else {
        return;
    };
    let answer = match answer {
        WordAnswer::Existing(id) => RememberedAnswer::Existing(*id),
        WordAnswer::New(name) => RememberedAnswer::New(name.clone()),
        WordAnswer::Nothing | WordAnswer::State(_) => RememberedAnswer::Nothing,
    };
    knowledge.words.insert((kind, word.to_owned()), answer);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_named_as_in_a_spreadsheet() {
        for (sheet, row, col, key) in [(0, 17, 4, "0!D17"), (3, 1, 28, "3!AB1")] {
            assert_eq!(cell_key(sheet, row, col), key);
            assert_eq!(parse_cell_key(key), Some((sheet, row, col)));
        }
        for broken in ["", "D17", "0!17", "0!D", "0!D0", "x!D1", "0!d1"] {
            assert_eq!(parse_cell_key(broken), None, "{broken}");
        }
    }

    #[test]
    fn a_pair_has_one_name_from_both_sides() {
        assert_eq!(pair_key("b", "a"), pair_key("a", "b"));
    }

    #[test]
    fn choices_outlive_a_round_through_the_database() {
        let mut choices = Choices::default();
        choices.cells.insert("0!D17".into(), "15 000".into());
        choices
            .words
            .insert(word_key("state", "Думают"), WordAnswer::Nothing);
        choices
            .policies
            .insert("project.total".into(), Policy::Overwrite);
        let json = serde_json::to_value(&choices).expect("JSON");
        assert_eq!(Choices::from_json(json), choices);
        assert_eq!(
            Choices::from_json(serde_json::json!({"cells": 7})),
            Choices::default()
        );
    }
}
