//! An old binary .xls file, read as a whole by calamine under a limit of size. Such a file has neither
//! fills nor comments here; hidden sheets, merged ranges and dates are kept.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Reader, SheetVisible, Xls, XlsError};

use super::arena::TextArena;
use super::refusal::{Limit, Refusal};
use super::workbook::{
    CellError, FileKind, Merge, Sheet, SheetBuilder, Style, Visibility, Workbook,
};
use super::{limits, xls_extent};

/// Place of the date style in `STYLES`.
const DATE: usize = 1;

fn styles() -> Vec<Style> {
    vec![
        Style::default(),
        Style {
            date: true,
            ..Style::default()
        },
    ]
}

/// Reads an OLE container: an .xls workbook, or an encrypted .xlsx, or something else.
pub fn read<R: Read + Seek>(mut source: R, size: u64) -> Result<Workbook, Refusal> {
    let mut bytes = Vec::new();
    source
        .by_ref()
        .take(limits::XLS_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| Refusal::Unreadable)?;
    if holds_utf16(&bytes, "EncryptedPackage") {
        return Err(Refusal::Encrypted);
    }
    if size > limits::XLS_BYTES {
        return Err(Refusal::TooLarge {
            limit: Limit::OldFormatBytes(limits::XLS_BYTES),
        });
    }
    if !holds_utf16(&bytes, "Workbook") && !holds_utf16(&bytes, "Book") {
        return Err(Refusal::NotASpreadsheet);
    }
    // A damaged file must not take the process down with a failed assertion inside the reader.
    catch_unwind(AssertUnwindSafe(|| {
        xls_extent::check(&bytes)?;
        read_book(bytes)
    }))
    .unwrap_or(Err(Refusal::Damaged))
}

fn holds_utf16(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wide.len()).any(|w| w == wide)
}

fn read_book(bytes: Vec<u8>) -> Result<Workbook, Refusal> {
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|e| match e {
        XlsError::Password => Refusal::Encrypted,
        _ => Refusal::Damaged,
    })?;
    let metadata = book.sheets_metadata().to_vec();
    if metadata.is_empty() {
        return Err(Refusal::NoData);
    }
    let styles = styles();
    let mut texts = TextArena::default();
    let mut left = limits::Room::default();
    let mut sheets = Vec::new();
    for sheet in metadata {
        let visibility = match sheet.visible {
            SheetVisible::Visible => Visibility::Visible,
            SheetVisible::Hidden => Visibility::Hidden,
            SheetVisible::VeryHidden => Visibility::VeryHidden,
        };
        let Ok(range) = book.worksheet_range(&sheet.name) else {
            continue;
        };
        let mut builder = SheetBuilder::new(sheet.name.clone(), visibility, &styles, &mut left);
        fill(&mut builder, &range, &mut texts)?;
        let mut sheet_done = builder.finish();
        add_merges(
            &mut sheet_done,
            book.merge_cells_by_sheet_name(&sheet.name)
                .unwrap_or_default(),
        );
        sheets.push(sheet_done);
    }
    texts.settle();
    Ok(Workbook {
        kind: FileKind::Xls,
        texts,
        sheets,
        styles,
        date1904: false,
        slips: BTreeMap::new(),
    })
}

fn add_merges(sheet: &mut Sheet, merges: Vec<calamine::Dimensions>) {
    sheet.merges.extend(merges.into_iter().map(|d| Merge {
        top: d.start.0 + 1,
        left: (d.start.1 + 1) as u16,
        bottom: d.end.0 + 1,
        right: (d.end.1 + 1) as u16,
    }));
}

fn fill(
    builder: &mut SheetBuilder<'_>,
    range: &calamine::Range<Data>,
    texts: &mut TextArena,
) -> Result<(), Refusal> {
    let Some((top, left)) = range.start() else {
        return Ok(());
    };
    for (r, row) in range.rows().enumerate() {
        if row.iter().all(|c| matches!(c, Data::Empty)) {
            continue;
        }
        builder.row(top + r as u32 + 1, false)?;
        for (c, value) in row.iter().enumerate() {
            let col = (left + c as u32 + 1) as u16;
            put(builder, texts, col, value)?;
            limits::check_text(texts.bytes())?;
        }
    }
    Ok(())
}

fn put(
    builder: &mut SheetBuilder<'_>,
    texts: &mut TextArena,
    col: u16,
    value: &Data,
) -> Result<(), Refusal> {
    match value {
        Data::Empty => Ok(()),
        Data::Int(i) => builder.number(col, 0, *i as f64),
        Data::Float(f) => builder.number(col, 0, *f),
        Data::String(s) if s.is_empty() => Ok(()),
        Data::String(s) | Data::DateTimeIso(s) | Data::DurationIso(s) => {
            let id = texts.intern(s);
            builder.text(col, 0, id)
        }
        Data::Bool(b) => builder.boolean(col, 0, *b),
        // calamine has turned 1904 serials into 1900 ones where it gives a day; the plain value is as stored.
        Data::DateTime(d) => builder.number(col, DATE, d.as_f64()),
        Data::Error(e) => builder.error(col, 0, error_of(e)),
        #[allow(unreachable_patterns)]
        _ => Ok(()),
    }
}

fn error_of(e: &calamine::CellErrorType) -> CellError {
    use calamine::CellErrorType as E;
    match e {
        E::Ref => CellError::Ref,
        E::NA => CellError::NotAvailable,
        E::Value => CellError::Value,
        E::Div0 => CellError::DivisionByZero,
        E::Name => CellError::Name,
        E::Null => CellError::Null,
        E::Num => CellError::Number,
        _ => CellError::Other,
    }
}
