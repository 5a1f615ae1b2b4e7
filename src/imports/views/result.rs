//! The last step: what will be written, what was written, what stayed; and a row of the file as it stood.

use std::collections::HashMap;

use askama::Template;
use serde_json::Value;
use uuid::Uuid;

use super::preview::is_empty;
use super::{Count, field_name, text};
use crate::imports::draft::column_letters;
use crate::imports::model::{Import, ImportState};
use crate::imports::queries::{FileRow, Unplaced};
use crate::supports::Body;
use crate::text::{Locale, formats};
use crate::values::dates::Precision;
use crate::web::{Fields, Shell};

/// A record or a value of it that stayed as people made it.
pub struct Kept {
    pub href: String,
    pub name: String,
    pub field: String,
}

#[derive(Template)]
#[template(path = "imports/_result.html")]
pub struct ResultStep {
    pub t: Locale,
    pub icons: &'static str,
    pub id: Uuid,
    pub state: ImportState,
    pub state_name: String,
    pub counts: Vec<Count>,
    pub is_empty: bool,
    /// Cells that are to be mended in the problem workbook.
    pub problems: i64,
    pub kept: Vec<Kept>,
    /// Decisions whose project is nowhere.
    pub unplaced: Vec<UnplacedRow>,
}

/// A decision that waits for its project.
pub struct UnplacedRow {
    pub action: String,
    pub source: String,
    pub source_href: String,
    /// What was decided, in one line.
    pub said: String,
    pub about: String,
    /// What was typed and is no project's number.
    pub typed: Option<String>,
}

impl ResultStep {
    pub fn new(t: Locale, import: &Import) -> ResultStep {
        let rows = &import.counts["rows"];
        let n = |v: &Value| v.as_i64().unwrap_or(0);
        ResultStep {
            t,
            icons: crate::web::assets().icons(),
            id: import.id,
            state: import.state(),
            state_name: t.text(import.state().label()).into_owned(),
            counts: counts(t, &import.counts),
            is_empty: is_empty(&import.counts),
            problems: n(&rows["bad"]) + n(&rows["warned"]),
            kept: kept(t, &import.kept),
            unplaced: Vec::new(),
        }
    }

    /// Lists the decisions that wait; of one the answer may have been wrong.
    pub fn ask(&mut self, import: &Import, unplaced: &[Unplaced], query: &Fields) {
        let (t, id) = (self.t, import.id);
        let row = |u: &Unplaced| {
            let place = format!("{}/{}", u.sheet, u.at_row);
            let sheet = text(&import.sheets[u.sheet.max(0) as usize]["name"]);
            let kind = u.decision_type.as_deref().and_then(Body::from_word);
            let said = [
                kind.map(|k| t.text(k.label()).into_owned()),
                u.decision_date.map(|d| formats::date(t, d, Precision::Day)),
                u.protocol_number
                    .clone()
                    .map(|n| t.with("imports-protocol", &n)),
                u.decision.clone(),
            ];
            UnplacedRow {
                action: format!("/imports/{id}/decisions/{place}"),
                source: format!("{sheet}, {}", t.count("import-row", i64::from(u.at_row))),
                source_href: format!("/imports/{id}/rows/{place}"),
                said: said.into_iter().flatten().collect::<Vec<_>>().join(" · "),
                about: [u.client_text.as_str(), u.project_text.as_str()]
                    .into_iter()
                    .filter(|t| !t.is_empty())
                    .collect::<Vec<_>>()
                    .join(" · "),
                typed: (query.get("at") == place).then(|| query.get("number").to_owned()),
            }
        };
        self.unplaced = unplaced.iter().map(row).collect();
    }

    pub fn is_ready(&self) -> bool {
        self.state == ImportState::Ready
    }

    pub fn is_done(&self) -> bool {
        self.state == ImportState::Done
    }

    pub fn is_undone(&self) -> bool {
        self.state == ImportState::Undone
    }
}

fn counts(t: Locale, counts: &Value) -> Vec<Count> {
    let mut all = super::matches::counts(t, counts);
    for (label, key) in [
        ("import-values-written", "values_written"),
        ("import-values-kept", "values_kept"),
        ("import-rows-skipped", "rows_skipped"),
        ("import-problems", "problems"),
    ] {
        let n = counts[key].as_i64().unwrap_or(0);
        if n > 0 {
            all.push(Count::plain(t, label, n));
        }
    }
    all
}

fn kept(t: Locale, kept: &Value) -> Vec<Kept> {
    kept.as_array()
        .into_iter()
        .flatten()
        .map(|row| {
            let (kind, field) = (text(&row["kind"]), text(&row["field"]));
            let field = match field.as_str() {
                "" => String::new(),
                f if f.contains('.') => field_name(t, f),
                f => field_name(t, &format!("{kind}.{f}")),
            };
            Kept {
                href: format!("/{kind}s/{}", text(&row["id"])),
                name: text(&row["name"]),
                field,
            }
        })
        .collect()
}

/// A row of a workbook as it stood, beside the headings of its columns.
#[derive(Template)]
#[template(path = "imports/row.html")]
pub struct FileRowPage {
    pub shell: Shell,
    pub file: String,
    pub sheet: String,
    pub row: i32,
    /// Letters, heading, text.
    pub cells: Vec<(String, String, String)>,
}

impl FileRowPage {
    pub fn new(shell: Shell, import: &Import, sheet: usize, row: &FileRow) -> FileRowPage {
        let plan = &import.sheets[sheet];
        let columns = plan["columns"].as_array().into_iter().flatten();
        let headings: HashMap<u64, &Value> = columns
            .map(|c| (c["index"].as_u64().unwrap_or(0), &c["label"]))
            .collect();
        let heading = |index: u16| {
            let label = headings.get(&u64::from(index));
            label.map(|l| text(l)).unwrap_or_default()
        };
        let last = 1 << 14;
        let mut cells: Vec<(u16, String)> = Vec::new();
        if let Some(texts) = row.cells.as_object() {
            for index in 1..=last {
                if cells.len() == texts.len() {
                    break;
                }
                if let Some(found) = texts.get(&column_letters(index)) {
                    cells.push((index, text(found)));
                }
            }
        }
        FileRowPage {
            file: import.file_name.clone(),
            sheet: text(&plan["name"]),
            row: row.number,
            cells: cells
                .into_iter()
                .map(|(index, cell)| (column_letters(index), heading(index), cell))
                .collect(),
            shell,
        }
    }
}
