//! Keeps the register's copies true: runs in the writing transaction, for the rows that were touched.

pub mod clients;
pub mod custom;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable};
use uuid::Uuid;

use crate::db::{Aspect, DbError, Door, Touched, Work, sql};
use crate::refusal::Refused;

type SqlUuid = diesel::sql_types::Uuid;

/// Place of a state in the lifecycle, of a row `p`.
pub(super) const STATE_RANK: &str = "array_position(ARRAY['application_short', 'application_full', 'in_commission', \
    'on_support', 'frozen', 'ended', 'archived'], p.state) - 1";
/// Name of a user `u` as short as rows show it.
pub(super) const LEAD_NAME: &str = "coalesce(CASE WHEN u.last_name IS NOT NULL AND u.first_name IS NOT NULL \
    THEN u.last_name || chr(160) || left(u.first_name, 1) || '.' ELSE u.name END, '')";

/// An empty value is the smallest of its type: -1, an empty text, a date long ago.
const COPY: &str = const_format::concatcp!(
    "INSERT INTO project_rows (organization_id, project_id, version, number_value, number, \
    client_id, client_name, client_inn, name, state, state_rank, state_changed_at, district_id, district, \
    industry_id, industry, own_kopecks, requested_kopecks, total_kopecks, tax_kopecks, jobs, \
    application_date, application_date_precision, lead_id, lead_name, lead_hue, people_count, description, unread, updated_at) \
    SELECT p.organization_id, p.id, p.version, p.number_value, p.number, \
    p.client_id, coalesce(c.short_name, c.name, ''), coalesce(c.inn, ''), p.name, p.state, ",
    STATE_RANK,
    ", p.state_changed_at, a.district_id, coalesce(d.name, ''), p.industry_id, coalesce(i.name, ''), \
    coalesce(p.own_kopecks, -1), coalesce(p.requested_kopecks, -1), coalesce(p.total_kopecks, -1), \
    coalesce(p.tax_kopecks, -1), coalesce(p.jobs, -1), \
    coalesce(p.application_date, DATE '0001-01-01'), p.application_date_precision, \
    p.lead_id, ",
    LEAD_NAME,
    ", coalesce(m.hue, 9), \
    (SELECT count(*) FROM project_people pp WHERE pp.organization_id = p.organization_id AND pp.project_id = p.id), \
    coalesce(p.description, ''), p.unread, p.updated_at \
    FROM projects p \
    LEFT JOIN clients c ON c.organization_id = p.organization_id AND c.id = p.client_id \
    LEFT JOIN directory_entries i ON i.organization_id = p.organization_id AND i.id = p.industry_id \
    LEFT JOIN addresses a ON a.organization_id = p.organization_id AND a.id = p.address_id \
    LEFT JOIN directory_entries d ON d.organization_id = p.organization_id AND d.id = a.district_id \
    LEFT JOIN users u ON u.id = p.lead_id \
    LEFT JOIN memberships m ON m.organization_id = p.organization_id AND m.user_id = p.lead_id \
    WHERE p.organization_id = $1 AND p.id = ANY ($2) AND p.state <> 'deleted' \
    ON CONFLICT (organization_id, project_id) DO UPDATE SET \
    version = excluded.version, number_value = excluded.number_value, number = excluded.number, \
    client_id = excluded.client_id, client_name = excluded.client_name, client_inn = excluded.client_inn, \
    name = excluded.name, state = excluded.state, state_rank = excluded.state_rank, \
    state_changed_at = excluded.state_changed_at, district_id = excluded.district_id, \
    district = excluded.district, industry_id = excluded.industry_id, industry = excluded.industry, \
    own_kopecks = excluded.own_kopecks, requested_kopecks = excluded.requested_kopecks, \
    total_kopecks = excluded.total_kopecks, tax_kopecks = excluded.tax_kopecks, jobs = excluded.jobs, \
    application_date = excluded.application_date, \
    application_date_precision = excluded.application_date_precision, lead_id = excluded.lead_id, \
    lead_name = excluded.lead_name, lead_hue = excluded.lead_hue, people_count = excluded.people_count, \
    description = excluded.description, unread = excluded.unread, updated_at = excluded.updated_at"
);

