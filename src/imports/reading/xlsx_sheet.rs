//! One sheet of an .xlsx file in a single streaming pass: cells with their cached values, hidden rows and
//! columns, merged ranges. The dimension that a sheet claims is not believed.

use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};

use super::arena::{TextArena, TextId};
use super::limits;
use super::refusal::Refusal;
use super::workbook::{CellError, Merge, SheetBuilder};
use super::xlsx_strings::unescape;
use super::xlsx_styles::Styles;
use super::xml::{Part, attribute, is_true, push_text};

/// Row and column of a reference such as "AB12"; None if it is none.
pub fn cell_reference(reference: &[u8]) -> Option<(u32, u16)> {
    let (mut col, mut row) = (0u32, 0u32);
    for b in reference {
        match b {
            b'A'..=b'Z' if row == 0 => col = col * 26 + u32::from(b - b'A' + 1),
            b'a'..=b'z' if row == 0 => col = col * 26 + u32::from(b - b'a' + 1),
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(b - b'0'))?,
            b'$' => {}
            _ => return None,
        }
        if col > u32::from(limits::COLUMNS) || row > limits::ROWS {
            return None;
        }
    }
    (col > 0 && row > 0).then_some((row, col as u16))
}

/// Merged ranges kept of a sheet; more are of no use to anyone.
const MERGES: usize = 200_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Text,
    Bool,
    Error,
    Date,
}

struct Open {
    col: u16,
    style: usize,
    kind: Kind,
    has_value: bool,
}

/// Reads a sheet part into the builder. `strings` is how many texts of the arena are shared strings.
pub fn read_sheet<R: BufRead>(
    source: R,
    builder: &mut SheetBuilder<'_>,
    texts: &mut TextArena,
    strings: u32,
    styles: &Styles,
) -> Result<(), Refusal> {
    let mut part = Part::new(source);
    let (mut row, mut col) = (0u32, 0u16);
    let mut text = String::new();
    let mut in_value = false;
    let mut open: Option<Open> = None;
    loop {
        match part.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                b"c" => {
                    let cell = begin_cell(&e, row, col, styles)?;
                    col = cell.col;
                    open = Some(cell);
                    text.clear();
                }
                b"v" | b"t" => in_value = open.is_some(),
                b"row" => (row, col) = (begin_row(&e, row, builder)?, 0),
                b"f" | b"rPh" | b"extLst" | b"conditionalFormatting" | b"dataValidations" => {
                    part.skip_element()?
                }
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                b"v" | b"t" => {
                    in_value = false;
                    if let Some(cell) = &mut open {
                        cell.has_value = true;
                    }
                }
                b"c" => {
                    if let Some(cell) = open.take() {
                        end_cell(&cell, &text, builder, texts, strings)?;
                    }
                }
                _ => {}
            },
            Event::Empty(e) => match e.local_name().as_ref() {
                b"c" => {
                    let cell = begin_cell(&e, row, col, styles)?;
                    col = cell.col;
                    builder.blank(cell.col, cell.style)?;
                }
                b"row" => (row, col) = (begin_row(&e, row, builder)?, 0),
                b"col" => hidden_columns(&e, builder),
                b"mergeCell" => merge(&e, builder),
                _ => {}
            },
            Event::Eof => {
                return if open.is_some() {
                    Err(Refusal::Damaged)
                } else {
                    Ok(())
                };
            }
            event if in_value => push_text(&event, &mut text)?,
            _ => {}
        }
    }
}

fn begin_row(
    e: &BytesStart<'_>,
    before: u32,
    builder: &mut SheetBuilder<'_>,
) -> Result<u32, Refusal> {
    let number = attribute(e, b"r")
        .and_then(|r| r.parse().ok())
        .unwrap_or(before + 1);
    builder.row(number, is_true(attribute(e, b"hidden")))?;
    Ok(number)
}

