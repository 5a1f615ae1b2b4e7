//! SQL of the room that is not the bulk write: imports, their problems, what the organization knows.

mod differences;
mod here;
mod knowledge;
mod preview;
mod unplaced;
mod updates;
mod wire;

pub use wire::*;

use diesel::prelude::*;
use diesel::sql_types::Integer;
use serde_json::Value;
use uuid::Uuid;

use super::choices::Choices;
use super::model::{Import, ImportState};
use super::questions::Questions;
use crate::db::schema::{import_problems, imports};
use crate::db::{Announcement, DbError, Work, sql};

pub use differences::{
    FieldCount, StoredDifference, differences, fields_that_differ, put_differences,
};
pub use here::here;
pub use knowledge::{knowledge, remember, remembered};
pub use preview::{
    CellProblem, FileRow, RawGroup, RowFilter, Shown, file_row, file_rows, places_of,
    problems_of_rows, raw_groups, rows_to_mend,
};
pub use unplaced::{
    Unplaced, drop_unplaced, place, project_numbered, put_unplaced, unplaced, unplaced_json,
};
pub use updates::{
    ClientColumn, NewContact, Written, add_contact, client_with_inn, reached, remove_additions,
    set_client, set_custom, set_custom_by_key, written_by,
};

type SqlUuid = diesel::sql_types::Uuid;

/// A new import in the state "reading".
pub fn insert(
    work: &mut Work,
    id: Uuid,
    file_name: &str,
    stored: &crate::storage::Stored,
    made_by: Uuid,
) -> Result<(), DbError> {
    diesel::insert_into(imports::table)
        .values((
            imports::organization_id.eq(work.organization()),
            imports::id.eq(id),
            imports::file_name.eq(file_name),
            imports::file_size.eq(stored.size as i64),
            imports::file_sha256.eq(&stored.sha256),
            imports::state.eq(ImportState::Reading.word()),
            imports::made_by.eq(made_by),
            imports::created_at.eq(work.now()),
        ))
        .execute(work.conn())?;
    Ok(())
}

/// Waits until nobody else brings a file under this id: of a form that was sent twice at the same moment the
/// second finds what the first has made.
pub fn claim(work: &mut Work, id: Uuid) -> Result<(), DbError> {
    sql("SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))")
        .bind::<SqlUuid, _>(id)
        .execute(work.conn())?;
    Ok(())
}

pub fn find(work: &mut Work, id: Uuid) -> Result<Option<Import>, DbError> {
    let organization = work.organization();
    Ok(imports::table
        .find((organization, id))
        .select(Import::as_select())
        .first(work.conn())
        .optional()?)
}

/// The same, locked until the end of this work.
pub fn lock(work: &mut Work, id: Uuid) -> Result<Option<Import>, DbError> {
    let organization = work.organization();
    Ok(imports::table
        .find((organization, id))
        .select(Import::as_select())
        .for_update()
        .first(work.conn())
        .optional()?)
}

/// The newest imports.
pub fn newest(work: &mut Work, limit: i64) -> Result<Vec<Import>, DbError> {
    let organization = work.organization();
    Ok(imports::table
        .filter(imports::organization_id.eq(organization))
        .order((imports::created_at.desc(), imports::id.desc()))
        .limit(limit)
        .select(Import::as_select())
        .load(work.conn())?)
}

/// What changes about an import; what is none stays.
#[derive(Default, AsChangeset)]
#[diesel(table_name = imports)]
pub struct Change {
    pub state: Option<&'static str>,
    pub progress: Option<i32>,
    pub sheets: Option<Value>,
    pub counts: Option<Value>,
    pub error: Option<Value>,
    pub kept: Option<Value>,
    pub choices: Option<Value>,
    pub questions: Option<Value>,
    pub job_id: Option<Option<Uuid>>,
    pub written_at: Option<chrono::DateTime<chrono::Utc>>,
}

pub fn change(work: &mut Work, id: Uuid, change: Change) -> Result<(), DbError> {
    let organization = work.organization();
    diesel::update(imports::table.find((organization, id)))
        .set((
            change,
            imports::version.eq(imports::version + 1),
            imports::updated_at.eq(work.now()),
        ))
        .execute(work.conn())?;
    work.announce(Announcement::Import { id });
    Ok(())
}

