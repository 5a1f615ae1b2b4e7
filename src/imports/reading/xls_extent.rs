//! How much room an old .xls file asks for, before calamine gives it that room: it fills the rectangle around the
//! cells of a sheet, and a damaged or hostile file says that a cell stands in row 60,000 and column 60,000.

use std::io::{Cursor, Read};

use super::limits::{XLS_AREA, XLS_BYTES};
use super::refusal::Refusal;

const BOUND_SHEET: u16 = 0x0085;
const END: u16 = 0x000A;
const BEGIN: u16 = 0x0809;
const ENCRYPTED: u16 = 0x002F;
const DIMENSIONS: u16 = 0x0200;
const MANY_NUMBERS: u16 = 0x00BD;
/// Records that begin with the row and the column of a cell: formula, label, formatted label, number, truth or error,
/// short number, shared label.
const CELLS: [u16; 7] = [0x0006, 0x0204, 0x00D6, 0x0203, 0x0205, 0x027E, 0x00FD];

/// Refuses a file whose sheets would not fit.
pub fn check(bytes: &[u8]) -> Result<(), Refusal> {
    let stream = stream(bytes)?;
    let mut area = 0u64;
    let mut places = Vec::new();
    for (kind, data) in records(&stream) {
        match kind {
            // What follows cannot be read, and the reader says so.
            ENCRYPTED => return Ok(()),
            BOUND_SHEET => places.push(number(data, 0, 4)? as usize),
            END => break,
            _ => {}
        }
    }
    for place in places {
        let sheet = stream.get(place..).ok_or(Refusal::Damaged)?;
        area = area.saturating_add(area_of(sheet)?);
        if area > XLS_AREA {
            return Err(Refusal::Bomb);
        }
    }
    Ok(())
}

/// The stream of the container that holds the workbook.
fn stream(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut container =
        cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Refusal::Damaged)?;
    let found = container
        .open_stream("/Workbook")
        .or_else(|_| container.open_stream("/Book"))
        .map_err(|_| Refusal::Damaged)?;
    let mut stream = Vec::new();
    found
        .take(XLS_BYTES)
        .read_to_end(&mut stream)
        .map_err(|_| Refusal::Damaged)?;
    Ok(stream)
}

/// Type and content of each record; ends where the stream does.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let kind = u16::from_le_bytes([*rest.first()?, *rest.get(1)?]);
        let length = usize::from(u16::from_le_bytes([*rest.get(2)?, *rest.get(3)?]));
        let data = rest.get(4..4 + length)?;
        rest = &rest[4 + length..];
        Some((kind, data))
    })
}

/// A number of two or four bytes.
fn number(data: &[u8], at: usize, bytes: usize) -> Result<u32, Refusal> {
    let part = data.get(at..at + bytes).ok_or(Refusal::Damaged)?;
    Ok(part
        .iter()
        .rev()
        .fold(0, |sum, byte| (sum << 8) | u32::from(*byte)))
}

/// Rows times columns of the rectangle around the cells of one sheet, or of the one that it announces.
fn area_of(sheet: &[u8]) -> Result<u64, Refusal> {
    let (mut rows, mut columns) = ((u32::MAX, 0), (u32::MAX, 0));
    let mut announced = 0;
    let mut depth = 0usize;
    for (kind, data) in records(sheet) {
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            DIMENSIONS => announced = announced.max(announced_area(data)?),
            _ if CELLS.contains(&kind) || kind == MANY_NUMBERS => {
                let (row, first) = (number(data, 0, 2)?, number(data, 2, 2)?);
                let last = match kind {
                    MANY_NUMBERS => number(data, data.len().saturating_sub(2), 2)?,
                    _ => first,
                };
                rows = (rows.0.min(row), rows.1.max(row));
                columns = (columns.0.min(first), columns.1.max(last).max(first));
            }
            _ => {}
        }
    }
    let side = |(from, to): (u32, u32)| u64::from(to.saturating_sub(from)) + 1;
    let filled = if rows.0 == u32::MAX {
        0
    } else {
        side(rows) * side(columns)
    };
    Ok(filled.max(announced))
}

/// What a sheet says of its size; the room for it is only reserved, but a nonsense is a nonsense.
fn announced_area(data: &[u8]) -> Result<u64, Refusal> {
    let wide = data.len() >= 14;
    let size = if wide { 4 } else { 2 };
    let (from, to) = (number(data, 0, size)?, number(data, size, size)?);
    let columns = u64::from(number(data, 2 * size + 2, 2)?);
    if to != 0 && from > to {
        return Err(Refusal::Damaged);
    }
    let area = u64::from(to.saturating_sub(from)).saturating_mul(columns);
    // The whole sheet of the format is what careless programs announce of a small one.
    if area <= 65_536 * 256 {
        Ok(0)
    } else {
        Ok(area)
    }
}
