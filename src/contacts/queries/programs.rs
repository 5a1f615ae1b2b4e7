//! Contacts as programs see them; counters and what search finds, which are kept with each write.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::db::rows::{Cast, Filter, Page, Shape};
use crate::db::{DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

/// The table as programs see it.
pub const CONTACTS: Shape = Shape {
    table: "contacts",
    columns: &[
        ("name", "name", Cast::Text),
        ("email", "email", Cast::Text),
        ("position", "position", Cast::Text),
        ("client_id", "client_id", Cast::Uuid),
        ("owner_id", "owner_id", Cast::Uuid),
    ],
    written: &[],
    computed: &[("phone", "coalesce(t.phone_text, t.phone)", Cast::Text)],
    joins: "",
    only: "",
};

/// The same for writing: the telephone in the form of the house beside the text that was sent.
const WRITTEN: Shape = Shape {
    columns: &[
        ("name", "name", Cast::Text),
        ("email", "email", Cast::Text),
        ("phone", "phone", Cast::Text),
        ("phone_text", "phone_text", Cast::Text),
        ("position", "position", Cast::Text),
        ("client_id", "client_id", Cast::Uuid),
        ("owner_id", "owner_id", Cast::Uuid),
    ],
    ..CONTACTS
};

pub fn row(work: &mut Work, id: Uuid) -> Result<Option<Value>, DbError> {
    CONTACTS.find(work, id)
}

/// The same, locked until the end of the work.
pub fn lock_row(work: &mut Work, id: Uuid) -> Result<Option<Value>, DbError> {
    CONTACTS.lock(work, id)
}

pub fn count_found(work: &mut Work, filter: &Filter) -> Result<i64, DbError> {
    CONTACTS.count(work, filter)
}

/// Those whose name or address contains the text.
pub fn search(filter: &mut Filter, text: &str) {
    let escaped: String = text
        .chars()
        .flat_map(|c| {
            let escape = matches!(c, '%' | '_' | '\\').then_some('\\');
            escape.into_iter().chain(std::iter::once(c))
        })
        .collect();
    filter.and(
        "t.id IN (SELECT search_find('contact', ARRAY[translate(lower({}), 'ё', 'е')]))",
        format!("%{escaped}%"),
    );
}

pub fn insert_row(work: &mut Work, id: Uuid, values: &Map<String, Value>) -> Result<bool, DbError> {
    WRITTEN.insert(work, id, values)
}

pub fn update_row(work: &mut Work, id: Uuid, values: &[(&str, Value)]) -> Result<i64, DbError> {
    WRITTEN.update(work, id, values)
}

pub fn delete_row(work: &mut Work, id: Uuid) -> Result<(), DbError> {
    sql("SELECT search_drop('contact', $1)")
        .bind::<Array<SqlUuid>, _>(vec![id])
        .execute(work.conn())?;
    CONTACTS.delete(work, id)
}

/// Whether there are deals with a contact, whatever became of them.
pub fn has_deals(work: &mut Work, id: Uuid) -> Result<bool, DbError> {
    let organization = work.organization();
    let found: Option<Uuid> =
        sql("SELECT id FROM deals WHERE organization_id = $1 AND contact_id = $2 LIMIT 1")
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(id)
            .by_place::<SqlUuid>()
            .get_result(work.conn())
            .optional()?;
    Ok(found.is_some())
}

/// Puts what can be searched of these contacts where search finds it.
pub fn refresh_search(work: &mut Work, ids: &[Uuid]) -> Result<(), DbError> {
    let organization = work.organization();
    sql(
        "SELECT search_put('contact', array_agg(x.id), array_agg(x.content)) FROM ( \
            SELECT id, translate(lower(concat_ws(E'\\n', name, email)), 'ё', 'е') AS content \
            FROM contacts WHERE organization_id = $1 AND id = ANY ($2)) x HAVING count(*) > 0",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Array<SqlUuid>, _>(ids.to_vec())
    .execute(work.conn())?;
    Ok(())
}

/// Counts a contact of this owner in (1) or out (-1).
pub fn add(work: &mut Work, owner: Uuid, sign: i64) -> Result<(), DbError> {
    let organization = work.organization();
    sql("INSERT INTO contact_totals (organization_id, id, owner_id, n) VALUES ($1, gen_random_uuid(), $2, $3)")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(owner)
        .bind::<BigInt, _>(sign)
        .execute(work.conn())?;
    // One write in so many folds the counters, leaving alone what others are writing.
    if Uuid::new_v4().as_bytes()[0].is_multiple_of(32) {
        sql("WITH folded AS (DELETE FROM contact_totals WHERE organization_id = $1 AND id IN ( \
                SELECT id FROM contact_totals WHERE organization_id = $1 FOR UPDATE SKIP LOCKED) \
                RETURNING owner_id, n) \
             INSERT INTO contact_totals (organization_id, id, owner_id, n) \
             SELECT $1, gen_random_uuid(), owner_id, sum(n) FROM folded GROUP BY owner_id HAVING sum(n) <> 0")
            .bind::<SqlUuid, _>(organization)
            .execute(work.conn())?;
    }
    Ok(())
}

/// How many contacts there are, by the counters.
pub fn counted(work: &mut Work, owner: Option<Uuid>) -> Result<i64, DbError> {
    let organization = work.organization();
    let text = "SELECT coalesce(sum(n), 0)::bigint FROM contact_totals WHERE organization_id = $1 \
        AND ($2::uuid IS NULL OR owner_id = $2)";
    Ok(sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<diesel::sql_types::Nullable<SqlUuid>, _>(owner)
        .by_place::<BigInt>()
        .get_result(work.conn())?)
}

/// Counts these contacts in (1) or out (-1).
pub fn count(work: &mut Work, ids: &[Uuid], sign: i64) -> Result<(), DbError> {
    let organization = work.organization();
    sql(
        "INSERT INTO contact_totals (organization_id, id, owner_id, n) \
         SELECT $1, gen_random_uuid(), owner_id, count(*) * $3 FROM contacts \
         WHERE organization_id = $1 AND id = ANY ($2) GROUP BY owner_id",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Array<SqlUuid>, _>(ids.to_vec())
    .bind::<BigInt, _>(sign)
    .execute(work.conn())?;
    Ok(())
}

/// Contacts that were just written past the actions, by an import: they are counted and can be found.
pub fn brought(work: &mut Work, ids: &[Uuid]) -> Result<(), DbError> {
    if ids.is_empty() {
        return Ok(());
    }
    count(work, ids, 1)?;
    refresh_search(work, ids)
}

fn forget(work: &mut Work, ids: &[Uuid]) -> Result<(), DbError> {
    count(work, ids, -1)?;
    sql("SELECT search_drop('contact', $1)")
        .bind::<Array<SqlUuid>, _>(ids.to_vec())
        .execute(work.conn())?;
    Ok(())
}

/// The contacts of these clients are about to be removed for good, past the actions.
pub fn of_clients_go(work: &mut Work, clients: &[Uuid]) -> Result<(), DbError> {
    let organization = work.organization();
    let ids: Vec<Uuid> =
        sql("SELECT id FROM contacts WHERE organization_id = $1 AND client_id = ANY ($2)")
            .bind::<SqlUuid, _>(organization)
            .bind::<Array<SqlUuid>, _>(clients.to_vec())
            .by_place::<SqlUuid>()
            .load(work.conn())?;
    forget(work, &ids)
}

/// The contacts that an import added to clients of before, and that nobody changed since, are about to go.
pub fn additions_go(work: &mut Work, import: Uuid) -> Result<(), DbError> {
    let organization = work.organization();
    let ids: Vec<Uuid> = sql(
        "SELECT k.id FROM contacts k JOIN clients c ON c.organization_id = $1 AND c.id = k.client_id \
         WHERE k.organization_id = $1 AND k.import_id = $2 AND k.version = 1 AND c.import_id IS DISTINCT FROM $2 \
         AND NOT EXISTS (SELECT 1 FROM deals d WHERE d.organization_id = $1 AND d.contact_id = k.id)",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(import)
    .by_place::<SqlUuid>()
    .load(work.conn())?;
    forget(work, &ids)
}

/// A contact as the list shows it.
#[derive(Debug, Clone, Deserialize)]
pub struct Listed {
    pub id: Uuid,
    pub name: String,
    pub position: Option<String>,
    pub email: Option<String>,
    /// As it is stored: E.164.
    pub phone: Option<String>,
    pub client_id: Option<Uuid>,
    pub client: Option<String>,
    pub owner_id: Uuid,
}

const LISTED: Shape = Shape {
    computed: &[
        ("phone", "t.phone", Cast::Text),
        ("client", "coalesce(k.short_name, k.name)", Cast::Text),
    ],
    joins: "LEFT JOIN clients k ON k.organization_id = t.organization_id AND k.id = t.client_id",
    ..CONTACTS
};

/// One page of the list.
pub fn lines(work: &mut Work, filter: &Filter, page: Page) -> Result<Vec<Listed>, DbError> {
    let rows = LISTED.page(work, filter, page)?;
    rows.iter()
        .map(|row| {
            serde_json::from_str(row).map_err(|e| {
                DbError::Query(diesel::result::Error::DeserializationError(Box::new(e)))
            })
        })
        .collect()
}

/// The name of a contact, if there is one with this id.
pub fn name_of(work: &mut Work, id: Uuid) -> Result<Option<String>, DbError> {
    let organization = work.organization();
    Ok(
        sql("SELECT name FROM contacts WHERE organization_id = $1 AND id = $2")
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(id)
            .by_place::<Text>()
            .get_result(work.conn())
            .optional()?,
    )
}

/// Contacts to choose from in a form.
const MOST_CHOICES: i64 = 200;

/// Those that are found by a text, by name; the one that is chosen stays among them.
pub fn choices(
    work: &mut Work,
    text: &str,
    chosen: Option<Uuid>,
) -> Result<Vec<(Uuid, String)>, DbError> {
    let mut filter = Filter::default();
    if !text.is_empty() {
        search(&mut filter, text);
    }
    let page = Page {
        by: "t.name",
        may_be_empty: false,
        descending: false,
        limit: MOST_CHOICES,
        offset: 0,
    };
    let mut found: Vec<(Uuid, String)> = lines(work, &filter, page)?
        .into_iter()
        .map(|l| (l.id, l.name))
        .collect();
    if let Some(id) = chosen
        && !found.iter().any(|(other, _)| *other == id)
        && let Some(name) = name_of(work, id)?
    {
        found.insert(0, (id, name));
    }
    Ok(found)
}
