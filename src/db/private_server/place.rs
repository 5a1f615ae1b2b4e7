//! Where things lie in the data folder, who owns them, and the locks that make starters take turns.
//! In the folder `postgres` the program owns the folder itself and the server's user what is inside.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write as _},
    os::unix::{
        ffi::OsStrExt as _,
        fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, chown, symlink},
        net::UnixStream,
    },
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

use super::{PrivateServerError, binaries};

/// Part of the socket's name only: nothing listens on the network.
pub const PORT: u16 = 5432;
/// What `sockaddr_un` holds on Linux, without the closing zero.
const LONGEST_SOCKET_PATH: usize = 107;

pub struct Place {
    data_dir: PathBuf,
    /// Where clients find the socket: the real folder, or a short link to it.
    client_folder: PathBuf,
    /// Set when the program is root: the user that runs the server.
    server_user: Option<(u32, u32)>,
}

pub struct Passwords {
    pub admin: String,
    pub owner: String,
    pub app: String,
}

impl Place {
    pub fn prepare(data_dir: &Path) -> Result<Self, PrivateServerError> {
        if !data_dir.exists() {
            fs::create_dir_all(data_dir).map_err(PrivateServerError::files(
                "cannot make the folder",
                data_dir,
            ))?;
            set_mode(data_dir, 0o711)?;
        }
        let data_dir = fs::canonicalize(data_dir).map_err(PrivateServerError::files(
            "cannot open the folder",
            data_dir,
        ))?;
        let mut place = Place {
            client_folder: PathBuf::new(),
            server_user: None,
            data_dir,
        };
        if rustix::process::geteuid().is_root() {
            place.server_user = Some(place.user_for_root()?);
        }
        make_folder(&place.folder(), 0o711, None)?;
        for part in [place.folder().join("run"), place.folder().join("log")] {
            make_folder(&part, 0o700, place.server_user)?;
        }
        place.client_folder = place.reachable_socket_folder()?;
        Ok(place)
    }

    pub fn folder(&self) -> PathBuf {
        self.data_dir.join("postgres")
    }

    pub fn cluster(&self) -> PathBuf {
        self.folder().join("data")
    }

    pub fn log(&self) -> PathBuf {
        self.folder().join("log/server.log")
    }

    pub fn socket_lock(&self) -> PathBuf {
        let mut lock = socket_in(&self.folder().join("run")).into_os_string();
        lock.push(".lock");
        lock.into()
    }

    pub fn client_folder(&self) -> &Path {
        &self.client_folder
    }

    pub fn server_user(&self) -> Option<(u32, u32)> {
        self.server_user
    }

    pub fn has_cluster(&self) -> bool {
        self.cluster().join("PG_VERSION").exists()
    }

    pub fn made_by(&self) -> Option<u32> {
        fs::read_to_string(self.cluster().join("PG_VERSION"))
            .ok()?
            .trim()
            .parse()
            .ok()
    }

    /// `pg_ctl status` trusts a pid that another process may have by now; a socket cannot lie so.
    pub fn answers(&self) -> bool {
        UnixStream::connect(socket_in(&self.client_folder)).is_ok()
    }

    /// Held while starting or stopping; the kernel frees it when the process is killed.
    pub fn take_turn(&self) -> Result<File, PrivateServerError> {
        let (path, file) = self.open_lock("postgres.lock")?;
        file.lock()
            .map_err(PrivateServerError::files("cannot lock", &path))?;
        Ok(file)
    }

    pub fn mark_in_use(&self) -> Result<File, PrivateServerError> {
        let (path, file) = self.open_lock("postgres.in-use")?;
        file.lock_shared()
            .map_err(PrivateServerError::files("cannot lock", &path))?;
        Ok(file)
    }

    pub fn is_in_use(&self) -> Result<bool, PrivateServerError> {
        let (path, file) = self.open_lock("postgres.in-use")?;
        match file.try_lock() {
            Ok(()) => Ok(false),
            Err(fs::TryLockError::WouldBlock) => Ok(true),
            Err(fs::TryLockError::Error(error)) => {
                Err(PrivateServerError::files("cannot lock", &path)(error))
            }
        }
    }

    /// Reads the passwords, or makes them before the first cluster is made: a cluster without known
    /// passwords could never be opened again.
    pub fn passwords(&self) -> Result<Passwords, PrivateServerError> {
        let path = self.data_dir.join("postgres-passwords");
        let cannot_read = PrivateServerError::files("cannot read", &path);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !self.has_cluster() => {
                let text = new_passwords();
                self.keep_passwords(&path, &text)
                    .map_err(PrivateServerError::files("cannot write", &path))?;
                text
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(cannot_read(error)),
        };
        parse_passwords(&text).ok_or_else(|| PrivateServerError::PasswordsLost {
            cluster: self.cluster(),
            passwords: path,
        })
    }

    fn keep_passwords(&self, path: &Path, text: &str) -> io::Result<()> {
        // Born 0600; the rename makes it appear whole or not at all.
        let mut file = tempfile::NamedTempFile::new_in(&self.data_dir)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        File::open(&self.data_dir)?.sync_all()
    }

