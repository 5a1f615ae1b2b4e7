//! Finds what the backgrounds of rows mean: a list of coloured cells with the name of a state beside each,
//! on a sheet of its own or above a table.

use super::closed_words::state_in_front;
use super::grid::{Grid, is_empty};
use super::plan::LegendEntry;
use crate::imports::reading::{Fill, Value};
use crate::values::text::fold_words;

/// Rows from the top in which a legend is looked for.
const ROWS: usize = 60;

/// Entries of a legend in this sheet; fewer than two are none.
pub fn find_legend(grid: &Grid<'_>, before_row: u32) -> Vec<LegendEntry> {
    let mut entries: Vec<LegendEntry> = Vec::new();
    for row in grid
        .rows()
        .take(ROWS)
        .take_while(|r| r.number() < before_row)
    {
        let texts: Vec<&str> = row
            .cells()
            .filter(|(_, v)| !is_empty(*v))
            .filter_map(|(_, v)| {
                if let Value::Text(_, t) = v {
                    Some(t)
                } else {
                    None
                }
            })
            .collect();
        if texts.is_empty() || texts.len() > 3 {
            continue;
        }
        let Some(state) = texts.iter().find_map(|t| state_in_front(t)) else {
            continue;
        };
        let fills: Vec<Fill> = row.fills().flatten().collect();
        let fill = fills.first().copied();
        let says_none = texts.iter().any(|t| says_no_fill(t));
        if (fill.is_some() || says_none) && entries.iter().all(|e| e.fill != fill) {
            entries.push(LegendEntry { fill, state });
        }
    }
    if entries.iter().filter(|e| e.fill.is_some()).count() >= 2 {
        entries
    } else {
        Vec::new()
    }
}

fn says_no_fill(text: &str) -> bool {
    let words = fold_words(text);
    [
        "без заливки",
        "без цвета",
        "не закрашен",
        "без окраски",
        "белый",
        "нет цвета",
        "no fill",
        "white",
    ]
    .iter()
    .any(|w| words.starts_with(w))
}

/// The background that most of a row's cells have.
pub fn row_fill(fills: impl Iterator<Item = Option<Fill>>) -> Option<Fill> {
    let mut counts: Vec<(Option<Fill>, u32)> = Vec::with_capacity(4);
    for fill in fills {
        match counts.iter_mut().find(|(f, _)| *f == fill) {
            Some((_, n)) => *n += 1,
            None => counts.push((fill, 1)),
        }
    }
    counts
        .into_iter()
        .max_by_key(|(f, n)| (*n, f.is_some()))
        .and_then(|(f, _)| f)
}
