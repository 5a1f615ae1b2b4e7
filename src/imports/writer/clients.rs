//! Clients with their addresses and contacts.

use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, Text};
use uuid::Uuid;

use super::{AddressKey, CHUNK, Ctx};
use crate::db::{Work, sql};
use crate::imports::draft::{AddressDraft, ClientDraft, ClientIndex, PhoneDraft};
use crate::refusal::Refused;
use crate::values::names::read_holder;

type SqlUuid = diesel::sql_types::Uuid;
type Texts = Array<Nullable<Text>>;
type Ids = Array<Nullable<SqlUuid>>;

/// The address row of a draft; equal addresses share one, and a later edit gives the row its own.
pub(super) fn address(
    ctx: &mut Ctx<'_>,
    draft: &AddressDraft,
    new: &mut NewAddresses,
) -> Option<Uuid> {
    let post_code = ctx
        .text(draft.post_code)
        .filter(|p| p.len() == 6 && p.bytes().all(|b| b.is_ascii_digit()))
        .unwrap_or_default();
    let key: AddressKey = (
        ctx.word(draft.district),
        ctx.word(draft.city),
        post_code,
        ctx.text(draft.street).unwrap_or_default(),
    );
    if key == (None, None, String::new(), String::new()) {
        return None;
    }
    if let Some(id) = ctx.addresses.get(&key) {
        return Some(*id);
    }
    let id = Uuid::now_v7();
    new.ids.push(id);
    new.districts.push(key.0);
    new.cities.push(key.1);
    new.post_codes
        .push(Some(key.2.clone()).filter(|t| !t.is_empty()));
    new.streets
        .push(Some(key.3.clone()).filter(|t| !t.is_empty()));
    ctx.addresses.insert(key, id);
    Some(id)
}

/// Address rows that are not written yet.
#[derive(Default)]
pub(super) struct NewAddresses {
    ids: Vec<Uuid>,
    districts: Vec<Option<Uuid>>,
    cities: Vec<Option<Uuid>>,
    post_codes: Vec<Option<String>>,
    streets: Vec<Option<String>>,
}

impl NewAddresses {
    pub fn write(self, work: &mut Work) -> Result<(), Refused> {
        if self.ids.is_empty() {
            return Ok(());
        }
        let organization = work.organization();
        sql(
            "INSERT INTO addresses (organization_id, id, district_id, city_id, post_code, street) \
             SELECT $1, x.* FROM unnest($2, $3, $4, $5, $6) AS x",
        )
        .bind::<SqlUuid, _>(organization)
        .bind::<Array<SqlUuid>, _>(self.ids)
        .bind::<Ids, _>(self.districts)
        .bind::<Ids, _>(self.cities)
        .bind::<Texts, _>(self.post_codes)
        .bind::<Texts, _>(self.streets)
        .execute(work.conn())?;
        Ok(())
    }
}

#[derive(Default)]
struct Rows {
    ids: Vec<Uuid>,
    kinds: Vec<Option<String>>,
    names: Vec<Option<String>>,
    short_names: Vec<Option<String>>,
    last_names: Vec<Option<String>>,
    first_names: Vec<Option<String>>,
    middle_names: Vec<Option<String>>,
    name_keys: Vec<Option<String>>,
    other_names: Vec<Option<String>>,
    inns: Vec<Option<String>>,
    kpps: Vec<Option<String>>,
    ogrns: Vec<Option<String>>,
    addresses: Vec<Option<Uuid>>,
    custom: Vec<Option<String>>,
    unread: Vec<Option<String>>,
}

#[derive(Default)]
struct Contacts {
    ids: Vec<Uuid>,
    clients: Vec<Option<Uuid>>,
    names: Vec<Option<String>>,
    positions: Vec<Option<String>>,
    emails: Vec<Option<String>>,
    phones: Vec<Option<String>>,
    /// Arrays of arrays do not go through unnest: joined by a line break, which neither may hold.
    other_names: Vec<Option<String>>,
    other_positions: Vec<Option<String>>,
    more_emails: Vec<Option<String>>,
    more_phones: Vec<Option<String>>,
}

