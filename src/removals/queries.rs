//! All SQL of the room.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text, Timestamptz};
use uuid::Uuid;

use crate::db::schema::{clients, removal_requests};
use crate::db::{DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

/// A client or project in the bin.
#[derive(Debug, Clone, QueryableByName)]
pub struct Removed {
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub details: String,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub by: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    pub reason: Option<String>,
}

/// What is in the bin, newest first.
pub fn bin(work: &mut Work) -> Result<Vec<Removed>, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT b.*, h.actor_id AS by, (SELECT r.to_value #>> '{}' FROM changes r WHERE r.organization_id = $1 \
            AND r.subject_kind = b.kind AND r.subject_id = b.id AND r.version = h.version AND r.field = 'reason') AS reason \
         FROM ((SELECT 'project' AS kind, p.id, p.name, p.number AS details, p.state_changed_at AS at FROM projects p \
                WHERE p.organization_id = $1 AND p.state = 'deleted' ORDER BY p.state_changed_at DESC LIMIT 500) \
            UNION ALL (SELECT 'client', c.id, coalesce(c.short_name, c.name), coalesce(c.inn, ''), c.deleted_at FROM clients c \
                WHERE c.organization_id = $1 AND c.deleted_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM aliases a \
                    WHERE a.organization_id = $1 AND a.kind = 'client' AND a.old_id = c.id) ORDER BY c.deleted_at DESC LIMIT 500) \
            UNION ALL (SELECT 'deal', d.id, d.title, d.amount::text || ' ' || d.currency, d.deleted_at FROM deals d \
                WHERE d.organization_id = $1 AND d.deleted_at IS NOT NULL ORDER BY d.deleted_at DESC LIMIT 500) \
            UNION ALL (SELECT 'task', k.id, k.title, '', k.deleted_at FROM tasks k \
                LEFT JOIN deals d ON d.organization_id = $1 AND d.id = k.deal_id \
                WHERE k.organization_id = $1 AND k.deleted_at IS NOT NULL AND d.deleted_at IS NULL \
                ORDER BY k.deleted_at DESC LIMIT 500)) b \
         LEFT JOIN LATERAL (SELECT x.actor_id, x.version FROM changes x WHERE x.organization_id = $1 \
            AND x.subject_kind = b.kind AND x.subject_id = b.id AND x.field IN ('state', 'deleted') \
            ORDER BY x.version DESC LIMIT 1) h ON true ORDER BY b.at DESC",
    )
    .bind::<SqlUuid, _>(organization)
    .load(work.conn())?)
}

/// Somebody's asking that waits for an answer.
#[derive(Debug, Clone, QueryableByName)]
pub struct Asked {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = SqlUuid)]
    pub subject: Uuid,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub reason: String,
    #[diesel(sql_type = SqlUuid)]
    pub by: Uuid,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
}

const ASKED: &str = "SELECT r.id, r.subject_kind AS kind, r.subject_id AS subject, \
    coalesce(p.name, c.short_name, c.name, '') AS name, r.reason, r.asked_by AS by, r.asked_at AS at FROM removal_requests r \
    LEFT JOIN projects p ON p.organization_id = $1 AND p.id = r.subject_id AND r.subject_kind = 'project' \
    LEFT JOIN clients c ON c.organization_id = $1 AND c.id = r.subject_id AND r.subject_kind = 'client' \
    WHERE r.organization_id = $1 AND r.settled_at IS NULL ";

/// All that waits, oldest first.
pub fn asked(work: &mut Work) -> Result<Vec<Asked>, DbError> {
    let organization = work.organization();
    Ok(sql(const_format::concatcp!(
        ASKED,
        "ORDER BY r.asked_at LIMIT 200"
    ))
    .bind::<SqlUuid, _>(organization)
    .load(work.conn())?)
}

