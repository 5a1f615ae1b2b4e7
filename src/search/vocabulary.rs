//! The words that names of an organization are made of, kept in the memory of the process: a typed word that
//! nothing holds is compared with them. A copy that may be old: it corrects words, it never decides what is found.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::distance::{forgiven, to_beginning_of};
use super::queries;
use super::typed::stem;
use crate::db::{DbError, Work};

/// Organizations whose words are kept at once.
const MOST_KEPT: usize = 32;
/// Corrections of one word that are looked for.
const MOST_CORRECTIONS: usize = 3;
/// Words are read again when they are this many times older than reading them takes.
const WORTH: u32 = 200;

/// The words of one organization.
pub struct Vocabulary {
    words: Vec<Word>,
    read_at: Instant,
    took: Duration,
}

struct Word {
    letters: Box<[char]>,
    /// Which letters stand in it, one bit each.
    mask: u64,
}

fn mask(letters: &[char]) -> u64 {
    letters.iter().fold(0, |m, c| m | 1 << (*c as u32 % 64))
}

/// A database and an organization in it.
type Key = (Uuid, Uuid);

static KEPT: LazyLock<Mutex<HashMap<Key, Arc<Vocabulary>>>> = LazyLock::new(Mutex::default);

/// The words of the organization of this work, read if they are not kept or `fresh` ones are asked for and
/// reading them again is worth it.
pub fn of(work: &mut Work, fresh: bool) -> Result<Arc<Vocabulary>, DbError> {
    let key = (work.db().id(), work.organization());
    let kept = lock().get(&key).cloned();
    if let Some(kept) = kept.filter(|k| !fresh || k.read_at.elapsed() < k.took * WORTH) {
        return Ok(kept);
    }
    let begun = Instant::now();
    let mut words = HashSet::new();
    queries::names(work, |name| take_words(&mut words, name))?;
    let read = Arc::new(Vocabulary::new(words, begun));
    let mut all = lock();
    if all.len() >= MOST_KEPT {
        let oldest = all.iter().min_by_key(|(_, v)| v.read_at).map(|(id, _)| *id);
        oldest.map(|id| all.remove(&id));
    }
    all.insert(key, read.clone());
    Ok(read)
}

/// Adds the words of a name: letters only, four and more of them.
fn take_words(words: &mut HashSet<String>, name: &str) {
    for word in name.split(|c: char| !c.is_alphanumeric()) {
        let letters = word.chars().count();
        if !(4..=32).contains(&letters) || word.contains(char::is_numeric) {
            continue;
        }
        let word = word.to_lowercase().replace('ё', "е");
        if !words.contains(&word) {
            words.insert(word);
        }
    }
}

/// Whether there are words to correct with without reading them first.
pub fn is_kept(work: &Work) -> bool {
    lock().contains_key(&(work.db().id(), work.organization()))
}

fn lock() -> std::sync::MutexGuard<'static, HashMap<Key, Arc<Vocabulary>>> {
    KEPT.lock().unwrap_or_else(|e| e.into_inner())
}

impl Vocabulary {
    fn new(words: impl IntoIterator<Item = String>, begun: Instant) -> Vocabulary {
        let words = words
            .into_iter()
            .map(|w| {
                let letters: Box<[char]> = w.chars().collect();
                Word {
                    mask: mask(&letters),
                    letters,
                }
            })
            .collect();
        Vocabulary {
            words,
            read_at: begun,
            took: begun.elapsed(),
        }
    }

    /// What the word may have been meant to be, nearest first: beginnings of words that exist. The word's own
    /// stem alone if some word begins with it.
    pub fn corrected(&self, word: &str) -> Vec<String> {
        let typed: Vec<char> = stem(word).chars().collect();
        let most = forgiven(word.chars().count());
        let mine = mask(&typed);
        let mut found: Vec<(usize, String)> = Vec::new();
        for known in &self.words {
            // A letter that the other has nowhere costs a slip.
            if (mine & !known.mask).count_ones() as usize > most {
                continue;
            }
            if let Some((slips, length)) = to_beginning_of(&typed, &known.letters, most) {
                if slips == 0 {
                    return vec![typed.iter().collect()];
                }
                found.push((slips, known.letters[..length].iter().collect()));
            }
        }
        found.sort();
        found.dedup();
        let nearest = found.first().map_or(0, |(slips, _)| *slips);
        found
            .into_iter()
            .take_while(|(slips, _)| *slips == nearest)
            .map(|(_, word)| word)
            .take(MOST_CORRECTIONS)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        let words = ["теплица", "тепличный", "рыбоводный", "гостиница", "причал"];
        Vocabulary::new(words.map(str::to_owned), Instant::now())
    }

    #[test]
    fn a_mistyped_word_becomes_the_nearest_known_one_in_any_form() {
        for (typed, meant) in [
            ("типлица", vec!["теплиц"]),
            ("типлицами", vec!["теплиц"]),
            ("рыбаводный", vec!["рыбоводн"]),
            ("гостинницы", vec!["гостиниц"]),
            ("прачал", vec!["прича"]),
            ("причалы", vec!["причал"]),
            ("самолёт", vec![]),
        ] {
            assert_eq!(vocabulary().corrected(typed), meant, "{typed}");
        }
    }
}
