//! The last steps: names of clients chosen among their spellings, words answered, clients of the organization
//! found, everything counted.

use super::joiner::Joiner;
use crate::imports::draft::{Answer, CellRef, ClientKind, Draft, NoteKind, Text};
use crate::values::names::{HolderName, long_form, read_holder};
use crate::values::people::{PersonName, read_person};
use crate::values::text::fold;

/// Completes the draft.
pub fn finish(mut joiner: Joiner<'_>) -> Draft {
    joiner.answer_words();
    joiner.level_new_programmes();
    for i in 0..joiner.draft.clients.len() {
        joiner.choose_name(i);
    }
    joiner.pairs_alike();
    joiner.match_existing();
    joiner.place_decisions();
    joiner.name_cells_as_they_stand();
    joiner.count();
    joiner.draft.texts.settle();
    joiner.draft.problems.sort_by_key(|p| (p.cell, p.kind));
    joiner.draft
}

impl Joiner<'_> {
    /// Companies get a short name of form and core; people their last, first and middle name. Other
    /// spellings stay in `other_names`.
    fn choose_name(&mut self, i: usize) {
        let client = &self.draft.clients[i];
        let spellings: Vec<(Text, HolderName)> = client
            .other_names
            .iter()
            .map(|t| (*t, read_holder(self.str(*t))))
            .collect();
        let inn_of_person = self.str(client.inn).len() == 12;
        let seen = client.kind_seen;
        let has_person = spellings.iter().any(|(_, h)| h.person.is_some());
        if !seen {
            let guessed = if has_person && (inn_of_person || client.inn.is_none()) {
                ClientKind::Person
            } else {
                ClientKind::LegalEntity
            };
            self.draft.clients[i].kind = guessed;
        }
        let kind = self.draft.clients[i].kind;
        let personal = matches!(kind, ClientKind::Person | ClientKind::SoleProprietor);
        if personal && !self.draft.clients[i].last_name.is_none() {
            self.complete_person(i);
            let client = &mut self.draft.clients[i];
            let full = std::mem::take(&mut client.full_name);
            if !full.is_none() && !client.other_names.contains(&full) {
                client.other_names.push(full);
            }
            return;
        }
        let chosen = self.short_name(&spellings, kind);
        if self.draft.clients[i].full_name.is_none() {
            self.draft.clients[i].full_name = self.full_name(chosen);
        }
        let client = &mut self.draft.clients[i];
        client.short_name = chosen;
        [client.last_name, client.first_name, client.middle_name] = [Text::NONE; 3];
    }

    /// The short name with its legal form written out; the short name itself where no long form is known.
    fn full_name(&mut self, short: Text) -> Text {
        let holder = read_holder(self.str(short));
        match holder.form {
            Some(form) => match long_form(form) {
                Some(long) => self.own(&format!("{long} «{}»", holder.core)),
                None => short,
            },
            None => short,
        }
    }

    /// A client known by initials only, with a contact of that last name, has the contact's names.
    fn complete_person(&mut self, i: usize) {
        let client = &self.draft.clients[i];
        let known = PersonName {
            last: self.str(client.last_name).to_owned(),
            first: self.str(client.first_name).to_owned(),
            middle: self.str(client.middle_name).to_owned(),
        };
        if known.last.is_empty() || !known.is_short() {
            return;
        }
        let names = client
            .contacts
            .iter()
            .flat_map(|c| std::iter::once(c.name).chain(c.other_names.iter().copied()));
        let fuller = names
            .filter_map(|n| read_person(self.str(n)))
            .filter(|p| {
                fold(&p.last) == fold(&known.last)
                    && p.agrees_with(&known)
                    && p.first.chars().filter(|c| c.is_alphabetic()).count() > 1
            })
            .max_by_key(PersonName::completeness);
        if let Some(person) = fuller {
            let parts = [&person.last, &person.first, &person.middle].map(|p| self.own(p));
            let client = &mut self.draft.clients[i];
            client.first_name = parts[1];
            if !parts[2].is_none() {
                client.middle_name = parts[2];
            }
        }
    }

    /// The first core that is not all in one case, with the form and quotes as usual.
    fn short_name(&mut self, spellings: &[(Text, HolderName)], kind: ClientKind) -> Text {
        let first = spellings
            .first()
            .map(|(_, h)| h.key.clone())
            .unwrap_or_default();
        let same: Vec<&(Text, HolderName)> =
            spellings.iter().filter(|(_, h)| h.key == first).collect();
        let form = same.iter().find_map(|(_, h)| h.form);
        let well_written = |h: &HolderName| {
            let mixed =
                h.core.chars().any(char::is_lowercase) && h.core.chars().any(char::is_uppercase);
            mixed
                && fold(&h.core)
                    == h.core
                        .chars()
                        .flat_map(char::to_lowercase)
                        .map(|c| if c == 'ё' { 'е' } else { c })
                        .collect::<String>()
        };
        let Some((raw, best)) = same.iter().find(|(_, h)| well_written(h)).or(same.first()) else {
            return Text::NONE;
        };
        match form {
            // A foreign form stays where it stands.
            Some(form) if form.is_ascii() => *raw,
            Some(form) if kind != ClientKind::Person && !best.core.is_empty() => {
                let name = format!("{form} «{}»", best.core.trim_matches(['«', '»', '"']));
                self.own(&name)
            }
            _ if best.core.is_empty() => *raw,
            _ => {
                let core = best.core.clone();
                self.own(&core)
            }
        }
    }

    /// Cells of rows that were put back are named as a person finds them in the file. Comments hang on the cells
    /// of the file anyway.
    fn name_cells_as_they_stand(&mut self) {
        let workbook = std::sync::Arc::clone(&self.draft.workbook);
        let stand = |cell: &mut CellRef| {
            if let Some(slip) = workbook.slip(cell.sheet, cell.row) {
                cell.col = slip.stands_in(cell.col).unwrap_or(cell.col);
            }
        };
        let draft = &mut self.draft;
        draft.problems.iter_mut().for_each(|p| stand(&mut p.cell));
        let notes = draft.clients.iter_mut().map(|c| &mut c.notes);
        let notes = notes.chain(draft.projects.iter_mut().map(|p| &mut p.notes));
        let notes = notes.chain(draft.supports.iter_mut().map(|s| &mut s.notes));
        let notes = notes.chain(draft.decisions.iter_mut().map(|d| &mut d.notes));
        for note in notes.chain([&mut draft.loose_notes]).flatten() {
            if note.kind != NoteKind::Comment {
                stand(&mut note.cell);
            }
        }
    }

    fn count(&mut self) {
        let draft = &mut self.draft;
        let matched = |n: usize, all: usize| (n as u32, (all - n) as u32);
        let (clients_matched, clients_new) = matched(
            draft
                .clients
                .iter()
                .filter(|c| c.existing.is_some())
                .count(),
            draft.clients.len(),
        );
        let (projects_matched, projects_new) = matched(
            draft
                .projects
                .iter()
                .filter(|p| p.existing.is_some())
                .count(),
            draft.projects.len(),
        );
        let unsure = draft
            .words
            .iter()
            .filter(|w| w.confidence < 0.75 || w.answer == Answer::Unknown)
            .count();
        draft.counts.clients_matched = clients_matched;
        draft.counts.clients_new = clients_new;
        draft.counts.projects_matched = projects_matched;
        draft.counts.projects_new = projects_new;
        draft.counts.supports_new = draft.supports.len() as u32;
        draft.counts.decisions_new = draft.decisions.len() as u32;
        draft.counts.rows_skipped = draft.skipped.len() as u32;
        draft.counts.problems = draft.problems.len() as u32;
        draft.counts.questions = (unsure + draft.duplicates.len() + draft.matches.len()) as u32;
    }
}
