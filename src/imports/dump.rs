//! Everything of an organization as one JSON object, for comparing with the truth behind a workbook and
//! for looking at what an import made.

use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use serde_json::{Value, json};

use crate::db::{DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

#[derive(QueryableByName)]
struct Json {
    #[diesel(sql_type = Jsonb)]
    json: Value,
}

/// Custom values under the labels of their fields; yes and no in words, as a workbook has them.
macro_rules! custom {
    ($table:literal, $entity:literal) => {
        concat!(
            "(SELECT coalesce(jsonb_object_agg(f.label, CASE e.value WHEN 'true' THEN '\"да\"' WHEN 'false' THEN '\"нет\"' \
             ELSE e.value END), '{}') FROM jsonb_each(", $table, ".custom) e \
             JOIN custom_fields f ON f.organization_id = ", $table, ".organization_id AND f.entity = '", $entity,
            "' AND f.key = e.key)"
        )
    };
}

/// Sheet and row of every source.
macro_rules! sources {
    ($table:literal, $kind:literal) => {
        concat!(
            "(SELECT coalesce(jsonb_agg(jsonb_build_array(i.sheets -> o.sheet ->> 'name', o.row) ORDER BY o.sheet, o.row), '[]') \
             FROM (SELECT m.import_id, m.sheet, m.row FROM import_sources m \
                WHERE m.organization_id = ", $table, ".organization_id AND m.subject_kind = '", $kind,
            "' AND m.subject_id = ", $table, ".id \
                UNION ALL SELECT ", $table, ".import_id, (r >> 32)::integer, (r & 4294967295)::integer \
                FROM unnest(", $table, ".source_rows) r) o \
             JOIN imports i ON i.organization_id = ", $table, ".organization_id AND i.id = o.import_id)"
        )
    };
}

/// All texts of a client's contacts out of one expression.
macro_rules! contacts {
    ($list:literal) => {
        concat!(
            "(SELECT coalesce(jsonb_agg(DISTINCT p), '[]') FROM contacts k, unnest(",
            $list,
            ") p \
             WHERE k.organization_id = c.organization_id AND k.client_id = c.id AND p <> '')"
        )
    };
}

const CLIENTS: &str = concat!(
    "SELECT jsonb_build_object('ref', c.id, \
     'kind', CASE c.kind WHEN 'legal_entity' THEN 'legal' WHEN 'sole_proprietor' THEN 'ip' WHEN 'nonprofit' THEN 'ngo' ELSE c.kind END, \
     'full_name', c.name, 'short_name', c.short_name, 'last_name', c.last_name, 'first_name', c.first_name, \
     'middle_name', c.middle_name, 'other_names', c.other_names, 'inn', c.inn, 'ogrn', c.ogrn, \
     'district', d.name, 'city', t.name, 'post_code', a.post_code, 'street', a.street, 'unread', c.unread, \
     'phones', ",
    contacts!(
        "ARRAY(SELECT split_part(x, ';', 1) FROM unnest(array_prepend(k.phone, k.more_phones)) x)"
    ),
    ", 'emails', ",
    contacts!("array_prepend(k.email, k.more_emails)"),
    ", 'contact_names', ",
    contacts!("array_prepend(k.name::text, k.other_names)"),
    ", 'contact_positions', ",
    contacts!("array_prepend(k.position, k.other_positions)"),
    ", 'custom', ",
    custom!("c", "client"),
    " || CASE WHEN c.kpp IS NULL THEN '{}'::jsonb ELSE jsonb_build_object('КПП', c.kpp) END, 'sources', ",
    sources!("c", "client"),
    ") AS json FROM clients c \
     LEFT JOIN addresses a ON a.organization_id = c.organization_id AND a.id = c.address_id \
     LEFT JOIN directory_entries d ON d.organization_id = c.organization_id AND d.id = a.district_id \
     LEFT JOIN directory_entries t ON t.organization_id = c.organization_id AND t.id = a.city_id \
     WHERE c.organization_id = $1 AND c.deleted_at IS NULL ORDER BY c.id"
);

const PROJECTS: &str = concat!(
    "SELECT jsonb_build_object('ref', p.id, 'client', p.client_id, 'number', p.number, 'name', p.name, \
     'industry', i.name, 'description', p.description, 'own', p.own_amount::text, 'requested', p.requested_amount::text, \
     'total', p.total_amount::text, 'taxes', p.tax_amount::text, 'jobs', p.jobs, 'state_key', p.state, 'unread', p.unread, \
     'app_date', CASE p.application_date_precision WHEN 'day' THEN p.application_date::text \
        WHEN 'month' THEN to_char(p.application_date, 'YYYY-MM') \
        WHEN 'quarter' THEN to_char(p.application_date, 'YYYY-\"Q\"Q') ELSE to_char(p.application_date, 'YYYY') END, \
     'responsible', (SELECT coalesce(jsonb_agg(u.name ORDER BY pp.position), '[]') FROM project_people pp \
        JOIN users u ON u.id = pp.user_id WHERE pp.organization_id = p.organization_id AND pp.project_id = p.id), \
     'custom', ",
    custom!("p", "project"),
    ", 'sources', ",
    sources!("p", "project"),
    ") AS json FROM projects p \
     LEFT JOIN directory_entries i ON i.organization_id = p.organization_id AND i.id = p.industry_id \
     WHERE p.organization_id = $1 ORDER BY p.number_value"
);

const SUPPORTS: &str = concat!(
    "SELECT jsonb_build_object('ref', s.id, 'project', s.project_id, 'type_key', s.type, 'programme', g.name, \
     'level', s.level, 'body', b.name, 'amount', s.amount::text, 'unit', s.unit, 'start', s.date_start, 'end', s.date_end, \
     'description', s.description, 'unread', s.unread, 'custom', ",
    custom!("s", "support"),
    ", 'sources', ",
    sources!("s", "support"),
    ") AS json FROM supports s \
     LEFT JOIN directory_entries g ON g.organization_id = s.organization_id AND g.id = s.programme_id \
     LEFT JOIN directory_entries b ON b.organization_id = s.organization_id AND b.id = s.body_id \
     WHERE s.organization_id = $1 ORDER BY s.id"
);

const DECISIONS: &str = concat!(
    "SELECT jsonb_build_object('ref', d.id, 'project', d.project_id, 'kind', d.decision_type, 'date', d.decision_date, \
     'protocol', d.protocol_number, 'outcome', coalesce(d.decision, d.outcome), 'unread', d.unread, 'custom', ",
    custom!("d", "project"),
    ", 'sources', ",
    sources!("d", "decision"),
    ") AS json FROM decisions d WHERE d.organization_id = $1 ORDER BY d.id"
);

const PROBLEMS: &str = "SELECT jsonb_strip_nulls(jsonb_build_object('sheet', i.sheets -> p.sheet ->> 'name', \
    'row', p.row, 'col', p.col, 'kind', p.kind, 'raw', p.raw)) AS json \
    FROM import_problems p JOIN imports i ON i.organization_id = p.organization_id AND i.id = p.import_id \
    WHERE p.organization_id = $1 ORDER BY p.import_id, p.n";

const KEPT: &str = "SELECT payload -> 'text' AS json FROM activities WHERE organization_id = $1 AND type = 'comment' ORDER BY id";

fn all(work: &mut Work, text: &'static str) -> Result<Vec<Value>, DbError> {
    let organization = work.organization();
    let rows: Vec<Json> = sql(text)
        .bind::<SqlUuid, _>(organization)
        .load(work.conn())?;
    Ok(rows.into_iter().map(|r| r.json).collect())
}

/// Puts the Russian name of a word beside its key: the comparison is with what a workbook says.
fn name(rows: &mut [Value], key: &str, field: &str, prefix: &str) {
    for row in rows {
        if let Some(word) = row[key].as_str() {
            let message = format!("{prefix}-{}", word.replace('_', "-"));
            row[field] = json!(crate::text::Locale::Ru.text(&message));
        }
    }
}

/// Clients, projects, supports, decisions, problems and kept texts of the organization.
pub fn dump(work: &mut Work) -> Result<Value, DbError> {
    let mut projects = all(work, PROJECTS)?;
    name(&mut projects, "state_key", "state", "state");
    let mut supports = all(work, SUPPORTS)?;
    name(&mut supports, "type_key", "type", "support-type");
    let mut decisions = all(work, DECISIONS)?;
    decisions.extend(super::queries::unplaced_json(work)?);
    Ok(json!({
        "clients": all(work, CLIENTS)?,
        "projects": projects,
        "supports": supports,
        "decisions": decisions,
        "problems": all(work, PROBLEMS)?,
        "kept_text": all(work, KEPT)?,
    }))
}
