//! A sheet as a person sees it: the value of a merged range stands in each of its cells, numbers and dates
//! have their text.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::Datelike;

use crate::imports::reading::{Merge, RowView, Sheet, Value, Workbook};
use crate::values::dates::from_serial;
use crate::values::numbers::format_number;
use crate::values::text::clean;

/// A sheet with its merged ranges resolved.
pub struct Grid<'a> {
    pub workbook: &'a Workbook,
    pub index: usize,
    /// Covered cell → top left cell. Only ranges of a size that a person merges by hand.
    covered: HashMap<(u32, u16), (u32, u16)>,
}

/// Ranges of more cells than this are decoration of empty space.
const MERGE_CELLS: u64 = 5_000;

impl<'a> Grid<'a> {
    pub fn new(workbook: &'a Workbook, index: usize) -> Grid<'a> {
        let mut covered = HashMap::new();
        for m in &workbook.sheets[index].merges {
            if size(m) > MERGE_CELLS || covered.len() > 500_000 {
                continue;
            }
            for row in m.top..=m.bottom {
                for col in m.left..=m.right {
                    if (row, col) != (m.top, m.left) {
                        covered.insert((row, col), (m.top, m.left));
                    }
                }
            }
        }
        Grid {
            workbook,
            index,
            covered,
        }
    }

    /// The sheet itself.
    pub fn sheet(&self) -> &'a Sheet {
        &self.workbook.sheets[self.index]
    }

    /// The value of a cell; of a merged range that of its top left cell.
    pub fn value(&self, row: u32, col: u16) -> Value<'a> {
        let (row, col) = self.origin(row, col);
        self.workbook.value(self.index, row, col)
    }

    /// Where the value of a cell stands.
    pub fn origin(&self, row: u32, col: u16) -> (u32, u16) {
        if self.covered.is_empty() {
            return (row, col);
        }
        self.covered.get(&(row, col)).copied().unwrap_or((row, col))
    }

    /// The value of a column in a row, a value merged down from above included.
    pub fn value_in(&self, row: RowView<'a>, col: u16) -> Value<'a> {
        match row.value(col) {
            Value::Blank if !self.covered.is_empty() => {
                match self.covered.get(&(row.number(), col)) {
                    Some((top, left)) if *left == col => {
                        self.workbook.value(self.index, *top, *left)
                    }
                    _ => Value::Blank,
                }
            }
            value => value,
        }
    }

    /// The text of a cell as shown.
    pub fn text(&self, row: u32, col: u16) -> Cow<'a, str> {
        shown(self.value(row, col), self.workbook.date1904)
    }

    /// Rows that hold anything.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = RowView<'a>> + Clone + use<'a> {
        self.workbook.rows(self.index)
    }

    /// The merged range that begins at this cell.
    pub fn merge_at(&self, row: u32, col: u16) -> Option<&'a Merge> {
        self.sheet()
            .merges
            .iter()
            .find(|m| m.top == row && m.left == col)
    }
}

fn size(m: &Merge) -> u64 {
    u64::from(m.bottom - m.top + 1) * u64::from(m.right - m.left + 1)
}

/// The text of a value as a person sees it: clean spaces, numbers without exponent, dates as dd.mm.yyyy.
pub fn shown(value: Value<'_>, date1904: bool) -> Cow<'_, str> {
    match value {
        Value::Blank => Cow::Borrowed(""),
        Value::Text(_, t) => clean(t),
        Value::Number(n) => Cow::Owned(format_number(n)),
        Value::Date(n) => match from_serial(n, date1904) {
            Some(day) => Cow::Owned(format!(
                "{:02}.{:02}.{:04}",
                day.day(),
                day.month(),
                day.year()
            )),
            None => Cow::Owned(format_number(n)),
        },
        Value::Bool(b) => Cow::Borrowed(if b { "да" } else { "нет" }),
        Value::Error(e) => Cow::Borrowed(e.text()),
    }
}

/// True where nothing is written: blank or only spaces.
pub fn is_empty(value: Value<'_>) -> bool {
    match value {
        Value::Blank => true,
        Value::Text(_, t) => t.chars().all(crate::values::text::is_space),
        _ => false,
    }
}
