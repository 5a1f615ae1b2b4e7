//! What the template of the room shows.

use std::collections::HashMap;

use askama::Template;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::actions::{SAID, may_change};
use super::queries::Comment;
use crate::accounts::{Actor, Person};
use crate::text::{Locale, Message, formats, markdown};

/// Something that was said, in words.
pub struct Line {
    pub id: Uuid,
    pub who: String,
    pub initials: String,
    pub hue: i16,
    pub icon: &'static str,
    /// A call or a letter, in words.
    pub said: Option<String>,
    pub project: Option<String>,
    /// HTML that was made safe; empty if it was taken back.
    pub html: String,
    pub text: String,
    pub when: String,
    pub changed: Option<String>,
    pub may_change: bool,
}

#[derive(Template)]
#[template(path = "comments/_panel.html")]
pub struct CommentsPanel {
    pub t: Locale,
    pub icons: &'static str,
    pub kind: &'static str,
    pub id: Uuid,
    pub lines: Vec<Line>,
    pub may_write: bool,
    /// Kinds to filter by: word, name, whether chosen.
    pub kinds: Vec<(&'static str, String, bool)>,
    /// People who said something: id, name, whether chosen.
    pub people: Vec<(String, String, bool)>,
    pub is_filtered: bool,
}

fn said_in_words(t: Locale, said: &str) -> Option<(&'static str, String)> {
    match said {
        "call" => Some(("phone", t.text("comment-call").into_owned())),
        "letter" => Some(("mail", t.text("comment-letter").into_owned())),
        _ => None,
    }
}

fn who(t: Locale, comment: &Comment, person: Option<&Person>) -> String {
    match person {
        Some(p) => p.short_name(),
        None if comment.is_imported && comment.cell.is_empty() => {
            t.text("note-imported").into_owned()
        }
        None if comment.is_imported => t.message(
            &Message::new("note-cell")
                .text("sheet", comment.sheet.clone())
                .text("cell", comment.cell.clone()),
        ),
        None => t.text("somebody").into_owned(),
    }
}

/// When, who, what.
pub fn plain(
    actor: &Actor,
    comment: &Comment,
    people: &HashMap<Uuid, Person>,
) -> (String, String, String) {
    let t = actor.locale;
    let author = comment.author.and_then(|id| people.get(&id));
    let person = author.filter(|_| !comment.is_imported);
    (
        formats::moment(t, comment.at, actor.zone),
        who(t, comment, person),
        comment.text.clone(),
    )
}

fn line(
    actor: &Actor,
    now: DateTime<Utc>,
    comment: Comment,
    people: &HashMap<Uuid, Person>,
) -> Line {
    let t = actor.locale;
    let person = comment
        .author
        .and_then(|id| people.get(&id))
        .filter(|_| !comment.is_imported);
    let said = said_in_words(t, &comment.said);
    Line {
        id: comment.id,
        who: who(t, &comment, person),
        initials: person.map(Person::initials).unwrap_or_default(),
        hue: person.map_or(9, |p| p.hue),
        icon: said.as_ref().map_or("note", |(icon, _)| icon),
        said: said.map(|(_, words)| words),
        html: match comment.text.as_str() {
            "" => String::new(),
            text => markdown::to_html(text),
        },
        when: formats::moment(t, comment.at, actor.zone),
        changed: comment
            .changed_at
            .map(|at| formats::moment(t, at, actor.zone)),
        may_change: may_change(actor, &comment, now) && comment.project.is_none(),
        project: comment.project,
        text: comment.text,
    }
}

impl CommentsPanel {
    pub fn new(
        actor: &Actor,
        now: DateTime<Utc>,
        (kind, id): (&'static str, Uuid),
        found: Vec<Comment>,
        people: &HashMap<Uuid, Person>,
        (said, by): (&str, Option<Uuid>),
        may_write: bool,
    ) -> CommentsPanel {
        let t = actor.locale;
        let mut members: Vec<&Person> = people.values().filter(|p| p.is_member).collect();
        members.sort_by(|a, b| a.name.cmp(&b.name));
        CommentsPanel {
            t,
            icons: crate::web::assets().icons(),
            kind,
            id,
            may_write,
            kinds: SAID
                .map(|s| {
                    let name = said_in_words(t, s).map(|(_, words)| words);
                    let name = name.unwrap_or_else(|| t.text("comment-comment").into_owned());
                    (s, name, s == said)
                })
                .to_vec(),
            people: members
                .into_iter()
                .map(|p| (p.id.to_string(), p.short_name(), Some(p.id) == by))
                .collect(),
            is_filtered: !said.is_empty() || by.is_some(),
            lines: found
                .into_iter()
                .map(|comment| line(actor, now, comment, people))
                .collect(),
        }
    }
}
