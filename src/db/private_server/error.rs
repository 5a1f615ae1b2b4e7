//! Why the private server could not be had, in words that name the next step.

use std::{
    io,
    path::{Path, PathBuf},
};

#[derive(Debug, thiserror::Error)]
pub enum PrivateServerError {
    #[error(
        "no PostgreSQL server was found in PG_BINDIR, /usr/lib/postgresql or PATH: \
         set DATABASE_URL and MIGRATION_DATABASE_URL, or run `apt-get install postgresql`"
    )]
    NoServer,
    #[error("PostgreSQL {found} in {folder} is too old: version {least} or newer is needed")]
    TooOld {
        found: u32,
        least: u32,
        folder: PathBuf,
    },
    #[error(
        "{folder} was made by PostgreSQL {made_by}, but the versions found here are: {found}. \
         Run `apt-get install postgresql-{made_by}`, or dump the data there and restore it here"
    )]
    OtherMajor {
        made_by: u32,
        found: String,
        folder: PathBuf,
    },
    #[error(
        "PostgreSQL refuses to run as root, and there is no user `postgres` to run it as: \
         run `apt-get install postgresql`, or start the program as an ordinary user"
    )]
    NoServerUser,
    #[error(
        "the user that runs PostgreSQL (uid {uid}) cannot enter {folder}: choose a data folder \
         that every user can reach, for example /var/lib/invest-crm (setting DATA_DIR)"
    )]
    FolderClosed { uid: u32, folder: PathBuf },
    #[error("{path} is too long for a socket even in the temporary folder: set TMPDIR to /tmp")]
    SocketPathTooLong { path: PathBuf },
    #[error(
        "{link} belongs to somebody else, so the database's socket cannot be reached through it: \
         remove it, or choose a data folder with a shorter path (setting DATA_DIR)"
    )]
    ForeignLink { link: PathBuf },
    #[error(
        "{cluster} holds a database, but {passwords} is missing or damaged: \
         bring that file back from a backup, or move the data folder away to begin anew"
    )]
    PasswordsLost {
        cluster: PathBuf,
        passwords: PathBuf,
    },
    #[error("{doing} {path}: {source}")]
    Files {
        doing: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    #[error("{program} failed: {output}")]
    Program { program: String, output: String },
    #[error("the private PostgreSQL did not start; the end of {log}: {output}")]
    NotStarted { log: PathBuf, output: String },
    #[error("the private PostgreSQL lets nobody in as {role}: {source}")]
    NoConnection {
        role: &'static str,
        source: diesel::ConnectionError,
    },
    #[error("the private PostgreSQL could not {doing}: {source}")]
    Statement {
        doing: &'static str,
        source: diesel::result::Error,
    },
    #[error(
        "this PostgreSQL was built without ICU, so there is no Russian collation `ru-x-icu`: \
         use the packages of Debian or of postgresql.org"
    )]
    NoRussianCollation,
}

impl PrivateServerError {
    pub(super) fn files(
        doing: &'static str,
        path: &Path,
    ) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Files {
            doing,
            path,
            source,
        }
    }

    /// The server went away or is not there yet: worth another try.
    pub(super) fn is_lost_connection(&self) -> bool {
        matches!(self, Self::NoConnection { .. })
    }

    /// No waiting will help.
    pub(super) fn is_final(&self) -> bool {
        match self {
            Self::NoConnection { source, .. } => source
                .to_string()
                .contains("password authentication failed"),
            Self::Statement { .. } => false,
            _ => true,
        }
    }
}
