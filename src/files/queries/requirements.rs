//! What states require, and what a project has of it.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Text, Timestamptz};
use uuid::Uuid;

use crate::db::{DbError, Work, sql};
use crate::files::model::FileKind;
use crate::files::requirements::Departure;

type SqlUuid = diesel::sql_types::Uuid;

#[derive(QueryableByName)]
struct RequirementRow {
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    is_required: bool,
}

/// Where the organization departs from what states require by default.
pub fn departures(work: &mut Work) -> Result<Vec<Departure>, DbError> {
    let organization = work.organization();
    let rows: Vec<RequirementRow> =
        sql("SELECT state, kind, is_required FROM file_requirements WHERE organization_id = $1")
            .bind::<SqlUuid, _>(organization)
            .load(work.conn())?;
    Ok(rows
        .into_iter()
        .filter_map(|r| Some((r.state, FileKind::from_word(&r.kind)?, r.is_required)))
        .collect())
}

/// Says whether a state requires a kind.
pub fn set_requirement(
    work: &mut Work,
    state: &str,
    kind: FileKind,
    is_required: bool,
) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    sql(
        "INSERT INTO file_requirements (organization_id, state, kind, is_required, updated_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (organization_id, state, kind) \
         DO UPDATE SET is_required = excluded.is_required, updated_at = excluded.updated_at",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Text, _>(state.to_owned())
    .bind::<Text, _>(kind.word())
    .bind::<Bool, _>(is_required)
    .bind::<Timestamptz, _>(now)
    .execute(work.conn())?;
    Ok(())
}

/// Kinds of the files that a project has, outside the bin.
pub fn kinds_of_project(work: &mut Work, project: Uuid) -> Result<Vec<FileKind>, DbError> {
    let organization = work.organization();
    let words: Vec<String> = sql(
        "SELECT DISTINCT kind FROM files WHERE organization_id = $1 AND project_id = $2 AND deleted_at IS NULL",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(project)
    .by_place::<Text>()
    .load(work.conn())?;
    Ok(words
        .iter()
        .filter_map(|word| FileKind::from_word(word))
        .collect())
}
