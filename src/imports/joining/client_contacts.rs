//! Contacts of clients: names, positions, telephones and e-mails from their own columns and from cells into
//! which all of that was crammed.

use super::identity::is_nothing;
use super::joiner::{Joiner, note};
use super::records::DataRow;
use crate::imports::draft::{
    CellRef, ClientIndex, ContactDraft, Field, NoteDraft, NoteKind, PhoneDraft, ProblemKind, Text,
};
use crate::imports::reading::Value;
use crate::imports::understanding::contacts::{
    ContactsReading, read_contacts, read_name_and_position,
};
use crate::imports::understanding::grid::is_empty;
use crate::values::people::{PersonName, read_person};
use crate::values::text::fold;

impl Joiner<'_> {
    /// Adds the contacts of a row to its client.
    pub fn add_contacts(
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
