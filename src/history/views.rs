//! The past of a record as its card shows it: what changed, where it came from.

use std::collections::HashMap;

use askama::Template;
use chrono_tz::Tz;
use uuid::Uuid;

use super::{Entry, Source};
use crate::accounts::Person;
use crate::text::{Locale, formats};

/// Entries on one page of a history.
pub const PAGE: i64 = 50;

/// A change in words; the room whose record it is gives them.
#[derive(Debug, Clone, Default)]
pub struct Words {
    pub label: String,
    pub from: String,
    pub to: String,
}

/// One change on the timeline.
pub struct Item {
    pub icon: &'static str,
    pub who: String,
    /// The making of the record; else a change of one field.
    pub is_made: bool,
    pub words: Words,
    pub door: String,
    pub when: String,
}

#[derive(Template)]
#[template(path = "history/_timeline.html")]
pub struct Timeline {
    pub t: Locale,
    pub icons: &'static str,
    pub items: Vec<Item>,
    /// The way to what came before these.
    pub earlier: Option<String>,
    /// Sent beside another part: replaces the timeline on the page.
    pub is_beside: bool,
}

fn icon(entry: &Entry) -> &'static str {
    match (entry.field.as_str(), entry.door.as_str()) {
        (_, "import") => "import",
        ("", _) => "plus",
        ("state", _) => "right",
        _ => "edit",
    }
}

fn door(t: Locale, word: &str) -> String {
    let key = match word {
        "grid" => "door-grid",
        "import" => "door-import",
        "api" => "door-api",
        "command" => "door-command",
        "system" => "door-system",
        _ => "door-form",
    };
    t.text(key).into_owned()
}

impl Timeline {
    /// `address` is the record's page; `words` says a change in words.
    pub fn new(
        t: Locale,
        zone: Tz,
        entries: &[Entry],
        people: &HashMap<Uuid, Person>,
        address: &str,
        words: impl Fn(&Entry) -> Words,
    ) -> Timeline {
        let items = entries
            .iter()
            .map(|e| Item {
                icon: icon(e),
                who: match e.actor {
                    Some(id) => people
                        .get(&id)
                        .map_or_else(|| t.text("somebody").into_owned(), Person::short_name),
                    None => t.text("history-system").into_owned(),
                },
                is_made: e.field.is_empty(),
                words: words(e),
                door: door(t, &e.door),
                when: formats::moment(t, e.at, zone),
            })
            .collect();
        let earlier = (entries.len() as i64 >= PAGE)
            .then(|| {
                entries
                    .last()
                    .map(|e| format!("{address}?before={}#history", e.at.timestamp_micros()))
            })
            .flatten();
        Timeline {
            t,
            icons: crate::web::assets().icons(),
            items,
            earlier,
            is_beside: false,
        }
    }
}

#[derive(Template)]
#[template(path = "history/_sources.html")]
pub struct Sources {
    pub t: Locale,
    pub icons: &'static str,
    pub items: Vec<Source>,
    /// Whoever may import may open the file's page.
    pub has_links: bool,
}

impl Sources {
    pub fn new(t: Locale, items: Vec<Source>, has_links: bool) -> Sources {
        Sources {
            t,
            icons: crate::web::assets().icons(),
            items,
            has_links,
        }
    }
}
