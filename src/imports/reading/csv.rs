//! Text files with separators: UTF-8, UTF-16 or CP1251; semicolon, comma, tab or bar. Streamed twice: once to
//! tell the encoding, once to read.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251};

use super::arena::TextArena;
use super::limits;
use super::read_some;
use super::refusal::Refusal;
use super::workbook::{FileKind, SheetBuilder, Style, Visibility, Workbook};

const CHUNK: usize = 64 << 10;

/// Reads the one sheet of such a file.
pub fn read<R: Read + Seek>(mut source: R) -> Result<Workbook, Refusal> {
    let encoding = encoding_of(&mut source)?;
    source.rewind().map_err(|_| Refusal::Unreadable)?;
    let sample = sample(&mut source, encoding)?;
    let start = sample.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.starts_with('<') {
        let lower: String = start.chars().take(4000).collect::<String>().to_lowercase();
        let html = ["<html", "<table", "<!doctype html"]
            .iter()
            .any(|t| lower.contains(t));
        return Err(if html {
            Refusal::Html
        } else {
            Refusal::NotASpreadsheet
        });
    }
    let delimiter = delimiter_of(&sample);
    source.rewind().map_err(|_| Refusal::Unreadable)?;
    let styles = vec![Style::default()];
    let mut left = limits::Room::default();
    let mut texts = TextArena::default();
    let builder = SheetBuilder::new("CSV".to_owned(), Visibility::Visible, &styles, &mut left);
    let mut table = Table::new(builder, &mut texts, delimiter);
    decode(&mut source, encoding, |piece| table.feed(piece))?;
    let sheet = table.finish()?;
    texts.settle();
    if sheet.row_count() == 0 {
        return Err(Refusal::NoData);
    }
    Ok(Workbook {
        kind: FileKind::Csv,
        texts,
        sheets: vec![sheet],
        styles,
        date1904: false,
        slips: BTreeMap::new(),
    })
}

/// Byte order marks decide; then the pattern of zero bytes; then whether all of it is UTF-8. Anything else is
/// CP1251, unless control characters show that it is no text at all.
fn encoding_of<R: Read>(source: &mut R) -> Result<&'static Encoding, Refusal> {
    let mut buffer = vec![0; CHUNK];
    let mut decoder = UTF_8.new_decoder_without_bom_handling();
    let mut out = String::with_capacity(CHUNK * 2);
    let (mut utf8, mut first) = (true, true);
    loop {
        let got = read_some(source, &mut buffer)?;
        let bytes = &buffer[..got];
        if first {
            if let Some(certain) = encoding_by_head(bytes) {
                return Ok(certain);
            }
            first = false;
        }
        if is_binary(bytes) {
            return Err(Refusal::NotASpreadsheet);
        }
        if utf8 {
            out.clear();
            let (_, _, bad) = decoder.decode_to_string(bytes, &mut out, got == 0);
            utf8 = !bad;
        }
        if got == 0 {
            return Ok(if utf8 { UTF_8 } else { WINDOWS_1251 });
        }
    }
}

fn encoding_by_head(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding);
    }
    let pairs = bytes.len().min(4096) / 2;
    if pairs < 8 {
        return None;
    }
    // Latin letters, digits and marks have a zero byte; Cyrillic ones a four.
    let count = |odd: usize| {
        (0..pairs)
            .filter(|i| matches!(bytes[i * 2 + odd], 0 | 4))
            .count()
    };
    let zeros = |odd: usize| (0..pairs).filter(|i| bytes[i * 2 + odd] == 0).count();
    if count(1) * 10 > pairs * 9 && zeros(1) > 0 && zeros(0) == 0 {
        return Some(UTF_16LE);
    }
    (count(0) * 10 > pairs * 9 && zeros(0) > 0 && zeros(1) == 0).then_some(UTF_16BE)
}

