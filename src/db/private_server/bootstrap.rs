//! Brings a new cluster to where the application expects it: two roles, one database, one extension.
//! Each step looks first, so a bootstrap that was killed half-way is finished by the next one.

use diesel::{Connection as _, PgConnection, RunQueryDsl as _, connection::SimpleConnection as _};

use super::{DATABASE, PrivateServer, PrivateServerError, Role};

/// The database's comment once all is done: one question tells that nothing is left to do.
const READY: &str = "invest-crm: roles and extensions are complete (1)";

#[derive(diesel::QueryableByName)]
struct State {
    #[diesel(sql_type = diesel::sql_types::Bool)]
    is_ready: bool,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    has_collation: bool,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    has_owner: bool,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    has_app: bool,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    has_database: bool,
}

pub fn ensure(server: &PrivateServer) -> Result<(), PrivateServerError> {
    let mut admin = connect(server, Role::Admin, "postgres")?;
    let state = look(&mut admin)?;
    if state.is_ready {
        return Ok(());
    }
    if !state.has_collation {
        return Err(PrivateServerError::NoRussianCollation);
    }
    for (role, exists) in [(Role::Owner, state.has_owner), (Role::App, state.has_app)] {
        if !exists {
            create_role(&mut admin, server, role)?;
        }
    }
    if !state.has_database {
        let create = format!("CREATE DATABASE {DATABASE} OWNER {}", Role::Owner.name());
        execute(&mut admin, "create the database", &create)?;
    }
    // As the owner: this also proves that the owner's log-in works.
    let mut owner = connect(server, Role::Owner, DATABASE)?;
    execute(
        &mut owner,
        "create the extension pg_trgm",
        "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    )?;
    let done = format!("COMMENT ON DATABASE {DATABASE} IS '{READY}'");
    execute(&mut admin, "finish the database", &done)
}

fn look(admin: &mut PgConnection) -> Result<State, PrivateServerError> {
    diesel::sql_query(format!(
        "SELECT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}'
                        AND shobj_description(oid, 'pg_database') = '{READY}') AS is_ready,
                EXISTS (SELECT FROM pg_collation WHERE collname = 'ru-x-icu') AS has_collation,
                EXISTS (SELECT FROM pg_roles WHERE rolname = '{}') AS has_owner,
                EXISTS (SELECT FROM pg_roles WHERE rolname = '{}') AS has_app,
                EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') AS has_database",
        Role::Owner.name(),
        Role::App.name(),
    ))
    .get_result(admin)
    .map_err(|source| PrivateServerError::Statement {
        doing: "describe itself",
        source,
    })
}

fn create_role(
    admin: &mut PgConnection,
    server: &PrivateServer,
    role: Role,
) -> Result<(), PrivateServerError> {
    let name = role.name();
    let password = match role {
        Role::Owner => &server.passwords.owner,
        _ => &server.passwords.app,
    };
    let mut statements = format!(
        "BEGIN;
         CREATE ROLE {name} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD '{password}';"
    );
    if role == Role::App {
        // Without it a distributed database would not hear which organization a transaction serves.
        statements += "ALTER ROLE crm_app SET citus.propagate_set_commands = 'local';";
    }
    statements += "COMMIT;";
    execute(admin, "create the roles", &statements)
}

fn connect(
    server: &PrivateServer,
    role: Role,
    database: &str,
) -> Result<PgConnection, PrivateServerError> {
    PgConnection::establish(&server.url(role, database)).map_err(|source| {
        PrivateServerError::NoConnection {
            role: role.name(),
            source,
        }
    })
}

fn execute(
    connection: &mut PgConnection,
    doing: &'static str,
    statements: &str,
) -> Result<(), PrivateServerError> {
    connection
        .batch_execute(statements)
        .map_err(|source| PrivateServerError::Statement { doing, source })
}