    fn open_lock(&self, name: &str) -> Result<(PathBuf, File), PrivateServerError> {
        let path = self.data_dir.join(name);
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(&path)
            .map_err(PrivateServerError::files("cannot open", &path))?;
        Ok((path, file))
    }

    /// An existing cluster keeps its user, so that `sudo` once does not lock its owner out.
    fn user_for_root(&self) -> Result<(u32, u32), PrivateServerError> {
        match fs::metadata(self.cluster()) {
            Ok(cluster) if cluster.uid() != 0 => Ok((cluster.uid(), cluster.gid())),
            _ => binaries::server_user(),
        }
    }

    /// The server itself uses a relative path and knows no limit; clients need a short one.
    fn reachable_socket_folder(&self) -> Result<PathBuf, PrivateServerError> {
        let real = self.folder().join("run");
        if socket_in(&real).as_os_str().len() <= LONGEST_SOCKET_PATH {
            return Ok(real);
        }
        let link = short_link_for(&real)?;
        if socket_in(&link).as_os_str().len() > LONGEST_SOCKET_PATH {
            return Err(PrivateServerError::SocketPathTooLong { path: link });
        }
        Ok(link)
    }
}

/// A link in a folder that is ours alone, so that nobody can lead us to a socket of theirs.
fn short_link_for(real: &Path) -> Result<PathBuf, PrivateServerError> {
    let uid = rustix::process::geteuid().as_raw();
    let folder = std::env::temp_dir().join(format!("invest-crm-{uid}"));
    match fs::create_dir(&folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            return Err(PrivateServerError::files("cannot make the folder", &folder)(error));
        }
        _ => {}
    }
    let found = fs::symlink_metadata(&folder)
        .map_err(PrivateServerError::files("cannot look at", &folder))?;
    if !found.is_dir() || found.uid() != uid {
        return Err(PrivateServerError::ForeignLink { link: folder });
    }
    set_mode(&folder, 0o700)?;
    remove_dangling_links(&folder);
    let digest = Sha256::digest(real.as_os_str().as_bytes());
    let link = folder.join(hex(&digest[..8]));
    match symlink(real, &link) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        result => result.map_err(PrivateServerError::files("cannot make the link", &link))?,
    }
    match fs::read_link(&link) {
        Ok(target) if target == real => Ok(link),
        _ => Err(PrivateServerError::ForeignLink { link }),
    }
}

/// Of data folders that were removed.
fn remove_dangling_links(folder: &Path) {
    for link in fs::read_dir(folder).into_iter().flatten().flatten() {
        if fs::metadata(link.path()).is_err_and(|e| e.kind() == io::ErrorKind::NotFound) {
            let _ = fs::remove_file(link.path());
        }
    }
}

fn socket_in(folder: &Path) -> PathBuf {
    folder.join(format!(".s.PGSQL.{PORT}"))
}

/// Makes a folder with exactly these rights whatever the umask is; an existing one is left alone.
pub fn make_folder(
    path: &Path,
    mode: u32,
    owner: Option<(u32, u32)>,
) -> Result<(), PrivateServerError> {
    match fs::create_dir(path) {
        // Killed between the making and the chown: made right below.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        result => result.map_err(PrivateServerError::files("cannot make the folder", path))?,
    }
    let cannot_own = PrivateServerError::files("cannot hand over the folder", path);
    if let Some((uid, gid)) = owner {
        chown(path, Some(uid), Some(gid)).map_err(cannot_own)?;
    }
    set_mode(path, mode)
}

fn set_mode(path: &Path, mode: u32) -> Result<(), PrivateServerError> {
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
        .map_err(PrivateServerError::files("cannot set the rights of", path))
}

fn new_passwords() -> String {
    let password = || hex(&rand::random::<[u8; 24]>());
    format!(
        "admin {}\nowner {}\napp {}\n",
        password(),
        password(),
        password()
    )
}

fn parse_passwords(text: &str) -> Option<Passwords> {
    let of = |name: &str| {
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
        // They are put into SQL and URLs as they stand.
        let plain = !line.is_empty() && line.bytes().all(|b| b.is_ascii_alphanumeric());
        plain.then(|| line.to_owned())
    };
    Some(Passwords {
        admin: of("admin")?,
        owner: of("owner")?,
        app: of("app")?,
    })
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The last part of a log, small enough for an error message.
pub fn end_of(file: &mut impl Read) -> String {
    let mut text = Vec::new();
    let _ = file.read_to_end(&mut text);
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    lines[lines.len().saturating_sub(6)..].join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_read_as_they_were_written_and_damage_is_noticed() {
        let text = new_passwords();
        let passwords = parse_passwords(&text).unwrap();
        assert_eq!(passwords.app.len(), 48);
        assert_ne!(passwords.app, passwords.owner);
        assert!(parse_passwords("admin a\nowner b\n").is_none());
        assert!(parse_passwords("admin a\nowner b'\napp c\n").is_none());
        assert!(parse_passwords("").is_none());
    }

    #[test]
    fn the_end_of_a_log_is_six_lines() {
        let log = (1..=9).map(|n| format!("line {n}\n\n")).collect::<String>();
        assert!(end_of(&mut log.as_bytes()).starts_with("line 4 | line 5"));
    }
}
