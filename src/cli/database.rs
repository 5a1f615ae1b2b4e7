//! Where the database is: the one of DATABASE_URL, or the private one in the data folder.

use std::sync::{Arc, Mutex};

use super::Failure;
use crate::app::State;
use crate::config::Config;
use crate::db::private_server::{self, PrivateServer};
use crate::db::{Revive, migrations};

/// Addresses of the database for both roles.
pub struct Database {
    pub app_url: String,
    pub owner_url: Option<String>,
    private: Option<Held>,
}

/// A role that row-level security does not bind, and the programs that speak to its server.
pub struct Superuser {
    pub url: String,
    /// The folder of `pg_dump` and `pg_restore`; none: PATH.
    pub programs: Option<std::path::PathBuf>,
}

/// The private server while this process uses it; none once it has been left.
type Held = Arc<Mutex<Option<PrivateServer>>>;

/// Finds the database, starting the private one if it is asked for.
pub fn open(config: &Config) -> Result<Database, Failure> {
    if let Some(app_url) = &config.database_url {
        return Ok(Database {
            app_url: app_url.clone(),
            owner_url: config.migration_database_url.clone(),
            private: None,
        });
    }
    let server = private_server::open(&config.data_dir, &private_server::Settings::Durable)?;
    Ok(Database {
        app_url: server.app_url(),
        owner_url: Some(server.owner_url()),
        private: Some(Arc::new(Mutex::new(Some(server)))),
    })
}

impl Database {
    /// Migrates where the owner's address is known, then checks that all is as `serve` needs it.
    pub fn prepare(&self) -> Result<(), Failure> {
        if let Some(owner_url) = &self.owner_url {
            let ran = migrations::run(owner_url)?;
            if ran > 0 {
                tracing::info!(ran, "migrations");
            }
        }
        migrations::check(&self.app_url)?;
        Ok(())
    }

    /// For backing up and restoring: the private server's own superuser, or the role of BACKUP_DATABASE_URL.
    pub fn superuser(&self, config: &Config) -> Result<Superuser, Failure> {
        if let Some(private) = &self.private {
            let held = private.lock().unwrap_or_else(|e| e.into_inner());
            let server = held.as_ref().ok_or("the private database was left")?;
            return Ok(Superuser {
                url: server.superuser_url(),
                programs: Some(server.programs()?),
            });
        }
        let url = config.backup_database_url.clone().ok_or(
            "set BACKUP_DATABASE_URL to a role that row-level security does not bind (superuser or BYPASSRLS)",
        )?;
        Ok(Superuser {
            url,
            programs: None,
        })
    }

    /// Wakes the private server when it was lost.
    pub fn revive(&self, config: &Config) -> Option<Revive> {
        let private = self.private.clone()?;
        let data_dir = config.data_dir.clone();
        Some(Arc::new(move || {
            // One at a time; the others find the server awake.
            let mut server = private.lock().unwrap_or_else(|e| e.into_inner());
            if server.is_none() {
                return;
            }
            match private_server::open(&data_dir, &private_server::Settings::Durable) {
                Ok(opened) => *server = Some(opened),
                Err(e) => tracing::warn!(error = %e, "the private database does not start"),
            }
        }))
    }

    /// Leaves the private server, which stops unless another process uses it.
    pub fn close(self) {
        let Some(private) = self.private else { return };
        let mut held = private.lock().unwrap_or_else(|e| e.into_inner());
        if let Some(Err(e)) = held.take().map(PrivateServer::leave) {
            tracing::warn!(error = %e, "the private database did not stop");
        }
    }

    /// State for commands other than `serve`.
    pub fn state(&self, config: &Config) -> State {
        State::open(config.clone(), &self.app_url, None)
    }
}

/// The command `migrate`.
pub fn migrate(config: &Config) -> Result<(), Failure> {
    let database = open(config)?;
    let owner_url = database
        .owner_url
        .as_ref()
        .ok_or("set MIGRATION_DATABASE_URL to the owner's address of the database")?;
    let ran = migrations::run(owner_url)?;
    println!("{ran} migrations run");
    Ok(())
}
