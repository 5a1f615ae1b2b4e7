//! What the organization knows already: directories, people, clients, and what was chosen in earlier
//! imports. Filled by whoever calls; this room asks nobody.

use std::collections::HashMap;

use uuid::Uuid;

use crate::imports::draft::{Field, Level, WordKind};

/// An entry of a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: Uuid,
    pub name: String,
    /// Level of a programme.
    pub level: Option<Level>,
}

impl Entry {
    /// An entry without a level.
    pub fn new(id: Uuid, name: impl Into<String>) -> Entry {
        Entry {
            id,
            name: name.into(),
            level: None,
        }
    }
}

/// A member who can be responsible for a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: Uuid,
    pub last: String,
    pub first: String,
    pub middle: String,
}

/// A client that the organization has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownClient {
    pub id: Uuid,
    pub inn: Option<String>,
    pub kpp: Option<String>,
    pub ogrn: Option<String>,
    /// Name as shown; its normal form is made here.
    pub name: String,
    pub phones: Vec<String>,
    pub emails: Vec<String>,
    /// Projects of the client: id and name.
    pub projects: Vec<(Uuid, String)>,
}

/// What a word was answered with in an earlier import or by the person in this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RememberedAnswer {
    Existing(Uuid),
    /// Make an entry of this name.
    New(String),
    /// Leave the field empty and keep the text.
    Nothing,
}

/// Everything that the understanding of a workbook may lean on.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    pub districts: Vec<Entry>,
    pub cities: Vec<Entry>,
    pub industries: Vec<Entry>,
    pub programmes: Vec<Entry>,
    pub bodies: Vec<Entry>,
    pub people: Vec<Person>,
    pub clients: Vec<KnownClient>,
    /// Answers by kind and word in small letters (`values::text::fold`).
    pub words: HashMap<(WordKind, String), RememberedAnswer>,
    /// Chosen targets by header in small letters; None = leave the column out.
    pub headers: HashMap<String, Option<Field>>,
}

impl Knowledge {
    /// The directory that words of this kind are looked up in; people are no directory.
    pub fn entries(&self, kind: WordKind) -> &[Entry] {
        match kind {
            WordKind::District => &self.districts,
            WordKind::City => &self.cities,
            WordKind::Industry => &self.industries,
            WordKind::Programme => &self.programmes,
            WordKind::Body => &self.bodies,
            WordKind::Person => &[],
        }
    }
}
