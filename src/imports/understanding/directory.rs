//! Finds the directory entry, or the member, that a word of the file means: equal, abbreviated, an acronym,
//! with a slip, or of the same industry. Two that fit equally well are none.

use uuid::Uuid;

use super::industries::groups_of;
pub use super::industries::usual_name as usual_industry;
use super::knowledge::{Entry, Person};
use crate::imports::draft::WordKind;
use crate::values::people::full_first_names;
use crate::values::text::{edits, fold, fold_words, similarity};

/// Words of places that say only of what kind a place is.
const PLACE_WORDS: &[&str] = &[
    "район",
    "р",
    "н",
    "рн",
    "го",
    "мо",
    "мр",
    "г",
    "город",
    "городской",
    "муниципальный",
    "округ",
    "муниципального",
    "городского",
    "с",
    "село",
    "пос",
    "поселок",
    "пгт",
    "п",
    "района",
    "district",
    "city",
];

/// The best entry and how sure it is, 0 to 1.
pub fn find_entry<'e>(
    word: &str,
    kind: WordKind,
    entries: &'e [Entry],
) -> Option<(&'e Entry, f32)> {
    let mut best: Option<(&Entry, f32)> = None;
    let mut tie = false;
    for entry in entries {
        let score = score(word, &entry.name, kind);
        match best {
            Some((_, s)) if score > s + 0.001 => (best, tie) = (Some((entry, score)), false),
            Some((b, s)) if (score - s).abs() <= 0.001 && score > 0.0 => {
                tie = tie || fold(&b.name) != fold(&entry.name)
            }
            None if score > 0.0 => best = Some((entry, score)),
            _ => {}
        }
    }
    best.filter(|(_, s)| *s >= 0.55 && !tie)
}

/// How well a word stands for a name.
pub fn score(word: &str, name: &str, kind: WordKind) -> f32 {
    let (w, n) = (fold_words(word), fold_words(name));
    if w.is_empty() || n.is_empty() {
        return 0.0;
    }
    if w == n {
        return 1.0;
    }
    if matches!(kind, WordKind::District | WordKind::City) {
        return place_score(&w, &n, kind);
    }
    if kind == WordKind::Industry {
        let (a, b) = (groups_of(word), groups_of(name));
        if !a.is_empty() && a == b {
            return 0.95;
        }
        if a.first().is_some_and(|g| b.first() == Some(g)) {
            return 0.85;
        }
        if a.len() == 1 && b.contains(&a[0]) {
            return 0.8;
        }
    }
    general_score(&w, &n)
}

fn general_score(w: &str, n: &str) -> f32 {
    let (wt, nt): (Vec<&str>, Vec<&str>) = (w.split(' ').collect(), n.split(' ').collect());
    if w.chars().count() >= 6 && edits(w, n, 2) <= 2 {
        return 0.9;
    }
    if wt.len() == nt.len() && wt.iter().zip(&nt).all(|(a, b)| stands_for(a, b)) {
        return 0.85;
    }
    if wt.len() == 1 && is_acronym(w, &nt) {
        return 0.8;
    }
    if wt.len() == 1 && w.chars().count() >= 4 && nt.iter().any(|t| stands_for(w, t)) {
        return 0.6;
    }
    let s = similarity(w, n);
    if s >= 0.5 { 0.5 + s * 0.3 } else { 0.0 }
}

fn place_score(w: &str, n: &str, kind: WordKind) -> f32 {
    let bare = |t: &str| -> Vec<String> {
        t.split(' ')
            .filter(|x| !PLACE_WORDS.contains(x))
            .map(str::to_owned)
            .collect()
    };
    let (wb, nb) = (bare(w), bare(n));
    if wb.is_empty() || nb.is_empty() {
        return 0.0;
    }
    if wb == nb {
        // A town may have the name of several kinds of places: "с. Вал" is not "пгт Вал".
        return if kind == WordKind::City
            && first_kind(w) != first_kind(n)
            && first_kind(w).is_some()
            && first_kind(n).is_some()
        {
            0.4
        } else {
            0.97
        };
    }
    if wb.len() == nb.len() && wb.iter().zip(&nb).all(|(a, b)| stands_for(a, b)) {
        return 0.85;
    }
    if wb.len() == 1 && is_acronym(&wb[0], &nb.iter().map(String::as_str).collect::<Vec<_>>()) {
        return 0.8;
    }
    let (wj, nj) = (wb.join(" "), nb.join(" "));
    if kind == WordKind::District && wj.chars().count() >= 5 && same_stem(&wj, &nj) {
        return 0.8;
    }
    if wj.chars().count() >= 7 && edits(&wj, &nj, 1) <= 1 {
        0.75
    } else {
        0.0
    }
}

fn first_kind(text: &str) -> Option<&str> {
    text.split(' ')
        .find(|x| matches!(*x, "с" | "п" | "пгт" | "г" | "пос" | "дер" | "д"))
}