fn is_binary(bytes: &[u8]) -> bool {
    let control = bytes
        .iter()
        .filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31))
        .count();
    bytes.contains(&0) || control * 100 > bytes.len()
}

fn sample<R: Read>(source: &mut R, encoding: &'static Encoding) -> Result<String, Refusal> {
    let mut head = vec![0; CHUNK];
    let got = read_some(source, &mut head)?;
    let (text, _, _) = encoding.decode(&head[..got]);
    Ok(text.into_owned())
}

/// The separator that cuts the first lines into the most equal numbers of pieces.
fn delimiter_of(sample: &str) -> char {
    let score = |d: char| {
        let mut counts: Vec<usize> = Vec::new();
        let (mut quoted, mut in_line) = (false, 0);
        for c in sample.chars() {
            match c {
                '"' => quoted = !quoted,
                '\n' if !quoted => {
                    counts.push(in_line);
                    in_line = 0;
                }
                c if c == d && !quoted => in_line += 1,
                _ => {}
            }
        }
        if counts.is_empty() {
            counts.push(in_line);
        }
        counts.truncate(100);
        let most = *counts.iter().max().unwrap_or(&0);
        let same = counts.iter().filter(|c| **c == most && most > 0).count();
        (same * most.min(50), most)
    };
    [';', '\t', ',', '|']
        .into_iter()
        .max_by_key(|d| (score(*d), *d == ';'))
        .filter(|d| score(*d).1 > 0)
        .unwrap_or(';')
}

