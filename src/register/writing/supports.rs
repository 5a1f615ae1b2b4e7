//! A cell of a measure of support: what was typed becomes what the form of the measure takes.

use uuid::Uuid;

use super::{Typed, clients, unknown};
use crate::accounts::Actor;
use crate::db::Work;
use crate::directories;
use crate::refusal::{Refusal, Refused};
use crate::register::columns::Column;
use crate::register::values;
use crate::register::views::word_label;
use crate::supports::{
    self, Level, SupportField, SupportType, SupportValues, SupportWrite, Unit, Written,
};
use crate::text::{Locale, Message};
use crate::values::money::to_decimal;

pub fn write(
    work: &mut Work,
    actor: &Actor,
    (id, field, column): (Uuid, SupportField, Column),
    typed: &Typed<'_>,
) -> Result<bool, Refused> {
    let support = supports::find(work, id)?.ok_or(Refusal::NotFound)?;
    let is_money = matches!(
        field,
        SupportField::Amount | SupportField::Granted | SupportField::Paid
    );
    if is_money && support.unit().is_some_and(|unit| unit != Unit::Rub) {
        return Err(Refusal::NotAllowedNow {
            code: "not_roubles",
            reason: Message::new("grid-not-roubles"),
            ways_out: Vec::new(),
        }
        .into());
    }
    let text = as_form(work, (field, column), typed)?;
    let now = SupportValues::of(&support).text(field);
    let is_other = text != now;
    let write = SupportWrite {
        typed: vec![(field, text)],
        // Whatever the cell showed: only another value than the one that stands there is a change.
        base: vec![(field, now)],
        version: typed.version,
    };
    match supports::change_support(work, actor, id, &write)? {
        Written::Saved(_) => Ok(is_other),
        Written::Conflicts(mut all) => match all.pop() {
            Some(mut conflict) => {
                typed.base.clone_into(&mut conflict.base);
                typed.text.clone_into(&mut conflict.mine);
                Err(Refusal::Conflict(Box::new(conflict)).into())
            }
            None => Ok(false),
        },
    }
}

/// The text that the form would send.
fn as_form(
    work: &mut Work,
    (field, column): (SupportField, Column),
    typed: &Typed<'_>,
) -> Result<String, Refused> {
    let text = typed.text.trim();
    if text.is_empty() && typed.choice.is_none() {
        return Ok(String::new());
    }
    Ok(match field {
        SupportField::Type => word(column, SupportType::ALL.iter().map(|t| t.word()), text)?,
        SupportField::Level => word(column, Level::ALL.iter().map(|l| l.word()), text)?,
        SupportField::Programme | SupportField::Body => {
            let kind = match field {
                SupportField::Body => directories::Kind::Body,
                _ => directories::Kind::Programme,
            };
            clients::entry(work, (field.word(), kind), typed)?.to_string()
        }
        // Columns show millions, the form roubles.
        SupportField::Amount | SupportField::Granted | SupportField::Paid => {
            values::kopecks(text).map_or_else(|| text.to_owned(), to_decimal)
        }
        _ => text.to_owned(),
    })
}

/// The word that is meant, by itself or by its name in any language.
fn word(
    column: Column,
    mut all: impl Iterator<Item = &'static str>,
    text: &str,
) -> Result<String, Refusal> {
    let key = directories::key(text);
    let is_meant = |word: &&'static str| {
        let label = word_label(column, word);
        let is_named = |t: &Locale| label.is_some_and(|l| directories::key(&t.text(l)) == key);
        **word == *text || Locale::ALL.iter().any(is_named)
    };
    let found = all.find(is_meant);
    Ok(found.ok_or_else(|| unknown("type", text))?.to_owned())
}
