//! Several tables on one sheet: below each other, each under headings of its own, or side by side with an empty
//! column between. Each becomes a sheet of its own, so that each is understood by itself.

use std::collections::BTreeSet;

use super::grid::{Grid, is_empty};
use super::headers::{Header, header_of_row};
use crate::imports::draft::Field;
use crate::imports::reading::Workbook;
use crate::values::text::fold;

/// Sheets at most, with those that tables become.
const MOST: usize = 60;
/// Rows of titles above the headings of a further table at most.
const TITLES: u32 = 3;
/// Headings that are known of every table.
const KNOWN: usize = 3;
/// Rows looked at for empty columns.
const ROWS: usize = 5_000;

/// Gives every table a sheet of its own.
pub fn part_tables(book: &mut Workbook) {
    let mut sheet = 0;
    while sheet < book.sheets.len() && book.sheets.len() < MOST {
        let grid = Grid::new(book, sheet);
        let headers = headers_after_gaps(&grid);
        let parted = headers.first().and_then(|(_, header)| {
            let beside = beside(&grid, header).map(|col| (1, col));
            let other = headers.iter().find(|(_, h)| !is_same(header, h));
            beside.or(other.map(|(row, _)| (*row, 1)))
        });
        match parted {
            Some((row, col)) => book.part(sheet, row, col),
            None => sheet += 1,
        }
    }
}

/// Headings with few titles above them, after an empty row or at the top, and the row with which their part of the
/// sheet begins.
fn headers_after_gaps(grid: &Grid<'_>) -> Vec<(u32, Header)> {
    let mut found: Vec<(u32, Header)> = Vec::new();
    let (mut begin, mut last) = (0, 0);
    for row in grid.rows().filter(|r| !r.is_blank()) {
        let number = row.number();
        if number > last + 1 || last == 0 {
            begin = number;
        }
        last = number;
        let has_one = found.last().is_some_and(|(first, _)| *first == begin);
        if has_one || number - begin > TITLES {
            continue;
        }
        let header = header_of_row(grid, row).filter(|h| h.recognized >= KNOWN);
        if let Some(header) = header
            && is_about_records(&header)
        {
            found.push((begin, header));
        }
    }
    found
}

/// The first column of a second table beside this one.
fn beside(grid: &Grid<'_>, header: &Header) -> Option<u16> {
    let mut filled: BTreeSet<u16> = header.labels.keys().copied().collect();
    let from = header.rows.first().copied().unwrap_or(1);
    for row in grid.rows().filter(|r| r.number() >= from).take(ROWS) {
        filled.extend(row.cells().filter(|(_, v)| !is_empty(*v)).map(|(c, _)| c));
    }
    let gaps: Vec<u16> = filled
        .iter()
        .zip(filled.iter().skip(1))
        .filter(|(a, b)| **b > **a + 1)
        .map(|(_, b)| *b)
        .collect();
    gaps.into_iter().find(|col| {
        let (left, right): (Vec<_>, Vec<_>) = header
            .labels
            .iter()
            .map(|(c, l)| (*c, l.clone()))
            .partition(|(c, _)| c < col);
        [left, right].into_iter().all(|labels| {
            let part = Header::of_labels(header.rows.clone(), labels.into_iter().collect());
            part.recognized >= KNOWN && is_about_records(&part)
        })
    })
}

/// Names a client or a project.
fn is_about_records(header: &Header) -> bool {
    let names = [
        Field::ClientName,
        Field::ClientFullName,
        Field::ProjectName,
        Field::Inn,
    ];
    header.first_labels().any(|(_, label)| {
        names
            .iter()
            .any(|f| super::vocabulary::fit(label, *f) >= 0.6)
    })
}

/// The same headings in the same places: the table goes on.
fn is_same(header: &Header, other: &Header) -> bool {
    let equal = |(col, label): &(&u16, &String)| {
        header
            .labels
            .get(col)
            .is_some_and(|l| fold(l) == fold(label))
    };
    other.labels.iter().filter(equal).count() * 2 > other.labels.len()
}
