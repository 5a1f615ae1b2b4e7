//! The one entry of a timeline that is written by hand.

use serde_json::{Map, Value};

use super::fields::{Field, Kind, Mode, read, read_body};
use super::wrong;
use crate::refusal::{FieldError, Refusal};

/// The text of a comment on a timeline: the only entry that is written by hand.
pub fn read_comment(bytes: &[u8], fields: &[Field]) -> Result<String, Refusal> {
    let values = read_body(bytes, fields, Mode::Create)?.values;
    if values.text("type") != Some("comment") {
        let error = wrong("type", "not_a_comment", "api-comment-only");
        return Err(Refusal::Invalid(vec![error]));
    }
    let payload = values.get("payload").and_then(Value::as_object);
    let mut errors: Vec<FieldError> = payload
        .into_iter()
        .flat_map(Map::keys)
        .filter(|name| *name != "text")
        .map(|name| {
            wrong(
                format!("payload.{name}"),
                "unknown_field",
                "api-unknown-field",
            )
        })
        .collect();
    let text = payload.and_then(|p| p.get("text")).filter(|t| !t.is_null());
    match text.map(|t| read(Kind::Text(10_000), t)) {
        Some(Ok(text)) if errors.is_empty() => {
            return Ok(text.as_str().unwrap_or_default().to_owned());
        }
        Some(Ok(_)) => {}
        Some(Err((code, message))) => errors.push(wrong("payload.text", code, message)),
        None => errors.push(wrong("payload.text", "required", "api-required")),
    }
    Err(Refusal::Invalid(errors))
}
