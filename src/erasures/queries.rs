//! All SQL of the room.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Timestamptz};
use uuid::Uuid;

use crate::db::{DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

/// Keeps the record of an erasure; false if it was made before. The moment is that of the transaction: the history
/// is erased only within the one that says so.
pub fn insert(
    work: &mut Work,
    id: Uuid,
    kind: &str,
    subject: Uuid,
    reason: &str,
) -> Result<bool, DbError> {
    let (organization, by) = (work.organization(), work.user());
    let made = sql(
        "INSERT INTO erasures (organization_id, id, subject_kind, subject_id, reason, erased_by, erased_at) \
         VALUES ($1, $2, $3, $4, $5, $6, now()) ON CONFLICT (organization_id, id) DO NOTHING",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(id)
    .bind::<Text, _>(kind.to_owned())
    .bind::<SqlUuid, _>(subject)
    .bind::<Text, _>(reason.to_owned())
    .bind::<Nullable<SqlUuid>, _>(by)
    .execute(work.conn())?;
    Ok(made == 1)
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

fn ids(rows: Vec<Id>) -> Vec<Uuid> {
    rows.into_iter().map(|r| r.id).collect()
}

/// A client and those that were merged into it.
pub fn with_merged(work: &mut Work, id: Uuid) -> Result<Vec<Uuid>, DbError> {
    let organization = work.organization();
    let rows: Vec<Id> = sql("SELECT $2 AS id UNION SELECT old_id FROM aliases \
         WHERE organization_id = $1 AND kind = 'client' AND new_id = $2")
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(id)
    .load(work.conn())?;
    Ok(ids(rows))
}

pub fn contacts_of(work: &mut Work, clients: &[Uuid]) -> Result<Vec<Uuid>, DbError> {
    let organization = work.organization();
    let rows: Vec<Id> =
        sql("SELECT id FROM contacts WHERE organization_id = $1 AND client_id = ANY ($2)")
            .bind::<SqlUuid, _>(organization)
            .bind::<Array<SqlUuid>, _>(clients.to_vec())
            .load(work.conn())?;
    Ok(ids(rows))
}

/// Everything that tells who a client is. Where they live goes from an address of theirs alone.
pub fn erase_clients(work: &mut Work, clients: &[Uuid], instead: &str) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    sql("UPDATE addresses a SET street = NULL, post_code = NULL, version = a.version + 1, updated_at = $3 \
         FROM clients c WHERE c.organization_id = $1 AND c.id = ANY ($2) AND a.organization_id = $1 \
         AND a.id = c.address_id AND NOT EXISTS (SELECT 1 FROM projects p WHERE p.organization_id = $1 \
            AND p.address_id = a.id) AND NOT EXISTS (SELECT 1 FROM clients o WHERE o.organization_id = $1 \
            AND o.address_id = a.id AND o.id <> ALL ($2))")
    .bind::<SqlUuid, _>(organization)
    .bind::<Array<SqlUuid>, _>(clients.to_vec())
    .bind::<Timestamptz, _>(now)
    .execute(work.conn())?;
    sql("UPDATE clients SET name = $4, short_name = NULL, last_name = NULL, first_name = NULL, middle_name = NULL, \
         other_names = '{}', name_key = '', inn = NULL, kpp = NULL, ogrn = NULL, custom = '{}', unread = '{}', \
         version = version + 1, updated_at = $3 WHERE organization_id = $1 AND id = ANY ($2)")
    .bind::<SqlUuid, _>(organization)
    .bind::<Array<SqlUuid>, _>(clients.to_vec())
    .bind::<Timestamptz, _>(now)
    .bind::<Text, _>(instead.to_owned())
    .execute(work.conn())?;
    // A merge that is taken back later must not bring a name with it.
    sql(
        "UPDATE merges SET done = jsonb_set(done, '{fields}', '[]') WHERE organization_id = $1 \
         AND (kept_id = ANY ($2) OR gone_id = ANY ($2))",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Array<SqlUuid>, _>(clients.to_vec())
    .execute(work.conn())?;
    sql("UPDATE notices SET excerpt = '' WHERE organization_id = $1 AND subject_id = ANY ($2)")
        .bind::<SqlUuid, _>(organization)
        .bind::<Array<SqlUuid>, _>(clients.to_vec())
        .execute(work.conn())?;
    Ok(())
}

pub fn erase_contacts(work: &mut Work, contacts: &[Uuid]) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    sql("UPDATE contacts SET name = '', position = NULL, other_names = '{}', other_positions = '{}', email = NULL, \
         phone = NULL, phone_text = NULL, more_emails = '{}', more_phones = '{}', notify = false, \
         version = version + 1, updated_at = $3 WHERE organization_id = $1 AND id = ANY ($2)")
    .bind::<SqlUuid, _>(organization)
    .bind::<Array<SqlUuid>, _>(contacts.to_vec())
    .bind::<Timestamptz, _>(now)
    .execute(work.conn())?;
    sql("SELECT search_drop('contact', $1)")
        .bind::<Array<SqlUuid>, _>(contacts.to_vec())
        .execute(work.conn())?;
    Ok(())
}

/// Letters to these people: that one was sent, and when, stays.
pub fn erase_letters(work: &mut Work, contacts: &[Uuid]) -> Result<(), DbError> {
    let organization = work.organization();
    sql("UPDATE outbox_messages m SET to_address = '', subject = '', body = '', \
         state = CASE WHEN m.state = 'waiting' THEN 'failed' ELSE m.state END FROM contacts c \
         WHERE m.organization_id = $1 AND c.organization_id = $1 AND c.id = ANY ($2) \
         AND lower(m.to_address) IN (SELECT lower(e) FROM unnest(array_append(c.more_emails, c.email)) e)")
    .bind::<SqlUuid, _>(organization)
    .bind::<Array<SqlUuid>, _>(contacts.to_vec())
    .execute(work.conn())?;
    Ok(())
}

/// What the history and the timeline say of these rows: the entries stay, the values go. A function of the owner's
/// does it, since the application cannot change history; it does so only for what an erasure of this transaction
/// names, or the contacts and merged rows of such a client.
pub fn erase_history(work: &mut Work, kind: &str, subjects: &[Uuid]) -> Result<(), DbError> {
    sql("SELECT erase_history($1, $2)")
        .bind::<Text, _>(kind.to_owned())
        .bind::<Array<SqlUuid>, _>(subjects.to_vec())
        .execute(work.conn())?;
    Ok(())
}

/// The record of an erasure.
#[derive(Debug, Clone, QueryableByName)]
pub struct Erasure {
    #[diesel(sql_type = Text)]
    pub subject_kind: String,
    #[diesel(sql_type = SqlUuid)]
    pub subject_id: Uuid,
    #[diesel(sql_type = Text)]
    pub reason: String,
    #[diesel(sql_type = SqlUuid)]
    pub erased_by: Uuid,
    #[diesel(sql_type = Timestamptz)]
    pub erased_at: DateTime<Utc>,
}

/// The last erasures, newest first.
pub fn all(work: &mut Work, limit: i64) -> Result<Vec<Erasure>, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT subject_kind, subject_id, reason, erased_by, erased_at FROM erasures WHERE organization_id = $1 \
         ORDER BY erased_at DESC, id DESC LIMIT $2",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<BigInt, _>(limit)
    .load(work.conn())?)
}
