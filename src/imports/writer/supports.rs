//! Support measures and decisions that have found their project.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Date, Nullable, Text};
use uuid::Uuid;

use super::{CHUNK, Ctx};
use crate::db::{Work, sql};
use crate::imports::draft::{DecisionDraft, SupportDraft};
use crate::refusal::Refused;

type SqlUuid = diesel::sql_types::Uuid;
type Texts = Array<Nullable<Text>>;
type Ids = Array<Nullable<SqlUuid>>;
type Dates = Array<Nullable<Date>>;

pub fn write(work: &mut Work, ctx: &Ctx<'_>) -> Result<(), Refused> {
    let supports: Vec<(usize, &SupportDraft, Uuid)> = ctx
        .draft
        .supports
        .iter()
        .enumerate()
        .filter(|(_, s)| s.existing.is_none())
        .filter_map(|(i, s)| Some((i, s, ctx.project(s.project)?)))
        .collect();
    for chunk in supports.chunks(CHUNK) {
        insert_supports(work, ctx, chunk)?;
    }
    let decisions: Vec<(usize, &DecisionDraft, Uuid)> = ctx
        .draft
        .decisions
        .iter()
        .enumerate()
        .filter(|(_, d)| d.existing.is_none())
        .filter_map(|(i, d)| Some((i, d, ctx.project(d.project)?)))
        .collect();
    for chunk in decisions.chunks(CHUNK) {
        insert_decisions(work, ctx, chunk)?;
    }
    Ok(())
}

fn same(key: &str) -> &str {
    key
}

/// A measure that has begun, of a project on support, was granted: lists of accompanied projects seldom say so in a
/// column of their own. Of an ended project it has ended.
fn insert_supports(
    work: &mut Work,
    ctx: &Ctx<'_>,
    chunk: &[(usize, &SupportDraft, Uuid)],
) -> Result<(), Refused> {
    let ids: Vec<Uuid> = chunk.iter().map(|_| Uuid::now_v7()).collect();
    let word = |w: Option<&'static str>| w.map(str::to_owned);
    let dates = |pick: fn(&SupportDraft) -> Option<NaiveDate>| -> Vec<Option<NaiveDate>> {
        chunk.iter().map(|(_, s, _)| pick(s)).collect()
    };
    let organization = work.organization();
    sql("INSERT INTO supports (organization_id, import_id, id, project_id, type, programme_id, level, body_id, \
            amount, unit, date_start, date_end, description, custom, unread, source_rows, status) \
         SELECT $1, $2, x.id, x.project, x.type, x.programme, x.level, x.body, x.amount / 100.0, x.unit, x.start, \
            x.ends, x.description, x.custom::jsonb, x.unread::jsonb, x.sources::bigint[], \
            CASE WHEN x.start IS NULL THEN 'requested' WHEN p.state = 'on_support' THEN 'granted' \
                WHEN p.state = 'ended' THEN 'ended' ELSE 'requested' END \
         FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
            AS x (id, project, type, programme, level, body, amount, unit, start, ends, description, custom, unread, sources) \
         JOIN projects p ON p.organization_id = $1 AND p.id = x.project")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(ctx.import)
        .bind::<Array<SqlUuid>, _>(ids.clone())
        .bind::<Array<SqlUuid>, _>(chunk.iter().map(|(_, _, p)| *p).collect::<Vec<_>>())
        .bind::<Texts, _>(chunk.iter().map(|(_, s, _)| word(s.kind.map(|k| k.key()))).collect::<Vec<_>>())
        .bind::<Ids, _>(chunk.iter().map(|(_, s, _)| ctx.word(s.programme)).collect::<Vec<_>>())
        .bind::<Texts, _>(chunk.iter().map(|(_, s, _)| word(s.level.map(|l| l.key()))).collect::<Vec<_>>())
        .bind::<Ids, _>(chunk.iter().map(|(_, s, _)| ctx.word(s.body)).collect::<Vec<_>>())
        .bind::<Array<Nullable<BigInt>>, _>(
            chunk.iter().map(|(_, s, _)| s.amount_hundredths.filter(|a| *a >= 0)).collect::<Vec<_>>(),
        )
        .bind::<Texts, _>(chunk.iter().map(|(_, s, _)| word(s.unit.map(|u| u.key()))).collect::<Vec<_>>())
        .bind::<Dates, _>(dates(|s| s.start.map(|d| d.date)))
        .bind::<Dates, _>(dates(|s| s.end.map(|d| d.date)))
        .bind::<Texts, _>(chunk.iter().map(|(_, s, _)| ctx.text(s.description)).collect::<Vec<_>>())
        .bind::<Texts, _>(chunk.iter().map(|(_, s, _)| Some(ctx.custom_of_support(s))).collect::<Vec<_>>())
        .bind::<Texts, _>(chunk.iter().map(|(_, s, _)| Some(ctx.unread(&s.notes, same))).collect::<Vec<_>>())
        .bind::<Texts, _>(chunk.iter().map(|(_, s, _)| super::kept::source_rows(&s.sources)).collect::<Vec<_>>())
        .execute(work.conn())?;
    super::kept::made(work, ctx.import, "support", &ids)
}

fn insert_decisions(
    work: &mut Work,
    ctx: &Ctx<'_>,
    chunk: &[(usize, &DecisionDraft, Uuid)],
) -> Result<(), Refused> {
    let ids: Vec<Uuid> = chunk.iter().map(|_| Uuid::now_v7()).collect();
    let word = |w: Option<&'static str>| w.map(str::to_owned);
    let organization = work.organization();
    sql("INSERT INTO decisions (organization_id, import_id, id, project_id, decision_type, decision_date, \
            protocol_number, outcome, decision, custom, unread, source_rows) \
         SELECT $1, $2, x.id, x.project, x.kind, x.date, x.protocol, x.outcome, x.text, x.custom::jsonb, x.unread::jsonb, \
            x.sources::bigint[] \
         FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
            AS x (id, project, kind, date, protocol, outcome, text, custom, unread, sources)")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(ctx.import)
        .bind::<Array<SqlUuid>, _>(ids.clone())
        .bind::<Array<SqlUuid>, _>(chunk.iter().map(|(_, _, p)| *p).collect::<Vec<_>>())
        .bind::<Texts, _>(chunk.iter().map(|(_, d, _)| word(d.kind.map(|k| k.key()))).collect::<Vec<_>>())
        .bind::<Dates, _>(chunk.iter().map(|(_, d, _)| d.date.map(|d| d.date)).collect::<Vec<_>>())
        .bind::<Texts, _>(chunk.iter().map(|(_, d, _)| ctx.text(d.protocol)).collect::<Vec<_>>())
        .bind::<Texts, _>(chunk.iter().map(|(_, d, _)| word(d.outcome.map(|o| o.key()))).collect::<Vec<_>>())
        .bind::<Texts, _>(chunk.iter().map(|(_, d, _)| ctx.text(d.outcome_text)).collect::<Vec<_>>())
        .bind::<Texts, _>(chunk.iter().map(|(_, d, _)| Some(ctx.custom_of_decision(d))).collect::<Vec<_>>())
        .bind::<Texts, _>(chunk.iter().map(|(_, d, _)| Some(ctx.unread(&d.notes, same))).collect::<Vec<_>>())
        .bind::<Texts, _>(chunk.iter().map(|(_, d, _)| super::kept::source_rows(&d.sources)).collect::<Vec<_>>())
        .execute(work.conn())?;
    super::kept::made(work, ctx.import, "decision", &ids)
}
