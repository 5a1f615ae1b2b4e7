//! The rows of the register of clients: what a client itself says is copied whole, what its projects come to is
//! kept by what each change adds.

use diesel::prelude::*;
use diesel::sql_types::Array;
use uuid::Uuid;

use super::{Id, LEAD_NAME, SqlUuid, run};
use crate::db::{DbError, Touched, Work, sql};
use crate::refusal::Refused;

/// The first contact that has such a value, as SQL.
macro_rules! first_contact {
    ($column:literal, $is_there:literal) => {
        concat!(
            "coalesce((SELECT t.",
            $column,
            " FROM contacts t WHERE t.organization_id = c.organization_id AND t.client_id = c.id AND t.",
            $column,
            $is_there,
            " ORDER BY t.created_at, t.id LIMIT 1), '')"
        )
    };
}

const LIST: &str = "INSERT INTO client_rows (organization_id, client_id, version, client_name, client_kind, full_name, \
    short_name, last_name, first_name, middle_name, client_inn, kpp, ogrn, district, city, post_code, street, \
    responsible_id, responsible_name, responsible_hue, contact, phone, email, projects, requested_kopecks, unread, \
    created_at, updated_at) ";

const VALUES: &str = const_format::concatcp!(
    "SELECT c.organization_id, c.id, c.version, coalesce(c.short_name, c.name), c.kind, c.name, \
    coalesce(c.short_name, ''), coalesce(c.last_name, ''), coalesce(c.first_name, ''), coalesce(c.middle_name, ''), \
    coalesce(c.inn, ''), coalesce(c.kpp, ''), coalesce(c.ogrn, ''), coalesce(d.name, ''), coalesce(y.name, ''), \
    coalesce(a.post_code, ''), coalesce(a.street, ''), c.responsible_id, ",
    LEAD_NAME,
    ", coalesce(m.hue, 9), ",
    first_contact!("name", " <> ''"),
    ", ",
    first_contact!("phone", " IS NOT NULL"),
    ", ",
    first_contact!("email", " IS NOT NULL"),
    ", coalesce(n.n, 0), coalesce(n.requested, 0), c.unread, c.created_at, c.updated_at FROM clients c \
    LEFT JOIN addresses a ON a.organization_id = c.organization_id AND a.id = c.address_id \
    LEFT JOIN directory_entries d ON d.organization_id = c.organization_id AND d.id = a.district_id \
    LEFT JOIN directory_entries y ON y.organization_id = c.organization_id AND y.id = a.city_id \
    LEFT JOIN users u ON u.id = c.responsible_id \
    LEFT JOIN memberships m ON m.organization_id = c.organization_id AND m.user_id = c.responsible_id "
);

/// What the projects come to is read for a client that had no row; afterwards each change adds to it.
const COPY: &str = const_format::concatcp!(
    LIST,
    VALUES,
    "LEFT JOIN LATERAL (SELECT count(*)::integer AS n, sum(p.requested_kopecks)::bigint AS requested FROM projects p \
        WHERE p.organization_id = c.organization_id AND p.client_id = c.id AND p.state <> 'deleted') n ON true \
    WHERE c.organization_id = $1 AND c.id = ANY ($2) AND c.deleted_at IS NULL ORDER BY c.id \
    ON CONFLICT (organization_id, client_id) DO UPDATE SET version = excluded.version, \
    client_name = excluded.client_name, client_kind = excluded.client_kind, full_name = excluded.full_name, \
    short_name = excluded.short_name, last_name = excluded.last_name, first_name = excluded.first_name, \
    middle_name = excluded.middle_name, client_inn = excluded.client_inn, kpp = excluded.kpp, ogrn = excluded.ogrn, \
    district = excluded.district, city = excluded.city, post_code = excluded.post_code, street = excluded.street, \
    responsible_id = excluded.responsible_id, responsible_name = excluded.responsible_name, \
    responsible_hue = excluded.responsible_hue, contact = excluded.contact, phone = excluded.phone, \
    email = excluded.email, unread = excluded.unread, updated_at = excluded.updated_at"
);

/// The same for all that an import has just made, whose projects are of that import too.
const COPY_IMPORTED: &str = const_format::concatcp!(
    LIST,
    VALUES,
    "LEFT JOIN (SELECT p.client_id, count(*)::integer AS n, sum(p.requested_kopecks)::bigint AS requested \
        FROM projects p WHERE p.organization_id = $1 AND p.import_id = $2 AND p.state <> 'deleted' \
        GROUP BY p.client_id) n ON n.client_id = c.id \
    WHERE c.organization_id = $1 AND c.import_id = $2 AND c.deleted_at IS NULL \
    ON CONFLICT (organization_id, client_id) DO NOTHING"
);

/// Clients that were there before and got projects by an import.
const ADD_IMPORTED: &str = "WITH d AS (SELECT p.client_id, count(*)::integer AS n, \
        coalesce(sum(p.requested_kopecks), 0)::bigint AS requested FROM projects p \
        JOIN clients c ON c.organization_id = $1 AND c.id = p.client_id AND c.import_id IS DISTINCT FROM $2 \
        WHERE p.organization_id = $1 AND p.import_id = $2 AND p.state <> 'deleted' GROUP BY p.client_id), \
    l AS (SELECT r.client_id FROM client_rows r JOIN d ON d.client_id = r.client_id WHERE r.organization_id = $1 \
        ORDER BY r.client_id FOR NO KEY UPDATE OF r) \
    UPDATE client_rows r SET projects = r.projects + d.n, requested_kopecks = r.requested_kopecks + d.requested \
    FROM d JOIN l ON l.client_id = d.client_id WHERE r.organization_id = $1 AND r.client_id = d.client_id";

