//! Clients and addresses as programs see them.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Timestamptz};
use uuid::Uuid;

use crate::db::rows::{Cast, Column, Shape};
use crate::db::{DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

pub const ADDRESSES: Shape = Shape {
    table: "addresses",
    columns: &[
        ("district_id", "district_id", Cast::Uuid),
        ("city_id", "city_id", Cast::Uuid),
        ("post_code", "post_code", Cast::Text),
        ("address", "street", Cast::Text),
    ],
    written: &[],
    computed: &[],
    joins: "",
    only: "",
};

const SOURCES: Column = (
    "sources",
    "(SELECT coalesce(json_agg(json_build_object('import_id', s.import_id, \
        'sheet', coalesce(i.sheets -> s.sheet ->> 'name', ''), 'row', s.row) \
        ORDER BY i.created_at, s.import_id, s.sheet, s.row), '[]'::json) \
      FROM (SELECT m.import_id, m.sheet, m.row FROM import_sources m WHERE m.organization_id = t.organization_id \
                    AND m.subject_kind = 'client' AND m.subject_id = t.id \
                UNION ALL SELECT t.import_id, (r >> 32)::integer, (r & 4294967295)::integer FROM unnest(t.source_rows) r) s \
              JOIN imports i ON i.organization_id = t.organization_id AND i.id = s.import_id)",
    Cast::Jsonb,
);

pub const CLIENTS: Shape = Shape {
    table: "clients",
    columns: &[
        ("kind", "kind", Cast::Text),
        ("name", "name", Cast::Text),
        ("short_name", "short_name", Cast::Text),
        ("last_name", "last_name", Cast::Text),
        ("first_name", "first_name", Cast::Text),
        ("middle_name", "middle_name", Cast::Text),
        ("inn", "inn", Cast::Text),
        ("kpp", "kpp", Cast::Text),
        ("ogrn", "ogrn", Cast::Text),
        ("address_id", "address_id", Cast::Uuid),
        ("responsible_id", "responsible_id", Cast::Uuid),
        ("custom", "custom", Cast::Jsonb),
    ],
    written: &[("name_key", "name_key", Cast::Text)],
    computed: &[SOURCES],
    joins: "",
    only: " AND t.deleted_at IS NULL",
};

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// Projects and clients at an address: their copies name its district.
pub fn projects_at(work: &mut Work, address: Uuid) -> Result<Vec<Uuid>, DbError> {
    let organization = work.organization();
    let found: Vec<Id> =
        sql("SELECT id FROM projects WHERE organization_id = $1 AND address_id = $2")
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(address)
            .load(work.conn())?;
    Ok(found.into_iter().map(|f| f.id).collect())
}

/// Whether projects that are not deleted, or contacts, belong to a client.
pub fn is_in_use(work: &mut Work, client: Uuid) -> Result<bool, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT EXISTS (SELECT 1 FROM projects WHERE organization_id = $1 AND client_id = $2 AND state <> 'deleted') \
         OR EXISTS (SELECT 1 FROM contacts WHERE organization_id = $1 AND client_id = $2)",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(client)
    .by_place::<Bool>()
    .get_result(work.conn())?)
}

/// To the bin (search finds it no more) or back; gives the new version, none if it is there already.
pub fn set_deleted(work: &mut Work, id: Uuid, deleted: bool) -> Result<Option<i64>, DbError> {
    let (organization, now) = (work.organization(), work.now());
    if deleted {
        sql("SELECT search_drop('client', $1)")
            .bind::<Array<SqlUuid>, _>(vec![id])
            .execute(work.conn())?;
    }
    Ok(sql("UPDATE clients SET deleted_at = CASE WHEN $3 THEN $4 END, version = version + 1, updated_at = $4 \
         WHERE organization_id = $1 AND id = $2 AND (deleted_at IS NULL) = $3 RETURNING version")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .bind::<Bool, _>(deleted)
        .bind::<Timestamptz, _>(now)
        .by_place::<BigInt>()
        .get_result(work.conn())
        .optional()?)
}
