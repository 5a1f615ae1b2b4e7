//! Many typed texts as values: the directories and the people are read once, however many cells name them.

use std::collections::HashMap;

use uuid::Uuid;

use super::change::{self, FieldValue, ProjectField, TypedIn};
use super::model::ProjectState;
use crate::accounts::{self, Person};
use crate::clients;
use crate::db::{DbError, Work};
use crate::directories::{self, Entry, Kind};
use crate::refusal::Refusal;
use crate::text::{Locale, Message};

/// What names may mean.
pub struct Names {
    districts: Vec<Entry>,
    industries: Vec<Entry>,
    people: Vec<Person>,
    /// By the key of the name; none where several clients share it.
    clients: HashMap<String, Option<(Uuid, String)>>,
}

impl Names {
    /// Reads the lists that these fields need.
    pub fn load(work: &mut Work, fields: &[ProjectField]) -> Result<Names, DbError> {
        let has = |field| fields.contains(&field);
        let entries = |work: &mut Work, kind, wanted| match wanted {
            true => directories::entries(work, kind),
            false => Ok(Vec::new()),
        };
        Ok(Names {
            districts: entries(work, Kind::District, has(ProjectField::District))?,
            industries: entries(work, Kind::Industry, has(ProjectField::Industry))?,
            people: match has(ProjectField::Lead) {
                true => accounts::people(work)?,
                false => Vec::new(),
            },
            clients: HashMap::new(),
        })
    }

    /// Finds the clients that are named, for rows that are being made.
    pub fn load_clients<'a>(
        &mut self,
        work: &mut Work,
        texts: impl Iterator<Item = &'a str>,
    ) -> Result<(), DbError> {
        for text in texts {
            let key = directories::key(text);
            if key.is_empty() || self.clients.contains_key(&key) {
                continue;
            }
            let found = clients::look(work, text, None)?;
            let mut same = found.iter().filter(|c| {
                c.inn.as_deref() == Some(text.trim())
                    || directories::key(c.label()) == key
                    || directories::key(&c.name) == key
            });
            let only = match (same.next(), same.next()) {
                (Some(one), None) => Some((one.id, one.label().to_owned())),
                _ => None,
            };
            self.clients.insert(key, only);
        }
        Ok(())
    }

    /// The value of a typed text, or of an entry that was chosen.
    pub fn read(
        &self,
        field: ProjectField,
        text: &str,
        choice: Option<Uuid>,
        typed_in: TypedIn,
    ) -> Result<FieldValue, Refusal> {
        let text = text.trim();
        match field {
            ProjectField::State => read_state(text),
            ProjectField::District => entry(field, &self.districts, text, choice),
            ProjectField::Industry => entry(field, &self.industries, text, choice),
            ProjectField::Lead => self.person(text, choice),
            ProjectField::Client => self.client(text),
            _ => change::read(field, text, typed_in),
        }
    }

    fn client(&self, text: &str) -> Result<FieldValue, Refusal> {
        if text.is_empty() {
            return Ok(FieldValue::Named(None));
        }
        match self.clients.get(&directories::key(text)) {
            Some(Some(found)) => Ok(FieldValue::Named(Some(found.clone()))),
            _ => Err(Refusal::field(
                "client",
                "unknown_client",
                Message::new("client-not-one").text("x", text),
            )),
        }
    }

    fn person(&self, text: &str, choice: Option<Uuid>) -> Result<FieldValue, Refusal> {
        if text.is_empty() && choice.is_none() {
            return Ok(FieldValue::Named(None));
        }
        let key = directories::key(text);
        let is_meant = |p: &&Person| {
            p.is_member
                && match choice {
                    Some(id) => p.id == id,
                    None => {
                        directories::key(&p.name) == key
                            || directories::key(&p.short_name().replace('\u{a0}', " ")) == key
                    }
                }
        };
        let mut found = self.people.iter().filter(is_meant);
        match (found.next(), found.next()) {
            (Some(p), None) => Ok(FieldValue::Named(Some((p.id, p.name.clone())))),
            (Some(_), Some(_)) => Err(named("lead", "several_people", "person-several", text)),
            _ => Err(named("lead", "unknown_person", "person-unknown", text)),
        }
    }

    /// A value that the history holds, if what it names is still there.
    pub fn known(&self, field: ProjectField, value: FieldValue) -> Result<FieldValue, Refusal> {
        let FieldValue::Named(Some((id, name))) = &value else {
            return Ok(value);
        };
        let is_there = match field {
            ProjectField::District => self.districts.iter().any(|e| e.id == *id),
            ProjectField::Industry => self.industries.iter().any(|e| e.id == *id),
            ProjectField::Lead => self.people.iter().any(|p| p.id == *id && p.is_member),
            _ => true,
        };
        match is_there {
            true => Ok(value),
            false => Err(named(field.word(), "gone", "value-gone", name)),
        }
    }
}

fn named(field: &'static str, code: &'static str, key: &'static str, x: &str) -> Refusal {
    Refusal::field(field, code, Message::new(key).text("x", x))
}

fn entry(
    field: ProjectField,
    all: &[Entry],
    text: &str,
    choice: Option<Uuid>,
) -> Result<FieldValue, Refusal> {
    if text.is_empty() && choice.is_none() {
        return Ok(FieldValue::Named(None));
    }
    let key = directories::key(text);
    let found = all.iter().find(|e| {
        e.active
            && match choice {
                Some(id) => e.id == id,
                None => directories::key(&e.name) == key,
            }
    });
    match found {
        Some(e) => Ok(FieldValue::Named(Some((e.id, e.name.clone())))),
        None => Err(named(field.word(), "unknown_entry", "entry-unknown", text)),
    }
}

/// A state by its word, or by its name in any language.
pub fn read_state(text: &str) -> Result<FieldValue, Refusal> {
    let key = directories::key(text);
    let is_named = |s: &ProjectState| {
        Locale::ALL
            .iter()
            .any(|t| directories::key(&t.text(s.label())) == key)
    };
    ProjectState::from_word(text)
        .or_else(|| ProjectState::ALL.into_iter().find(is_named))
        .map(FieldValue::State)
        .ok_or_else(|| named("state", "unknown_state", "state-unknown", text))
}
