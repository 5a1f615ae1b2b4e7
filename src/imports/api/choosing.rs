//! What a program chooses of an import's proposals: sheets taken or left, rows of headers, what columns become.
//! Sheets are named by their names or numbers, columns by numbers, letters or headings, as the import shows them.

use serde_json::Value;

use crate::imports::choices::Choices;
use crate::imports::draft::{Field, column_letters};
use crate::imports::model::Import;
use crate::imports::understanding::{ColumnChoice, ColumnTarget};
use crate::refusal::{FieldError, Refusal};
use crate::values::money::MoneyUnit;
use crate::values::text::fold;
use crate::web::api::wrong;

/// What was chosen for one sheet.
struct SheetEdit {
    sheet: u16,
    taken: Option<bool>,
    header_row: Option<u32>,
    columns: Vec<(u16, ColumnChoice)>,
}

/// The choices of a body, all that is wrong with them said at once.
pub struct Edits(Vec<SheetEdit>);

impl Edits {
    /// Reads a list of sheets, or an object of them by name.
    pub fn read(import: &Import, sheets: &Value) -> Result<Edits, Refusal> {
        let mut errors = Vec::new();
        let mut edits = Vec::new();
        let mut take = |name: Option<&str>, value: &Value| {
            match sheet_of(import, name, value) {
                Some(sheet) => edits.push(sheet_edit(import, sheet, value, &mut errors)),
                None => errors.push(wrong("sheets", "unknown_sheet", "api-import-sheet")),
            };
        };
        match sheets {
            Value::Array(all) => all.iter().for_each(|s| take(None, s)),
            Value::Object(all) => all.iter().for_each(|(name, s)| take(Some(name), s)),
            _ => errors.push(wrong("sheets", "wrong_type", "api-object")),
        }
        if errors.is_empty() {
            return Ok(Edits(edits));
        }
        Err(Refusal::Invalid(errors))
    }

    /// Puts them above what was chosen before.
    pub fn apply(self, choices: &mut Choices) {
        for edit in self.0 {
            let choice = choices.sheets.entry(edit.sheet).or_default();
            if let Some(row) = edit.header_row {
                // Other headings: what was chosen for columns is about others.
                choice.header_row = Some(row);
                choice.columns.clear();
            }
            choice.taken = edit.taken.or(choice.taken);
            for (index, chosen) in edit.columns {
                let column = choice.columns.entry(index).or_default();
                column.target = chosen.target.or(column.target);
                column.unit = chosen.unit.or(column.unit);
            }
        }
        choices.sheets.retain(|_, choice| !choice.is_empty());
    }
}

fn sheet_of(import: &Import, name: Option<&str>, value: &Value) -> Option<u16> {
    let sheets = import.sheets.as_array()?;
    let name = name.or(value["name"].as_str());
    let at = match (name, value["index"].as_u64()) {
        (Some(name), _) => sheets.iter().position(|s| s["name"] == name)?,
        (None, index) => usize::try_from(index?).ok().filter(|i| *i < sheets.len())?,
    };
    u16::try_from(at).ok()
}

fn sheet_edit(
    import: &Import,
    sheet: u16,
    value: &Value,
    errors: &mut Vec<FieldError>,
) -> SheetEdit {
    let plan = &import.sheets[usize::from(sheet)];
    let mut edit = SheetEdit {
        sheet,
        taken: value["taken"].as_bool(),
        header_row: header_row(plan, value),
        columns: Vec::new(),
    };
    let mut take = |name: Option<&str>, value: &Value| match column_of(plan, name, value) {
        None => errors.push(wrong("sheets", "unknown_column", "api-import-column")),
        Some(index) => match column_choice(value) {
            Some(chosen) => edit.columns.push((index, chosen)),
            None => errors.push(wrong("sheets", "unknown_target", "api-import-field")),
        },
    };
    match &value["columns"] {
        Value::Array(all) => all.iter().for_each(|c| take(None, c)),
        Value::Object(all) => all.iter().for_each(|(name, c)| take(Some(name), c)),
        _ => {}
    }
    edit
}

/// Another row than that which was found.
fn header_row(plan: &Value, value: &Value) -> Option<u32> {
    let asked = value["header_row"]
        .as_u64()
        .or(value["header_rows"][0].as_u64())?;
    let is_new = plan["header_rows"][0].as_u64() != Some(asked);
    u32::try_from(asked).ok().filter(|n| is_new && *n > 0)
}

fn column_of(plan: &Value, name: Option<&str>, value: &Value) -> Option<u16> {
    let columns = plan["columns"].as_array()?;
    let letters = |c: &Value| column_letters(c["index"].as_u64().unwrap_or(0) as u16);
    let named = name
        .or(value["letters"].as_str())
        .or(value["column"].as_str())
        .or(value["label"].as_str());
    let found = match (value["index"].as_u64(), named) {
        (Some(index), _) if name.is_none() => columns.iter().find(|c| c["index"] == index)?,
        (_, Some(named)) => columns.iter().find(|c| letters(c) == named).or_else(|| {
            let label = |c: &&Value| fold(c["label"].as_str().unwrap_or_default()) == fold(named);
            columns.iter().find(label)
        })?,
        _ => return None,
    };
    u16::try_from(found["index"].as_u64()?).ok()
}

/// A field by its key, `custom`, `skip` (or null); with a unit for sums. None for what is no such thing.
fn column_choice(value: &Value) -> Option<ColumnChoice> {
    let target = match value {
        Value::String(key) => Some(target_of(key)?),
        Value::Null => Some(ColumnTarget::Skip),
        Value::Object(all) if all.contains_key("field") => match &value["field"] {
            Value::Null => Some(ColumnTarget::Skip),
            field => Some(target_of(field.as_str()?)?),
        },
        Value::Object(all) if all.contains_key("target") => {
            let to = value["target"]["to"]
                .as_str()
                .or(value["target"].as_str())?;
            let key = value["target"]["field"].as_str().unwrap_or(to);
            Some(target_of(key)?)
        }
        Value::Object(_) => None,
        _ => return None,
    };
    let unit = match value["unit"].as_str() {
        None => None,
        Some("rub") => Some(MoneyUnit::Rub),
        Some("thousand") => Some(MoneyUnit::Thousand),
        Some("million") => Some(MoneyUnit::Million),
        Some("billion") => Some(MoneyUnit::Billion),
        Some(_) => return None,
    };
    Some(ColumnChoice { target, unit })
}

fn target_of(key: &str) -> Option<ColumnTarget> {
    match key {
        "custom" => Some(ColumnTarget::Custom),
        "skip" | "" => Some(ColumnTarget::Skip),
        key => Field::from_key(key).map(ColumnTarget::Field),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_column_becomes_what_is_named() {
        let total = Some(ColumnTarget::Field(Field::Total));
        for (value, target) in [
            (json!("project.total"), Some(total)),
            (json!({"field": "project.total"}), Some(total)),
            (json!({"field": null}), Some(Some(ColumnTarget::Skip))),
            (
                json!({"target": {"to": "field", "field": "project.total"}}),
                Some(total),
            ),
            (
                json!({"target": {"to": "skip"}}),
                Some(Some(ColumnTarget::Skip)),
            ),
            (json!("custom"), Some(Some(ColumnTarget::Custom))),
            (json!({"unit": "million"}), Some(None)),
            (json!("project.nothing"), None),
            (json!({"unit": "dozen"}), None),
            (json!(7), None),
        ] {
            assert_eq!(column_choice(&value).map(|c| c.target), target, "{value}");
        }
    }
}
