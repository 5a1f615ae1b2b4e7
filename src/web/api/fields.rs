//! The fields of a body: one table for each resource says what may be sent and what comes back. It reads
//! bodies and makes the description, so that the two cannot differ.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::values::{id_of, looks_like_email, read_date};
use super::{decimal, wrong};
use crate::refusal::{FieldError, Refusal};
use crate::text::Message;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// 1 to so many characters after spaces at the ends are cut off.
    Text(usize),
    /// Up to so many characters; may be an empty text.
    LongText(usize),
    Email,
    /// Taken as it is.
    Password,
    Id,
    /// An exact decimal, 0 or more.
    Amount,
    Date,
    Flag,
    Whole(i64, i64),
    Word(&'static [&'static str]),
    /// Several of these.
    Words(&'static [&'static str]),
    Currency,
    /// So many digits.
    Digits(usize),
    Object,
    Texts,
    /// On output only.
    Time,
    Any,
}

/// A field of a resource.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
    pub nullable: bool,
    /// JSON.
    pub default: Option<&'static str>,
    /// Keeps its value where a PUT leaves it out.
    pub keeps: bool,
    pub is_output: bool,
    pub is_input: bool,
}

impl Field {
    /// A field that the server fills where it is left out.
    pub const fn new(name: &'static str, kind: Kind) -> Field {
        Field {
            name,
            kind,
            required: false,
            nullable: false,
            default: None,
            keeps: false,
            is_output: true,
            is_input: true,
        }
    }

    pub const fn required(mut self) -> Field {
        self.required = true;
        self
    }

    pub const fn or_null(mut self) -> Field {
        self.nullable = true;
        self
    }

    pub const fn default(mut self, json: &'static str) -> Field {
        self.default = Some(json);
        self
    }

    pub const fn kept_by_put(mut self) -> Field {
        self.keeps = true;
        self
    }

    /// Never in a body; sent back, it is ignored.
    pub const fn output(mut self) -> Field {
        self.is_input = false;
        self
    }

    /// Never in an answer.
    pub const fn input(mut self) -> Field {
        self.is_output = false;
        self
    }
}

/// Set by the server; in a body they are ignored.
const OF_THE_SERVER: [&str; 5] = [
    "id",
    "organization_id",
    "created_at",
    "updated_at",
    "version",
];

/// Which rules a body follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Create,
    Patch,
    Replace,
}

/// Values that were read, each in the form of the wire.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Values(pub Map<String, Value>);

impl Values {
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    pub fn id(&self, name: &str) -> Option<Uuid> {
        id_of(self.text(name)?)
    }

    pub fn flag(&self, name: &str) -> Option<bool> {
        self.0.get(name)?.as_bool()
    }

    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// Fills what was left out.
    pub fn or(&mut self, name: &str, value: impl Into<Value>) {
        if self.0.get(name).is_none_or(Value::is_null) {
            self.set(name, value);
        }
    }

    pub fn take(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }
}

/// A body that was read.
#[derive(Debug, Clone)]
pub struct Body {
    pub values: Values,
    /// The version that the sender changed.
    pub version: Option<i64>,
}

fn not_json() -> Refusal {
    Refusal::BadRequest("api-not-json".into())
}

type Sent = (Map<String, Value>, Vec<(String, String)>);

/// An object of JSON, with the texts of its numbers.
fn object(bytes: &[u8]) -> Result<Sent, Refusal> {
    let text = std::str::from_utf8(bytes).map_err(|_| not_json())?;
    match serde_json::from_str(text) {
        Ok(Value::Object(map)) => Ok((map, decimal::numbers_of(text))),
        _ => Err(not_json()),
    }
}

/// Reads a body by its table; everything that is wrong is said at once.
pub fn read_body(bytes: &[u8], fields: &[Field], mode: Mode) -> Result<Body, Refusal> {
    read_body_with(bytes, fields, mode, &[])
}

/// The same where the path says some of the values.
pub fn read_body_with(
    bytes: &[u8],
    fields: &[Field],
    mode: Mode,
    of_path: &[(&str, Uuid)],
) -> Result<Body, Refusal> {
    let (mut sent, numbers) = object(bytes)?;
    for (name, id) in of_path {
        sent.insert((*name).to_owned(), Value::String(id.to_string()));
    }
    for (name, text) in numbers {
        let is_amount = fields
            .iter()
            .any(|f| f.name == name && f.kind == Kind::Amount);
        if is_amount && sent.get(&name).is_some_and(Value::is_number) {
            sent.insert(name, Value::String(text));
        }
    }
    let mut errors = Vec::new();
    let version = read_version(&sent, mode, &mut errors);
    for name in sent.keys() {
        let known = OF_THE_SERVER.contains(&name.as_str()) || fields.iter().any(|f| f.name == name);
        if !known {
            errors.push(wrong(name.clone(), "unknown_field", "api-unknown-field"));
        }
    }
    let mut values = Values::default();
    for field in fields.iter().filter(|f| f.is_input) {
        read_field(field, sent.get(field.name), mode, &mut values, &mut errors);
    }
    if errors.is_empty() && mode == Mode::Patch && values.0.is_empty() {
        return Err(Refusal::BadRequest("api-nothing-to-change".into()));
    }
    if errors.is_empty() {
        return Ok(Body { values, version });
    }
    Err(Refusal::Invalid(errors))
}

