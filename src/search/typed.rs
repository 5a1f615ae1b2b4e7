//! What somebody typed into the box, as patterns that a text must all contain: words by their stem, ё as е,
//! registry numbers and phones by their digits. Pure.

use rust_stemmers::{Algorithm, Stemmer};

use crate::values::search;

/// Words shorter than this are taken as they are.
const STEMMED_FROM: usize = 4;
const SHORTEST_STEM: usize = 3;
/// More words than this add nothing to what is found.
const MOST_WORDS: usize = 8;

/// What was typed, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    pub text: String,
    /// Lower case, ё as е, without the marks around them.
    pub words: Vec<String>,
    /// The whole of it is one number.
    pub is_number: bool,
}

impl Typed {
    pub fn read(text: &str) -> Typed {
        let text: String = text.chars().take(200).collect();
        let patterns = search::patterns(&text);
        let is_number = patterns.len() == 1
            && patterns[0].trim_matches('%').len() >= 5
            && patterns[0]
                .trim_matches('%')
                .bytes()
                .all(|b| b.is_ascii_digit());
        let words = text
            .to_lowercase()
            .replace('ё', "е")
            .split(|c: char| c.is_whitespace() || matches!(c, '«' | '»' | '"' | '“' | '”' | '„'))
            .map(|w| w.trim_matches(['.', ',', ';', ':', '!', '?', '(', ')', '№']))
            .filter(|w| !w.is_empty())
            .take(MOST_WORDS)
            .map(str::to_owned)
            .collect();
        Typed {
            text,
            words,
            is_number,
        }
    }

    /// Nothing that could be looked for.
    pub fn is_empty(&self) -> bool {
        self.words.iter().map(|w| w.chars().count()).sum::<usize>() < 2
    }

    /// Patterns for LIKE, all of which a text must contain.
    pub fn patterns(&self) -> Vec<String> {
        if self.is_number {
            return search::patterns(&self.text);
        }
        self.words.iter().map(|w| pattern(stem(w))).collect()
    }
}

/// `%…%` with the signs of a pattern as themselves.
pub fn pattern(piece: &str) -> String {
    let mut out = String::with_capacity(piece.len() + 2);
    out.push('%');
    for c in piece.chars() {
        if matches!(c, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('%');
    out
}

/// The beginning that the forms of a word share: `теплицами` → `теплиц`.
pub fn stem(word: &str) -> &str {
    if word.chars().count() < STEMMED_FROM {
        return word;
    }
    let algorithm = if word.chars().all(|c| ('а'..='я').contains(&c)) {
        Algorithm::Russian
    } else if word.chars().all(|c| c.is_ascii_lowercase()) {
        Algorithm::English
    } else {
        return word;
    };
    let stem = Stemmer::create(algorithm).stem(word);
    // An English stem may end in another letter than the word has there; then the word stands.
    match word.get(..stem.len()) {
        Some(start) if start == stem && stem.chars().count() >= SHORTEST_STEM => start,
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_a_word_look_for_the_same() {
        for (forms, stem_of_all) in [
            (["теплица", "теплицы", "теплицами"], "теплиц"),
            (["рыбоводный", "рыбоводного", "рыбоводные"], "рыбоводн"),
            (["комплекс", "комплекса", "комплексов"], "комплекс"),
        ] {
            for form in forms {
                assert_eq!(stem(form), stem_of_all, "{form}");
            }
        }
    }

    #[test]
    fn words_lose_marks_and_case_and_numbers_their_spaces() {
        for (text, patterns) in [
            ("ООО «Плёс», Теплицы", vec!["%ооо%", "%плес%", "%теплиц%"]),
            ("8 (424) 200-11-22", vec!["%4242001122%"]),
            ("7707 083 893", vec!["%7707083893%"]),
            ("№ 12/2025-ИК", vec!["%12/2025-ик%"]),
            ("ИП-0432", vec!["%ип-0432%"]),
            ("100%", vec!["%100\\%%"]),
            ("companies", vec!["%compani%"]),
        ] {
            assert_eq!(Typed::read(text).patterns(), patterns, "{text}");
        }
    }

    #[test]
    fn one_letter_is_nothing_to_look_for() {
        assert!(Typed::read(" т ").is_empty());
        assert!(!Typed::read("ип").is_empty());
    }
}
