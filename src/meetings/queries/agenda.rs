//! The questions of an agenda, and what may become one.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Jsonb, Nullable, Text, Timestamptz};
use serde_json::Value;
use uuid::Uuid;

use crate::db::schema::meeting_items;
use crate::db::{DbError, Work, sql};
use crate::meetings::model::{Item, Ready};
use crate::supports::{Body, DecisionOutcome};

type SqlUuid = diesel::sql_types::Uuid;

const ITEM: &str = "SELECT i.id, i.version, i.position, i.project_id, i.support_id, i.presenter, i.notes, i.outcome, \
    i.decision, i.votes_for, i.votes_against, i.votes_abstained, i.chair_for, i.recused, i.changed_by, \
    p.number AS project_number, p.name AS project_name, p.state AS project_state, p.version AS project_version, \
    EXISTS (SELECT 1 FROM project_people pp WHERE pp.organization_id = p.organization_id \
        AND pp.project_id = p.id AND pp.user_id = $3) AS is_own, \
    coalesce(c.short_name, c.name) AS client, d.name AS district, s.type AS kind, g.name AS programme, \
    s.amount_hundredths, s.unit, \
    (SELECT e.outcome FROM decisions e WHERE e.organization_id = i.organization_id AND e.support_id = i.support_id \
        AND e.decision_type = 'expert_group' AND NOT EXISTS (SELECT 1 FROM decisions a \
            WHERE a.organization_id = e.organization_id AND a.annuls_id = e.id) \
        ORDER BY e.decision_date DESC NULLS LAST, e.created_at DESC LIMIT 1) AS recommended \
    FROM meeting_items i \
    JOIN projects p ON p.organization_id = i.organization_id AND p.id = i.project_id \
    JOIN supports s ON s.organization_id = i.organization_id AND s.id = i.support_id \
    LEFT JOIN clients c ON c.organization_id = p.organization_id AND c.id = p.client_id \
    LEFT JOIN addresses a ON a.organization_id = p.organization_id AND a.id = p.address_id \
    LEFT JOIN directory_entries d ON d.organization_id = p.organization_id AND d.id = a.district_id \
    LEFT JOIN directory_entries g ON g.organization_id = s.organization_id AND g.id = s.programme_id \
    WHERE i.organization_id = $1 AND ";
const OF_MEETING: &str = const_format::concatcp!(
    ITEM,
    "i.meeting_id = $2 ORDER BY i.position, i.id LIMIT 1000"
);

/// The questions of a meeting in their order.
pub fn items(work: &mut Work, meeting: Uuid) -> Result<Vec<Item>, DbError> {
    let (organization, user) = (work.organization(), work.user());
    Ok(sql(OF_MEETING)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(meeting)
        .bind::<Nullable<SqlUuid>, _>(user)
        .load(work.conn())?)
}

/// Holds the projects of a meeting, in the order of their ids, so that nobody moves them meanwhile.
pub fn lock_projects(work: &mut Work, meeting: Uuid) -> Result<(), DbError> {
    let organization = work.organization();
    sql("SELECT p.id FROM projects p WHERE p.organization_id = $1 AND p.id IN \
         (SELECT i.project_id FROM meeting_items i WHERE i.organization_id = $1 AND i.meeting_id = $2) \
         ORDER BY p.id FOR NO KEY UPDATE OF p")
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(meeting)
    .execute(work.conn())?;
    Ok(())
}

/// Measures that may be decided about: of a complete application, or of a project that waits in the
/// commission; not on the agenda of another open meeting of the commission.
pub fn ready(work: &mut Work, body: Body) -> Result<Vec<Ready>, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT s.id AS support_id, p.number AS project_number, p.name AS project_name, \
            coalesce(c.short_name, c.name) AS client, s.type AS kind, \
            s.amount_hundredths, s.unit, \
            EXISTS (SELECT 1 FROM decisions x WHERE x.organization_id = s.organization_id AND x.support_id = s.id \
                AND x.decision_type = $2 AND x.outcome = 'postponed') AS was_postponed \
         FROM supports s JOIN projects p ON p.organization_id = s.organization_id AND p.id = s.project_id \
         LEFT JOIN clients c ON c.organization_id = p.organization_id AND c.id = p.client_id \
         LEFT JOIN addresses a ON a.organization_id = p.organization_id AND a.id = p.address_id \
         WHERE s.organization_id = $1 AND s.status = 'requested' \
         AND (p.state = 'in_commission' OR p.state = 'application_full' AND p.client_id IS NOT NULL \
            AND p.industry_id IS NOT NULL AND a.district_id IS NOT NULL AND p.own_amount IS NOT NULL \
            AND p.requested_amount IS NOT NULL AND p.jobs IS NOT NULL AND p.tax_amount IS NOT NULL \
            AND p.description ~ '[^[:space:]]') \
         AND NOT EXISTS (SELECT 1 FROM meeting_items i JOIN meetings m ON m.organization_id = i.organization_id \
            AND m.id = i.meeting_id WHERE i.organization_id = s.organization_id AND i.support_id = s.id \
            AND m.kind = $2 AND m.state <> 'closed') \
         AND ($2 <> 'expert_group' OR NOT EXISTS (SELECT 1 FROM decisions e WHERE e.organization_id = s.organization_id \
            AND e.support_id = s.id AND e.decision_type = 'expert_group' AND e.outcome <> 'postponed')) \
         ORDER BY p.number_value, s.created_at, s.id LIMIT 500",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Text, _>(body.word())
    .load(work.conn())?)
}

