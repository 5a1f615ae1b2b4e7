//! All SQL of the room.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text, Timestamptz};
use uuid::Uuid;

use crate::db::{DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

/// Something that was said, as it stands now.
#[derive(Debug, Clone, QueryableByName)]
pub struct Comment {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// The record that it was said of: this one, or one that was merged into it.
    #[diesel(sql_type = SqlUuid)]
    pub subject: Uuid,
    /// Empty: it was taken back.
    #[diesel(sql_type = Text)]
    pub text: String,
    #[diesel(sql_type = Text)]
    pub said: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub author: Option<Uuid>,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub changed_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Bool)]
    pub is_imported: bool,
    #[diesel(sql_type = Text)]
    pub sheet: String,
    #[diesel(sql_type = Text)]
    pub cell: String,
    /// On a client's card: the project that it was said of.
    #[diesel(sql_type = Nullable<Text>)]
    pub project: Option<String>,
}

const COMMENTS: &str = "SELECT a.id, s.id AS subject, coalesce(e.payload ->> 'text', a.payload ->> 'text', '') AS text, \
    coalesce(a.payload ->> 'said', 'comment') AS said, a.author_id AS author, a.created_at AS at, \
    e.created_at AS changed_at, a.import_id IS NOT NULL AS is_imported, coalesce(a.payload ->> 'sheet', '') AS sheet, \
    coalesce(a.payload ->> 'cell', '') AS cell, s.project FROM (SELECT $2 AS kind, $3 AS id, NULL::text AS project \
        UNION ALL SELECT $2, old_id, NULL FROM aliases WHERE organization_id = $1 AND kind = $2 AND new_id = $3 \
        UNION ALL SELECT 'project', p.id, p.name FROM projects p \
        WHERE $2 = 'client' AND p.organization_id = $1 AND p.client_id = $3 AND p.state <> 'deleted') s \
    JOIN activities a ON a.organization_id = $1 AND a.subject_kind = s.kind AND a.subject_id = s.id \
    LEFT JOIN LATERAL (SELECT x.payload, x.created_at FROM activities x WHERE x.organization_id = $1 \
        AND x.subject_kind = s.kind AND x.subject_id = s.id AND x.type = 'comment' AND x.payload ->> 'of' = a.id::text \
        ORDER BY x.created_at DESC, x.id DESC LIMIT 1) e ON true \
    WHERE a.type = 'comment' AND a.payload ->> 'of' IS NULL ";

/// What was said of a record, newest first; of one kind or by one person where asked.
pub fn of_record(
    work: &mut Work,
    kind: &str,
    id: Uuid,
    said: &str,
    by: Option<Uuid>,
) -> Result<Vec<Comment>, DbError> {
    let organization = work.organization();
    Ok(sql(const_format::concatcp!(
        COMMENTS,
        "AND ($4 = '' OR coalesce(a.payload ->> 'said', 'comment') = $4) AND ($5::uuid IS NULL OR a.author_id = $5) \
         ORDER BY a.created_at DESC, a.id DESC LIMIT 100"
    ))
    .bind::<SqlUuid, _>(organization)
    .bind::<Text, _>(kind.to_owned())
    .bind::<SqlUuid, _>(id)
    .bind::<Text, _>(said.to_owned())
    .bind::<Nullable<SqlUuid>, _>(by)
    .load(work.conn())?)
}

/// One comment of a record itself.
pub fn find(
    work: &mut Work,
    kind: &str,
    id: Uuid,
    comment: Uuid,
) -> Result<Option<Comment>, DbError> {
    let organization = work.organization();
    Ok(sql(const_format::concatcp!(
        COMMENTS,
        "AND s.project IS NULL AND a.id = $4"
    ))
    .bind::<SqlUuid, _>(organization)
    .bind::<Text, _>(kind.to_owned())
    .bind::<SqlUuid, _>(id)
    .bind::<SqlUuid, _>(comment)
    .get_result(work.conn())
    .optional()?)
}

#[derive(QueryableByName)]
struct There {
    #[diesel(sql_type = Bool)]
    is_there: bool,
}

/// Whether the record is there.
pub fn is_there(work: &mut Work, kind: &str, id: Uuid) -> Result<bool, DbError> {
    let organization = work.organization();
    let found: There = sql(
        "SELECT CASE $2 WHEN 'project' THEN EXISTS (SELECT 1 FROM projects WHERE organization_id = $1 AND id = $3) \
         WHEN 'client' THEN EXISTS (SELECT 1 FROM clients WHERE organization_id = $1 AND id = $3 AND deleted_at IS NULL) \
         ELSE false END AS is_there",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Text, _>(kind.to_owned())
    .bind::<SqlUuid, _>(id)
    .get_result(work.conn())?;
    Ok(found.is_there)
}