/// What these projects add to their clients: what they say now against what the copies say still. Run before the
/// copies are renewed. Rows are locked in one order, and what is added is added to the row as it is then.
const ADD: &str = "WITH d AS (SELECT client_id, sum(n)::integer AS n, sum(requested)::bigint AS requested FROM ( \
        SELECT client_id, -1 AS n, -greatest(requested_kopecks, 0) AS requested \
            FROM project_rows WHERE organization_id = $1 AND project_id = ANY ($2) \
        UNION ALL \
        SELECT client_id, 1, coalesce(requested_kopecks, 0) \
            FROM projects WHERE organization_id = $1 AND id = ANY ($2) AND state <> 'deleted' \
    ) moved WHERE client_id IS NOT NULL GROUP BY client_id HAVING sum(n) <> 0 OR sum(requested) <> 0), \
    l AS (SELECT r.client_id FROM client_rows r JOIN d ON d.client_id = r.client_id WHERE r.organization_id = $1 \
        ORDER BY r.client_id FOR NO KEY UPDATE OF r) \
    UPDATE client_rows r SET projects = r.projects + d.n, requested_kopecks = r.requested_kopecks + d.requested \
    FROM d JOIN l ON l.client_id = d.client_id WHERE r.organization_id = $1 AND r.client_id = d.client_id";

/// The same for projects that are removed for good.
const TAKE: &str = "WITH d AS (SELECT client_id, count(*)::integer AS n, \
        sum(greatest(requested_kopecks, 0))::bigint AS requested FROM project_rows \
        WHERE organization_id = $1 AND project_id = ANY ($2) AND client_id IS NOT NULL GROUP BY client_id), \
    l AS (SELECT r.client_id FROM client_rows r JOIN d ON d.client_id = r.client_id WHERE r.organization_id = $1 \
        ORDER BY r.client_id FOR NO KEY UPDATE OF r) \
    UPDATE client_rows r SET projects = r.projects - d.n, requested_kopecks = r.requested_kopecks - d.requested \
    FROM d JOIN l ON l.client_id = d.client_id WHERE r.organization_id = $1 AND r.client_id = d.client_id";

const FORGET: &str = "DELETE FROM client_rows WHERE organization_id = $1 AND client_id = ANY ($2)";

/// Clients whose rows hold the name of one of these entries or people.
const NAMING: &str = "SELECT c.id FROM addresses a \
        JOIN clients c ON c.organization_id = a.organization_id AND c.address_id = a.id \
        WHERE a.organization_id = $1 AND (a.district_id = ANY ($2) OR a.city_id = ANY ($2)) \
    UNION SELECT id FROM clients WHERE organization_id = $1 AND responsible_id = ANY ($3)";

/// Adds what these projects change of their clients, before their copies are renewed.
pub fn add_projects(work: &mut Work, projects: &[Uuid]) -> Result<(), Refused> {
    run(work, ADD, projects)
}

/// Takes projects that go for good from their clients, before their copies go.
pub fn take_projects(work: &mut Work, projects: &[Uuid]) -> Result<(), Refused> {
    run(work, TAKE, projects)
}

/// Copies the clients that were touched, and lets go of those that are no longer there.
pub fn refresh(work: &mut Work, touched: &Touched) -> Result<Vec<Uuid>, Refused> {
    let gone: Vec<Uuid> = touched.gone_clients.iter().copied().collect();
    if !gone.is_empty() {
        run(work, FORGET, &gone)?;
    }
    let mut ids: Vec<Uuid> = touched.clients.iter().copied().collect();
    ids.extend(&touched.new_clients);
    ids.extend(&touched.contacts_of);
    if !touched.directory_entries.is_empty() || !touched.people.is_empty() {
        ids.extend(naming(work, touched)?);
    }
    if !ids.is_empty() {
        run(work, COPY, &ids)?;
    }
    Ok(ids)
}

fn naming(work: &mut Work, touched: &Touched) -> Result<Vec<Uuid>, DbError> {
    let organization = work.organization();
    let entries: Vec<Uuid> = touched.directory_entries.iter().copied().collect();
    let people: Vec<Uuid> = touched.people.iter().copied().collect();
    let found: Vec<Id> = sql(NAMING)
        .bind::<SqlUuid, _>(organization)
        .bind::<Array<SqlUuid>, _>(entries)
        .bind::<Array<SqlUuid>, _>(people)
        .load(work.conn())?;
    Ok(found.into_iter().map(|f| f.id).collect())
}

/// Copies what an import has just made, in two statements however much it is.
pub fn add_imported(work: &mut Work, import: Uuid) -> Result<(), Refused> {
    let organization = work.organization();
    for text in [COPY_IMPORTED, ADD_IMPORTED] {
        sql(text)
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(import)
            .execute(work.conn())?;
    }
    Ok(())
}
