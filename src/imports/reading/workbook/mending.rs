//! Puts a mended text into a cell of a workbook that was read.

use super::{Cell, Row, TEXT, Workbook};
use crate::imports::reading::limits;

impl Workbook {
    /// The cell holds this text from now on; where there was none, it is added. What lies outside of any sheet
    /// is passed over.
    pub fn set_text(&mut self, sheet: usize, row: u32, col: u16, text: &str) {
        if sheet >= self.sheets.len() || row == 0 || row > limits::ROWS || col == 0 {
            return;
        }
        let id = self.texts.push(text);
        let sheet = &mut self.sheets[sheet];
        let at = match sheet.rows.binary_search_by_key(&row, |r| r.number) {
            Ok(at) => at,
            Err(at) => {
                let start = sheet
                    .rows
                    .get(at)
                    .map_or(sheet.cells.len() as u32, |r| r.start);
                let hidden = false;
                sheet.rows.insert(
                    at,
                    Row {
                        number: row,
                        start,
                        hidden,
                    },
                );
                at
            }
        };
        let start = sheet.rows[at].start as usize;
        let end = sheet
            .rows
            .get(at + 1)
            .map_or(sheet.cells.len(), |r| r.start as usize);
        match sheet.cells[start..end].binary_search_by_key(&col, |c| c.col) {
            Ok(found) => {
                let cell = &mut sheet.cells[start + found];
                cell.tag = TEXT | (cell.tag & !15);
                cell.payload = id.0;
            }
            Err(place) => {
                let (tag, payload) = (TEXT, id.0);
                sheet
                    .cells
                    .insert(start + place, Cell { col, tag, payload });
                for later in &mut sheet.rows[at + 1..] {
                    later.start += 1;
                }
            }
        }
        sheet.last_column = sheet.last_column.max(col);
    }
}

#[cfg(test)]
mod tests {
    use crate::imports::reading::{Value, read_bytes};

    #[test]
    fn a_mended_cell_is_read_as_what_was_typed() {
        let mut book = read_bytes("имя;сумма\nА;около 15\nБ;\nВ;3\n".as_bytes()).expect("a table");
        book.set_text(0, 2, 2, "15 000");
        book.set_text(0, 3, 2, "7");
        book.set_text(0, 9, 1, "Г");
        book.set_text(5, 1, 1, "no such sheet");
        let text = |row, col| match book.value(0, row, col) {
            Value::Text(_, t) => t.to_owned(),
            other => format!("{other:?}"),
        };
        assert_eq!(text(2, 2), "15 000");
        assert_eq!(text(3, 2), "7");
        assert_eq!((text(4, 1).as_str(), text(9, 1).as_str()), ("В", "Г"));
    }
}