/// Puts measures at the end of an agenda; those that stand there stay where they are.
pub fn add_items(work: &mut Work, meeting: Uuid, supports: &[Uuid]) -> Result<usize, DbError> {
    let organization = work.organization();
    Ok(sql(
        "INSERT INTO meeting_items (organization_id, id, meeting_id, position, project_id, support_id) \
         SELECT $1, x.id, $2, (SELECT coalesce(max(position), 0) FROM meeting_items \
            WHERE organization_id = $1 AND meeting_id = $2) + x.n::int, s.project_id, s.id \
         FROM unnest($3, $4) WITH ORDINALITY AS x (id, support, n) \
         JOIN supports s ON s.organization_id = $1 AND s.id = x.support \
         ON CONFLICT (organization_id, meeting_id, support_id) DO NOTHING",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(meeting)
    .bind::<Array<SqlUuid>, _>(supports.iter().map(|_| Uuid::now_v7()).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(supports.to_vec())
    .execute(work.conn())?)
}

pub fn remove_item(work: &mut Work, meeting: Uuid, item: Uuid) -> Result<bool, DbError> {
    let rows = diesel::delete(meeting_items::table.find((work.organization(), item)))
        .filter(meeting_items::meeting_id.eq(meeting))
        .execute(work.conn())?;
    Ok(rows == 1)
}

/// Two questions change places.
pub fn swap_items(work: &mut Work, meeting: Uuid, a: &Item, b: &Item) -> Result<(), DbError> {
    let organization = work.organization();
    sql(
        "UPDATE meeting_items SET position = CASE WHEN id = $3 THEN $6 ELSE $5 END \
         WHERE organization_id = $1 AND meeting_id = $2 AND id IN ($3, $4)",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(meeting)
    .bind::<SqlUuid, _>(a.id)
    .bind::<SqlUuid, _>(b.id)
    .bind::<Integer, _>(a.position)
    .bind::<Integer, _>(b.position)
    .execute(work.conn())?;
    Ok(())
}

/// Writes what the question holds now, whole, and gives its new version.
pub fn set_item(work: &mut Work, item: &Item) -> Result<i64, DbError> {
    let (organization, now, user) = (work.organization(), work.now(), work.user());
    Ok(sql(
        "UPDATE meeting_items SET outcome = $3, decision = $4, votes_for = $5, votes_against = $6, votes_abstained = $7, \
            chair_for = $8, recused = $9, presenter = $10, notes = $11, changed_by = $12, updated_at = $13, \
            version = version + 1 WHERE organization_id = $1 AND id = $2 RETURNING version",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(item.id)
    .bind::<Nullable<Text>, _>(item.outcome.clone())
    .bind::<Text, _>(item.decision.clone())
    .bind::<Nullable<Integer>, _>(item.votes_for)
    .bind::<Nullable<Integer>, _>(item.votes_against)
    .bind::<Nullable<Integer>, _>(item.votes_abstained)
    .bind::<Nullable<Bool>, _>(item.chair_for)
    .bind::<Array<SqlUuid>, _>(item.recused.clone())
    .bind::<Text, _>(item.presenter.clone())
    .bind::<Text, _>(item.notes.clone())
    .bind::<Nullable<SqlUuid>, _>(user)
    .bind::<Timestamptz, _>(now)
    .by_place::<BigInt>()
    .get_result(work.conn())?)
}

/// What each field held at a version, of those that changed since; whether somebody else than this tab
/// changed it.
pub fn first_values_since(
    work: &mut Work,
    item: Uuid,
    version: i64,
    tab: Option<&str>,
) -> Result<Vec<(String, String, bool)>, DbError> {
    let organization = work.organization();
    let rows: Vec<(String, Option<Value>, bool)> = sql(
        "SELECT field, (array_agg(from_value ORDER BY version))[1], bool_or(tab IS NULL OR tab IS DISTINCT FROM $4) \
         FROM changes WHERE organization_id = $1 AND subject_kind = 'meeting' AND subject_id = $2 AND version > $3 \
         AND field <> '' GROUP BY field",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(item)
    .bind::<BigInt, _>(version)
    .bind::<Nullable<Text>, _>(tab.map(str::to_owned))
    .by_place::<(Text, Nullable<Jsonb>, Bool)>()
    .load(work.conn())?;
    let text = |v: Option<Value>| v.and_then(|v| v.as_str().map(str::to_owned));
    Ok(rows
        .into_iter()
        .map(|(field, value, others)| (field, text(value).unwrap_or_default(), others))
        .collect())
}

/// What the commission decided in force about these projects since each came before it: project, measure
/// and the last outcome of the measure.
pub fn outcomes_since_entry(
    work: &mut Work,
    projects: &[Uuid],
) -> Result<Vec<(Uuid, Uuid, DecisionOutcome)>, DbError> {
    let organization = work.organization();
    let rows: Vec<(Uuid, Uuid, String)> = sql(
        "SELECT DISTINCT ON (d.project_id, d.support_id) d.project_id, d.support_id, d.outcome FROM decisions d \
         JOIN projects p ON p.organization_id = d.organization_id AND p.id = d.project_id \
         WHERE d.organization_id = $1 AND d.project_id = ANY ($2) AND d.created_at >= p.state_changed_at \
         AND d.support_id IS NOT NULL AND d.outcome IS NOT NULL AND d.decision_type IS DISTINCT FROM 'expert_group' \
         AND NOT EXISTS (SELECT 1 FROM decisions a WHERE a.organization_id = d.organization_id AND a.annuls_id = d.id) \
         ORDER BY d.project_id, d.support_id, d.created_at DESC, d.id DESC",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Array<SqlUuid>, _>(projects.to_vec())
    .by_place::<(SqlUuid, SqlUuid, Text)>()
    .load(work.conn())?;
    let outcome =
        |(p, s, word): (Uuid, Uuid, String)| Some((p, s, DecisionOutcome::from_word(&word)?));
    Ok(rows.into_iter().filter_map(outcome).collect())
}
