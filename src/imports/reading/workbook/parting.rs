//! Two tables on one sheet become two sheets of the same name. Rows and columns keep the numbers that they have in
//! the file; the second table goes to the end of the workbook, so that no other sheet changes its place.

use super::{Cell, Row, Sheet, Workbook};

impl Sheet {
    /// An empty sheet with what belongs to the whole of this one.
    fn like(&self) -> Sheet {
        Sheet {
            name: self.name.clone(),
            visibility: self.visibility,
            hidden_columns: self.hidden_columns.clone(),
            // Cells name their place in here.
            floats: self.floats.clone(),
            ..Sheet::default()
        }
    }

    /// Takes those cells away that belong to the other table; rows without any go with them.
    fn keep(&mut self, belongs: impl Fn(u32, u16) -> bool) {
        let (mut rows, mut cells): (Vec<Row>, Vec<Cell>) = (Vec::new(), Vec::new());
        for (at, row) in self.rows.iter().enumerate() {
            let end = self
                .rows
                .get(at + 1)
                .map_or(self.cells.len(), |r| r.start as usize);
            let start = cells.len() as u32;
            let of_row = &self.cells[row.start as usize..end];
            cells.extend(of_row.iter().filter(|c| belongs(row.number, c.col)));
            if cells.len() as u32 > start {
                rows.push(Row {
                    number: row.number,
                    start,
                    hidden: row.hidden,
                });
            }
        }
        (self.rows, self.cells) = (rows, cells);
        self.merges.retain(|m| belongs(m.top, m.left));
        self.comments.retain(|c| belongs(c.row, c.col));
        self.last_column = self.cells.iter().map(|c| c.col).max().unwrap_or(0);
    }
}

impl Workbook {
    /// Makes what stands from this row and column on a sheet of its own.
    pub fn part(&mut self, sheet: usize, from_row: u32, from_col: u16) {
        let beyond = |row: u32, col: u16| row >= from_row && col >= from_col;
        let old = &mut self.sheets[sheet];
        let mut new = old.like();
        new.rows = std::mem::take(&mut old.rows);
        new.cells = std::mem::take(&mut old.cells);
        new.merges.clone_from(&old.merges);
        new.comments.clone_from(&old.comments);
        old.rows = new.rows.iter().map(Row::again).collect();
        old.cells.clone_from(&new.cells);
        old.keep(|row, col| !beyond(row, col));
        new.keep(beyond);
        self.sheets.push(new);
    }
}

impl Row {
    fn again(&self) -> Row {
        Row {
            number: self.number,
            start: self.start,
            hidden: self.hidden,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::imports::reading::{Value, read_bytes};

    #[test]
    fn both_parts_keep_the_places_of_their_cells() {
        let text = "a;b;;x;y\n1;2,5;;3;4\n5;6;;7;\n";
        let numbers = |book: &super::Workbook, sheet: usize| -> Vec<String> {
            let rows = book.rows(sheet);
            rows.flat_map(|r| {
                r.cells()
                    .map(|(col, v)| match v {
                        Value::Text(_, t) => format!("{col}/{} {t}", r.number()),
                        Value::Number(n) => format!("{col}/{} {n}", r.number()),
                        _ => String::new(),
                    })
                    .collect::<Vec<_>>()
            })
            .collect()
        };
        let mut book = read_bytes(text.as_bytes()).expect("a table");
        let whole = numbers(&book, 0);
        book.part(0, 1, 4);
        let (left, right) = (numbers(&book, 0), numbers(&book, 1));
        assert_eq!(
            right,
            whole
                .iter()
                .filter(|c| c.starts_with(['4', '5']))
                .cloned()
                .collect::<Vec<_>>()
        );
        assert_eq!(left.len() + right.len(), whole.len());
        assert_eq!(
            (book.sheets[0].last_column, book.sheets[1].last_column),
            (2, 5)
        );
        book.part(0, 3, 1);
        assert_eq!(numbers(&book, 2).len(), 2);
        assert_eq!(book.row(2, 3).map(|r| r.number()), Some(3));
    }
}
