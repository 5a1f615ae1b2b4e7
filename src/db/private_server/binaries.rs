//! Finds the PostgreSQL programs of this machine: which folder, which major version.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::PrivateServerError;

/// The schema needs what PostgreSQL 15 brought: a closed `public` schema and fast copies of databases.
const LEAST_MAJOR: u32 = 15;
const DEBIAN: &str = "/usr/lib/postgresql";

struct Found {
    folder: PathBuf,
    major: u32,
}

/// The folder of programs to use; `made_by` is the major version that an existing cluster is bound to.
pub fn find(cluster: &Path, made_by: Option<u32>) -> Result<PathBuf, PrivateServerError> {
    let chosen = std::env::var_os("PG_BINDIR").map(PathBuf::from);
    choose(candidates(chosen), cluster, made_by)
}

/// In the order of preference: the chosen folder, Debian's from the newest down, then PATH.
fn candidates(chosen: Option<PathBuf>) -> Vec<Found> {
    let mut debian: Vec<Found> = fs::read_dir(DEBIAN)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|version| look_into(&version.path().join("bin")))
        .collect();
    debian.sort_by_key(|found| std::cmp::Reverse(found.major));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).filter_map(|folder| look_into(&folder));
    let chosen = chosen.and_then(|folder| look_into(&folder));
    chosen.into_iter().chain(debian).chain(on_path).collect()
}

fn choose(
    candidates: Vec<Found>,
    cluster: &Path,
    made_by: Option<u32>,
) -> Result<PathBuf, PrivateServerError> {
    let Some(first) = candidates.first() else {
        return Err(PrivateServerError::NoServer);
    };
    if let Some(made_by) = made_by {
        let fitting = candidates.iter().find(|found| found.major == made_by);
        return match fitting {
            Some(found) => Ok(found.folder.clone()),
            None => Err(PrivateServerError::OtherMajor {
                made_by,
                found: majors(&candidates),
                folder: cluster.to_owned(),
            }),
        };
    }
    match candidates.iter().find(|found| found.major >= LEAST_MAJOR) {
        Some(found) => Ok(found.folder.clone()),
        None => Err(PrivateServerError::TooOld {
            found: first.major,
            least: LEAST_MAJOR,
            folder: first.folder.clone(),
        }),
    }
}

/// A folder counts only if it holds all three programs that we call, of a version that we understand.
/// Links are followed: PATH often holds a link to `postgres` alone.
fn look_into(folder: &Path) -> Option<Found> {
    let server = fs::canonicalize(folder.join("postgres")).ok()?;
    let folder = server.parent()?.to_owned();
    if !["initdb", "pg_ctl"]
        .iter()
        .all(|program| folder.join(program).exists())
    {
        return None;
    }
    let output = Command::new(&server).arg("--version").output().ok()?;
    let major = major_in(&String::from_utf8_lossy(&output.stdout))?;
    Some(Found { folder, major })
}

/// "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)" is 15; "18beta2" is 18.
fn major_in(version: &str) -> Option<u32> {
    let number = version.split(')').nth(1)?.trim_start();
    let digits = number
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(number.len());
    number[..digits].parse().ok()
}

fn majors(candidates: &[Found]) -> String {
    let mut majors: Vec<u32> = candidates.iter().map(|found| found.major).collect();
    majors.sort_unstable();
    majors.dedup();
    let words: Vec<String> = majors.iter().map(u32::to_string).collect();
    words.join(", ")
}

/// The user that Debian's package made; root cannot run a server itself.
pub fn server_user() -> Result<(u32, u32), PrivateServerError> {
    let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
    user_in(&passwd, "postgres").ok_or(PrivateServerError::NoServerUser)
}

fn user_in(passwd: &str, name: &str) -> Option<(u32, u32)> {
    let fields: Vec<&str> = passwd
        .lines()
        .map(|line| line.split(':').collect::<Vec<_>>())
        .find(|f| f[0] == name)?;
    Some((fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?))
}

/// Variables such as PGPORT or PGDATA would quietly change what the programs do.
pub fn is_foreign_setting(variable: &OsStr) -> bool {
    variable.to_string_lossy().starts_with("PG")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(major: u32) -> Found {
        Found {
            folder: PathBuf::from(format!("/usr/lib/postgresql/{major}/bin")),
            major,
        }
    }

    fn chosen(majors: &[u32], made_by: Option<u32>) -> Result<String, String> {
        choose(
            majors.iter().map(|&m| found(m)).collect(),
            Path::new("/data"),
            made_by,
        )
        .map(|folder| folder.display().to_string())
        .map_err(|error| error.to_string())
    }

    #[test]
    fn the_major_version_is_read_from_what_the_server_prints() {
        assert_eq!(
            major_in("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(major_in("postgres (PostgreSQL) 18beta2\n"), Some(18));
        assert_eq!(major_in("something else"), None);
    }

    #[test]
    fn a_new_cluster_takes_the_preferred_version_and_an_old_one_keeps_its_own() {
        assert_eq!(
            chosen(&[17, 15], None).unwrap(),
            "/usr/lib/postgresql/17/bin"
        );
        assert_eq!(
            chosen(&[17, 15], Some(15)).unwrap(),
            "/usr/lib/postgresql/15/bin"
        );
        assert_eq!(
            chosen(&[13, 16], None).unwrap(),
            "/usr/lib/postgresql/16/bin"
        );
    }

    #[test]
    fn what_is_missing_is_said_with_the_command_that_helps() {
        assert!(
            chosen(&[], None)
                .unwrap_err()
                .contains("apt-get install postgresql")
        );
        assert!(chosen(&[13], None).unwrap_err().contains("too old"));
        let other = chosen(&[17, 16, 17], Some(15)).unwrap_err();
        assert!(
            other.contains("postgresql-15") && other.contains("16, 17"),
            "{other}"
        );
    }

    #[test]
    fn the_servers_user_is_found_in_the_list_of_users() {
        let passwd = "root:x:0:0:root:/root:/bin/bash\npostgres:x:101:104:PostgreSQL:/:/bin/bash\n";
        assert_eq!(user_in(passwd, "postgres"), Some((101, 104)));
        assert_eq!(user_in(passwd, "nobody"), None);
    }
}
