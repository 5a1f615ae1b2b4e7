//! Answers for the words of directories and members: what was remembered, the entry that fits, or a new one.
//! Fuller spellings come first, so that abbreviations find them.

use super::joiner::Joiner;
use crate::imports::draft::{Answer, NewEntry, WordKind};
use crate::imports::understanding::directory::{find_entry, usual_industry};
use crate::imports::understanding::{Entry, RememberedAnswer};
use crate::values::text::{clean, fold};

impl Joiner<'_> {
    /// Gives every word its answer and name.
    pub fn answer_words(&mut self) {
        for kind in [
            WordKind::District,
            WordKind::City,
            WordKind::Industry,
            WordKind::Programme,
            WordKind::Body,
            WordKind::Person,
        ] {
            let mut order: Vec<usize> = (0..self.draft.words.len())
                .filter(|i| self.draft.words[*i].kind == kind)
                .collect();
            order.sort_by_key(|i| {
                let word = &self.draft.words[*i];
                let rank = if kind == WordKind::City {
                    (false, word.uses as usize)
                } else {
                    fullness(kind, self.str(word.raw))
                };
                (std::cmp::Reverse(rank), std::cmp::Reverse(word.uses))
            });
            let mut made: Vec<Entry> = Vec::new();
            for i in order {
                self.answer(i, kind, &mut made);
            }
        }
    }

    fn answer(&mut self, i: usize, kind: WordKind, made: &mut Vec<Entry>) {
        let raw = clean(self.str(self.draft.words[i].raw)).into_owned();
        let remembered = self.knowledge.words.get(&(kind, fold(&raw))).cloned();
        let (answer, name, confidence) = match remembered {
            Some(RememberedAnswer::Existing(id)) => (
                Answer::Existing(id),
                self.name_of(kind, id).unwrap_or_else(|| raw.clone()),
                1.0,
            ),
            Some(RememberedAnswer::New(name)) => (self.make_entry(kind, &name, made), name, 1.0),
            Some(RememberedAnswer::Nothing) => (Answer::Unknown, raw.clone(), 1.0),
            None if kind == WordKind::Person => match self.person_named(&raw) {
                Some(id) => (
                    Answer::Existing(id),
                    self.person_name(id),
                    if fold(&raw).contains(' ') { 1.0 } else { 0.9 },
                ),
                None => (Answer::Unknown, raw.clone(), 0.0),
            },
            None => self.propose(kind, &raw, made),
        };
        let name = self.own(&name);
        let word = &mut self.draft.words[i];
        (word.answer, word.name, word.confidence) = (answer, name, confidence);
    }

    fn propose(
        &mut self,
        kind: WordKind,
        raw: &str,
        made: &mut Vec<Entry>,
    ) -> (Answer, String, f32) {
        if let Some((entry, confidence)) = find_entry(raw, kind, self.knowledge.entries(kind)) {
            return (Answer::Existing(entry.id), entry.name.clone(), confidence);
        }
        if let Some((entry, confidence)) = find_entry(raw, kind, made) {
            return (
                Answer::New(entry.id.as_u128() as u32),
                entry.name.clone(),
                confidence.min(0.9),
            );
        }
        let name = match kind {
            WordKind::Industry => usual_industry(raw).map_or_else(|| raw.to_owned(), str::to_owned),
            _ => raw.to_owned(),
        };
        (self.make_entry(kind, &name, made), name, 0.5)
    }

    fn make_entry(&mut self, kind: WordKind, name: &str, made: &mut Vec<Entry>) -> Answer {
        let known = self
            .draft
            .new_entries
            .iter()
            .position(|e| e.kind == kind && fold(&e.name) == fold(name));
        let at = known.unwrap_or_else(|| {
            self.draft.new_entries.push(NewEntry {
                kind,
                name: name.to_owned(),
                level: None,
            });
            self.draft.new_entries.len() - 1
        });
        made.push(Entry::new(uuid::Uuid::from_u128(at as u128), name));
        Answer::New(at as u32)
    }

    fn name_of(&self, kind: WordKind, id: uuid::Uuid) -> Option<String> {
        if kind == WordKind::Person {
            return Some(self.person_name(id));
        }
        self.knowledge
            .entries(kind)
            .iter()
            .find(|e| e.id == id)
            .map(|e| e.name.clone())
    }

    fn person_name(&self, id: uuid::Uuid) -> String {
        let Some(person) = self.knowledge.people.iter().find(|p| p.id == id) else {
            return String::new();
        };
        [&person.last, &person.first, &person.middle]
            .into_iter()
            .filter(|p| !p.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// New programmes get the level that the file gives them.
    pub fn level_new_programmes(&mut self) {
        for support in &self.draft.supports {
            if let (Some(programme), Some(level)) = (support.programme, support.level)
                && let Answer::New(at) = self.draft.words[programme.at()].answer
            {
                self.draft.new_entries[at as usize]
                    .level
                    .get_or_insert(level);
            }
        }
    }
}

/// Fuller spellings are tried first: those with the word of their kind, then longer ones.
fn fullness(kind: WordKind, word: &str) -> (bool, usize) {
    let folded = fold(word);
    let named = kind == WordKind::District
        && (folded.contains("район") || folded.contains("округ") || folded.starts_with("г. "));
    let whole = !folded.contains('.') || folded.starts_with("г. ") || folded.starts_with("с. ");
    (named, if whole { folded.chars().count() } else { 0 })
}
