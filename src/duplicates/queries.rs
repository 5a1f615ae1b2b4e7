//! All SQL of the room.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, SmallInt, Text};
use uuid::Uuid;

use super::model::{Done, Marks, Merge, Pair, Reason};
use crate::db::schema::{client_pairs, merges};
use crate::db::{DbError, Work, sql};
use crate::refusal::Refused;

type SqlUuid = diesel::sql_types::Uuid;

/// A key that more clients share than this says nothing of them: a common phone of a village, a name like "ИП".
const MOST_OF_A_KEY: i64 = 8;

/// Pairs that share a number, a name, a phone or an address, after a pair, in the order of their ids.
const CANDIDATES: &str = "WITH keys AS MATERIALIZED ( \
        SELECT 'i' || inn AS key, id FROM clients WHERE organization_id = $1 AND deleted_at IS NULL AND inn <> '' \
        UNION SELECT 'o' || ogrn, id FROM clients WHERE organization_id = $1 AND deleted_at IS NULL AND ogrn <> '' \
        UNION SELECT 'n' || name_key, id FROM clients \
            WHERE organization_id = $1 AND deleted_at IS NULL AND name_key <> '' \
        UNION SELECT 'p' || t.phone, c.id FROM contacts t \
            JOIN clients c ON c.organization_id = t.organization_id AND c.id = t.client_id AND c.deleted_at IS NULL \
            WHERE t.organization_id = $1 AND t.phone <> '' \
        UNION SELECT 'm' || lower(t.email), c.id FROM contacts t \
            JOIN clients c ON c.organization_id = t.organization_id AND c.id = t.client_id AND c.deleted_at IS NULL \
            WHERE t.organization_id = $1 AND t.email <> ''), \
    shared AS (SELECT array_agg(id) AS ids FROM keys GROUP BY key HAVING count(*) BETWEEN 2 AND $2) \
    SELECT DISTINCT a AS first_id, b AS second_id FROM shared, unnest(ids) a, unnest(ids) b WHERE a < b LIMIT $3";

#[derive(QueryableByName)]
struct Ids {
    #[diesel(sql_type = SqlUuid)]
    first_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    second_id: Uuid,
}

/// Pairs worth judging, at most so many.
pub fn candidates(work: &mut Work, most: i64) -> Result<Vec<(Uuid, Uuid)>, DbError> {
    let organization = work.organization();
    let pairs: Vec<Ids> = sql(CANDIDATES)
        .bind::<SqlUuid, _>(organization)
        .bind::<BigInt, _>(MOST_OF_A_KEY)
        .bind::<BigInt, _>(most)
        .load(work.conn())?;
    Ok(pairs
        .into_iter()
        .map(|p| (p.first_id, p.second_id))
        .collect())
}

#[derive(QueryableByName)]
struct MarksRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    name_key: String,
    #[diesel(sql_type = Nullable<Text>)]
    inn: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    kpp: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    ogrn: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    district: Option<String>,
    #[diesel(sql_type = Array<Text>)]
    phones: Vec<String>,
    #[diesel(sql_type = Array<Text>)]
    emails: Vec<String>,
}