/// The same for values that stand in the row of the project itself: no join, and no index is touched
/// but through what changed.
const COPY_OWN: &str = "WITH copied AS (UPDATE project_rows r SET version = p.version, name = p.name, \
    own_kopecks = coalesce(p.own_kopecks, -1), requested_kopecks = coalesce(p.requested_kopecks, -1), \
    total_kopecks = coalesce(p.total_kopecks, -1), tax_kopecks = coalesce(p.tax_kopecks, -1), \
    jobs = coalesce(p.jobs, -1), application_date = coalesce(p.application_date, DATE '0001-01-01'), \
    application_date_precision = p.application_date_precision, description = coalesce(p.description, ''), \
    unread = p.unread, updated_at = p.updated_at \
    FROM projects p, project_rows b WHERE r.organization_id = $1 AND r.project_id = $2 \
    AND p.organization_id = $1 AND p.id = $2 AND b.organization_id = $1 AND b.project_id = $2 \
    RETURNING r.state, r.client_id, greatest(r.requested_kopecks, 0) - greatest(b.requested_kopecks, 0) AS requested, \
    greatest(r.jobs, 0) - greatest(b.jobs, 0) AS jobs), \
    of_client AS (UPDATE client_rows c SET requested_kopecks = c.requested_kopecks + copied.requested FROM copied \
    WHERE c.organization_id = $1 AND c.client_id = copied.client_id AND copied.requested <> 0) \
    INSERT INTO project_counts (organization_id, id, state, n, requested, jobs) \
    SELECT $1, gen_random_uuid(), state, 0, requested, jobs FROM copied WHERE requested <> 0 OR jobs <> 0";

/// Deltas of the counters: what the copies say now against what the projects say.
const COUNT: &str = "INSERT INTO project_counts (organization_id, id, state, n, requested, jobs) \
    SELECT $1, gen_random_uuid(), state, sum(n), sum(requested), sum(jobs) FROM ( \
        SELECT state, -1 AS n, -greatest(requested_kopecks, 0) AS requested, -greatest(jobs, 0) AS jobs \
            FROM project_rows WHERE organization_id = $1 AND project_id = ANY ($2) \
        UNION ALL \
        SELECT state, 1, coalesce(requested_kopecks, 0), coalesce(jobs, 0) \
            FROM projects WHERE organization_id = $1 AND id = ANY ($2) AND state <> 'deleted' \
    ) moved GROUP BY state HAVING sum(n) <> 0 OR sum(requested) <> 0 OR sum(jobs) <> 0";

const REMOVE: &str = "DELETE FROM project_rows r USING projects p \
    WHERE r.organization_id = $1 AND r.project_id = ANY ($2) \
    AND p.organization_id = r.organization_id AND p.id = r.project_id AND p.state = 'deleted'";

/// Copies of projects that are removed for good, and their numbers.
const FORGET: [&str; 3] = [
    "INSERT INTO project_counts (organization_id, id, state, n, requested, jobs) \
     SELECT $1, gen_random_uuid(), state, -count(*), -sum(greatest(requested_kopecks, 0)), \
     -sum(greatest(jobs, 0)) FROM project_rows \
     WHERE organization_id = $1 AND project_id = ANY ($2) GROUP BY state",
    "DELETE FROM project_rows WHERE organization_id = $1 AND project_id = ANY ($2)",
    "SELECT search_drop('project', $2) WHERE $1 IS NOT NULL",
];

const SEARCH: &str = "SELECT search_put('project', array_agg(r.project_id), array_agg( \
        translate(lower(concat_ws(' ', r.number, r.name, r.client_name, r.client_inn, r.description)), 'ё', 'е'))) \
    FROM project_rows r WHERE r.organization_id = $1 AND r.project_id = ANY ($2) HAVING count(*) > 0";

