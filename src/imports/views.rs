//! What the templates of the room show. No query, no permission.

use askama::Template;
use chrono_tz::Tz;
use serde_json::Value;
use uuid::Uuid;

use super::draft::column_letters;
use super::model::{Import, ImportState, ProblemFilter, StoredProblem};
use crate::accounts::Person;
use crate::text::{Locale, formats};
use crate::web::Shell;

/// How a state looks: hue and glyph.
fn look(state: ImportState) -> (&'static str, &'static str) {
    match state {
        ImportState::Reading | ImportState::Writing => ("review", "clock"),
        ImportState::Ready => ("incomplete", "info"),
        ImportState::Done => ("done", "check"),
        ImportState::Failed => ("deleted", "error"),
        ImportState::Undone => ("archived", "undo"),
    }
}

/// Size of a file in whole kilobytes.
fn size(t: Locale, bytes: i64) -> String {
    let kilobytes = formats::whole(t, (bytes + 1023) / 1024);
    format!("{kilobytes}\u{a0}{}", t.text("unit-kilobytes"))
}

/// An import in a list.
pub struct Progress {
    pub id: Uuid,
    pub file_name: String,
    pub size: String,
    pub state_name: String,
    pub look: (&'static str, &'static str),
    pub who: String,
    pub at: String,
}

impl Progress {
    pub fn new(t: Locale, zone: Tz, import: &Import, people: &[Person]) -> Progress {
        Progress {
            id: import.id,
            file_name: import.file_name.clone(),
            size: size(t, import.file_size),
            state_name: t.text(import.state().label()).into_owned(),
            look: look(import.state()),
            who: people
                .iter()
                .find(|p| p.id == import.made_by)
                .map(Person::short_name)
                .unwrap_or_default(),
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

/// One kind of problem, with the way to its cells.
pub struct Group {
    pub severity: String,
    pub label: String,
    pub n: String,
    pub href: String,
    pub is_current: bool,
}

fn severity_look(severity: &str) -> (&'static str, &'static str) {
    match severity {
        "error" => ("p-bad", "error"),
        "warning" => ("p-warn", "warn"),
        _ => ("p-note", "info"),
    }
}

impl Group {
    pub fn look(&self) -> &'static str {
        severity_look(&self.severity).0
    }

    pub fn icon(&self) -> &'static str {
        severity_look(&self.severity).1
    }
}

/// How bad the listed problems are: a tab over the list.
pub struct Tab {
    pub label: String,
    pub n: String,
    pub href: String,
    pub is_current: bool,
}

/// A step of the way from the file to the register.
pub struct Step {
    pub label: String,
    pub is_done: bool,
    pub is_now: bool,
}

/// What may change while the import runs: all of the page under its title.
#[derive(Template)]
#[template(path = "imports/_panel.html")]
pub struct Panel {
    pub t: Locale,
    pub icons: &'static str,
    pub id: Uuid,
    pub state: ImportState,
    pub state_name: String,
    pub progress: i32,
    pub steps: Vec<Step>,
    pub counts: Vec<Count>,
    /// Neither a client nor a project was found.
    pub is_empty: bool,
    pub sheets: Vec<Sheet>,
    /// Why it failed, in words.
    pub error: Option<String>,
    pub groups: Vec<Group>,
    pub tabs: Vec<Tab>,
    pub problems: Vec<Problem>,
    pub next: Option<String>,
    /// Address and name of what stayed when the import was undone.
    pub kept: Vec<(String, String)>,
}

impl Panel {
    pub fn new(
        t: Locale,
        import: &Import,
        kinds: &[(String, String, i64)],
        shown: &ProblemFilter,
    ) -> Panel {
        Panel {
            t,
            icons: crate::web::assets().icons(),
            id: import.id,
            state: import.state(),
            state_name: t.text(import.state().label()).into_owned(),
            progress: import.progress,
            steps: steps(t, import.state()),
            counts: counts(t, &import.counts),
            is_empty: [
                "clients_new",
                "clients_matched",
                "projects_new",
                "projects_matched",
            ]
            .iter()
            .all(|key| import.counts[*key].as_i64().unwrap_or(0) == 0),
            sheets: sheets(t, &import.sheets),
            error: import.error.as_ref().map(|e| failure(t, e)),
            groups: groups(t, import.id, kinds, shown),
            tabs: tabs(t, import.id, kinds, shown),
            problems: Vec::new(),
            next: None,
            kept: kept(&import.kept),
        }
    }

    pub fn is_busy(&self) -> bool {
        self.state.is_busy()
    }

    pub fn is_ready(&self) -> bool {
        self.state == ImportState::Ready && !self.is_empty
    }

    /// Read without a complaint, and still nothing in it to write.
    pub fn is_idle(&self) -> bool {
        self.state == ImportState::Ready && self.is_empty
    }