/// Marks of these clients, in no order.
pub fn marks(work: &mut Work, ids: &[Uuid]) -> Result<Vec<Marks>, DbError> {
    let organization = work.organization();
    let rows: Vec<MarksRow> = sql(
        "SELECT c.id, c.name_key, c.inn, c.kpp, c.ogrn, d.name AS district, \
         ARRAY(SELECT p FROM contacts t, unnest(array_append(t.more_phones, t.phone)) p \
            WHERE t.organization_id = c.organization_id AND t.client_id = c.id AND p <> '') AS phones, \
         ARRAY(SELECT lower(m) FROM contacts t, unnest(array_append(t.more_emails, t.email)) m \
            WHERE t.organization_id = c.organization_id AND t.client_id = c.id AND m <> '') AS emails \
         FROM clients c \
         LEFT JOIN addresses a ON a.organization_id = c.organization_id AND a.id = c.address_id \
         LEFT JOIN directory_entries d ON d.organization_id = c.organization_id AND d.id = a.district_id \
         WHERE c.organization_id = $1 AND c.id = ANY ($2) AND c.deleted_at IS NULL",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Array<SqlUuid>, _>(ids.to_vec())
    .load(work.conn())?;
    Ok(rows
        .into_iter()
        .map(|r| Marks {
            id: r.id,
            name_key: r.name_key,
            inn: r.inn,
            kpp: r.kpp,
            ogrn: r.ogrn,
            district: r.district,
            phones: r.phones,
            emails: r.emails,
        })
        .collect())
}

/// Puts the queue in place of the one before. What people decided of a pair stays.
pub fn replace_queue(work: &mut Work, pairs: &[Pair]) -> Result<(), DbError> {
    let organization = work.organization();
    sql("DELETE FROM client_pairs WHERE organization_id = $1 AND state = 'open'")
        .bind::<SqlUuid, _>(organization)
        .execute(work.conn())?;
    let reasons = |p: &Pair| {
        let words: Vec<&str> = p.reasons.iter().map(|r| r.word()).collect();
        words.join(",")
    };
    sql(
        "INSERT INTO client_pairs (organization_id, first_id, second_id, score, reasons) \
         SELECT $1, f, s, n, string_to_array(r, ',') FROM unnest($2, $3, $4, $5) AS x (f, s, n, r) \
         ON CONFLICT (organization_id, first_id, second_id) DO NOTHING",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Array<SqlUuid>, _>(pairs.iter().map(|p| p.first).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(pairs.iter().map(|p| p.second).collect::<Vec<_>>())
    .bind::<Array<SmallInt>, _>(pairs.iter().map(|p| p.score).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(pairs.iter().map(reasons).collect::<Vec<_>>())
    .execute(work.conn())?;
    Ok(())
}

/// A pair in the queue with what is shown of both.
#[derive(Debug, Clone, QueryableByName)]
pub struct Queued {
    #[diesel(sql_type = SqlUuid)]
    pub first_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    pub second_id: Uuid,
    #[diesel(sql_type = SmallInt)]
    pub score: i16,
    #[diesel(sql_type = Array<Text>)]
    pub reasons: Vec<String>,
    #[diesel(sql_type = Text)]
    pub first_name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub first_inn: Option<String>,
    #[diesel(sql_type = BigInt)]
    pub first_projects: i64,
    #[diesel(sql_type = Text)]
    pub second_name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub second_inn: Option<String>,
    #[diesel(sql_type = BigInt)]
    pub second_projects: i64,
}

/// Open pairs, the likeliest first, from after a place in the queue.
pub fn queue(
    work: &mut Work,
    after: Option<(i16, Uuid, Uuid)>,
    limit: i64,
) -> Result<Vec<Queued>, DbError> {
    let organization = work.organization();
    let (score, first, second) = after.unwrap_or((101, Uuid::nil(), Uuid::nil()));
    Ok(sql("SELECT q.first_id, q.second_id, q.score, q.reasons, \
         coalesce(f.short_name, f.name) AS first_name, f.inn AS first_inn, \
         (SELECT count(*) FROM projects p WHERE p.organization_id = $1 AND p.client_id = f.id \
            AND p.state <> 'deleted') AS first_projects, \
         coalesce(s.short_name, s.name) AS second_name, s.inn AS second_inn, \
         (SELECT count(*) FROM projects p WHERE p.organization_id = $1 AND p.client_id = s.id \
            AND p.state <> 'deleted') AS second_projects \
         FROM (SELECT * FROM client_pairs WHERE organization_id = $1 AND state = 'open' \
            AND (score, first_id, second_id) < ($2, $3, $4) \
            ORDER BY score DESC, first_id DESC, second_id DESC LIMIT $5) q \
         JOIN clients f ON f.organization_id = $1 AND f.id = q.first_id AND f.deleted_at IS NULL \
         JOIN clients s ON s.organization_id = $1 AND s.id = q.second_id AND s.deleted_at IS NULL \
         ORDER BY q.score DESC, q.first_id DESC, q.second_id DESC")
    .bind::<SqlUuid, _>(organization)
    .bind::<SmallInt, _>(score)
    .bind::<SqlUuid, _>(first)
    .bind::<SqlUuid, _>(second)
    .bind::<BigInt, _>(limit)
    .load(work.conn())?)
}

/// Writes what was decided of a pair, whether or not it stood in the queue.
pub fn decide(
    work: &mut Work,
    first: Uuid,
    second: Uuid,
    state: &str,
    (score, reasons): (i16, Vec<Reason>),
) -> Result<(), DbError> {
    let (organization, now, user) = (work.organization(), work.now(), work.user());
    let words: Vec<String> = reasons.iter().map(|r| r.word().to_owned()).collect();
    diesel::insert_into(client_pairs::table)
        .values((
            client_pairs::organization_id.eq(organization),
            client_pairs::first_id.eq(first),
            client_pairs::second_id.eq(second),
            client_pairs::score.eq(score),
            client_pairs::reasons.eq(words),
            client_pairs::state.eq(state),
            client_pairs::decided_by.eq(user),
            client_pairs::decided_at.eq(Some(now)),
            client_pairs::found_at.eq(now),
        ))
        .on_conflict((
            client_pairs::organization_id,
            client_pairs::first_id,
            client_pairs::second_id,
        ))
        .do_update()
        .set((
            client_pairs::state.eq(state),
            client_pairs::decided_by.eq(user),
            client_pairs::decided_at.eq(Some(now)),
        ))
        .execute(work.conn())?;
    Ok(())
}

/// Keeps what a merge did.
pub fn insert_merge(
    work: &mut Work,
    id: Uuid,
    kept: Uuid,
    gone: Uuid,
    done: &Done,
) -> Result<(), Refused> {
    let done = serde_json::to_value(done).map_err(|e| Refused::Broken(e.to_string()))?;
    diesel::insert_into(merges::table)
        .values((
            merges::organization_id.eq(work.organization()),
            merges::id.eq(id),
            merges::kept_id.eq(kept),
            merges::gone_id.eq(gone),
            merges::done.eq(done),
            merges::by_id.eq(work.user().unwrap_or_default()),
            merges::at.eq(work.now()),
        ))
        .execute(work.conn())
        .map_err(DbError::from)?;
    Ok(())
}

/// A merge, locked until the end of this work.
pub fn lock_merge(work: &mut Work, id: Uuid) -> Result<Option<Merge>, Refused> {
    type Row = (
        Uuid,
        Uuid,
        serde_json::Value,
        DateTime<Utc>,
        Option<DateTime<Utc>>,
    );
    let row: Option<Row> = merges::table
        .find((work.organization(), id))
        .select((
            merges::kept_id,
            merges::gone_id,
            merges::done,
            merges::at,
            merges::undone_at,
        ))
        .for_update()
        .first(work.conn())
        .optional()
        .map_err(DbError::from)?;
    row.map(|(kept, gone, done, at, undone)| {
        Ok(Merge {
            kept,
            gone,
            done: serde_json::from_value(done).map_err(|e| Refused::Broken(e.to_string()))?,
            at,
            is_undone: undone.is_some(),
        })
    })
    .transpose()
}

pub fn set_undone(work: &mut Work, id: Uuid) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    diesel::update(merges::table.find((organization, id)))
        .set(merges::undone_at.eq(Some(now)))
        .execute(work.conn())?;
    Ok(())
}

#[derive(QueryableByName)]
struct Recent {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    gone_name: String,
    #[diesel(sql_type = Text)]
    kept_name: String,
    #[diesel(sql_type = SqlUuid)]
    kept_id: Uuid,
}

/// A merge that can still be taken back.
pub struct RecentMerge {
    pub id: Uuid,
    pub kept_id: Uuid,
    pub kept_name: String,
    pub gone_name: String,
}

/// Merges since a moment that stand, newest first.
pub fn recent_merges(
    work: &mut Work,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<RecentMerge>, DbError> {
    let organization = work.organization();
    let rows: Vec<Recent> = sql(
        "SELECT m.id, m.kept_id, coalesce(g.short_name, g.name) AS gone_name, coalesce(k.short_name, k.name) AS kept_name \
         FROM merges m JOIN clients g ON g.organization_id = $1 AND g.id = m.gone_id \
         JOIN clients k ON k.organization_id = $1 AND k.id = m.kept_id \
         WHERE m.organization_id = $1 AND m.at >= $2 AND m.undone_at IS NULL ORDER BY m.at DESC LIMIT $3",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<diesel::sql_types::Timestamptz, _>(since)
    .bind::<BigInt, _>(limit)
    .load(work.conn())?;
    Ok(rows
        .into_iter()
        .map(|r| RecentMerge {
            id: r.id,
            kept_id: r.kept_id,
            kept_name: r.kept_name,
            gone_name: r.gone_name,
        })
        .collect())
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    projects: i64,
    #[diesel(sql_type = BigInt)]
    contacts: i64,
}

/// Projects and contacts of a client.
pub fn count_of(work: &mut Work, client: Uuid) -> Result<(i64, i64), DbError> {
    let organization = work.organization();
    let counted: Counted = sql("SELECT \
         (SELECT count(*) FROM projects WHERE organization_id = $1 AND client_id = $2) AS projects, \
         (SELECT count(*) FROM contacts WHERE organization_id = $1 AND client_id = $2) AS contacts")
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(client)
    .get_result(work.conn())?;
    Ok((counted.projects, counted.contacts))
}
