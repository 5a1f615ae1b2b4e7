//! All texts of a workbook in one piece of memory: four bytes for each beside its letters, no allocation
//! of its own.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

/// The place of a text in its arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextId(pub u32);

/// Texts one after another. The same text may be asked to be kept once (`intern`).
#[derive(Default)]
pub struct TextArena {
    data: String,
    /// Where each text ends.
    ends: Vec<u32>,
    /// Hash of a text → where it is, for those that were interned.
    known: HashMap<u64, u32, BuildHasherDefault<Identity>>,
    hasher: BuildHasherDefault<DefaultHasher>,
}

/// Longer texts are hardly ever repeated; looking for them would only cost.
const INTERN_UP_TO: usize = 120;
/// Entries of the table of known texts; beyond it new texts are simply added.
const KNOWN_UP_TO: usize = 200_000;

impl TextArena {
    /// The text at `id`; empty for an id of another arena.
    pub fn get(&self, id: TextId) -> &str {
        let i = id.0 as usize;
        let Some(end) = self.ends.get(i) else {
            return "";
        };
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        &self.data[start as usize..*end as usize]
    }

    /// Adds a text.
    pub fn push(&mut self, text: &str) -> TextId {
        self.data.push_str(text);
        self.close()
    }

    /// Adds a text unless a short one like it is known already.
    pub fn intern(&mut self, text: &str) -> TextId {
        if text.len() > INTERN_UP_TO {
            return self.push(text);
        }
        let hash = self.hasher.hash_one(text);
        if let Some(at) = self.known.get(&hash)
            && self.get(TextId(*at)) == text
        {
            return TextId(*at);
        }
        let id = self.push(text);
        if self.known.len() < KNOWN_UP_TO {
            self.known.insert(hash, id.0);
        }
        id
    }

    /// Adds a piece to the text that is being made; `close` ends it.
    pub fn append(&mut self, piece: &str) {
        self.data.push_str(piece);
    }

    /// Ends the text made of the appended pieces.
    pub fn close(&mut self) -> TextId {
        let id = TextId(self.ends.len() as u32);
        self.ends.push(self.data.len() as u32);
        id
    }

    /// Makes room for texts of so many bytes at once; memory that is never touched costs nothing.
    pub fn reserve(&mut self, bytes: usize) {
        self.data.reserve_exact(bytes);
    }

    /// All letters, and where each text ends.
    pub(super) fn parts(&self) -> (&str, &[u32]) {
        (&self.data, &self.ends)
    }

    /// The arena of these parts; none if a text would not end between two letters.
    pub(super) fn of_parts(data: String, ends: Vec<u32>) -> Option<TextArena> {
        let fits = ends.is_sorted() && ends.iter().all(|end| data.is_char_boundary(*end as usize));
        fits.then(|| TextArena {
            data,
            ends,
            ..TextArena::default()
        })
    }

    /// Number of texts.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True where there is no text.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Bytes of all texts.
    pub fn bytes(&self) -> usize {
        self.data.len()
    }

    /// Forgets the table of known texts, when no more are added.
    pub fn settle(&mut self) {
        self.known = HashMap::default();
    }
}

/// The key is a hash already.
#[derive(Default)]
struct Identity(u64);

impl std::hash::Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*b);
        }
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn interned_texts_are_kept_once() {
        let mut arena = TextArena::default();
        let a = arena.intern("сопка");
        let b = arena.push("сопка");
        assert_eq!(arena.intern("сопка"), a);
        assert_ne!(a, b);
        assert_eq!(arena.get(b), "сопка");
        assert_eq!(arena.get(TextId(99)), "");
        assert_eq!(arena.len(), 2);
    }

    proptest! {
        #[test]
        fn gives_back_what_was_put_in(texts in proptest::collection::vec("\\PC{0,20}", 0..30)) {
            let mut arena = TextArena::default();
            let ids: Vec<TextId> = texts.iter().enumerate().map(|(i, t)| if i % 2 == 0 { arena.intern(t) } else { arena.push(t) }).collect();
            for (id, text) in ids.iter().zip(&texts) {
                prop_assert_eq!(arena.get(*id), text.as_str());
            }
        }
    }
}
