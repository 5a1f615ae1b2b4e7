//! All SQL of the room.

mod edits;
mod merging;

mod wire;

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text};
use uuid::Uuid;

use super::model::{Client, Record};
use crate::db::schema::clients;
use crate::db::{DbError, Work, sql};

pub use edits::{lock, set_address, set_field, set_name};
pub use merging::*;

pub use wire::*;

type SqlUuid = diesel::sql_types::Uuid;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<Text>)]
    short_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    inn: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    kpp: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    ogrn: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    district: Option<String>,
    #[diesel(sql_type = BigInt)]
    version: i64,
}

impl From<Row> for Client {
    fn from(r: Row) -> Client {
        Client {
            id: r.id,
            kind: r.kind,
            name: r.name,
            short_name: r.short_name,
            inn: r.inn,
            kpp: r.kpp,
            ogrn: r.ogrn,
            district: r.district,
            version: r.version,
        }
    }
}

const CLIENT: &str = "SELECT c.id, c.kind, c.name, c.short_name, c.inn, c.kpp, c.ogrn, d.name AS district, c.version \
    FROM clients c \
    LEFT JOIN addresses a ON a.organization_id = c.organization_id AND a.id = c.address_id \
    LEFT JOIN directory_entries d ON d.organization_id = c.organization_id AND d.id = a.district_id \
    WHERE c.organization_id = $1 AND c.deleted_at IS NULL AND ";

const BY_ID: &str = const_format::concatcp!(CLIENT, "c.id = $2");
const BY_NUMBERS: &str = const_format::concatcp!(
    CLIENT,
    "(c.inn = $2 OR c.ogrn = $3 OR c.name_key = $4 OR c.id = ANY (ARRAY( \
        SELECT t.client_id FROM contacts t WHERE t.organization_id = $1 AND t.phone = $5))) \
     ORDER BY c.name, c.id LIMIT 10"
);
const BY_SEARCH: &str = const_format::concatcp!(
    CLIENT,
    "c.id IN (SELECT search_find('client', $2)) ORDER BY c.name, c.id LIMIT 10"
);

pub fn find(work: &mut Work, id: Uuid) -> Result<Option<Client>, DbError> {
    let organization = work.organization();
    let row: Option<Row> = sql(BY_ID)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .get_result(work.conn())
        .optional()?;
    Ok(row.map(Client::from))
}