fn read_version(
    sent: &Map<String, Value>,
    mode: Mode,
    errors: &mut Vec<FieldError>,
) -> Option<i64> {
    if mode == Mode::Create {
        return None;
    }
    let value = sent.get("version").filter(|v| !v.is_null())?;
    let version = value.as_i64().filter(|v| *v > 0);
    if version.is_none() {
        errors.push(wrong("version", "wrong_type", "api-whole-number"));
    }
    version
}

fn read_field(
    field: &Field,
    sent: Option<&Value>,
    mode: Mode,
    values: &mut Values,
    errors: &mut Vec<FieldError>,
) {
    let is_null = sent.is_some_and(Value::is_null);
    match sent {
        Some(value) if !is_null => match read(field.kind, value) {
            Ok(value) => values.set(field.name, value),
            Err((code, message)) => errors.push(wrong(field.name, code, message)),
        },
        Some(_)
            if field.nullable
                && !field.required
                && (mode == Mode::Patch || field.default.is_none()) =>
        {
            values.set(field.name, Value::Null);
        }
        Some(_) if mode == Mode::Patch => {
            errors.push(wrong(field.name, "required", "api-may-not-be-empty"));
        }
        None if mode == Mode::Patch => {}
        _ if field.required => errors.push(wrong(field.name, "required", "api-required")),
        _ if field.keeps && mode == Mode::Replace => {}
        _ => {
            let default: Option<Value> = field.default.and_then(|d| serde_json::from_str(d).ok());
            match default {
                Some(value) => values.set(field.name, value),
                None if field.nullable => values.set(field.name, Value::Null),
                None => {}
            }
        }
    }
}

type Wrong = (&'static str, Message);

fn wrong_type(message: &'static str) -> Wrong {
    ("wrong_type", message.into())
}

/// A value in the form of the wire, or why it is none.
pub fn read(kind: Kind, value: &Value) -> Result<Value, Wrong> {
    match kind {
        Kind::Flag => value
            .as_bool()
            .map(Value::Bool)
            .ok_or(wrong_type("api-boolean")),
        Kind::Whole(least, most) => read_whole(value, least, most),
        Kind::Words(words) => read_words(value, words),
        Kind::Texts => read_texts(value),
        Kind::Object => {
            if !value.is_object() {
                return Err(wrong_type("api-object"));
            }
            check_nul(value)?;
            Ok(value.clone())
        }
        Kind::Any | Kind::Time => Ok(value.clone()),
        _ => {
            let text = value.as_str().ok_or(wrong_type("api-text"))?;
            check_nul(value)?;
            read_text(kind, text).map(Value::String)
        }
    }
}

fn check_nul(value: &Value) -> Result<(), Wrong> {
    let has_nul = match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(all) => return all.iter().try_for_each(check_nul),
        Value::Object(all) => {
            if all.keys().any(|k| k.contains('\0')) {
                return Err(("nul", "error-nul".into()));
            }
            return all.values().try_for_each(check_nul);
        }
        _ => false,
    };
    if has_nul {
        return Err(("nul", "error-nul".into()));
    }
    Ok(())
}

fn read_whole(value: &Value, least: i64, most: i64) -> Result<Value, Wrong> {
    let n = value.as_i64();
    let is_large = value.is_u64() && n.is_none();
    match n {
        Some(n) if (least..=most).contains(&n) => Ok(Value::from(n)),
        None if !is_large => Err(wrong_type("api-whole-number")),
        _ => Err((
            "out_of_range",
            Message::new("api-out-of-range")
                .number("least", least)
                .number("most", most),
        )),
    }
}

fn read_words(value: &Value, words: &[&str]) -> Result<Value, Wrong> {
    let sent = value.as_array().ok_or(wrong_type("api-list"))?;
    let known = |v: &Value| v.as_str().is_some_and(|t| words.contains(&t));
    if !sent.iter().all(known) {
        return Err(unknown_word(words));
    }
    let mut all: Vec<&str> = sent.iter().filter_map(Value::as_str).collect();
    all.sort_unstable();
    all.dedup();
    Ok(Value::from(all))
}

fn read_texts(value: &Value) -> Result<Value, Wrong> {
    const MOST: usize = 200;
    let sent = value.as_array().ok_or(wrong_type("api-list"))?;
    if sent.len() > MOST {
        return Err(too_long(MOST));
    }
    let texts: Result<Vec<Value>, Wrong> = sent.iter().map(|v| read(Kind::Text(200), v)).collect();
    texts.map(Value::Array)
}

fn unknown_word(words: &[&str]) -> Wrong {
    let message = Message::new("api-unknown-word").text("words", words.join(", "));
    ("unknown_word", message)
}

