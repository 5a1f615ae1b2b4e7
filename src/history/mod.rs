//! Who changed what: entries are written with the change, in its transaction, and never altered. Each
//! carries the row version that it produced, which is what conflicts are judged by.

mod queries;
mod views;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::db::schema::changes;
use crate::db::{DbError, Work, sql};

pub use queries::{
    Note, Source, TimelineOf, activity, add_alias, alias_of, count_timeline, notes, remove_alias,
    sources, tell, timeline,
};
pub use views::{Notes, PAGE, Sources, Timeline, Words};

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
    Member,
    Organization,
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
            SubjectKind::Member => "member",
            SubjectKind::Organization => "organization",
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
    pub version: i64,
    pub field: String,
    pub from: Option<Value>,
    pub to: Option<Value>,
    pub actor: Option<Uuid>,
    pub door: String,
    pub at: DateTime<Utc>,
}

/// Writes entries; the only way into the history.
pub fn record(work: &mut Work, entries: &[Change<'_>]) -> Result<(), DbError> {
    let (organization, actor, door, now) = (
        work.organization(),
        work.user(),
        work.door.word(),
        work.now(),
    );
    let (tab, import) = (work.tab.clone(), work.import);
    let row = |c: &Change<'_>| {
        (
            changes::organization_id.eq(organization),
            changes::subject_kind.eq(c.kind.word()),
            changes::subject_id.eq(c.id),
            changes::version.eq(c.version),
            changes::field.eq(c.field.to_owned()),
            changes::from_value.eq(c.from.clone()),
            changes::to_value.eq(c.to.clone()),
            changes::actor_id.eq(actor),
            changes::door.eq(door),
            changes::tab.eq(tab.clone()),
            changes::import_id.eq(import),
            changes::at.eq(now),
        )
    };
    // A single entry is the common case, and only without a list is its statement prepared once.
    if let [one] = entries {
        diesel::insert_into(changes::table)
            .values(row(one))
            .execute(work.conn())?;
        return Ok(());
    }
    let rows: Vec<_> = entries.iter().map(row).collect();
    for chunk in rows.chunks(1000) {
        diesel::insert_into(changes::table)
            .values(chunk)
            .execute(work.conn())?;
    }
    Ok(())
}

/// After every change that there will be.
const FAR_AHEAD: DateTime<Utc> = match DateTime::from_timestamp(253_402_300_799, 0) {
    Some(at) => at,
    None => DateTime::<Utc>::UNIX_EPOCH,
};

type Row = (
    i64,
    String,
    Option<Value>,
    Option<Value>,
    Option<Uuid>,
    String,
    DateTime<Utc>,
);

fn entry(row: Row) -> Entry {
    Entry {
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
    Ok(row.map(entry))
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
    Ok(rows.into_iter().map(entry).collect())
}

/// The history of one row, newest first, from before a moment (in microseconds since 1970). What was merged into
/// the row is read together with it.
pub fn of_row(
    work: &mut Work,
    kind: SubjectKind,
    id: Uuid,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Entry>, DbError> {
    use diesel::sql_types::{BigInt, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
    let before = before.and_then(DateTime::from_timestamp_micros);
    let rows: Vec<Row> = sql(
        "SELECT version, field, from_value, to_value, actor_id, door, at FROM changes \
         WHERE organization_id = $1 AND subject_kind = $2 AND subject_id = ANY (ARRAY( \
            SELECT $3 UNION ALL SELECT old_id FROM aliases \
            WHERE organization_id = $1 AND kind = $2 AND new_id = $3)) \
         AND at < $4 ORDER BY at DESC, version DESC, field LIMIT $5",
    )
    .bind::<SqlUuid, _>(work.organization())
    .bind::<Text, _>(kind.word().to_owned())
    .bind::<SqlUuid, _>(id)
    .bind::<Timestamptz, _>(before.unwrap_or(FAR_AHEAD))
    .bind::<BigInt, _>(limit)
    .by_place::<(
        BigInt,
        Text,
        Nullable<Jsonb>,
        Nullable<Jsonb>,
        Nullable<SqlUuid>,
        Text,
        Timestamptz,
    )>()
    .load(work.conn())?;
    Ok(rows.into_iter().map(entry).collect())
}
