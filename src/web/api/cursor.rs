//! Cursors: the place where a program stopped reading, as a text that only this server can have made. What it
//! holds goes to the database, so a text that somebody else made up must not be taken for one.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::values::id_of;
use crate::db::rows::Place;

const SIGNATURE: usize = 16;

/// In which order the list is read; a cursor is good for the order in which it was given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading<'a> {
    pub path: &'a str,
    pub order: &'a str,
    pub descending: bool,
}

fn signature(secret: &str, text: &[u8]) -> Option<Vec<u8>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(b"cursor");
    mac.update(text);
    Some(mac.finalize().into_bytes()[..SIGNATURE].to_vec())
}

/// The text of a place.
pub fn write(secret: &str, reading: Reading<'_>, place: &Place) -> Option<String> {
    let text = json!([
        reading.path,
        reading.order,
        reading.descending,
        place.value,
        place.id
    ]);
    let mut bytes = signature(secret, text.to_string().as_bytes())?;
    bytes.extend_from_slice(text.to_string().as_bytes());
    Some(URL_SAFE_NO_PAD.encode(bytes))
}

/// The place of a text, if it is ours and of this list in this order.
pub fn read(secret: &str, reading: Reading<'_>, cursor: &str) -> Option<Place> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let (signed, text) = bytes.split_at_checked(SIGNATURE)?;
    if signature(secret, text)?.as_slice() != signed {
        return None;
    }
    let parts: Value = serde_json::from_slice(text).ok()?;
    let fits =
        parts[0] == reading.path && parts[1] == reading.order && parts[2] == reading.descending;
    fits.then(|| {
        Some(Place {
            value: parts[3].as_str().map(str::to_owned),
            id: id_of(parts[4].as_str()?)?,
        })
    })?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_by_the_server_that_made_it_in_its_own_order() {
        let reading = Reading {
            path: "/api/v1/deals",
            order: "title",
            descending: false,
        };
        let place = Place {
            value: Some("Теплицы".to_owned()),
            id: uuid::Uuid::now_v7(),
        };
        let text = write("secret", reading, &place).expect("a cursor");
        assert_eq!(read("secret", reading, &text), Some(place));
        assert_eq!(read("another", reading, &text), None);
        let other = Reading {
            order: "amount",
            ..reading
        };
        assert_eq!(read("secret", other, &text), None);
        for made_up in ["", "x", "AAAA", &text[1..], &text[..text.len() - 2]] {
            assert_eq!(read("secret", reading, made_up), None, "{made_up}");
        }
    }
}
