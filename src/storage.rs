//! Files that people bring, behind one door: a folder by default. Names are ids of our own, never
//! the name that a file came with.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use uuid::Uuid;

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
}
