//! The card of a deal, its timeline in words, its form.

use std::collections::HashMap;

use askama::Template;
use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::super::model::{Deal, STAGES, STATUSES};
use super::{Choice, Somebody, look, money, somebody, stage_words, status_words};
use crate::accounts::{Actor, Person};
use crate::text::{Locale, formats};
use crate::web::{FormView, Shell};

/// What this person may do with the deal.
#[derive(Debug, Clone, Copy)]
pub struct May {
    pub change: bool,
    pub comment: bool,
    pub remove: bool,
}

/// An entry of the timeline in words.
pub struct Entry {
    pub icon: &'static str,
    pub who: String,
    pub words: String,
    /// What somebody said.
    pub text: Option<String>,
    pub when: String,
}

fn entry(actor: &Actor, row: &Value, people: &HashMap<Uuid, Person>) -> Entry {
    let t = actor.locale;
    let payload = &row["payload"];
    let said = |name: &str| payload[name].as_str().unwrap_or_default().to_owned();
    let moved = |words: fn(Locale, &str) -> String, from: &str, to: &str| {
        format!("{} → {}", words(t, &said(from)), words(t, &said(to)))
    };
    let (icon, words, text) = match row["type"].as_str().unwrap_or_default() {
        "comment" => ("note", String::new(), Some(said("text"))),
        "status_changed" => (
            "check",
            moved(status_words, "old_status", "new_status"),
            None,
        ),
        "stage_changed" => ("right", moved(stage_words, "old_stage", "new_stage"), None),
        "task_created" => ("tasks", t.with("deal-task-made", &said("title")), None),
        _ => ("info", said("text"), None),
    };
    let author = row["author_id"]
        .as_str()
        .and_then(|id| Uuid::try_parse(id).ok());
    let at = row["created_at"]
        .as_str()
        .and_then(|at| at.parse::<DateTime<Utc>>().ok());
    Entry {
        icon,
        words,
        text,
        who: author
            .and_then(|id| people.get(&id))
            .map_or_else(|| t.text("somebody").into_owned(), Person::short_name),
        when: at
            .map(|at| formats::moment(t, at, actor.zone))
            .unwrap_or_default(),
    }
}

/// The timeline in words; rows are those that programs get.
pub fn entries(actor: &Actor, rows: &[String], people: &HashMap<Uuid, Person>) -> Vec<Entry> {
    rows.iter()
        .filter_map(|row| serde_json::from_str::<Value>(row).ok())
        .map(|row| entry(actor, &row, people))
        .collect()
}

#[derive(Template)]
#[template(path = "deals/show.html")]
pub struct CardPage {
    pub shell: Shell,
    pub id: Uuid,
    pub title: String,
    pub money: String,
    pub look: &'static str,
    pub status: String,
    pub contact: (Uuid, String),
    pub owner: Somebody,
    pub made: String,
    /// Word, name, whether it is there, whether it may go there.
    pub stages: Vec<(&'static str, String, bool, bool)>,
    pub statuses: Vec<(&'static str, String, bool)>,
    pub entries: Vec<Entry>,
    /// Address of the timeline with earlier entries.
    pub earlier: Option<String>,
    pub may: May,
    /// Why the last wish was not done.
    pub refused: Option<String>,
}

impl CardPage {
    pub fn new(
        shell: Shell,
        actor: &Actor,
        deal: &Deal,
        contact: String,
        people: &HashMap<Uuid, Person>,
        open: &[&'static str],
        may: May,
    ) -> CardPage {
        let t = actor.locale;
        CardPage {
            shell,
            id: deal.id,
            title: deal.title.clone(),
            money: money(t, &deal.amount, &deal.currency),
            look: look(&deal.status),
            status: status_words(t, &deal.status),
            contact: (deal.contact_id, contact),
            owner: somebody(people, deal.owner_id),
            made: formats::moment(t, deal.created_at, actor.zone),
            stages: STAGES
                .iter()
                .map(|s| (*s, stage_words(t, s), *s == deal.stage, open.contains(s)))
                .collect(),
            statuses: STATUSES
                .iter()
                .map(|s| (*s, status_words(t, s), *s == deal.status))
                .collect(),
            entries: Vec::new(),
            earlier: None,
            may,
            refused: None,
        }
    }
}

#[derive(Template)]
#[template(path = "deals/form.html")]
pub struct FormPage {
    pub shell: Shell,
    pub form: FormView,
    /// Where it is sent to.
    pub action: String,
    pub is_new: bool,
    /// What the fields held when the form was opened.
    pub base: Vec<(String, String)>,
    pub contacts: Vec<Choice>,
    pub statuses: Vec<Choice>,
    pub stages: Vec<Choice>,
    /// Empty for those who may not give deals to others.
    pub owners: Vec<Choice>,
    pub draft: String,
    pub is_conflict: bool,
}

impl FormPage {
    fn title(&self) -> String {
        let key = if self.is_new {
            "deal-new"
        } else {
            "deal-change"
        };
        self.shell.t.text(key).into_owned()
    }
}
