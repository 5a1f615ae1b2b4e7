//! A file that people brought, on its way to somebody: sent as it is read, and in such headers that no browser
//! takes it for a page of ours.

use std::io::{self, Read};

use actix_web::body::SizedStream;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderName,
};
use actix_web::web::{self, Bytes};
use actix_web::{HttpResponse, HttpResponseBuilder};
use futures_util::stream::{Stream, unfold};
use tokio::sync::mpsc::Receiver;

/// Bytes that are read at once.
const PIECE: usize = 1 << 16;

/// Whether a browser may show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Not,
    Picture,
    /// By the browser's own reader of PDF, which refuses to work in a sandbox and runs apart from our pages.
    Document,
}

/// What is known of the file before it is read.
pub struct Download {
    pub name: String,
    pub media_type: String,
    pub shown: Shown,
    /// Tells its content from any other.
    pub tag: String,
}

const NOTHING_RUNS: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
const IN_THE_READER: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; object-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// `attachment` or `inline`, with the name for old and new browsers.
pub fn disposition(word: &str, name: &str) -> String {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'.' || b == b'-';
    let ascii: String = name
        .chars()
        .map(|c| {
            if c.is_ascii() && is_plain(c as u8) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let exact: String = name
        .bytes()
        .map(|b| match is_plain(b) {
            true => (b as char).to_string(),
            false => format!("%{b:02X}"),
        })
        .collect();
    format!("{word}; filename=\"{ascii}\"; filename*=UTF-8''{exact}")
}

fn guarded(status: StatusCode, shown: Shown) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    let policy = match shown {
        Shown::Document => IN_THE_READER,
        Shown::Picture | Shown::Not => NOTHING_RUNS,
    };
    response
        .insert_header((HeaderName::from_static("content-security-policy"), policy))
        .insert_header((HeaderName::from_static("x-frame-options"), "SAMEORIGIN"))
        .insert_header((
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ))
        // Said outright, so that the compressing middleware leaves it alone.
        .insert_header((CONTENT_ENCODING, "identity"));
    response
}

impl Download {
    /// The file itself.
    pub fn response(self, size: u64, reader: Box<dyn Read + Send>) -> HttpResponse {
        let (word, media_type) = match self.shown {
            Shown::Not => ("attachment", "application/octet-stream"),
            Shown::Picture | Shown::Document => ("inline", self.media_type.as_str()),
        };
        guarded(StatusCode::OK, self.shown)
            .insert_header((CONTENT_TYPE, media_type))
            .insert_header((CONTENT_DISPOSITION, disposition(word, &self.name)))
            .insert_header((CACHE_CONTROL, "private, no-cache"))
            .insert_header((ETAG, format!("\"{}\"", self.tag)))
            .body(SizedStream::new(size, pieces(reader)))
    }

    /// The browser has it already, and may go on using it.
    pub fn unchanged(tag: &str) -> HttpResponse {
        guarded(StatusCode::NOT_MODIFIED, Shown::Not)
            .insert_header((CACHE_CONTROL, "private, no-cache"))
            .insert_header((ETAG, format!("\"{tag}\"")))
            .finish()
    }

    /// Something that is made while it is sent.
    pub fn packed(name: &str, pieces: Receiver<io::Result<Bytes>>) -> HttpResponse {
        let body = unfold(pieces, |mut pieces| async move {
            let piece = pieces.recv().await?;
            Some((piece, pieces))
        });
        guarded(StatusCode::OK, Shown::Not)
            .insert_header((CONTENT_TYPE, "application/zip"))
            .insert_header((CONTENT_DISPOSITION, disposition("attachment", name)))
            .streaming(body)
    }
}

/// Reads piece by piece, each when the one before is on its way: a slow reader holds no thread.
fn pieces(reader: Box<dyn Read + Send>) -> impl Stream<Item = io::Result<Bytes>> {
    unfold(Some(reader), |reader| async move {
        let mut reader = reader?;
        let read = web::block(move || {
            let mut buffer = Vec::with_capacity(PIECE);
            let read = reader.by_ref().take(PIECE as u64).read_to_end(&mut buffer);
            read.map(|_| (Bytes::from(buffer), reader))
        })
        .await;
        match read {
            Ok(Ok((piece, _))) if piece.is_empty() => None,
            Ok(Ok((piece, reader))) => Some((Ok(piece), Some(reader))),
            Ok(Err(error)) => Some((Err(error), None)),
            Err(_) => Some((Err(io::ErrorKind::Interrupted.into()), None)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_breaks_out_of_its_header() {
        assert_eq!(
            disposition("attachment", "a\"; \r\nb.pdf"),
            "attachment; filename=\"a_____b.pdf\"; filename*=UTF-8''a%22%3B%20%0D%0Ab.pdf"
        );
    }
}
