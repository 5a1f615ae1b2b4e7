//! The form of one row, for whoever has no script.

use askama::Template;

use super::{Choice, Rows, exact_millions, shown};
use crate::register::columns::{Column, Kind};
use crate::register::queries::{Row, Stored};
use crate::register::registers::Register;
use crate::web::Shell;

const LONGEST_NAME: usize = 60;

/// One cell as a field.
pub struct RowField {
    pub word: String,
    pub label: String,
    pub base: String,
    pub value: String,
    pub options: Vec<Choice>,
    pub error: Option<String>,
    pub is_long: bool,
    /// This row has no such value.
    pub is_shut: bool,
}

/// The page of the form.
#[derive(Template)]
#[template(path = "register/row.html")]
pub struct RowPage {
    pub shell: Shell,
    /// The row as people call it.
    pub title: String,
    pub back: String,
    pub action: String,
    pub id: String,
    pub version: i64,
    /// Why nothing of it may be changed.
    pub lock: Option<String>,
    pub fields: Vec<RowField>,
    /// The state of the list.
    pub kept: Vec<(String, String)>,
    pub is_refused: bool,
}

impl Rows {
    /// Each row with its name, for a choice of one.
    pub fn named(&self) -> Vec<(String, String)> {
        let name = |row: &Row| match self.cells.register {
            Register::Clients => row.text(Stored::ClientName).to_owned(),
            _ => format!("{} {}", row.text(Stored::Number), row.text(Stored::Name)),
        };
        let short = |row| name(row).chars().take(LONGEST_NAME).collect();
        self.rows
            .iter()
            .map(|row| (row.id.to_string(), short(row)))
            .collect()
    }

    /// Why nothing of this row may be changed, if that is so.
    pub fn lock_of_row(&self, row: &Row) -> Option<&str> {
        self.lock_of(row)
    }

    /// Whether the only row has no value of this column, by what it is.
    pub fn is_shut(&self, column: Column) -> bool {
        self.rows
            .first()
            .is_some_and(|row| self.shut(row, &column).is_some())
    }
}

/// What the cell of a row says, as an editor begins with it: exact, and without what only decorates it.
pub fn current(rows: &Rows, row: &Row, column: Column) -> String {
    match (column.kind(), row.amount(column)) {
        (Kind::Money, Some(kopecks)) => exact_millions(rows.t, kopecks),
        (Kind::Whole, Some(n)) => n.to_string(),
        (Kind::Person, _) if !matches!(column, Column::Custom(_)) => {
            row.text(Row::stored(column)).to_owned()
        }
        _ => shown(&rows.context(), row, column),
    }
}
