//! What the organization knows already: directories, people, clients, and what was chosen in earlier
//! imports. Filled by whoever calls; this room asks nobody.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::choice::SheetChoice;
use crate::imports::draft::{Field, Level, ProjectState, WordKind};

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
    /// Short name and other spellings.
    pub other_names: Vec<String>,
    pub phones: Vec<String>,
    pub emails: Vec<String>,
    pub district: Option<String>,
    pub projects: Vec<KnownProject>,
}

/// A project that the organization has, those in the bin included: a file brings nothing back from there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownProject {
    pub id: Uuid,
    pub number: String,
    pub name: String,
    /// Kopecks.
    pub total: Option<i64>,
    pub requested: Option<i64>,
    pub date: Option<NaiveDate>,
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
    /// Projects without a client.
    pub orphans: Vec<KnownProject>,
    /// Answers by kind and word in small letters (`values::text::fold`).
    pub words: HashMap<(WordKind, String), RememberedAnswer>,
    /// Chosen targets by header in small letters; None = leave the column out.
    pub headers: HashMap<String, Option<Field>>,
    /// What was chosen for a layout of columns, by its name.
    pub layouts: HashMap<String, SheetChoice>,
    /// States by the words that were answered with them, in small letters.
    pub states: HashMap<String, ProjectState>,
    /// Pairs of clients by their marks: the same or not.
    pub pairs: HashMap<String, bool>,
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
