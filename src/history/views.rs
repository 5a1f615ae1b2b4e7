//! The past of a record as its card shows it: what changed, where it came from.

use std::collections::HashMap;

use askama::Template;
use chrono_tz::Tz;
use serde_json::Value;
use uuid::Uuid;

use super::{Entry, Source};
use crate::accounts::Person;
use crate::text::{Locale, formats};
use crate::web::Shell;

/// Entries on one page of a history.
pub const PAGE: i64 = 50;

/// A change in words; the room whose record it is gives them.
#[derive(Debug, Clone, Default)]
pub struct Words {
    pub label: String,
    /// The field, where it has a history of its own and takes a former value back.
    pub field: Option<&'static str>,
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
    /// Which entry it is: the row and its version.
    pub of: Uuid,
    pub version: i64,
}

#[derive(Template)]
#[template(path = "history/_timeline.html")]
pub struct Timeline {
    pub t: Locale,
    pub icons: &'static str,
    /// Address of the record.
    pub address: String,
    /// Version of the record as it is shown, for taking a former value back.
    pub seen: i64,
    pub may_change: bool,
    /// Where the record is shown as it was on a day.
    pub as_of: Option<String>,
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

fn who(t: Locale, people: &HashMap<Uuid, Person>, actor: Option<Uuid>) -> String {
    match actor {
        Some(id) => people
            .get(&id)
            .map_or_else(|| t.text("somebody").into_owned(), Person::short_name),
        None => t.text("history-system").into_owned(),
    }
}

impl Timeline {
    /// `address` is the record's page, `seen` its version if the person may change it; `words` says a change in
    /// words.
    pub fn new(
        t: Locale,
        zone: Tz,
        entries: &[Entry],
        people: &HashMap<Uuid, Person>,
        (address, seen): (&str, Option<i64>),
        words: impl Fn(&Entry) -> Words,
    ) -> Timeline {
        let items = entries
            .iter()
            .map(|e| Item {
                icon: icon(e),
                who: who(t, people, e.actor),
                is_made: e.field.is_empty(),
                words: words(e),
                door: door(t, &e.door),
                when: formats::moment(t, e.at, zone),
                of: e.subject,
                version: e.version,
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
            address: address.to_owned(),
            seen: seen.unwrap_or_default(),
            may_change: seen.is_some(),
            as_of: None,
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

/// Which of the two values of an entry is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    From,
    To,
}

impl Side {
    pub fn word(self) -> &'static str {
        match self {
            Side::From => "from",
            Side::To => "to",
        }
    }

    pub fn from_word(word: &str) -> Option<Side> {
        [Side::From, Side::To]
            .into_iter()
            .find(|s| s.word() == word)
    }

    pub fn of(self, entry: &Entry) -> Option<&Value> {
        match self {
            Side::From => entry.from.as_ref(),
            Side::To => entry.to.as_ref(),
        }
    }
}

/// A value that a field had, from when on and by whom.
pub struct FieldItem {
    pub who: String,
    pub initials: String,
    pub hue: i16,
    pub when: String,
    pub door: String,
    pub is_made: bool,
    pub from: String,
    pub to: String,
    /// The field holds this value now.
    pub is_now: bool,
    pub of: Uuid,
    pub version: i64,
    pub side: &'static str,
}

/// Whose field it is.
pub struct About {
    pub address: String,
    pub name: String,
    pub field: &'static str,
    pub label: String,
    /// Version of the record as the page shows it.
    pub seen: i64,
    /// What the field holds now, as the history keeps it.
    pub now: Option<Value>,
    pub may_change: bool,
}

#[derive(Template)]
#[template(path = "history/field.html")]
pub struct FieldHistory {
    pub shell: Shell,
    pub about: About,
    pub now: String,
    pub items: Vec<FieldItem>,
    /// What stood there before the first change that is known.
    pub first: Option<FieldItem>,
    /// Why a value was not put back.
    pub refused: Option<String>,
}

/// The same value; of something that has a name the id decides.
fn is_same(one: Option<&Value>, other: Option<&Value>) -> bool {
    let nothing = |v: Option<&Value>| v.is_none_or(Value::is_null);
    match (
        one.and_then(|v| v.get("id")),
        other.and_then(|v| v.get("id")),
    ) {
        (Some(a), Some(b)) => a == b,
        _ => one == other || (nothing(one) && nothing(other)),
    }
}

impl FieldHistory {
    /// `words` says a value in words; entries come newest first.
    pub fn new(
        shell: Shell,
        zone: Tz,
        entries: &[Entry],
        people: &HashMap<Uuid, Person>,
        about: About,
        words: impl Fn(Option<&Value>) -> String,
    ) -> FieldHistory {
        let t = shell.t;
        let item = |e: &Entry, side: Side| {
            let person = e.actor.and_then(|id| people.get(&id));
            let is_made = e.field.is_empty();
            FieldItem {
                who: who(t, people, e.actor),
                initials: person.map(Person::initials).unwrap_or_default(),
                hue: person.map_or(9, |p| p.hue),
                when: formats::moment(t, e.at, zone),
                door: door(t, &e.door),
                is_made,
                from: words(e.from.as_ref()),
                to: words(side.of(e)),
                is_now: !is_made && is_same(side.of(e), about.now.as_ref()),
                of: e.subject,
                version: e.version,
                side: side.word(),
            }
        };
        let oldest = entries.iter().rfind(|e| !e.field.is_empty());
        FieldHistory {
            now: words(about.now.as_ref()),
            items: entries.iter().map(|e| item(e, Side::To)).collect(),
            first: oldest.map(|e| item(e, Side::From)),
            refused: None,
            shell,
            about,
        }
    }
}
