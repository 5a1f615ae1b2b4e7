//! How much is read at most. Chosen so that the largest sheet of a real register passes and the server's
//! memory stays bounded whatever the file.

use std::io::{Read, Seek};

use super::refusal::{Limit, Refusal};

/// Bytes of the file itself.
pub const FILE_BYTES: u64 = 200 << 20;
/// Cells with content over all sheets: eight bytes each.
pub const CELLS: u64 = 8_000_000;
/// Rows with content over all sheets: each of them may become a record, which takes more than its cells.
pub const FILLED_ROWS: u64 = 250_000;
/// Bytes of all texts together.
pub const TEXT_BYTES: u64 = 256 << 20;
/// Bytes of an .xls file, which is read as a whole.
pub const XLS_BYTES: u64 = 24 << 20;
/// Cells of the rectangles around the contents of the sheets of an .xls file, empty ones too: 32 bytes each.
pub const XLS_AREA: u64 = 4_000_000;
/// Unpacked bytes of the content of an .ods file.
pub const ODS_BYTES: u64 = 512 << 20;
/// Sheets of a workbook.
pub const SHEETS: usize = 1_000;
/// Rows of an .xlsx sheet.
pub const ROWS: u32 = 1_048_576;
/// Columns of an .xlsx sheet.
pub const COLUMNS: u16 = 16_384;

/// Parts of an archive.
const PARTS: usize = 20_000;
/// Unpacked bytes of one part.
const PART_BYTES: u64 = 3 << 30;
/// Above this many unpacked bytes the ratio counts.
const RATIO_FROM: u64 = 64 << 20;
/// Unpacked over packed bytes of one part; sheets of a hundred thousand like rows reach about forty.
const RATIO: u64 = 200;

/// How much may still be read, over all sheets.
pub struct Room {
    pub cells: u64,
    pub rows: u64,
}

impl Default for Room {
    fn default() -> Room {
        Room {
            cells: CELLS,
            rows: FILLED_ROWS,
        }
    }
}

impl Room {
    /// Takes the place of a cell, and of a row with its first one.
    pub fn take(&mut self, is_first: bool) -> Result<(), Refusal> {
        if is_first {
            self.rows = self.rows.checked_sub(1).ok_or(Refusal::TooLarge {
                limit: Limit::Rows(FILLED_ROWS),
            })?;
        }
        self.cells = self.cells.checked_sub(1).ok_or(Refusal::TooLarge {
            limit: Limit::Cells(CELLS),
        })?;
        Ok(())
    }
}

/// Refuses an archive that says of itself that it unpacks to too much. What lies is stopped while reading,
/// by `part_limit`.
pub fn check_archive<R: Read + Seek>(
    archive: &mut zip::ZipArchive<R>,
    size: u64,
) -> Result<(), Refusal> {
    if archive.len() > PARTS {
        return Err(Refusal::Bomb);
    }
    let mut total: u64 = 0;
    for i in 0..archive.len() {
        let part = archive.by_index_raw(i).map_err(|_| Refusal::Damaged)?;
        if part.encrypted() {
            return Err(Refusal::Encrypted);
        }
        let packed = part.compressed_size().max(1);
        if part.size() > PART_BYTES || (part.size() > RATIO_FROM && part.size() / packed > RATIO) {
            return Err(Refusal::Bomb);
        }
        total = total.saturating_add(part.size());
    }
    if total > RATIO_FROM && total / size.max(1) > RATIO {
        return Err(Refusal::Bomb);
    }
    Ok(())
}

/// A reader that fails when a part gives more than it said.
pub struct PartReader<R> {
    inner: R,
    left: u64,
}

impl<R: Read> PartReader<R> {
    /// Allows `declared` bytes and not one more.
    pub fn new(inner: R, declared: u64) -> PartReader<R> {
        PartReader {
            inner,
            left: declared,
        }
    }
}

impl<R: Read> Read for PartReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let got = self.inner.read(buffer)?;
        let got64 = got as u64;
        if got64 > self.left {
            return Err(std::io::Error::other("part is larger than it says"));
        }
        self.left -= got64;
        Ok(got)
    }
}

/// Refuses more text than is kept.
pub fn check_text(bytes: usize) -> Result<(), Refusal> {
    if bytes as u64 > TEXT_BYTES {
        Err(Refusal::TooLarge {
            limit: Limit::TextBytes(TEXT_BYTES),
        })
    } else {
        Ok(())
    }
}
