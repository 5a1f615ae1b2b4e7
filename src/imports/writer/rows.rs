//! Every row of a workbook as it stood, some hundred of them in one packed piece; and one of them read again.

use std::io::{Read, Write};

use diesel::prelude::*;
use diesel::sql_types::{Binary, Integer};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use uuid::Uuid;

use super::json::push_text;
use crate::db::{DbError, Work, sql};
use crate::imports::draft::column_letters;
use crate::imports::reading::Workbook;
use crate::imports::understanding::shown;

type SqlUuid = diesel::sql_types::Uuid;

/// Rows of one piece: reading one row unpacks all of them.
const ROWS: usize = 500;

/// A piece as it is stored.
pub(super) struct Packed {
    pub sheet: i32,
    pub first_row: i32,
    pub bytes: Vec<u8>,
}

/// Gives the pieces of a workbook one after another.
pub(super) struct Packer<'b> {
    book: &'b Workbook,
    sheet: usize,
    row: usize,
    letters: Vec<String>,
}

impl<'b> Packer<'b> {
    pub fn new(book: &'b Workbook) -> Packer<'b> {
        Packer {
            book,
            sheet: 0,
            row: 0,
            letters: Vec::new(),
        }
    }

    /// Writes a line for the row at this place; false for a row without texts.
    fn line(&mut self, out: &mut String) -> Option<i32> {
        let row = self.book.row_at(self.sheet, self.row)?;
        let begin = out.len();
        out.push('[');
        out.push_str(&row.number().to_string());
        out.push_str(",{");
        let cells = out.len();
        for (col, value) in row.cells() {
            let text = shown(value, self.book.date1904);
            if text.is_empty() {
                continue;
            }
            if out.len() > cells {
                out.push(',');
            }
            while self.letters.len() <= usize::from(col) {
                let next = self.letters.len() as u16;
                self.letters.push(column_letters(next));
            }
            out.push('"');
            out.push_str(&self.letters[usize::from(col)]);
            out.push_str("\":");
            push_text(out, &text);
        }
        if out.len() == cells {
            out.truncate(begin);
            return None;
        }
        out.push_str("}]\n");
        Some(row.number() as i32)
    }
}

impl Iterator for Packer<'_> {
    type Item = Packed;

    fn next(&mut self) -> Option<Packed> {
        loop {
            let count = self.book.sheets.get(self.sheet)?.row_count();
            let sheet = self.sheet as i32;
            let mut lines = String::with_capacity(1 << 18);
            let mut first_row = None;
            let end = count.min(self.row + ROWS);
            while self.row < end {
                let number = self.line(&mut lines);
                first_row = first_row.or(number);
                self.row += 1;
            }
            if self.row == count {
                (self.sheet, self.row) = (self.sheet + 1, 0);
            }
            if let Some(first_row) = first_row {
                return Some(Packed {
                    sheet,
                    first_row,
                    bytes: pack(lines.as_bytes()),
                });
            }
        }
    }
}

fn pack(lines: &[u8]) -> Vec<u8> {
    let mut out = ZlibEncoder::new(Vec::with_capacity(lines.len() / 4), Compression::fast());
    // Writing into memory does not fail.
    let _ = out.write_all(lines);
    out.finish().unwrap_or_default()
}

#[derive(QueryableByName)]
struct Piece {
    #[diesel(sql_type = Binary)]
    packed: Vec<u8>,
}

/// A row of an imported workbook: letters of each column and the text as it stood; nothing where there is none.
pub fn source_row(
    work: &mut Work,
    import: Uuid,
    sheet: i32,
    row: i32,
) -> Result<Vec<(String, String)>, DbError> {
    let organization = work.organization();
    let piece: Option<Piece> = sql(
        "SELECT packed FROM import_rows WHERE organization_id = $1 AND import_id = $2 \
         AND sheet = $3 AND first_row <= $4 ORDER BY first_row DESC LIMIT 1",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(import)
    .bind::<Integer, _>(sheet)
    .bind::<Integer, _>(row)
    .get_result(work.conn())
    .optional()?;
    Ok(piece.map_or_else(Vec::new, |p| unpack_row(&p.packed, row)))
}

/// The cells of one row out of its piece.
fn unpack_row(packed: &[u8], number: i32) -> Vec<(String, String)> {
    let mut lines = String::new();
    if ZlibDecoder::new(packed).read_to_string(&mut lines).is_err() {
        return Vec::new();
    }
    let begins = format!("[{number},");
    let line = lines.lines().find(|l| l.starts_with(&begins));
    let row: Option<(i32, serde_json::Map<String, serde_json::Value>)> =
        line.and_then(|l| serde_json::from_str(l).ok());
    let cells = row.map(|(_, cells)| cells).unwrap_or_default();
    let mut cells: Vec<(String, String)> = cells
        .into_iter()
        .map(|(column, text)| (column, text.as_str().unwrap_or_default().to_owned()))
        .collect();
    cells.sort_by(|a, b| (a.0.len(), &a.0).cmp(&(b.0.len(), &b.0)));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::reading::read_bytes;

    #[test]
    fn a_row_is_found_again_as_it_stood() {
        let mut csv = String::from("Клиент;Проект;Сумма\n");
        for i in 1..=1200 {
            csv.push_str(&format!("ООО «Сопка \"{i}\"»;Склад\\{i};{i}\n"));
        }
        let book = read_bytes(csv.as_bytes()).expect("a readable table");
        let pieces: Vec<Packed> = Packer::new(&book).collect();
        assert_eq!(pieces.len(), 3);
        let piece = &pieces[1];
        assert_eq!((piece.sheet, piece.first_row), (0, 501));
        let cells = unpack_row(&piece.bytes, 700);
        let texts: Vec<&str> = cells.iter().map(|(_, t)| t.as_str()).collect();
        assert_eq!(texts, ["ООО «Сопка \"699\"»", "Склад\\699", "699"]);
        assert!(unpack_row(&piece.bytes, 7).is_empty() && unpack_row(b"?", 1).is_empty());
    }
}
