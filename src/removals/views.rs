//! What the templates of the room show.

use std::collections::HashMap;

use askama::Template;
use chrono_tz::Tz;
use uuid::Uuid;

use super::queries::{Asked, Removed};
use crate::accounts::Person;
use crate::text::{Locale, formats};
use crate::web::Shell;

/// A row of the bin.
pub struct Line {
    pub kind: String,
    pub id: Uuid,
    pub name: String,
    pub details: String,
    pub when: String,
    pub who: String,
    pub reason: String,
    pub is_project: bool,
    /// Name of its sign.
    pub icon: &'static str,
}

/// An asking that waits.
pub struct AskedLine {
    pub id: Uuid,
    pub href: String,
    pub name: String,
    pub who: String,
    pub when: String,
    pub reason: String,
}

#[derive(Template)]
#[template(path = "removals/bin.html")]
pub struct BinPage {
    pub shell: Shell,
    pub lines: Vec<Line>,
    pub asked: Vec<AskedLine>,
    /// Of which row, and why it did not come back.
    pub refused: Option<(Uuid, String)>,
}

impl BinPage {
    pub fn new(
        shell: Shell,
        zone: Tz,
        bin: Vec<Removed>,
        asked: Vec<Asked>,
        people: &HashMap<Uuid, Person>,
    ) -> BinPage {
        let t = shell.t;
        let name = |id: Option<Uuid>| {
            id.and_then(|id| people.get(&id))
                .map_or_else(|| t.text("somebody").into_owned(), Person::short_name)
        };
        let line = |r: Removed| Line {
            is_project: r.kind == "project",
            icon: match r.kind.as_str() {
                "project" => "grid",
                "deal" => "deal",
                "task" => "tasks",
                _ => "building",
            },
            kind: r.kind,
            id: r.id,
            name: r.name,
            details: r.details,
            when: formats::moment(t, r.at, zone),
            who: name(r.by),
            reason: r.reason.unwrap_or_default(),
        };
        let asking = |a: Asked| AskedLine {
            id: a.id,
            href: format!("/{}s/{}", a.kind, a.subject),
            name: a.name,
            who: name(Some(a.by)),
            when: formats::moment(t, a.at, zone),
            reason: a.reason,
        };
        BinPage {
            lines: bin.into_iter().map(line).collect(),
            asked: asked.into_iter().map(asking).collect(),
            refused: None,
            shell,
        }
    }

    fn refused_of(&self, id: &Uuid) -> Option<&str> {
        let (of, text) = self.refused.as_ref()?;
        (of == id).then_some(text.as_str())
    }
}

/// On a record's card: who asked for its removal, or a way to ask.
#[derive(Template)]
#[template(path = "removals/_panel.html")]
pub struct RemovalPanel {
    pub t: Locale,
    pub icons: &'static str,
    pub kind: &'static str,
    pub id: Uuid,
    /// The reason of whoever has asked.
    pub asked: Option<String>,
    pub may_ask: bool,
    pub may_delete: bool,
}
