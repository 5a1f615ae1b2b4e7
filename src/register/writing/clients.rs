//! A cell of a client: names of entries, people and kinds become what the room of clients takes.

use uuid::Uuid;

use super::{Typed, unknown};
use crate::accounts::{self, Actor, Person};
use crate::clients::{self, ClientField, ClientKind, ClientWrite, NewClient};
use crate::db::Work;
use crate::directories;
use crate::refusal::{Refusal, Refused};
use crate::text::{Locale, Message};
use crate::values::names::{HolderKind, read_holder};

pub fn write(
    work: &mut Work,
    actor: &Actor,
    (id, field): (Uuid, ClientField),
    typed: &Typed<'_>,
) -> Result<bool, Refused> {
    let choice = choice(work, field, typed)?;
    let before = clients::find(work, id)?.ok_or(Refusal::NotFound)?;
    let write = ClientWrite {
        field,
        text: typed.text,
        choice: &choice,
        base: typed.base,
        version: typed.version,
        accepts: false,
    };
    match clients::change_client(work, actor, id, &write) {
        // The record is there, or the grid would not show it: it is of another kind.
        Err(Refused::Because(Refusal::NotFound)) => Err(Refusal::NotAllowedNow {
            code: "not_of_kind",
            reason: Message::new("grid-not-of-kind"),
            ways_out: Vec::new(),
        }
        .into()),
        other => other.map(|version| version != before.version),
    }
}

/// What was chosen or named, as the form of a client sends it; nothing for a field of text.
fn choice(work: &mut Work, field: ClientField, typed: &Typed<'_>) -> Result<String, Refused> {
    let text = typed.text.trim();
    if text.is_empty() && typed.choice.is_none() {
        return Ok(String::new());
    }
    let kind = match field {
        ClientField::Kind => return Ok(kind(text)?.word().to_owned()),
        ClientField::Responsible => return Ok(person(work, field.word(), typed)?.to_string()),
        ClientField::District => directories::Kind::District,
        ClientField::City => directories::Kind::City,
        _ => return Ok(String::new()),
    };
    Ok(entry(work, (field.word(), kind), typed)?.to_string())
}

/// The entry that was chosen, or the only one of this name.
pub fn entry(
    work: &mut Work,
    (field, kind): (&'static str, directories::Kind),
    typed: &Typed<'_>,
) -> Result<Uuid, Refused> {
    let found = match typed.choice {
        Some(id) => directories::entry(work, kind, id)?.filter(|e| e.active),
        None => directories::find(work, kind, typed.text)?,
    };
    Ok(found
        .map(|e| e.id)
        .ok_or_else(|| unknown(field, typed.text))?)
}

/// The member that was chosen, or the only one of this name.
pub fn person(work: &mut Work, field: &'static str, typed: &Typed<'_>) -> Result<Uuid, Refused> {
    let key = directories::key(typed.text);
    let is_meant = |p: &Person| match typed.choice {
        Some(id) => p.id == id,
        None => {
            directories::key(&p.name) == key
                || directories::key(&p.short_name().replace('\u{a0}', " ")) == key
        }
    };
    let people = accounts::people(work)?;
    let mut found = people.iter().filter(|p| p.is_member && is_meant(p));
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only.id),
        _ => {
            let message = Message::new("person-unknown").text("x", typed.text);
            Err(Refusal::field(field, "unknown_person", message).into())
        }
    }
}

/// A kind by its word, or by its name in any language.
fn kind(text: &str) -> Result<ClientKind, Refusal> {
    let key = directories::key(text);
    let is_named = |kind: &ClientKind| {
        Locale::ALL
            .iter()
            .any(|t| directories::key(&t.text(kind.label())) == key)
    };
    ClientKind::from_word(text)
        .or_else(|| ClientKind::ALL.into_iter().find(is_named))
        .ok_or_else(|| unknown("kind", text))
}

/// A client as a pasted row gives it: what it is is read off its name where the row does not say.
pub fn new_client<'a>(
    id: Uuid,
    text: impl Fn(ClientField) -> Option<&'a str>,
    label: &str,
) -> NewClient {
    let of = |field| text(field).unwrap_or_default().trim().to_owned();
    let given = of(ClientField::Name);
    let name = if given.is_empty() {
        label.trim()
    } else {
        &given
    };
    let holder = read_holder(name);
    let said = text(ClientField::Kind).and_then(|text| kind(text).ok());
    let kind = said.unwrap_or(match holder.kind {
        Some(HolderKind::SoleProprietor) => ClientKind::SoleProprietor,
        Some(HolderKind::Person) => ClientKind::Person,
        Some(HolderKind::Nonprofit) => ClientKind::Nonprofit,
        Some(HolderKind::LegalEntity) | None => ClientKind::LegalEntity,
    });
    let person = holder.person.filter(|_| kind.is_person());
    let part = |field, read: Option<String>| {
        let given = of(field);
        if given.is_empty() {
            read.unwrap_or_default()
        } else {
            given
        }
    };
    let (last, first, middle) = person.map_or((None, None, None), |p| {
        (Some(p.last), Some(p.first), Some(p.middle))
    });
    NewClient {
        id,
        kind: kind.word().to_owned(),
        name: name.to_owned(),
        short_name: of(ClientField::ShortName),
        last_name: part(ClientField::LastName, last),
        first_name: part(ClientField::FirstName, first),
        middle_name: part(ClientField::MiddleName, middle),
        inn: of(ClientField::Inn),
        kpp: of(ClientField::Kpp),
        ogrn: of(ClientField::Ogrn),
        phone: String::new(),
        accept_warnings: false,
        accept_alike: false,
    }
}
