//! Fills clients from rows: names, numbers, address, contacts. The first value of a field stays; others of
//! the file are kept beside it.

use super::identity::{Identities, NO_NAME, is_nothing};
use super::joiner::{Joiner, note};
use super::records::DataRow;
use crate::imports::draft::{
    CellRef, ClientDraft, ClientIndex, ClientKind, Field, NoteDraft, NoteKind, ProblemKind, Text,
};
use crate::imports::reading::Value;
use crate::imports::understanding::closed_words::{kind_of, read_client_kind};
use crate::imports::understanding::grid::is_empty;
use crate::values::names::{HolderName, read_form, read_holder};
use crate::values::people::PersonName;
use crate::values::registry_numbers::{
    InnError, OgrnError, kpp_is_valid, read_inn, read_kpp, read_ogrn,
};
use crate::values::text::fold_lookalikes;

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

    /// The client in the making.
    pub fn client(&mut self, index: ClientIndex) -> &mut ClientDraft {
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
            // A Latin letter among Cyrillic ones is a slip of the keyboard.
            let parts = [&person.last, &person.first, &person.middle]
                .map(|p| self.own(&fold_lookalikes(p.clone())));
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
                let known = self.client(index).inn;
                if known.is_none() {
                    self.client(index).inn = text;
                } else if self.str(known) != reading.inn {
                    // One client by a person's word, with the number of another.
                    let raw = self.raw_of(cell.value);
                    notes.push(note(NoteKind::Rest, cell.at, Some(Field::Inn), raw));
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
}
