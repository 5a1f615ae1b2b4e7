//! The records of the organization that a file speaks of, as they are now: what the comparison needs of each.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{Array, Jsonb, Text};
use serde_json::Value;
use uuid::Uuid;

use super::SqlUuid;
use crate::db::{DbError, Work, sql};
use crate::directories;
use crate::imports::comparing::{Here, RecordHere};
use crate::imports::draft::Draft;
use crate::values::text::fold;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    label: String,
    #[diesel(sql_type = Jsonb)]
    values: Value,
    #[diesel(sql_type = Array<Text>)]
    notes: Vec<String>,
    #[diesel(sql_type = Jsonb)]
    supports: Value,
    #[diesel(sql_type = Jsonb)]
    decisions: Value,
}

const CLIENTS: &str = "SELECT c.id, coalesce(c.short_name, c.name) AS label, jsonb_strip_nulls(jsonb_build_object( \
        'client.name', coalesce(c.short_name, c.name), 'client.inn', c.inn, 'client.kpp', c.kpp, 'client.ogrn', c.ogrn, \
        'client.district', d.name, 'client.city', t.name, 'client.post_code', a.post_code, 'client.street', a.street, \
        'names', to_jsonb(array_remove(ARRAY[c.name::text, c.short_name] || c.other_names, NULL)), \
        'reached', (SELECT coalesce(jsonb_agg(split_part(x, ';', 1)), '[]') FROM contacts k, \
            unnest(k.phone || k.more_phones || k.email || k.more_emails) x \
            WHERE k.organization_id = c.organization_id AND k.client_id = c.id AND x IS NOT NULL), \
        'contacts', (SELECT coalesce(jsonb_agg(x), '[]') FROM contacts k, unnest(k.name::text || k.other_names) x \
            WHERE k.organization_id = c.organization_id AND k.client_id = c.id), \
        'custom', c.custom)) AS values, \
    ARRAY(SELECT coalesce(n.payload ->> 'text', '') FROM activities n WHERE n.organization_id = c.organization_id \
        AND n.subject_kind = 'client' AND n.subject_id = c.id AND n.type = 'comment') AS notes, \
    '[]'::jsonb AS supports, '[]'::jsonb AS decisions FROM clients c \
    LEFT JOIN addresses a ON a.organization_id = c.organization_id AND a.id = c.address_id \
    LEFT JOIN directory_entries d ON d.organization_id = c.organization_id AND d.id = a.district_id \
    LEFT JOIN directory_entries t ON t.organization_id = c.organization_id AND t.id = a.city_id \
    WHERE c.organization_id = $1 AND c.id = ANY ($2)";

const PROJECTS: &str = "SELECT p.id, p.number AS label, jsonb_strip_nulls(jsonb_build_object( \
        'project.name', p.name, 'project.industry', i.name, 'project.district', d.name, \
        'project.description', p.description, 'project.own', p.own_amount::text, \
        'project.requested', p.requested_amount::text, 'project.total', p.total_amount::text, \
        'project.taxes', p.tax_amount::text, 'project.jobs', p.jobs::text, \
        'project.application_date', CASE p.application_date_precision WHEN 'day' THEN p.application_date::text \
            WHEN 'month' THEN to_char(p.application_date, 'YYYY-MM') \
            WHEN 'quarter' THEN to_char(p.application_date, 'YYYY-\"Q\"Q') ELSE to_char(p.application_date, 'YYYY') END, \
        'project.state', p.state, 'project.client', p.client_id::text, 'project.responsible', u.name, \
        'people', (SELECT coalesce(jsonb_agg(pp.user_id), '[]') FROM project_people pp \
            WHERE pp.organization_id = p.organization_id AND pp.project_id = p.id), \
        'custom', p.custom)) AS values, \
    ARRAY(SELECT coalesce(n.payload ->> 'text', '') FROM activities n WHERE n.organization_id = p.organization_id \
        AND n.subject_kind = 'project' AND n.subject_id = p.id AND n.type = 'comment') AS notes, \
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'type', s.type, 'programme', g.name, 'body', b.name, 'level', s.level, \
        'amount', s.amount::text, 'unit', s.unit, 'start', s.date_start::text, 'end', s.date_end::text, \
        'description', s.description) ORDER BY s.id), '[]') FROM supports s \
        LEFT JOIN directory_entries g ON g.organization_id = s.organization_id AND g.id = s.programme_id \
        LEFT JOIN directory_entries b ON b.organization_id = s.organization_id AND b.id = s.body_id \
        WHERE s.organization_id = p.organization_id AND s.project_id = p.id) AS supports, \
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'kind', e.decision_type, 'date', e.decision_date::text, \
        'protocol', e.protocol_number, 'outcome', e.outcome) ORDER BY e.id), '[]') FROM decisions e \
        WHERE e.organization_id = p.organization_id AND e.project_id = p.id) AS decisions \
    FROM projects p \
    LEFT JOIN directory_entries i ON i.organization_id = p.organization_id AND i.id = p.industry_id \
    LEFT JOIN addresses a ON a.organization_id = p.organization_id AND a.id = p.address_id \
    LEFT JOIN directory_entries d ON d.organization_id = p.organization_id AND d.id = a.district_id \
    LEFT JOIN users u ON u.id = p.lead_id \
    WHERE p.organization_id = $1 AND p.id = ANY ($2)";

/// Records that are loaded with one statement.
const CHUNK: usize = 2000;

/// Everything that the draft found among the organization's records.
pub fn here(work: &mut Work, draft: &Draft) -> Result<Here, DbError> {
    let clients: Vec<Uuid> = draft.clients.iter().filter_map(|c| c.existing).collect();
    let projects: Vec<Uuid> = draft.projects.iter().filter_map(|p| p.existing).collect();
    Ok(Here {
        clients: load(work, CLIENTS, "client", &clients)?,
        projects: load(work, PROJECTS, "project", &projects)?,
    })
}

fn load(
    work: &mut Work,
    text: &'static str,
    entity: &str,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, RecordHere>, DbError> {
    let mut found = HashMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    // Custom values are told by the labels of their fields.
    let labels: HashMap<String, String> = directories::custom_fields(work, entity)?
        .into_iter()
        .map(|f| (f.key, fold(&f.label)))
        .collect();
    let organization = work.organization();
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<Row> = sql(text)
            .bind::<SqlUuid, _>(organization)
            .bind::<Array<SqlUuid>, _>(chunk.to_vec())
            .load(work.conn())?;
        for mut row in rows {
            let custom = row.values["custom"].take();
            row.values["custom"] = by_label(custom, &labels);
            let list = |json: Value| json.as_array().cloned().unwrap_or_default();
            let record = RecordHere {
                label: row.label,
                values: row.values,
                notes: row.notes,
                supports: list(row.supports),
                decisions: list(row.decisions),
            };
            found.insert(row.id, record);
        }
    }
    Ok(found)
}

fn by_label(custom: Value, labels: &HashMap<String, String>) -> Value {
    let Value::Object(values) = custom else {
        return Value::Null;
    };
    values
        .into_iter()
        .map(|(key, value)| (labels.get(&key).cloned().unwrap_or(key), value))
        .collect::<serde_json::Map<_, _>>()
        .into()
}
