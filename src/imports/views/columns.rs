//! The columns of the second step: what each becomes, which of very many are shown, what backgrounds of rows mean.

use serde_json::Value;
use uuid::Uuid;

use super::field_name;
use super::preview::{Preview, href};
use crate::imports::draft::{Field, column_letters};
use crate::imports::reading::Fill;
use crate::imports::understanding::fill_name;
use crate::projects::ProjectState;
use crate::text::{Locale, Message};

/// A choice of a list.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub is_chosen: bool,
}

/// A column of the sheet with what it becomes.
pub struct Column {
    pub index: u16,
    pub letters: String,
    pub label: String,
    pub targets: Vec<Choice>,
    /// Empty where it is no column of sums.
    pub units: Vec<Choice>,
    pub unit_asked: bool,
    pub is_skipped: bool,
}

/// A background of rows.
pub struct FillRow {
    /// Name in forms.
    pub name: String,
    /// As a colour of a picture; empty for rows without a background, or with one of the workbook's own palette.
    pub colour: String,
    pub label: String,
    pub states: Vec<Choice>,
}

/// Some of the columns of a very wide sheet.
pub struct Window {
    pub said: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// Columns on a page.
const COLUMNS: usize = 60;

/// Backgrounds of the rows of a sheet.
pub(super) fn fills(t: Locale, plan: &Value) -> Vec<FillRow> {
    let fills = plan["fills"].as_array().into_iter().flatten();
    fills
        .map(|f| {
            let fill = f["fill"].as_u64().and_then(|f| Fill::try_from(f).ok());
            let states = ProjectState::ALL.into_iter().map(|s| Choice {
                value: s.word().to_owned(),
                label: t.text(s.label()).into_owned(),
                is_chosen: f["state"] == s.word(),
            });
            let rows = t.count("import-rows", f["rows"].as_i64().unwrap_or(0));
            FillRow {
                name: fill_name(fill),
                colour: fill
                    .filter(|f| *f <= 0xff_ffff)
                    .map(|f| format!("#{f:06x}"))
                    .unwrap_or_default(),
                label: match fill {
                    Some(_) => rows,
                    None => t.with("imports-no-fill", &rows),
                },
                states: states.collect(),
            }
        })
        .collect()
}

/// Which of very many columns are shown; none where all are.
pub(super) fn window(t: Locale, id: Uuid, preview: &Preview, all: usize) -> Option<Window> {
    if all <= COLUMNS {
        return None;
    }
    let from = preview.from.min(all - 1);
    let to = (from + COLUMNS).min(all);
    let way = |from: usize| {
        let here = href(
            id,
            preview.sheet,
            preview.shown,
            preview.kind.as_deref(),
            None,
        );
        format!("{here}&from={from}")
    };
    let said = Message::new("imports-columns-shown")
        .number("from", from as i64 + 1)
        .number("to", to as i64)
        .number("all", all as i64);
    Some(Window {
        said: t.message(&said),
        before: (from > 0).then(|| way(from.saturating_sub(COLUMNS))),
        after: (to < all).then(|| way(to)),
    })
}

/// The columns of a sheet from this place on.
pub(super) fn columns(t: Locale, plan: &Value, from: usize) -> Vec<Column> {
    let columns = plan["columns"].as_array().into_iter().flatten();
    let from = from.min(
        plan["columns"]
            .as_array()
            .map_or(0, |c| c.len().saturating_sub(1)),
    );
    columns
        .skip(from)
        .take(COLUMNS)
        .map(|c| {
            let index = c["index"].as_u64().unwrap_or(1) as u16;
            let to = &c["target"];
            let field = to["field"].as_str().and_then(Field::from_key);
            let label = match c["label"].as_str().map(str::trim) {
                Some(label) if !label.is_empty() => label.to_owned(),
                _ => t.text("import-column-unnamed").into_owned(),
            };
            let is_money = field.is_some_and(Field::is_money);
            let unit = c["unit"].as_str().unwrap_or("rub");
            Column {
                index,
                letters: column_letters(index),
                label,
                targets: targets(t, to, field),
                units: if is_money { units(t, unit) } else { Vec::new() },
                unit_asked: c["unit_asked"].as_bool().unwrap_or(false),
                is_skipped: to["to"] == "skip",
            }
        })
        .collect()
}

fn targets(t: Locale, to: &Value, field: Option<Field>) -> Vec<Choice> {
    let special = [("custom", "target-custom"), ("skip", "target-skip")];
    let special = special.into_iter().map(|(value, label)| Choice {
        value: value.to_owned(),
        label: t.text(label).into_owned(),
        is_chosen: to["to"] == value,
    });
    let fields = Field::ALL.iter().map(|f| Choice {
        value: f.key().to_owned(),
        label: field_name(t, f.key()),
        is_chosen: field == Some(*f),
    });
    special.chain(fields).collect()
}

fn units(t: Locale, unit: &str) -> Vec<Choice> {
    ["rub", "thousand", "million", "billion"]
        .into_iter()
        .map(|value| Choice {
            value: value.to_owned(),
            label: t.text(&format!("money-unit-{value}")).into_owned(),
            is_chosen: value == unit,
        })
        .collect()
}
