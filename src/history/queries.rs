//! What else is kept of a record's past: its timeline, and the rows of workbooks that it came from.

mod activities;
pub mod acts;
mod aliases;
mod past;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Text};
use uuid::Uuid;

use super::SubjectKind;
use crate::db::{DbError, Work, sql};

pub use activities::{TimelineOf, activity, count_timeline, tell, timeline};
pub use aliases::{add_alias, alias_of, remove_alias};
pub use past::{entry_of, later_than, of_field, of_row};

type SqlUuid = diesel::sql_types::Uuid;

/// A row of a workbook that made or completed a record.
#[derive(Debug, Clone, QueryableByName)]
pub struct Source {
    #[diesel(sql_type = SqlUuid)]
    pub import: Uuid,
    #[diesel(sql_type = Text)]
    pub file: String,
    #[diesel(sql_type = Text)]
    pub sheet: String,
    /// Number of the sheet in the file.
    #[diesel(sql_type = Integer)]
    pub place: i32,
    #[diesel(sql_type = Integer)]
    pub row: i32,
}

/// A client with many merged rows has dozens of sources; nobody reads more on a card.
const MOST_SOURCES: i64 = 50;

/// Rows of workbooks that a record came from, oldest import first.
pub fn sources(work: &mut Work, kind: SubjectKind, id: Uuid) -> Result<Vec<Source>, DbError> {
    let organization = work.organization();
    // What made a record stands in it, what completed it later stands beside.
    Ok(sql("WITH ids AS (SELECT $3 AS id UNION ALL SELECT old_id FROM aliases \
            WHERE organization_id = $1 AND kind = $2 AND new_id = $3) \
         SELECT s.import_id AS import, i.file_name AS file, \
         coalesce(i.sheets -> s.sheet ->> 'name', '') AS sheet, s.sheet AS place, s.row FROM ( \
            SELECT import_id, sheet, row FROM import_sources \
                WHERE organization_id = $1 AND subject_kind = $2 AND subject_id IN (SELECT id FROM ids) \
            UNION ALL SELECT import_id, (r >> 32)::integer, (r & 4294967295)::integer FROM clients, unnest(source_rows) r \
                WHERE $2 = 'client' AND organization_id = $1 AND id IN (SELECT id FROM ids) \
            UNION ALL SELECT import_id, (r >> 32)::integer, (r & 4294967295)::integer FROM projects, unnest(source_rows) r \
                WHERE $2 = 'project' AND organization_id = $1 AND id IN (SELECT id FROM ids)) s \
         JOIN imports i ON i.organization_id = $1 AND i.id = s.import_id \
         ORDER BY i.created_at, s.import_id, s.sheet, s.row LIMIT $4")
    .bind::<SqlUuid, _>(organization)
    .bind::<Text, _>(kind.word().to_owned())
    .bind::<SqlUuid, _>(id)
    .bind::<BigInt, _>(MOST_SOURCES)
    .load(work.conn())?)
}
