//! What may be brought, told by the content itself and never by the name alone. Nothing is ever unpacked.

use super::model::FileKind;
use crate::refusal::Refusal;
use crate::text::Message;
use crate::values::file_names::{ending, kind_in};

/// What nobody knows more of.
pub const UNKNOWN: &str = "application/octet-stream";

/// Types that a name with this ending may truly be; none: any name may have any content.
fn types_of(ending: &str) -> Option<&'static [&'static str]> {
    const PACKED: &[&str] = &[
        "application/zip",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.presentation",
    ];
    Some(match ending {
        "jpg" | "jpeg" => &["image/jpeg"],
        "png" => &["image/png"],
        "gif" => &["image/gif"],
        "webp" => &["image/webp"],
        "heic" | "heif" => &["image/heif", "image/heic"],
        "pdf" => &["application/pdf"],
        "docx" | "xlsx" | "pptx" | "odt" | "ods" | "odp" | "zip" => PACKED,
        _ => return None,
    })
}

/// Programs and scripts run where they are opened; no business needs them here.
fn is_program(kind: Option<infer::Type>, head: &[u8]) -> bool {
    head.starts_with(b"#!")
        || head.starts_with(b"\x7fELF")
        || kind.is_some_and(|k| k.matcher_type() == infer::MatcherType::App)
}

/// The type of what was brought, or why it is not taken.
pub fn check(name: &str, head: &[u8]) -> Result<&'static str, Refusal> {
    let refuse = |code, key| {
        let message = Message::new(key).text("name", name);
        Err(Refusal::field("file", code, message))
    };
    if head.is_empty() {
        return refuse("empty", "file-empty");
    }
    let kind = infer::get(head);
    if is_program(kind, head) {
        return refuse("program", "file-program");
    }
    let found = kind.map_or(UNKNOWN, |k| k.mime_type());
    match types_of(&ending(name)) {
        Some(types) if !types.contains(&found) => refuse("other_type", "file-other-type"),
        _ => Ok(found),
    }
}

/// Types that a browser shows without running anything of them.
pub fn is_picture(media_type: &str) -> bool {
    matches!(
        media_type,
        "image/jpeg" | "image/png" | "image/gif" | "image/webp"
    )
}

/// The same for what is shown by the browser's own reader.
pub fn is_pdf(media_type: &str) -> bool {
    media_type == "application/pdf"
}

/// What a file most likely is, where the person did not say: by its name, then by its type.
pub fn guess_kind(name: &str, media_type: &str) -> FileKind {
    kind_in(name)
        .and_then(FileKind::from_word)
        .unwrap_or(match media_type.starts_with("image/") {
            true => FileKind::Photo,
            false => FileKind::Other,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF";
    const PDF: &[u8] = b"%PDF-1.7\n";
    const ZIP: &[u8] = b"PK\x03\x04\x14\0\0\0\0\0";
    const SVG: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    const ELF: &[u8] = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0>\0";

    #[test]
    fn the_content_says_what_a_file_is_and_a_name_that_lies_is_refused() {
        for (name, head, expected) in [
            ("a.png", PNG, Ok("image/png")),
            ("a.PNG", PNG, Ok("image/png")),
            ("a.jpg", JPEG, Ok("image/jpeg")),
            ("a.pdf", PDF, Ok("application/pdf")),
            ("a.zip", ZIP, Ok("application/zip")),
            ("a.docx", ZIP, Ok("application/zip")),
            ("drawing.svg", SVG, Ok(UNKNOWN)),
            ("notes.txt", b"any text" as &[u8], Ok(UNKNOWN)),
            ("a.png", b"alert(document.cookie)", Err("other_type")),
            ("a.png", b"#!/bin/sh\nrm -rf /", Err("program")),
            ("a.png", SVG, Err("other_type")),
            (
                "a.png",
                b"<html><script>alert(1)</script>",
                Err("other_type"),
            ),
            ("a.png", JPEG, Err("other_type")),
            ("a.pdf", ZIP, Err("other_type")),
            ("setup", ELF, Err("program")),
            ("empty.txt", b"", Err("empty")),
        ] {
            let found = check(name, head).map_err(|refusal| match refusal {
                Refusal::Invalid(fields) => fields[0].code,
                other => panic!("{other:?}"),
            });
            match expected {
                Ok(UNKNOWN) => assert!(found.is_ok_and(|t| !is_picture(t) && !is_pdf(t)), "{name}"),
                other => assert_eq!(found, other, "{name}"),
            }
        }
    }

    #[test]
    fn a_kind_is_guessed_by_the_name_then_by_the_type() {
        for (name, media_type, expected) in [
            ("report.xlsx", "application/zip", FileKind::SpendingReport),
            ("scan 001.jpg", "image/jpeg", FileKind::Scan),
            ("IMG_0001.jpg", "image/jpeg", FileKind::Photo),
            ("model.xlsx", "application/zip", FileKind::Other),
        ] {
            assert_eq!(guess_kind(name, media_type), expected, "{name}");
        }
    }
}
