//! The whole row of a client, for making one of two.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::db::schema::clients;
use crate::db::{DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

/// What a client is by itself, without what hangs on it.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, AsChangeset, Serialize, Deserialize)]
#[diesel(table_name = clients, treat_none_as_null = true)]
pub struct ClientRow {
    pub kind: String,
    pub name: String,
    pub short_name: Option<String>,
    pub last_name: Option<String>,
    pub first_name: Option<String>,
    pub middle_name: Option<String>,
    pub other_names: Vec<String>,
    pub name_key: String,
    pub inn: Option<String>,
    pub kpp: Option<String>,
    pub ogrn: Option<String>,
    pub address_id: Option<Uuid>,
    pub responsible_id: Option<Uuid>,
    pub custom: Value,
    pub unread: Value,
}

impl ClientRow {
    /// The name that people use.
    pub fn label(&self) -> &str {
        self.short_name.as_deref().unwrap_or(&self.name)
    }
}

/// A client that is not in the bin, with its version, locked until the end of this work.
pub fn lock_row(work: &mut Work, id: Uuid) -> Result<Option<(ClientRow, i64)>, DbError> {
    lock(work, id, false)
}

/// The same for one that a merge has put away.
pub fn lock_buried_row(work: &mut Work, id: Uuid) -> Result<Option<(ClientRow, i64)>, DbError> {
    lock(work, id, true)
}

fn lock(work: &mut Work, id: Uuid, is_buried: bool) -> Result<Option<(ClientRow, i64)>, DbError> {
    let organization = work.organization();
    let query = clients::table
        .find((organization, id))
        .select((ClientRow::as_select(), clients::version))
        .for_no_key_update();
    Ok(if is_buried {
        query
            .filter(clients::deleted_at.is_not_null())
            .first(work.conn())
            .optional()?
    } else {
        query
            .filter(clients::deleted_at.is_null())
            .first(work.conn())
            .optional()?
    })
}

/// Writes the row and gives its new version.
pub fn write_row(work: &mut Work, id: Uuid, row: &ClientRow) -> Result<i64, DbError> {
    let (organization, now) = (work.organization(), work.now());
    work.touch_client(id);
    Ok(diesel::update(clients::table.find((organization, id)))
        .set((
            row,
            clients::version.eq(clients::version + 1),
            clients::updated_at.eq(now),
        ))
        .returning(clients::version)
        .get_result(work.conn())?)
}

/// Puts a client away, where no list and no search finds it, or brings it back; gives the new version.
pub fn set_buried(work: &mut Work, id: Uuid, is_buried: bool) -> Result<i64, DbError> {
    let (organization, now) = (work.organization(), work.now());
    let version = diesel::update(clients::table.find((organization, id)))
        .set((
            clients::deleted_at.eq(is_buried.then_some(now)),
            clients::version.eq(clients::version + 1),
            clients::updated_at.eq(now),
        ))
        .returning(clients::version)
        .get_result(work.conn())?;
    if is_buried {
        work.touch_gone_client(id);
        sql("SELECT search_drop('client', ARRAY[$1])")
            .bind::<SqlUuid, _>(id)
            .execute(work.conn())?;
    } else {
        work.touch_client(id);
    }
    Ok(version)
}
