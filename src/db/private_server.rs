//! The built-in PostgreSQL: a server of our own in the data folder, used where no `DATABASE_URL` is set.
//! `open` makes, starts or joins it, whatever was killed before; it knows nothing of tables and migrations.

mod binaries;
mod bootstrap;
mod error;
mod place;
mod process;

use std::{
    fmt,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

pub use error::PrivateServerError;
use place::Place;

/// Long enough for backends whose server was killed to end and for a crash recovery to begin.
const PATIENCE: Duration = Duration::from_secs(90);
const DATABASE: &str = "crm";
/// A statement that fails while the server answers is not cured by waiting.
const STATEMENT_TRIES: u32 = 3;

/// How the server treats the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settings {
    /// The product's own: what was committed survives a loss of power.
    Durable,
    /// For tests only: nothing is forced to disk, many connections, no background cleaning.
    Fast,
}

/// Who connects. The names of the roles are the same in every installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The superuser that `initdb` made: only for the making of roles and databases.
    Admin,
    /// Owns the database and its tables, runs migrations. No superuser.
    Owner,
    /// What the application works as: bound by row-level security.
    App,
}

impl Role {
    pub fn name(self) -> &'static str {
        match self {
            Role::Admin => "postgres_admin",
            Role::Owner => "crm_owner",
            Role::App => "crm_app",
        }
    }
}

/// A private server that answered. While the value lives, the server counts as used by this process.
pub struct PrivateServer {
    place: Place,
    passwords: place::Passwords,
    /// Holds a shared lock; see `leave`.
    in_use: std::fs::File,
    started: bool,
}

impl fmt::Debug for PrivateServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateServer")
            .field("folder", &self.place.folder())
            .field("started", &self.started)
            .finish_non_exhaustive()
    }
}

/// Makes the server if there is none yet, starts it if it does not run, joins it if it does.
///
/// To be called again whenever the server is lost: joining a running one takes milliseconds.
/// Blocks, at worst for about 90 seconds; processes and threads that open one folder take turns.
pub fn open(data_dir: &Path, settings: &Settings) -> Result<PrivateServer, PrivateServerError> {
    let place = Place::prepare(data_dir)?;
    let _turn = place.take_turn()?;
    let passwords = place.passwords()?;
    let mut server = PrivateServer {
        in_use: place.mark_in_use()?,
        place,
        passwords,
        started: false,
    };
    if !server.place.has_cluster() {
        process::make_cluster(&server.place, &server.passwords.admin, settings)?;
    }
    server.make_ready(settings)?;
    Ok(server)
}

impl PrivateServer {
    /// For migrations. Row-level security is forced on this role too.
    pub fn owner_url(&self) -> String {
        self.url(Role::Owner, DATABASE)
    }

    /// For everything that the application does.
    pub fn app_url(&self) -> String {
        self.url(Role::App, DATABASE)
    }

    /// For backing up and restoring: the superuser, in the program's own database.
    pub fn superuser_url(&self) -> String {
        self.url(Role::Admin, DATABASE)
    }

    /// The folder of PostgreSQL's programs of this server's version.
    pub fn programs(&self) -> Result<PathBuf, PrivateServerError> {
        binaries::find(&self.place.cluster(), self.place.made_by())
    }

    /// For tests and repair: the superuser, in the maintenance database.
    pub fn admin_url(&self) -> String {
        self.url(Role::Admin, "postgres")
    }

    /// `database` is a plain name of letters, digits and underscores.
    pub fn url(&self, role: Role, database: &str) -> String {
        let password = match role {
            Role::Admin => &self.passwords.admin,
            Role::Owner => &self.passwords.owner,
            Role::App => &self.passwords.app,
        };
        format!(
            "postgres://{}:{password}@{}:{}/{database}?connect_timeout=5",
            role.name(),
            percent_encoded(self.place.client_folder()),
            place::PORT,
        )
    }

    /// Whether this call of `open` started the server, rather than join a running one.
    pub fn was_started(&self) -> bool {
        self.started
    }

    /// The folder with PostgreSQL's own data, for `pg_controldata` and the like.
    pub fn cluster_dir(&self) -> PathBuf {
        self.place.cluster()
    }

    /// Asks the operating system, not a pid file, whether somebody listens.
    pub fn answers(&self) -> bool {
        self.place.answers()
    }

    /// Stops the server whoever else uses it. Open transactions are rolled back.
    pub fn stop(self) -> Result<(), PrivateServerError> {
        let _turn = self.place.take_turn()?;
        process::stop(&self.place)
    }

    /// Stops the server unless another process still uses it; answers whether it was stopped.
    pub fn leave(self) -> Result<bool, PrivateServerError> {
        let _turn = self.place.take_turn()?;
        // Our own shared lock must not stand in the way of the question.
        drop(self.in_use);
        if self.place.is_in_use()? {
            return Ok(false);
        }
        process::stop(&self.place)?;
        Ok(true)
    }

    /// A server killed a moment ago still accepts the probe, and one in recovery refuses log-ins:
    /// only a query that was answered proves anything, so both steps are repeated.
    fn make_ready(&mut self, settings: &Settings) -> Result<(), PrivateServerError> {
        let deadline = Instant::now() + PATIENCE;
        let mut failed_statements = 0;
        loop {
            if !self.place.answers() {
                process::start(&self.place, settings, deadline)?;
                self.started = true;
            }
            let error = match bootstrap::ensure(self) {
                Ok(()) => return Ok(()),
                Err(error) => error,
            };
            failed_statements += u32::from(!error.is_lost_connection() && self.answers());
            if failed_statements >= STATEMENT_TRIES || error.is_final() || Instant::now() > deadline
            {
                return Err(error);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// A folder as the host of a connection URL.
fn percent_encoded(path: &Path) -> String {
    use std::{fmt::Write as _, os::unix::ffi::OsStrExt as _};
    let mut encoded = String::new();
    for &byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_folder_is_written_so_that_a_url_can_hold_it() {
        assert_eq!(
            percent_encoded(Path::new("/var/lib/x-1")),
            "%2Fvar%2Flib%2Fx-1"
        );
        assert_eq!(
            percent_encoded(Path::new("/a b/я@:%")),
            "%2Fa%20b%2F%D1%8F%40%3A%25"
        );
    }
}
