//! What headers of columns are called. General words of Russian and English registers; how well a header
//! fits a field is a number, the values below decide with it.

mod lists;

use std::sync::OnceLock;

use self::lists::{NAMES, STEMS};

use crate::imports::draft::Field;
use crate::values::money::MoneyUnit;
use crate::values::text::{edits, fold, fold_words};

/// Words in a header that say nothing about its field.
const NOISE: &str =
    "руб рублей тыс млн млрд р т год г чел гол га шт ед номер no rub mln thousand million в тр лет";

fn is_noise(word: &str) -> bool {
    NOISE.split(' ').any(|n| n == word)
}

/// A name of a field, taken apart once.
struct Name {
    field: Field,
    text: String,
    words: Vec<String>,
    chars: Vec<char>,
    /// Matches headers that begin so.
    stem: bool,
}

fn names() -> &'static [Name] {
    static NAMES_APART: OnceLock<Vec<Name>> = OnceLock::new();
    NAMES_APART.get_or_init(|| {
        let apart = |field: Field, name: &str| {
            let text = name.trim_end_matches('*');
            Name {
                field,
                text: text.to_owned(),
                words: text.split(' ').map(str::to_owned).collect(),
                chars: text.chars().collect(),
                stem: name.ends_with('*'),
            }
        };
        NAMES
            .iter()
            .flat_map(|(field, names)| names.split('|').map(move |n| apart(*field, n)))
            .collect()
    })
}

/// A header being compared with names.
struct HeaderWords {
    text: String,
    words: Vec<String>,
    chars: Vec<char>,
    /// Words that say something about the field.
    meaningful: usize,
}

impl HeaderWords {
    fn of(header: &str) -> HeaderWords {
        let text = header_words(header);
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let meaningful = words.iter().filter(|w| !is_noise(w)).count().max(1);
        HeaderWords {
            chars: text.chars().collect(),
            words,
            meaningful,
            text,
        }
    }
}

/// How well the header fits the field, 0 to 1.
pub fn fit(header: &str, field: Field) -> f32 {
    let header = HeaderWords::of(header);
    names()
        .iter()
        .filter(|n| n.field == field)
        .map(|n| fit_name(&header, n))
        .fold(0.0, f32::max)
}

fn fit_name(header: &HeaderWords, name: &Name) -> f32 {
    if header.text.is_empty() {
        return 0.0;
    }
    if name.stem {
        return if header.text.starts_with(&name.text) {
            0.95
        } else {
            0.0
        };
    }
    if header.text == name.text {
        return 1.0;
    }
    let (a, b) = (header.chars.len(), name.chars.len());
    // A slip of one letter: the beginning or the end is right.
    let near = a >= 5
        && b >= 5
        && a.abs_diff(b) <= 1
        && (header.chars[0] == name.chars[0] || header.chars[a - 1] == name.chars[b - 1]);
    if near && edits(&header.text, &name.text, 1) <= 1 {
        return 0.9;
    }
    let wanted = name.words.len();
    if wanted < header.words.len()
        && header
            .words
            .windows(wanted)
            .any(|w| w == name.words.as_slice())
    {
        let covered = wanted as f32 / header.meaningful as f32;
        let first = header.words.starts_with(&name.words);
        // A short word inside a long header says little: "дата" in "дата последнего звонка".
        return (if first { 0.62 } else { 0.5 }) * covered.min(1.0).powf(0.7)
            + if covered >= 1.0 { 0.3 } else { 0.0 };
    }
    if abbreviates(&header.words, &name.words) {
        0.8
    } else {
        0.0
    }
}

/// "наим орг" for "наименование организации": each word the beginning of the other's.
fn abbreviates(header: &[String], wanted: &[String]) -> bool {
    header.len() == wanted.len()
        && header.iter().zip(wanted).all(|(h, w)| {
            let (short, long) = if h.len() < w.len() { (h, w) } else { (w, h) };
            long.starts_with(short.as_str()) && short.chars().count() >= 4
        })
}

/// Header in small letters, words only, without units in brackets at its end and without a leading "№".
pub fn header_words(header: &str) -> String {
    let words = fold_words(&header.replace('№', " "));
    let mut list: Vec<&str> = words.split(' ').collect();
    while list.len() > 1 && list.last().is_some_and(|w| is_noise(w)) {
        list.pop();
    }
    list.join(" ")
}

/// True for the column of row numbers.
pub fn is_row_number(header: &str) -> bool {
    let folded = fold(header);
    let folded = folded.trim_matches(|c: char| c == '.' || c == ' ');
    matches!(
        folded,
        "no" | "no п/п"
            | "noп/п"
            | "n"
            | "п/п"
            | "nn"
            | "#"
            | "nono"
            | "n п/п"
            | "пп"
            | "no пп"
            // The column that our own workbook of problems adds.
            | "замечания импорта"
            | "import remarks"
            | "номер п/п"
            | "row"
            | "no строки"
            | "порядковый номер"
    )
}

