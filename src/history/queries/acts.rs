//! Acts: which entries of the history a person made at one stroke. Written with the entries, read by whoever
//! takes an act back.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Jsonb, Nullable, Text, Timestamptz};
use serde_json::Value;
use uuid::Uuid;

use crate::db::{Act, DbError, Work, sql};
use crate::history::Change;

type SqlUuid = diesel::sql_types::Uuid;

/// The first entries of an act: what was taken back before can no longer be done again, and of the older acts
/// a hundred are kept with this one.
const BEGIN: &str = "WITH old AS (SELECT id FROM acts WHERE organization_id = $1 AND user_id = $2 \
        AND state IN ('done', 'undone', 'over') AND (state = 'undone' OR id IN ( \
            SELECT id FROM acts WHERE organization_id = $1 AND user_id = $2 ORDER BY made_at DESC, id DESC OFFSET 99)) \
        FOR UPDATE SKIP LOCKED), \
    parts AS (DELETE FROM act_changes c USING old WHERE c.organization_id = $1 AND c.act_id = old.id), \
    gone AS (DELETE FROM acts a USING old WHERE a.organization_id = $1 AND a.id = old.id), \
    made AS (INSERT INTO acts (organization_id, id, user_id, kind, field, subject_id, cells, made_at) \
        VALUES ($1, $3, $2, $4, $5, $6, $7, $8)) \
    INSERT INTO act_changes (organization_id, act_id, subject_kind, subject_id, version, field, pass) \
    SELECT $1, $3, x.k, x.s, x.v, x.f, 0 FROM unnest($9, $10, $11, $12) AS x (k, s, v, f)";

const GO_ON: &str = "WITH more AS (UPDATE acts SET cells = CASE WHEN $3 = 0 THEN cells + $4 ELSE cells END, \
        field = CASE WHEN $3 > 0 OR field = $5 THEN field ELSE '' END, \
        subject_id = CASE WHEN $3 > 0 OR subject_id = $6 THEN subject_id END \
        WHERE organization_id = $1 AND id = $2) \
    INSERT INTO act_changes (organization_id, act_id, subject_kind, subject_id, version, field, pass) \
    SELECT $1, $2, x.k, x.s, x.v, x.f, $3 FROM unnest($7, $8, $9, $10) AS x (k, s, v, f)";

struct Columns {
    kinds: Vec<String>,
    subjects: Vec<Uuid>,
    versions: Vec<i64>,
    fields: Vec<String>,
}

