//! Understands a workbook: which sheets hold records, where their headers are, what each column means, what
//! words stand for. Gives a plan that a person may change; makes no record itself.

pub mod address;
mod choice;
pub mod closed_words;
mod columns;
pub mod contacts;
mod custom;
pub mod directory;
mod fills;
pub mod grid;
mod headers;
mod industries;
mod knowledge;
pub mod legend;
mod plan;
mod profile;
pub mod rows;
mod tables;
mod vocabulary;

pub use choice::{ColumnChoice, ColumnTarget, SheetChoice, fill_name};
pub use grid::shown;
pub use knowledge::{Entry, Knowledge, KnownClient, KnownProject, Person, RememberedAnswer};
pub use plan::{ColumnPlan, FillPlan, LegendEntry, Plan, SheetPlan, SheetReason, Target};
pub use tables::part_tables;

use std::collections::{BTreeMap, HashMap};

use self::columns::plan_columns;
use self::grid::Grid;
use self::headers::{Header, find_header, header_at};
use self::legend::find_legend;
use self::rows::{RowKind, RowReader};
use crate::imports::draft::{Entity, Field};
use crate::imports::reading::{Visibility, Workbook};
use crate::values::money::MoneyUnit;
use crate::values::text::fold;

/// Proposes a plan for the workbook.
pub fn understand(workbook: &Workbook, knowledge: &Knowledge) -> Plan {
    understand_with(workbook, knowledge, &BTreeMap::new())
}

/// The same under what a person chose for its sheets.
pub fn understand_with(
    workbook: &Workbook,
    knowledge: &Knowledge,
    choices: &BTreeMap<u16, SheetChoice>,
) -> Plan {
    let mut plan = Plan::default();
    let nothing = SheetChoice::default();
    for index in 0..workbook.sheets.len() {
        let grid = Grid::new(workbook, index);
        let choice = choices.get(&(index as u16)).unwrap_or(&nothing);
        let header = match choice.header_row {
            Some(row) => header_at(&grid, row),
            None => find_header(&grid),
        };
        let before = header.as_ref().map_or(u32::MAX, |h| h.rows[0]);
        if plan.legend.is_empty() {
            plan.legend = find_legend(&grid, before);
        }
        plan.sheets
            .push(plan_sheet(&grid, header, knowledge, choice));
    }
    for index in 0..workbook.sheets.len() {
        fills::name_states(&mut plan, index);
    }
    plan
}

/// What tells rows of data from others in a planned sheet.
pub fn row_reader(plan: &SheetPlan, grid: &Grid<'_>) -> RowReader {
    let labels = plan.columns.iter().filter(|c| !c.label.is_empty());
    let last = plan.header_rows.last().copied().unwrap_or(0);
    let mut reader = RowReader::new(
        labels
            .map(|c| {
                let written = grid.text(last, c.index);
                (
                    c.index,
                    if written.is_empty() {
                        fold(&c.label)
                    } else {
                        fold(&written)
                    },
                )
            })
            .collect(),
    );
    let names = [Field::ClientName, Field::ProjectName];
    reader.set_name_columns(
        names
            .iter()
            .filter_map(|f| plan.column_of(*f))
            .map(|c| c.index)
            .collect(),
    );
    reader
}

fn plan_sheet(
    grid: &Grid<'_>,
    header: Option<Header>,
    knowledge: &Knowledge,
    choice: &SheetChoice,
) -> SheetPlan {
    let sheet = grid.sheet();
    let mut plan = SheetPlan {
        name: sheet.name.clone(),
        visibility: sheet.visibility,
        rows: sheet.row_count() as u32,
        taken: false,
        reason: SheetReason::NoHeader,
        header_rows: Vec::new(),
        state_by_fill: false,
        fills: Vec::new(),
        fill_down: Vec::new(),
        columns: Vec::new(),
        layout: String::new(),
        crowded_out: None,
        left_rows: choice.left_rows.clone(),
        stay_rows: choice.stay_rows.clone(),
    };
    if grid.rows().all(|r| r.is_blank()) {
        plan.reason = SheetReason::Empty;
        return plan;
    }
    let Some(header) = header else {
        if !find_legend(grid, u32::MAX).is_empty() {
            plan.reason = SheetReason::Legend;
        }
        return plan;
    };
    plan.header_rows.clone_from(&header.rows);
    let end = plan.header_end();
    let reader = RowReader::new(header.labels.iter().map(|(c, l)| (*c, fold(l))).collect());
    let profiles = profile::profiles(grid, &reader, end);
    plan.columns = plan_columns(
        grid,
        &header,
        &profiles,
        knowledge,
        title_unit(grid, header.rows[0]),
    );
    ask_units(
        &mut plan.columns,
        &profiles,
        title_unit(grid, header.rows[0]),
    );
    plan.layout = choice::layout_of(&header);
    plan.crowded_out = custom::leave_the_most(&mut plan.columns);
    let about = plan.main_entity();
    let remembered = knowledge.layouts.get(&plan.layout);
    for chosen in remembered.into_iter().chain([choice]) {
        choice::choose_columns(&mut plan.columns, chosen, about);
    }
    let reader = row_reader(&plan, grid);
    custom::set_types(grid, &reader, end, &mut plan.columns);
    let rows = grid
        .rows()
        .filter(|r| r.number() > end)
        .filter(|r| reader.kind(grid, *r) == RowKind::Data)
        .count();
    plan.reason = reason_of(&plan, rows);
    let chosen = choice.taken.or(remembered.and_then(|c| c.taken));
    plan.taken = chosen.unwrap_or(plan.reason == SheetReason::Register);
    plan.fill_down = filled_down(grid, &plan, &reader);
    let chosen = remembered.into_iter().chain([choice]);
    plan.fills = fills::of_rows(grid, &plan, &reader, chosen);
    plan
}

