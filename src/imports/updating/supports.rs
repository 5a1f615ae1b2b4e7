//! Values of support measures that were here before the import: written by the rules of their room.

use serde_json::Value;
use uuid::Uuid;

use super::entry_of;
use crate::accounts::Actor;
use crate::db::Work;
use crate::imports::comparing::{Difference, NewValue};
use crate::imports::draft::Draft;
use crate::refusal::Refused;
use crate::supports::{self, SupportField, SupportValues, SupportWrite};

/// The field that the key of a difference names.
fn field_of(key: &str) -> Option<SupportField> {
    match key.strip_prefix("support.")? {
        "start" => Some(SupportField::Start),
        "end" => Some(SupportField::End),
        word => SupportField::from_word(word),
    }
}

/// The key of a field of the history.
pub(super) fn key_of(word: &str) -> String {
    let word = match word {
        "date_start" => "start",
        "date_end" => "end",
        other => other,
    };
    format!("support.{word}")
}

/// Writes one value.
pub(super) fn write(
    work: &mut Work,
    actor: &Actor,
    draft: &Draft,
    difference: &Difference,
) -> Result<(), Refused> {
    let Some(field) = field_of(&difference.field) else {
        return Ok(());
    };
    let text = match &difference.value {
        NewValue::Text(text) => text.clone(),
        NewValue::Word(word) => match entry_of(work, draft, *word)? {
            Some(entry) => entry.to_string(),
            None => return Ok(()),
        },
        _ => return Ok(()),
    };
    set(work, actor, difference.id, field, text)
}

/// Gives a value back that an import had changed.
pub(super) fn restore(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    word: &str,
    from: Option<&Value>,
) -> Result<(), Refused> {
    let Some(field) = SupportField::from_word(word) else {
        return Ok(());
    };
    let text = from.and_then(|v| v.as_str().or(v["id"].as_str()));
    set(work, actor, id, field, text.unwrap_or_default().to_owned())
}

fn set(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    field: SupportField,
    text: String,
) -> Result<(), Refused> {
    let Some(support) = supports::find(work, id)? else {
        return Ok(());
    };
    let before = SupportValues::of(&support).text(field);
    let write = SupportWrite {
        typed: vec![(field, text)],
        base: vec![(field, before)],
        version: support.version,
    };
    supports::change_support(work, actor, id, &write).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_one_key_both_ways() {
        for field in SupportField::ALL {
            assert_eq!(field_of(&key_of(field.word())), Some(field));
        }
    }
}
