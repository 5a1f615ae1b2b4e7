//! Takes back what an import made. What people changed since stays, with all that hangs on it, and is
//! listed; history is never taken back.

use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, Text};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::contacts;
use crate::db::{Aspect, Work, sql};
use crate::refusal::Refused;

type SqlUuid = diesel::sql_types::Uuid;

#[derive(QueryableByName)]
struct Made {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    touched: bool,
}

/// Projects of the import; touched are those that changed after it or got something from elsewhere.
const PROJECTS: &str = "SELECT p.id, p.number AS name, \
    (p.version > 1 \
     OR EXISTS (SELECT 1 FROM supports s WHERE s.organization_id = p.organization_id AND s.project_id = p.id \
        AND (s.import_id IS DISTINCT FROM $2 OR s.version > 1)) \
     OR EXISTS (SELECT 1 FROM decisions d WHERE d.organization_id = p.organization_id AND d.project_id = p.id \
        AND (d.import_id IS DISTINCT FROM $2 OR d.version > 1)) \
     OR EXISTS (SELECT 1 FROM tasks t WHERE t.organization_id = p.organization_id AND t.project_id = p.id) \
     OR EXISTS (SELECT 1 FROM files f WHERE f.organization_id = p.organization_id AND f.project_id = p.id) \
     OR EXISTS (SELECT 1 FROM meeting_items m WHERE m.organization_id = p.organization_id AND m.project_id = p.id) \
     OR EXISTS (SELECT 1 FROM activities a WHERE a.organization_id = p.organization_id AND a.subject_kind = 'project' \
        AND a.subject_id = p.id AND a.import_id IS DISTINCT FROM $2)) AS touched \
    FROM projects p WHERE p.organization_id = $1 AND p.import_id = $2 ORDER BY p.number_value";

/// Clients of the import; touched are those that changed, or that something which stays belongs to.
const CLIENTS: &str = "SELECT c.id, coalesce(c.short_name, c.name) AS name, \
    (c.version > 1 \
     OR EXISTS (SELECT 1 FROM projects p WHERE p.organization_id = c.organization_id AND p.client_id = c.id) \
     OR EXISTS (SELECT 1 FROM contacts k WHERE k.organization_id = c.organization_id AND k.client_id = c.id \
        AND (k.import_id IS DISTINCT FROM $2 OR k.version > 1 \
            OR EXISTS (SELECT 1 FROM deals d WHERE d.organization_id = k.organization_id AND d.contact_id = k.id))) \
     OR EXISTS (SELECT 1 FROM tasks t WHERE t.organization_id = c.organization_id AND t.client_id = c.id) \
     OR EXISTS (SELECT 1 FROM files f WHERE f.organization_id = c.organization_id AND f.client_id = c.id) \
     OR EXISTS (SELECT 1 FROM activities a WHERE a.organization_id = c.organization_id AND a.subject_kind = 'client' \
        AND a.subject_id = c.id AND a.import_id IS DISTINCT FROM $2)) AS touched \
    FROM clients c WHERE c.organization_id = $1 AND c.import_id = $2 ORDER BY c.name, c.id";

/// What hangs on projects that go, children first.
const OF_PROJECTS: [&str; 4] = [
    "DELETE FROM decisions WHERE organization_id = $1 AND project_id = ANY ($2)",
    "DELETE FROM supports WHERE organization_id = $1 AND project_id = ANY ($2)",
    "UPDATE projects SET lead_id = NULL WHERE organization_id = $1 AND id = ANY ($2) AND lead_id IS NOT NULL",
    "DELETE FROM project_people WHERE organization_id = $1 AND project_id = ANY ($2)",
];

