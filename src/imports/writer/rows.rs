//! Every row of a workbook as it stands, some hundred of them in one packed piece; and some of them read again.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::sync::mpsc::sync_channel;

use diesel::prelude::*;
use diesel::sql_types::{Array, Binary, Integer};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use serde_json::Value;
use uuid::Uuid;

use super::json::push_text;
use crate::db::{DbError, Work, sql};
use crate::imports::draft::{Draft, column_letters};
use crate::imports::reading::Workbook;
use crate::imports::understanding::shown;

type SqlUuid = diesel::sql_types::Uuid;

/// Rows of one piece: reading one row unpacks all of them.
const ROWS: usize = 500;

/// A piece as it is stored.
struct Packed {
    sheet: i32,
    first_row: i32,
    bytes: Vec<u8>,
}

/// Gives the pieces of a workbook one after another.
struct Packer<'b> {
    book: &'b Workbook,
    sheet: usize,
    row: usize,
    letters: Vec<String>,
}

impl<'b> Packer<'b> {
    fn new(book: &'b Workbook) -> Packer<'b> {
        Packer {
            book,
            sheet: 0,
            row: 0,
            letters: Vec::new(),
        }
    }

    /// Writes a line for the row at this place and gives its number; none for a row without texts.
    fn line(&mut self, out: &mut String) -> Option<i32> {
        let row = self.book.row_at(self.sheet, self.row)?.as_it_stands();
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

/// Pieces that go in with one statement.
const PIECES: usize = 16;

/// Keeps every row of the file as it stands, in place of what an earlier check has left.
pub fn write_rows(work: &mut Work, import: Uuid, draft: &Draft) -> Result<(), DbError> {
    let organization = work.organization();
    sql("DELETE FROM import_rows WHERE organization_id = $1 AND import_id = $2")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(import)
        .execute(work.conn())?;
    std::thread::scope(|threads| {
        let (ready, pieces) = sync_channel(2 * PIECES);
        let book = &*draft.workbook;
        // Nobody takes more when the database is away.
        threads.spawn(move || Packer::new(book).all(|piece| ready.send(piece).is_ok()));
        loop {
            let some: Vec<Packed> = pieces.iter().take(PIECES).collect();
            if some.is_empty() {
                return Ok(());
            }
            insert(work, import, &some)?;
        }
    })
}

fn insert(work: &mut Work, import: Uuid, packed: &[Packed]) -> Result<(), DbError> {
    let organization = work.organization();
    sql(
        "INSERT INTO import_rows (organization_id, import_id, sheet, first_row, packed) \
         SELECT $1, $2, x.* FROM unnest($3, $4, $5) AS x",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(import)
    .bind::<Array<Integer>, _>(packed.iter().map(|p| p.sheet).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(packed.iter().map(|p| p.first_row).collect::<Vec<_>>())
    .bind::<Array<Binary>, _>(
        packed
            .iter()
            .map(|p| p.bytes.as_slice())
            .collect::<Vec<_>>(),
    )
    .execute(work.conn())?;
    Ok(())
}

#[derive(QueryableByName)]
struct First {
    #[diesel(sql_type = Integer)]
    first_row: i32,
}

#[derive(QueryableByName)]
struct Piece {
    #[diesel(sql_type = Binary)]
    packed: Vec<u8>,
}

/// Number of a row and its texts by the letters of their columns.
pub type FileRow = (i32, Value);

/// The first rows of all pieces of a sheet.
fn pieces(work: &mut Work, import: Uuid, sheet: i32) -> Result<Vec<i32>, DbError> {
    let organization = work.organization();
    let all: Vec<First> = sql(
        "SELECT first_row FROM import_rows WHERE organization_id = $1 AND import_id = $2 AND sheet = $3 \
         ORDER BY first_row",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(import)
    .bind::<Integer, _>(sheet)
    .load(work.conn())?;
    Ok(all.into_iter().map(|p| p.first_row).collect())
}

/// Those rows of a piece that are wanted.
fn unpacked(
    work: &mut Work,
    (import, sheet, first_row): (Uuid, i32, i32),
    wanted: &dyn Fn(i32) -> bool,
) -> Result<Vec<FileRow>, DbError> {
    let organization = work.organization();
    let piece: Piece = sql(
        "SELECT packed FROM import_rows WHERE organization_id = $1 AND import_id = $2 AND sheet = $3 \
         AND first_row = $4",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(import)
    .bind::<Integer, _>(sheet)
    .bind::<Integer, _>(first_row)
    .get_result(work.conn())?;
    Ok(unpack(&piece.packed, wanted))
}

/// Rows of a sheet after this one, as they stood in the file: the first of those that are wanted.
pub fn rows_after(
    work: &mut Work,
    import: Uuid,
    (sheet, after): (i32, i32),
    limit: usize,
    wanted: &dyn Fn(i32) -> bool,
) -> Result<Vec<FileRow>, DbError> {
    let all = pieces(work, import, sheet)?;
    let begin = all
        .partition_point(|first| *first <= after)
        .saturating_sub(1);
    let mut found = Vec::new();
    for first in &all[begin..] {
        if found.len() >= limit {
            break;
        }
        found.extend(unpacked(work, (import, sheet, *first), &|n| {
            n > after && wanted(n)
        })?);
    }
    found.truncate(limit);
    Ok(found)
}

/// These rows of a sheet, as they stood in the file; only pieces that hold one are read.
pub fn rows_of(
    work: &mut Work,
    import: Uuid,
    sheet: i32,
    numbers: &BTreeSet<i32>,
) -> Result<Vec<FileRow>, DbError> {
    let all = pieces(work, import, sheet)?;
    let mut found = Vec::new();
    for (at, first) in all.iter().enumerate() {
        let end = all.get(at + 1).copied().unwrap_or(i32::MAX);
        if numbers.range(*first..end).next().is_some() {
            found.extend(unpacked(work, (import, sheet, *first), &|n| {
                numbers.contains(&n)
            })?);
        }
    }
    Ok(found)
}

/// Empties rows of a sheet: that there was a row stays, what stood in it goes.
pub fn forget_rows(
    work: &mut Work,
    import: Uuid,
    sheet: i32,
    numbers: &BTreeSet<i32>,
) -> Result<(), DbError> {
    let organization = work.organization();
    let all = pieces(work, import, sheet)?;
    for (at, first) in all.iter().enumerate() {
        let end = all.get(at + 1).copied().unwrap_or(i32::MAX);
        if numbers.range(*first..end).next().is_none() {
            continue;
        }
        let kept = unpacked(work, (import, sheet, *first), &|_| true)?;
        let mut lines = String::new();
        for (number, cells) in kept {
            let cells = match numbers.contains(&number) {
                true => Value::Object(serde_json::Map::new()),
                false => cells,
            };
            lines.push_str(&serde_json::json!([number, cells]).to_string());
            lines.push('\n');
        }
        sql(
            "UPDATE import_rows SET packed = $5 WHERE organization_id = $1 AND import_id = $2 AND sheet = $3 \
             AND first_row = $4",
        )
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(import)
        .bind::<Integer, _>(sheet)
        .bind::<Integer, _>(*first)
        .bind::<Binary, _>(pack(lines.as_bytes()))
        .execute(work.conn())?;
    }
    sql("UPDATE import_problems SET raw = NULL, value = NULL WHERE organization_id = $1 AND import_id = $2 \
         AND sheet = $3 AND row = ANY ($4)")
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(import)
    .bind::<Integer, _>(sheet)
    .bind::<Array<Integer>, _>(numbers.iter().copied().collect::<Vec<_>>())
    .execute(work.conn())?;
    Ok(())
}

/// One row as it stood in the file; none where it held nothing.
pub fn source_row(
    work: &mut Work,
    import: Uuid,
    sheet: i32,
    row: i32,
) -> Result<Option<FileRow>, DbError> {
    let found = rows_of(work, import, sheet, &BTreeSet::from([row]))?;
    Ok(found.into_iter().next())
}

/// The wanted rows of a piece. A piece that is damaged has none.
fn unpack(packed: &[u8], wanted: &dyn Fn(i32) -> bool) -> Vec<FileRow> {
    let mut lines = String::new();
    if ZlibDecoder::new(packed).read_to_string(&mut lines).is_err() {
        return Vec::new();
    }
    let number = |line: &str| line.get(1..line.find(',')?)?.parse().ok();
    lines
        .lines()
        .filter(|line| number(line).is_some_and(wanted))
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

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
        let rows = unpack(&piece.bytes, &|n| n == 700);
        let cells = json!({"A": "ООО «Сопка \"699\"»", "B": "Склад\\699", "C": "699"});
        assert_eq!(rows, [(700, cells)]);
        assert!(unpack(&piece.bytes, &|n| n == 7).is_empty() && unpack(b"?", &|_| true).is_empty());
    }
}
