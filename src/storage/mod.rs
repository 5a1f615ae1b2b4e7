//! Files that people bring, behind one door: a folder by default, a bucket of S3-compatible storage by settings.
//! Names are ids of our own, never the name that a file came with.

mod bucket;
mod incoming;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tempfile::NamedTempFile;
use uuid::Uuid;

use crate::config::{Config, S3};
use bucket::Remote;
pub use incoming::{Incoming, Received};

/// The folder of all files; one folder inside for each organization. With a bucket, files lie there, and in the
/// folder only what is on its way and workbooks that are being read.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
    remote: Option<Arc<Remote>>,
}

/// What was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub size: u64,
    pub sha256: Vec<u8>,
}

/// Why a file was not stored.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("larger than {0} bytes")]
    TooLarge(u64),
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The bucket does not answer as it should.
    #[error("{0}")]
    Away(String),
}

impl StoreError {
    /// There is no more room; anything else that hinders is for the log.
    pub fn is_full(&self) -> bool {
        use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
        matches!(self, StoreError::Io(e) if matches!(e.kind(), StorageFull | QuotaExceeded | FileTooLarge))
    }
}

/// A stored file that is being read.
pub struct Opened {
    pub reader: Box<dyn Read + Send>,
    pub size: u64,
}

/// Files on their way in lie here and are no files yet.
const INCOMING: &str = "incoming";
const HALF: &str = "part";
/// No upload takes so long: what is older was left by a process that was killed.
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 3600);

/// The name of a stored file, in the folder as in the bucket.
fn name_of(organization: Uuid, id: Uuid) -> String {
    format!("{}/{}", organization.simple(), id.simple())
}

impl Store {
    /// Where the configuration says.
    pub fn of(config: &Config) -> Store {
        Store::new(&config.data_dir, config.s3.clone())
    }

    /// In the data folder, or with a bucket there.
    pub fn new(data_dir: &Path, s3: Option<S3>) -> Store {
        Store {
            root: data_dir.join("files"),
            remote: s3.map(|s3| Arc::new(Remote::new(s3))),
        }
    }

    /// Where the file lies in the folder.
    pub fn path(&self, organization: Uuid, id: Uuid) -> PathBuf {
        self.root.join(name_of(organization, id))
    }

    /// The same, fetched from the bucket first if it is not here: for what reads a file back and forth.
    pub fn local(&self, organization: Uuid, id: Uuid) -> Result<PathBuf, StoreError> {
        let path = self.path(organization, id);
        if let Some(remote) = self.remote.as_ref().filter(|_| !path.exists()) {
            let half = self.half()?;
            let opened = remote.get(&name_of(organization, id))?;
            bucket::copy_here(opened.reader, half.as_file())?;
            place(half, &path)?;
        }
        Ok(path)
    }

    fn half(&self) -> io::Result<NamedTempFile> {
        let folder = self.root.join(INCOMING);
        fs::create_dir_all(&folder)?;
        tempfile::Builder::new()
            .suffix(&format!(".{HALF}"))
            .tempfile_in(folder)
    }

    /// Room for a file of at most so many bytes that is about to come.
    pub fn receive(&self, limit: u64) -> Result<Incoming, StoreError> {
        Ok(Incoming::new(self.half()?, limit))
    }

    /// Gives a file that has come its name in the store.
    pub fn keep(&self, organization: Uuid, id: Uuid, received: Received) -> Result<(), StoreError> {
        match &self.remote {
            // A file that was written through one handle is read through another, from its beginning.
            Some(remote) => remote.put(&name_of(organization, id), &received.file.reopen()?),
            None => Ok(place(received.file, &self.path(organization, id))?),
        }
    }

    /// Begins to read a stored file.
    pub fn open(&self, organization: Uuid, id: Uuid) -> Result<Opened, StoreError> {
        self.read(&name_of(organization, id))
    }

