//! The first step: the file and its sheets, taken or left, and where their headers are.

use askama::Template;
use uuid::Uuid;

use super::text;
use crate::imports::model::Import;
use crate::text::Locale;

/// A sheet of the file.
pub struct Sheet {
    pub index: usize,
    pub name: String,
    pub rows: String,
    pub taken: bool,
    pub hidden: bool,
    pub reason: String,
    /// Row of the header, where there is one.
    pub header: String,
    pub has_columns: bool,
}

#[derive(Template)]
#[template(path = "imports/_sheets.html")]
pub struct SheetsStep {
    pub t: Locale,
    pub icons: &'static str,
    pub id: Uuid,
    pub sheets: Vec<Sheet>,
    /// Choices may be changed.
    pub is_open: bool,
    /// A hidden sheet is taken: the person is asked whether that is meant.
    pub has_hidden: bool,
}

impl SheetsStep {
    pub fn new(t: Locale, import: &Import, is_open: bool) -> SheetsStep {
        let sheets = import.sheets.as_array().into_iter().flatten();
        let sheets: Vec<Sheet> = sheets
            .enumerate()
            .map(|(index, s)| {
                let header = &s["header_rows"][0];
                Sheet {
                    index,
                    name: text(&s["name"]),
                    rows: t.count("import-rows", s["rows"].as_i64().unwrap_or(0)),
                    taken: s["taken"].as_bool().unwrap_or(false),
                    hidden: s["hidden"].as_bool().unwrap_or(false),
                    reason: t
                        .text(&format!("sheet-{}", text(&s["reason"]).replace('_', "-")))
                        .into_owned(),
                    header: header.as_i64().map(|n| n.to_string()).unwrap_or_default(),
                    has_columns: s["columns"].as_array().is_some_and(|c| !c.is_empty()),
                }
            })
            .collect();
        SheetsStep {
            t,
            icons: crate::web::assets().icons(),
            id: import.id,
            has_hidden: sheets.iter().any(|s| s.hidden && s.has_columns),
            sheets,
            is_open,
        }
    }
}
