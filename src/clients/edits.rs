//! Changing one fact of a client: load → may? → read → conflict? → write → record → announce.

use serde_json::{Value, json};
use uuid::Uuid;

use super::change::{self, ClientField};
use super::model::{ClientKind, Record};
use super::queries;
use crate::accounts::{self, Action, Actor, Subject, may};
use crate::db::Work;
use crate::directories;
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{Conflict, Refusal, Refused};
use crate::text::Message;
use crate::values::names::read_holder;

/// One field of a client as somebody wants it.
#[derive(Debug, Clone)]
pub struct ClientWrite<'a> {
    pub field: ClientField,
    pub text: &'a str,
    /// The entry, the person or the kind that was chosen.
    pub choice: &'a str,
    pub base: &'a str,
    pub version: i64,
    /// A number that does not check is right all the same.
    pub accepts: bool,
}

/// What a field is to hold: the text of it, and the id of a choice.
struct Wanted {
    text: Option<String>,
    id: Option<Uuid>,
}

pub fn whose(client: &Record, actor: &Actor) -> Subject {
    Subject {
        is_own: client.responsible_id == Some(actor.user),
    }
}

/// Changes one field; gives the version that the client has then.
pub fn change_client(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    write: &ClientWrite<'_>,
) -> Result<i64, Refused> {
    queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    let client = queries::record(work, id)?.ok_or(Refusal::NotFound)?;
    may(actor, Action::ChangeRegister, whose(&client, actor))?;
    if !write.field.is_of(client.kind()) {
        return Err(Refusal::NotFound.into());
    }
    let wanted = read(work, &client, write)?;
    let before = before(work, &client, write.field)?;
    let after = value_of(&wanted);
    if before == after {
        return Ok(client.version);
    }
    check_conflict(work, &client, write)?;
    check_number_is_free(work, &client, write.field, &wanted)?;
    work.begin_act("cell");
    let version = store(work, &client, write.field, &wanted)?;
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Client,
            id,
            version,
            field: write.field.word(),
            from: before,
            to: after,
        }],
    )?;
    work.touch_client(id);
    work.announce_record("client", id);
    Ok(version)
}

/// Gives a field back the value that it had, as the history keeps it, if it still holds what was made of it.
/// Gives the new version.
pub fn restore_field(
    work: &mut Work,
    actor: &Actor,
    (id, field): (Uuid, ClientField),
    value: Option<&Value>,
    held: Option<&Value>,
) -> Result<i64, Refused> {
    queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    let client = queries::record(work, id)?.ok_or(Refusal::NotFound)?;
    may(actor, Action::ChangeRegister, whose(&client, actor))?;
    let before = before(work, &client, field)?;
    if before.as_ref() != held {
        return Err(Refusal::NotAllowedNow {
            code: "changed_since",
            reason: Message::new("act-changed-later"),
            ways_out: Vec::new(),
        }
        .into());
    }
    let wanted = wanted_of(value);
    check_number_is_free(work, &client, field, &wanted)?;
    let version = store(work, &client, field, &wanted)?;
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Client,
            id,
            version,
            field: field.word(),
            from: before,
            to: value.cloned(),
        }],
    )?;
    work.touch_client(id);
    work.announce_record("client", id);
    Ok(version)
}

/// A value of the history again.
fn wanted_of(value: Option<&Value>) -> Wanted {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match value {
        Some(Value::Object(named)) => Wanted {
            text: named.get("name").and_then(text),
            id: named
                .get("id")
                .and_then(Value::as_str)
                .and_then(|id| Uuid::try_parse(id).ok()),
        },
        other => Wanted {
            text: other.and_then(text),
            id: None,
        },
    }
}

fn value_of(wanted: &Wanted) -> Option<Value> {
    let text = wanted.text.as_ref()?;
    Some(match wanted.id {
        Some(id) => json!({"id": id, "name": text}),
        None => json!(text),
    })
}

/// What the field holds now, as the history keeps it.
fn before(work: &mut Work, client: &Record, field: ClientField) -> Result<Option<Value>, Refused> {
    let id = match field {
        ClientField::Responsible => client.responsible_id,
        ClientField::District => client.district_id,
        ClientField::City => client.city_id,
        _ => None,
    };
    let text = match (field, id) {
        (ClientField::Responsible, Some(id)) => accounts::names(work)?
            .get(&id)
            .map(|p| p.name.clone())
            .unwrap_or_default(),
        _ => change::current(client, field),
    };
    let text = Some(text).filter(|t| !t.is_empty());
    Ok(value_of(&Wanted { text, id }))
}

