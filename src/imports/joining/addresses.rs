//! Addresses of clients and of the places of projects: columns of parts and cells with everything in one.

use super::identity::is_nothing;
use super::joiner::{Joiner, note};
use super::records::DataRow;
use crate::imports::draft::{
    AddressDraft, ClientIndex, Field, NoteDraft, NoteKind, ProblemKind, Text, WordKind,
};
use crate::imports::reading::Value;
use crate::imports::understanding::address::read_address;
use crate::imports::understanding::grid::is_empty;
use crate::values::text::fold;

impl Joiner<'_> {
    /// The address that a row gives. Unreadable parts are noted.
    pub fn address_of_row(
        &mut self,
        data: DataRow<'_, '_>,
        notes: &mut Vec<NoteDraft>,
    ) -> AddressDraft {
        let mut address = AddressDraft::default();
        if let Some(text) = self.shown_of(data, Field::Address) {
            let parts = read_address(&text);
            address.post_code = self.own(&parts.post_code);
            address.street = self.own(&parts.street);
            address.district = self.place(WordKind::District, &parts.district);
            address.city = self.place(WordKind::City, &parts.city);
        }
        if let Some(text) = self.shown_of(data, Field::District) {
            address.district = self.place(WordKind::District, &text).or(address.district);
        }
        if let Some(text) = self.shown_of(data, Field::City) {
            address.city = self.place(WordKind::City, &text).or(address.city);
        }
        let street = self.plain(data.value(Field::Street));
        if !street.is_none() {
            address.street = street;
        }
        if let Some(text) = self.shown_of(data, Field::PostCode) {
            if text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) {
                address.post_code = self.own(&text);
            } else {
                self.unread(ProblemKind::PostCodeBad, data.read(Field::PostCode), notes);
            }
        }
        address
    }

    fn shown_of(&self, data: DataRow<'_, '_>, field: Field) -> Option<String> {
        let value = data.value(field);
        if is_empty(value) || matches!(value, Value::Error(_)) {
            return None;
        }
        let text = self.shown(value).into_owned();
        (!is_nothing(&text)).then_some(text)
    }

    fn place(&mut self, kind: WordKind, text: &str) -> Option<crate::imports::draft::WordIndex> {
        if text.is_empty() {
            return None;
        }
        let raw = self.own(text);
        Some(self.word(kind, raw))
    }

    /// Completes the address of a client; a different part is kept beside.
    pub fn add_address(
        &mut self,
        index: ClientIndex,
        data: DataRow<'_, '_>,
        notes: &mut Vec<NoteDraft>,
    ) {
        let new = self.address_of_row(data, notes);
        let mut known = self.draft.clients[index.0 as usize].address;
        known.district = known.district.or(new.district);
        known.city = known.city.or(new.city);
        for (field, mine, theirs) in [
            (Field::PostCode, &mut known.post_code, new.post_code),
            (Field::Street, &mut known.street, new.street),
        ] {
            if mine.is_none() {
                *mine = theirs;
            } else if !theirs.is_none() && self.differs(*mine, theirs) {
                let field = if data.context.column(field).is_some() {
                    field
                } else {
                    Field::Address
                };
                notes.push(note(NoteKind::Rest, data.cell(field), Some(field), theirs));
            }
        }
        for (field, mine, theirs) in [
            (Field::District, known.district, new.district),
            (Field::City, known.city, new.city),
        ] {
            if let (Some(mine), Some(theirs)) = (mine, theirs)
                && mine != theirs
            {
                let raw = self.draft.words[theirs.at()].raw;
                notes.push(note(NoteKind::Rest, data.cell(field), Some(field), raw));
            }
        }
        self.draft.clients[index.0 as usize].address = known;
    }

    fn differs(&self, a: Text, b: Text) -> bool {
        a != b && fold(self.str(a)) != fold(self.str(b))
    }
}
