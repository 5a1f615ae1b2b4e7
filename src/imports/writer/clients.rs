//! Clients with their addresses and contacts.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, Text};
use uuid::Uuid;

use super::beside::{Content, Searchable};
use super::{AddressKey, CHUNK, Ctx};
use crate::contacts;
use crate::db::{Work, sql};
use crate::imports::draft::{AddressDraft, ClientDraft, ClientIndex, Draft, PhoneDraft};
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
    pub fn write(&self, work: &mut Work) -> Result<(), Refused> {
        if self.ids.is_empty() {
            return Ok(());
        }
        let organization = work.organization();
        sql(
            "INSERT INTO addresses (organization_id, id, district_id, city_id, post_code, street) \
             SELECT $1, x.* FROM unnest($2, $3, $4, $5, $6) AS x",
        )
        .bind::<SqlUuid, _>(organization)
        .bind::<Array<SqlUuid>, _>(&self.ids)
        .bind::<Ids, _>(&self.districts)
        .bind::<Ids, _>(&self.cities)
        .bind::<Texts, _>(&self.post_codes)
        .bind::<Texts, _>(&self.streets)
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
    sources: Vec<Option<String>>,
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

/// Some clients ready to be written, with what hangs on them.
#[derive(Default)]
pub(super) struct Batch {
    addresses: NewAddresses,
    rows: Rows,
    contacts: Contacts,
    pub search: Searchable,
    /// The people to talk to, as search finds them.
    pub people: Searchable,
}

impl Batch {
    /// Clients from `at` on: those that are new; the others are only named.
    pub fn build(ctx: &mut Ctx<'_>, at: usize) -> Batch {
        let mut batch = Batch::default();
        let draft = ctx.draft;
        for (i, client) in draft.clients.iter().enumerate().skip(at).take(CHUNK) {
            let index = ClientIndex(i as u32);
            let id = client.existing.unwrap_or_else(Uuid::now_v7);
            ctx.clients.push(id);
            if client.existing.is_some() {
                continue;
            }
            let address = address(ctx, &client.address, &mut batch.addresses);
            push_client(ctx, &mut batch.rows, index, client, id, address);
            let from = batch.contacts.ids.len();
            push_contacts(ctx, &mut batch.contacts, client, id);
            batch.search.ids.push(id);
            batch.search.contents.push(batch.searched(from));
            batch.push_people(from);
        }
        batch
    }

    /// What search finds of the last client, as `clients` makes it of stored rows.
    fn searched(&self, from: usize) -> String {
        let last = self.rows.ids.len() - 1;
        let (rows, contacts) = (&self.rows, &self.contacts);
        let mut content = Content::default();
        for own in [&rows.names, &rows.short_names, &rows.inns, &rows.ogrns] {
            content.add(own[last].as_deref());
        }
        for i in from..contacts.ids.len() {
            for list in [&contacts.names, &contacts.emails, &contacts.phones] {
                content.add(list[i].as_deref());
            }
            let more = contacts.more_phones[i].as_deref().unwrap_or_default();
            content.add(Some(&more.replace('\n', " ")));
        }
        content.done()
    }

    /// What search finds of the last client's contacts, as `contacts` makes it of stored rows.
    fn push_people(&mut self, from: usize) {
        for at in from..self.contacts.ids.len() {
            let mut content = Content::default();
            content.add(self.contacts.names[at].as_deref());
            content.add(self.contacts.emails[at].as_deref());
            self.people.ids.push(self.contacts.ids[at]);
            self.people.contents.push(content.done());
        }
    }

    /// Writes them.
    pub fn write(&self, work: &mut Work, import: Uuid) -> Result<(), Refused> {
        self.addresses.write(work)?;
        insert_clients(work, import, &self.rows)?;
        insert_contacts(work, import, &self.contacts)
    }
}

/// The key of a field in the texts that could not be read is the field's own.
fn unread_name(key: &str) -> &str {
    key
}

/// The name of a client as it is stored.
fn full_name(ctx: &Ctx<'_>, client: &ClientDraft, label: &str) -> String {
    let name = ctx.text(client.full_name);
    let name: String = name.as_deref().unwrap_or(label).chars().take(500).collect();
    if name.is_empty() {
        "—".to_owned()
    } else {
        name
    }
}

impl Ctx<'_> {
    /// Name and INN of a client as the register shows them.
    pub fn client_shown(&self, index: ClientIndex) -> (String, String) {
        let client = &self.draft.clients[index.0 as usize];
        if let Some(id) = client.existing {
            return self.known.get(&id).cloned().unwrap_or_default();
        }
        let short = self.text(client.short_name);
        let name = short.unwrap_or_else(|| {
            let label = self.draft.client_label(index).replace('\0', "");
            full_name(self, client, &label)
        });
        (name, self.text(client.inn).unwrap_or_default())
    }
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
    let name = full_name(ctx, client, &label);
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
    rows.sources.push(super::kept::source_rows(&client.sources));
}