/// "смирных" and "смирныховский": all but the ending of an adjective.
fn same_stem(short: &str, long: &str) -> bool {
    let stem: String = short
        .chars()
        .take(short.chars().count().saturating_sub(2).max(4))
        .collect();
    long.starts_with(&stem) && long.chars().count() <= short.chars().count() + 7
}

/// "тымовск" for "тымовский", "стр во" glued as "стрво" for "строительство".
fn stands_for(short: &str, long: &str) -> bool {
    short == long
        || (short.chars().count() >= 2
            && long.starts_with(short)
            && long.chars().count() > short.chars().count())
        || (short.chars().count() == 1 && long.starts_with(short))
}

/// "юс" for "южно сахалинск", "мвк" for "межведомственная комиссия" (initials of the words or their parts).
fn is_acronym(word: &str, parts: &[&str]) -> bool {
    let initials: String = parts.iter().filter_map(|p| p.chars().next()).collect();
    word.chars().count() >= 2 && initials == word
}

/// The member that one name in a cell means: last name, first name or pet name, initials.
pub fn find_person(word: &str, people: &[Person]) -> Option<Uuid> {
    let tokens: Vec<String> = fold(&word.replace('.', ". "))
        .split_whitespace()
        .map(|t| t.trim_matches(|c: char| !c.is_alphabetic()).to_owned())
        .filter(|t| !t.is_empty())
        .collect();
    if tokens.is_empty() || tokens.len() > 4 {
        return None;
    }
    let mut fitting = people.iter().filter(|p| person_fits(&tokens, p));
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first.id)
}

/// Every token is the last, the first or the middle name, a pet name or an initial; each part once; at least
/// one token is a whole name.
fn person_fits(tokens: &[String], person: &Person) -> bool {
    let parts = [
        fold(&person.last),
        fold(&person.first),
        fold(&person.middle),
    ];
    let firsts = full_first_names(&person.first);
    let mut used = [false; 3];
    let mut whole = false;
    // Whole names first, so that an initial takes what is left.
    let mut order: Vec<&String> = tokens.iter().collect();
    order.sort_by_key(|t| std::cmp::Reverse(t.chars().count()));
    for token in order {
        let long = token.chars().count() > 1;
        let fits = |i: usize| {
            if !long {
                return parts[i].starts_with(token.as_str());
            }
            parts[i] == *token
                || (i == 1
                    && full_first_names(token)
                        .iter()
                        .any(|n| *n == parts[1] || firsts.contains(n)))
                || (token.chars().count() >= 6 && edits(&parts[i], token, 1) <= 1)
        };
        let Some(i) = (0..3).find(|i| !used[*i] && !parts[*i].is_empty() && fits(*i)) else {
            return false;
        };
        used[i] = true;
        whole |= long;
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(names: &[&str]) -> Vec<Entry> {
        names
            .iter()
            .enumerate()
            .map(|(i, n)| Entry::new(Uuid::from_u128(i as u128 + 1), *n))
            .collect()
    }

    #[test]
    fn finds_districts() {
        let all = entries(&[
            "г. Южно-Сахалинск",
            "Смирныховский район",
            "Тымовский район",
            "Южно-Курильский район",
            "Курильский район",
            "Углегорский район",
            "Анивский район",
            "Долинский район",
        ]);
        for (word, name) in [
            ("ЮС", "г. Южно-Сахалинск"),
            ("Ю-Сах", "г. Южно-Сахалинск"),
            ("г.Ю-Сахалинск", "г. Южно-Сахалинск"),
            ("Смирных", "Смирныховский район"),
            ("Тымовск. р-н", "Тымовский район"),
            ("Ю-Кур.", "Южно-Курильский район"),
            ("Курильский ГО", "Курильский район"),
            ("Углегор.", "Углегорский район"),
            ("Анив. р-н", "Анивский район"),
            ("ГО Долинский", "Долинский район"),
        ] {
            assert_eq!(
                find_entry(word, WordKind::District, &all).map(|e| e.0.name.as_str()),
                Some(name),
                "{word}"
            );
        }
        assert!(find_entry("Московский", WordKind::District, &all).is_none());
    }

    #[test]
    fn finds_people() {
        let p = |n: u128, last: &str, first: &str| Person {
            id: Uuid::from_u128(n),
            last: last.into(),
            first: first.into(),
            middle: String::new(),
        };
        let people = [
            p(1, "Зимина", "Елена"),
            p(2, "Рогова", "Екатерина"),
            p(3, "Ветрова", "Анастасия"),
            p(4, "Дубко", "Светлана"),
            p(5, "Серова", "Марина"),
        ];
        for (word, id) in [
            ("Лена", 1),
            ("Зимина Е.", 1),
            ("Рогова", 2),
            ("Катя", 2),
            ("настя", 3),
            ("Светлана Д.", 4),
            ("Маринка", 5),
            ("Серова М.", 5),
        ] {
            assert_eq!(
                find_person(word, &people),
                Some(Uuid::from_u128(id)),
                "{word}"
            );
        }
        for word in ["Е.", "практикант", "Тамара Ивановна", "Зимина К.", ""]
        {
            assert_eq!(find_person(word, &people), None, "{word}");
        }
    }
}
