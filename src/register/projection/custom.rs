//! Values of added fields, typed, beside the JSON in which the rows themselves keep them.

use diesel::prelude::*;
use uuid::Uuid;

use super::{SqlUuid, run};
use crate::db::{Work, sql};
use crate::refusal::Refused;

/// The values of rows `x` of one table by the fields `f`, typed.
macro_rules! typed {
    ($table:literal, $entity:literal, $which:literal) => {
        concat!(
            "SELECT x.id AS row_id, f.id AS field_id, v.n, v.d, \
             CASE WHEN v.n IS NULL AND v.d IS NULL THEN left(v.t, 500) END AS t FROM ",
            $table,
            " x JOIN custom_fields f ON f.organization_id = $1 AND f.entity = '",
            $entity,
            "' CROSS JOIN LATERAL (SELECT CASE jsonb_typeof(x.custom -> f.key) WHEN 'array' \
                THEN (SELECT string_agg(e, ', ') FROM jsonb_array_elements_text(x.custom -> f.key) e) \
                ELSE x.custom ->> f.key END AS t) w \
             CROSS JOIN LATERAL (SELECT w.t, custom_number(f.type, w.t) AS n, custom_date(f.type, w.t) AS d) v \
             WHERE x.organization_id = $1 AND x.custom <> '{}' AND ",
            $which,
            " AND v.t <> ''"
        )
    };
}

/// All that rows of one table hold, wherever these ids are.
macro_rules! renewed {
    ($table:literal, $entity:literal) => {
        concat!(
            "WITH wanted AS (",
            typed!($table, $entity, "x.id = ANY ($2)"),
            "), gone AS (DELETE FROM custom_values v USING custom_fields f WHERE v.organization_id = $1 \
                AND v.row_id = ANY ($2) AND f.organization_id = $1 AND f.id = v.field_id AND f.entity = '",
            $entity,
            "' AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.row_id = v.row_id AND w.field_id = v.field_id)) \
             INSERT INTO custom_values AS v (organization_id, row_id, field_id, number_value, date_value, text_value) \
             SELECT $1, row_id, field_id, n, d, t FROM wanted \
             ON CONFLICT (organization_id, row_id, field_id) DO UPDATE SET number_value = excluded.number_value, \
             date_value = excluded.date_value, text_value = excluded.text_value \
             WHERE (v.number_value, v.date_value, v.text_value) \
                IS DISTINCT FROM (excluded.number_value, excluded.date_value, excluded.text_value)"
        )
    };
}

/// All that an import made in one table.
macro_rules! imported {
    ($table:literal, $entity:literal) => {
        concat!(
            "INSERT INTO custom_values (organization_id, row_id, field_id, number_value, date_value, text_value) \
             SELECT $1, row_id, field_id, n, d, t FROM (",
            typed!($table, $entity, "x.import_id = $2"),
            ") made ON CONFLICT (organization_id, row_id, field_id) DO NOTHING"
        )
    };
}

const RENEW: [&str; 3] = [
    renewed!("projects", "project"),
    renewed!("clients", "client"),
    renewed!("supports", "support"),
];
const IMPORTED: [&str; 3] = [
    imported!("projects", "project"),
    imported!("clients", "client"),
    imported!("supports", "support"),
];
const FORGET: &str = "DELETE FROM custom_values WHERE organization_id = $1 AND row_id = ANY ($2)";

/// What kind of rows the ids are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Projects,
    Clients,
}

/// Makes the values of these rows anew.
pub fn renew(work: &mut Work, of: Of, ids: &[Uuid]) -> Result<(), Refused> {
    let text = match of {
        Of::Projects => RENEW[0],
        Of::Clients => RENEW[1],
    };
    run(work, text, ids)
}

/// The same for rows of any kind: what they are not finds nothing.
pub fn renew_any(work: &mut Work, ids: &[Uuid]) -> Result<(), Refused> {
    RENEW.into_iter().try_for_each(|text| run(work, text, ids))
}

/// Lets go of the values of rows that go for good.
pub fn forget(work: &mut Work, ids: &[Uuid]) -> Result<(), Refused> {
    run(work, FORGET, ids)
}

/// Copies the values of all that an import has just made.
pub fn add_imported(work: &mut Work, import: Uuid) -> Result<(), Refused> {
    let organization = work.organization();
    for text in IMPORTED {
        sql(text)
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(import)
            .execute(work.conn())?;
    }
    Ok(())
}
