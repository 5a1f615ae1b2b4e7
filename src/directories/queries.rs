//! All SQL of the room.

mod keeping;

use diesel::prelude::*;
use uuid::Uuid;

use crate::db::schema::{custom_fields, directory_entries as table};
use crate::db::{DbError, Work};

pub use keeping::*;

/// The five directories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    District,
    City,
    Industry,
    Programme,
    Body,
}

impl Kind {
    pub const ALL: [Kind; 5] = [
        Kind::District,
        Kind::City,
        Kind::Industry,
        Kind::Programme,
        Kind::Body,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Kind::District => "district",
            Kind::City => "city",
            Kind::Industry => "industry",
            Kind::Programme => "programme",
            Kind::Body => "body",
        }
    }

    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.word() == word)
    }
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = table)]
pub struct Entry {
    pub id: Uuid,
    pub kind: String,
    pub name: String,
    pub level: Option<String>,
    pub active: bool,
    /// The entry that stands for this one now.
    pub merged_into: Option<Uuid>,
    pub version: i64,
}

/// Directories are short; beyond this a list would be of no use to anybody.
const MOST: i64 = 2000;

/// What may occur once: lower case, ё as е, single spaces.
pub fn key(name: &str) -> String {
    name.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
        .replace('ё', "е")
}

/// Entries of one directory by name, retired ones too.
pub fn entries(work: &mut Work, kind: Kind) -> Result<Vec<Entry>, DbError> {
    let organization = work.organization();
    Ok(table::table
        .filter(table::organization_id.eq(organization))
        .filter(table::kind.eq(kind.word()))
        .order((table::name, table::id))
        .limit(MOST)
        .select(Entry::as_select())
        .load(work.conn())?)
}

pub fn entry(work: &mut Work, kind: Kind, id: Uuid) -> Result<Option<Entry>, DbError> {
    let organization = work.organization();
    Ok(table::table
        .find((organization, id))
        .filter(table::kind.eq(kind.word()))
        .select(Entry::as_select())
        .first(work.conn())
        .optional()?)
}

/// The entry with this name, whatever its case, retired or not.
pub fn find_or_retired(work: &mut Work, kind: Kind, name: &str) -> Result<Option<Entry>, DbError> {
    let organization = work.organization();
    Ok(table::table
        .filter(table::organization_id.eq(organization))
        .filter(table::kind.eq(kind.word()))
        .filter(table::name_key.eq(key(name)))
        .select(Entry::as_select())
        .first(work.conn())
        .optional()?)
}

/// The entry with this name that may be put on rows; of a merged one the entry that stands for it.
pub fn find(work: &mut Work, kind: Kind, name: &str) -> Result<Option<Entry>, DbError> {
    let found = find_or_retired(work, kind, name)?;
    let found = match found.as_ref().and_then(|e| e.merged_into) {
        Some(now) => entry(work, kind, now)?,
        None => found,
    };
    Ok(found.filter(|e| e.active))
}

/// Adds an entry and gives its id; the one of the existing entry if the name is there.
pub fn insert(
    work: &mut Work,
    kind: Kind,
    name: &str,
    level: Option<&str>,
) -> Result<Uuid, DbError> {
    if let Some(existing) = find_or_retired(work, kind, name)? {
        return Ok(existing.id);
    }
    let id = Uuid::now_v7();
    diesel::insert_into(table::table)
        .values((
            table::organization_id.eq(work.organization()),
            table::id.eq(id),
            table::kind.eq(kind.word()),
            table::name.eq(name.trim()),
            table::name_key.eq(key(name)),
            table::level.eq(level),
            table::import_id.eq(work.import),
        ))
        .execute(work.conn())?;
    Ok(id)
}

/// A field that the organization added.
#[derive(Debug, Clone, Queryable)]
pub struct CustomField {
    pub key: String,
    pub label: String,
    pub type_: String,
}

/// The fields of `client`, `project` or `support` in the order in which they were added.
pub fn custom_fields(work: &mut Work, entity: &str) -> Result<Vec<CustomField>, DbError> {
    let organization = work.organization();
    Ok(custom_fields::table
        .filter(custom_fields::organization_id.eq(organization))
        .filter(custom_fields::entity.eq(entity))
        .order((custom_fields::created_at, custom_fields::id))
        .limit(MOST)
        .select((
            custom_fields::key,
            custom_fields::label,
            custom_fields::type_,
        ))
        .load(work.conn())?)
}