/// Folds the deltas of this organization into one row per state, leaving alone what others are writing.
const FOLD: &str = "WITH folded AS ( \
        DELETE FROM project_counts WHERE organization_id = $1 AND id IN ( \
            SELECT id FROM project_counts WHERE organization_id = $1 FOR UPDATE SKIP LOCKED) \
        RETURNING state, n, requested, jobs) \
    INSERT INTO project_counts (organization_id, id, state, n, requested, jobs) \
    SELECT $1, gen_random_uuid(), state, sum(n), sum(requested), sum(jobs) FROM folded GROUP BY state \
    HAVING sum(n) <> 0 OR sum(requested) <> 0 OR sum(jobs) <> 0";

/// One write in so many folds the counters, so that they stay a few dozen rows.
const FOLD_ONE_IN: u8 = 32;

fn run(work: &mut Work, text: &'static str, ids: &[Uuid]) -> Result<(), Refused> {
    let organization = work.organization();
    sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<Array<SqlUuid>, _>(ids.to_vec())
        .execute(work.conn())?;
    Ok(())
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// Projects whose copies hold something of these clients, directory entries or people.
fn projects_of(work: &mut Work, touched: &Touched) -> Result<Vec<Uuid>, Refused> {
    let organization = work.organization();
    let clients: Vec<Uuid> = touched.clients.iter().copied().collect();
    let entries: Vec<Uuid> = touched.directory_entries.iter().copied().collect();
    let people: Vec<Uuid> = touched.people.iter().copied().collect();
    let found: Vec<Id> = sql(
        "SELECT id FROM projects WHERE organization_id = $1 AND client_id = ANY ($2) \
         UNION SELECT id FROM projects WHERE organization_id = $1 AND industry_id = ANY ($3) \
         UNION SELECT p.id FROM addresses a \
            JOIN projects p ON p.organization_id = a.organization_id AND p.address_id = a.id \
            WHERE a.organization_id = $1 AND a.district_id = ANY ($3) \
         UNION SELECT p.id FROM project_people pp \
            JOIN projects p ON p.organization_id = pp.organization_id AND p.id = pp.project_id \
            WHERE pp.organization_id = $1 AND pp.user_id = ANY ($4)",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Array<SqlUuid>, _>(clients)
    .bind::<Array<SqlUuid>, _>(entries)
    .bind::<Array<SqlUuid>, _>(people)
    .load(work.conn())?;
    Ok(found.into_iter().map(|f| f.id).collect())
}

/// The projection that `app.rs` registers.
pub fn refresh(work: &mut Work, touched: &Touched) -> Result<(), Refused> {
    let mut ids: Vec<Uuid> = touched.projects.iter().copied().collect();
    let mut searched: Vec<Uuid> = touched.searched.iter().copied().collect();
    if !touched.clients.is_empty()
        || !touched.directory_entries.is_empty()
        || !touched.people.is_empty()
    {
        let more = projects_of(work, touched)?;
        ids.extend(&more);
        searched.extend(&more);
    }
    let removed: Vec<Uuid> = touched.removed.iter().copied().collect();
    if !removed.is_empty() {
        clients::take_projects(work, &removed)?;
        for text in FORGET {
            run(work, text, &removed)?;
        }
        custom::forget(work, &removed)?;
        fold(work)?;
    }
    let counted: Vec<Uuid> = touched.counted.iter().copied().collect();
    // Sums follow whatever is copied whole; a change of a reference alone, made by hand, moves none.
    let is_by_hand = matches!(work.door, Door::Form | Door::Grid);
    let may_count = !counted.is_empty() || !touched.own_values.is_empty() || !is_by_hand;
    if may_count && !ids.is_empty() {
        run(work, COUNT, &ids)?;
    }
    if !ids.is_empty() {
        if may_count || !touched.searched.is_empty() {
            clients::add_projects(work, &ids)?;
        }
        copy(work, &ids)?;
    }
    copy_own_values(work, touched)?;
    if !counted.is_empty() {
        run(work, REMOVE, &counted)?;
        if counted[0].as_bytes()[15].is_multiple_of(FOLD_ONE_IN) || counted.len() > 1 {
            fold(work)?;
        }
    }
    if !searched.is_empty() {
        run(work, SEARCH, &searched)?;
    }
    let clients = clients::refresh(work, touched)?;
    custom_values(work, touched, &clients)
}

/// Values of added fields follow the rows that they belong to.
fn custom_values(work: &mut Work, touched: &Touched, clients: &[Uuid]) -> Result<(), Refused> {
    let gone: Vec<Uuid> = touched.gone_clients.iter().copied().collect();
    if !gone.is_empty() {
        custom::forget(work, &gone)?;
    }
    if !clients.is_empty() {
        custom::renew(work, custom::Of::Clients, clients)?;
    }
    let is_project = |id: &&Uuid| touched.projects.contains(id) || touched.own_values.contains(id);
    let (projects, others): (Vec<&Uuid>, Vec<&Uuid>) = touched.custom.iter().partition(is_project);
    if !projects.is_empty() {
        let ids: Vec<Uuid> = projects.into_iter().copied().collect();
        custom::renew(work, custom::Of::Projects, &ids)?;
    }
    if !others.is_empty() {
        let ids: Vec<Uuid> = others.into_iter().copied().collect();
        custom::renew_any(work, &ids)?;
    }
    Ok(())
}

/// Copies what an import has just made beside its projects: clients and values of added fields.
pub fn add_imported(work: &mut Work, import: Uuid) -> Result<(), Refused> {
    clients::add_imported(work, import)?;
    custom::add_imported(work, import)
}

/// A paste touches hundreds: one statement with joins is quicker than each row alone.
fn copy_own_values(work: &mut Work, touched: &Touched) -> Result<(), Refused> {
    let organization = work.organization();
    let ids = touched.own_values.difference(&touched.projects);
    let ids: Vec<Uuid> = ids.copied().collect();
    if ids.len() > FEW {
        run(work, COUNT, &ids)?;
        clients::add_projects(work, &ids)?;
        return copy(work, &ids);
    }
    for id in ids {
        sql(COPY_OWN)
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(id)
            .execute(work.conn())?;
    }
    Ok(())
}

/// Up to so many rows whose own values changed are copied each by itself.
const FEW: usize = 4;
/// From this many rows on the joins are told to hash.
const MANY: usize = 500;

/// Rows that this transaction has just made are not in the planner's statistics: it takes them for a handful
/// and would compare each with each. Nothing of this setting outlives the statement.
fn copy(work: &mut Work, ids: &[Uuid]) -> Result<(), Refused> {
    if ids.len() < MANY {
        return run(work, COPY, ids);
    }
    work.conn()
        .batch_execute("SET LOCAL enable_nestloop = off")
        .map_err(DbError::from)?;
    run(work, COPY, ids)?;
    work.conn()
        .batch_execute("SET LOCAL enable_nestloop = on")
        .map_err(DbError::from)?;
    Ok(())
}

pub(super) fn fold(work: &mut Work) -> Result<(), Refused> {
    let organization = work.organization();
    sql(FOLD)
        .bind::<SqlUuid, _>(organization)
        .execute(work.conn())?;
    Ok(())
}

/// Rows that are touched at once when everything is made anew.
const AT_ONCE: &str =
    "SELECT id FROM projects WHERE organization_id = $1 AND id > $2 ORDER BY id LIMIT 5000";
const CLIENTS_UP_TO: &str = "SELECT id FROM clients WHERE organization_id = $1 AND id > $2 \
    AND ($3::uuid IS NULL OR id <= $3) AND deleted_at IS NULL";

/// Touches the next projects after an id and the clients up to there, so that committing this work makes
/// their copies anew. Gives the last one; none at the end.
pub fn touch_after(work: &mut Work, after: Uuid) -> Result<Option<Uuid>, DbError> {
    let organization = work.organization();
    let projects: Vec<Id> = sql(AT_ONCE)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(after)
        .load(work.conn())?;
    let last = projects.last().map(|p| p.id);
    let clients: Vec<Id> = sql(CLIENTS_UP_TO)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(after)
        .bind::<Nullable<SqlUuid>, _>(last)
        .load(work.conn())?;
    for project in projects {
        work.touch_project(project.id, Aspect::Made);
    }
    work.touch_new_clients(clients.into_iter().map(|c| c.id).collect());
    Ok(last)
}