    /// Removes a stored file; one that is not there is removed already.
    pub fn remove(&self, organization: Uuid, id: Uuid) -> Result<(), StoreError> {
        if let Some(remote) = &self.remote {
            remote.remove(&name_of(organization, id))?;
        }
        match fs::remove_file(self.path(organization, id)) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e.into()),
            _ => Ok(()),
        }
    }

    /// Copies everything from `from`, at most `limit` bytes; a file is there whole or not at all. It lies in the
    /// folder in any case: a workbook is read from there.
    pub fn put(
        &self,
        organization: Uuid,
        id: Uuid,
        mut from: impl Read,
        limit: u64,
    ) -> Result<Stored, StoreError> {
        let mut incoming = self.receive(limit)?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            match from.read(&mut buffer)? {
                0 => break,
                n => incoming.write(&buffer[..n])?,
            }
        }
        let received = incoming.finish()?;
        if let Some(remote) = &self.remote {
            remote.put(&name_of(organization, id), &received.file.reopen()?)?;
        }
        place(received.file, &self.path(organization, id))?;
        Ok(received.stored)
    }

    /// Names of everything that is stored, in their order.
    pub fn names(&self) -> Result<Vec<String>, StoreError> {
        match &self.remote {
            Some(remote) => remote.names(),
            None => Ok(names_below(&self.root)?),
        }
    }

    /// Begins to read what lies under a name.
    pub fn read(&self, name: &str) -> Result<Opened, StoreError> {
        if let Some(remote) = &self.remote {
            return remote.get(name);
        }
        let file = File::open(self.root.join(name))?;
        Ok(Opened {
            size: file.metadata()?.len(),
            reader: Box::new(file),
        })
    }

    /// Writes something under a name that [`Store::names`] gave elsewhere.
    pub fn write(&self, name: &str, from: impl Read) -> Result<(), StoreError> {
        let half = self.half()?;
        bucket::copy_here(from, half.as_file())?;
        half.as_file().sync_all()?;
        match &self.remote {
            Some(remote) => remote.put(name, &half.reopen()?),
            None => Ok(place(half, &self.root.join(name))?),
        }
    }

    /// Removes what a process that was killed left of files on their way.
    pub fn sweep(&self) -> io::Result<()> {
        let Ok(entries) = fs::read_dir(self.root.join(INCOMING)) else {
            return Ok(());
        };
        for entry in entries {
            let entry = entry?;
            let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
            if age > LEFT_BEHIND {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

/// Gives a whole file its name.
fn place(file: NamedTempFile, path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    file.persist(path).map(drop).map_err(|e| e.error)
}

/// Names of all whole files below a folder.
fn names_below(root: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|e| e != HALF)
                && let Ok(name) = path.strip_prefix(root)
            {
                found.push(name.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    #[test]
    fn a_file_that_is_too_large_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::new(folder.path(), None);
        let (org, id) = (Uuid::now_v7(), Uuid::now_v7());
        assert!(matches!(
            store.put(org, id, &b"12345"[..], 4),
            Err(StoreError::TooLarge(4))
        ));
        assert!(!store.path(org, id).exists());
        assert_eq!(store.put(org, id, &b"1234"[..], 4).expect("fits").size, 4);
        assert_eq!(fs::read(store.path(org, id)).expect("there"), b"1234");
    }

    #[test]
    fn what_comes_in_pieces_is_one_file_and_what_breaks_off_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::new(folder.path(), None);
        let (org, id) = (Uuid::now_v7(), Uuid::now_v7());
        let mut whole = store.receive(8).expect("room");
        whole.write(b"1234").expect("fits");
        whole.write(b"5678").expect("fits");
        let whole = whole.finish().expect("on the disk");
        assert_eq!(whole.stored.sha256, Sha256::digest(b"12345678").to_vec());
        store.keep(org, id, whole).expect("kept");
        let mut text = String::new();
        let mut opened = store.open(org, id).expect("there");
        opened.reader.read_to_string(&mut text).expect("readable");
        assert_eq!((text.as_str(), opened.size), ("12345678", 8));

        let mut half = store.receive(8).expect("room");
        half.write(b"1234").expect("fits");
        assert!(matches!(half.write(b"56789"), Err(StoreError::TooLarge(8))));
        drop(half);
        let left = fs::read_dir(folder.path().join("files/incoming")).expect("the folder stays");
        assert_eq!(left.count(), 0);
        store.remove(org, id).expect("removed");
        store.remove(org, id).expect("removed already");
        assert!(store.open(org, id).is_err());
    }

    #[test]
    fn a_full_disk_is_told_from_other_failures() {
        let full = StoreError::from(io::Error::from(io::ErrorKind::StorageFull));
        let other = StoreError::from(io::Error::from(io::ErrorKind::PermissionDenied));
        assert!(full.is_full() && !other.is_full());
    }

    #[test]
    fn whole_files_have_names_and_what_is_on_its_way_has_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::new(folder.path(), None);
        assert!(store.names().expect("nothing yet").is_empty());
        store.write("0f/a1", &b"one"[..]).expect("written");
        let half = store.receive(10).expect("room");
        assert_eq!(store.names().expect("listed"), ["0f/a1"]);
        store.sweep().expect("swept");
        drop(half.finish().expect("what is young is left alone"));
    }
}
