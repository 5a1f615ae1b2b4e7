//! Finds the header of a sheet: on any row, of one or two rows, under titles, in any column; and gives each
//! column its label and the group over it.

use std::collections::HashMap;

use super::grid::{Grid, is_empty};
use super::vocabulary::{candidates, is_row_number};
use crate::imports::reading::{RowView, Value};
use crate::values::text::clean;

/// A header that was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Header {
    pub rows: Vec<u32>,
    /// Column → label; columns without a text in the header are missing.
    pub labels: HashMap<u16, String>,
    /// Column → label of the group over it.
    pub groups: HashMap<u16, String>,
    /// Different fields that the labels were recognized as.
    pub recognized: usize,
}

/// Rows from the top in which a header is looked for.
const ROWS: usize = 60;
/// A header cell is no longer than this.
const LONG: usize = 90;

/// Columns by which a header is told; the rest of a very wide sheet changes nothing.
const WIDE: u16 = 300;

/// The header of a sheet, or None.
pub fn find_header(grid: &Grid<'_>) -> Option<Header> {
    let rows: Vec<RowView<'_>> = grid.rows().take(ROWS).collect();
    let mut best: Option<(f32, Header)> = None;
    for (i, row) in rows.iter().enumerate() {
        let single = single_header(grid, *row);
        let mut options = vec![single];
        if let Some(next) = rows.get(i + 1).filter(|n| n.number() == row.number() + 1) {
            options.extend(double_header(grid, *row, *next));
        }
        for (score, header) in options.into_iter().flatten() {
            // An equal row further down is data that looks like a header, or the header repeated.
            if best.as_ref().is_none_or(|(s, _)| score > *s + 0.01) {
                best = Some((score, header));
            }
        }
    }
    best.map(|(_, h)| h).filter(|h| h.recognized >= 2)
}

/// The header that a person names: this row, with the one below where the two are one.
pub fn header_at(grid: &Grid<'_>, number: u32) -> Option<Header> {
    let row = grid.rows().find(|r| r.number() == number)?;
    let next = grid.rows().find(|r| r.number() == number + 1);
    let double = next.and_then(|n| double_header(grid, row, n).flatten());
    double.or_else(|| single_header(grid, row)).map(|(_, h)| h)
}

/// The row as a header of its own.
pub fn header_of_row(grid: &Grid<'_>, row: RowView<'_>) -> Option<Header> {
    single_header(grid, row).map(|(_, header)| header)
}

impl Header {
    /// The labels by which a table is told.
    pub fn first_labels(&self) -> impl Iterator<Item = (&u16, &String)> {
        let first = self.labels.keys().min().copied().unwrap_or(0);
        self.labels
            .iter()
            .filter(move |(col, _)| *col - first <= WIDE)
    }

    /// A header of these labels, with the number of fields that they name.
    pub fn of_labels(rows: Vec<u32>, labels: HashMap<u16, String>) -> Header {
        score(Header {
            rows,
            labels,
            ..Header::default()
        })
        .1
    }
}

fn single_header(grid: &Grid<'_>, row: RowView<'_>) -> Option<(f32, Header)> {
    let labels = texts_of(grid, row)?;
    let header = Header {
        rows: vec![row.number()],
        labels,
        ..Header::default()
    };
    Some(score(header))
}

/// Texts of a row by column; None if the row cannot be a header at all.
fn texts_of(grid: &Grid<'_>, row: RowView<'_>) -> Option<HashMap<u16, String>> {
    let mut texts = HashMap::new();
    let mut others = 0;
    for (col, value) in row.cells() {
        match value {
            Value::Text(_, t) if !is_empty(value) => {
                let text = clean(t);
                if text.chars().count() > LONG {
                    others += 1;
                } else {
                    texts.insert(col, text.into_owned());
                }
            }
            Value::Number(_) | Value::Date(_) | Value::Error(_) => others += 1,
            _ => {}
        }
    }
    let wide = texts.len() >= 2 || (texts.len() == 1 && grid.sheet().last_column == 1);
    (wide && others * 3 <= texts.len()).then_some(texts)
}

