//! Rows whose values stand beside their columns are read where they belong; what is kept of the file, and the names
//! of cells, stay as the file has them.

use super::{RowView, Workbook};

/// Where a row slipped: all cells from a column on belong one column further to the right or to the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slip {
    /// The first column of the file that slipped.
    pub from: u16,
    pub to_right: bool,
}

impl Slip {
    /// The column in which a cell of the file is read.
    pub fn reads_as(self, col: u16) -> u16 {
        match self {
            _ if col < self.from => col,
            Slip { to_right: true, .. } => col.saturating_add(1),
            Slip { .. } => col - 1,
        }
    }

    /// The column of the file that is read as this one; none where nothing is.
    pub fn stands_in(self, col: u16) -> Option<u16> {
        match self {
            Slip {
                from,
                to_right: true,
            } if col == from => None,
            Slip {
                from,
                to_right: true,
            } if col > from => Some(col - 1),
            Slip {
                from,
                to_right: false,
            } if col + 1 >= from => Some(col.saturating_add(1)),
            _ => Some(col),
        }
    }
}

impl Workbook {
    /// From now on the row is read as if its cells stood where they belong. Nothing may stand where a cell goes.
    pub fn put_back(&mut self, sheet: u16, row: u32, slip: Slip) {
        if slip.from > u16::from(!slip.to_right) {
            self.slips.insert((sheet, row), slip);
        }
    }

    /// How a row slipped, if it did.
    pub fn slip(&self, sheet: u16, row: u32) -> Option<Slip> {
        self.slips.get(&(sheet, row)).copied()
    }
}

impl<'a> RowView<'a> {
    /// The row as the file has it.
    pub fn as_it_stands(self) -> RowView<'a> {
        RowView { slip: None, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::reading::{Value, read_bytes};

    #[test]
    fn a_row_that_slipped_is_read_where_it_belongs_and_kept_as_it_stands() {
        let mut book = read_bytes("a;b;c;d\n1;;3;4\n5;6;;8\n".as_bytes()).expect("a table");
        let left = Slip {
            from: 3,
            to_right: false,
        };
        book.put_back(0, 2, left);
        let row = |book: &Workbook, number| -> Vec<Option<f64>> {
            let row = book.row(0, number).expect("a row");
            (1..=5)
                .map(|col| match row.value(col) {
                    Value::Number(n) => Some(n),
                    Value::Text(_, t) => t.parse().ok(),
                    _ => None,
                })
                .collect()
        };
        assert_eq!(row(&book, 2), [Some(1.0), Some(3.0), Some(4.0), None, None]);
        let right = Slip {
            from: 2,
            to_right: true,
        };
        book.put_back(0, 3, right);
        assert_eq!(row(&book, 3), [Some(5.0), None, Some(6.0), None, Some(8.0)]);
        let there = book.row(0, 3).expect("a row");
        let read: Vec<u16> = there.cells().map(|(col, _)| col).collect();
        let stood: Vec<u16> = there.as_it_stands().cells().map(|(col, _)| col).collect();
        assert_eq!((read, stood), (vec![1, 3, 5], vec![1, 2, 4]));
        for slip in [left, right] {
            for col in [1, 3, 4, 7] {
                assert_eq!(slip.stands_in(slip.reads_as(col)), Some(col));
            }
        }
    }
}
