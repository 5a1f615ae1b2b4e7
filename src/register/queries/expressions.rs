//! Where the rows of a register are read from, and the value of a column of a row as SQL.

use crate::register::columns::Column;
use crate::register::registers::Register;

/// Measures of support are few beside projects, and each belongs to one: they are read where they stand, with the
/// row of their project. Amounts in roubles and counts of anything else are columns of their own, so that a sum
/// never mixes two units.
const SUPPORT_ROWS: &str = "(SELECT s.organization_id, s.id AS support_id, s.version, s.project_id, p.number_value, \
    p.number, p.client_id, p.client_name, p.client_inn, p.name, p.state, p.state_rank, p.lead_id, p.lead_name, \
    p.lead_hue, p.people_count, p.district, coalesce(s.type, '') AS measure, coalesce(g.name, '') AS programme, \
    coalesce(b.name, '') AS body, coalesce(s.level, g.level, '') AS level, s.status, \
    CASE WHEN s.unit = 'rub' THEN coalesce(s.amount_hundredths, -1) ELSE -1 END AS amount_kopecks, \
    CASE WHEN s.unit = 'rub' THEN coalesce(s.granted_hundredths, -1) ELSE -1 END AS granted_kopecks, \
    CASE WHEN s.unit = 'rub' THEN coalesce(s.paid_hundredths, -1) ELSE -1 END AS paid_kopecks, \
    CASE WHEN s.unit <> 'rub' THEN coalesce(s.amount_hundredths * 10000, -1) ELSE -1 END AS quantity, \
    coalesce(s.unit, '') AS unit, coalesce(s.date_start, DATE '0001-01-01') AS date_start, \
    coalesce(s.date_end, DATE '0001-01-01') AS date_end, coalesce(s.description, '') AS description, s.unread, \
    s.created_at, s.updated_at FROM supports s \
    JOIN project_rows p ON p.organization_id = s.organization_id AND p.project_id = s.project_id \
    LEFT JOIN directory_entries g ON g.organization_id = s.organization_id AND g.id = s.programme_id \
    LEFT JOIN directory_entries b ON b.organization_id = s.organization_id AND b.id = s.body_id)";

/// The read rows of a register, as the source of a SELECT.
pub fn rows_of(register: Register) -> &'static str {
    match register {
        Register::Projects => "project_rows",
        Register::Clients => "client_rows",
        Register::Supports => SUPPORT_ROWS,
    }
}

/// The value of a row `r` as SQL. What belongs to the client, the place or the first measure of a project
/// is looked up, so that an import need not copy it to every row.
pub fn value_of(register: Register, column: Column) -> String {
    let found = match register {
        Register::Projects => looked_up(column),
        _ => None,
    };
    match (found, column) {
        (Some(found), _) => format!("coalesce(({found}), '')"),
        (None, Column::Custom(_)) => column.key().to_owned(),
        _ => format!("r.{}", column.key()),
    }
}

fn looked_up(column: Column) -> Option<String> {
    const CLIENT: &str =
        "clients c WHERE c.organization_id = r.organization_id AND c.id = r.client_id";
    const MEASURE: &str = "s.organization_id = r.organization_id AND s.project_id = r.project_id \
        ORDER BY s.created_at, s.id LIMIT 1";
    Some(match column {
        Column::City => "SELECT y.name FROM projects p \
            JOIN addresses a ON a.organization_id = p.organization_id AND a.id = p.address_id \
            JOIN directory_entries y ON y.organization_id = a.organization_id AND y.id = a.city_id \
            WHERE p.organization_id = r.organization_id AND p.id = r.project_id"
            .to_owned(),
        Column::ClientKind => format!("SELECT c.kind FROM {CLIENT}"),
        Column::ClientDistrict => format!(
            "SELECT (SELECT d.name FROM addresses a \
             JOIN directory_entries d ON d.organization_id = a.organization_id AND d.id = a.district_id \
             WHERE a.organization_id = c.organization_id AND a.id = c.address_id) FROM {CLIENT}"
        ),
        Column::ClientPhone => "SELECT t.phone FROM contacts t WHERE t.organization_id = r.organization_id \
            AND t.client_id = r.client_id AND t.phone IS NOT NULL ORDER BY t.created_at, t.id LIMIT 1"
            .to_owned(),
        Column::Measure => format!("SELECT s.type FROM supports s WHERE {MEASURE}"),
        Column::Programme => format!(
            "SELECT g.name FROM supports s \
             JOIN directory_entries g ON g.organization_id = s.organization_id AND g.id = s.programme_id \
             WHERE {MEASURE}"
        ),
        _ => return None,
    })
}
