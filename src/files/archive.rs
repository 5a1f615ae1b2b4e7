//! All files of a record in one archive, packed while it is sent: nothing of it is kept, on the disk or in memory.

use std::collections::HashSet;
use std::io::{self, Write};

use actix_web::web::Bytes;
use chrono::{DateTime, Datelike, Timelike};
use chrono_tz::Tz;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use uuid::Uuid;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::queries::Packed;
use crate::storage::Store;
use crate::text::Locale;

/// Bytes that are sent at once, and so many of them may wait for a slow reader.
const PIECE: usize = 1 << 16;
const WAITING: usize = 4;

/// A file in the archive.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Folder and name, unlike any other.
    pub path: String,
    pub stored_id: Uuid,
    pub at: DateTime<Tz>,
}

/// Names for the archive: a folder for each kind, and a number where two files have one name.
pub fn entries(t: Locale, zone: Tz, packed: Vec<Packed>) -> Vec<Entry> {
    let mut taken = HashSet::new();
    packed
        .into_iter()
        .map(|(kind, name, stored_id, at)| {
            let folder = t.text(kind.label());
            let (stem, ending) = match name.rsplit_once('.') {
                Some((stem, ending)) => (stem.to_owned(), format!(".{ending}")),
                None => (name, String::new()),
            };
            let mut path = format!("{folder}/{stem}{ending}");
            let mut n = 1;
            while !taken.insert(path.to_lowercase()) {
                n += 1;
                path = format!("{folder}/{stem} ({n}){ending}");
            }
            Entry {
                path,
                stored_id,
                at: at.with_timezone(&zone),
            }
        })
        .collect()
}

/// Begins to pack; gives the archive piece by piece.
pub fn pack(store: Store, organization: Uuid, entries: Vec<Entry>) -> Receiver<io::Result<Bytes>> {
    let (pass, pieces) = channel(WAITING);
    actix_web::rt::task::spawn_blocking(move || {
        let mut pipe = Pipe {
            pass: pass.clone(),
            buffer: Vec::with_capacity(PIECE),
        };
        if let Err(error) = write(&store, organization, &entries, &mut pipe) {
            // Whoever went away before the end is no failure of ours.
            if error.kind() != io::ErrorKind::BrokenPipe {
                tracing::error!(%error, "an archive broke off");
            }
            let _ = pass.blocking_send(Err(error));
        }
    });
    pieces
}

fn write(store: &Store, organization: Uuid, entries: &[Entry], pipe: &mut Pipe) -> io::Result<()> {
    let mut zip = ZipWriter::new_stream(&mut *pipe);
    for entry in entries {
        let mut opened = store
            .open(organization, entry.stored_id)
            .map_err(io::Error::other)?;
        zip.start_file(entry.path.as_str(), options(entry, opened.size))?;
        io::copy(&mut opened.reader, &mut zip)?;
    }
    zip.finish()?;
    pipe.flush()
}

fn options(entry: &Entry, size: u64) -> SimpleFileOptions {
    let at = entry.at.naive_local();
    let modified = zip::DateTime::from_date_and_time(
        at.year() as u16,
        at.month() as u8,
        at.day() as u8,
        at.hour() as u8,
        at.minute() as u8,
        at.second() as u8,
    );
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1))
        .large_file(size > u64::from(u32::MAX) / 2)
        .last_modified_time(modified.unwrap_or_default())
}

/// Gathers what the packer writes into pieces; waits where the reader is slow.
struct Pipe {
    pass: Sender<io::Result<Bytes>>,
    buffer: Vec<u8>,
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::replace(
            &mut self.buffer,
            Vec::with_capacity(PIECE),
        ));
        let sent = self.pass.blocking_send(Ok(piece));
        sent.map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