/// A column of sums whose unit nobody names, with numbers that are rarely roubles, is asked about.
fn ask_units(
    columns: &mut [ColumnPlan],
    profiles: &HashMap<u16, profile::Profile>,
    title_unit: Option<MoneyUnit>,
) {
    for column in columns.iter_mut() {
        let named = vocabulary::money_unit(&column.label)
            .or_else(|| vocabulary::money_unit(&column.group))
            .or(title_unit);
        let small = profiles
            .get(&column.index)
            .is_some_and(profile::Profile::has_small_sums);
        let is_sum = column.field().is_some_and(Field::is_money);
        column.unit_asked = is_sum && named.is_none() && column.unit == MoneyUnit::Rub && small;
    }
}

fn reason_of(plan: &SheetPlan, rows: usize) -> SheetReason {
    if rows == 0 {
        return SheetReason::Empty;
    }
    if plan.has(Field::ClientName)
        || plan.has(Field::ProjectName)
        || plan.has(Field::ClientFullName)
    {
        return SheetReason::Register;
    }
    if plan.has(Field::Inn) || plan.has(Field::Ogrn) {
        return SheetReason::Register;
    }
    let numbers = plan
        .columns
        .iter()
        .filter(|c| c.field().is_some_and(Field::is_money))
        .count();
    if numbers > 0 || plan.has(Field::District) {
        SheetReason::Summary
    } else {
        SheetReason::NoRecords
    }
}

/// "(суммы в тыс. руб.)" in the titles above a header holds for the whole table.
fn title_unit(grid: &Grid<'_>, header_row: u32) -> Option<MoneyUnit> {
    grid.rows()
        .take_while(|r| r.number() < header_row)
        .find_map(|row| {
            row.cells().find_map(|(_, v)| {
                let text = grid::shown(v, false);
                let words = fold(&text);
                let speaks_of_units = words.contains("руб")
                    && (words.contains("сумм")
                        || words.contains(" в ")
                        || words.starts_with("тыс")
                        || words.starts_with("млн")
                        || words.starts_with('('));
                speaks_of_units
                    .then(|| vocabulary::money_unit(&text))
                    .flatten()
            })
        })
}

/// Fields that are written once for several rows without being merged: often empty, but not in the first row.
fn filled_down(grid: &Grid<'_>, plan: &SheetPlan, reader: &RowReader) -> Vec<Field> {
    let fields: &[Field] = match plan.main_entity() {
        Entity::Client => return Vec::new(),
        Entity::Project => &[Field::ClientName],
        Entity::Support => &[Field::ClientName, Field::ProjectName],
        Entity::Decision => &[
            Field::Protocol,
            Field::DecisionDate,
            Field::DecisionKind,
            Field::ClientName,
        ],
    };
    let columns: Vec<(Field, u16)> = fields
        .iter()
        .filter_map(|f| plan.column_of(*f).map(|c| (*f, c.index)))
        .collect();
    let mut blanks = vec![0u32; columns.len()];
    let mut first_filled = vec![false; columns.len()];
    let mut rows = 0u32;
    for row in grid
        .rows()
        .filter(|r| r.number() > plan.header_end())
        .take(2_000)
    {
        if reader.kind(grid, row) != RowKind::Data {
            continue;
        }
        for (i, (_, col)) in columns.iter().enumerate() {
            let empty = grid::is_empty(grid.value_in(row, *col));
            first_filled[i] |= rows == 0 && !empty;
            blanks[i] += u32::from(empty);
        }
        rows += 1;
    }
    let often = |i: usize| first_filled[i] && blanks[i] * 5 >= rows && blanks[i] * 20 <= rows * 19;
    columns
        .iter()
        .enumerate()
        .filter(|(i, _)| often(*i))
        .map(|(_, (field, _))| *field)
        .collect()
}

/// True for a sheet that is not shown.
pub fn is_hidden(plan: &SheetPlan) -> bool {
    plan.visibility != Visibility::Visible
}