/// The unit of money that a header names: "Стоимость, тыс. руб.", "СС (млн)".
pub fn money_unit(header: &str) -> Option<MoneyUnit> {
    let words = fold_words(header);
    let has = |starts: &[&str]| {
        words
            .split(' ')
            .any(|w| starts.iter().any(|s| w.starts_with(s)))
    };
    if has(&["млрд", "миллиард", "bn", "billion"]) {
        Some(MoneyUnit::Billion)
    } else if has(&["млн", "миллион", "mln", "million"]) {
        Some(MoneyUnit::Million)
    } else if has(&["тыс", "thousand"])
        || words
            .split(' ')
            .zip(words.split(' ').skip(1))
            .any(|pair| pair == ("т", "р"))
    {
        Some(MoneyUnit::Thousand)
    } else if words
        .split(' ')
        .any(|w| matches!(w, "руб" | "рублей" | "рублях" | "р" | "rub"))
    {
        Some(MoneyUnit::Rub)
    } else {
        None
    }
}

/// The fields that a header could be, best first.
pub fn candidates(header: &str) -> Vec<(Field, f32)> {
    let header = HeaderWords::of(header);
    let mut all: Vec<(Field, f32)> = Vec::new();
    let mut note = |field: Field, fit: f32| match all.iter_mut().find(|(f, _)| *f == field) {
        Some((_, best)) => *best = best.max(fit),
        None => all.push((field, fit)),
    };
    for name in names() {
        let fit = fit_name(&header, name);
        if fit > 0.3 {
            note(name.field, fit);
        }
    }
    for (field, stems) in STEMS {
        let fit = stems
            .split('|')
            .map(|s| fit_stems(&header, s))
            .fold(0.0, f32::max);
        if fit > 0.3 {
            note(*field, fit);
        }
    }
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    all
}

/// All stems begin a word of the header; words that none of them covers take from the fit.
fn fit_stems(header: &HeaderWords, stems: &str) -> f32 {
    let mut count = 0;
    for stem in stems.split(' ') {
        if !header.words.iter().any(|w| w.starts_with(stem)) {
            return 0.0;
        }
        count += 1;
    }
    0.78 * (count as f32 / header.meaningful.max(count) as f32).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_lead_to_fields() {
        for (header, field) in [
            ("Наименование заявителя", Field::ClientName),
            ("Инвестор", Field::ClientName),
            ("ИНН клиента", Field::Inn),
            ("Cтатус", Field::State),
            ("Тел.", Field::Phone),
            ("Стоимость, тыс. руб.", Field::Total),
            ("Собств. ср-ва, тыс. руб.", Field::Own),
            ("СС (млн)", Field::Own),
            ("Поддержка (млн)", Field::Requested),
            ("Налоги, тыс. руб./год", Field::Taxes),
            ("Наименование\nпроекта", Field::ProjectName),
            ("№ прот.", Field::Protocol),
            ("Кол-во РМ", Field::Jobs),
            ("Ед. изм.", Field::Unit),
            ("E-mail", Field::Email),
            ("Муниципальное образование", Field::District),
            ("Полное наим.", Field::ClientFullName),
            ("Краткое наим.", Field::ClientName),
            ("ОГРН/ОГРНИП", Field::Ogrn),
            ("Project name", Field::ProjectName),
            ("Инвестиции всего, руб.", Field::Total),
            ("Телефон 2", Field::Phone),
        ] {
            assert_eq!(
                candidates(header).first().map(|c| c.0),
                Some(field),
                "{header}: {:?}",
                candidates(header)
            );
        }
        for header in [
            "Дата посл. звонка",
            "Средняя з/п, руб.",
            "Куратор от ОМСУ",
            "Площадь с/х угодий, га",
            "№ соглашения",
            "Почему в архиве",
            "Срок лицензии",
            "Папка на диске",
        ] {
            assert!(
                candidates(header).first().is_none_or(|c| c.1 < 0.6),
                "{header}: {:?}",
                candidates(header)
            );
        }
        assert!(is_row_number("№ п/п") && !is_row_number("№ прот."));
        assert_eq!(
            money_unit("(суммы в тыс. руб.!!!)"),
            Some(MoneyUnit::Thousand)
        );
        assert_eq!(money_unit("Финансы, руб."), Some(MoneyUnit::Rub));
        assert_eq!(money_unit("в т.ч. собств."), None);
    }
}
