//! What the templates of the room show.

use std::collections::HashMap;

use askama::Template;
use uuid::Uuid;

use super::model::{Kind, Told};
use crate::accounts::{Actor, Person};
use crate::text::{Locale, formats};
use crate::web::Shell;

/// A notice in words.
pub struct Line {
    pub icon: &'static str,
    pub who: String,
    pub what: String,
    /// Where it leads, and the name of it.
    pub of: Option<(String, String)>,
    pub excerpt: String,
    pub when: String,
    pub is_new: bool,
}

impl Line {
    pub fn new(actor: &Actor, told: Told, people: &HashMap<Uuid, Person>) -> Line {
        let t = actor.locale;
        let kind = Kind::from_word(&told.kind).unwrap_or(Kind::Mentioned);
        let who = told.actor_id.and_then(|id| people.get(&id));
        let of = match (told.subject_kind.as_deref(), told.subject_id, told.name) {
            (Some(kind), Some(id), Some(name)) => {
                let place = if kind == "client" {
                    "clients"
                } else {
                    "projects"
                };
                Some((format!("/{place}/{id}"), name))
            }
            _ => None,
        };
        Line {
            icon: kind.icon(),
            who: who.map_or_else(|| t.text("history-system").into_owned(), Person::short_name),
            what: t.text(kind.label()).into_owned(),
            of,
            excerpt: told.excerpt,
            when: formats::moment(t, told.created_at, actor.zone),
            is_new: told.read_at.is_none(),
        }
    }
}

#[derive(Template)]
#[template(path = "notices/index.html")]
pub struct Index {
    pub shell: Shell,
    pub lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "notices/_bell.html")]
pub struct Bell {
    pub t: Locale,
    pub icons: &'static str,
    pub unread: i64,
}
