//! Backgrounds of rows as states of projects: which there are, and what they mean by the legend of the workbook or
//! by what a person said.

use super::choice::{SheetChoice, fill_name};
use super::grid::Grid;
use super::legend::row_fill;
use super::plan::{FillPlan, Plan, SheetPlan};
use super::rows::{RowKind, RowReader};
use crate::imports::draft::Field;
use crate::imports::reading::Fill;

/// Rows looked at.
const ROWS: usize = 5_000;
/// Backgrounds of one sheet; more of them are decoration.
const MOST: usize = 16;
/// Fewer coloured rows mean nothing.
const LEAST: u32 = 3;

/// The backgrounds of the rows of data, the most frequent first; none where a column names the state or hardly any
/// row is coloured. What was chosen for a background stands, the last choice above the others.
pub fn of_rows<'c>(
    grid: &Grid<'_>,
    plan: &SheetPlan,
    reader: &RowReader,
    chosen: impl Iterator<Item = &'c SheetChoice>,
) -> Vec<FillPlan> {
    if !plan.taken || plan.has(Field::State) || !plan.has(Field::ProjectName) {
        return Vec::new();
    }
    let mut seen: Vec<(Option<Fill>, u32)> = Vec::new();
    let below = grid.rows().filter(|r| r.number() > plan.header_end());
    for row in below.take(ROWS) {
        if reader.kind(grid, row) != RowKind::Data {
            continue;
        }
        let fill = row_fill(row.fills());
        match seen.iter().position(|(f, _)| *f == fill) {
            Some(at) => seen[at].1 += 1,
            None if seen.len() < MOST => seen.push((fill, 1)),
            None => {}
        }
    }
    let coloured: u32 = seen
        .iter()
        .filter(|(f, _)| f.is_some())
        .map(|(_, n)| n)
        .sum();
    if coloured < LEAST {
        return Vec::new();
    }
    seen.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let choices: Vec<&SheetChoice> = chosen.collect();
    seen.into_iter()
        .map(|(fill, rows)| {
            let name = fill_name(fill);
            let said = choices.iter().rev().find_map(|c| c.fills.get(&name));
            FillPlan {
                fill,
                rows,
                state: said.copied().flatten(),
                is_chosen: said.is_some(),
            }
        })
        .collect()
}

/// Gives backgrounds that nobody spoke of the meaning that the legend has for them. Where they mean something, and
/// not in a few rows only, the state is read from them.
pub fn name_states(plan: &mut Plan, index: usize) {
    let legend = &plan.legend;
    let sheet = &mut plan.sheets[index];
    for fill in sheet.fills.iter_mut().filter(|f| !f.is_chosen) {
        let entry = legend.iter().find(|e| e.fill == fill.fill);
        fill.state = entry.map(|e| e.state);
    }
    let all: u32 = sheet.fills.iter().map(|f| f.rows).sum();
    let meant = sheet.fills.iter();
    let known: u32 = meant
        .filter(|f| f.fill.is_some() && f.state.is_some())
        .map(|f| f.rows)
        .sum();
    let is_said = sheet.fills.iter().any(|f| f.is_chosen && f.state.is_some());
    sheet.state_by_fill = is_said || (known * 10 >= all && known >= LEAST);
}
