//! Fills clients from rows: names, numbers, address, contacts. The first value of a field stays; others of
//! the file are kept beside it.

use super::identity::{Identities, NO_NAME, is_nothing};
use super::joiner::{Joiner, note};
use super::records::DataRow;
use crate::imports::draft::{
    CellRef, ClientIndex, ClientKind, ContactDraft, Field, NoteDraft, NoteKind, PhoneDraft,
    ProblemKind, Text,
};
use crate::imports::reading::Value;
use crate::imports::understanding::closed_words::{kind_of, read_client_kind};
use crate::imports::understanding::contacts::{
    ContactsReading, read_contacts, read_name_and_position,
};
use crate::imports::understanding::grid::is_empty;
use crate::values::names::{HolderName, read_form, read_holder};
use crate::values::people::{PersonName, read_person};
use crate::values::registry_numbers::{
    InnError, OgrnError, kpp_is_valid, read_inn, read_kpp, read_ogrn,
};
use crate::values::text::fold;

impl Joiner<'_> {
    /// Adds what a row says of its client.
    pub fn client_of_row(&mut self, data: DataRow<'_, '_>, identities: &Identities) {
        let Some(index) = data.client else {
            self.numbers_without_client(data);
            return;
        };
        let client = &mut self.draft.clients[index.0 as usize];
        if client.sources.last() != Some(&data.identity.source) {
            client.sources.push(data.identity.source);
        }
        if data.identity.name != NO_NAME {
            let known = &identities.names[data.identity.name as usize];
            self.add_name(index, known.text, &known.holder, data);
        }
        if data.identity.shifted {
            return;
        }
        self.add_full_name(index, data);
        self.add_kind(index, data);
        let mut notes = Vec::new();
        self.add_inn(index, data, &mut notes);
        self.add_ogrn(index, data, &mut notes);
        self.add_kpp(index, data, &mut notes);
        self.add_address(index, data, &mut notes);
        self.add_contacts(index, data, &mut notes);
        self.draft.clients[index.0 as usize].notes.extend(notes);
    }

    /// Contacts of a row without a client are kept as they stand.
    fn numbers_without_client(&mut self, data: DataRow<'_, '_>) {
        for field in Field::ALL
            .iter()
            .filter(|f| f.entity() == crate::imports::draft::Entity::Client)
        {
            for col in data.context.columns(*field) {
                let value = data.row.value(*col);
                if !is_empty(value) && !matches!(value, Value::Error(_)) {
                    let raw = self.raw_of(value);
                    let at = data.context.cell(data.row.number(), *col);
                    self.draft
                        .loose_notes
                        .push(note(NoteKind::Rest, at, Some(*field), raw));
                }
            }
        }
    }

    fn client(&mut self, index: ClientIndex) -> &mut crate::imports::draft::ClientDraft {
        &mut self.draft.clients[index.0 as usize]
    }

    fn add_name(
        &mut self,
        index: ClientIndex,
        text: Text,
        holder: &HolderName,
        data: DataRow<'_, '_>,
    ) {
        let known = self.client(index).other_names.contains(&text);
        if known {
            return;
        }
        self.client(index).other_names.push(text);
        let form_cell = data.value(Field::ClientForm);
        let form_kind = if is_empty(form_cell) {
            None
        } else {
            read_form(&self.shown(form_cell)).map(|f| f.1)
        };
        if let Some(kind) = form_kind.or(holder.kind) {
            self.see_kind(index, kind_of(kind));
        }
        if let Some(person) = &holder.person {
            self.see_person(index, person);
        }
    }

    /// A seen kind is firmer than a guessed one; a sole proprietor is firmer than a person.
    fn see_kind(&mut self, index: ClientIndex, kind: ClientKind) {
        let client = self.client(index);
        let firmer = !client.kind_seen
            || (client.kind == ClientKind::Person && kind == ClientKind::SoleProprietor);
        if firmer {
            client.kind = kind;
            client.kind_seen = true;
        }
    }

    fn see_person(&mut self, index: ClientIndex, person: &PersonName) {
        let client = &self.draft.clients[index.0 as usize];
        let known = PersonName {
            last: self.str(client.last_name).to_owned(),
            first: self.str(client.first_name).to_owned(),
            middle: self.str(client.middle_name).to_owned(),
        };
        if person.completeness() > known.completeness() {
            let parts = [&person.last, &person.first, &person.middle].map(|p| self.own(p));
            let client = self.client(index);
            [client.last_name, client.first_name, client.middle_name] = parts;
        }
    }

    fn add_full_name(&mut self, index: ClientIndex, data: DataRow<'_, '_>) {
        let text = self.plain(data.value(Field::ClientFullName));
        if text.is_none() {
            return;
        }
        let holder = read_holder(self.str(text));
        if let Some(kind) = holder.kind {
            self.see_kind(index, kind_of(kind));
        }
        if let Some(person) = &holder.person {
            self.see_person(index, person);
        }
        if self.client(index).full_name.is_none() {
            self.client(index).full_name = text;
        } else if !self.client(index).other_names.contains(&text) {
            self.client(index).other_names.push(text);
        }
    }

    fn add_kind(&mut self, index: ClientIndex, data: DataRow<'_, '_>) {
        let value = data.value(Field::ClientKind);
        if is_empty(value) || matches!(value, Value::Error(_)) {
            return;
        }
        match read_client_kind(&self.shown(value)) {
            Some(kind) => self.see_kind(index, kind),
            None => {
                let raw = self.raw_of(value);
                let at = data.cell(Field::ClientKind);
                self.client(index).notes.push(note(
                    NoteKind::Rest,
                    at,
                    Some(Field::ClientKind),
                    raw,
                ));
            }
        }
    }

    fn add_inn(&mut self, index: ClientIndex, data: DataRow<'_, '_>, notes: &mut Vec<NoteDraft>) {
        let cell = data.read(Field::Inn);
        if is_empty(cell.value)
            || matches!(cell.value, Value::Error(_))
            || !data.own_value(Field::Inn)
        {
            return;
        }
        let shown = self.shown(cell.value).into_owned();
        match read_inn(&shown) {
            Ok(reading) => {
                let text = self.own(&reading.inn);
                if reading.restored_zero {
                    let raw = self.raw_of(cell.value);
                    self.problem_with(
                        ProblemKind::InnLostZero,
                        cell.at,
                        Some(Field::Inn),
                        raw,
                        text,
                    );
                }
                if !reading.others.is_empty() {
                    let raw = self.raw_of(cell.value);
                    self.problem_with(
                        ProblemKind::InnTwoInCell,
                        cell.at,
                        Some(Field::Inn),
                        raw,
                        text,
                    );
                    notes.push(note(NoteKind::Unread, cell.at, Some(Field::Inn), raw));
                }
                if self.client(index).inn.is_none() {
                    self.client(index).inn = text;
                }
                if let Some(kpp) = reading.kpp {
                    self.set_kpp(index, &kpp, cell.at);
                }
            }
            Err(_) if is_nothing(&shown) => {}
            Err(e) => {
                let kind = match e {
                    InnError::BadChecksum { .. } => ProblemKind::InnBadChecksum,
                    InnError::BadLength { .. } => ProblemKind::InnBadLength,
                    InnError::Scientific => ProblemKind::InnScientific,
                    InnError::NoDigits => ProblemKind::InnNotNumber,
                };
                self.unread(kind, cell, notes);
            }
        }
    }

    fn add_ogrn(&mut self, index: ClientIndex, data: DataRow<'_, '_>, notes: &mut Vec<NoteDraft>) {
        let cell = data.read(Field::Ogrn);
        if is_empty(cell.value)
            || matches!(cell.value, Value::Error(_))
            || !data.own_value(Field::Ogrn)
        {
            return;
        }
        let shown = self.shown(cell.value).into_owned();
        match read_ogrn(&shown) {
            Ok(ogrn) if self.client(index).ogrn.is_none() => {
                let text = self.own(&ogrn);
                self.client(index).ogrn = text;
                if ogrn.len() == 15 {
                    self.see_kind(index, ClientKind::SoleProprietor);
                }
            }
            Ok(ogrn) => {
                let known = self.draft.clients[index.0 as usize].ogrn;
                if self.str(known) != ogrn {
                    let raw = self.raw_of(cell.value);
                    notes.push(note(NoteKind::Rest, cell.at, Some(Field::Ogrn), raw));
                }
            }
            Err(_) if is_nothing(&shown) => {}
            Err(OgrnError::BadChecksum { .. } | OgrnError::AnotherEntry { .. }) => {
                self.unread(ProblemKind::OgrnBadChecksum, cell, notes);
            }
            Err(_) => self.unread(ProblemKind::OgrnBadLength, cell, notes),
        }
    }

    fn add_kpp(&mut self, index: ClientIndex, data: DataRow<'_, '_>, notes: &mut Vec<NoteDraft>) {
        let cell = data.read(Field::Kpp);
        if is_empty(cell.value)
            || matches!(cell.value, Value::Error(_))
            || !data.own_value(Field::Kpp)
        {
            return;
        }
        let shown = self.shown(cell.value).into_owned();
        match read_kpp(&shown) {
            Some(kpp) => self.set_kpp(index, &kpp, cell.at),
            None if is_nothing(&shown) => {}
            None => self.unread(ProblemKind::KppBad, cell, notes),
        }
    }

    /// Two KPP under one INN are one client until a person says otherwise.
    fn set_kpp(&mut self, index: ClientIndex, kpp: &str, at: CellRef) {
        debug_assert!(kpp_is_valid(kpp));
        let known = self.draft.clients[index.0 as usize].kpp;
        let text = self.own(kpp);
        if known.is_none() {
            self.client(index).kpp = text;
        } else if self.str(known) != kpp {
            self.problem_with(ProblemKind::KppDiffers, at, Some(Field::Kpp), text, known);
            self.client(index)
                .notes
                .push(note(NoteKind::Rest, at, Some(Field::Kpp), text));
        }
    }

    fn add_contacts(
        &mut self,
        index: ClientIndex,
        data: DataRow<'_, '_>,
        notes: &mut Vec<NoteDraft>,
    ) {
        let mut contact = self.named_contact(index, data, notes);
        for field in [Field::Contact, Field::Phone, Field::Email] {
            for col in data.context.columns(field) {
                let value = data.row.value(*col);
                if is_empty(value) || matches!(value, Value::Error(_)) {
                    continue;
                }
                let at = data.context.cell(data.row.number(), *col);
                let shown = match value {
                    Value::Text(_, t) => t.to_owned(),
                    value => self.shown(value).into_owned(),
                };
                if is_nothing(&shown) {
                    continue;
                }
                let reading = read_contacts(&shown);
                self.take_contacts(index, reading, at, field, value, &mut contact, notes);
            }
        }
        if let Some(contact) = contact {
            self.keep_contact(index, contact);
        }
    }

    /// The contact of the columns of names and positions.
    fn named_contact(
        &mut self,
        index: ClientIndex,
        data: DataRow<'_, '_>,
        notes: &mut Vec<NoteDraft>,
    ) -> Option<ContactDraft> {
        let name_cell = data.read(Field::ContactName);
        let shown = self.shown(name_cell.value).into_owned();
        let position = self.plain(data.value(Field::ContactPosition));
        let nothing = is_empty(name_cell.value)
            || matches!(name_cell.value, Value::Error(_))
            || is_nothing(&shown);
        if nothing && position.is_none() {
            return None;
        }
        if nothing {
            // A position without a name belongs to the contact that the client has, or is kept.
            let at = data.cell(Field::ContactPosition);
            if self.client(index).contacts.is_empty() {
                self.client(index).contacts.push(ContactDraft {
                    position,
                    ..ContactDraft::default()
                });
            } else {
                notes.push(note(
                    NoteKind::Rest,
                    at,
                    Some(Field::ContactPosition),
                    position,
                ));
            }
            return None;
        }
        let (name, beside) = read_name_and_position(&shown);
        let beside = self.own(&beside);
        Some(ContactDraft {
            name: self.own(&name),
            position: if position.is_none() { beside } else { position },
            ..ContactDraft::default()
        })
    }

    #[allow(clippy::too_many_arguments)]
    fn take_contacts(
        &mut self,
        index: ClientIndex,
        reading: ContactsReading,
        at: CellRef,
        field: Field,
        value: Value<'_>,
        contact: &mut Option<ContactDraft>,
        notes: &mut Vec<NoteDraft>,
    ) {
        let raw = self.raw_of(value);
        for name in &reading.names {
            let name = self.own(name);
            match contact {
                Some(known) if !known.name.is_none() => {
                    self.keep_contact(
                        index,
                        ContactDraft {
                            name,
                            ..ContactDraft::default()
                        },
                    );
                }
                _ => {
                    *contact = Some(ContactDraft {
                        name,
                        ..ContactDraft::default()
                    })
                }
            }
        }
        for phone in reading.phones {
            let phone = PhoneDraft {
                e164: self.own(&phone.e164),
                extension: phone.extension.map_or(Text::NONE, |e| self.own(&e)),
            };
            if let Some(contact) = contact {
                contact.phones.push(phone.clone());
            }
            if self
                .client(index)
                .phones
                .iter()
                .all(|p| p.e164 != phone.e164)
            {
                self.client(index).phones.push(phone);
            }
        }
        for email in reading.emails {
            let email = self.own(&email);
            if let Some(contact) = contact {
                contact.emails.push(email);
            }
            if !self.client(index).emails.contains(&email) {
                self.client(index).emails.push(email);
            }
        }
        let mut kept = false;
        let mut bad = |joiner: &mut Self, kind: ProblemKind, value: Text| {
            joiner.problem_with(kind, at, Some(field), raw, value);
            kept = true;
        };
        if !reading.short_phones.is_empty() {
            bad(self, ProblemKind::PhoneShort, Text::NONE);
        }
        if !reading.bad_phones.is_empty() {
            bad(self, ProblemKind::PhoneBad, Text::NONE);
        }
        for email in reading.bad_emails {
            match email
                .suggestion
                .filter(|_| !email.text.is_ascii() && email.text.contains('@'))
            {
                Some(meant) => {
                    let meant = self.own(&meant);
                    bad(self, ProblemKind::EmailCyrillicLetter, meant);
                }
                None => bad(self, ProblemKind::EmailBad, Text::NONE),
            }
        }
        if kept || !reading.rest.is_empty() {
            let kind = if kept {
                NoteKind::Unread
            } else {
                NoteKind::Rest
            };
            notes.push(note(kind, at, Some(field), raw));
        }
    }

    /// Adds a contact, or completes the one of the same person.
    fn keep_contact(&mut self, index: ClientIndex, contact: ContactDraft) {
        let name = self.str(contact.name).to_owned();
        let person = read_person(&name);
        let folded = fold(&name);
        let contacts = &self.draft.clients[index.0 as usize].contacts;
        let found = contacts.iter().position(|known| {
            let known_name = self.str(known.name);
            known.name.is_none()
                || contact.name.is_none()
                || fold(known_name) == folded
                || same_person(read_person(known_name).as_ref(), person.as_ref())
        });
        let Some(at) = found else {
            self.client(index).contacts.push(contact);
            return;
        };
        let known_name = self.draft.clients[index.0 as usize].contacts[at].name;
        let longer = name.chars().count() > self.str(known_name).chars().count();
        let same_spelling = fold(self.str(known_name)) == folded;
        let known = &mut self.client(index).contacts[at];
        if known.position.is_none() {
            known.position = contact.position;
        } else if !contact.position.is_none()
            && contact.position != known.position
            && !known.other_positions.contains(&contact.position)
        {
            known.other_positions.push(contact.position);
        }
        if known_name.is_none() || longer {
            known.name = contact.name;
            if !known_name.is_none() && !same_spelling {
                known.other_names.push(known_name);
            }
        } else if !same_spelling
            && !contact.name.is_none()
            && !known.other_names.contains(&contact.name)
        {
            known.other_names.push(contact.name);
        }
        for phone in contact.phones {
            if !known.phones.contains(&phone) {
                known.phones.push(phone);
            }
        }
        for email in contact.emails {
            if !known.emails.contains(&email) {
                known.emails.push(email);
            }
        }
    }
}

fn same_person(a: Option<&PersonName>, b: Option<&PersonName>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => !a.last.is_empty() && !b.last.is_empty() && a.agrees_with(b),
        _ => false,
    }
}
