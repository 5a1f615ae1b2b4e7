//! Normal forms of texts for comparison: spaces, case, ё, quotes, Latin look-alikes; and how alike two
//! texts are. Shown texts are never taken from here except through `clean`.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// True for every kind of space that people and programs leave in cells, also those without width.
pub fn is_space(c: char) -> bool {
    !is_common_letter(c)
        && (c.is_whitespace()
            || matches!(
                c,
                '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{2060}' | '\u{00ad}'
            ))
}

/// Letters that nearly every cell is made of: told without a look into the tables of Unicode.
fn is_common_letter(c: char) -> bool {
    matches!(c, 'а'..='я' | 'А'..='Я' | 'a'..='z' | 'A'..='Z')
}

/// True for a letter of any alphabet.
pub fn is_letter(c: char) -> bool {
    is_common_letter(c) || (!c.is_ascii() && c.is_alphabetic())
}

/// True for a letter of any alphabet and for a digit.
pub fn is_letter_or_digit(c: char) -> bool {
    is_common_letter(c) || c.is_ascii_digit() || (!c.is_ascii() && c.is_alphanumeric())
}

/// True if the text is plain letters, digits and marks with single spaces between: nothing to be cleaned.
fn is_tidy(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut space = true;
    while let Some(byte) = bytes.get(at) {
        match (byte, bytes.get(at + 1)) {
            (b' ', _) if !space => at += 1,
            (b'!'..=b'~', _) => at += 1,
            // Cyrillic, and the usual quotes.
            (0xd0 | 0xd1, _) | (0xc2, Some(0xab | 0xbb)) => at += 2,
            _ => return false,
        }
        space = *byte == b' ';
    }
    !space
}

/// The text without spaces at its ends and with each run of spaces made one; line breaks are spaces too.
pub fn clean(raw: &str) -> Cow<'_, str> {
    if is_tidy(raw) {
        return Cow::Borrowed(raw);
    }
    let trimmed = raw.trim_matches(is_space);
    let mut previous_space = false;
    let tidy = trimmed.chars().all(|c| {
        let ok = !is_space(c) || (c == ' ' && !previous_space);
        previous_space = c == ' ';
        ok
    });
    if tidy {
        return Cow::Borrowed(trimmed);
    }
    let mut out = String::with_capacity(trimmed.len());
    for c in trimmed.chars() {
        if !is_space(c) {
            out.push(c);
        } else if !out.ends_with(' ')
            && !matches!(
                c,
                '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{2060}' | '\u{00ad}'
            )
        {
            out.push(' ');
        }
    }
    Cow::Owned(out)
}

/// The text without spaces at its ends; line breaks within stay, as in a long description.
pub fn trim(raw: &str) -> &str {
    raw.trim_matches(is_space)
}

/// Lower case, ё as е, spaces made one, Latin look-alikes folded where the word is mostly Cyrillic:
/// the form in which words of headers and directories are compared.
pub fn fold(raw: &str) -> String {
    let text = clean(raw);
    if text.chars().all(is_plain) {
        let mut lowered = String::with_capacity(text.len());
        lowered.extend(text.chars().map(plain_lower));
        return fold_lookalikes(lowered);
    }
    fold_lookalikes(
        text.nfkc()
            .flat_map(char::to_lowercase)
            .map(|c| if c == 'ё' { 'е' } else { c })
            .collect(),
    )
}

/// Small letter of a plain character; ё is е.
fn plain_lower(c: char) -> char {
    match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        'А'..='Я' => char::from_u32(c as u32 + 32).unwrap_or(c),
        'Ё' | 'ё' => 'е',
        c => c,
    }
}

/// True if `fold(raw)` begins with this small letter or mark; for looking away quickly.
pub fn folds_from(raw: &str, first: char) -> bool {
    raw.chars().find(|c| !is_space(*c)).is_some_and(|c| {
        let lower = plain_lower(c);
        lower == first || !is_plain(c) || lookalike(lower) == Some(first)
    })
}

/// Characters that the compatibility form leaves as they are: no need to look them up.
fn is_plain(c: char) -> bool {
    c.is_ascii()
        || matches!(
            c,
            'А'..='я' | 'Ё' | 'ё' | '«' | '»' | '“' | '”' | '„' | '—' | '–'
        )
}

