//! What those who keep the directories see and write.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};
use uuid::Uuid;

use super::{Entry, Kind, key};
use crate::db::schema::directory_entries as table;
use crate::db::{DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

/// An entry with the number of rows that use it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Used {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub level: Option<String>,
    #[diesel(sql_type = Bool)]
    pub active: bool,
    #[diesel(sql_type = Nullable<Text>)]
    pub merged_into: Option<String>,
    #[diesel(sql_type = BigInt)]
    pub uses: i64,
}

/// Entries with the number of rows of a table that hold them in a column.
macro_rules! uses_in {
    ($table:literal, $column:literal) => {
        concat!(
            "SELECT e.id, e.name, e.level, e.active, m.name AS merged_into, \
             (SELECT count(*) FROM ", $table, " r WHERE r.organization_id = $1 AND r.", $column, " = e.id) AS uses \
             FROM directory_entries e \
             LEFT JOIN directory_entries m ON m.organization_id = e.organization_id AND m.id = e.merged_into \
             WHERE e.organization_id = $1 AND e.kind = $2 ORDER BY NOT e.active, e.name, e.id LIMIT $3"
        )
    };
}

/// One entry in place of another in a column.
macro_rules! replace_in {
    ($table:literal, $column:literal) => {
        concat!(
            "UPDATE ",
            $table,
            " SET ",
            $column,
            " = $3 WHERE organization_id = $1 AND ",
            $column,
            " = $2"
        )
    };
}

/// Entries by name with their uses, retired and merged ones after the others.
pub fn with_uses(work: &mut Work, kind: Kind, most: i64) -> Result<Vec<Used>, DbError> {
    let organization = work.organization();
    let text = match kind {
        Kind::District => uses_in!("addresses", "district_id"),
        Kind::City => uses_in!("addresses", "city_id"),
        Kind::Industry => uses_in!("projects", "industry_id"),
        Kind::Programme => uses_in!("supports", "programme_id"),
        Kind::Body => uses_in!("supports", "body_id"),
    };
    Ok(sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<Text, _>(kind.word().to_owned())
        .bind::<BigInt, _>(most)
        .load(work.conn())?)
}

/// The entry, locked until the end of this work.
pub fn lock_entry(work: &mut Work, kind: Kind, id: Uuid) -> Result<Option<Entry>, DbError> {
    let organization = work.organization();
    Ok(table::table
        .find((organization, id))
        .filter(table::kind.eq(kind.word()))
        .select(Entry::as_select())
        .for_no_key_update()
        .first(work.conn())
        .optional()?)
}

/// Writes what an entry is and gives its new version.
pub fn update_entry(
    work: &mut Work,
    id: Uuid,
    name: &str,
    level: Option<&str>,
    active: bool,
) -> Result<i64, DbError> {
    let (organization, now) = (work.organization(), work.now());
    work.touch_directory_entry(id);
    Ok(diesel::update(table::table.find((organization, id)))
        .set((
            table::name.eq(name),
            table::name_key.eq(key(name)),
            table::level.eq(level),
            table::active.eq(active),
            table::version.eq(table::version + 1),
            table::updated_at.eq(now),
        ))
        .returning(table::version)
        .get_result(work.conn())?)
}

/// Puts one entry in place of another on every row, and retires the other; gives its new version. What was merged
/// into the other follows.
pub fn replace_entry(work: &mut Work, kind: Kind, from: Uuid, to: Uuid) -> Result<i64, DbError> {
    let (organization, now) = (work.organization(), work.now());
    let text = match kind {
        Kind::District => replace_in!("addresses", "district_id"),
        Kind::City => replace_in!("addresses", "city_id"),
        Kind::Industry => replace_in!("projects", "industry_id"),
        Kind::Programme => replace_in!("supports", "programme_id"),
        Kind::Body => replace_in!("supports", "body_id"),
    };
    sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(from)
        .bind::<SqlUuid, _>(to)
        .execute(work.conn())?;
    diesel::update(
        table::table
            .filter(table::organization_id.eq(organization))
            .filter(table::merged_into.eq(from)),
    )
    .set(table::merged_into.eq(to))
    .execute(work.conn())?;
    work.touch_directory_entry(to);
    Ok(diesel::update(table::table.find((organization, from)))
        .set((
            table::active.eq(false),
            table::merged_into.eq(to),
            table::version.eq(table::version + 1),
            table::updated_at.eq(now),
        ))
        .returning(table::version)
        .get_result(work.conn())?)
}
