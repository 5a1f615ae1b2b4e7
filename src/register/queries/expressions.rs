//! The value of a column of a row as SQL.

use crate::register::columns::Column;

/// The value of a row `r` as SQL. What belongs to the client, the place or the first measure of a project
/// is looked up, so that an import need not copy it to every row.
pub fn value_of(column: Column) -> String {
    const CLIENT: &str =
        "clients c WHERE c.organization_id = r.organization_id AND c.id = r.client_id";
    const MEASURE: &str = "s.organization_id = r.organization_id AND s.project_id = r.project_id \
        ORDER BY s.created_at, s.id LIMIT 1";
    let found = match column {
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
        Column::Custom(_) => return column.key().to_owned(),
        _ => return format!("r.{}", column.key()),
    };
    format!("coalesce(({found}), '')")
}
