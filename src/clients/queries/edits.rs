//! SQL that changes one fact of a client. Each gives the new version.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamptz};
use uuid::Uuid;

use super::super::change::ClientField;
use super::super::model::Record;
use crate::db::schema::clients;
use crate::db::{DbError, Work, assembled, sql};

type SqlUuid = diesel::sql_types::Uuid;

/// Locks the row until the end of this work; none for a client that is not there or in the bin.
pub fn lock(work: &mut Work, id: Uuid) -> Result<Option<Uuid>, DbError> {
    let organization = work.organization();
    Ok(clients::table
        .find((organization, id))
        .filter(clients::deleted_at.is_null())
        .select(clients::id)
        .for_no_key_update()
        .first(work.conn())
        .optional()?)
}

/// The column of a field that stands in the row itself.
fn column(field: ClientField) -> &'static str {
    match field {
        ClientField::Kind => "kind = $4",
        ClientField::ShortName => "short_name = $4",
        ClientField::LastName => "last_name = $4",
        ClientField::FirstName => "first_name = $4",
        ClientField::MiddleName => "middle_name = $4",
        ClientField::Inn => "inn = $4",
        ClientField::Kpp => "kpp = $4",
        ClientField::Ogrn => "ogrn = $4",
        ClientField::Name => "name = $4",
        _ => "responsible_id = $5",
    }
}

/// A field that follows from nothing else.
pub fn set_field(
    work: &mut Work,
    id: Uuid,
    field: ClientField,
    text: Option<&str>,
    choice: Option<Uuid>,
) -> Result<i64, DbError> {
    let (organization, now) = (work.organization(), work.now());
    let text = text.map(str::to_owned);
    let set = column(field);
    let statement = format!(
        "UPDATE clients SET {set}, version = version + 1, updated_at = $3 \
         WHERE organization_id = $1 AND id = $2 RETURNING version"
    );
    Ok(assembled(statement)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .bind::<Timestamptz, _>(now)
        .bind::<Nullable<Text>, _>(text)
        .bind::<Nullable<SqlUuid>, _>(choice)
        .by_place::<BigInt>()
        .get_result(work.conn())?)
}

/// A name or a part of one, with the full name and its normal form.
pub fn set_name(
    work: &mut Work,
    id: Uuid,
    field: ClientField,
    text: Option<&str>,
    (name, key): (&str, &str),
) -> Result<i64, DbError> {
    let (organization, now) = (work.organization(), work.now());
    let part = match field {
        ClientField::Name => String::new(),
        part => format!("{}, ", column(part)),
    };
    let statement = format!(
        "UPDATE clients SET {part}name = $5, name_key = $6, version = version + 1, updated_at = $3 \
         WHERE organization_id = $1 AND id = $2 RETURNING version"
    );
    Ok(assembled(statement)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .bind::<Timestamptz, _>(now)
        .bind::<Nullable<Text>, _>(text.map(str::to_owned))
        .bind::<Text, _>(name.to_owned())
        .bind::<Text, _>(key.to_owned())
        .by_place::<BigInt>()
        .get_result(work.conn())?)
}

/// An address of this client alone with one part changed: an address may be shared with projects, and theirs
/// must not move.
pub fn set_address(
    work: &mut Work,
    client: &Record,
    field: ClientField,
    text: Option<&str>,
    choice: Option<Uuid>,
) -> Result<i64, DbError> {
    let (organization, now) = (work.organization(), work.now());
    let id = Uuid::now_v7();
    let of = |part, other: Option<Uuid>| if field == part { choice } else { other };
    let typed = |part, other: &Option<String>| match field == part {
        true => text.map(str::to_owned),
        false => other.clone(),
    };
    sql("INSERT INTO addresses (organization_id, id, district_id, city_id, post_code, street, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)")
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(id)
    .bind::<Nullable<SqlUuid>, _>(of(ClientField::District, client.district_id))
    .bind::<Nullable<SqlUuid>, _>(of(ClientField::City, client.city_id))
    .bind::<Nullable<Text>, _>(typed(ClientField::PostCode, &client.post_code))
    .bind::<Nullable<Text>, _>(typed(ClientField::Street, &client.street))
    .bind::<Timestamptz, _>(now)
    .execute(work.conn())?;
    Ok(sql(
        "UPDATE clients SET address_id = $4, version = version + 1, updated_at = $3 \
         WHERE organization_id = $1 AND id = $2 RETURNING version",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(client.id)
    .bind::<Timestamptz, _>(now)
    .bind::<SqlUuid, _>(id)
    .by_place::<BigInt>()
    .get_result(work.conn())?)
}
