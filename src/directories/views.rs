//! What the templates of the room show. No query, no permission.

use askama::Template;
use uuid::Uuid;

use super::CustomText;
use super::actions::LEVELS;
use super::queries::{Entry, Kind, Used};
use crate::accounts::NavItem;
use crate::refusal::Refusal;
use crate::text::{Locale, formats};
use crate::web::{Fields, FormView, Shell};

#[derive(Template)]
#[template(path = "directories/_custom_values.html")]
pub struct CustomValues {
    pub t: Locale,
    pub items: Vec<CustomText>,
}

/// Key of a directory's name.
fn label(kind: Kind) -> &'static str {
    match kind {
        Kind::District => "directory-district",
        Kind::City => "directory-city",
        Kind::Industry => "directory-industry",
        Kind::Programme => "directory-programme",
        Kind::Body => "directory-body",
    }
}

fn level_label(word: &str) -> &'static str {
    match word {
        "federal" => "level-federal",
        "regional" => "level-regional",
        _ => "level-municipal",
    }
}

/// One of the directories above the list.
pub struct Tab {
    pub href: String,
    pub label: String,
    pub is_current: bool,
}

fn tabs(t: Locale, current: Kind) -> Vec<Tab> {
    [
        Kind::Industry,
        Kind::District,
        Kind::City,
        Kind::Programme,
        Kind::Body,
    ]
    .into_iter()
    .map(|kind| Tab {
        href: format!("/settings/directories/{}", kind.word()),
        label: t.text(label(kind)).into_owned(),
        is_current: kind == current,
    })
    .collect()
}

/// Words and names of the levels, where the directory has them.
fn levels(t: Locale, kind: Kind) -> Vec<(&'static str, String)> {
    if kind != Kind::Programme {
        return Vec::new();
    }
    LEVELS
        .iter()
        .map(|word| (*word, t.text(level_label(word)).into_owned()))
        .collect()
}

/// An entry in the list.
pub struct Line {
    pub href: String,
    pub name: String,
    pub level: String,
    pub uses: String,
    /// Why it is not offered any more.
    pub retired: Option<String>,
}

#[derive(Template)]
#[template(path = "directories/index.html")]
pub struct Index {
    pub shell: Shell,
    pub nav: Vec<NavItem>,
    pub tabs: Vec<Tab>,
    pub kind: &'static str,
    pub title: String,
    pub has_levels: bool,
    pub levels: Vec<(&'static str, String)>,
    pub lines: Vec<Line>,
    pub form: FormView,
}

impl Index {
    pub fn new(
        shell: Shell,
        nav: Vec<NavItem>,
        kind: Kind,
        entries: Vec<Used>,
        typed: &Fields,
        refused: Option<&Refusal>,
    ) -> Index {
        let t = shell.t;
        let mut form = FormView::new(t, typed, &["name", "level"]);
        if let Some(refusal) = refused {
            form.refuse(t, refusal);
        }
        Index {
            nav,
            tabs: tabs(t, kind),
            kind: kind.word(),
            title: t.text(label(kind)).into_owned(),
            has_levels: kind == Kind::Programme,
            levels: levels(t, kind),
            lines: entries.into_iter().map(|e| line(t, kind, e)).collect(),
            form,
            shell,
        }
    }
}

fn line(t: Locale, kind: Kind, entry: Used) -> Line {
    let retired = match (entry.merged_into, entry.active) {
        (Some(into), _) => Some(t.with("directory-merged-into", &into)),
        (None, false) => Some(t.text("directory-retired").into_owned()),
        (None, true) => None,
    };
    Line {
        href: format!("/settings/directories/{}/{}", kind.word(), entry.id),
        name: entry.name,
        level: entry
            .level
            .map(|l| t.text(level_label(&l)).into_owned())
            .unwrap_or_default(),
        uses: formats::whole(t, entry.uses),
        retired,
    }
}

#[derive(Template)]
#[template(path = "directories/entry.html")]
pub struct EntryPage {
    pub shell: Shell,
    pub nav: Vec<NavItem>,
    pub kind: &'static str,
    pub title: String,
    pub id: Uuid,
    pub version: i64,
    pub name: String,
    pub uses: String,
    pub is_active: bool,
    pub is_merged: bool,
    pub is_stale: bool,
    pub levels: Vec<(&'static str, String)>,
    /// Entries that it may be merged into.
    pub others: Vec<(Uuid, String)>,
    pub into: String,
    pub form: FormView,
}

impl EntryPage {
    #[expect(
        clippy::too_many_arguments,
        reason = "the page of one entry and what is said beside it"
    )]
    pub fn new(
        shell: Shell,
        nav: Vec<NavItem>,
        kind: Kind,
        entry: Entry,
        all: Vec<Used>,
        typed: Option<&Fields>,
        refused: Option<&Refusal>,
        is_stale: bool,
    ) -> EntryPage {
        let t = shell.t;
        let mut form = FormView::new(
            t,
            typed.unwrap_or(&Fields::default()),
            &["name", "level", "into", "active"],
        );
        // The form of a merge has no name: the other form shows what is stored.
        let sent = typed.filter(|f| f.has("name"));
        if sent.is_none() {
            form.set("name", entry.name.clone());
            form.set("level", entry.level.clone().unwrap_or_default());
        }
        if let Some(refusal) = refused {
            form.refuse(t, refusal);
        }
        let uses = all.iter().find(|u| u.id == entry.id).map_or(0, |u| u.uses);
        EntryPage {
            nav,
            kind: kind.word(),
            title: t.text(label(kind)).into_owned(),
            id: entry.id,
            version: entry.version,
            is_active: sent.map_or(entry.active, |f| f.has("active")),
            is_merged: entry.merged_into.is_some(),
            is_stale,
            levels: levels(t, kind),
            others: all
                .into_iter()
                .filter(|u| u.active && u.id != entry.id)
                .map(|u| (u.id, u.name))
                .collect(),
            into: form.value("into").to_owned(),
            uses: t.count("directory-uses", uses),
            name: entry.name,
            form,
            shell,
        }
    }
}
