//! Names of projects in normal form, and whether two spellings mean one project ("Стр-во базы" and
//! "Строительство базы").

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use crate::imports::reading::{TextArena, TextId};
use crate::values::text::{edits, fold_words};

/// Distinct names of projects by number. Keys lie in one arena; a register has as many as rows.
#[derive(Default)]
pub struct ProjectNames {
    by_hash: HashMap<u64, u32>,
    hasher: BuildHasherDefault<DefaultHasher>,
    keys: TextArena,
}

impl ProjectNames {
    /// The number of a name.
    pub fn index(&mut self, name: &str) -> u32 {
        let key = project_key(name);
        let mut hash = self.hasher.hash_one(&key);
        // Another key of the same hash is passed over by taking the next hash.
        while let Some(index) = self.by_hash.get(&hash) {
            if self.keys.get(TextId(*index)) == key {
                return *index;
            }
            hash = hash.wrapping_add(1);
        }
        let index = self.keys.push(&key).0;
        self.by_hash.insert(hash, index);
        index
    }

    /// True where two numbers mean one project in other words.
    pub fn alike(&self, a: u32, b: u32) -> bool {
        a == b || keys_alike(self.keys.get(TextId(a)), self.keys.get(TextId(b)))
    }
}

/// Normal form of a project's name: small letters, words only; a hyphen within a contraction is kept as one
/// word ("стр-во").
pub fn project_key(name: &str) -> String {
    let contracted: String = name
        .chars()
        .map(|c| if c == '-' { '\u{1}' } else { c })
        .collect();
    let words: Vec<String> = contracted
        .split(|c: char| c.is_whitespace() || crate::values::text::is_space(c))
        .map(|w| fold_words(&w.replace('\u{1}', "-")))
        .filter(|w| !w.is_empty())
        .collect();
    words.join(" ")
}

/// Same words, or each word a contraction or a slip of the other's.
pub fn keys_alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    if digits_of(a) != digits_of(b) {
        return false;
    }
    let joined = |t: &str| t.replace(' ', "");
    let (ja, jb) = (joined(a), joined(b));
    if ja.chars().count() >= 10 && edits(&ja, &jb, 1) <= 1 {
        return true;
    }
    contracts(a, b) || contracts(b, a)
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// True if `short` becomes `long` by writing its contracted words out: "стр во базы" → "строительство базы".
fn contracts(short: &str, long: &str) -> bool {
    let (s, l): (Vec<&str>, Vec<&str>) = (short.split(' ').collect(), long.split(' ').collect());
    let (mut i, mut j) = (0, 0);
    let mut contracted = false;
    while i < s.len() && j < l.len() {
        if s[i] == l[j] {
            (i, j) = (i + 1, j + 1);
        } else if i + 1 < s.len()
            && s[i].chars().count() >= 1
            && l[j].starts_with(s[i])
            && l[j].ends_with(s[i + 1])
            && l[j].len() > s[i].len() + s[i + 1].len()
        {
            contracted = true;
            (i, j) = (i + 2, j + 1);
        } else if s[i].chars().count() >= 3 && l[j].starts_with(s[i]) {
            contracted = true;
            (i, j) = (i + 1, j + 1);
        } else {
            return false;
        }
    }
    contracted && i == s.len() && j == l.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_project() {
        let same = |a: &str, b: &str| keys_alike(&project_key(a), &project_key(b));
        assert!(same(
            "Строительство базы отдыха на 20 мест",
            "Стр-во базы отдыха на 20 мест"
        ));
        assert!(same("Глэмпинг «Нерпа»", "ГЛЭМПИНГ \"НЕРПА\""));
        assert!(same(
            "Tепличный комплекc 60 кв. м",
            "Тепличный комплекс 60 кв.м"
        ));
        assert!(!same(
            "Тепличный комплекс 60 кв. м",
            "Тепличный комплекс 600 кв. м"
        ));
        assert!(!same("Кафе «Ольха»", "Кафе «Нерпа»"));
    }
}