/// Writes the clients that are new; the others are only named.
pub fn write(work: &mut Work, ctx: &mut Ctx<'_>) -> Result<(), Refused> {
    let draft = ctx.draft;
    for (at, chunk) in draft.clients.chunks(CHUNK).enumerate() {
        let (mut rows, mut contacts) = (Rows::default(), Contacts::default());
        let mut new_addresses = NewAddresses::default();
        for (i, client) in chunk.iter().enumerate() {
            let index = ClientIndex((at * CHUNK + i) as u32);
            let id = client.existing.unwrap_or_else(Uuid::now_v7);
            ctx.clients.push(id);
            ctx.client_is_new.push(client.existing.is_none());
            if client.existing.is_some() {
                continue;
            }
            let address = address(ctx, &client.address, &mut new_addresses);
            push_client(ctx, &mut rows, index, client, id, address);
            push_contacts(ctx, &mut contacts, client, id);
        }
        new_addresses.write(work)?;
        insert_clients(work, ctx.import, rows)?;
        insert_contacts(work, ctx.import, contacts)?;
    }
    Ok(())
}

fn unread_name(key: &str) -> &str {
    key
}

fn push_client(
    ctx: &Ctx<'_>,
    rows: &mut Rows,
    index: ClientIndex,
    client: &ClientDraft,
    id: Uuid,
    address: Option<Uuid>,
) {
    let label = ctx.draft.client_label(index).replace('\0', "");
    let name = ctx.text(client.full_name).unwrap_or_else(|| label.clone());
    let name: String = name.chars().take(500).collect();
    let name = if name.is_empty() {
        "—".to_owned()
    } else {
        name
    };
    rows.ids.push(id);
    rows.kinds.push(Some(client.kind.key().to_owned()));
    rows.name_keys.push(Some(read_holder(&label).key));
    rows.names.push(Some(name));
    rows.short_names.push(ctx.text(client.short_name));
    rows.last_names.push(ctx.text(client.last_name));
    rows.first_names.push(ctx.text(client.first_name));
    rows.middle_names.push(ctx.text(client.middle_name));
    rows.other_names.push(ctx.lines(&client.other_names));
    rows.inns.push(ctx.text(client.inn));
    rows.kpps.push(ctx.text(client.kpp));
    rows.ogrns.push(ctx.text(client.ogrn));
    rows.addresses.push(address);
    rows.custom.push(Some(ctx.custom_of_client(index)));
    rows.unread
        .push(Some(ctx.unread(&client.notes, unread_name)));
}