fn decode<R: Read>(
    source: &mut R,
    encoding: &'static Encoding,
    mut feed: impl FnMut(&str) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut decoder: Decoder = encoding.new_decoder_with_bom_removal();
    let mut buffer = vec![0; CHUNK];
    let mut out = String::with_capacity(CHUNK * 3 + 16);
    loop {
        let got = read_some(source, &mut buffer)?;
        let mut bytes = &buffer[..got];
        loop {
            out.clear();
            let (result, read, _) = decoder.decode_to_string(bytes, &mut out, got == 0);
            feed(&out)?;
            bytes = &bytes[read..];
            if result == CoderResult::InputEmpty {
                break;
            }
        }
        if got == 0 {
            return Ok(());
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the beginning of a field.
    Start,
    Plain,
    Quoted,
    /// After a quote inside a quoted field: its end, or the first of a doubled one.
    Quote,
}

/// The table being built, fed in pieces of any length.
struct Table<'a, 'b> {
    builder: SheetBuilder<'a>,
    texts: &'b mut TextArena,
    delimiter: char,
    state: State,
    field: String,
    col: u16,
    /// Number of the record, which is the row that a spreadsheet would show.
    row: u32,
    opened_at: u32,
    row_begun: bool,
    after_cr: bool,
}

impl<'a, 'b> Table<'a, 'b> {
    fn new(builder: SheetBuilder<'a>, texts: &'b mut TextArena, delimiter: char) -> Table<'a, 'b> {
        let field = String::new();
        Table {
            builder,
            texts,
            delimiter,
            state: State::Start,
            field,
            col: 1,
            row: 1,
            opened_at: 0,
            row_begun: false,
            after_cr: false,
        }
    }

    fn feed(&mut self, piece: &str) -> Result<(), Refusal> {
        for c in piece.chars() {
            let line_feed_of_crlf = c == '\n' && self.after_cr;
            self.after_cr = c == '\r' && self.state != State::Quoted;
            if !line_feed_of_crlf {
                self.take(c)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, c: char) -> Result<(), Refusal> {
        match (self.state, c) {
            (State::Quoted, '"') => self.state = State::Quote,
            (State::Quoted, c) => self.field.push(c),
            (State::Quote, '"') => {
                self.field.push('"');
                self.state = State::Quoted;
            }
            (State::Start, '"') => {
                self.state = State::Quoted;
                self.opened_at = self.row;
            }
            (_, '\n' | '\r') => {
                self.end_field()?;
                self.row = self.row.checked_add(1).ok_or(Refusal::Damaged)?;
                self.col = 1;
                self.row_begun = false;
            }
            (_, c) if c == self.delimiter => {
                self.end_field()?;
                self.col = self
                    .col
                    .checked_add(1)
                    .filter(|c| *c <= limits::COLUMNS)
                    .ok_or(Refusal::Damaged)?;
            }
            (State::Start, c) => {
                self.field.push(c);
                self.state = State::Plain;
            }
            (_, c) => self.field.push(c),
        }
        Ok(())
    }

    fn end_field(&mut self) -> Result<(), Refusal> {
        self.state = State::Start;
        if self.field.is_empty() {
            return Ok(());
        }
        if !self.row_begun {
            self.builder.row(self.row, false)?;
            self.row_begun = true;
        }
        match small_whole(&self.field) {
            Some(n) => self.builder.number(self.col, 0, f64::from(n))?,
            None => {
                let id = self.texts.intern(&self.field);
                limits::check_text(self.texts.bytes())?;
                self.builder.text(self.col, 0, id)?;
            }
        }
        self.field.clear();
        Ok(())
    }

    fn finish(mut self) -> Result<super::workbook::Sheet, Refusal> {
        if self.state == State::Quoted {
            return Err(Refusal::UnclosedQuote {
                row: self.opened_at,
            });
        }
        self.end_field()?;
        Ok(self.builder.finish())
    }
}

/// A text that a whole number gives back letter for letter takes no room in the arena.
fn small_whole(text: &str) -> Option<i32> {
    let plain = (1..=9).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    (plain && (text.len() == 1 || !text.starts_with('0')))
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::super::workbook::Value;
    use super::*;

    fn texts_of(bytes: &[u8]) -> Vec<Vec<String>> {
        let book = read(Cursor::new(bytes)).unwrap();
        let shown = |v| match v {
            Value::Text(_, t) => t.to_owned(),
            Value::Number(n) => n.to_string(),
            _ => String::new(),
        };
        book.rows(0)
            .map(|r| r.cells().map(|(_, v)| shown(v)).collect())
            .collect()
    }

    #[test]
    fn reads_separators_quotes_and_encodings() {
        let want = vec![
            vec!["а".to_owned(), "б;\"в\"".to_owned()],
            vec!["1".to_owned(), "007".to_owned()],
        ];
        let text = "а;\"б;\"\"в\"\"\"\r\n1;007\r\n";
        assert_eq!(texts_of(text.as_bytes()), want);
        assert_eq!(texts_of(&WINDOWS_1251.encode(text).0), want);
        let mut wide = vec![0xFF, 0xFE];
        wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(texts_of(&wide), want);
        assert_eq!(texts_of("a,b\n1,2".as_bytes()).len(), 2);
    }

    #[test]
    fn refuses_with_a_reason() {
        let refusal = |bytes: &[u8]| read(Cursor::new(bytes.to_vec())).err();
        assert_eq!(
            refusal(b"a;b\n1;\"x\n2;y\n"),
            Some(Refusal::UnclosedQuote { row: 2 })
        );
        assert_eq!(
            refusal(b"<html><table></table></html>"),
            Some(Refusal::Html)
        );
        assert_eq!(
            refusal(&[0, 1, 2, 3, 4, 5, 6]),
            Some(Refusal::NotASpreadsheet)
        );
        assert_eq!(refusal(b"\n\n"), Some(Refusal::NoData));
    }

    proptest! {
        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = read(Cursor::new(bytes));
        }

        #[test]
        fn quoted_fields_come_back(fields in proptest::collection::vec("[а-яa-z\";\n ]{1,10}", 1..5)) {
            let line: Vec<String> = fields.iter().map(|f| format!("\"{}\"", f.replace('"', "\"\""))).collect();
            let mut table = line.join(";");
            table.push('\n');
            prop_assert_eq!(texts_of(table.as_bytes()), vec![fields]);
        }
    }
}
