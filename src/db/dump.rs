//! The whole database as one stream, and back, by PostgreSQL's own programs: one snapshot, taken while people
//! write. The role must be one that row-level security does not bind, else `pg_dump` stops with an error.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use diesel::prelude::*;
use thiserror::Error;

/// Why there is no dump.
#[derive(Debug, Error)]
pub enum DumpError {
    #[error("{program} cannot be run: {why}")]
    NoProgram {
        program: &'static str,
        why: std::io::Error,
    },
    #[error("{program} failed: {said}")]
    Failed { program: &'static str, said: String },
    #[error("the database answered: {0}")]
    Database(String),
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// The address without its password, and the password: what stands among the arguments of a program is seen by
/// everybody on the machine.
fn without_password(url: &str) -> (String, Option<String>) {
    let parts = url.split_once("://").and_then(|(scheme, rest)| {
        let (who, at) = rest.rsplit_once('@')?;
        let (user, password) = who.split_once(':')?;
        Some((format!("{scheme}://{user}@{at}"), password.to_owned()))
    });
    match parts {
        Some((plain, password)) => (plain, Some(percent_decoded(&password))),
        None => (url.to_owned(), None),
    }
}

fn percent_decoded(text: &str) -> String {
    // A form would read a plus as a space; in an address it is itself.
    let text = format!("x={}", text.replace('+', "%2B"));
    form_urlencoded::parse(text.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

fn program(folder: Option<&Path>, name: &'static str, url: &str) -> Command {
    let path = folder.map_or_else(|| name.into(), |f| f.join(name).into_os_string());
    let mut command = Command::new(path);
    let (plain, password) = without_password(url);
    command.arg("--dbname").arg(plain);
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    command.stderr(Stdio::piped());
    command
}

/// Runs a program and gives its stream to `talk`; what it says on the way is the reason if it fails.
fn run(
    mut command: Command,
    name: &'static str,
    talk: impl FnOnce(&mut std::process::Child) -> std::io::Result<()>,
) -> Result<(), DumpError> {
    let mut child = command
        .spawn()
        .map_err(|why| DumpError::NoProgram { program: name, why })?;
    let stderr = child.stderr.take();
    let said = std::thread::spawn(move || {
        let mut said = String::new();
        if let Some(mut stderr) = stderr {
            // What cannot be read is not said; the exit code tells.
            let _ = stderr.read_to_string(&mut said);
        }
        said
    });
    let talked = talk(&mut child);
    let status = child.wait()?;
    let said = said.join().unwrap_or_default();
    if !status.success() {
        return Err(DumpError::Failed {
            program: name,
            said: said.trim().to_owned(),
        });
    }
    Ok(talked?)
}

/// Writes the database into `out`, in PostgreSQL's custom format. `programs` is the folder of `pg_dump`; none: PATH.
pub fn write(programs: Option<&Path>, url: &str, out: &mut impl Write) -> Result<(), DumpError> {
    let mut command = program(programs, "pg_dump", url);
    command.args(["--format=custom", "--compress=6"].map(OsStr::new));
    command.stdout(Stdio::piped());
    run(command, "pg_dump", |child| match child.stdout.take() {
        Some(mut stdout) => std::io::copy(&mut stdout, out).map(drop),
        None => Ok(()),
    })
}

/// Reads a dump into an empty database: all of it or nothing.
pub fn read(programs: Option<&Path>, url: &str, from: &mut impl Read) -> Result<(), DumpError> {
    let mut command = program(programs, "pg_restore", url);
    command.args(["--exit-on-error", "--single-transaction"].map(OsStr::new));
    command.stdin(Stdio::piped()).stdout(Stdio::null());
    run(command, "pg_restore", |child| match child.stdin.take() {
        Some(mut stdin) => std::io::copy(from, &mut stdin).map(drop),
        None => Ok(()),
    })
}

#[derive(QueryableByName)]
struct Tables {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    n: i64,
}

/// Whether the database has no table yet.
pub fn is_empty(url: &str) -> Result<bool, DumpError> {
    let broken = |e: &dyn std::fmt::Display| DumpError::Database(e.to_string());
    let mut conn = PgConnection::establish(url).map_err(|e| broken(&e))?;
    let found: Tables =
        super::sql("SELECT count(*) AS n FROM pg_tables WHERE schemaname = 'public'")
            .get_result(&mut conn)
            .map_err(|e| broken(&e))?;
    Ok(found.n == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_never_stands_among_the_arguments() {
        for (url, plain, password) in [
            (
                "postgres://a:b%40c+d@h:5432/x?connect_timeout=5",
                "postgres://a@h:5432/x?connect_timeout=5",
                Some("b@c+d"),
            ),
            ("postgres://a@h/x", "postgres://a@h/x", None),
        ] {
            let found = without_password(url);
            assert_eq!((found.0.as_str(), found.1.as_deref()), (plain, password));
        }
    }
}