/// `fold`, and everything that is not a letter or a digit made a single space.
pub fn fold_words(raw: &str) -> String {
    let folded = fold(raw);
    let mut out = String::with_capacity(folded.len());
    for c in folded.chars() {
        if is_letter_or_digit(c) {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Replaces Latin letters by the Cyrillic ones that look alike in each word that has more Cyrillic than
/// foreign letters; such words come from slips of the keyboard.
pub fn fold_lookalikes(text: String) -> String {
    if text.is_ascii() || !text.bytes().any(|b| b.is_ascii_alphabetic()) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(|c: char| !is_letter(c)) {
        let cyrillic = piece.chars().filter(|c| is_cyrillic(*c)).count();
        let latin: Vec<char> = piece.chars().filter(char::is_ascii_alphabetic).collect();
        let foldable = latin.iter().all(|c| lookalike(*c).is_some());
        if cyrillic > 0 && foldable && cyrillic >= latin.len() {
            out.extend(piece.chars().map(|c| lookalike(c).unwrap_or(c)));
        } else {
            out.push_str(piece);
        }
    }
    out
}

/// True for a letter of the Cyrillic block.
pub fn is_cyrillic(c: char) -> bool {
    ('\u{0400}'..='\u{04ff}').contains(&c)
}

/// The Cyrillic letter that a Latin one is taken for.
pub fn lookalike(c: char) -> Option<char> {
    Some(match c {
        'A' => 'А',
        'B' => 'В',
        'C' => 'С',
        'E' => 'Е',
        'H' => 'Н',
        'K' => 'К',
        'M' => 'М',
        'O' => 'О',
        'P' => 'Р',
        'T' => 'Т',
        'X' => 'Х',
        'Y' => 'У',
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'h' => 'н',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        _ => return None,
    })
}

/// The Latin letter that a Cyrillic one is taken for, where the two look the same.
pub fn latin_lookalike(c: char) -> Option<char> {
    Some(match c {
        'А' => 'A',
        'В' => 'B',
        'С' => 'C',
        'Е' => 'E',
        'Н' => 'H',
        'К' => 'K',
        'М' => 'M',
        'О' => 'O',
        'Р' => 'P',
        'Т' => 'T',
        'Х' => 'X',
        'У' => 'Y',
        'а' => 'a',
        'с' => 'c',
        'е' => 'e',
        'к' => 'k',
        'о' => 'o',
        'р' => 'p',
        'х' => 'x',
        'у' => 'y',
        _ => return None,
    })
}

/// How alike two texts are by their trigrams, 0 to 1 (as pg_trgm counts: words padded, set of trigrams,
/// common over all).
pub fn similarity(a: &str, b: &str) -> f32 {
    let (a, b) = (trigrams(a), trigrams(b));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let common = a.iter().filter(|t| b.binary_search(t).is_ok()).count();
    common as f32 / (a.len() + b.len() - common) as f32
}

fn trigrams(text: &str) -> Vec<[char; 3]> {
    let mut all = Vec::new();
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
    {
        let padded: Vec<char> = [' ', ' ']
            .into_iter()
            .chain(word.chars())
            .chain([' '])
            .collect();
        all.extend(padded.windows(3).map(|w| [w[0], w[1], w[2]]));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// Number of single letters to add, drop, change or swap to make one text of the other, counted up to
/// `most`; `most + 1` means more.
pub fn edits(a: &str, b: &str, most: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j - 1] + change).min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = last;
        last = row;
    }
    last[b.len()].min(most + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cleans_spaces_and_keeps_the_rest() {
        for (raw, want) in [
            ("  a  b ", "a b"),
            ("a\u{a0}\u{a0}b\u{200b}", "a b"),
            ("a\r\nb", "a b"),
            ("", ""),
            (" ", ""),
            ("a", "a"),
            ("ООО «Сопка» 7", "ООО «Сопка» 7"),
            ("ООО  «Сопка» ", "ООО «Сопка»"),
            (" №\u{ad} 7", "№ 7"),
        ] {
            assert_eq!(clean(raw), want);
        }
    }

    proptest! {
        #[test]
        fn the_short_ways_say_what_the_tables_say(c in any::<char>()) {
            prop_assert_eq!(is_letter(c), c.is_alphabetic());
            prop_assert_eq!(is_letter_or_digit(c), c.is_alphanumeric());
        }
    }

    #[test]
    fn folds_lookalikes_only_in_cyrillic_words() {
        assert_eq!(fold("Cтатус"), "статус");
        assert_eq!(fold("Ёлка  NPV"), "елка npv");
        assert_eq!(fold("E-mail"), "e-mail");
        assert_eq!(fold_words("«Сопка», ООО"), "сопка ооо");
    }

    #[test]
    fn counts_edits() {
        for (a, b, n) in [
            ("завершено", "завершенно", 1),
            ("заявка", "завка", 1),
            ("аб", "ба", 1),
            ("кот", "пёс", 3),
            ("а", "а", 0),
        ] {
            assert_eq!(edits(a, b, 5), n, "{a} {b}");
        }
        assert_eq!(edits("длинное слово", "кот", 2), 3);
    }

    proptest! {
        #[test]
        fn clean_is_idempotent(s in "\\PC{0,40}") {
            let once = clean(&s).into_owned();
            prop_assert_eq!(clean(&once).into_owned(), once);
        }

        #[test]
        fn similarity_is_symmetric_and_bounded(a in "[а-яa-z ]{0,20}", b in "[а-яa-z ]{0,20}") {
            let s = similarity(&a, &b);
            prop_assert!((0.0..=1.0).contains(&s));
            prop_assert_eq!(s, similarity(&b, &a));
        }
    }
}
