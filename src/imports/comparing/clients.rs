//! Clients of the file beside those of the organization.

use super::{CLIENT, Found, Here, NewValue, Record, Tally};
use crate::imports::draft::{ClientDraft, ClientIndex, Entity};
use crate::values::names::read_holder;
use crate::values::text::fold;

/// Compares all clients that were found here.
pub(super) fn compare_all(found: &mut Found<'_>, here: &Here) -> Tally {
    let mut tally = Tally::default();
    let draft = found.draft;
    let columns = draft.custom_columns();
    for (i, client) in draft.clients.iter().enumerate() {
        let record = client
            .existing
            .and_then(|id| Some((id, here.clients.get(&id)?)));
        let Some((id, known)) = record else { continue };
        let index = ClientIndex(i as u32);
        let record = Record {
            kind: CLIENT,
            id,
            here: known,
            source: client.sources.first().copied(),
        };
        let before = found.differences.len();
        compare(found, &record, client);
        compare_name(found, &record, client, index);
        let cells = draft.custom_of_client(&columns, index);
        found.custom(&record, cells);
        compare_contacts(found, &record, client, index);
        found.tally(&mut tally, before);
    }
    tally
}

fn compare(found: &mut Found<'_>, record: &Record<'_>, client: &ClientDraft) {
    let draft = found.draft;
    for (field, text) in [
        ("client.inn", client.inn),
        ("client.kpp", client.kpp),
        ("client.ogrn", client.ogrn),
    ] {
        found.text(record, field, draft.text(text));
    }
    // In a list of projects the address is that of the project.
    let mut sheets = client.sources.iter().map(|s| usize::from(s.sheet));
    if sheets.any(|s| draft.plan.sheets[s].main_entity() == Entity::Client) {
        compare_address(found, record, client);
    }
}

fn compare_address(found: &mut Found<'_>, record: &Record<'_>, client: &ClientDraft) {
    let draft = found.draft;
    found.text(record, "client.street", draft.text(client.address.street));
    let post_code = draft.text(client.address.post_code);
    if post_code.len() == 6 && post_code.bytes().all(|b| b.is_ascii_digit()) {
        found.text(record, "client.post_code", post_code);
    }
    found.word(record, "client.district", client.address.district);
    found.word(record, "client.city", client.address.city);
}

/// A name that none of the record's own spellings is.
fn compare_name(
    found: &mut Found<'_>,
    record: &Record<'_>,
    client: &ClientDraft,
    index: ClientIndex,
) {
    let known: Vec<String> = record
        .here
        .list("names")
        .map(|n| read_holder(n).key)
        .collect();
    let draft = found.draft;
    let label = draft.client_label(index);
    let mut spellings = client.other_names.iter().map(|t| draft.text(*t));
    let is_known = known.contains(&read_holder(&label).key)
        || spellings.any(|s| known.contains(&read_holder(s).key));
    if !is_known {
        found.text(record, "client.name", &label);
    }
}

/// Contacts with a number or an address that the client has not.
fn compare_contacts(
    found: &mut Found<'_>,
    record: &Record<'_>,
    client: &ClientDraft,
    index: ClientIndex,
) {
    let draft = found.draft;
    let known: Vec<String> = record.here.list("reached").map(fold).collect();
    let names: Vec<String> = record.here.list("contacts").map(fold).collect();
    let mut told: Vec<String> = Vec::new();
    let mut contacts = client.contacts.clone();
    contacts.push(crate::imports::draft::ContactDraft {
        phones: client.phones.clone(),
        emails: client.emails.clone(),
        ..Default::default()
    });
    for (place, contact) in contacts.iter().enumerate() {
        let reached = contact.phones.iter().map(|p| p.e164);
        let new: Vec<String> = reached
            .chain(contact.emails.iter().copied())
            .map(|t| draft.text(t).to_owned())
            .filter(|t| !t.is_empty() && !known.contains(&fold(t)) && !told.contains(t))
            .collect();
        let name = draft.text(contact.name);
        let mut spellings = contact.other_names.iter().map(|t| fold(draft.text(*t)));
        let is_named =
            name.is_empty() || names.contains(&fold(name)) || spellings.any(|s| names.contains(&s));
        if new.is_empty() && is_named {
            continue;
        }
        told.extend(new.iter().cloned());
        let shown = std::iter::once(name.to_owned()).chain(new);
        let shown: Vec<String> = shown.filter(|t| !t.is_empty()).collect();
        let shown = shown.join(", ");
        let field = "client.contact";
        let value = NewValue::Contact(index, place);
        found.add(record, field, String::new(), shown, value);
    }
}
