//! What a person chose for a sheet: taken or left, its header, what columns become. A choice stands above what
//! was understood; for a known layout of columns it is remembered.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::custom::custom_target;
use super::headers::Header;
use super::plan::{ColumnPlan, Target};
use crate::imports::draft::{Entity, Field, ProjectState};
use crate::imports::reading::Fill;
use crate::values::money::MoneyUnit;
use crate::values::text::fold;

/// What a column was chosen to become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnTarget {
    Field(Field),
    /// A field of the organization's own.
    Custom,
    Skip,
}

/// What was chosen for a column; what is none stays as understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnChoice {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<ColumnTarget>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<MoneyUnit>,
}

/// What was chosen for a sheet; what is none stays as understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SheetChoice {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken: Option<bool>,
    /// 1-based row of the header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u32>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<u16, ColumnChoice>,
    /// What backgrounds of rows mean, by [`fill_name`]; none where one means nothing.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fills: BTreeMap<String, Option<ProjectState>>,
    /// Rows that make nothing.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub left_rows: BTreeSet<u32>,
    /// Rows that look as if they had slipped a column, but stand right.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub stay_rows: BTreeSet<u32>,
}

impl SheetChoice {
    /// What holds for every sheet with these columns: all but the rows.
    pub fn of_layout(&self) -> SheetChoice {
        SheetChoice {
            header_row: None,
            left_rows: BTreeSet::new(),
            stay_rows: BTreeSet::new(),
            ..self.clone()
        }
    }

    /// True where nothing was chosen.
    pub fn is_empty(&self) -> bool {
        *self == SheetChoice::default()
    }
}

/// The name of a background in forms and choices.
pub fn fill_name(fill: Option<Fill>) -> String {
    fill.map_or_else(|| "none".to_owned(), |f| format!("{f:06x}"))
}

/// A name for the columns of a table: equal for two sheets with the same headings in the same places.
pub fn layout_of(header: &Header) -> String {
    let mut labels: Vec<(u16, String)> = header.labels.iter().map(|(c, l)| (*c, fold(l))).collect();
    labels.sort();
    let mut hash = Sha256::new();
    for (col, label) in labels {
        hash.update(format!("{col}:{label}\n"));
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// Puts the choices for columns into their plans. A field that is given to one column is taken from the
/// other that had it by proposal.
pub fn choose_columns(plans: &mut [ColumnPlan], choice: &SheetChoice, about: Entity) {
    for (index, chosen) in &choice.columns {
        let Some(at) = plans.iter().position(|c| c.index == *index) else {
            continue;
        };
        if let Some(target) = chosen.target {
            if let ColumnTarget::Field(field) = target
                && !super::columns::may_repeat(field)
            {
                leave_others(plans, field, choice, about);
            }
            plans[at].target = match target {
                ColumnTarget::Field(field) => Target::Field { field },
                ColumnTarget::Custom => custom_target(&plans[at].label, about),
                ColumnTarget::Skip => Target::Skip,
            };
            plans[at].confidence = 1.0;
        }
        if let Some(unit) = chosen.unit {
            plans[at].unit = unit;
            plans[at].unit_asked = false;
        }
    }
}

fn leave_others(plans: &mut [ColumnPlan], field: Field, choice: &SheetChoice, about: Entity) {
    for column in plans.iter_mut() {
        let chosen = choice.columns.get(&column.index).and_then(|c| c.target);
        if column.field() == Some(field) && chosen.is_none() {
            column.target = custom_target(&column.label, about);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(labels: &[(u16, &str)]) -> Header {
        Header {
            rows: vec![1],
            labels: labels.iter().map(|(c, l)| (*c, (*l).to_owned())).collect(),
            ..Header::default()
        }
    }

    #[test]
    fn a_layout_is_known_by_its_headings_and_their_places() {
        let one = layout_of(&header(&[(1, "Клиент"), (2, "ИНН")]));
        assert_eq!(one, layout_of(&header(&[(2, "инн "), (1, "КЛИЕНТ")])));
        assert_ne!(one, layout_of(&header(&[(1, "ИНН"), (2, "Клиент")])));
        assert_eq!(one.len(), 64);
    }

    #[test]
    fn what_is_remembered_of_a_layout_names_no_row() {
        let mut choice = SheetChoice {
            taken: Some(true),
            header_row: Some(4),
            ..SheetChoice::default()
        };
        choice.left_rows.insert(7);
        let kept = choice.of_layout();
        assert_eq!((kept.taken, kept.header_row), (Some(true), None));
        assert!(kept.left_rows.is_empty());
    }
}