fn read(work: &mut Work, client: &Record, write: &ClientWrite<'_>) -> Result<Wanted, Refused> {
    let field = write.field;
    let unknown = || {
        let message = Message::new("entry-unknown").text("x", write.choice);
        Refused::from(Refusal::field(field.word(), "unknown_entry", message))
    };
    if !field.is_choice() {
        let text = change::read(client.kind(), field, write.text, write.accepts)?;
        return Ok(Wanted { text, id: None });
    }
    if write.choice.is_empty() && field != ClientField::Kind {
        return Ok(Wanted {
            text: None,
            id: None,
        });
    }
    if field == ClientField::Kind {
        let kind = ClientKind::from_word(write.choice).ok_or_else(unknown)?;
        return Ok(Wanted {
            text: Some(kind.word().to_owned()),
            id: None,
        });
    }
    let id = Uuid::try_parse(write.choice).map_err(|_| unknown())?;
    let name = match field {
        ClientField::Responsible => accounts::people(work)?
            .into_iter()
            .find(|p| p.id == id && p.is_member)
            .map(|p| p.name),
        ClientField::City => directories::entry(work, directories::Kind::City, id)?
            .filter(|e| e.active)
            .map(|e| e.name),
        _ => directories::entry(work, directories::Kind::District, id)?
            .filter(|e| e.active)
            .map(|e| e.name),
    };
    Ok(Wanted {
        text: Some(name.ok_or_else(unknown)?),
        id: Some(id),
    })
}

fn check_conflict(
    work: &mut Work,
    client: &Record,
    write: &ClientWrite<'_>,
) -> Result<(), Refused> {
    if write.version == client.version {
        return Ok(());
    }
    let tab = work.tab.clone();
    let since = history::change_since(
        work,
        SubjectKind::Client,
        client.id,
        write.field.word(),
        write.version,
        tab.as_deref(),
    )?;
    let Some(theirs) = since else {
        return Ok(());
    };
    Err(Refusal::Conflict(Box::new(Conflict {
        field: write.field.word(),
        base: write.base.to_owned(),
        mine: write.text.to_owned(),
        theirs: change::current(client, write.field),
        version: client.version,
        by: theirs.actor,
        at: theirs.at,
    }))
    .into())
}

/// Equal INN and KPP is the same client, so that a second one is merged and not made by an edit.
fn check_number_is_free(
    work: &mut Work,
    client: &Record,
    field: ClientField,
    wanted: &Wanted,
) -> Result<(), Refused> {
    let (inn, kpp) = match field {
        ClientField::Inn => (wanted.text.clone(), client.kpp.clone()),
        ClientField::Kpp => (client.inn.clone(), wanted.text.clone()),
        _ => return Ok(()),
    };
    let Some(inn) = inn else { return Ok(()) };
    queries::lock_inn(work, &inn)?;
    let others = queries::look_alikes(work, Some(&inn), None, None)?;
    let same = others.iter().find(|c| {
        c.id != client.id && c.kpp.clone().unwrap_or_default() == kpp.clone().unwrap_or_default()
    });
    match same {
        Some(other) => {
            let message = Message::new("inn-taken").text("x", other.label());
            Err(Refusal::field(field.word(), "taken", message).into())
        }
        None => Ok(()),
    }
}

fn store(
    work: &mut Work,
    client: &Record,
    field: ClientField,
    wanted: &Wanted,
) -> Result<i64, Refused> {
    let text = wanted.text.as_deref();
    let is_address = matches!(
        field,
        ClientField::District | ClientField::City | ClientField::PostCode | ClientField::Street
    );
    if is_address {
        return Ok(queries::set_address(work, client, field, text, wanted.id)?);
    }
    let names = match field {
        ClientField::Name => text.map(str::to_owned),
        ClientField::LastName | ClientField::FirstName | ClientField::MiddleName => {
            Some(full_name(client, field, text))
        }
        _ => None,
    };
    if let Some(name) = names {
        let key = read_holder(&name).key;
        return Ok(queries::set_name(
            work,
            client.id,
            field,
            text,
            (&name, &key),
        )?);
    }
    Ok(queries::set_field(work, client.id, field, text, wanted.id)?)
}

/// The three names of a person with one of them changed.
fn full_name(client: &Record, field: ClientField, text: Option<&str>) -> String {
    [
        ClientField::LastName,
        ClientField::FirstName,
        ClientField::MiddleName,
    ]
    .into_iter()
    .map(|f| match f == field {
        true => text.unwrap_or_default().to_owned(),
        false => change::current(client, f),
    })
    .filter(|part| !part.is_empty())
    .collect::<Vec<_>>()
    .join(" ")
}