    pub fn is_done(&self) -> bool {
        self.state == ImportState::Done
    }

    pub fn is_undone(&self) -> bool {
        self.state == ImportState::Undone
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

/// Address of the list of problems.
pub fn problems_href(id: Uuid, shown: &ProblemFilter, after: Option<i32>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(severity) = &shown.severity {
        query.append_pair("severity", severity);
    }
    if let Some(kind) = &shown.kind {
        query.append_pair("kind", kind);
    }
    if let Some(after) = after {
        query.append_pair("after", &after.to_string());
    }
    format!("/imports/{id}?{}#problems", query.finish())
}

fn groups(
    t: Locale,
    id: Uuid,
    kinds: &[(String, String, i64)],
    shown: &ProblemFilter,
) -> Vec<Group> {
    let rank = |severity: &str| match severity {
        "error" => 0,
        "warning" => 1,
        _ => 2,
    };
    let mut sorted: Vec<_> = kinds.iter().collect();
    sorted.sort_by_key(|(_, severity, n)| (rank(severity), -n));
    sorted
        .into_iter()
        .map(|(kind, severity, n)| {
            let only = ProblemFilter {
                severity: None,
                kind: Some(kind.clone()),
            };
            Group {
                severity: severity.clone(),
                label: t
                    .text(&format!("problem-{}", kind.replace('_', "-")))
                    .into_owned(),
                n: formats::whole(t, *n),
                href: problems_href(id, &only, None),
                is_current: shown.kind.as_ref() == Some(kind),
            }
        })
        .collect()
}

fn tabs(t: Locale, id: Uuid, kinds: &[(String, String, i64)], shown: &ProblemFilter) -> Vec<Tab> {
    [
        (None, "severity-all"),
        (Some("error"), "severity-error"),
        (Some("warning"), "severity-warning"),
        (Some("note"), "severity-note"),
    ]
    .into_iter()
    .map(|(severity, label)| {
        let only = ProblemFilter {
            severity: severity.map(str::to_owned),
            kind: None,
        };
        let n = kinds
            .iter()
            .filter(|(_, s, _)| severity.is_none_or(|wanted| wanted == s))
            .map(|(_, _, n)| n)
            .sum();
        Tab {
            label: t.text(label).into_owned(),
            n: formats::whole(t, n),
            href: problems_href(id, &only, None),
            is_current: shown.kind.is_none() && shown.severity == only.severity,
        }
    })
    .collect()
}

fn steps(t: Locale, state: ImportState) -> Vec<Step> {
    let now = match state {
        ImportState::Reading | ImportState::Failed => 1,
        ImportState::Ready => 2,
        ImportState::Writing | ImportState::Undone => 3,
        ImportState::Done => 4,
    };
    ["step-file", "step-reading", "step-check", "step-writing"]
        .into_iter()
        .enumerate()
        .map(|(at, label)| Step {
            label: t.text(label).into_owned(),
            is_done: at < now,
            is_now: at == now && state != ImportState::Undone,
        })
        .collect()
}

/// What was found, nothing being said of what there is none of; new clients and projects always.
fn counts(t: Locale, counts: &Value) -> Vec<Count> {
    [
        ("clients_new", "import-clients-new", true),
        ("clients_matched", "import-clients-matched", false),
        ("projects_new", "import-projects-new", true),
        ("projects_matched", "import-projects-matched", false),
        ("supports_new", "import-supports-new", false),
        ("decisions_new", "import-decisions-new", false),
        ("rows_skipped", "import-rows-skipped", false),
        ("problems", "import-problems", false),
    ]
    .into_iter()
    .filter_map(|(key, label, always)| {
        let n = counts.get(key)?.as_i64()?;
        (always || n > 0).then(|| Count {
            n: formats::whole(t, n),
            label: t.count(label, n),
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
                .map(|c| (heading(t, &c["label"]), target(t, &c["target"])))
                .collect(),
        })
        .collect()
}

/// The heading of a column, or words for its absence.
fn heading(t: Locale, label: &Value) -> String {
    match label.as_str().map(str::trim) {
        Some(label) if !label.is_empty() => label.to_owned(),
        _ => t.text("import-column-unnamed").into_owned(),
    }
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
    pub fn look(&self) -> &'static str {
        severity_look(&self.severity).0
    }

    pub fn icon(&self) -> &'static str {
        severity_look(&self.severity).1
    }

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
    pub file_name: String,
    pub size: String,
    pub panel: Panel,
}

impl ImportPage {
    pub fn new(shell: Shell, import: &Import, panel: Panel) -> ImportPage {
        ImportPage {
            file_name: import.file_name.clone(),
            size: size(shell.t, import.file_size),
            shell,
            panel,
        }
    }
}
