//! What was understood of a workbook: which sheets are taken, where their headers are, what each column
//! means. Every part is a proposal that a person may change before the draft is made again.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::imports::draft::{CustomType, Entity, Field, ProjectState};
use crate::imports::reading::{Fill, Visibility};
use crate::values::money::MoneyUnit;

/// The plan for a whole workbook.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub sheets: Vec<SheetPlan>,
    /// What the backgrounds mean, where a legend says so. A fill of None is "no background".
    pub legend: Vec<LegendEntry>,
}

/// A background and the state that it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegendEntry {
    pub fill: Option<Fill>,
    pub state: ProjectState,
}

/// A background of a sheet's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FillPlan {
    /// None for rows without a background.
    pub fill: Option<Fill>,
    pub rows: u32,
    /// The state that it stands for, if it stands for any.
    pub state: Option<ProjectState>,
    /// A person said it.
    pub is_chosen: bool,
}

/// Why a sheet is taken or left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetReason {
    /// It has a header with clients or projects under it.
    Register,
    Empty,
    /// Explains colours and abbreviations.
    Legend,
    /// Sums by district or the like: nothing in it is a client or a project.
    Summary,
    /// No header was found.
    NoHeader,
    /// A header, but neither clients nor projects.
    NoRecords,
}

/// What happens with one sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetPlan {
    pub name: String,
    pub visibility: Visibility,
    /// Rows that hold anything.
    pub rows: u32,
    pub taken: bool,
    pub reason: SheetReason,
    /// 1-based rows of the header: none, one or two.
    pub header_rows: Vec<u32>,
    /// State of a project is the background of its row.
    pub state_by_fill: bool,
    /// The backgrounds of its rows, where no column names the state and some rows are coloured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fills: Vec<FillPlan>,
    /// Fields whose empty cells mean the cell above: a client or a protocol written once for several rows.
    pub fill_down: Vec<Field>,
    pub columns: Vec<ColumnPlan>,
    /// The name of this set of columns, under which choices are remembered.
    #[serde(default)]
    pub layout: String,
    /// The first of the columns that are left because there are too many for fields of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crowded_out: Option<u16>,
    /// Rows that a person left out.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub left_rows: BTreeSet<u32>,
    /// Rows of which a person said that they stand right.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub stay_rows: BTreeSet<u32>,
}

/// What a column becomes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "to")]
pub enum Target {
    /// A field that the product has.
    Field { field: Field },
    /// A custom field.
    Custom { entity: Entity, kind: CustomType },
    /// Left out: row numbers, empty columns.
    Skip,
}

/// A column of a sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnPlan {
    /// 1-based.
    pub index: u16,
    /// The header as a person reads it; "(без заголовка)" has an empty one.
    pub label: String,
    /// The header over several columns that it stands under.
    pub group: String,
    pub hidden: bool,
    pub target: Target,
    /// 0 to 1.
    pub confidence: f32,
    /// The unit of a money column that names none in its cells.
    pub unit: MoneyUnit,
    /// Nothing names the unit and the numbers are too small to be roubles: a person says it.
    #[serde(default)]
    pub unit_asked: bool,
    /// Distinct texts of a choice.
    pub options: Vec<String>,
    /// Another column of the sheet has the same header.
    pub duplicate: bool,
}

impl SheetPlan {
    /// The first column that fills a field.
    pub fn column_of(&self, field: Field) -> Option<&ColumnPlan> {
        self.columns
            .iter()
            .find(|c| c.target == Target::Field { field })
    }

    /// True if any column fills the field.
    pub fn has(&self, field: Field) -> bool {
        self.column_of(field).is_some()
    }

    /// The record that a row of the sheet is first of all about.
    pub fn main_entity(&self) -> Entity {
        let any = |fields: &[Field]| fields.iter().filter(|f| self.has(**f)).count();
        if any(&[Field::Protocol, Field::Outcome, Field::DecisionKind]) >= 2 {
            Entity::Decision
        } else if any(&[
            Field::SupportType,
            Field::Programme,
            Field::Amount,
            Field::Unit,
            Field::Body,
            Field::Level,
        ]) >= 2
        {
            Entity::Support
        } else if self.has(Field::ProjectName) {
            Entity::Project
        } else {
            Entity::Client
        }
    }

    /// The last header row; 0 where there is none.
    pub fn header_end(&self) -> u32 {
        self.header_rows.last().copied().unwrap_or(0)
    }
}

impl ColumnPlan {
    /// The field, if it fills one.
    pub fn field(&self) -> Option<Field> {
        match self.target {
            Target::Field { field } => Some(field),
            _ => None,
        }
    }
}
