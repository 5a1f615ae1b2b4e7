//! A file that is just coming: written to the disk as it comes, measured and hashed on the way. Dropped before
//! it is kept, it leaves nothing.

use std::io::Write;

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::{StoreError, Stored};

/// What tells a file's type stands within so many bytes.
const HEAD: usize = 8192;

/// A file of which not everything is here yet.
pub struct Incoming {
    file: NamedTempFile,
    hash: Sha256,
    size: u64,
    limit: u64,
    head: Vec<u8>,
}

/// A file that is here whole and has no name in the store yet.
pub struct Received {
    pub(super) file: NamedTempFile,
    pub stored: Stored,
    /// How it begins.
    pub head: Vec<u8>,
}

impl Incoming {
    pub(super) fn new(file: NamedTempFile, limit: u64) -> Incoming {
        Incoming {
            file,
            hash: Sha256::new(),
            size: 0,
            limit,
            head: Vec::new(),
        }
    }

    /// Takes the next bytes; the first beyond the limit end it.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.size += bytes.len() as u64;
        if self.size > self.limit {
            return Err(StoreError::TooLarge(self.limit));
        }
        let missing = HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..missing]);
        self.hash.update(bytes);
        Ok(self.file.write_all(bytes)?)
    }

    /// Everything is here: it is on the disk when this returns.
    pub fn finish(self) -> Result<Received, StoreError> {
        self.file.as_file().sync_all()?;
        Ok(Received {
            file: self.file,
            stored: Stored {
                size: self.size,
                sha256: self.hash.finalize().to_vec(),
            },
            head: self.head,
        })
    }
}
