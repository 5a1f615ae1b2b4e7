//! The compact form as a file: read again in a tenth of the time that the workbook itself takes. Everything is
//! checked while it is read, so that a damaged file is no file and never a wrong index.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read, Write};

use super::{
    Cell, Comment, ERROR, FLOAT, FileKind, Merge, Row, Sheet, Style, TEXT, Visibility, Workbook,
};
use crate::imports::reading::arena::{TextArena, TextId};

/// Changes with the layout.
const MARK: &[u8; 8] = b"crmbook1";

fn put_u32(out: &mut impl Write, n: u32) -> io::Result<()> {
    out.write_all(&n.to_le_bytes())
}

fn put_bytes(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    put_u32(out, bytes.len() as u32)?;
    out.write_all(bytes)
}

fn put_list<T, W: Write>(
    out: &mut W,
    list: &[T],
    put: impl Fn(&mut W, &T) -> io::Result<()>,
) -> io::Result<()> {
    put_u32(out, list.len() as u32)?;
    list.iter().try_for_each(|item| put(out, item))
}

/// Writes the workbook; `of` says of which file it is made.
pub fn save(book: &Workbook, of: u64, out: &mut impl Write) -> io::Result<()> {
    out.write_all(MARK)?;
    out.write_all(&of.to_le_bytes())?;
    let kind = [FileKind::Xlsx, FileKind::Xls, FileKind::Ods, FileKind::Csv];
    let kind = kind.iter().position(|k| *k == book.kind).unwrap_or(0);
    out.write_all(&[kind as u8, u8::from(book.date1904)])?;
    put_list(out, &book.styles, |out, style| {
        put_u32(out, style.fill.unwrap_or(u32::MAX))?;
        out.write_all(&[u8::from(style.date) | u8::from(style.percent) << 1])
    })?;
    let (data, ends) = book.texts.parts();
    put_bytes(out, data.as_bytes())?;
    put_list(out, ends, |out, end| put_u32(out, *end))?;
    put_list(out, &book.sheets, save_sheet)
}

fn save_sheet(out: &mut impl Write, sheet: &Sheet) -> io::Result<()> {
    put_bytes(out, sheet.name.as_bytes())?;
    let shown = [
        Visibility::Visible,
        Visibility::Hidden,
        Visibility::VeryHidden,
    ];
    let shown = shown.iter().position(|v| *v == sheet.visibility);
    out.write_all(&[shown.unwrap_or(0) as u8])?;
    put_u32(out, u32::from(sheet.last_column))?;
    put_list(out, &sheet.merges, |out, m| {
        [m.top, u32::from(m.left), m.bottom, u32::from(m.right)]
            .into_iter()
            .try_for_each(|n| put_u32(out, n))
    })?;
    put_list(out, &sheet.comments, |out, c| {
        [c.row, u32::from(c.col), c.text.0]
            .into_iter()
            .try_for_each(|n| put_u32(out, n))
    })?;
    put_list(out, &sheet.hidden_columns, |out, (from, to)| {
        put_u32(out, u32::from(*from) << 16 | u32::from(*to))
    })?;
    put_list(out, &sheet.rows, |out, row| {
        put_u32(out, row.number)?;
        put_u32(out, row.start)?;
        out.write_all(&[u8::from(row.hidden)])
    })?;
    put_list(out, &sheet.floats, |out, f| {
        out.write_all(&f.to_bits().to_le_bytes())
    })?;
    put_list(out, &sheet.cells, |out, cell| {
        put_u32(out, u32::from(cell.col) << 16 | u32::from(cell.tag))?;
        put_u32(out, cell.payload)
    })
}

/// A file in the making of a workbook; none where it does not say what it should. The second value is its length:
/// room is made at once for what it says to hold, and never for more than it can.
struct Source<R>(R, usize);

impl<R: BufRead> Source<R> {
    fn byte(&mut self) -> Option<u8> {
        let mut bytes = [0; 1];
        self.0.read_exact(&mut bytes).ok()?;
        Some(bytes[0])
    }

    fn u16(&mut self) -> Option<u16> {
        self.u32()?.try_into().ok()
    }

    fn u32(&mut self) -> Option<u32> {
        let mut bytes = [0; 4];
        self.0.read_exact(&mut bytes).ok()?;
        Some(u32::from_le_bytes(bytes))
    }

    fn u64(&mut self) -> Option<u64> {
        let mut bytes = [0; 8];
        self.0.read_exact(&mut bytes).ok()?;
        Some(u64::from_le_bytes(bytes))
    }

    fn text(&mut self) -> Option<String> {
        let length = u64::from(self.u32()?);
        let mut bytes = Vec::with_capacity((length as usize).min(self.1));
        let got = (&mut self.0).take(length).read_to_end(&mut bytes).ok()?;
        (got as u64 == length).then_some(())?;
        String::from_utf8(bytes).ok()
    }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.u32()? as usize;
        let mut list = Vec::with_capacity(length.min(self.1 / 4));
        for _ in 0..length {
            list.push(item(self)?);
        }
        Some(list)
    }
}

