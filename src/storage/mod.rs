//! Files that people bring, behind one door: a folder by default. Names are ids of our own, never
//! the name that a file came with.

mod incoming;

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use uuid::Uuid;

pub use incoming::{Incoming, Received};

/// The folder of all files; one folder inside for each organization.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
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

/// Files on their way in lie here and are no files yet; what a killed process left goes at the next start.
const INCOMING: &str = "incoming";

impl Store {
    pub fn new(data_dir: &Path) -> Store {
        Store {
            root: data_dir.join("files"),
        }
    }

    /// Where the file lies.
    pub fn path(&self, organization: Uuid, id: Uuid) -> PathBuf {
        self.root
            .join(organization.simple().to_string())
            .join(id.simple().to_string())
    }

    /// Room for a file of at most so many bytes that is about to come.
    pub fn receive(&self, limit: u64) -> Result<Incoming, StoreError> {
        let folder = self.root.join(INCOMING);
        fs::create_dir_all(&folder)?;
        let file = tempfile::Builder::new()
            .suffix(".part")
            .tempfile_in(folder)?;
        Ok(Incoming::new(file, limit))
    }

    /// Gives a file that has come its name in the store.
    pub fn keep(&self, organization: Uuid, id: Uuid, received: Received) -> Result<(), StoreError> {
        let path = self.path(organization, id);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        received.file.persist(path).map_err(|e| e.error)?;
        Ok(())
    }

    /// Begins to read a stored file.
    pub fn open(&self, organization: Uuid, id: Uuid) -> Result<Opened, StoreError> {
        let file = File::open(self.path(organization, id))?;
        Ok(Opened {
            size: file.metadata()?.len(),
            reader: Box::new(file),
        })
    }

    /// Removes a stored file; one that is not there is removed already.
    pub fn remove(&self, organization: Uuid, id: Uuid) -> Result<(), StoreError> {
        match fs::remove_file(self.path(organization, id)) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e.into()),
            _ => Ok(()),
        }
    }

    /// Copies everything from `from`, at most `limit` bytes; a file is there whole or not at all.
    pub fn put(
        &self,
        organization: Uuid,
        id: Uuid,
        from: impl Read,
        limit: u64,
    ) -> Result<Stored, StoreError> {
        let path = self.path(organization, id);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let half = path.with_extension("part");
        let stored = copy(from, &half, limit);
        match &stored {
            Ok(_) => fs::rename(&half, &path)?,
            Err(_) => drop(fs::remove_file(&half)),
        }
        stored
    }
}

fn copy(from: impl Read, to: &Path, limit: u64) -> Result<Stored, StoreError> {
    let mut out = File::create(to)?;
    let mut hash = Sha256::new();
    let mut from = from.take(limit + 1);
    let mut buffer = vec![0; 1 << 16];
    let mut size = 0;
    loop {
        let n = from.read(&mut buffer)?;
        if n == 0 {
            break;
        }
        size += n as u64;
        if size > limit {
            return Err(StoreError::TooLarge(limit));
        }
        hash.update(&buffer[..n]);
        out.write_all(&buffer[..n])?;
    }
    out.sync_all()?;
    Ok(Stored {
        size,
        sha256: hash.finalize().to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_too_large_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::new(folder.path());
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
        let store = Store::new(folder.path());
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
}