fn too_long(most: usize) -> Wrong {
    (
        "too_long",
        Message::new("api-too-long").number("n", most as i64),
    )
}

fn read_text(kind: Kind, text: &str) -> Result<String, Wrong> {
    let trimmed = text.trim();
    match kind {
        Kind::Text(most) if trimmed.is_empty() && most > 0 => Err(("blank", "api-blank".into())),
        Kind::Text(most) | Kind::LongText(most) if trimmed.chars().count() > most => {
            Err(too_long(most))
        }
        Kind::Text(_) | Kind::LongText(_) => Ok(trimmed.to_owned()),
        Kind::Email => {
            let email = trimmed.to_lowercase();
            if !looks_like_email(&email) {
                return Err(("not_an_email", "api-email".into()));
            }
            Ok(email)
        }
        Kind::Password if (8..=200).contains(&text.chars().count()) => Ok(text.to_owned()),
        Kind::Password => Err(("bad_length", "password-length".into())),
        Kind::Id => id_of(text)
            .map(|id| id.to_string())
            .ok_or(("not_an_id", "api-id".into())),
        Kind::Amount => read_amount(trimmed),
        Kind::Date => read_date(text)
            .map(|d| d.to_string())
            .ok_or(("not_a_date", "api-date".into())),
        Kind::Word(words) if words.contains(&text) => Ok(text.to_owned()),
        Kind::Word(words) => Err(unknown_word(words)),
        Kind::Currency if text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()) => {
            Ok(text.to_owned())
        }
        Kind::Currency => Err(("not_a_currency", "api-currency".into())),
        Kind::Digits(n) if trimmed.len() == n && trimmed.bytes().all(|b| b.is_ascii_digit()) => {
            Ok(trimmed.to_owned())
        }
        Kind::Digits(n) => Err((
            "not_digits",
            Message::new("api-digits").number("n", n as i64),
        )),
        _ => Err(wrong_type("api-text")),
    }
}

fn read_amount(text: &str) -> Result<String, Wrong> {
    match decimal::read(text) {
        Some(amount) if amount.starts_with('-') => Err(("negative", "api-negative".into())),
        Some(amount) => Ok(amount),
        None => Err(("not_a_decimal", "api-decimal".into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: [Field; 5] = [
        Field::new("name", Kind::Text(5)).required(),
        Field::new("email", Kind::Email).or_null(),
        Field::new("amount", Kind::Amount).default("\"0.00\""),
        Field::new("state", Kind::Word(&["a", "b"]))
            .default("\"a\"")
            .kept_by_put(),
        Field::new("number", Kind::Text(9)).output(),
    ];

    fn codes(text: &str, mode: Mode) -> Vec<(String, &'static str)> {
        match read_body(text.as_bytes(), &FIELDS, mode) {
            Ok(_) => Vec::new(),
            Err(Refusal::Invalid(errors)) => errors
                .into_iter()
                .map(|e| (e.field.into_owned(), e.code))
                .collect(),
            Err(_) => vec![("".to_owned(), "body")],
        }
    }

    #[test]
    fn what_is_wrong_with_a_body_is_said_at_once() {
        let all = codes(
            r#"{"name": "  ", "email": "x", "amount": 0.001, "state": "c", "more": 1}"#,
            Mode::Create,
        );
        let expected = [
            ("more", "unknown_field"),
            ("name", "blank"),
            ("email", "not_an_email"),
            ("amount", "not_a_decimal"),
            ("state", "unknown_word"),
        ];
        assert_eq!(all, expected.map(|(f, c)| (f.to_owned(), c)));
        for (body, mode, code) in [
            ("[]", Mode::Create, "body"),
            ("", Mode::Create, "body"),
            ("{\"name\": \"a\\u0000\"}", Mode::Create, "nul"),
            ("{\"name\": 1e999}", Mode::Create, "body"),
            ("{}", Mode::Create, "required"),
            ("{}", Mode::Patch, "body"),
            ("{\"version\": 1}", Mode::Patch, "body"),
            ("{\"name\": null}", Mode::Patch, "required"),
            ("{\"name\": \"123456\"}", Mode::Patch, "too_long"),
        ] {
            assert_eq!(codes(body, mode).first().map(|c| c.1), Some(code), "{body}");
        }
    }

    #[test]
    fn a_body_is_read_by_its_mode() {
        let read = |text: &str, mode| {
            let body = read_body(text.as_bytes(), &FIELDS, mode).expect(text);
            Value::Object(body.values.0).to_string()
        };
        assert_eq!(
            read(
                r#"{"name": " a ", "amount": 1.5, "number": "7", "id": 1}"#,
                Mode::Create
            ),
            r#"{"amount":"1.50","email":null,"name":"a","state":"a"}"#
        );
        assert_eq!(
            read(r#"{"name": "a"}"#, Mode::Replace),
            r#"{"amount":"0.00","email":null,"name":"a"}"#
        );
        assert_eq!(
            read(r#"{"email": null, "version": 2}"#, Mode::Patch),
            r#"{"email":null}"#
        );
    }
}
