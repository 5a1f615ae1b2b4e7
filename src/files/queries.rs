//! All SQL of the room.

mod contents;
mod requirements;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Bool, Integer, Nullable, Text, Timestamptz};
use uuid::Uuid;

use super::model::{Brought, File, FileKind, FileOf, Owner, Version};
use crate::db::{DbError, Work, assembled, sql};

pub use contents::{erase, hold_content, hold_known};
pub use requirements::{departures, kinds_of_project, set_requirement};

type SqlUuid = diesel::sql_types::Uuid;

#[derive(QueryableByName)]
struct OwnerRow {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = Bool)]
    is_own: bool,
}

/// What files may belong to, if it is there and not in the bin; the lock keeps it there while a file is brought.
pub fn owner(work: &mut Work, of: FileOf, user: Uuid) -> Result<Option<Owner>, DbError> {
    let organization = work.organization();
    let text = match of {
        FileOf::Project(_) => {
            "SELECT p.name, p.state, EXISTS (SELECT 1 FROM project_people q WHERE q.organization_id = $1 \
             AND q.project_id = p.id AND q.user_id = $3) AS is_own FROM projects p \
             WHERE p.organization_id = $1 AND p.id = $2 AND p.state <> 'deleted' FOR KEY SHARE OF p"
        }
        FileOf::Client(_) => {
            "SELECT coalesce(short_name, name) AS name, '' AS state, coalesce(responsible_id = $3, false) AS is_own \
             FROM clients WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL FOR KEY SHARE"
        }
        FileOf::Deal(_) => {
            "SELECT title AS name, '' AS state, owner_id = $3 AS is_own FROM deals \
             WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL FOR KEY SHARE"
        }
    };
    let row: Option<OwnerRow> = sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(of.id())
        .bind::<SqlUuid, _>(user)
        .get_result(work.conn())
        .optional()?;
    Ok(row.map(|r| Owner {
        name: r.name,
        state: r.state,
        is_own: r.is_own,
    }))
}

#[derive(QueryableByName)]
struct FileRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    project_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    client_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    deal_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    project: Option<String>,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Integer)]
    newest: i32,
    #[diesel(sql_type = BigInt)]
    size: i64,
    #[diesel(sql_type = Text)]
    media_type: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    author_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    brought_by: Option<Uuid>,
    #[diesel(sql_type = Timestamptz)]
    brought_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    deleted_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    deleted_by: Option<Uuid>,
    #[diesel(sql_type = BigInt)]
    version: i64,
}

impl FileRow {
    /// The table lets no file be without what it belongs to, and knows no other kinds.
    fn file(self) -> Option<File> {
        Some(File {
            of: self
                .project_id
                .map(FileOf::Project)
                .or(self.client_id.map(FileOf::Client))
                .or(self.deal_id.map(FileOf::Deal))?,
            kind: FileKind::from_word(&self.kind)?,
            id: self.id,
            project: self.project,
            name: self.name,
            newest: self.newest,
            size: self.size,
            media_type: self.media_type,
            author: self.author_id,
            brought_by: self.brought_by,
            brought_at: self.brought_at,
            created_at: self.created_at,
            deleted_at: self.deleted_at,
            deleted_by: self.deleted_by,
            version: self.version,
        })
    }
}

/// A file with its newest version.
const FILES: &str = "SELECT f.id, f.project_id, f.client_id, f.deal_id, f.project, f.kind, f.name, f.newest, \
    c.size, c.media_type, f.author_id, v.author_id AS brought_by, v.created_at AS brought_at, f.created_at, \
    f.deleted_at, f.deleted_by, f.version FROM ";

const NEWEST: &str = " JOIN file_versions v ON v.organization_id = $1 AND v.file_id = f.id AND v.number = f.newest \
    JOIN file_contents c ON c.organization_id = $1 AND c.sha256 = v.sha256 ";

/// On a client's card stand its own files, those of clients merged into it, and those of its projects.
const OF_CLIENT: &str = "(SELECT x.*, NULL::text AS project FROM files x WHERE x.organization_id = $1 \
        AND x.client_id IN (SELECT $2 UNION ALL SELECT old_id FROM aliases \
            WHERE organization_id = $1 AND kind = 'client' AND new_id = $2) \
    UNION ALL SELECT x.*, p.name FROM projects p \
        JOIN files x ON x.organization_id = $1 AND x.project_id = p.id \
        WHERE p.organization_id = $1 AND p.client_id = $2 AND p.state <> 'deleted') f";
