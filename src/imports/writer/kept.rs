//! What is kept of the file beside the records: which record came from which row, comments and remarks, the
//! problems, one history entry for each record made.

use diesel::prelude::*;
use diesel::sql_types::{Array, Integer, Nullable, Text, Timestamptz};
use uuid::Uuid;

use super::json::push_text;
use super::{CHUNK, Ctx};
use crate::db::{Work, sql};
use crate::imports::draft::{Draft, NoteDraft, NoteKind, Severity, Source, column_letters};
use crate::refusal::Refused;

type SqlUuid = diesel::sql_types::Uuid;
type Texts = Array<Nullable<Text>>;

/// One history entry for each row made, naming the import.
pub fn made(work: &mut Work, import: Uuid, kind: &str, ids: &[Uuid]) -> Result<(), Refused> {
    let (organization, actor, now) = (work.organization(), work.user(), work.now());
    sql("INSERT INTO changes (organization_id, subject_kind, subject_id, version, actor_id, door, import_id, at) \
         SELECT $1, $2, x.id, 1, $3, 'import', $4, $5 FROM unnest($6) AS x (id)")
        .bind::<SqlUuid, _>(organization)
        .bind::<Text, _>(kind.to_owned())
        .bind::<Nullable<SqlUuid>, _>(actor)
        .bind::<SqlUuid, _>(import)
        .bind::<Timestamptz, _>(now)
        .bind::<Array<SqlUuid>, _>(ids.to_vec())
        .execute(work.conn())?;
    Ok(())
}

pub fn insert_sources(
    work: &mut Work,
    import: Uuid,
    kind: &str,
    sources: &[(Uuid, Source)],
) -> Result<(), Refused> {
    let organization = work.organization();
    for chunk in sources.chunks(CHUNK) {
        sql("INSERT INTO import_sources (organization_id, import_id, subject_kind, subject_id, sheet, row) \
             SELECT $1, $2, $3, x.* FROM unnest($4, $5, $6) AS x ON CONFLICT DO NOTHING")
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(import)
            .bind::<Text, _>(kind.to_owned())
            .bind::<Array<SqlUuid>, _>(chunk.iter().map(|(id, _)| *id).collect::<Vec<_>>())
            .bind::<Array<Integer>, _>(
                chunk.iter().map(|(_, s)| i32::from(s.sheet)).collect::<Vec<_>>(),
            )
            .bind::<Array<Integer>, _>(chunk.iter().map(|(_, s)| s.row as i32).collect::<Vec<_>>())
            .execute(work.conn())?;
    }
    Ok(())
}

/// The rows that a record is made from, as they stand in it: sheet * 2^32 + row.
pub fn source_rows(sources: &[Source]) -> Option<String> {
    let mut list = String::with_capacity(2 + 12 * sources.len());
    for source in sources {
        list.push(if list.is_empty() { '{' } else { ',' });
        let both = i64::from(source.sheet) << 32 | i64::from(source.row);
        list.push_str(&both.to_string());
    }
    (!list.is_empty()).then(|| list + "}")
}

/// Which rows belong to clients and projects that were there before; those that are new hold their rows.
pub fn sources(work: &mut Work, ctx: &Ctx<'_>) -> Result<(), Refused> {
    let clients: Vec<_> = ctx
        .draft
        .clients
        .iter()
        .filter_map(|c| Some((c.existing?, &c.sources)))
        .flat_map(|(id, sources)| sources.iter().map(move |s| (id, *s)))
        .collect();
    insert_sources(work, ctx.import, "client", &clients)?;
    let projects: Vec<_> = ctx
        .draft
        .projects
        .iter()
        .filter_map(|p| Some((p.existing?, &p.sources)))
        .flat_map(|(id, sources)| sources.iter().map(move |s| (id, *s)))
        .collect();
    insert_sources(work, ctx.import, "project", &projects)
}