fn columns(entries: &[Change<'_>]) -> Columns {
    Columns {
        kinds: entries.iter().map(|c| c.kind.word().to_owned()).collect(),
        subjects: entries.iter().map(|c| c.id).collect(),
        versions: entries.iter().map(|c| c.version).collect(),
        fields: entries.iter().map(|c| c.field.to_owned()).collect(),
    }
}

/// What all of them have in common: the field and the row.
fn common(entries: &[Change<'_>]) -> (String, Option<Uuid>) {
    let Some(first) = entries.first() else {
        return (String::new(), None);
    };
    let one_field = entries.iter().all(|c| c.field == first.field);
    let one_row = entries.iter().all(|c| c.id == first.id);
    (
        if one_field { first.field } else { "" }.to_owned(),
        one_row.then_some(first.id),
    )
}

/// Adds entries to the act of this work, which begins with its first ones.
pub fn store(work: &mut Work, act: Act, user: Uuid, entries: &[Change<'_>]) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    let (field, subject) = common(entries);
    let list = columns(entries);
    let n = entries.len() as i32;
    let statement = if act.is_stored {
        sql(GO_ON)
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(act.id)
            .bind::<Integer, _>(act.pass)
            .bind::<Integer, _>(n)
            .bind::<Text, _>(field)
            .bind::<Nullable<SqlUuid>, _>(subject)
    } else {
        sql(BEGIN)
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(user)
            .bind::<SqlUuid, _>(act.id)
            .bind::<Text, _>(act.kind)
            .bind::<Text, _>(field)
            .bind::<Nullable<SqlUuid>, _>(subject)
            .bind::<Integer, _>(n)
            .bind::<Timestamptz, _>(now)
    };
    statement
        .bind::<Array<Text>, _>(list.kinds)
        .bind::<Array<SqlUuid>, _>(list.subjects)
        .bind::<Array<BigInt>, _>(list.versions)
        .bind::<Array<Text>, _>(list.fields)
        .execute(work.conn())?;
    work.act = Some(Act {
        is_stored: true,
        ..act
    });
    Ok(())
}

/// Notes an act that has no entries of its own here, such as an import: its id is that of its subject too.
pub fn note(work: &mut Work, user: Uuid, kind: &'static str, id: Uuid) -> Result<(), DbError> {
    let act = Act::new(Some(id), kind);
    store(work, act, user, &[])?;
    let organization = work.organization();
    sql("UPDATE acts SET subject_id = $2 WHERE organization_id = $1 AND id = $2")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .execute(work.conn())?;
    work.act = None;
    Ok(())
}

/// An act as it is read.
#[derive(Debug, Clone, QueryableByName)]
pub struct ActRow {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    pub user_id: Uuid,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Integer)]
    pub pass: i32,
    #[diesel(sql_type = Text)]
    pub field: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub subject_id: Option<Uuid>,
    #[diesel(sql_type = Integer)]
    pub cells: i32,
    /// What stayed the last time.
    #[diesel(sql_type = Jsonb)]
    pub kept: Value,
    #[diesel(sql_type = Integer)]
    pub kept_n: i32,
    #[diesel(sql_type = Timestamptz)]
    pub made_at: DateTime<Utc>,
}

const ACT: &str = "SELECT id, user_id, kind, state, pass, field, subject_id, cells, kept, kept_n, made_at FROM acts WHERE organization_id = $1 AND ";
const BY_ID: &str = const_format::concatcp!(ACT, "id = $2");
const LAST_DONE: &str = const_format::concatcp!(
    ACT,
    "user_id = $2 AND state = 'done' ORDER BY made_at DESC, id DESC LIMIT 1"
);
const FIRST_UNDONE: &str = const_format::concatcp!(
    ACT,
    "user_id = $2 AND state = 'undone' ORDER BY made_at, id LIMIT 1"
);
const LOCKED: &str = const_format::concatcp!(ACT, "id = $2 FOR UPDATE");
const RECENT: &str =
    const_format::concatcp!(ACT, "user_id = $2 ORDER BY made_at DESC, id DESC LIMIT 100");

fn one(work: &mut Work, text: &'static str, id: Uuid) -> Result<Option<ActRow>, DbError> {
    let organization = work.organization();
    Ok(sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .get_result(work.conn())
        .optional()?)
}

pub fn find(work: &mut Work, id: Uuid) -> Result<Option<ActRow>, DbError> {
    one(work, BY_ID, id)
}

/// The same, locked until the end of this work.
pub fn lock(work: &mut Work, id: Uuid) -> Result<Option<ActRow>, DbError> {
    one(work, LOCKED, id)
}

/// What this person would take back next.
pub fn last_done(work: &mut Work, user: Uuid) -> Result<Option<ActRow>, DbError> {
    one(work, LAST_DONE, user)
}

/// What this person would do again next.
pub fn first_undone(work: &mut Work, user: Uuid) -> Result<Option<ActRow>, DbError> {
    one(work, FIRST_UNDONE, user)
}

/// The last hundred acts of a person, newest first.
pub fn recent(work: &mut Work, user: Uuid) -> Result<Vec<ActRow>, DbError> {
    let organization = work.organization();
    Ok(sql(RECENT)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(user)
        .load(work.conn())?)
}

/// What an act did to one field of one row, first value to last.
#[derive(Debug, Clone, QueryableByName)]
pub struct Part {
    #[diesel(sql_type = Text)]
    pub subject_kind: String,
    #[diesel(sql_type = SqlUuid)]
    pub subject_id: Uuid,
    #[diesel(sql_type = Text)]
    pub field: String,
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub from_value: Option<Value>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub to_value: Option<Value>,
}

const PARTS: &str = "WITH rows AS (SELECT DISTINCT subject_id FROM act_changes \
        WHERE organization_id = $1 AND act_id = $2 AND pass < $3 ORDER BY subject_id LIMIT $4) \
    SELECT a.subject_kind, a.subject_id, a.field, max(a.version) AS version, \
        (array_agg(c.from_value ORDER BY c.version))[1] AS from_value, \
        (array_agg(c.to_value ORDER BY c.version DESC))[1] AS to_value \
    FROM rows JOIN act_changes a ON a.organization_id = $1 AND a.act_id = $2 AND a.subject_id = rows.subject_id AND a.pass < $3 \
    JOIN changes c ON c.organization_id = $1 AND c.subject_kind = a.subject_kind AND c.subject_id = a.subject_id \
        AND c.version = a.version AND c.field = a.field \
    GROUP BY a.subject_kind, a.subject_id, a.field ORDER BY a.subject_id, a.field";

/// What an act did to so many of its rows that this pass has not reached yet.
pub fn parts(work: &mut Work, act: Uuid, pass: i32, rows: i64) -> Result<Vec<Part>, DbError> {
    let organization = work.organization();
    Ok(sql(PARTS)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(act)
        .bind::<Integer, _>(pass)
        .bind::<BigInt, _>(rows)
        .load(work.conn())?)
}

/// These rows are dealt with: what the act did to them before this pass is no longer what comes next.
pub fn forget_parts(
    work: &mut Work,
    act: Uuid,
    pass: i32,
    subjects: &[Uuid],
) -> Result<(), DbError> {
    let organization = work.organization();
    sql("DELETE FROM act_changes WHERE organization_id = $1 AND act_id = $2 AND pass < $3 AND subject_id = ANY ($4)")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(act)
        .bind::<Integer, _>(pass)
        .bind::<Array<SqlUuid>, _>(subjects.to_vec())
        .execute(work.conn())?;
    Ok(())
}

/// The making of a row stays the making of it, however often it is taken back and done again.
pub fn keep_making(
    work: &mut Work,
    act: Uuid,
    pass: i32,
    kind: &str,
    subject: Uuid,
    version: i64,
) -> Result<(), DbError> {
    let organization = work.organization();
    sql("INSERT INTO act_changes (organization_id, act_id, subject_kind, subject_id, version, field, pass) \
         VALUES ($1, $2, $3, $4, $5, '', $6)")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(act)
        .bind::<Text, _>(kind.to_owned())
        .bind::<SqlUuid, _>(subject)
        .bind::<BigInt, _>(version)
        .bind::<Integer, _>(pass)
        .execute(work.conn())?;
    Ok(())
}

/// Sets where an act stands, and adds to the list of what stayed.
pub fn set_state(
    work: &mut Work,
    act: Uuid,
    state: &'static str,
    pass: i32,
    kept: &[Value],
    kept_n: i32,
) -> Result<(), DbError> {
    let organization = work.organization();
    sql("UPDATE acts SET state = $3, pass = $4, kept = $5, kept_n = $6 WHERE organization_id = $1 AND id = $2")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(act)
        .bind::<Text, _>(state)
        .bind::<Integer, _>(pass)
        .bind::<Jsonb, _>(Value::Array(kept.to_vec()))
        .bind::<Integer, _>(kept_n)
        .execute(work.conn())?;
    Ok(())
}
