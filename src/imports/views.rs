//! What the templates of the room show. No query, no permission.

use askama::Template;
use chrono_tz::Tz;
use serde_json::Value;
use uuid::Uuid;

use super::draft::column_letters;
use super::model::{Import, ImportState, StoredProblem};
use crate::text::{Locale, formats};
use crate::web::Shell;

/// An import in a list.
pub struct Progress {
    pub id: Uuid,
    pub file_name: String,
    pub state_name: String,
    pub at: String,
}

impl Progress {
    pub fn new(t: Locale, zone: Tz, import: &Import) -> Progress {
        Progress {
            id: import.id,
            file_name: import.file_name.clone(),
            state_name: t.text(import.state().label()).into_owned(),
            at: formats::moment(t, import.created_at, zone),
        }
    }
}

#[derive(Template)]
#[template(path = "imports/index.html")]
pub struct Index {
    pub shell: Shell,
    pub id: Uuid,
    pub limit_mb: i64,
    pub imports: Vec<Progress>,
}

/// A sheet of the file.
pub struct Sheet {
    pub name: String,
    pub rows: String,
    pub taken: bool,
    pub hidden: bool,
    pub reason: String,
    pub columns: Vec<(String, String)>,
}

/// A number with its name.
pub struct Count {
    pub n: String,
    pub label: String,
}

/// What may change while the import runs.
#[derive(Template)]
#[template(path = "imports/_panel.html")]
pub struct Panel {
    pub t: Locale,
    pub icons: &'static str,
    pub id: Uuid,
    pub file_name: String,
    pub state: ImportState,
    pub state_name: String,
    pub progress: i32,
    pub counts: Vec<Count>,
    pub sheets: Vec<Sheet>,
    /// Why it failed, in words.
    pub error: Option<String>,
    /// Kinds of problems with their numbers.
    pub kinds: Vec<(String, String, String)>,
    /// Address and name of what stayed when the import was undone.
    pub kept: Vec<(String, String)>,
}

impl Panel {
    pub fn new(t: Locale, _zone: Tz, import: &Import, kinds: &[(String, String, i64)]) -> Panel {
        Panel {
            t,
            icons: crate::web::assets().icons(),
            id: import.id,
            file_name: import.file_name.clone(),
            state: import.state(),
            state_name: t.text(import.state().label()).into_owned(),
            progress: import.progress,
            counts: counts(t, &import.counts),
            sheets: sheets(t, &import.sheets),
            error: import.error.as_ref().map(|e| failure(t, e)),
            kept: kept(&import.kept),
            kinds: kinds
                .iter()
                .map(|(kind, severity, n)| {
                    (
                        severity.clone(),
                        t.text(&format!("problem-{}", kind.replace('_', "-")))
                            .into_owned(),
                        formats::whole(t, *n),
                    )
                })
                .collect(),
        }
    }

    pub fn is_busy(&self) -> bool {
        self.state.is_busy()
    }

    pub fn is_ready(&self) -> bool {
        self.state == ImportState::Ready
    }

    pub fn is_done(&self) -> bool {
        self.state == ImportState::Done
    }
}

fn kept(kept: &Value) -> Vec<(String, String)> {
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    kept.as_array()
        .into_iter()
        .flatten()
        .map(|row| {
            let href = format!("/{}s/{}", text(&row["kind"]), text(&row["id"]));
            (href, text(&row["name"]))
        })
        .collect()
}

fn counts(t: Locale, counts: &Value) -> Vec<Count> {
    [
        ("clients_new", "import-clients-new"),
        ("clients_matched", "import-clients-matched"),
        ("projects_new", "import-projects-new"),
        ("projects_matched", "import-projects-matched"),
        ("supports_new", "import-supports-new"),
        ("decisions_new", "import-decisions-new"),
        ("rows_skipped", "import-rows-skipped"),
        ("problems", "import-problems"),
    ]
    .into_iter()
    .filter_map(|(key, label)| {
        let n = counts.get(key)?.as_i64()?;
        Some(Count {
            n: formats::whole(t, n),
            label: t.text(label).into_owned(),
        })
    })
    .collect()
}

fn sheets(t: Locale, sheets: &Value) -> Vec<Sheet> {
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    sheets
        .as_array()
        .into_iter()
        .flatten()
        .map(|s| Sheet {
            name: text(&s["name"]),
            rows: t.count("import-rows", s["rows"].as_i64().unwrap_or(0)),
            taken: s["taken"].as_bool().unwrap_or(false),
            hidden: s["hidden"].as_bool().unwrap_or(false),
            reason: t
                .text(&format!("sheet-{}", text(&s["reason"]).replace('_', "-")))
                .into_owned(),
            columns: s["columns"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|c| (text(&c["label"]), target(t, &c["target"])))
                .collect(),
        })
        .collect()
}

/// Where a column goes, in words.
fn target(t: Locale, target: &Value) -> String {
    match target["to"].as_str() {
        Some("field") => {
            let key = target["field"].as_str().unwrap_or_default();
            t.text(&format!("target-{}", key.replace(['.', '_'], "-")))
                .into_owned()
        }
        Some("custom") => t.text("target-custom").into_owned(),
        _ => t.text("target-skip").into_owned(),
    }
}

/// Why a file was refused, in words.
fn failure(t: Locale, error: &Value) -> String {
    let reason = error["reason"].as_str().unwrap_or("broken");
    let key = format!("import-refused-{}", reason.replace('_', "-"));
    match error["row"].as_i64() {
        Some(row) => t.count(&key, row),
        None => t.text(&key).into_owned(),
    }
}

/// A problem in the list.
pub struct Problem {
    pub severity: String,
    pub sheet: String,
    pub cell: String,
    pub kind: String,
    pub raw: String,
    pub value: String,
}

impl Problem {
    pub fn new(t: Locale, import: &Import, p: &StoredProblem) -> Problem {
        let cell = match (p.row, p.col) {
            (Some(row), Some(col)) => format!("{}{row}", column_letters(col as u16)),
            (Some(row), None) => t.count("import-row", row.into()),
            _ => String::new(),
        };
        Problem {
            severity: p.severity.clone(),
            sheet: import.sheets[p.sheet as usize]["name"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            cell,
            kind: t
                .text(&format!("problem-{}", p.kind.replace('_', "-")))
                .into_owned(),
            raw: p.raw.clone().unwrap_or_default(),
            value: p.value.clone().unwrap_or_default(),
        }
    }
}

#[derive(Template)]
#[template(path = "imports/show.html")]
pub struct ImportPage {
    pub shell: Shell,
    pub panel: Panel,
    pub problems: Vec<Problem>,
    pub severity: String,
    pub next: Option<String>,
}