/// Reads a workbook that was made of this file; `length` is that of the compact form.
pub fn load(from: impl BufRead, length: u64, of: u64) -> Option<Workbook> {
    let mut source = Source(from, length as usize);
    let mut mark = [0; 8];
    source.0.read_exact(&mut mark).ok()?;
    (&mark == MARK && source.u64()? == of).then_some(())?;
    let kind = match source.byte()? {
        0 => FileKind::Xlsx,
        1 => FileKind::Xls,
        2 => FileKind::Ods,
        3 => FileKind::Csv,
        _ => return None,
    };
    let date1904 = source.byte()? == 1;
    let styles = source.list(|s| {
        let fill = s.u32()?;
        let flags = s.byte()?;
        Some(Style {
            fill: (fill != u32::MAX).then_some(fill),
            date: flags & 1 != 0,
            percent: flags & 2 != 0,
        })
    })?;
    let data = source.text()?;
    let texts = TextArena::of_parts(data, source.list(Source::u32)?)?;
    let sheets = source.list(|s| load_sheet(s, texts.len()))?;
    Some(Workbook {
        kind,
        texts,
        sheets,
        styles,
        date1904,
        slips: BTreeMap::new(),
    })
}

fn load_sheet<R: BufRead>(source: &mut Source<R>, texts: usize) -> Option<Sheet> {
    let name = source.text()?;
    let visibility = match source.byte()? {
        0 => Visibility::Visible,
        1 => Visibility::Hidden,
        2 => Visibility::VeryHidden,
        _ => return None,
    };
    let last_column = source.u16()?;
    let merges = source.list(|s| {
        Some(Merge {
            top: s.u32()?,
            left: s.u16()?,
            bottom: s.u32()?,
            right: s.u16()?,
        })
    })?;
    let comments = source.list(|s| {
        Some(Comment {
            row: s.u32()?,
            col: s.u16()?,
            text: TextId(s.u32()?),
        })
    })?;
    let hidden_columns = source.list(|s| s.u32().map(|both| ((both >> 16) as u16, both as u16)))?;
    let rows = source.list(|s| {
        Some(Row {
            number: s.u32()?,
            start: s.u32()?,
            hidden: s.byte()? == 1,
        })
    })?;
    let floats = source.list(|s| s.u64().map(f64::from_bits))?;
    let cells = source.list(|s| load_cell(s, texts, floats.len()))?;
    let fits = rows.is_sorted_by(|a, b| a.number < b.number && a.start <= b.start)
        && rows.last().is_none_or(|r| r.start as usize <= cells.len());
    fits.then_some(Sheet {
        name,
        visibility,
        merges,
        comments,
        hidden_columns,
        rows,
        cells,
        floats,
        last_column,
    })
}

fn load_cell<R: BufRead>(source: &mut Source<R>, texts: usize, floats: usize) -> Option<Cell> {
    let both = source.u32()?;
    let cell = Cell {
        col: (both >> 16) as u16,
        tag: both as u16,
        payload: source.u32()?,
    };
    let payload = cell.payload as usize;
    let fits = match cell.tag & 15 {
        TEXT => payload < texts,
        FLOAT => payload < floats,
        kind => kind <= ERROR,
    };
    fits.then_some(cell)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::imports::reading::read_bytes;

    fn saved() -> (Workbook, Vec<u8>) {
        let csv = "Клиент;Сумма\nООО «Сопка»;12,5\n;1e300\nда;-7\n";
        let book = read_bytes(csv.as_bytes()).expect("a readable table");
        let mut file = Vec::new();
        save(&book, 7, &mut file).expect("memory takes it");
        (book, file)
    }

    #[test]
    fn a_workbook_is_read_as_it_was_written() {
        let (book, file) = saved();
        let again = load(&file[..], 600, 7).expect("it is whole");
        assert_eq!(again.cell_count(), book.cell_count());
        for (a, b) in again.rows(0).zip(book.rows(0)) {
            assert_eq!(a.number(), b.number());
            assert!(a.cells().eq(b.cells()));
        }
        assert!(load(&file[..], 600, 8).is_none(), "it is of another file");
    }

    proptest! {
        #[test]
        fn a_damaged_file_is_none_or_harmless(at in 0usize..400, byte in any::<u8>(), end in 0usize..600) {
            let (_, mut file) = saved();
            let at = at % file.len();
            file[at] = byte;
            file.truncate(end.max(16));
            if let Some(book) = load(&file[..], 600, 7) {
                for sheet in 0..book.sheets.len() {
                    for row in book.rows(sheet) {
                        let _ = (row.cells().count(), row.fills().count());
                    }
                }
            }
        }
    }
}
