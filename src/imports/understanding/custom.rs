//! Columns without a home: which record a custom field belongs to, and the type that its values show.

use std::collections::HashMap;

use super::grid::{Grid, is_empty, shown};
use super::plan::{ColumnPlan, Target};
use super::profile::is_link;
use super::rows::{RowKind, RowReader};
use super::vocabulary::money_unit;
use crate::imports::draft::{CustomType, Entity};
use crate::imports::reading::Value;
use crate::values::dates::{Precision, read_date};
use crate::values::numbers::read_decimal;
use crate::values::text::fold_words;
use crate::values::yes_no::read_yes_no;

/// Words of headers that speak of the client, whatever else the sheet is about.
const OF_CLIENT: &[&str] = &[
    "сайт",
    "банк",
    "оквэд",
    "окпо",
    "октмо",
    "день рождения",
    "дата рождения",
    "самозанят",
    "откуда узнал",
    "паспорт",
    "снилс",
    "бик",
    "расчетный счет",
    "р с",
    "кор счет",
    "категория мсп",
    "реестр мсп",
    "уставный",
    "учредител",
    "выручка",
    "год основания",
    "website",
    "site",
    "bank",
    "birthday",
    "source",
    "соцсети",
    "телеграм",
];

/// Where a custom column goes; its type comes with `set_types`.
pub fn custom_target(label: &str, about: Entity) -> Target {
    let words = fold_words(label);
    let of_client = OF_CLIENT
        .iter()
        .any(|w| words.starts_with(w) || words.contains(&format!(" {w}")));
    let entity = if of_client && about == Entity::Project {
        Entity::Client
    } else {
        about
    };
    Target::Custom {
        entity,
        kind: CustomType::Text,
    }
}

/// Columns of one sheet that become fields of their own at most.
const MOST_FIELDS: usize = 200;

/// Leaves the columns after the first so many that found no home; gives the first of them.
pub fn leave_the_most(plans: &mut [ColumnPlan]) -> Option<u16> {
    let custom = plans
        .iter_mut()
        .filter(|c| matches!(c.target, Target::Custom { .. }));
    let mut first = None;
    for column in custom.skip(MOST_FIELDS) {
        first.get_or_insert(column.index);
        column.target = Target::Skip;
    }
    first
}

/// What has been seen of a custom column.
#[derive(Default)]
struct Seen {
    filled: u32,
    numbers: u32,
    dates: u32,
    /// Cells that the spreadsheet itself holds as dates.
    true_dates: u32,
    yes_no: u32,
    links: u32,
    marks: u32,
    texts: HashMap<String, u32>,
    too_many: bool,
}

/// Distinct values of a choice at most.
const OPTIONS: usize = 12;

/// Looks at all values of the custom columns and gives them their types.
pub fn set_types(grid: &Grid<'_>, reader: &RowReader, header_end: u32, plans: &mut [ColumnPlan]) {
    let custom: Vec<u16> = plans
        .iter()
        .filter(|c| matches!(c.target, Target::Custom { .. }))
        .map(|c| c.index)
        .collect();
    if custom.is_empty() {
        return;
    }
    let mut seen: HashMap<u16, Seen> = custom.iter().map(|c| (*c, Seen::default())).collect();
    for row in grid.rows().filter(|r| r.number() > header_end) {
        let kind = reader.kind(grid, row);
        if kind != RowKind::Data {
            continue;
        }
        for (col, value) in row.cells() {
            if let Some(seen) = seen.get_mut(&col) {
                seen.add(value, grid.workbook.date1904);
            }
        }
    }
    for plan in plans.iter_mut() {
        let Some(seen) = seen.remove(&plan.index) else {
            continue;
        };
        if let Target::Custom { kind, .. } = &mut plan.target {
            *kind = seen.kind(&plan.label);
            if *kind == CustomType::Choice {
                plan.options = seen.options();
            }
        }
        if seen.filled == 0 && plan.label.is_empty() {
            plan.target = Target::Skip;
        }
    }
}

impl Seen {
    fn add(&mut self, value: Value<'_>, date1904: bool) {
        if is_empty(value) || matches!(value, Value::Error(_)) {
            return;
        }
        self.filled += 1;
        match value {
            Value::Number(n) => {
                self.numbers += 1;
                self.yes_no += u32::from(n == 0.0 || n == 1.0);
            }
            Value::Date(_) => {
                self.dates += 1;
                self.true_dates += 1;
            }
            Value::Bool(_) => {
                self.yes_no += 1;
                self.marks += 1;
            }
            _ => self.add_text(&shown(value, date1904)),
        }
        if self.texts.len() > OPTIONS {
            self.too_many = true;
        } else {
            *self
                .texts
                .entry(shown(value, date1904).into_owned())
                .or_default() += 1;
        }
    }

    fn add_text(&mut self, text: &str) {
        // A code such as "05.49" must not lose its zero.
        let code = text.starts_with('0') && text.len() > 1 && text.as_bytes()[1].is_ascii_digit();
        let digit = text.bytes().any(|b| b.is_ascii_digit());
        self.numbers += u32::from(digit && !code && read_decimal(text).is_some());
        self.dates +=
            u32::from(digit && read_date(text).is_ok_and(|d| d.precision == Precision::Day));
        self.links += u32::from(is_link(text));
        if text.len() <= 24 && read_yes_no(text).is_some() {
            self.yes_no += 1;
            // Zero and one alone are numbers.
            self.marks += u32::from(text.parse::<f64>().is_err());
        }
    }

    fn kind(&self, label: &str) -> CustomType {
        let all = |count: u32| self.filled > 0 && count == self.filled;
        if self.filled < 3 {
            return CustomType::Text;
        }
        if all(self.yes_no) && self.marks > 0 {
            CustomType::YesNo
        } else if all(self.dates)
            || (self.dates * 5 >= self.filled * 4 && self.true_dates * 2 >= self.filled)
        {
            CustomType::Date
        } else if all(self.numbers) {
            if money_unit(label).is_some() {
                CustomType::Money
            } else {
                CustomType::Number
            }
        } else if all(self.links) {
            CustomType::Link
        } else if !self.too_many
            && (2..=OPTIONS).contains(&self.texts.len())
            && self.filled as usize >= self.texts.len() * 3
        {
            CustomType::Choice
        } else {
            CustomType::Text
        }
    }

    fn options(&self) -> Vec<String> {
        let mut options: Vec<(&String, u32)> = self.texts.iter().map(|(t, n)| (t, *n)).collect();
        options.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        options.into_iter().map(|(t, _)| t.clone()).collect()
    }
}
