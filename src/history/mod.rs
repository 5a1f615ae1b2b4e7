//! Who changed what: entries are written with the change, in its transaction, and never altered. Each
//! carries the row version that it produced, which is what conflicts are judged by.

mod queries;
mod views;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Jsonb, Nullable, Text, Timestamptz};
use serde_json::Value;
use uuid::Uuid;

use crate::db::schema::changes;
use crate::db::{DbError, Recorded, Work, sql};

pub use queries::{
    Source, TimelineOf, activity, acts, add_alias, alias_of, count_timeline, entry_of, later_than,
    of_field, of_row, remove_alias, sources, tell, timeline,
};
pub use views::{About, FieldHistory, PAGE, Side, Sources, Timeline, Words};

/// What kind of row a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubjectKind {
    Client,
    Contact,
    Project,
    Support,
    Decision,
    Deal,
    Task,
    Address,
    CustomField,
    Meeting,
    CommissionMember,
    DirectoryEntry,
    File,
    Member,
    Organization,
    SavedView,
    ApiKey,
    Webhook,
}

impl SubjectKind {
    pub fn word(self) -> &'static str {
        match self {
            SubjectKind::Client => "client",
            SubjectKind::Contact => "contact",
            SubjectKind::Project => "project",
            SubjectKind::Support => "support",
            SubjectKind::Decision => "decision",
            SubjectKind::Deal => "deal",
            SubjectKind::Task => "task",
            SubjectKind::Address => "address",
            SubjectKind::CustomField => "custom_field",
            SubjectKind::Meeting => "meeting",
            SubjectKind::CommissionMember => "commission_member",
            SubjectKind::DirectoryEntry => "directory_entry",
            SubjectKind::File => "file",
            SubjectKind::Member => "member",
            SubjectKind::Organization => "organization",
            SubjectKind::SavedView => "saved_view",
            SubjectKind::ApiKey => "api_key",
            SubjectKind::Webhook => "webhook",
        }
    }
}

/// One field that changed, or with an empty `field` the making of the row.
#[derive(Debug, Clone)]
pub struct Change<'a> {
    pub kind: SubjectKind,
    pub id: Uuid,
    pub version: i64,
    pub field: &'a str,
    pub from: Option<Value>,
    pub to: Option<Value>,
}

/// An entry as it is read.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The row, or one that was merged into it.
    pub subject: Uuid,
    pub version: i64,
    pub field: String,
    pub from: Option<Value>,
    pub to: Option<Value>,
    pub actor: Option<Uuid>,
    pub door: String,
    pub at: DateTime<Utc>,
}

