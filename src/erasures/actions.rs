//! The verb of the room: erase.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use uuid::Uuid;

use super::queries;
use crate::accounts::{Action, Actor, Subject, may};
use crate::clients;
use crate::contacts;
use crate::db::{Announcement, Work};
use crate::history::{self, Change, SubjectKind};
use crate::imports;
use crate::refusal::{Refusal, Refused};
use crate::text::{Locale, Message};

const LONGEST_REASON: usize = 2000;

/// Whose data are erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// A person or sole proprietor, with the contacts of theirs.
    Client,
    Contact,
}

impl Whom {
    pub fn from_word(word: &str) -> Option<Whom> {
        match word {
            "client" => Some(Whom::Client),
            "contact" => Some(Whom::Contact),
            _ => None,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Whom::Client => "client",
            Whom::Contact => "contact",
        }
    }
}

/// The person that an address names: how they are called now, and the client of a contact. A company is no person.
pub fn person(
    work: &mut Work,
    actor: &Actor,
    whom: Whom,
    id: Uuid,
) -> Result<(String, Option<Uuid>), Refused> {
    may(actor, Action::ManageOrganization, Subject::NONE)?;
    match whom {
        Whom::Client => {
            let client = clients::record(work, id)?.ok_or(Refusal::NotFound)?;
            if !client.kind().is_person() {
                return Err(Refusal::NotAllowedNow {
                    code: "no_person",
                    reason: "erasure-no-person".into(),
                    ways_out: Vec::new(),
                }
                .into());
            }
            Ok((client.label().to_owned(), None))
        }
        Whom::Contact => {
            let contact = contacts::find(work, id)?.ok_or(Refusal::NotFound)?;
            Ok((contact.name, contact.client_id))
        }
    }
}

/// Erases who a person was. Sent twice, it is done once.
pub fn erase(
    work: &mut Work,
    actor: &Actor,
    erasure: Uuid,
    (whom, id): (Whom, Uuid),
    reason: &str,
) -> Result<(), Refused> {
    let (_, client) = person(work, actor, whom, id)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::field("reason", "required", "move-reason-needed".into()).into());
    }
    if reason.chars().count() > LONGEST_REASON {
        let message = Message::new("text-too-long").number("n", LONGEST_REASON as i64);
        return Err(Refusal::field("reason", "too_long", message).into());
    }
    if !queries::insert(work, erasure, whom.word(), id, reason)? {
        return Ok(());
    }
    let instead = Locale::Ru.text("erasure-name");
    match whom {
        Whom::Client => erase_client(work, id, &instead)?,
        Whom::Contact => erase_contacts(work, &[id])?,
    }
    let kind = match whom {
        Whom::Client => SubjectKind::Client,
        Whom::Contact => SubjectKind::Contact,
    };
    let version = history::next_version(work, kind, id)?;
    history::record(
        work,
        &[Change {
            kind,
            id,
            version,
            field: "erased",
            from: None,
            to: Some(json!(reason)),
        }],
    )?;
    if let Some(client) = client {
        clients::contacts_changed(work, client)?;
        work.announce_record("client", client);
    }
    work.announce(Announcement::ListChanged);
    Ok(())
}

/// The client, those that were merged into it, their contacts, and the rows of files that they came from.
fn erase_client(work: &mut Work, id: Uuid, instead: &str) -> Result<(), Refused> {
    let ids = queries::with_merged(work, id)?;
    let mut rows: BTreeMap<(Uuid, i32), BTreeSet<i32>> = BTreeMap::new();
    for client in &ids {
        for source in history::sources(work, SubjectKind::Client, *client)? {
            let of_sheet = rows.entry((source.import, source.place)).or_default();
            of_sheet.insert(source.row);
        }
    }
    for ((import, sheet), numbers) in rows {
        imports::forget_rows(work, import, sheet, &numbers)?;
    }
    let contacts = queries::contacts_of(work, &ids)?;
    erase_contacts(work, &contacts)?;
    queries::erase_clients(work, &ids, instead)?;
    queries::erase_history(work, "client", &ids)?;
    for client in &ids {
        work.touch_client(*client);
        work.announce_record("client", *client);
    }
    Ok(())
}

fn erase_contacts(work: &mut Work, ids: &[Uuid]) -> Result<(), Refused> {
    if !ids.is_empty() {
        queries::erase_letters(work, ids)?;
        queries::erase_contacts(work, ids)?;
        queries::erase_history(work, "contact", ids)?;
    }
    Ok(())
}
