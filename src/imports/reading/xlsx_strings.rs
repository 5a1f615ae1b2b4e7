//! The shared strings of an .xlsx file: the first texts of the arena, in the file's order, so that a cell's
//! string number is its text id. And the comments of a sheet.

use std::io::BufRead;

use quick_xml::events::Event;

use super::arena::TextArena;
use super::limits;
use super::refusal::Refusal;
use super::workbook::Comment;
use super::xlsx_sheet::cell_reference;
use super::xml::{Part, attribute, push_text};

/// Reads sharedStrings.xml into an empty arena.
pub fn read_strings<R: BufRead>(source: R, texts: &mut TextArena) -> Result<(), Refusal> {
    let mut part = Part::new(source);
    let mut text = String::new();
    let mut in_text = false;
    loop {
        match part.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                b"si" => text.clear(),
                b"t" => in_text = true,
                b"rPh" => part.skip_element()?,
                _ => {}
            },
            Event::Empty(e) if e.local_name().as_ref() == b"si" => {
                texts.push("");
            }
            Event::End(e) => match e.local_name().as_ref() {
                b"t" => in_text = false,
                b"si" => {
                    push_unescaped(texts, &text);
                    limits::check_text(texts.bytes())?;
                }
                _ => {}
            },
            Event::Eof => return Ok(()),
            event if in_text => push_text(&event, &mut text)?,
            _ => {}
        }
    }
}

fn push_unescaped(texts: &mut TextArena, text: &str) {
    if text.contains("_x") {
        texts.push(&unescape(text));
    } else {
        texts.push(text);
    }
}

/// Undoes the `_x000D_` escapes with which Excel writes characters that XML cannot hold.
pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        let code = rest
            .get(at + 2..at + 6)
            .filter(|_| rest[at + 6..].starts_with('_'));
        match code
            .and_then(|c| u32::from_str_radix(c, 16).ok())
            .and_then(char::from_u32)
        {
            Some(c) => {
                if c != '\r' {
                    out.push(c);
                }
                rest = &rest[at + 7..];
            }
            None => {
                out.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Reads the comments of a sheet.
pub fn read_comments<R: BufRead>(
    source: R,
    texts: &mut TextArena,
) -> Result<Vec<Comment>, Refusal> {
    let mut part = Part::new(source);
    let mut comments = Vec::new();
    let mut place = None;
    let mut text = String::new();
    let mut in_text = false;
    loop {
        match part.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                b"comment" => {
                    place = attribute(&e, b"ref").and_then(|r| cell_reference(r.as_bytes()));
                    text.clear();
                }
                b"t" => in_text = true,
                b"rPh" => part.skip_element()?,
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                b"t" => in_text = false,
                b"comment" => {
                    if let (Some((row, col)), false) = (place.take(), text.trim().is_empty()) {
                        let text = texts.push(&unescape(text.trim()));
                        comments.push(Comment { row, col, text });
                        limits::check_text(texts.bytes())?;
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(comments),
            event if in_text && place.is_some() => push_text(&event, &mut text)?,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unescapes_and_joins_runs() {
        assert_eq!(unescape("a_x000D__x000A_b_x20_c_x0041_"), "a\nb_x20_cA");
        assert_eq!(unescape("_x"), "_x");
        assert_eq!(unescape("_xЯ"), "_xЯ");
        let xml = r#"<sst><si><t>один &amp; два</t></si><si><r><t>три</t></r><r><t xml:space="preserve"> четыре</t></r><rPh><t>x</t></rPh></si><si/></sst>"#;
        let mut texts = TextArena::default();
        read_strings(xml.as_bytes(), &mut texts).unwrap();
        let all: Vec<&str> = (0..3)
            .map(|i| texts.get(crate::imports::reading::TextId(i)))
            .collect();
        assert_eq!(all, ["один & два", "три четыре", ""]);
    }

    #[test]
    fn refuses_a_document_type() {
        let xml = "<!DOCTYPE x [<!ENTITY a 'b'>]><sst><si><t>&a;</t></si></sst>";
        assert_eq!(
            read_strings(xml.as_bytes(), &mut TextArena::default()),
            Err(Refusal::Doctype)
        );
    }
}