/// Writes entries; the only way into the history. Where the work has an act, they become part of it.
pub fn record(work: &mut Work, entries: &[Change<'_>]) -> Result<(), DbError> {
    match entries {
        [] => return Ok(()),
        [one] => insert_one(work, one)?,
        many => {
            for chunk in many.chunks(AT_ONCE) {
                insert_many(work, chunk)?;
            }
        }
    }
    if let (Some(act), Some(user)) = (work.act, work.user()) {
        acts::store(work, act, user, entries)?;
    }
    for c in entries {
        work.note_recorded(Recorded {
            kind: c.kind.word(),
            id: c.id,
            version: c.version,
            field: c.field.to_owned(),
            from: c.from.clone(),
            to: c.to.clone(),
        });
    }
    Ok(())
}

/// Entries in one statement.
const AT_ONCE: usize = 5000;

/// A single entry is the common case: its statement takes no lists.
fn insert_one(work: &mut Work, c: &Change<'_>) -> Result<(), DbError> {
    diesel::insert_into(changes::table)
        .values((
            changes::organization_id.eq(work.organization()),
            changes::subject_kind.eq(c.kind.word()),
            changes::subject_id.eq(c.id),
            changes::version.eq(c.version),
            changes::field.eq(c.field),
            changes::from_value.eq(c.from.clone()),
            changes::to_value.eq(c.to.clone()),
            changes::actor_id.eq(work.user()),
            changes::door.eq(work.door.word()),
            changes::tab.eq(work.tab.clone()),
            changes::import_id.eq(work.import),
            changes::at.eq(work.now()),
        ))
        .execute(work.conn())?;
    Ok(())
}

const MANY: &str = "INSERT INTO changes (organization_id, actor_id, door, tab, import_id, at, \
    subject_kind, subject_id, version, field, from_value, to_value) \
    SELECT $1, $2, $3, $4, $5, $6, x.* FROM unnest($7, $8, $9, $10, $11, $12) AS x";

fn insert_many(work: &mut Work, entries: &[Change<'_>]) -> Result<(), DbError> {
    let (organization, actor, now) = (work.organization(), work.user(), work.now());
    let (door, tab, import) = (work.door.word(), work.tab.clone(), work.import);
    let kinds: Vec<String> = entries.iter().map(|c| c.kind.word().to_owned()).collect();
    let fields: Vec<String> = entries.iter().map(|c| c.field.to_owned()).collect();
    let from: Vec<Option<Value>> = entries.iter().map(|c| c.from.clone()).collect();
    let to: Vec<Option<Value>> = entries.iter().map(|c| c.to.clone()).collect();
    sql(MANY)
        .bind::<SqlUuid, _>(organization)
        .bind::<Nullable<SqlUuid>, _>(actor)
        .bind::<Text, _>(door)
        .bind::<Nullable<Text>, _>(tab)
        .bind::<Nullable<SqlUuid>, _>(import)
        .bind::<Timestamptz, _>(now)
        .bind::<Array<Text>, _>(kinds)
        .bind::<Array<SqlUuid>, _>(entries.iter().map(|c| c.id).collect::<Vec<_>>())
        .bind::<Array<BigInt>, _>(entries.iter().map(|c| c.version).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(fields)
        .bind::<Array<Nullable<Jsonb>>, _>(from)
        .bind::<Array<Nullable<Jsonb>>, _>(to)
        .execute(work.conn())?;
    Ok(())
}

type SqlUuid = diesel::sql_types::Uuid;

type Row = (
    i64,
    String,
    Option<Value>,
    Option<Value>,
    Option<Uuid>,
    String,
    DateTime<Utc>,
);

fn entry(subject: Uuid, row: Row) -> Entry {
    Entry {
        subject,
        version: row.0,
        field: row.1,
        from: row.2,
        to: row.3,
        actor: row.4,
        door: row.5,
        at: row.6,
    }
}

/// The newest change of one field after a version that was not made by this tab: what a later
/// write to the field conflicts with.
pub fn change_since(
    work: &mut Work,
    kind: SubjectKind,
    id: Uuid,
    field: &str,
    version: i64,
    tab: Option<&str>,
) -> Result<Option<Entry>, DbError> {
    let organization = work.organization();
    let row: Option<Row> = changes::table
        .filter(changes::organization_id.eq(organization))
        .filter(changes::subject_kind.eq(kind.word()))
        .filter(changes::subject_id.eq(id))
        .filter(changes::field.eq(field))
        .filter(changes::version.gt(version))
        .filter(
            changes::tab
                .is_distinct_from(tab.map(str::to_owned))
                .or(changes::tab.is_null()),
        )
        .order(changes::version.desc())
        .select((
            changes::version,
            changes::field,
            changes::from_value,
            changes::to_value,
            changes::actor_id,
            changes::door,
            changes::at,
        ))
        .first(work.conn())
        .optional()?;
    Ok(row.map(|row| entry(id, row)))
}

/// The version for an entry about a row that keeps none of its own.
pub fn next_version(work: &mut Work, kind: SubjectKind, id: Uuid) -> Result<i64, DbError> {
    let organization = work.organization();
    let last: Option<i64> = changes::table
        .filter(changes::organization_id.eq(organization))
        .filter(changes::subject_kind.eq(kind.word()))
        .filter(changes::subject_id.eq(id))
        .select(diesel::dsl::max(changes::version))
        .first(work.conn())?;
    Ok(last.unwrap_or(0) + 1)
}

/// Whose changes count as made by somebody else.
#[derive(Debug, Clone, Copy)]
pub enum Others<'a> {
    /// Those of other tabs, one's own among them.
    Tabs(Option<&'a str>),
    /// Those of other people, and of nobody.
    People(Uuid),
}

/// The newest change of each field of these rows after a version of each, made by somebody else.
pub fn changes_since(
    work: &mut Work,
    kind: SubjectKind,
    since: &[(Uuid, i64)],
    others: Others<'_>,
) -> Result<HashMap<(Uuid, String), Entry>, DbError> {
    let organization = work.organization();
    let (ids, versions): (Vec<Uuid>, Vec<i64>) = since.iter().copied().unzip();
    let (tab, person) = match others {
        Others::Tabs(tab) => (tab.map(str::to_owned), None),
        Others::People(person) => (None, Some(person)),
    };
    let rows: Vec<Since> = sql(SINCE)
        .bind::<SqlUuid, _>(organization)
        .bind::<Text, _>(kind.word())
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Array<BigInt>, _>(versions)
        .bind::<Nullable<Text>, _>(tab)
        .bind::<Nullable<SqlUuid>, _>(person)
        .load(work.conn())?;
    let entries = rows.into_iter().map(|r| {
        let entry = Entry {
            subject: r.subject_id,
            version: r.version,
            field: r.field.clone(),
            from: r.from_value,
            to: r.to_value,
            actor: r.actor_id,
            door: r.door,
            at: r.at,
        };
        ((r.subject_id, r.field), entry)
    });
    Ok(entries.collect())
}

/// A person is given or a tab is; without a tab every change is somebody else's.
const SINCE: &str = "SELECT DISTINCT ON (c.subject_id, c.field) c.subject_id, c.version, c.field, c.from_value, \
    c.to_value, c.actor_id, c.door, c.at \
    FROM unnest($3, $4) AS x (id, v) JOIN changes c ON c.organization_id = $1 AND c.subject_kind = $2 \
        AND c.subject_id = x.id AND c.version > x.v \
    WHERE CASE WHEN $6 IS NULL THEN c.tab IS NULL OR c.tab IS DISTINCT FROM $5 ELSE c.actor_id IS DISTINCT FROM $6 END \
    ORDER BY c.subject_id, c.field, c.version DESC";

#[derive(QueryableByName)]
struct Since {
    #[diesel(sql_type = SqlUuid)]
    subject_id: Uuid,
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = Text)]
    field: String,
    #[diesel(sql_type = Nullable<Jsonb>)]
    from_value: Option<Value>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    to_value: Option<Value>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    actor_id: Option<Uuid>,
    #[diesel(sql_type = Text)]
    door: String,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
}

/// Every change of these fields of one row, oldest first.
pub fn of_fields(
    work: &mut Work,
    kind: SubjectKind,
    id: Uuid,
    fields: &[&str],
) -> Result<Vec<Entry>, DbError> {
    let organization = work.organization();
    let fields: Vec<String> = fields.iter().map(|f| (*f).to_owned()).collect();
    let rows: Vec<Row> = changes::table
        .filter(changes::organization_id.eq(organization))
        .filter(changes::subject_kind.eq(kind.word()))
        .filter(changes::subject_id.eq(id))
        .filter(changes::field.eq_any(fields))
        .order((changes::version, changes::field))
        .select((
            changes::version,
            changes::field,
            changes::from_value,
            changes::to_value,
            changes::actor_id,
            changes::door,
            changes::at,
        ))
        .load(work.conn())?;
    Ok(rows.into_iter().map(|row| entry(id, row)).collect())
}
