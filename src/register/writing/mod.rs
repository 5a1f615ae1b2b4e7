//! One cell of any register as somebody typed it, handed to the room that the record belongs to.

mod clients;
mod custom;
mod supports;

use uuid::Uuid;

pub use clients::new_client;

use super::columns::Column;
use super::queries::Added;
use super::registers::{Register, client_field, support_field};
use crate::accounts::Actor;
use crate::db::Work;
use crate::projects::{self, FieldWrite, TypedIn, Written};
use crate::refusal::{Refusal, Refused};
use crate::text::Message;

/// What was typed into a cell, and what it is based on.
#[derive(Debug, Clone, Copy)]
pub struct Typed<'a> {
    pub text: &'a str,
    /// The entry or person that was chosen from a list.
    pub choice: Option<Uuid>,
    /// What the cell showed when editing began.
    pub base: &'a str,
    pub version: i64,
}

/// Writes the cell; false where it holds this value already. The added field of a column is handed over by
/// whoever has read them.
pub fn write_cell(
    work: &mut Work,
    actor: &Actor,
    register: Register,
    (id, column, added): (Uuid, Column, Option<&Added>),
    typed: &Typed<'_>,
) -> Result<bool, Refused> {
    if let Column::Custom(_) = column {
        let added = added.ok_or(Refusal::NotFound)?;
        return custom::write(work, actor, register, (id, added), typed);
    }
    match register {
        Register::Projects => {
            let write = FieldWrite {
                field: column.field().ok_or(Refusal::NotFound)?,
                text: typed.text,
                choice: typed.choice,
                base: typed.base,
                version: typed.version,
                typed_in: TypedIn::Millions,
            };
            let written = projects::change_field(work, actor, id, &write)?;
            Ok(matches!(written, Written::Changed { .. }))
        }
        Register::Clients => {
            let field = client_field(column).ok_or(Refusal::NotFound)?;
            clients::write(work, actor, (id, field), typed)
        }
        Register::Supports => {
            let field = support_field(column).ok_or(Refusal::NotFound)?;
            supports::write(work, actor, (id, field, column), typed)
        }
    }
}

/// A name that no entry has.
fn unknown(field: &'static str, text: &str) -> Refusal {
    let message = Message::new("entry-unknown").text("x", text);
    Refusal::field(field, "unknown_entry", message)
}
