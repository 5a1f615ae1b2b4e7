//! Reads any workbook (.xlsx, .xls, .ods, .csv; told by content, not by name) into one compact form, within
//! limits of memory and time. Refuses what is damaged, encrypted or hostile with a typed reason. Never
//! writes, never follows a reference out of the file.

mod arena;
mod csv;
mod limits;
mod ods;
mod refusal;
mod workbook;
mod xls;
mod xlsx;
mod xlsx_sheet;
mod xlsx_strings;
mod xlsx_styles;
mod xml;

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

pub use arena::{TextArena, TextId};
pub use refusal::{Limit, Refusal};
pub use workbook::{
    CellError, Comment, FileKind, Fill, Merge, RowView, Sheet, SheetBuilder, Style, Value,
    Visibility, Workbook,
};

/// Reads a workbook from a file.
pub fn read_path(path: &Path) -> Result<Workbook, Refusal> {
    let file = File::open(path).map_err(|_| Refusal::Unreadable)?;
    read(BufReader::new(file))
}

/// Reads a workbook from memory.
pub fn read_bytes(bytes: &[u8]) -> Result<Workbook, Refusal> {
    read(Cursor::new(bytes))
}

/// Reads a workbook from anything that can be read and sought.
pub fn read<R: Read + Seek>(mut source: R) -> Result<Workbook, Refusal> {
    let size = source
        .seek(SeekFrom::End(0))
        .map_err(|_| Refusal::Unreadable)?;
    if size == 0 {
        return Err(Refusal::NoData);
    }
    if size > limits::FILE_BYTES {
        return Err(Refusal::TooLarge {
            limit: Limit::FileBytes(limits::FILE_BYTES),
        });
    }
    source.rewind().map_err(|_| Refusal::Unreadable)?;
    let mut head = [0u8; 8];
    let got = read_some(&mut source, &mut head)?;
    source.rewind().map_err(|_| Refusal::Unreadable)?;
    let head = &head[..got];
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        read_zip(source, size)
    } else if head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        xls::read(source, size)
    } else {
        csv::read(source)
    }
}

fn read_zip<R: Read + Seek>(source: R, size: u64) -> Result<Workbook, Refusal> {
    let mut archive = zip::ZipArchive::new(source).map_err(|_| Refusal::Damaged)?;
    limits::check_archive(&mut archive, size)?;
    let names: Vec<&str> = archive.file_names().collect();
    if names.contains(&"content.xml") {
        return ods::read(archive);
    }
    if names.contains(&"xl/workbook.bin") {
        return Err(Refusal::Unsupported);
    }
    if !names.contains(&"[Content_Types].xml") {
        return Err(Refusal::NotASpreadsheet);
    }
    xlsx::read(archive)
}

fn read_some<R: Read>(source: &mut R, buffer: &mut [u8]) -> Result<usize, Refusal> {
    let mut got = 0;
    while got < buffer.len() {
        match source.read(&mut buffer[got..]) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return Err(Refusal::Unreadable),
        }
    }
    Ok(got)
}