fn begin_cell(e: &BytesStart<'_>, row: u32, before: u16, styles: &Styles) -> Result<Open, Refusal> {
    let mut cell = Open {
        col: 0,
        style: 0,
        kind: Kind::Number,
        has_value: false,
    };
    for a in e.attributes().with_checks(false).flatten() {
        match a.key.as_ref() {
            b"r" => {
                let (r, c) = cell_reference(&a.value).ok_or(Refusal::Damaged)?;
                if r != row {
                    return Err(Refusal::Damaged);
                }
                cell.col = c;
            }
            b"s" => cell.style = styles.place(small_number(&a.value)),
            b"t" => {
                cell.kind = match &*a.value {
                    b"s" => Kind::Shared,
                    b"str" | b"inlineStr" => Kind::Text,
                    b"b" => Kind::Bool,
                    b"e" => Kind::Error,
                    b"d" => Kind::Date,
                    _ => Kind::Number,
                }
            }
            _ => {}
        }
    }
    if cell.col == 0 {
        cell.col = before.checked_add(1).ok_or(Refusal::Damaged)?;
    }
    Ok(cell)
}

fn small_number(digits: &[u8]) -> usize {
    digits.iter().take(9).fold(0, |n, b| {
        if b.is_ascii_digit() {
            n * 10 + usize::from(b - b'0')
        } else {
            n
        }
    })
}

fn end_cell(
    cell: &Open,
    text: &str,
    builder: &mut SheetBuilder<'_>,
    texts: &mut TextArena,
    strings: u32,
) -> Result<(), Refusal> {
    if !cell.has_value || (text.is_empty() && cell.kind != Kind::Text) {
        return builder.blank(cell.col, cell.style);
    }
    match cell.kind {
        Kind::Shared => {
            let id: u32 = text.trim().parse().map_err(|_| Refusal::Damaged)?;
            if id >= strings {
                return Err(Refusal::Damaged);
            }
            builder.text(cell.col, cell.style, TextId(id))
        }
        Kind::Number => match text.trim().parse::<f64>() {
            Ok(n) if n.is_finite() => builder.number(cell.col, cell.style, n),
            _ => keep_text(cell, text, builder, texts),
        },
        Kind::Bool => builder.boolean(
            cell.col,
            cell.style,
            text.trim() == "1" || text.trim() == "true",
        ),
        Kind::Error => {
            let error = CellError::from_text(text.trim()).unwrap_or(CellError::Other);
            builder.error(cell.col, cell.style, error)
        }
        Kind::Text | Kind::Date => keep_text(cell, text, builder, texts),
    }
}

fn keep_text(
    cell: &Open,
    text: &str,
    builder: &mut SheetBuilder<'_>,
    texts: &mut TextArena,
) -> Result<(), Refusal> {
    if text.is_empty() {
        return builder.blank(cell.col, cell.style);
    }
    let id = if text.contains("_x") {
        texts.intern(&unescape(text))
    } else {
        texts.intern(text)
    };
    limits::check_text(texts.bytes())?;
    builder.text(cell.col, cell.style, id)
}

fn hidden_columns(e: &BytesStart<'_>, builder: &mut SheetBuilder<'_>) {
    let place = |name: &[u8]| attribute(e, name).and_then(|v| v.parse::<u16>().ok());
    if is_true(attribute(e, b"hidden"))
        && let (Some(from), Some(to)) = (place(b"min"), place(b"max"))
        && builder.sheet().hidden_columns.len() < 10_000
    {
        builder.sheet().hidden_columns.push((from, to));
    }
}

fn merge(e: &BytesStart<'_>, builder: &mut SheetBuilder<'_>) {
    let Some(range) = attribute(e, b"ref") else {
        return;
    };
    let (from, to) = range.split_once(':').unwrap_or((&range, &range));
    if let (Some((top, left)), Some((bottom, right))) = (
        cell_reference(from.as_bytes()),
        cell_reference(to.as_bytes()),
    ) && builder.sheet().merges.len() < MERGES
        && top <= bottom
        && left <= right
    {
        builder.sheet().merges.push(Merge {
            top,
            left,
            bottom,
            right,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        for (text, place) in [
            ("A1", Some((1, 1))),
            ("XFD1048576", Some((1_048_576, 16_384))),
            ("$B$12", Some((12, 2))),
            ("XFE1", None),
            ("A0", None),
            ("1A", None),
            ("", None),
            ("A99999999999", None),
        ] {
            assert_eq!(cell_reference(text.as_bytes()), place, "{text}");
        }
    }
}
