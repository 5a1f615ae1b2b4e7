//! All SQL of the room.

mod custom;
mod keeping;

use diesel::prelude::*;
use uuid::Uuid;

use crate::db::rows::{Cast, Column, Shape};
use crate::db::schema::{custom_fields, directory_entries as table};
use crate::db::{DbError, Work};

pub use custom::*;
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

/// Columns of an entry as programs see it; its key and kind are written beside.
const ENTRY_COLUMNS: &[Column] = &[
    ("name", "name", Cast::Text),
    ("active", "active", Cast::Boolean),
];
const PROGRAMME_COLUMNS: &[Column] = &[
    ("name", "name", Cast::Text),
    ("active", "active", Cast::Boolean),
    ("level", "level", Cast::Text),
];
const BESIDE: &[Column] = &[
    ("name_key", "name_key", Cast::Text),
    ("kind", "kind", Cast::Text),
];

const fn entries_of(only: &'static str, columns: &'static [Column]) -> Shape {
    Shape {
        table: "directory_entries",
        columns,
        written: BESIDE,
        computed: &[],
        joins: "",
        only,
    }
}

pub const ENTRIES_OF_DISTRICT: Shape = entries_of(" AND t.kind = 'district'", ENTRY_COLUMNS);
pub const ENTRIES_OF_CITY: Shape = entries_of(" AND t.kind = 'city'", ENTRY_COLUMNS);
pub const ENTRIES_OF_INDUSTRY: Shape = entries_of(" AND t.kind = 'industry'", ENTRY_COLUMNS);
pub const ENTRIES_OF_BODY: Shape = entries_of(" AND t.kind = 'body'", ENTRY_COLUMNS);
pub const ENTRIES_OF_PROGRAMME: Shape = entries_of(" AND t.kind = 'programme'", PROGRAMME_COLUMNS);

/// Added fields as programs see them.
pub const CUSTOM_FIELDS: Shape = Shape {
    table: "custom_fields",
    columns: &[
        ("entity", "entity", Cast::Text),
        ("key", "key", Cast::Text),
        ("label", "label", Cast::Text),
        ("type", "type", Cast::Text),
        ("options", "options", Cast::Jsonb),
        ("active", "active", Cast::Boolean),
    ],
    written: &[],
    computed: &[],
    joins: "",
    only: "",
};

/// What a value of an added field must be.
#[derive(Debug, Clone)]
pub struct FieldRule {
    pub key: String,
    pub type_: String,
    pub options: Vec<String>,
}

/// The fields of an entity that values may be written to.
pub fn field_rules(work: &mut Work, entity: &str) -> Result<Vec<FieldRule>, DbError> {
    let organization = work.organization();
    let rows: Vec<(String, String, serde_json::Value)> = custom_fields::table
        .filter(custom_fields::organization_id.eq(organization))
        .filter(custom_fields::entity.eq(entity))
        .filter(custom_fields::active.eq(true))
        .limit(MOST)
        .select((
            custom_fields::key,
            custom_fields::type_,
            custom_fields::options,
        ))
        .load(work.conn())?;
    Ok(rows
        .into_iter()
        .map(|(key, type_, options)| FieldRule {
            key,
            type_,
            options: serde_json::from_value(options).unwrap_or_default(),
        })
        .collect())
}

/// Values of a field that is removed go with it.
pub fn forget_custom(work: &mut Work, entity: &str, key: &str) -> Result<(), DbError> {
    let organization = work.organization();
    let text = match entity {
        "client" => {
            "UPDATE clients SET custom = custom - $2 WHERE organization_id = $1 AND jsonb_exists(custom, $2)"
        }
        "project" => {
            "UPDATE projects SET custom = custom - $2 WHERE organization_id = $1 AND jsonb_exists(custom, $2)"
        }
        _ => {
            "UPDATE supports SET custom = custom - $2 WHERE organization_id = $1 AND jsonb_exists(custom, $2)"
        }
    };
    crate::db::sql(text)
        .bind::<diesel::sql_types::Uuid, _>(organization)
        .bind::<diesel::sql_types::Text, _>(key.to_owned())
        .execute(work.conn())?;
    Ok(())
}
