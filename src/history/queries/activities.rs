//! Entries of timelines: of a deal, a project or a client. Never changed, never removed.

use diesel::prelude::*;
use diesel::sql_types::{Jsonb, Nullable, Text};
use serde_json::Value;
use uuid::Uuid;

use crate::db::rows::{Page, moment};
use crate::db::{DbError, Work, assembled, sql};

type SqlUuid = diesel::sql_types::Uuid;

/// Whose timeline it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimelineOf {
    Deal(Uuid),
    Project(Uuid),
    Client(Uuid),
}

impl TimelineOf {
    pub fn word(self) -> &'static str {
        match self {
            TimelineOf::Deal(_) => "deal",
            TimelineOf::Project(_) => "project",
            TimelineOf::Client(_) => "client",
        }
    }

    pub fn id(self) -> Uuid {
        match self {
            TimelineOf::Deal(id) | TimelineOf::Project(id) | TimelineOf::Client(id) => id,
        }
    }
}

/// Writes an entry in the name of whoever acts, and gives its id. The moment is that of the writing, not of the
/// beginning of the work: whoever waited for the row stands behind the one waited for.
pub fn tell(work: &mut Work, of: TimelineOf, kind: &str, payload: &Value) -> Result<Uuid, DbError> {
    let (organization, author, import) = (work.organization(), work.user(), work.import);
    let id = Uuid::now_v7();
    sql("INSERT INTO activities (organization_id, id, subject_kind, subject_id, type, payload, author_id, import_id, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp())")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .bind::<Text, _>(of.word())
        .bind::<SqlUuid, _>(of.id())
        .bind::<Text, _>(kind.to_owned())
        .bind::<Jsonb, _>(payload.clone())
        .bind::<Nullable<SqlUuid>, _>(author)
        .bind::<Nullable<SqlUuid>, _>(import)
        .execute(work.conn())?;
    Ok(id)
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    row: String,
}

fn json(of: TimelineOf) -> String {
    format!(
        "json_build_object('id', t.id, 'organization_id', t.organization_id, '{}_id', t.subject_id, \
         'author_id', t.author_id, 'type', t.type, 'payload', t.payload, 'created_at', {})::text AS row",
        of.word(),
        moment("t.created_at")
    )
}

/// Kinds are words of the product; none means all.
fn condition(of: TimelineOf, kinds: &[&'static str]) -> String {
    let mut text = format!(
        "FROM activities t WHERE t.organization_id = $1 AND t.subject_kind = '{}' AND t.subject_id = $2",
        of.word()
    );
    if !kinds.is_empty() {
        text.push_str(&format!(" AND t.type IN ('{}')", kinds.join("', '")));
    }
    text
}

/// A page of a timeline, each entry as JSON.
pub fn timeline(
    work: &mut Work,
    of: TimelineOf,
    kinds: &[&'static str],
    page: Page,
) -> Result<Vec<String>, DbError> {
    let organization = work.organization();
    let way = if page.descending { "DESC" } else { "ASC" };
    let text = format!(
        "SELECT {} {} ORDER BY t.created_at {way}, t.id {way} LIMIT $3 OFFSET $4",
        json(of),
        condition(of, kinds)
    );
    let rows: Vec<Row> = assembled(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(of.id())
        .bind::<diesel::sql_types::BigInt, _>(page.limit)
        .bind::<diesel::sql_types::BigInt, _>(page.offset)
        .load(work.conn())?;
    Ok(rows.into_iter().map(|r| r.row).collect())
}

pub fn count_timeline(
    work: &mut Work,
    of: TimelineOf,
    kinds: &[&'static str],
) -> Result<i64, DbError> {
    let organization = work.organization();
    Ok(
        assembled(format!("SELECT count(*) {}", condition(of, kinds)))
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(of.id())
            .by_place::<diesel::sql_types::BigInt>()
            .get_result(work.conn())?,
    )
}

/// One entry of a timeline.
pub fn activity(work: &mut Work, of: TimelineOf, id: Uuid) -> Result<Option<Value>, DbError> {
    let organization = work.organization();
    let row: Option<Row> = assembled(format!(
        "SELECT {} {} AND t.id = $3",
        json(of),
        condition(of, &[])
    ))
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(of.id())
    .bind::<SqlUuid, _>(id)
    .get_result(work.conn())
    .optional()?;
    Ok(row.and_then(|r| serde_json::from_str(&r.row).ok()))
}
