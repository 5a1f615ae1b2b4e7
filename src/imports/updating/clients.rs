//! Values of clients that were here before the import.

use uuid::Uuid;

use super::entry_of;
use crate::db::Work;
use crate::imports::comparing::{CLIENT, Difference, NewValue};
use crate::imports::draft::{ClientIndex, ContactDraft, Draft, PhoneDraft};
use crate::imports::queries;
use crate::imports::queries::{ClientColumn, NewContact};
use crate::refusal::Refused;

/// Writes one value.
pub(super) fn write(
    work: &mut Work,
    draft: &Draft,
    difference: &Difference,
) -> Result<(), Refused> {
    let id = difference.id;
    match &difference.value {
        NewValue::Custom(label, value) => {
            queries::set_custom(work, CLIENT, id, label, Some(value))?;
        }
        NewValue::Contact(client, place) => add_contact(work, draft, id, *client, *place)?,
        NewValue::Text(text) => {
            if let Some(column) = ClientColumn::from_key(&difference.field) {
                queries::set_client(work, id, column, Some(text), None)?;
            }
        }
        NewValue::Word(word) => {
            let entry = entry_of(work, draft, *word)?;
            if let (Some(column), Some(entry)) = (ClientColumn::from_key(&difference.field), entry)
            {
                queries::set_client(work, id, column, Some(&difference.there), Some(entry))?;
            }
        }
        NewValue::Client(_) => {}
    }
    work.touch_client(id);
    Ok(())
}

/// A contact of the file that the client has not: with the numbers that it has not.
fn add_contact(
    work: &mut Work,
    draft: &Draft,
    id: Uuid,
    client: ClientIndex,
    place: usize,
) -> Result<(), Refused> {
    let of_file = &draft.clients[client.0 as usize];
    let own = ContactDraft {
        phones: of_file.phones.clone(),
        emails: of_file.emails.clone(),
        ..ContactDraft::default()
    };
    let contact = of_file.contacts.get(place).unwrap_or(&own);
    let known = queries::reached(work, id)?;
    let is_new = |text: &String| {
        !known
            .iter()
            .any(|k| k == text.split(';').next().unwrap_or(""))
    };
    let phones = contact
        .phones
        .iter()
        .map(|p| phone(draft, p))
        .filter(is_new);
    let emails = contact
        .emails
        .iter()
        .map(|e| draft.text(*e).to_owned())
        .filter(is_new);
    let contact = NewContact {
        client: id,
        name: draft.text(contact.name).to_owned(),
        position: draft.some_text(contact.position).map(str::to_owned),
        phones: phones.collect(),
        emails: emails.collect(),
    };
    if contact.name.is_empty() && contact.phones.is_empty() && contact.emails.is_empty() {
        return Ok(());
    }
    Ok(queries::add_contact(work, &contact)?)
}

fn phone(draft: &Draft, phone: &PhoneDraft) -> String {
    let number = draft.text(phone.e164);
    match draft.some_text(phone.extension) {
        Some(extension) => format!("{number};ext={extension}"),
        None => number.to_owned(),
    }
}
