//! What the templates of the room show. No query, no permission.

mod columns;
mod matches;
mod preview;
mod result;
mod sheets;

use askama::Template;
use chrono_tz::Tz;
use serde_json::Value;
use uuid::Uuid;

use super::model::{Import, ImportState, Step};
use crate::accounts::Person;
use crate::text::{Locale, formats};
use crate::web::Shell;

pub use matches::{Known, MatchesStep};
pub use preview::{ColumnsStep, Preview, WordsPart};
pub use result::{FileRowPage, ResultStep};
pub use sheets::SheetsStep;

/// How a state looks: hue and glyph.
fn look(state: ImportState) -> (&'static str, &'static str) {
    match state {
        ImportState::Reading | ImportState::Writing => ("review", "clock"),
        ImportState::Ready => ("incomplete", "info"),
        ImportState::Done => ("done", "check"),
        ImportState::Failed => ("deleted", "error"),
        ImportState::Undone => ("archived", "undo"),
        ImportState::Stopped => ("paused", "x"),
    }
}

/// Size of a file in whole kilobytes.
fn size(t: Locale, bytes: i64) -> String {
    let kilobytes = formats::whole(t, (bytes + 1023) / 1024);
    format!("{kilobytes}\u{a0}{}", t.text("unit-kilobytes"))
}

fn text(v: &Value) -> String {
    v.as_str().unwrap_or_default().to_owned()
}

/// The name of a problem's kind.
fn kind_name(t: Locale, kind: &str) -> String {
    t.text(&format!("problem-{}", kind.replace('_', "-")))
        .into_owned()
}

fn severity_look(severity: &str) -> (&'static str, &'static str) {
    match severity {
        "error" => ("p-bad", "error"),
        "warning" => ("p-warn", "warn"),
        _ => ("p-note", "info"),
    }
}

/// The name of a field by its key, of a custom one its label.
fn field_name(t: Locale, key: &str) -> String {
    if let Some(label) = key.strip_prefix("custom.") {
        return match label.trim() {
            "" => t.text("import-column-unnamed").into_owned(),
            label => label.to_owned(),
        };
    }
    let key = match key {
        "project.district" | "district" => "client.district",
        "project.client" | "client" => "client.name",
        other => other,
    };
    t.text(&format!("target-{}", key.replace(['.', '_'], "-")))
        .into_owned()
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

/// A step of the way from the file to the register.
pub struct StepItem {
    pub label: String,
    pub href: Option<String>,
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
    /// Of the step, for looking again.
    pub address: String,
    pub state: ImportState,
    pub state_name: String,
    pub progress: i32,
    pub steps: Vec<StepItem>,
    /// Why it failed, in words.
    pub error: Option<String>,
    /// The step itself; empty while something is being done.
    pub body: String,
}

impl Panel {
    pub fn new(t: Locale, import: &Import, step: Step) -> Panel {
        let state = import.state();
        Panel {
            t,
            icons: crate::web::assets().icons(),
            id: import.id,
            address: step.address(import.id),
            state,
            state_name: t.text(state.label()).into_owned(),
            progress: import.progress,
            steps: steps(t, import, step),
            error: import.error.as_ref().map(|e| failure(t, e)),
            body: String::new(),
        }
    }

    pub fn is_busy(&self) -> bool {
        self.state.is_busy()
    }

    pub fn is_failed(&self) -> bool {
        self.state == ImportState::Failed
    }

    pub fn is_stopped(&self) -> bool {
        self.state == ImportState::Stopped
    }
}

fn steps(t: Locale, import: &Import, now: Step) -> Vec<StepItem> {
    let open = matches!(
        import.state(),
        ImportState::Ready | ImportState::Done | ImportState::Undone
    );
    let is_over = matches!(import.state(), ImportState::Done | ImportState::Undone);
    Step::ALL
        .into_iter()
        .map(|step| StepItem {
            label: t.text(step.label()).into_owned(),
            href: (open && step != now).then(|| step.address(import.id)),
            is_done: step < now || (is_over && step != now),
            is_now: step == now,
        })
        .collect()
}

/// Why a file was refused, in words.
fn failure(t: Locale, error: &Value) -> String {
    let reason = error["reason"].as_str().unwrap_or("broken");
    if let Some(rows) = error["limit"]["rows"].as_i64() {
        return t.count("import-refused-too-many-rows", rows);
    }
    let key = format!("import-refused-{}", reason.replace('_', "-"));
    match error["row"].as_i64() {
        Some(row) => t.count(&key, row),
        None => t.text(&key).into_owned(),
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

/// A number with its name, and the way to what it counts.
pub struct Count {
    pub n: String,
    pub label: String,
    pub href: Option<String>,
    pub is_current: bool,
    pub look: &'static str,
    pub icon: &'static str,
}

impl Count {
    fn plain(t: Locale, label: &str, n: i64) -> Count {
        Count {
            n: formats::whole(t, n),
            label: t.count(label, n),
            href: None,
            is_current: false,
            look: "",
            icon: "",
        }
    }
}