/// Comments of cells and words beside values, as entries of the timeline.
pub fn notes(work: &mut Work, ctx: &Ctx<'_>) -> Result<(), Refused> {
    let of_clients = ctx
        .draft
        .clients
        .iter()
        .zip(&ctx.clients)
        .flat_map(|(c, id)| c.notes.iter().map(|n| ("client", *id, n)));
    let of_projects = ctx
        .draft
        .projects
        .iter()
        .zip(&ctx.projects)
        .flat_map(|(p, id)| p.notes.iter().map(|n| ("project", *id, n)));
    let all: Vec<(&str, Uuid, &NoteDraft)> = of_clients
        .chain(of_projects)
        .filter(|(_, _, n)| n.kind != NoteKind::Unread)
        .collect();
    let (organization, now) = (work.organization(), work.now());
    for chunk in all.chunks(CHUNK) {
        let payload = |n: &NoteDraft| {
            let mut json = String::from("{\"text\":");
            push_text(&mut json, &ctx.text(n.text).unwrap_or_default());
            json.push_str(",\"sheet\":");
            push_text(&mut json, ctx.draft.sheet_name(n.cell.sheet));
            json.push_str(",\"cell\":");
            push_text(
                &mut json,
                &format!("{}{}", column_letters(n.cell.col), n.cell.row),
            );
            json + "}"
        };
        sql("INSERT INTO activities (organization_id, import_id, type, created_at, id, subject_kind, subject_id, payload) \
             SELECT $1, $2, 'comment', $3, x.id, x.kind, x.subject, x.payload::jsonb \
             FROM unnest($4, $5, $6, $7) AS x (id, kind, subject, payload)")
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(ctx.import)
            .bind::<Timestamptz, _>(now)
            .bind::<Array<SqlUuid>, _>(chunk.iter().map(|_| Uuid::now_v7()).collect::<Vec<_>>())
            .bind::<Array<Text>, _>(chunk.iter().map(|(k, ..)| *k).collect::<Vec<_>>())
            .bind::<Array<SqlUuid>, _>(chunk.iter().map(|(_, id, _)| *id).collect::<Vec<_>>())
            .bind::<Array<Text>, _>(chunk.iter().map(|(_, _, n)| payload(n)).collect::<Vec<_>>())
            .execute(work.conn())?;
    }
    Ok(())
}

fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A row or column of zero means the whole sheet or row.
fn some(n: i32) -> Option<i32> {
    (n > 0).then_some(n)
}

/// The problems of a draft, in their order.
pub fn problems(work: &mut Work, import: Uuid, draft: &Draft) -> Result<(), Refused> {
    let organization = work.organization();
    for (at, chunk) in draft.problems.chunks(CHUNK).enumerate() {
        let text = |t| {
            draft
                .some_text(t)
                .map(|t| t.replace('\0', "").chars().take(2000).collect::<String>())
        };
        let numbers: Vec<i32> = (0..chunk.len())
            .map(|i| (at * CHUNK + i) as i32 + 1)
            .collect();
        sql("INSERT INTO import_problems (organization_id, import_id, n, sheet, row, col, kind, severity, field, raw, value) \
             SELECT $1, $2, x.* FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11) AS x")
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(import)
            .bind::<Array<Integer>, _>(numbers)
            .bind::<Array<Integer>, _>(chunk.iter().map(|p| i32::from(p.cell.sheet)).collect::<Vec<_>>())
            .bind::<Array<Nullable<Integer>>, _>(
                chunk.iter().map(|p| some(p.cell.row as i32)).collect::<Vec<_>>(),
            )
            .bind::<Array<Nullable<Integer>>, _>(
                chunk.iter().map(|p| some(i32::from(p.cell.col))).collect::<Vec<_>>(),
            )
            .bind::<Array<Text>, _>(chunk.iter().map(|p| p.kind.key().to_owned()).collect::<Vec<_>>())
            .bind::<Array<Text>, _>(
                chunk.iter().map(|p| severity_word(p.severity()).to_owned()).collect::<Vec<_>>(),
            )
            .bind::<Texts, _>(
                chunk.iter().map(|p| p.field.map(|f| f.key().to_owned())).collect::<Vec<_>>(),
            )
            .bind::<Texts, _>(chunk.iter().map(|p| text(p.raw)).collect::<Vec<_>>())
            .bind::<Texts, _>(chunk.iter().map(|p| text(p.value)).collect::<Vec<_>>())
            .execute(work.conn())?;
    }
    Ok(())
}