/// What waits about one record.
pub fn asked_about(work: &mut Work, kind: &str, id: Uuid) -> Result<Option<Asked>, DbError> {
    let organization = work.organization();
    Ok(sql(const_format::concatcp!(
        ASKED,
        "AND r.subject_kind = $2 AND r.subject_id = $3 ORDER BY r.asked_at LIMIT 1"
    ))
    .bind::<SqlUuid, _>(organization)
    .bind::<Text, _>(kind.to_owned())
    .bind::<SqlUuid, _>(id)
    .get_result(work.conn())
    .optional()?)
}

/// Keeps an asking.
pub fn insert(
    work: &mut Work,
    kind: &str,
    subject: Uuid,
    reason: &str,
    by: Uuid,
) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    diesel::insert_into(removal_requests::table)
        .values((
            removal_requests::organization_id.eq(organization),
            removal_requests::id.eq(Uuid::now_v7()),
            removal_requests::subject_kind.eq(kind),
            removal_requests::subject_id.eq(subject),
            removal_requests::reason.eq(reason),
            removal_requests::asked_by.eq(by),
            removal_requests::asked_at.eq(now),
        ))
        .execute(work.conn())?;
    Ok(())
}

/// Answers everything that waits about a record; gives how many there were.
pub fn settle(
    work: &mut Work,
    kind: &str,
    subject: Uuid,
    by: Uuid,
    outcome: &str,
) -> Result<usize, DbError> {
    let (organization, now) = (work.organization(), work.now());
    Ok(diesel::update(removal_requests::table)
        .filter(removal_requests::organization_id.eq(organization))
        .filter(removal_requests::subject_kind.eq(kind))
        .filter(removal_requests::subject_id.eq(subject))
        .filter(removal_requests::settled_at.is_null())
        .set((
            removal_requests::settled_at.eq(now),
            removal_requests::settled_by.eq(by),
            removal_requests::outcome.eq(outcome),
        ))
        .execute(work.conn())?)
}

/// What is asked about: kind and id.
pub fn subject_of(work: &mut Work, request: Uuid) -> Result<Option<(String, Uuid)>, DbError> {
    let organization = work.organization();
    Ok(removal_requests::table
        .find((organization, request))
        .filter(removal_requests::settled_at.is_null())
        .select((removal_requests::subject_kind, removal_requests::subject_id))
        .first(work.conn())
        .optional()?)
}

/// Version of a client, and since when it is in the bin.
type Locked = (i64, Option<DateTime<Utc>>);

/// A client's version, whether it is in the bin or not, locked.
pub fn lock_client(work: &mut Work, id: Uuid) -> Result<Option<Locked>, DbError> {
    let organization = work.organization();
    Ok(clients::table
        .find((organization, id))
        .select((clients::version, clients::deleted_at))
        .for_update()
        .first(work.conn())
        .optional()?)
}

/// Puts a client into the bin, or takes it out again.
pub fn set_deleted(work: &mut Work, id: Uuid, at: Option<DateTime<Utc>>) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    diesel::update(clients::table.find((organization, id)))
        .set((
            clients::deleted_at.eq(at),
            clients::updated_at.eq(now),
            clients::version.eq(clients::version + 1),
        ))
        .execute(work.conn())?;
    // A client in the bin is found by nobody.
    let put = "SELECT search_drop('client', ARRAY[$1]) WHERE $1 IS NOT NULL";
    if at.is_some() {
        work.touch_gone_client(id);
        sql(put).bind::<SqlUuid, _>(id).execute(work.conn())?;
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    n: i64,
}

/// Projects of a client that are not in the bin.
pub fn living_projects(work: &mut Work, client: Uuid) -> Result<i64, DbError> {
    let organization = work.organization();
    let count: Count = sql(
        "SELECT count(*) AS n FROM projects WHERE organization_id = $1 AND client_id = $2 AND state <> 'deleted'",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(client)
    .get_result(work.conn())?;
    Ok(count.n)
}