fn score(mut header: Header) -> (f32, Header) {
    let mut fields = Vec::new();
    let mut points = 0.0;
    for (col, label) in header.first_labels() {
        let group = header.groups.get(col);
        if is_row_number(label) {
            points += 0.5;
            continue;
        }
        let best = best_field(label, group.map(String::as_str));
        match best {
            Some((field, fit)) if fit >= 0.6 => {
                if fields.contains(&field) {
                    points += 0.2;
                } else {
                    fields.push(field);
                    points += fit;
                }
            }
            // Words that no field knows are likely headers of custom columns, unless they look like values.
            _ if label.chars().any(|c| c.is_ascii_digit()) => points -= 0.3,
            _ => points += 0.05,
        }
    }
    header.recognized = fields.len();
    (points, header)
}

fn best_field(label: &str, group: Option<&str>) -> Option<(crate::imports::draft::Field, f32)> {
    let own = candidates(label).into_iter().next();
    let joined = group.and_then(|g| candidates(&format!("{g} {label}")).into_iter().next());
    [own, joined]
        .into_iter()
        .flatten()
        .max_by(|a, b| a.1.total_cmp(&b.1))
}

/// A header of two rows: groups above, names below. Columns without a name below take the one above.
fn double_header(
    grid: &Grid<'_>,
    upper: RowView<'_>,
    lower: RowView<'_>,
) -> Option<Option<(f32, Header)>> {
    let above = texts_of(grid, upper)?;
    let below = texts_of_lower(grid, lower)?;
    let spans = above
        .keys()
        .filter(|c| {
            grid.merge_at(upper.number(), **c)
                .is_some_and(|m| m.right > m.left)
        })
        .count();
    let downs = above
        .keys()
        .filter(|c| {
            grid.merge_at(upper.number(), **c)
                .is_some_and(|m| m.bottom > m.top)
        })
        .count();
    let gaps = below.keys().filter(|c| !above.contains_key(c)).count();
    if spans == 0 && (gaps < 2 || below.keys().any(|c| above.contains_key(c) && downs > 0)) {
        return None;
    }
    if below.is_empty() || gaps == 0 {
        return None;
    }
    let mut header = Header {
        rows: vec![upper.number(), lower.number()],
        ..Header::default()
    };
    let last = grid.sheet().last_column;
    let mut group: Option<(String, u16)> = None;
    for col in 1..=last {
        if let Some(text) = above.get(&col) {
            let end = grid
                .merge_at(upper.number(), col)
                .map_or(if spans > 0 { col } else { last }, |m| m.right);
            group = Some((text.clone(), end));
        }
        let over = group
            .as_ref()
            .filter(|(_, end)| col <= *end)
            .map(|(g, _)| g.clone());
        match (below.get(&col), over) {
            (Some(name), over) => {
                header.labels.insert(col, name.clone());
                if let Some(over) = over {
                    header.groups.insert(col, over);
                }
            }
            (None, Some(over)) if above.contains_key(&col) => {
                header.labels.insert(col, over);
            }
            _ => {}
        }
    }
    let (points, header) = score(header);
    let (upper_points, _) = score(Header {
        labels: above,
        ..Header::default()
    });
    let (lower_points, _) = score(Header {
        labels: below,
        ..Header::default()
    });
    (points > upper_points + 0.5 && points > lower_points + 0.04).then_some(Some((points, header)))
}

/// The lower row of a double header holds short texts only.
fn texts_of_lower(grid: &Grid<'_>, row: RowView<'_>) -> Option<HashMap<u16, String>> {
    let mut texts = HashMap::new();
    for (col, value) in row.cells() {
        match value {
            Value::Text(_, t) if !is_empty(value) => {
                let text = clean(t);
                let data_like = text.chars().count() > LONG
                    || text.chars().filter(char::is_ascii_digit).count() > 4;
                if data_like {
                    return None;
                }
                let (top, _) = grid.origin(row.number(), col);
                if top == row.number() {
                    texts.insert(col, text.into_owned());
                }
            }
            Value::Number(_) | Value::Date(_) | Value::Error(_) => return None,
            _ => {}
        }
    }
    Some(texts)
}
