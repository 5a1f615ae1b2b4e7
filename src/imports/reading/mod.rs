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
mod xls_extent;
mod xlsx;
mod xlsx_sheet;
mod xlsx_strings;
mod xlsx_styles;
mod xml;

use std::fs::File;
use std::io::{BufReader, BufWriter, Cursor, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

pub use arena::{TextArena, TextId};
pub use refusal::{Limit, Refusal};
pub use workbook::{
    CellError, Comment, FileKind, Fill, Merge, RowView, Sheet, SheetBuilder, Slip, Style, Value,
    Visibility, Workbook,
};

/// Reads a workbook from a file. Of a file of our own store, which does not change, the compact form is kept
/// beside: read again, it takes a tenth of the time.
pub fn read_path(path: &Path) -> Result<Workbook, Refusal> {
    let file = File::open(path).map_err(|_| Refusal::Unreadable)?;
    let size = file.metadata().map_err(|_| Refusal::Unreadable)?.len();
    let kept = kept_form(path);
    if let Some(book) = kept.as_deref().and_then(|kept| kept_book(kept, size)) {
        return Ok(book);
    }
    let book = read(BufReader::new(file))?;
    if size > WORTH_KEEPING
        && let Some(Err(error)) = kept.map(|kept| keep(&book, size, &kept))
    {
        tracing::warn!(%error, "the compact form of a workbook could not be kept");
    }
    Ok(book)
}

/// The compact form is needed no more.
pub fn forget(path: &Path) {
    // It may never have been kept.
    let _ = kept_form(path).map(std::fs::remove_file);
}

/// Smaller files are read again in no time.
const WORTH_KEEPING: u64 = 200_000;

/// The workbook of a file of this size, if its compact form is there and whole.
fn kept_book(path: &Path, size: u64) -> Option<Workbook> {
    let form = File::open(path).ok()?;
    let length = form.metadata().ok()?.len();
    workbook::compact::load(BufReader::with_capacity(1 << 18, form), length, size)
}

/// Files of the store are named by ids, without an ending.
fn kept_form(path: &Path) -> Option<PathBuf> {
    path.extension()
        .is_none()
        .then(|| path.with_extension("read"))
}

/// Written beside and renamed: it is there whole or not at all.
fn keep(book: &Workbook, size: u64, path: &Path) -> std::io::Result<()> {
    let half = path.with_extension("half");
    let mut out = BufWriter::with_capacity(1 << 18, File::create(&half)?);
    workbook::compact::save(book, size, &mut out)?;
    out.flush()?;
    std::fs::rename(&half, path)
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

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::*;

    const PACKAGE: &str = r#"<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const BOOK: &str = r#"<workbook><sheets><sheet name="Лист" sheetId="1" r:id="r1" state="hidden"/></sheets></workbook>"#;
    const BOOK_RELATIONS: &str = r#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/s.xml"/></Relationships>"#;

    fn workbook_with(sheet: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for (name, text) in [
            ("[Content_Types].xml", "<Types/>"),
            ("_rels/.rels", PACKAGE),
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", BOOK_RELATIONS),
            ("xl/worksheets/s.xml", sheet),
        ] {
            zip.start_file(name, options).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn reads_what_a_sheet_holds() {
        let sheet = r#"<worksheet><dimension ref="A1:XFD1048576"/><cols><col min="2" max="3" hidden="1"/></cols><sheetData>
            <row r="2"><c r="A2" t="inlineStr"><is><t>текст &amp; ещё</t></is></c><c r="C2"><f>1+1</f><v>2.5</v></c></row>
            <row r="1048576" hidden="1"><c r="A1048576" t="e"><v>#REF!</v></c></row></sheetData>
            <mergeCells><mergeCell ref="A2:B3"/></mergeCells></worksheet>"#;
        let book = read_bytes(&workbook_with(sheet)).unwrap();
        assert_eq!(book.sheets[0].visibility, Visibility::Hidden);
        assert!(matches!(book.value(0, 2, 1), Value::Text(_, "текст & ещё")));
        assert_eq!(book.value(0, 2, 3), Value::Number(2.5));
        assert_eq!(book.value(0, 1_048_576, 1), Value::Error(CellError::Ref));
        assert!(book.row(0, 1_048_576).unwrap().hidden() && book.sheets[0].column_hidden(3));
        assert_eq!(book.sheets[0].merges.len(), 1);
    }

    #[test]
    fn refuses_with_a_reason() {
        let reason = |bytes: &[u8]| read_bytes(bytes).err();
        let doctype = workbook_with(
            "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><worksheet>&b;</worksheet>",
        );
        assert_eq!(reason(&doctype), Some(Refusal::Doctype));
        let bomb = workbook_with(&format!("<worksheet>{}</worksheet>", " ".repeat(70 << 20)));
        assert_eq!(reason(&bomb), Some(Refusal::Bomb));
        let good = workbook_with("<worksheet/>");
        assert_eq!(reason(&good[..good.len() - 40]), Some(Refusal::Damaged));
        assert_eq!(reason(b""), Some(Refusal::NoData));
        assert_eq!(
            reason(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
            Some(Refusal::NotASpreadsheet)
        );
        assert_eq!(
            reason(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1garbage"),
            Some(Refusal::NotASpreadsheet)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn a_changed_byte_never_panics(at in 0usize..1500, byte in any::<u8>()) {
            let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>"#;
            let mut bytes = workbook_with(sheet);
            let at = at % bytes.len();
            bytes[at] = byte;
            let _ = read_bytes(&bytes);
        }
    }
}
