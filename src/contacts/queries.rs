//! All SQL of the room: the contact of the pages here, that of programs in a file of its own.

mod programs;

mod rehome;

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use uuid::Uuid;

use super::model::{Contact, ContactValues};
use crate::db::schema::contacts;
use crate::db::{DbError, Work, sql};

pub use programs::*;
pub use rehome::rehome;

type SqlUuid = diesel::sql_types::Uuid;

const CONTACT: &str = "SELECT id, version, client_id, owner_id, name, position, email, phone, more_emails, \
    more_phones, notify FROM contacts WHERE organization_id = $1 AND ";
const LOCKED: &str = const_format::concatcp!(CONTACT, "id = $2 FOR NO KEY UPDATE");
const BY_ID: &str = const_format::concatcp!(CONTACT, "id = $2");
const OF_CLIENT: &str =
    const_format::concatcp!(CONTACT, "client_id = $2 ORDER BY name, id LIMIT 200");

fn one(work: &mut Work, text: &'static str, id: Uuid) -> Result<Option<Contact>, DbError> {
    let organization = work.organization();
    Ok(sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .get_result(work.conn())
        .optional()?)
}

pub fn find(work: &mut Work, id: Uuid) -> Result<Option<Contact>, DbError> {
    one(work, BY_ID, id)
}

/// Whether there is a contact with this id; it stays until the end of this work.
pub fn is_there(work: &mut Work, id: Uuid) -> Result<bool, DbError> {
    let organization = work.organization();
    let found: Option<Uuid> =
        sql("SELECT id FROM contacts WHERE organization_id = $1 AND id = $2 FOR KEY SHARE")
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(id)
            .by_place::<SqlUuid>()
            .get_result(work.conn())
            .optional()?;
    Ok(found.is_some())
}

/// The same, locked until the end of this work.
pub fn lock(work: &mut Work, id: Uuid) -> Result<Option<Contact>, DbError> {
    one(work, LOCKED, id)
}

/// The people to talk to of one client.
pub fn of_client(work: &mut Work, client: Uuid) -> Result<Vec<Contact>, DbError> {
    let organization = work.organization();
    Ok(sql(OF_CLIENT)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(client)
        .load(work.conn())?)
}

/// False if a contact with this id is there already: the form was sent twice.
pub fn insert(
    work: &mut Work,
    id: Uuid,
    client: Option<Uuid>,
    owner: Uuid,
    values: &ContactValues,
) -> Result<bool, DbError> {
    let rows = diesel::insert_into(contacts::table)
        .values((
            contacts::organization_id.eq(work.organization()),
            contacts::id.eq(id),
            contacts::client_id.eq(client),
            contacts::owner_id.eq(owner),
            contacts::name.eq(&values.name),
            contacts::position.eq(&values.position),
            contacts::email.eq(&values.email),
            contacts::phone.eq(&values.phone),
            contacts::notify.eq(values.notify),
        ))
        .on_conflict((contacts::organization_id, contacts::id))
        .do_nothing()
        .execute(work.conn())?;
    if rows == 1 {
        add(work, owner, 1)?;
        refresh_search(work, &[id])?;
    }
    Ok(rows == 1)
}

/// Writes all fields and gives the new version of the row.
pub fn update(work: &mut Work, id: Uuid, values: &ContactValues) -> Result<i64, DbError> {
    let (organization, now) = (work.organization(), work.now());
    let same_phone = diesel::dsl::sql::<Nullable<Text>>("CASE WHEN phone IS NOT DISTINCT FROM ")
        .bind::<Nullable<Text>, _>(values.phone.clone())
        .sql(" THEN phone_text END");
    let version = diesel::update(contacts::table.find((organization, id)))
        .set((
            contacts::name.eq(&values.name),
            contacts::position.eq(&values.position),
            contacts::email.eq(&values.email),
            contacts::phone_text.eq(same_phone),
            contacts::phone.eq(&values.phone),
            contacts::notify.eq(values.notify),
            contacts::version.eq(contacts::version + 1),
            contacts::updated_at.eq(now),
        ))
        .returning(contacts::version)
        .get_result(work.conn())?;
    refresh_search(work, &[id])?;
    Ok(version)
}
