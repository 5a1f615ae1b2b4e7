//! What states require, as a table that an admin ticks.

use askama::Template;

use crate::accounts::NavItem;
use crate::files::model::FileKind;
use crate::files::requirements::{Departure, STATES, is_required};
use crate::web::Shell;

/// A state with its name and, for each kind, the name of its box, its words and whether it is ticked.
pub struct Row {
    pub state: String,
    pub boxes: Vec<(String, String, bool)>,
}

#[derive(Template)]
#[template(path = "files/settings.html")]
pub struct SettingsPage {
    pub shell: Shell,
    pub nav: Vec<NavItem>,
    pub kinds: Vec<String>,
    pub rows: Vec<Row>,
    pub limit_mb: i64,
}

/// Name of the box of a state and a kind.
pub fn box_name(state: &str, kind: FileKind) -> String {
    format!("{state}.{}", kind.word())
}

impl SettingsPage {
    pub fn new(
        shell: Shell,
        nav: Vec<NavItem>,
        departures: &[Departure],
        limit: u64,
    ) -> SettingsPage {
        let t = shell.t;
        let row = |state: &str| Row {
            state: t
                .text(&format!("state-{}", state.replace('_', "-")))
                .into_owned(),
            boxes: FileKind::ALL
                .map(|kind| {
                    let words = t.text(kind.label()).into_owned();
                    let is_ticked = is_required(departures, state, kind);
                    (box_name(state, kind), words, is_ticked)
                })
                .to_vec(),
        };
        SettingsPage {
            kinds: FileKind::ALL
                .map(|k| t.text(k.label()).into_owned())
                .to_vec(),
            rows: STATES.map(row).into_iter().collect(),
            limit_mb: (limit >> 20) as i64,
            shell,
            nav,
        }
    }
}