fn insert_clients(work: &mut Work, import: Uuid, rows: Rows) -> Result<(), Refused> {
    if rows.ids.is_empty() {
        return Ok(());
    }
    let organization = work.organization();
    let ids = rows.ids.clone();
    sql("INSERT INTO clients (organization_id, import_id, id, kind, name, short_name, last_name, first_name, \
            middle_name, name_key, inn, kpp, ogrn, address_id, custom, unread, other_names) \
         SELECT $1, $2, x.id, x.kind, x.name, x.short, x.last, x.first, x.middle, x.key, x.inn, x.kpp, x.ogrn, \
            x.address, x.custom::jsonb, x.unread::jsonb, \
            coalesce(string_to_array(x.others, E'\\n'), '{}') \
         FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
            AS x (id, kind, name, short, last, first, middle, key, inn, kpp, ogrn, address, custom, unread, others)")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(import)
        .bind::<Array<SqlUuid>, _>(rows.ids)
        .bind::<Texts, _>(rows.kinds)
        .bind::<Texts, _>(rows.names)
        .bind::<Texts, _>(rows.short_names)
        .bind::<Texts, _>(rows.last_names)
        .bind::<Texts, _>(rows.first_names)
        .bind::<Texts, _>(rows.middle_names)
        .bind::<Texts, _>(rows.name_keys)
        .bind::<Texts, _>(rows.inns)
        .bind::<Texts, _>(rows.kpps)
        .bind::<Texts, _>(rows.ogrns)
        .bind::<Ids, _>(rows.addresses)
        .bind::<Texts, _>(rows.custom)
        .bind::<Texts, _>(rows.unread)
        .bind::<Texts, _>(rows.other_names)
        .execute(work.conn())?;
    super::kept::made(work, import, "client", &ids)?;
    // Where search finds them; contacts follow in the same transaction and are part of the text.
    work.touch_new_clients(ids);
    Ok(())
}

fn phone(ctx: &Ctx<'_>, phone: &PhoneDraft) -> Option<String> {
    let number = ctx.text(phone.e164)?;
    Some(match ctx.text(phone.extension) {
        Some(extension) => format!("{number};ext={extension}"),
        None => number,
    })
}

fn push_contacts(ctx: &Ctx<'_>, contacts: &mut Contacts, client: &ClientDraft, id: Uuid) {
    let mut named_phones = Vec::new();
    let mut named_emails = Vec::new();
    for contact in &client.contacts {
        let phones: Vec<String> = contact
            .phones
            .iter()
            .filter_map(|p| phone(ctx, p))
            .collect();
        let emails: Vec<String> = contact.emails.iter().filter_map(|e| ctx.text(*e)).collect();
        named_phones.extend(phones.iter().cloned());
        named_emails.extend(emails.iter().cloned());
        let name = ctx.text(contact.name).unwrap_or_default();
        contacts.other_names.push(ctx.lines(&contact.other_names));
        contacts
            .other_positions
            .push(ctx.lines(&contact.other_positions));
        push_contact(
            contacts,
            id,
            name,
            ctx.text(contact.position),
            phones,
            emails,
        );
    }
    // Phones and addresses that stood beside no name belong to the client as a whole.
    let phones: Vec<String> = client
        .phones
        .iter()
        .filter_map(|p| phone(ctx, p))
        .filter(|p| !named_phones.contains(p))
        .collect();
    let emails: Vec<String> = client
        .emails
        .iter()
        .filter_map(|e| ctx.text(*e))
        .filter(|e| !named_emails.contains(e))
        .collect();
    if !phones.is_empty() || !emails.is_empty() {
        contacts.other_names.push(None);
        contacts.other_positions.push(None);
        push_contact(contacts, id, String::new(), None, phones, emails);
    }
}

fn push_contact(
    contacts: &mut Contacts,
    client: Uuid,
    name: String,
    position: Option<String>,
    phones: Vec<String>,
    emails: Vec<String>,
) {
    let rest = |all: &[String]| {
        all.get(1..)
            .filter(|rest| !rest.is_empty())
            .map(|rest| rest.join("\n"))
    };
    contacts.ids.push(Uuid::now_v7());
    contacts.clients.push(Some(client));
    contacts.names.push(Some(name));
    contacts.positions.push(position);
    contacts.more_emails.push(rest(&emails));
    contacts.more_phones.push(rest(&phones));
    contacts.emails.push(emails.into_iter().next());
    contacts.phones.push(phones.into_iter().next());
}

fn insert_contacts(work: &mut Work, import: Uuid, rows: Contacts) -> Result<(), Refused> {
    let Some(owner) = work.user().filter(|_| !rows.ids.is_empty()) else {
        return Ok(());
    };
    let organization = work.organization();
    sql("INSERT INTO contacts (organization_id, import_id, owner_id, id, client_id, name, position, email, phone, \
            more_emails, more_phones, other_names, other_positions) \
         SELECT $1, $2, $3, x.id, x.client, x.name, x.position, x.email, x.phone, \
            coalesce(string_to_array(x.emails, E'\\n'), '{}'), coalesce(string_to_array(x.phones, E'\\n'), '{}'), \
            coalesce(string_to_array(x.names, E'\\n'), '{}'), coalesce(string_to_array(x.positions, E'\\n'), '{}') \
         FROM unnest($4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
            AS x (id, client, name, position, email, phone, emails, phones, names, positions)")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(import)
        .bind::<SqlUuid, _>(owner)
        .bind::<Array<SqlUuid>, _>(rows.ids)
        .bind::<Ids, _>(rows.clients)
        .bind::<Texts, _>(rows.names)
        .bind::<Texts, _>(rows.positions)
        .bind::<Texts, _>(rows.emails)
        .bind::<Texts, _>(rows.phones)
        .bind::<Texts, _>(rows.more_emails)
        .bind::<Texts, _>(rows.more_phones)
        .bind::<Texts, _>(rows.other_names)
        .bind::<Texts, _>(rows.other_positions)
        .execute(work.conn())?;
    Ok(())
}
