//! A cell of an added field: what was typed becomes a value of its type.

use serde_json::{Value, json};
use uuid::Uuid;

use super::Typed;
use crate::accounts::{self, Actor};
use crate::db::Work;
use crate::directories::{self, CustomBasis, CustomWrite};
use crate::refusal::{Refusal, Refused};
use crate::register::columns::Kind;
use crate::register::queries::Added;
use crate::register::registers::Register;
use crate::register::values;
use crate::text::{Locale, Message};
use crate::values::money::to_decimal;
use crate::values::numbers::read_decimal;

const LONGEST: usize = 10_000;
const LONGEST_LINK: usize = 2000;

pub fn write(
    work: &mut Work,
    actor: &Actor,
    register: Register,
    (id, added): (Uuid, &Added),
    typed: &Typed<'_>,
) -> Result<bool, Refused> {
    let value = match added.custom.kind {
        Kind::Person => person(work, typed)?,
        _ => read(added, typed.text)?,
    };
    let write = CustomWrite {
        entity: register.entity(),
        id,
        key: &added.key,
        type_: added.custom.type_(),
        value,
        text: typed.text,
        basis: CustomBasis::Seen {
            version: typed.version,
            base: typed.base,
        },
    };
    Ok(directories::change_custom(work, actor, &write)?.is_some())
}

fn person(work: &mut Work, typed: &Typed<'_>) -> Result<Option<Value>, Refused> {
    if typed.text.trim().is_empty() && typed.choice.is_none() {
        return Ok(None);
    }
    let id = super::clients::person(work, "custom", typed)?;
    let is_member = accounts::is_member(work, id)?;
    match is_member {
        true => Ok(Some(json!(id))),
        false => Err(super::unknown("custom", typed.text).into()),
    }
}

fn refuse(code: &'static str, message: Message) -> Refusal {
    Refusal::field("custom", code, message)
}

/// What was typed as a value of the field; none where nothing was.
fn read(added: &Added, text: &str) -> Result<Option<Value>, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let bad = |key: &'static str| refuse("not_a_value", key.into());
    let long = |n: usize| {
        refuse(
            "too_long",
            Message::new("text-too-long").number("n", n as i64),
        )
    };
    Ok(Some(match added.custom.kind {
        Kind::Decimal => {
            let plain = read_decimal(text).ok_or_else(|| bad("custom-number-bad"))?;
            values::millionths(text).ok_or_else(|| bad("custom-number-bad"))?;
            json!(plain)
        }
        Kind::Money => {
            let kopecks = values::kopecks(text).ok_or_else(|| bad("custom-money-bad"))?;
            json!(to_decimal(kopecks))
        }
        Kind::Date => {
            let day = values::day(text).ok_or_else(|| bad("custom-date-bad"))?;
            json!(day.to_string())
        }
        Kind::Flag => json!(flag(text).ok_or_else(|| bad("custom-flag-bad"))?),
        Kind::Choice => json!(option(added, text)?),
        Kind::Choices => {
            let all: Result<Vec<String>, Refusal> = text
                .split([',', ';', '\n'])
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(|part| option(added, part))
                .collect();
            json!(all?)
        }
        Kind::Link if !text.starts_with("https://") && !text.starts_with("http://") => {
            return Err(bad("api-link"));
        }
        Kind::Link if text.chars().count() > LONGEST_LINK => return Err(long(LONGEST_LINK)),
        _ if text.chars().count() > LONGEST => return Err(long(LONGEST)),
        _ => json!(text),
    }))
}

/// Yes or no in any language of the program.
fn flag(text: &str) -> Option<bool> {
    let key = directories::key(text);
    let is = |word: &str| {
        Locale::ALL
            .iter()
            .any(|t| directories::key(&t.text(word)) == key)
    };
    match key.as_str() {
        "1" | "true" | "+" => Some(true),
        "0" | "false" | "-" => Some(false),
        _ if is("yes") => Some(true),
        _ if is("no") => Some(false),
        _ => None,
    }
}

/// The option of this name, as the field has it.
fn option(added: &Added, text: &str) -> Result<String, Refusal> {
    let key = directories::key(text);
    let found = added.options.iter().find(|o| directories::key(o) == key);
    found.cloned().ok_or_else(|| {
        let message = Message::new("entry-unknown").text("x", text);
        refuse("unknown_word", message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::columns::Custom;

    fn added(type_: &str) -> Added {
        Added {
            custom: Custom::of_type(Uuid::nil(), type_).expect("a type"),
            key: "x".into(),
            label: "X".into(),
            options: vec!["Первая".into(), "Вторая".into()],
        }
    }

    #[test]
    fn what_is_typed_is_a_value_of_its_type_or_refused() {
        for (type_, text, expected) in [
            ("text", " цех ", Ok(json!("цех"))),
            ("number", "1 234,5", Ok(json!("1234.5"))),
            ("number", "много", Err(())),
            ("money", "48,5", Ok(json!("48500000.00"))),
            ("date", "14.10.2026", Ok(json!("2026-10-14"))),
            ("date", "осенью", Err(())),
            ("boolean", "Да", Ok(json!(true))),
            ("boolean", "no", Ok(json!(false))),
            ("choice", "вторая", Ok(json!("Вторая"))),
            ("choice", "третья", Err(())),
            ("choices", "вторая, первая", Ok(json!(["Вторая", "Первая"]))),
            ("url", "javascript:alert(1)", Err(())),
            ("url", "https://a.example", Ok(json!("https://a.example"))),
        ] {
            let found = read(&added(type_), text).map_err(|_| ());
            assert_eq!(found, expected.map(Some), "{type_} {text}");
        }
        assert_eq!(read(&added("number"), "  "), Ok(None));
    }
}