/// The names that people use of these clients, those in the bin among them.
pub fn labels(work: &mut Work, ids: &[Uuid]) -> Result<HashMap<Uuid, String>, DbError> {
    let organization = work.organization();
    let found: Vec<(Uuid, String)> = sql(
        "SELECT id, coalesce(short_name, name) FROM clients WHERE organization_id = $1 AND id = ANY ($2)",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Array<SqlUuid>, _>(ids.to_vec())
    .by_place::<(SqlUuid, Text)>()
    .load(work.conn())?;
    Ok(found.into_iter().collect())
}

/// Clients that may be the same one: equal INN or OGRN, the same normal form of the name, a phone of theirs.
pub fn look_alikes(
    work: &mut Work,
    (inn, ogrn): (Option<&str>, Option<&str>),
    name_key: Option<&str>,
    phone: Option<&str>,
) -> Result<Vec<Client>, DbError> {
    let organization = work.organization();
    let rows: Vec<Row> = sql(BY_NUMBERS)
        .bind::<SqlUuid, _>(organization)
        .bind::<Nullable<Text>, _>(inn.map(str::to_owned))
        .bind::<Nullable<Text>, _>(ogrn.map(str::to_owned))
        .bind::<Nullable<Text>, _>(name_key.filter(|k| !k.is_empty()).map(str::to_owned))
        .bind::<Nullable<Text>, _>(phone.map(str::to_owned))
        .load(work.conn())?;
    Ok(rows.into_iter().map(Client::from).collect())
}

/// Clients whose name, INN or phone contains all these patterns; at most ten.
pub fn search(work: &mut Work, patterns: &[String]) -> Result<Vec<Client>, DbError> {
    if patterns.is_empty() {
        return Ok(Vec::new());
    }
    let organization = work.organization();
    let rows: Vec<Row> = sql(BY_SEARCH)
        .bind::<SqlUuid, _>(organization)
        .bind::<Array<Text>, _>(patterns.to_vec())
        .load(work.conn())?;
    Ok(rows.into_iter().map(Client::from).collect())
}

/// Whether there is a client with this id, deleted or not.
pub fn exists(work: &mut Work, id: Uuid) -> Result<bool, DbError> {
    let organization = work.organization();
    let found: Option<Uuid> = clients::table
        .find((organization, id))
        .select(clients::id)
        .first(work.conn())
        .optional()?;
    Ok(found.is_some())
}

/// Whoever makes a client with the same INN waits until this work ends.
pub fn lock_inn(work: &mut Work, inn: &str) -> Result<(), DbError> {
    let key = format!("{} {inn}", work.organization());
    sql("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
        .bind::<Text, _>(key)
        .execute(work.conn())?;
    Ok(())
}

const RECORD: &str = "SELECT c.id, c.version, c.kind, c.name, c.short_name, c.last_name, c.first_name, \
    c.middle_name, a.district_id, a.city_id, c.inn, c.kpp, c.ogrn, \
    c.responsible_id, c.custom, c.unread, c.created_at, c.other_names, d.name AS district, y.name AS city, \
    a.post_code, a.street FROM clients c \
    LEFT JOIN addresses a ON a.organization_id = c.organization_id AND a.id = c.address_id \
    LEFT JOIN directory_entries d ON d.organization_id = c.organization_id AND d.id = a.district_id \
    LEFT JOIN directory_entries y ON y.organization_id = c.organization_id AND y.id = a.city_id \
    WHERE c.organization_id = $1 AND c.id = $2 AND c.deleted_at IS NULL";

/// A client with all that its card shows of it.
pub fn record(work: &mut Work, id: Uuid) -> Result<Option<Record>, DbError> {
    let organization = work.organization();
    Ok(sql(RECORD)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .get_result(work.conn())
        .optional()?)
}

#[derive(Insertable)]
#[diesel(table_name = clients)]
pub struct Insert<'a> {
    pub organization_id: Uuid,
    pub id: Uuid,
    pub kind: &'a str,
    pub name: &'a str,
    pub short_name: Option<&'a str>,
    pub last_name: Option<&'a str>,
    pub first_name: Option<&'a str>,
    pub middle_name: Option<&'a str>,
    pub name_key: &'a str,
    pub inn: Option<&'a str>,
    pub kpp: Option<&'a str>,
    pub ogrn: Option<&'a str>,
    pub responsible_id: Option<Uuid>,
}

/// False if a client with this id is there already: the form was sent twice.
pub fn insert(work: &mut Work, row: &Insert<'_>) -> Result<bool, DbError> {
    let rows = diesel::insert_into(clients::table)
        .values(row)
        .on_conflict((clients::organization_id, clients::id))
        .do_nothing()
        .execute(work.conn())?;
    Ok(rows == 1)
}

/// Puts what can be searched of these clients where search finds it.
pub fn refresh_search(work: &mut Work, ids: &[Uuid]) -> Result<(), DbError> {
    let organization = work.organization();
    sql(
        "SELECT search_put('client', array_agg(x.id), array_agg(x.content)) FROM ( \
            SELECT c.id, translate(lower(concat_ws(' ', c.name, c.short_name, c.inn, c.ogrn, \
                (SELECT string_agg(concat_ws(' ', t.name, t.email, t.phone, array_to_string(t.more_phones, ' ')), ' ') \
                 FROM contacts t WHERE t.organization_id = c.organization_id AND t.client_id = c.id))), 'ё', 'е') AS content \
            FROM clients c WHERE c.organization_id = $1 AND c.id = ANY ($2)) x HAVING count(*) > 0",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Array<SqlUuid>, _>(ids.to_vec())
    .execute(work.conn())?;
    Ok(())
}
