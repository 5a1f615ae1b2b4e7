//! What the templates of the room show.

mod file;
mod settings;

use std::collections::HashMap;

use askama::Template;
use uuid::Uuid;

use super::content;
use super::model::{File, FileKind, FileOf};
use crate::accounts::{Actor, Person};
use crate::refusal::Refusal;
use crate::text::{Locale, formats};
use crate::values::dates::Precision;
use crate::web::Shell;

pub use file::{FilePage, Rights};
pub use settings::{SettingsPage, box_name};

/// A file in words.
pub struct Line {
    pub id: Uuid,
    pub name: String,
    pub kind: String,
    pub size: String,
    /// Who brought it, and when.
    pub who: String,
    pub when: String,
    /// Number of the version, where it is not the first.
    pub newest: Option<i64>,
    /// On a client's card: whose it is.
    pub project: Option<String>,
    pub may_restore: bool,
}

/// Files of a record, those in the bin apart.
#[derive(Template)]
#[template(path = "files/_list.html")]
pub struct List {
    pub t: Locale,
    pub icons: &'static str,
    pub address: String,
    pub lines: Vec<Line>,
    pub removed: Vec<Line>,
    pub removed_n: i64,
    /// Kinds that the state requires and that are missing.
    pub missing: Vec<String>,
}

/// A size as people read it.
pub fn size_in_words(t: Locale, bytes: i64) -> String {
    let tenths = |unit: i64| (bytes * 10 + unit / 2) / unit;
    match bytes {
        0..1024 => t.with("size-bytes", &formats::whole(t, bytes)),
        1024..1_048_576 => t.with("size-kilobytes", &formats::tenths(t, tenths(1024))),
        1_048_576..1_073_741_824 => {
            t.with("size-megabytes", &formats::tenths(t, tenths(1_048_576)))
        }
        _ => t.with("size-gigabytes", &formats::tenths(t, tenths(1_073_741_824))),
    }
}

fn name_of(t: Locale, person: Option<&Person>) -> String {
    person.map_or_else(|| t.text("somebody").into_owned(), Person::short_name)
}

impl List {
    /// Each file comes with whether the actor may take it out of the bin.
    pub fn new(
        actor: &Actor,
        of: FileOf,
        files: Vec<(File, bool)>,
        missing: &[FileKind],
        people: &HashMap<Uuid, Person>,
    ) -> List {
        let t = actor.locale;
        let line = |(file, may_restore): (File, bool)| Line {
            id: file.id,
            kind: t.text(file.kind.label()).into_owned(),
            size: size_in_words(t, file.size),
            who: name_of(t, file.brought_by.and_then(|id| people.get(&id))),
            when: formats::date(
                t,
                file.brought_at.with_timezone(&actor.zone).date_naive(),
                Precision::Day,
            ),
            newest: (file.newest > 1).then_some(i64::from(file.newest)),
            project: file.project,
            name: file.name,
            may_restore,
        };
        let (removed, kept): (Vec<_>, Vec<_>) = files
            .into_iter()
            .partition(|(file, _)| file.deleted_at.is_some());
        List {
            t,
            icons: crate::web::assets().icons(),
            address: of.address(),
            removed_n: removed.len() as i64,
            lines: kept.into_iter().map(line).collect(),
            removed: removed.into_iter().map(line).collect(),
            missing: missing
                .iter()
                .map(|kind| t.text(kind.label()).into_owned())
                .collect(),
        }
    }
}

/// Word and name of each kind, and whether it is chosen.
fn kinds(t: Locale, chosen: &str) -> Vec<(&'static str, String, bool)> {
    FileKind::ALL
        .map(|k| (k.word(), t.text(k.label()).into_owned(), k.word() == chosen))
        .to_vec()
}

/// The list with the form that brings more.
#[derive(Template)]
#[template(path = "files/_panel.html")]
pub struct Panel {
    pub t: Locale,
    pub icons: &'static str,
    pub of: &'static str,
    pub id: Uuid,
    pub address: String,
    pub list: List,
    pub may_add: bool,
    /// For the form, so that it sent twice brings each file once.
    pub new_id: Uuid,
    pub kinds: Vec<(&'static str, String, bool)>,
    pub limit_mb: i64,
    /// What was not taken, and why.
    pub refused: Vec<(String, String)>,
}

impl Panel {
    pub fn new(t: Locale, of: FileOf, list: List, may_add: bool, limit: u64) -> Panel {
        Panel {
            t,
            icons: crate::web::assets().icons(),
            of: of.word(),
            id: of.id(),
            address: of.address(),
            list,
            may_add,
            new_id: Uuid::now_v7(),
            kinds: kinds(t, ""),
            limit_mb: (limit >> 20) as i64,
            refused: Vec::new(),
        }
    }

    /// Shows what was not taken.
    pub fn refuse(&mut self, refused: &[(String, Refusal)]) {
        self.refused = refused
            .iter()
            .map(|(name, refusal)| (name.clone(), refusal.in_words(self.t)))
            .collect();
    }
}

/// The files of a record as a page of their own.
#[derive(Template)]
#[template(path = "files/of_record.html")]
pub struct FilesPage {
    pub shell: Shell,
    pub panel: Panel,
    /// Name and address of the record.
    pub name: String,
    pub card: String,
    /// The record has a card of its own.
    pub has_card: bool,
}

impl FilesPage {
    pub fn new(shell: Shell, panel: Panel, name: String, card: String) -> FilesPage {
        FilesPage {
            has_card: card != panel.address,
            shell,
            panel,
            name,
            card,
        }
    }
}

/// What the browser may show of a version.
fn preview_of(media_type: &str) -> (bool, bool) {
    (content::is_picture(media_type), content::is_pdf(media_type))
}