/// Entries and fields that nothing uses any more.
const LEFT_OVER: [&str; 2] = [
    "DELETE FROM directory_entries e WHERE e.organization_id = $1 AND e.import_id = $2 \
     AND NOT EXISTS (SELECT 1 FROM addresses a WHERE a.organization_id = $1 AND (a.district_id = e.id OR a.city_id = e.id)) \
     AND NOT EXISTS (SELECT 1 FROM projects p WHERE p.organization_id = $1 AND p.industry_id = e.id) \
     AND NOT EXISTS (SELECT 1 FROM supports s WHERE s.organization_id = $1 AND (s.programme_id = e.id OR s.body_id = e.id))",
    "DELETE FROM custom_fields f WHERE f.organization_id = $1 AND f.import_id = $2 \
     AND NOT EXISTS (SELECT 1 FROM clients c WHERE c.organization_id = $1 AND f.entity = 'client' AND c.custom ? f.key) \
     AND NOT EXISTS (SELECT 1 FROM projects p WHERE p.organization_id = $1 AND f.entity = 'project' AND p.custom ? f.key) \
     AND NOT EXISTS (SELECT 1 FROM supports s WHERE s.organization_id = $1 AND f.entity = 'support' AND s.custom ? f.key)",
];

/// Addresses of rows that went, where nobody else lives there.
const ADDRESSES: &str = "DELETE FROM addresses a WHERE a.organization_id = $1 AND a.id = ANY ($2) \
     AND NOT EXISTS (SELECT 1 FROM clients c WHERE c.organization_id = $1 AND c.address_id = a.id) \
     AND NOT EXISTS (SELECT 1 FROM projects p WHERE p.organization_id = $1 AND p.address_id = a.id)";

#[derive(QueryableByName)]
struct Address {
    #[diesel(sql_type = Nullable<SqlUuid>)]
    address_id: Option<Uuid>,
}

/// Deletes rows and gives the addresses that they had.
fn remove(work: &mut Work, text: &'static str, ids: &[Uuid]) -> Result<Vec<Uuid>, Refused> {
    let organization = work.organization();
    let rows: Vec<Address> = sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<Array<SqlUuid>, _>(ids.to_vec())
        .load(work.conn())?;
    Ok(rows.into_iter().filter_map(|r| r.address_id).collect())
}

fn made(work: &mut Work, text: &'static str, import: Uuid) -> Result<Vec<Made>, Refused> {
    let organization = work.organization();
    Ok(sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(import)
        .load(work.conn())?)
}

fn run(work: &mut Work, text: &'static str, ids: &[Uuid]) -> Result<(), Refused> {
    let organization = work.organization();
    sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<Array<SqlUuid>, _>(ids.to_vec())
        .execute(work.conn())?;
    Ok(())
}

/// Ids of what goes, and what stays as the page and the API list it.
fn sort_out(kind: &str, made: Vec<Made>, kept: &mut Vec<Value>) -> Vec<Uuid> {
    let mut gone = Vec::new();
    for row in made {
        if row.touched {
            kept.push(json!({"kind": kind, "id": row.id, "name": row.name}));
        } else {
            gone.push(row.id);
        }
    }
    gone
}

/// Takes everything back that may go; gives the list of what stays. The work is the caller's to commit.
pub fn undo(work: &mut Work, import: Uuid) -> Result<Vec<Value>, Refused> {
    let mut kept = Vec::new();
    let projects = made(work, PROJECTS, import)?;
    let projects = sort_out("project", projects, &mut kept);
    for text in OF_PROJECTS {
        run(work, text, &projects)?;
    }
    // The register lets go of its copies before the rows go.
    for id in &projects {
        work.touch_project(*id, Aspect::Removed);
    }
    work.project_now()?;
    let mut addresses = remove(
        work,
        "DELETE FROM projects WHERE organization_id = $1 AND id = ANY ($2) RETURNING address_id",
        &projects,
    )?;
    let clients = made(work, CLIENTS, import)?;
    let clients = sort_out("client", clients, &mut kept);
    contacts::of_clients_go(work, &clients)?;
    run(
        work,
        "DELETE FROM contacts WHERE organization_id = $1 AND client_id = ANY ($2)",
        &clients,
    )?;
    run(
        work,
        "SELECT search_drop('client', $2) WHERE $1 IS NOT NULL",
        &clients,
    )?;
    for id in &clients {
        work.touch_gone_client(*id);
    }
    addresses.extend(remove(
        work,
        "DELETE FROM clients WHERE organization_id = $1 AND id = ANY ($2) RETURNING address_id",
        &clients,
    )?);
    run(work, ADDRESSES, &addresses)?;
    let organization = work.organization();
    for text in LEFT_OVER {
        sql(text)
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(import)
            .execute(work.conn())?;
    }
    work.announce(crate::db::Announcement::ListChanged);
    Ok(kept)
}
