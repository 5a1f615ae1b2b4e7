//! An OpenDocument spreadsheet (.ods), streamed: repeated rows and cells are counted, not copied, unless
//! they hold something.

use std::collections::BTreeMap;
use std::io::{BufReader, Read, Seek};

use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::arena::TextArena;
use super::limits::{self, PartReader};
use super::refusal::{Limit, Refusal};
use super::workbook::{
    CellError, Comment, FileKind, Merge, Sheet, SheetBuilder, Style, Visibility, Workbook,
};
use super::xml::{Part, attribute, push_text};

/// Place of the date style in the list of styles.
const DATE: usize = 1;

/// Reads all sheets of content.xml.
pub fn read<R: Read + Seek>(mut archive: ZipArchive<R>) -> Result<Workbook, Refusal> {
    if encrypted(&mut archive)? {
        return Err(Refusal::Encrypted);
    }
    let content = archive
        .by_name("content.xml")
        .map_err(|_| Refusal::Damaged)?;
    let size = content.size();
    if size > limits::ODS_BYTES {
        return Err(Refusal::TooLarge {
            limit: Limit::OldFormatBytes(limits::ODS_BYTES),
        });
    }
    let mut part = Part::new(BufReader::with_capacity(
        64 << 10,
        PartReader::new(content, size),
    ));
    let styles = vec![
        Style::default(),
        Style {
            date: true,
            ..Style::default()
        },
    ];
    let mut texts = TextArena::default();
    let mut left = limits::Room::default();
    let mut sheets = Vec::new();
    let mut spreadsheet = false;
    let mut hidden_styles: Vec<String> = Vec::new();
    let mut style = String::new();
    loop {
        match part.next()? {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == b"style" => {
                style = attribute(&e, b"name").unwrap_or_default();
            }
            Event::Start(e) | Event::Empty(e)
                if e.local_name().as_ref() == b"table-properties"
                    && attribute(&e, b"display").is_some_and(|d| d == "false") =>
            {
                hidden_styles.push(style.clone());
            }
            Event::Start(e) if e.local_name().as_ref() == b"spreadsheet" => spreadsheet = true,
            Event::Start(e) if e.local_name().as_ref() == b"table" && spreadsheet => {
                let name = attribute(&e, b"name").unwrap_or_default();
                let hidden =
                    attribute(&e, b"style-name").is_some_and(|s| hidden_styles.contains(&s));
                let visibility = if hidden {
                    Visibility::Hidden
                } else {
                    Visibility::Visible
                };
                if sheets.len() >= limits::SHEETS {
                    return Err(Refusal::TooLarge {
                        limit: Limit::Sheets(limits::SHEETS as u64),
                    });
                }
                let builder = SheetBuilder::new(name, visibility, &styles, &mut left);
                sheets.push(read_table(&mut part, builder, &mut texts)?);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !spreadsheet {
        return Err(Refusal::NotASpreadsheet);
    }
    if sheets.is_empty() {
        return Err(Refusal::NoData);
    }
    texts.settle();
    Ok(Workbook {
        kind: FileKind::Ods,
        texts,
        sheets,
        styles,
        date1904: false,
        slips: BTreeMap::new(),
    })
}

fn encrypted<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<bool, Refusal> {
    let Ok(manifest) = archive.by_name("META-INF/manifest.xml") else {
        return Ok(false);
    };
    let size = manifest.size();
    let mut part = Part::new(BufReader::new(PartReader::new(manifest, size)));
    loop {
        match part.next()? {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == b"encryption-data" => {
                return Ok(true);
            }
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

type OdsPart<R> = Part<BufReader<PartReader<R>>>;

fn number(e: &BytesStart<'_>, name: &[u8]) -> u32 {
    attribute(e, name)
        .and_then(|v| v.parse().ok())
        .unwrap_or(1)
        .max(1)
}

fn read_table<R: Read>(
    part: &mut OdsPart<R>,
    mut builder: SheetBuilder<'_>,
    texts: &mut TextArena,
) -> Result<Sheet, Refusal> {
    let mut row = 0u32;
    loop {
        match part.next()? {
            Event::Start(e) if e.local_name().as_ref() == b"table-row" => {
                let repeat = number(&e, b"number-rows-repeated");
                let hidden = attribute(&e, b"visibility").is_some_and(|v| v != "visible");
                let cells = read_cells(part, row + 1, &mut builder, texts)?;
                put_rows(&mut builder, &cells, row, repeat, hidden)?;
                row = row.saturating_add(repeat);
            }
            Event::Empty(e) if e.local_name().as_ref() == b"table-row" => {
                row = row.saturating_add(number(&e, b"number-rows-repeated"));
            }
            Event::End(e) if e.local_name().as_ref() == b"table" => return Ok(builder.finish()),
            Event::Eof => return Err(Refusal::Damaged),
            _ => {}
        }
    }
}

enum Content {
    Text(super::arena::TextId),
    Number(f64),
    Date(f64),
    Bool(bool),
    Error(CellError),
}

struct Filled {
    col: u16,
    repeat: u16,
    content: Content,
}

/// The same row again and again costs as many cells; the limit of cells stops a bomb.
fn put_rows(
    builder: &mut SheetBuilder<'_>,
    cells: &[Filled],
    before: u32,
    repeat: u32,
    hidden: bool,
) -> Result<(), Refusal> {
    if cells.is_empty() {
        return Ok(());
    }
    for i in 1..=repeat {
        builder.row(before + i, hidden)?;
        for cell in cells {
            for col in cell.col..cell.col.saturating_add(cell.repeat) {
                match &cell.content {
                    Content::Text(t) => builder.text(col, 0, *t)?,
                    Content::Number(n) => builder.number(col, 0, *n)?,
                    Content::Date(n) => builder.number(col, DATE, *n)?,
                    Content::Bool(b) => builder.boolean(col, 0, *b)?,
                    Content::Error(e) => builder.error(col, 0, *e)?,
                }
            }
        }
    }
    Ok(())
}

fn read_cells<R: Read>(
    part: &mut OdsPart<R>,
    row: u32,
    builder: &mut SheetBuilder<'_>,
    texts: &mut TextArena,
) -> Result<Vec<Filled>, Refusal> {
    let mut cells = Vec::new();
    let mut col = 1u32;
    loop {
        match part.next()? {
            Event::Empty(e) if is_cell(&e) => {
                col = col.saturating_add(number(&e, b"number-columns-repeated"))
            }
            Event::Start(e) if is_cell(&e) => {
                let repeat = number(&e, b"number-columns-repeated");
                let (rows, cols) = (
                    number(&e, b"number-rows-spanned"),
                    number(&e, b"number-columns-spanned"),
                );
                let declared = Declared::of(&e);
                let (text, comment) = cell_text(part)?;
                if col > u32::from(limits::COLUMNS) {
                    continue;
                }
                let at = col as u16;
                if let Some(comment) = comment {
                    let text = texts.push(&comment);
                    builder
                        .sheet()
                        .comments
                        .push(Comment { row, col: at, text });
                }
                if rows > 1 || cols > 1 {
                    let right = (col + cols - 1).min(u32::from(limits::COLUMNS)) as u16;
                    let bottom = row.saturating_add(rows - 1).min(limits::ROWS);
                    builder.sheet().merges.push(Merge {
                        top: row,
                        left: at,
                        bottom,
                        right,
                    });
                }
                if let Some(content) = declared.content(&text, texts)? {
                    let repeat = repeat.min(u32::from(limits::COLUMNS) + 1 - col) as u16;
                    cells.push(Filled {
                        col: at,
                        repeat,
                        content,
                    });
                }
                col = col.saturating_add(repeat);
            }
            Event::End(e) if e.local_name().as_ref() == b"table-row" => return Ok(cells),
            Event::Eof => return Err(Refusal::Damaged),
            _ => {}
        }
    }
}

fn is_cell(e: &BytesStart<'_>) -> bool {
    matches!(
        e.local_name().as_ref(),
        b"table-cell" | b"covered-table-cell"
    )
}

/// What the attributes of a cell say about its value.
struct Declared {
    kind: String,
    value: Option<String>,
}

impl Declared {
    fn of(e: &BytesStart<'_>) -> Declared {
        let kind = attribute(e, b"value-type").unwrap_or_default();
        let value = match kind.as_str() {
            "date" => attribute(e, b"date-value"),
            "boolean" => attribute(e, b"boolean-value"),
            _ => attribute(e, b"value"),
        };
        Declared { kind, value }
    }

    fn content(&self, text: &str, texts: &mut TextArena) -> Result<Option<Content>, Refusal> {
        let value = self.value.as_deref().unwrap_or("");
        if let Some(error) = CellError::from_text(text.trim()) {
            return Ok(Some(Content::Error(error)));
        }
        let content = match self.kind.as_str() {
            "float" | "currency" | "percentage" => value
                .parse::<f64>()
                .ok()
                .filter(|n| n.is_finite())
                .map(Content::Number),
            "date" => serial_of(value).map(Content::Date),
            "boolean" => Some(Content::Bool(value == "true")),
            _ => None,
        };
        if content.is_none() && !text.is_empty() {
            limits::check_text(texts.bytes())?;
            return Ok(Some(Content::Text(texts.intern(text))));
        }
        Ok(content)
    }
}

fn serial_of(iso: &str) -> Option<f64> {
    let day = chrono::NaiveDate::parse_from_str(iso.get(..10)?, "%Y-%m-%d").ok()?;
    let base = chrono::NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let days = (day - base).num_days();
    (days > 60).then_some(days as f64)
}

/// Paragraphs of the cell just begun, and its comment.
fn cell_text<R: Read>(part: &mut OdsPart<R>) -> Result<(String, Option<String>), Refusal> {
    let mut text = String::new();
    let mut comment: Option<String> = None;
    let mut depth = 1;
    let mut paragraphs = 0;
    while depth > 0 {
        match part.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                b"annotation" => {
                    let mut note = String::new();
                    part.text_of_element(&mut note)?;
                    comment = (!note.trim().is_empty()).then(|| note.trim().to_owned());
                }
                b"p" => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    depth += 1;
                }
                _ => depth += 1,
            },
            Event::End(_) => depth -= 1,
            Event::Empty(e) => match e.local_name().as_ref() {
                b"s" => text.extend(std::iter::repeat_n(
                    ' ',
                    number(&e, b"c").min(1000) as usize,
                )),
                b"line-break" => text.push('\n'),
                b"tab" => text.push('\t'),
                _ => {}
            },
            Event::Eof => return Err(Refusal::Damaged),
            event if paragraphs > 0 => push_text(&event, &mut text)?,
            _ => {}
        }
    }
    Ok((text, comment))
}