fn insert_clients(work: &mut Work, import: Uuid, rows: &Rows) -> Result<(), Refused> {
    if rows.ids.is_empty() {
        return Ok(());
    }
    let organization = work.organization();
    sql("INSERT INTO clients (organization_id, import_id, id, kind, name, short_name, last_name, first_name, \
            middle_name, name_key, inn, kpp, ogrn, address_id, custom, unread, other_names, source_rows) \
         SELECT $1, $2, x.id, x.kind, x.name, x.short, x.last, x.first, x.middle, x.key, x.inn, x.kpp, x.ogrn, \
            x.address, x.custom::jsonb, x.unread::jsonb, \
            coalesce(string_to_array(x.others, E'\\n'), '{}'), x.sources::bigint[] \
         FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) AS x (id, kind, name, \
            short, last, first, middle, key, inn, kpp, ogrn, address, custom, unread, others, sources)")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(import)
        .bind::<Array<SqlUuid>, _>(&rows.ids)
        .bind::<Texts, _>(&rows.kinds)
        .bind::<Texts, _>(&rows.names)
        .bind::<Texts, _>(&rows.short_names)
        .bind::<Texts, _>(&rows.last_names)
        .bind::<Texts, _>(&rows.first_names)
        .bind::<Texts, _>(&rows.middle_names)
        .bind::<Texts, _>(&rows.name_keys)
        .bind::<Texts, _>(&rows.inns)
        .bind::<Texts, _>(&rows.kpps)
        .bind::<Texts, _>(&rows.ogrns)
        .bind::<Ids, _>(&rows.addresses)
        .bind::<Texts, _>(&rows.custom)
        .bind::<Texts, _>(&rows.unread)
        .bind::<Texts, _>(&rows.other_names)
        .bind::<Texts, _>(&rows.sources)
        .execute(work.conn())?;
    super::kept::made(work, import, "client", &rows.ids)
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

fn insert_contacts(work: &mut Work, import: Uuid, rows: &Contacts) -> Result<(), Refused> {
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
        .bind::<Array<SqlUuid>, _>(&rows.ids)
        .bind::<Ids, _>(&rows.clients)
        .bind::<Texts, _>(&rows.names)
        .bind::<Texts, _>(&rows.positions)
        .bind::<Texts, _>(&rows.emails)
        .bind::<Texts, _>(&rows.phones)
        .bind::<Texts, _>(&rows.more_emails)
        .bind::<Texts, _>(&rows.more_phones)
        .bind::<Texts, _>(&rows.other_names)
        .bind::<Texts, _>(&rows.other_positions)
        .execute(work.conn())?;
    // Search gets them on the second connection.
    Ok(contacts::count(work, &rows.ids, 1)?)
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    inn: String,
}

/// Names and INN of the clients that were there before.
pub(super) fn known(
    work: &mut Work,
    draft: &Draft,
) -> Result<HashMap<Uuid, (String, String)>, Refused> {
    let ids: Vec<Uuid> = draft.clients.iter().filter_map(|c| c.existing).collect();
    let organization = work.organization();
    let rows: Vec<Known> = sql(
        "SELECT id, coalesce(short_name, name) AS name, coalesce(inn, '') AS inn FROM clients \
         WHERE organization_id = $1 AND id = ANY ($2)",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Array<SqlUuid>, _>(ids)
    .load(work.conn())?;
    Ok(rows.into_iter().map(|r| (r.id, (r.name, r.inn))).collect())
}
