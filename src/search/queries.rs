//! All SQL of the room. What is searched lies in a closed table behind `search_find`; here its hits are joined
//! with what is shown of them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz};
use uuid::Uuid;

use super::model::{Group, Hit};
use crate::db::{DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

/// Hits that are sorted; whoever types so little that there are more sees the last made and changed ones.
const MOST_SORTED: i64 = 1000;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    shown_on: Option<Uuid>,
    #[diesel(sql_type = Text)]
    label: String,
    #[diesel(sql_type = Text)]
    detail: String,
    #[diesel(sql_type = Nullable<Text>)]
    state: Option<String>,
    #[diesel(sql_type = Bool)]
    is_exact: bool,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
    /// How many there were to sort.
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn hits(group: Group, rows: Vec<Row>) -> Vec<Hit> {
    rows.into_iter()
        .map(|r| Hit {
            group,
            id: r.id,
            on: r.shown_on,
            label: r.label,
            detail: r.detail,
            state: r.state,
            is_exact: r.is_exact,
            at: r.at,
        })
        .collect()
}

const PROJECT: &str = "SELECT r.project_id AS id, NULL::uuid AS shown_on, r.name AS label, \
    concat_ws(' · ', r.number, nullif(r.client_name, '')) AS detail, r.state AS state, \
    (lower(r.number) = $3 OR r.client_inn = $3) AS is_exact, r.updated_at AS at, ";
const PROJECTS: &str = const_format::formatcp!(
    "WITH f AS MATERIALIZED (SELECT search_find('project', $2) AS id LIMIT {MOST_SORTED}) {PROJECT} \
     (SELECT count(*) FROM f) AS n FROM project_rows r JOIN f ON f.id = r.project_id \
     WHERE r.organization_id = $1 ORDER BY 6 DESC, r.updated_at DESC LIMIT 60"
);
/// Where a text is found everywhere, its newest rows are read without an index: those last made, and those that
/// people last changed.
const LATEST_PROJECTS: &str = const_format::formatcp!(
    "{PROJECT} 0::bigint AS n FROM ( \
        SELECT project_id FROM (SELECT project_id FROM project_rows WHERE organization_id = $1 \
            ORDER BY project_id DESC LIMIT 1000) made \
        UNION SELECT subject_id FROM (SELECT subject_kind, subject_id FROM changes \
            WHERE organization_id = $1 AND door <> 'import' ORDER BY at DESC LIMIT 500) changed \
            WHERE subject_kind = 'project') ids \
     CROSS JOIN LATERAL (SELECT * FROM project_rows p WHERE p.organization_id = $1 \
        AND p.project_id = ids.project_id LIMIT 1) r \
     WHERE translate(lower(concat_ws(' ', r.number, r.name, r.client_name, r.client_inn)), 'ё', 'е') LIKE ALL ($2) \
     ORDER BY r.updated_at DESC LIMIT 60"
);

fn asked(
    work: &mut Work,
    text: &'static str,
    patterns: &[String],
    number: &str,
) -> Result<Vec<Row>, DbError> {
    let organization = work.organization();
    Ok(sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<Array<Text>, _>(patterns.to_vec())
        .bind::<Text, _>(number.to_owned())
        .load(work.conn())?)
}

/// What the index finds; where that is too much, or too little was typed for it, the newest first.
fn with_latest(
    work: &mut Work,
    text: &'static str,
    latest: &'static str,
    patterns: &[String],
    number: &str,
) -> Result<Vec<Row>, DbError> {
    let mut rows = match is_indexed(patterns) {
        true => asked(work, text, patterns, number)?,
        false => Vec::new(),
    };
    if rows.is_empty() == is_indexed(patterns) || rows.iter().any(|r| r.n < MOST_SORTED) {
        return Ok(rows);
    }
    let mut newest = asked(work, latest, patterns, number)?;
    rows.retain(|r| newest.iter().all(|l| l.id != r.id));
    newest.append(&mut rows);
    Ok(newest)
}

/// The index knows pieces of three letters; without one it would be read from end to end.
fn is_indexed(patterns: &[String]) -> bool {
    patterns
        .iter()
        .any(|p| p.trim_matches('%').chars().count() >= 3)
}

pub fn projects(work: &mut Work, patterns: &[String], number: &str) -> Result<Vec<Hit>, DbError> {
    let rows = with_latest(work, PROJECTS, LATEST_PROJECTS, patterns, number)?;
    Ok(hits(Group::Projects, rows))
}

const CLIENT: &str = "SELECT c.id, NULL::uuid AS shown_on, coalesce(c.short_name, c.name) AS label, \
    concat_ws(' · ', c.inn, d.name) AS detail, NULL::text AS state, \
    (c.inn = $3 OR c.ogrn = $3) IS TRUE AS is_exact, c.updated_at AS at, ";
const CLIENT_JOINS: &str = "LEFT JOIN addresses a ON a.organization_id = c.organization_id AND a.id = c.address_id \
    LEFT JOIN directory_entries d ON d.organization_id = c.organization_id AND d.id = a.district_id ";
const CLIENTS: &str = const_format::formatcp!(
    "WITH f AS MATERIALIZED (SELECT search_find('client', $2) AS id LIMIT {MOST_SORTED}) {CLIENT} \
     (SELECT count(*) FROM f) AS n FROM clients c JOIN f ON f.id = c.id {CLIENT_JOINS} \
     WHERE c.organization_id = $1 AND c.deleted_at IS NULL ORDER BY 6 DESC, c.updated_at DESC LIMIT 60"
);
const LATEST_CLIENTS: &str = const_format::formatcp!(
    "{CLIENT} 0::bigint AS n FROM (SELECT * FROM clients WHERE organization_id = $1 ORDER BY id DESC LIMIT 1000) c \
     {CLIENT_JOINS} WHERE c.deleted_at IS NULL \
     AND translate(lower(concat_ws(' ', c.name, c.short_name, c.inn, c.ogrn)), 'ё', 'е') LIKE ALL ($2) \
     ORDER BY c.updated_at DESC LIMIT 60"
);

pub fn clients(work: &mut Work, patterns: &[String], number: &str) -> Result<Vec<Hit>, DbError> {
    let rows = with_latest(work, CLIENTS, LATEST_CLIENTS, patterns, number)?;
    Ok(hits(Group::Clients, rows))
}

/// A client is found by its people too; here those of them that are meant.
const CONTACTS: &str = const_format::formatcp!(
    "WITH f AS MATERIALIZED (SELECT search_find('client', $2) AS id LIMIT {MOST_SORTED}) \
     SELECT t.id, t.client_id AS shown_on, coalesce(nullif(t.name, ''), t.phone, t.email, '') AS label, \
        concat_ws(' · ', t.position, coalesce(c.short_name, c.name)) AS detail, NULL::text AS state, \
        false AS is_exact, t.updated_at AS at, 0::bigint AS n \
     FROM f JOIN contacts t ON t.organization_id = $1 AND t.client_id = f.id \
     JOIN clients c ON c.organization_id = $1 AND c.id = f.id AND c.deleted_at IS NULL \
     WHERE translate(lower(concat_ws(' ', t.name, t.position, t.email, t.phone, \
        array_to_string(t.more_phones, ' '), array_to_string(t.more_emails, ' '))), 'ё', 'е') LIKE ALL ($2) \
     ORDER BY t.updated_at DESC LIMIT 60"
);

pub fn contacts(work: &mut Work, patterns: &[String]) -> Result<Vec<Hit>, DbError> {
    if !is_indexed(patterns) {
        return Ok(Vec::new());
    }
    let organization = work.organization();
    let rows = sql(CONTACTS)
        .bind::<SqlUuid, _>(organization)
        .bind::<Array<Text>, _>(patterns.to_vec())
        .load(work.conn())?;
    Ok(hits(Group::Contacts, rows))
}

const PROTOCOLS: &str = "WITH f AS MATERIALIZED (SELECT search_find('protocol', $2) AS id LIMIT 300) \
    SELECT DISTINCT ON (r.project_id, d.protocol_number) r.project_id AS id, r.project_id AS shown_on, \
        '№ ' || d.protocol_number AS label, concat_ws(' · ', r.number, r.name) AS detail, r.state AS state, \
        false AS is_exact, \
        coalesce(d.decision_date::timestamptz, d.created_at) AS at, 0::bigint AS n \
    FROM f JOIN decisions d ON d.organization_id = $1 AND d.project_id = f.id \
    JOIN project_rows r ON r.organization_id = $1 AND r.project_id = f.id \
    WHERE translate(lower(d.protocol_number), 'ё', 'е') LIKE ALL ($2) \
    ORDER BY r.project_id, d.protocol_number LIMIT 60";

/// Projects on which this protocol decided.
pub fn protocols(work: &mut Work, patterns: &[String]) -> Result<Vec<Hit>, DbError> {
    if !is_indexed(patterns) {
        return Ok(Vec::new());
    }
    let organization = work.organization();
    let rows = sql(PROTOCOLS)
        .bind::<SqlUuid, _>(organization)
        .bind::<Array<Text>, _>(patterns.to_vec())
        .load(work.conn())?;
    Ok(hits(Group::Protocols, rows))
}

const RECENT: &str = "WITH mine AS MATERIALIZED (SELECT subject_kind, subject_id, max(at) AS at FROM ( \
        SELECT subject_kind, subject_id, actor_id, at FROM changes WHERE organization_id = $1 AND door <> 'import' \
        ORDER BY at DESC LIMIT 3000) newest \
        WHERE actor_id = $2 AND subject_kind IN ('project', 'client') \
        GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 8) ";
const RECENT_PROJECTS: &str = const_format::concatcp!(
    RECENT,
    "SELECT r.project_id AS id, NULL::uuid AS shown_on, r.name AS label, \
     concat_ws(' · ', r.number, nullif(r.client_name, '')) AS detail, r.state AS state, false AS is_exact, \
     mine.at, 0::bigint AS n FROM mine \
     JOIN project_rows r ON r.organization_id = $1 AND r.project_id = mine.subject_id \
     WHERE mine.subject_kind = 'project' ORDER BY mine.at DESC"
);
const RECENT_CLIENTS: &str = const_format::concatcp!(
    RECENT,
    "SELECT c.id, NULL::uuid AS shown_on, coalesce(c.short_name, c.name) AS label, coalesce(c.inn, '') AS detail, \
     NULL::text AS state, false AS is_exact, mine.at, 0::bigint AS n FROM mine \
     JOIN clients c ON c.organization_id = $1 AND c.id = mine.subject_id AND c.deleted_at IS NULL \
     WHERE mine.subject_kind = 'client' ORDER BY mine.at DESC"
);

/// What this person last changed, the newest first.
pub fn recent(work: &mut Work, user: Uuid) -> Result<Vec<Hit>, DbError> {
    let organization = work.organization();
    let mut all = Vec::new();
    for (group, text) in [
        (Group::Projects, RECENT_PROJECTS),
        (Group::Clients, RECENT_CLIENTS),
    ] {
        let rows = sql(text)
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(user)
            .load(work.conn())?;
        all.append(&mut hits(group, rows));
    }
    Ok(all)
}

/// Names of clients, projects and people.
const NAMES: &str = "SELECT name FROM project_rows WHERE organization_id = $1 \
    UNION ALL SELECT concat_ws(' ', name, short_name) FROM clients WHERE organization_id = $1 AND deleted_at IS NULL \
    UNION ALL SELECT name FROM contacts WHERE organization_id = $1";

/// Gives each name to `take`, one after the other.
pub fn names(work: &mut Work, mut take: impl FnMut(&str)) -> Result<(), DbError> {
    let organization = work.organization();
    let rows = sql(NAMES)
        .bind::<SqlUuid, _>(organization)
        .by_place::<(Text,)>()
        .load_iter::<(String,), diesel::connection::DefaultLoadingMode>(work.conn())?;
    for row in rows {
        take(&row?.0);
    }
    Ok(())
}

const PUT_PROTOCOLS: &str = "SELECT search_put('protocol', array_agg(x.id), array_agg(x.content)) FROM ( \
    SELECT d.project_id AS id, translate(lower(string_agg(DISTINCT d.protocol_number, ' ')), 'ё', 'е') AS content \
    FROM decisions d WHERE d.organization_id = $1 AND d.project_id = ANY ($2) AND d.protocol_number IS NOT NULL \
    GROUP BY d.project_id) x HAVING count(*) > 0";

/// Puts the protocol numbers of these projects where search finds them.
pub fn refresh_protocols(work: &mut Work, ids: &[Uuid]) -> Result<(), DbError> {
    let organization = work.organization();
    sql(PUT_PROTOCOLS)
        .bind::<SqlUuid, _>(organization)
        .bind::<Array<SqlUuid>, _>(ids.to_vec())
        .execute(work.conn())?;
    Ok(())
}

/// The same for projects that are removed for good.
pub fn forget_protocols(work: &mut Work, ids: &[Uuid]) -> Result<(), DbError> {
    sql("SELECT search_drop('protocol', $1)")
        .bind::<Array<SqlUuid>, _>(ids.to_vec())
        .execute(work.conn())?;
    Ok(())
}
