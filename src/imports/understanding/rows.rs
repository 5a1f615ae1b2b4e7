//! Telling rows of data from everything else that stands in a table: repeated headers, subtotals, section
//! headings, remarks, rows of column numbers.

use std::collections::HashMap;

use super::grid::{Grid, is_empty, shown};
use crate::imports::reading::{RowView, Value};
use crate::values::names::read_holder;
use crate::values::text::{fold, fold_words, folds_from};

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    Data,
    Blank,
    RepeatedHeader,
    Subtotal,
    /// A heading of a section or a remark: one text in the whole row.
    Section,
    /// "1 2 3 4 …" under a header.
    ColumnNumbers,
}

/// Knows the header of a sheet and tells the kind of each row below it.
#[derive(Default)]
pub struct RowReader {
    /// Header texts by column, in small letters.
    labels: HashMap<u16, String>,
    /// Columns that name a client or a project: one of them alone makes a record.
    name_columns: Vec<u16>,
}

impl RowReader {
    pub fn new(labels: HashMap<u16, String>) -> RowReader {
        RowReader {
            labels,
            name_columns: Vec::new(),
        }
    }

    /// The columns whose lone value is a record and not a heading, once they are known.
    pub fn set_name_columns(&mut self, columns: Vec<u16>) {
        self.name_columns = columns;
    }

    /// The kind of a row below the header.
    pub fn kind(&self, grid: &Grid<'_>, row: RowView<'_>) -> RowKind {
        let mut cells = Vec::with_capacity(8);
        let mut filled = 0;
        for (col, value) in row.cells() {
            if !is_empty(value) {
                filled += 1;
                if cells.len() < 8 {
                    cells.push((col, value));
                }
            }
        }
        if filled == 0 {
            return RowKind::Blank;
        }
        if self.repeats_header(row, filled) {
            return RowKind::RepeatedHeader;
        }
        if self.is_subtotal(grid, &cells, filled) {
            return RowKind::Subtotal;
        }
        if filled == 1 && self.is_section(grid, row, cells[0]) {
            return RowKind::Section;
        }
        if filled >= 4 && is_numbering(row) {
            return RowKind::ColumnNumbers;
        }
        RowKind::Data
    }

    fn repeats_header(&self, row: RowView<'_>, filled: usize) -> bool {
        if filled < 2 || self.labels.is_empty() {
            return false;
        }
        let mut equal = 0;
        for (i, (col, value)) in row.cells().enumerate() {
            if let Value::Text(_, text) = value
                && self.labels.get(&col).is_some_and(|l| {
                    l.chars()
                        .next()
                        .is_some_and(|first| folds_from(text, first))
                        && *l == fold(text)
                })
            {
                equal += 1;
            }
            if i > 8 && equal == 0 {
                return false;
            }
        }
        equal * 2 > filled
    }

    fn is_subtotal(&self, grid: &Grid<'_>, cells: &[(u16, Value<'_>)], filled: usize) -> bool {
        // A row with most of its columns filled is a record, whatever a note in it says.
        if filled > (self.labels.len() * 2 / 3).max(4) {
            return false;
        }
        let texts = cells
            .iter()
            .filter(|(_, v)| matches!(v, Value::Text(..)))
            .count();
        texts <= 3
            && cells.iter().take(4).any(|(_, v)| {
                let text = shown(*v, grid.workbook.date1904);
                matches!(v, Value::Text(..))
                    && text.chars().count() < 80
                    && begins_with_total(&text)
            })
    }

    fn is_section(
        &self,
        grid: &Grid<'_>,
        row: RowView<'_>,
        (col, value): (u16, Value<'_>),
    ) -> bool {
        let Value::Text(_, text) = value else {
            return false;
        };
        let merged_across = grid
            .merge_at(row.number(), col)
            .is_some_and(|m| m.right > m.left + 1);
        // A cell merged down from above gives the row a client: it is data.
        let filled_from_above = self.labels.keys().any(|c| {
            let (top, _) = grid.origin(row.number(), *c);
            top < row.number()
        });
        if filled_from_above && !merged_across {
            return false;
        }
        if merged_across || !self.name_columns.contains(&col) {
            return true;
        }
        let holder = read_holder(text);
        let is_name = holder.kind.is_some() || holder.person.is_some();
        let first_name_column = self.name_columns.first() == Some(&col);
        // Only the column of projects may hold a lone text that is no name of a client.
        first_name_column && self.name_columns.len() > 1 && !is_name
    }
}

/// "Итого", "Всего по району", "Итого за I кв.", "Total".
pub fn begins_with_total(text: &str) -> bool {
    let words = fold_words(text);
    let first = words.split(' ').next().unwrap_or("");
    matches!(
        first,
        "итого"
            | "всего"
            | "подытог"
            | "итог"
            | "промежуточный"
            | "total"
            | "subtotal"
            | "сумма"
            | "grand"
    ) && !words.starts_with("сумма проекта")
}

fn is_numbering(row: RowView<'_>) -> bool {
    let mut last = None;
    for (_, value) in row.cells() {
        let number = match value {
            Value::Number(n) => n,
            Value::Text(_, t) => match t.trim().parse::<f64>() {
                Ok(n) => n,
                Err(_) => return false,
            },
            _ => return false,
        };
        if last.is_some_and(|l: f64| number != l + 1.0) || (last.is_none() && number > 2.0) {
            return false;
        }
        last = Some(number);
    }
    last.is_some()
}
