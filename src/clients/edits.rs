//! Changing one fact of a client: load → may? → read → conflict? → write → record → announce.

use serde_json::{Value, json};
use uuid::Uuid;

use super::change::{self, ClientField};
use super::model::{ClientKind, Record};
use super::queries;
use crate::accounts::{self, Action, Actor, Subject, may};
use crate::db::Work;
use crate::directories;
use crate::history::{self, Change, Others, SubjectKind};
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
    let (client, is_merged) = locked(work, id)?;
    may(actor, Action::ChangeRegister, whose(&client, actor))?;
    if !write.field.is_of(client.kind()) {
        return Err(Refusal::NotFound.into());
    }
    let wanted = read(work, &client, write)?;
    let before = before(work, &client, write.field)?;
    if before == value_of(&wanted) {
        return Ok(client.version);
    }
    match is_merged {
        true => check_seen(work, &client, write, before.as_ref())?,
        false => check_conflict(work, &client, write)?,
    }
    write_value(work, &client, write.field, before, &wanted)
}

/// The client, or the one that it was merged into, locked; and whether it was.
fn locked(work: &mut Work, id: Uuid) -> Result<(Record, bool), Refused> {
    let now = match queries::lock(work, id)? {
        Some(id) => id,
        None => {
            let now = history::alias_of(work, SubjectKind::Client, id)?;
            let now = now.ok_or(Refusal::NotFound)?;
            queries::lock(work, now)?.ok_or(Refusal::NotFound)?
        }
    };
    let client = queries::record(work, now)?.ok_or(Refusal::NotFound)?;
    Ok((client, now != id))
}

/// A page from before a merge shows the client that went: what it showed of the field must be what the one that
/// stays has. Versions of the two say nothing of each other.
fn check_seen(
    work: &mut Work,
    client: &Record,
    write: &ClientWrite<'_>,
    now: Option<&Value>,
) -> Result<(), Refused> {
    let theirs = now.map(text_of).unwrap_or_default();
    if theirs == write.base {
        return Ok(());
    }
    let at = work.now();
    Err(Refusal::Conflict(Box::new(Conflict {
        field: write.field.word(),
        base: write.base.to_owned(),
        mine: write.text.to_owned(),
        theirs,
        version: client.version,
        by: None,
        at,
    }))
    .into())
}

/// Writes a value that was judged: number free? → write → record → announce.
fn write_value(
    work: &mut Work,
    client: &Record,
    field: ClientField,
    before: Option<Value>,
    wanted: &Wanted,
) -> Result<i64, Refused> {
    check_number_is_free(work, client, field, wanted)?;
    work.begin_act("cell");
    let version = store(work, client, field, wanted)?;
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Client,
            id: client.id,
            version,
            field: field.word(),
            from: before,
            to: value_of(wanted),
        }],
    )?;
    work.touch_client(client.id);
    work.announce_record("client", client.id);
    Ok(version)
}

/// A value of the history in words.
fn text_of(value: &Value) -> String {
    let named = value.get("name").unwrap_or(value);
    named.as_str().unwrap_or_default().to_owned()
}

/// What a field holds now, as the history keeps it.
pub fn value_now(
    work: &mut Work,
    client: &Record,
    field: ClientField,
) -> Result<Option<Value>, Refused> {
    before(work, client, field)
}

/// Puts a value of the history back: an ordinary change, under the rights and rules of one.
pub fn put_value_back(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    field: ClientField,
    value: Option<&Value>,
    seen: i64,
) -> Result<i64, Refused> {
    let text = value.map(text_of).unwrap_or_default();
    let choice = match value.and_then(|v| v.get("id")) {
        Some(id) => id.as_str().unwrap_or_default().to_owned(),
        None => text.clone(),
    };
    let write = ClientWrite {
        field,
        text: &text,
        choice: &choice,
        base: "",
        version: seen,
        // It stood there.
        accepts: true,
    };
    change_client(work, actor, id, &write)
}

/// Takes one's own change of a field back: what the act made of `from` and `to` at a version. What others changed
/// since stays.
pub fn reverse_field(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    field: ClientField,
    version: i64,
    (from, to): (Option<&Value>, Option<&Value>),
) -> Result<i64, Refused> {
    let (client, is_merged) = locked(work, id)?;
    may(actor, Action::ChangeRegister, whose(&client, actor))?;
    let others = Others::People(actor.user);
    let since = history::changes_since(work, SubjectKind::Client, &[(id, version)], others)?;
    if is_merged || since.contains_key(&(id, field.word().to_owned())) {
        return Err(changed_since("act-changed-by-others"));
    }
    let before = before(work, &client, field)?;
    if before.as_ref() != to.filter(|v| !v.is_null()) {
        return Err(changed_since("act-changed-later"));
    }
    let text = from.map(text_of).unwrap_or_default();
    let named = from.and_then(|v| v.get("id")?.as_str());
    let wanted = match named {
        Some(id) => read_choice(work, field, id, &text)?,
        None => Wanted {
            text: Some(text).filter(|t| !t.is_empty()),
            id: None,
        },
    };
    write_value(work, &client, field, before, &wanted)
}

fn changed_since(reason: &'static str) -> Refused {
    Refusal::NotAllowedNow {
        code: "changed_since",
        reason: Message::new(reason),
        ways_out: Vec::new(),
    }
    .into()
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
        let kind = ClientKind::from_word(write.choice);
        let kind = kind.ok_or_else(|| unknown(field, write.choice))?;
        return Ok(Wanted {
            text: Some(kind.word().to_owned()),
            id: None,
        });
    }
    let shown = match write.text {
        "" => write.choice,
        text => text,
    };
    read_choice(work, field, write.choice, shown)
}

fn unknown(field: ClientField, shown: &str) -> Refused {
    let message = Message::new("entry-unknown").text("x", shown);
    Refusal::field(field.word(), "unknown_entry", message).into()
}

/// An entry or a person by its id, while it can be chosen.
fn read_choice(
    work: &mut Work,
    field: ClientField,
    choice: &str,
    shown: &str,
) -> Result<Wanted, Refused> {
    let id = Uuid::try_parse(choice).map_err(|_| unknown(field, shown))?;
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
        text: Some(name.ok_or_else(|| unknown(field, shown))?),
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
    let others = queries::look_alikes(work, (Some(&inn), None), None, None)?;
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
