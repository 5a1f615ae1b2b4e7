//! What is measured upon: one organization with many projects beside small ones, and addresses into the middle of it.

use std::collections::HashMap;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Uuid as SqlUuid};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::Failure;

const FILL: &str = include_str!("../../sql/fill.sql");
/// People who are signed in.
pub const PEOPLE: usize = 30;

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// The organization, and its rows in the order of their numbers.
pub struct Data {
    pub organization: Uuid,
    /// Id and number.
    pub rows: Vec<(Uuid, i64)>,
}

pub fn fill(owner_url: &str, projects: usize) -> Result<(), Failure> {
    let mut conn = PgConnection::establish(owner_url)?;
    Ok(conn.batch_execute(&FILL.replace("{projects}", &projects.to_string()))?)
}

/// What a while of autovacuum would have done.
pub fn settle(owner_url: &str) -> Result<(), Failure> {
    let mut conn = PgConnection::establish(owner_url)?;
    conn.batch_execute("VACUUM ANALYZE")?;
    Ok(conn
        .batch_execute("CHECKPOINT")
        .or(Ok::<(), diesel::result::Error>(()))?)
}

/// The large organization of a filled database; none if it is empty.
pub fn organization(owner_url: &str) -> Result<Option<Uuid>, Failure> {
    let mut conn = PgConnection::establish(owner_url)?;
    let found: Vec<Found> = diesel::sql_query(
        "SELECT id, next_project_number AS n FROM organizations WHERE region <> '' ORDER BY next_project_number DESC LIMIT 1",
    )
    .load(&mut conn)?;
    Ok(found.first().map(|f| f.id))
}

pub fn read(owner_url: &str, organization: Uuid) -> Result<Data, Failure> {
    let mut conn = PgConnection::establish(owner_url)?;
    let rows: Vec<Found> = diesel::sql_query(
        "SELECT project_id AS id, number_value AS n FROM project_rows WHERE organization_id = $1 ORDER BY number_value",
    )
    .bind::<SqlUuid, _>(organization)
    .load(&mut conn)?;
    Ok(Data {
        organization,
        rows: rows.into_iter().map(|f| (f.id, f.n)).collect(),
    })
}

/// Versions of the rows now, by their ids: runs before may have edited them.
pub fn versions(owner_url: &str, organization: Uuid) -> Result<HashMap<Uuid, i64>, Failure> {
    let mut conn = PgConnection::establish(owner_url)?;
    let rows: Vec<Found> =
        diesel::sql_query("SELECT id, version AS n FROM projects WHERE organization_id = $1")
            .bind::<SqlUuid, _>(organization)
            .load(&mut conn)?;
    Ok(rows.into_iter().map(|f| (f.id, f.n)).collect())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The session cookie of a person.
pub fn cookie(organization: Uuid, person: usize) -> String {
    let token = hex(&Sha256::digest(person.to_string()));
    format!("session={}.{token}", organization.simple())
}
