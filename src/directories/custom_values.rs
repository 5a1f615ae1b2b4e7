//! How programs write values of added fields: each by the type of its field, merged into what is there.

use serde_json::{Map, Value};

use super::queries::{self, FieldRule};
use crate::accounts;
use crate::db::Work;
use crate::refusal::{FieldError, Refusal, Refused};
use crate::text::Message;
use crate::web::api::{Kind, id_of, read_value, wrong};

/// The values as they will be: `sent` names the keys that change, `null` empties one. Without `before`, and
/// for a PUT, it is all there is.
pub fn merge_custom(
    work: &mut Work,
    entity: &str,
    before: Option<&Value>,
    sent: &Value,
) -> Result<Value, Refused> {
    let rules = queries::field_rules(work, entity)?;
    let mut all: Map<String, Value> = before
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    let mut errors = Vec::new();
    for (key, value) in sent.as_object().into_iter().flatten() {
        if before.is_some_and(|b| b.get(key) == Some(value)) {
            continue;
        }
        let Some(rule) = rules.iter().find(|r| r.key == *key) else {
            errors.push(blamed(key, "unknown_field", "api-unknown-field".into()));
            continue;
        };
        if value.is_null() {
            all.remove(key);
            continue;
        }
        match read(work, rule, value)? {
            Ok(value) => {
                all.insert(key.clone(), value);
            }
            Err((code, message)) => errors.push(blamed(key, code, message)),
        }
    }
    if errors.is_empty() {
        return Ok(Value::Object(all));
    }
    Err(Refusal::Invalid(errors).into())
}

fn blamed(key: &str, code: &'static str, message: Message) -> FieldError {
    wrong(format!("custom.{key}"), code, message)
}

type Reading = Result<Value, (&'static str, Message)>;

fn read(work: &mut Work, rule: &FieldRule, value: &Value) -> Result<Reading, Refused> {
    let option = |v: &Value| {
        v.as_str()
            .is_some_and(|t| rule.options.iter().any(|o| o == t))
    };
    let unknown = || {
        let words = rule.options.join(", ");
        (
            "unknown_word",
            Message::new("api-unknown-word").text("words", words),
        )
    };
    Ok(match rule.type_.as_str() {
        "number" => number(value),
        "money" => read_value(Kind::Amount, &as_text(value)),
        "date" => read_value(Kind::Date, value),
        "boolean" => read_value(Kind::Flag, value),
        "choice" if option(value) => Ok(value.clone()),
        "choice" => Err(unknown()),
        "choices" => match value.as_array() {
            Some(all) if all.iter().all(option) => Ok(value.clone()),
            Some(_) => Err(unknown()),
            None => Err(("wrong_type", "api-list".into())),
        },
        "user" => match read_value(Kind::Id, value) {
            Ok(id) => match id.as_str().and_then(id_of) {
                Some(user) if accounts::is_member(work, user)? => Ok(id),
                _ => Err(("not_found", "api-no-such-row".into())),
            },
            Err(why) => Err(why),
        },
        "url" => match read_value(Kind::Text(2000), value) {
            Ok(Value::String(text))
                if text.starts_with("https://") || text.starts_with("http://") =>
            {
                Ok(Value::String(text))
            }
            Ok(_) => Err(("not_a_link", "api-link".into())),
            Err(why) => Err(why),
        },
        _ => read_value(Kind::LongText(10_000), value),
    })
}

/// A JSON number as its text.
fn as_text(value: &Value) -> Value {
    match value {
        Value::Number(n) => Value::String(n.to_string()),
        other => other.clone(),
    }
}

/// A decimal of any sign with up to eighteen digits, as text.
fn number(value: &Value) -> Reading {
    let text = as_text(value);
    let text = text
        .as_str()
        .ok_or(("wrong_type", "api-number".into()))?
        .trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if plain(whole) && plain(part) && digits.len() <= 19 {
        return Ok(Value::String(text.to_owned()));
    }
    Err(("not_a_number", "api-number".into()))
}