/// Says how far a job is, unless somebody stopped it.
pub fn progress(work: &mut Work, id: Uuid, job: Uuid, percent: i32) -> Result<(), DbError> {
    let organization = work.organization();
    let told = diesel::update(imports::table.find((organization, id)))
        .filter(imports::job_id.eq(job))
        .set((
            imports::progress.eq(percent),
            imports::version.eq(imports::version + 1),
            imports::updated_at.eq(work.now()),
        ))
        .execute(work.conn())?;
    if told > 0 {
        work.announce(Announcement::Import { id });
    }
    Ok(())
}

/// Number of problems by kind and severity, most frequent first.
pub fn problem_counts(work: &mut Work, id: Uuid) -> Result<Vec<(String, String, i64)>, DbError> {
    let organization = work.organization();
    use diesel::dsl::count_star;
    Ok(import_problems::table
        .filter(import_problems::organization_id.eq(organization))
        .filter(import_problems::import_id.eq(id))
        .group_by((import_problems::kind, import_problems::severity))
        .order(count_star().desc())
        .select((
            import_problems::kind,
            import_problems::severity,
            count_star(),
        ))
        .load(work.conn())?)
}

/// Removes what an earlier check of the file has left.
pub fn clear_draft(work: &mut Work, id: Uuid) -> Result<(), DbError> {
    let organization = work.organization();
    for text in [
        "DELETE FROM import_problems WHERE organization_id = $1 AND import_id = $2",
        "DELETE FROM import_differences WHERE organization_id = $1 AND import_id = $2",
    ] {
        sql(text)
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(id)
            .execute(work.conn())?;
    }
    Ok(())
}

/// What was chosen in an import.
pub fn choices(work: &mut Work, id: Uuid) -> Result<Choices, DbError> {
    let organization = work.organization();
    let json: Option<Value> = imports::table
        .find((organization, id))
        .select(imports::choices)
        .first(work.conn())
        .optional()?;
    Ok(json.map(Choices::from_json).unwrap_or_default())
}

/// What is asked in an import.
pub fn questions(work: &mut Work, id: Uuid) -> Result<Questions, DbError> {
    let organization = work.organization();
    let json: Option<Value> = imports::table
        .find((organization, id))
        .select(imports::questions)
        .first(work.conn())
        .optional()?;
    let json = json.unwrap_or_default();
    Ok(serde_json::from_value(json).unwrap_or_default())
}

/// Whether this job is still the one at work on the import; it stays so until the end of the work.
pub fn is_at_work(work: &mut Work, id: Uuid, job: Uuid) -> Result<bool, DbError> {
    let organization = work.organization();
    let at_work: Option<Option<Uuid>> = imports::table
        .find((organization, id))
        .select(imports::job_id)
        .for_no_key_update()
        .first(work.conn())
        .optional()?;
    Ok(at_work.flatten() == Some(job))
}

/// The job that is at work on the import now.
pub fn job_of(work: &mut Work, id: Uuid) -> Result<Option<Uuid>, DbError> {
    let organization = work.organization();
    let job: Option<Option<Uuid>> = imports::table
        .find((organization, id))
        .select(imports::job_id)
        .first(work.conn())
        .optional()?;
    Ok(job.flatten())
}

/// Imports of an organization are written one after another: two files that bring the same client make it once.
pub fn take_turn(work: &mut Work) -> Result<(), DbError> {
    let organization = work.organization();
    sql("SELECT pg_advisory_xact_lock(hashtextextended('import-write ' || $1::text, 0))")
        .bind::<SqlUuid, _>(organization)
        .execute(work.conn())?;
    Ok(())
}

/// The process of the database that runs the statements of this work.
pub fn backend(work: &mut Work) -> Result<i32, DbError> {
    Ok(sql("SELECT pg_backend_pid()")
        .by_place::<Integer>()
        .get_result(work.conn())?)
}

/// Breaks off the statement that this process runs.
pub fn cancel(work: &mut Work, backend: i32) -> Result<(), DbError> {
    sql("SELECT pg_cancel_backend($1)")
        .bind::<Integer, _>(backend)
        .execute(work.conn())?;
    Ok(())
}
