//! Migrations as the owner role, and the checks that `serve` makes before it takes requests.

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use thiserror::Error;

pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// Any number that no other program on the same cluster is likely to use.
const ADVISORY_LOCK: i64 = 7_310_265_001;

/// Why the database cannot be used as it is, and what to do.
#[derive(Debug, Error)]
pub enum SetupError {
    #[error("cannot connect to the database: {0}")]
    Connection(#[from] ConnectionError),
    #[error("the database answered: {0}")]
    Query(#[from] diesel::result::Error),
    #[error("a migration failed: {0}")]
    Migration(String),
    #[error(
        "migrations are missing; run `invest-crm migrate` with MIGRATION_DATABASE_URL of the owner role"
    )]
    NotMigrated,
    #[error(
        "DATABASE_URL signs in as a superuser or a role with BYPASSRLS, for whom row-level security does not hold; use the application role (crm_app)"
    )]
    RoleTooStrong,
    #[error(
        "DATABASE_URL signs in as the owner of the tables; use the application role (crm_app) and keep the owner for MIGRATION_DATABASE_URL"
    )]
    RoleOwnsTables,
    #[error("extension {0} is missing; run `CREATE EXTENSION {0}` in the database as its owner")]
    ExtensionMissing(&'static str),
    #[error(
        "collation ru-x-icu is missing; this PostgreSQL was built without ICU, use the distribution's own package"
    )]
    CollationMissing,
}

/// Runs what is pending, one process at a time. Gives the number of migrations run.
pub fn run(owner_url: &str) -> Result<usize, SetupError> {
    let mut conn = PgConnection::establish(owner_url)?;
    conn.batch_execute(&format!("SELECT pg_advisory_lock({ADVISORY_LOCK})"))?;
    let ran = conn
        .run_pending_migrations(MIGRATIONS)
        .map(|v| v.len())
        .map_err(|e| SetupError::Migration(e.to_string()));
    conn.batch_execute(&format!("SELECT pg_advisory_unlock({ADVISORY_LOCK})"))?;
    ran
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = diesel::sql_types::Bool)]
    found: bool,
}

fn holds(conn: &mut PgConnection, question: &'static str) -> Result<bool, SetupError> {
    Ok(super::sql(question).get_result::<Found>(conn)?.found)
}

/// What must hold before requests are taken; the first that does not is named with its remedy.
pub fn check(app_url: &str) -> Result<(), SetupError> {
    let mut conn = PgConnection::establish(app_url)?;
    if holds(
        &mut conn,
        "SELECT rolsuper OR rolbypassrls AS found FROM pg_roles WHERE rolname = current_user",
    )? {
        return Err(SetupError::RoleTooStrong);
    }
    if holds(
        &mut conn,
        "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user) AS found",
    )? {
        return Err(SetupError::RoleOwnsTables);
    }
    for (extension, question) in [
        (
            "pg_trgm",
            "SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm') AS found",
        ),
        (
            "btree_gin",
            "SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'btree_gin') AS found",
        ),
    ] {
        if !holds(&mut conn, question)? {
            return Err(SetupError::ExtensionMissing(extension));
        }
    }
    if !holds(
        &mut conn,
        "SELECT EXISTS (SELECT 1 FROM pg_collation WHERE collname = 'ru-x-icu') AS found",
    )? {
        return Err(SetupError::CollationMissing);
    }
    if !holds(
        &mut conn,
        "SELECT to_regclass('project_rows') IS NOT NULL AS found",
    )? {
        return Err(SetupError::NotMigrated);
    }
    Ok(())
}