const OF_PROJECT: &str = "(SELECT x.*, NULL::text AS project FROM files x \
    WHERE x.organization_id = $1 AND x.project_id = $2) f";
const OF_DEAL: &str = "(SELECT x.*, NULL::text AS project FROM files x \
    WHERE x.organization_id = $1 AND x.deal_id = $2) f";
const ONE: &str = "(SELECT x.*, NULL::text AS project FROM files x \
    WHERE x.organization_id = $1 AND x.id = $2) f";

fn files_of(of: FileOf) -> &'static str {
    match of {
        FileOf::Project(_) => OF_PROJECT,
        FileOf::Client(_) => OF_CLIENT,
        FileOf::Deal(_) => OF_DEAL,
    }
}

/// Files of a record, newest first; those in the bin, too.
pub fn of_record(work: &mut Work, of: FileOf, limit: i64) -> Result<Vec<File>, DbError> {
    let organization = work.organization();
    let text = format!(
        "{FILES}{}{NEWEST}ORDER BY f.created_at DESC, f.id DESC LIMIT $3",
        files_of(of)
    );
    let rows: Vec<FileRow> = assembled(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(of.id())
        .bind::<BigInt, _>(limit)
        .load(work.conn())?;
    Ok(rows.into_iter().filter_map(FileRow::file).collect())
}

/// One file, in the bin or not.
pub fn find(work: &mut Work, id: Uuid) -> Result<Option<File>, DbError> {
    one(work, id, "")
}

/// The same, locked until the end of the work.
pub fn lock(work: &mut Work, id: Uuid) -> Result<Option<File>, DbError> {
    one(work, id, "FOR UPDATE OF f")
}

fn one(work: &mut Work, id: Uuid, lock: &'static str) -> Result<Option<File>, DbError> {
    let organization = work.organization();
    let row: Option<FileRow> = assembled(format!("{FILES}{ONE}{NEWEST}{lock}"))
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .get_result(work.conn())
        .optional()?;
    Ok(row.and_then(FileRow::file))
}

#[derive(QueryableByName)]
struct VersionRow {
    #[diesel(sql_type = Integer)]
    number: i32,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    size: i64,
    #[diesel(sql_type = Text)]
    media_type: String,
    #[diesel(sql_type = Binary)]
    sha256: Vec<u8>,
    #[diesel(sql_type = SqlUuid)]
    stored_id: Uuid,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    author_id: Option<Uuid>,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
}

/// All versions of a file, newest first.
pub fn versions(work: &mut Work, file: Uuid) -> Result<Vec<Version>, DbError> {
    let organization = work.organization();
    let rows: Vec<VersionRow> = sql(
        "SELECT v.number, v.name, c.size, c.media_type, c.sha256, c.stored_id, v.author_id, v.created_at \
         FROM file_versions v JOIN file_contents c ON c.organization_id = $1 AND c.sha256 = v.sha256 \
         WHERE v.organization_id = $1 AND v.file_id = $2 ORDER BY v.number DESC",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(file)
    .load(work.conn())?;
    Ok(rows
        .into_iter()
        .map(|r| Version {
            number: r.number,
            name: r.name,
            size: r.size,
            media_type: r.media_type,
            sha256: r.sha256,
            stored_id: r.stored_id,
            author: r.author_id,
            at: r.created_at,
        })
        .collect())
}

/// Whether this upload is here already: its form was sent before. Who sends it twice at once waits here.
pub fn is_brought(work: &mut Work, upload: Uuid) -> Result<bool, DbError> {
    let organization = work.organization();
    sql("SELECT pg_advisory_xact_lock(hashtextextended($1::text, 5))")
        .bind::<SqlUuid, _>(upload)
        .execute(work.conn())?;
    Ok(sql(
        "SELECT EXISTS (SELECT 1 FROM file_versions WHERE organization_id = $1 AND upload_id = $2)",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(upload)
    .by_place::<Bool>()
    .get_result(work.conn())?)
}

/// Makes a file with its first version.
pub fn insert(work: &mut Work, of: FileOf, brought: &Brought) -> Result<(), DbError> {
    let (organization, author) = (work.organization(), work.user());
    let column = |wanted: FileOf| (of.word() == wanted.word()).then(|| of.id());
    sql(
        "INSERT INTO files (organization_id, id, project_id, client_id, deal_id, kind, name, author_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(brought.id)
    .bind::<Nullable<SqlUuid>, _>(column(FileOf::Project(Uuid::nil())))
    .bind::<Nullable<SqlUuid>, _>(column(FileOf::Client(Uuid::nil())))
    .bind::<Nullable<SqlUuid>, _>(column(FileOf::Deal(Uuid::nil())))
    .bind::<Text, _>(brought.kind.word())
    .bind::<Text, _>(brought.name.clone())
    .bind::<Nullable<SqlUuid>, _>(author)
    .execute(work.conn())?;
    insert_version(work, brought.id, 1, brought)
}

/// Adds a version.
pub fn insert_version(
    work: &mut Work,
    file: Uuid,
    number: i32,
    brought: &Brought,
) -> Result<(), DbError> {
    let (organization, author, now) = (work.organization(), work.user(), work.now());
    sql(
        "INSERT INTO file_versions (organization_id, file_id, number, upload_id, sha256, name, author_id, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(file)
    .bind::<Integer, _>(number)
    .bind::<SqlUuid, _>(brought.id)
    .bind::<Binary, _>(brought.content.sha256.clone())
    .bind::<Text, _>(brought.name.clone())
    .bind::<Nullable<SqlUuid>, _>(author)
    .bind::<Timestamptz, _>(now)
    .execute(work.conn())?;
    Ok(())
}

/// The file has a newer version now, by the name that it was brought under.
pub fn set_newest(work: &mut Work, file: Uuid, number: i32, name: &str) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    sql(
        "UPDATE files SET newest = $3, name = $4, version = version + 1, updated_at = $5 \
         WHERE organization_id = $1 AND id = $2",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(file)
    .bind::<Integer, _>(number)
    .bind::<Text, _>(name.to_owned())
    .bind::<Timestamptz, _>(now)
    .execute(work.conn())?;
    Ok(())
}

/// Sets kind and name.
pub fn set_words(work: &mut Work, file: Uuid, kind: FileKind, name: &str) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    sql(
        "UPDATE files SET kind = $3, name = $4, version = version + 1, updated_at = $5 \
         WHERE organization_id = $1 AND id = $2",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(file)
    .bind::<Text, _>(kind.word())
    .bind::<Text, _>(name.to_owned())
    .bind::<Timestamptz, _>(now)
    .execute(work.conn())?;
    Ok(())
}

/// Puts a file into the bin, or takes it out.
pub fn set_deleted(work: &mut Work, file: Uuid, is_deleted: bool) -> Result<(), DbError> {
    let (organization, user, now) = (work.organization(), work.user(), work.now());
    sql(
        "UPDATE files SET deleted_at = CASE WHEN $3 THEN $4 END, deleted_by = CASE WHEN $3 THEN $5 END, \
         version = version + 1, updated_at = $4 WHERE organization_id = $1 AND id = $2",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(file)
    .bind::<Bool, _>(is_deleted)
    .bind::<Timestamptz, _>(now)
    .bind::<Nullable<SqlUuid>, _>(user)
    .execute(work.conn())?;
    Ok(())
}

#[derive(QueryableByName)]
struct PackedRow {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = SqlUuid)]
    stored_id: Uuid,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
}

/// Kind and name of a file outside the bin, where its newest content lies, and since when.
pub type Packed = (FileKind, String, Uuid, DateTime<Utc>);

/// Newest versions of all files of a record, in the order in which they go into an archive.
pub fn to_pack(work: &mut Work, of: FileOf) -> Result<Vec<Packed>, DbError> {
    let organization = work.organization();
    let text = format!(
        "SELECT f.kind, f.name, c.stored_id, v.created_at FROM {}{NEWEST}\
         WHERE f.deleted_at IS NULL ORDER BY f.kind, f.created_at, f.id",
        files_of(of)
    );
    let rows: Vec<PackedRow> = assembled(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(of.id())
        .load(work.conn())?;
    Ok(rows
        .into_iter()
        .filter_map(|r| {
            Some((
                FileKind::from_word(&r.kind)?,
                r.name,
                r.stored_id,
                r.created_at,
            ))
        })
        .collect())
}
