//! Reading of XML parts: events of quick-xml with document types refused, references resolved and names
//! without their prefix.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::refusal::Refusal;

/// A part being read.
pub struct Part<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
}

/// Elements nest no deeper in any part that is a spreadsheet's.
const DEPTH: usize = 200;

impl<R: BufRead> Part<R> {
    pub fn new(source: R) -> Part<R> {
        let mut reader = Reader::from_reader(source);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.expand_empty_elements = false;
        Part {
            reader,
            buffer: Vec::with_capacity(4096),
        }
    }

    /// The next event. A document type is refused, a syntax error is damage.
    pub fn next(&mut self) -> Result<Event<'_>, Refusal> {
        self.buffer.clear();
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::DocType(_)) => Err(Refusal::Doctype),
            Ok(event) => Ok(event),
            Err(_) => Err(Refusal::Damaged),
        }
    }

    /// Passes over everything up to the end of the element that was just begun.
    pub fn skip_element(&mut self) -> Result<(), Refusal> {
        let mut depth = 1;
        while depth > 0 {
            match self.next()? {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(Refusal::Damaged),
                _ => {}
            }
            if depth > DEPTH {
                return Err(Refusal::Damaged);
            }
        }
        Ok(())
    }

    /// The text of the element that was just begun, tags within ignored.
    pub fn text_of_element(&mut self, out: &mut String) -> Result<(), Refusal> {
        let mut depth = 1;
        while depth > 0 {
            match self.next()? {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(Refusal::Damaged),
                event => push_text(&event, out)?,
            }
            if depth > DEPTH {
                return Err(Refusal::Damaged);
            }
        }
        Ok(())
    }
}

/// Appends what a text event holds.
pub fn push_text(event: &Event<'_>, out: &mut String) -> Result<(), Refusal> {
    match event {
        Event::Text(t) => out.push_str(utf8(t)?),
        Event::CData(t) => out.push_str(utf8(t)?),
        Event::GeneralRef(r) => out.push(resolve(r)?),
        _ => {}
    }
    Ok(())
}

fn utf8(bytes: &[u8]) -> Result<&str, Refusal> {
    std::str::from_utf8(bytes).map_err(|_| Refusal::Damaged)
}

/// The character of `&amp;` or `&#1040;`; any other entity would need a document type.
pub fn resolve(reference: &BytesRef<'_>) -> Result<char, Refusal> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Ok(c);
    }
    match &**reference {
        b"amp" => Ok('&'),
        b"lt" => Ok('<'),
        b"gt" => Ok('>'),
        b"quot" => Ok('"'),
        b"apos" => Ok('\''),
        b if b.starts_with(b"#") => Ok('\u{fffd}'),
        _ => Err(Refusal::Damaged),
    }
}

/// The value of an attribute by its name without prefix, references resolved.
pub fn attribute(element: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|a| a.key.local_name().as_ref() == name)
        .map(|a| match a.unescape_value() {
            Ok(value) => value.into_owned(),
            Err(_) => String::from_utf8_lossy(&a.value).into_owned(),
        })
}

/// True for "1", "true", "on".
pub fn is_true(value: Option<String>) -> bool {
    matches!(value.as_deref(), Some("1" | "true" | "on"))
}
