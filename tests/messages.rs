//! What people read: the same in both languages, all of it there, all of it used, and none of it in the code.

use std::collections::{BTreeMap, BTreeSet};

use invest_crm::text::{Locale, keys};

use crate::support::source::{Source, files, rust};

#[test]
fn both_languages_have_every_message_with_the_same_arguments() {
    let (ru, en) = (sorted(Locale::Ru), sorted(Locale::En));
    let only = |a: &BTreeMap<String, BTreeSet<String>>, b: &BTreeMap<String, BTreeSet<String>>| {
        a.keys()
            .filter(|k| !b.contains_key(*k))
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(only(&ru, &en), Vec::<String>::new(), "missing in English");
    assert_eq!(only(&en, &ru), Vec::<String>::new(), "missing in Russian");
    for (key, arguments) in &ru {
        assert_eq!(arguments, &en[key], "arguments of {key}");
    }
}

fn sorted(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
    keys(locale).into_iter().collect()
}

#[test]
fn both_languages_keep_a_message_in_the_same_file() {
    let names = |locale: &str| -> BTreeMap<String, Vec<String>> {
        let all = files(&format!("messages/{locale}"), ".ftl").into_iter();
        all.map(|file| {
            let keys = file
                .text
                .lines()
                .filter(|l| l.starts_with(|c: char| c.is_ascii_lowercase()));
            let mut keys: Vec<String> = keys
                .map(|l| l.split([' ', '=']).next().unwrap_or_default().to_owned())
                .collect();
            keys.sort();
            (file.path, keys)
        })
        .collect()
    };
    assert_eq!(names("ru"), names("en"));
}

/// A key asked for, where, and with which arguments; none if they are not known from the source.
struct Use {
    key: String,
    place: String,
    arguments: Option<BTreeSet<String>>,
}

fn set(names: &[&str]) -> Option<BTreeSet<String>> {
    Some(names.iter().map(|n| (*n).to_owned()).collect())
}

/// The literal right after `at`, if there is one.
fn literal(text: &str) -> Option<&str> {
    let rest = text.trim_start().strip_prefix('"')?;
    rest.split('"').next()
}

fn is_key(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Names of the arguments in the calls that follow: `.text("x", …).number("n", …)`.
fn chained(mut rest: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    loop {
        rest = rest.trim_start();
        let Some(call) = [".text(", ".number(", ".key("]
            .iter()
            .find_map(|c| rest.strip_prefix(c))
        else {
            return names;
        };
        names.extend(literal(call).map(str::to_owned));
        let mut depth = 1;
        let end = call.char_indices().find(|(_, c)| {
            depth += i32::from(*c == '(') - i32::from(*c == ')');
            depth == 0
        });
        match end {
            Some((at, _)) => rest = &call[at + 1..],
            None => return names,
        }
    }
}

fn uses_in(source: &Source, text: &str, found: &mut Vec<Use>) {
    let mut add = |at: &str, arguments: Option<BTreeSet<String>>| {
        if let Some(key) = literal(at).filter(|k| is_key(k)) {
            found.push(Use {
                key: key.to_owned(),
                place: source.path.clone(),
                arguments,
            });
        }
    };
    for (call, arguments) in [
        ("t.text(", set(&[])),
        ("locale.text(", set(&[])),
        ("Ru.text(", set(&[])),
        (".count(", set(&["n"])),
        (".with(", set(&["x"])),
    ] {
        for (at, _) in text.match_indices(call) {
            add(&text[at + call.len()..], arguments.clone());
        }
    }
    for (at, call) in text.match_indices("Message::new(") {
        let rest = &text[at + call.len()..];
        let behind = rest.split_once(')').map_or("", |(_, behind)| behind);
        add(rest, Some(chained(behind)));
    }
    for (at, _) in text.match_indices("\".into()") {
        let before = &text[..at];
        if let Some(key) = before
            .rsplit('"')
            .next()
            .filter(|k| is_key(k) && k.contains('-'))
        {
            add(&format!("\"{key}\""), set(&[]));
        }
    }
}

/// Keys that functions of keys give back: `fn label`, `fn heading`.
fn named_by_functions(source: &Source, found: &mut Vec<Use>) {
    let code = source.code_text();
    for name in ["fn label(", "fn heading("] {
        for body in code.split(name).skip(1) {
            let body = body.split("\n    }\n").next().unwrap_or_default();
            for arm in body.split("=> ").skip(1) {
                if let Some(key) = literal(arm).filter(|k| is_key(k)) {
                    found.push(Use {
                        key: key.to_owned(),
                        place: source.path.clone(),
                        arguments: set(&[]),
                    });
                }
            }
        }
    }
}

fn uses() -> Vec<Use> {
    let mut found = Vec::new();
    for source in rust() {
        uses_in(&source, &source.code_text(), &mut found);
        named_by_functions(&source, &mut found);
    }
    for source in files("templates", ".html") {
        uses_in(&source, &source.text, &mut found);
    }
    assert!(found.len() > 100, "keys are found in the source");
    found
}

#[test]
fn every_message_that_is_asked_for_is_there() {
    let there = sorted(Locale::Ru);
    let mut wrong = Vec::new();
    for used in uses() {
        match (there.get(&used.key), used.arguments) {
            (None, _) => wrong.push(format!("{}: there is no message {}", used.place, used.key)),
            (Some(wanted), Some(given)) if !wanted.is_subset(&given) => {
                wrong.push(format!(
                    "{}: {} wants {wanted:?} and gets {given:?}",
                    used.place, used.key
                ));
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_message_that_is_there_is_asked_for() {
    let mut all = String::new();
    for source in rust() {
        all.push_str(&source.code_text());
    }
    for source in files("templates", ".html")
        .into_iter()
        .chain(files("messages/ru", ".ftl"))
    {
        // Messages may stand in other messages: { other-key }.
        all.push_str(&source.text);
    }
    // Keys put together from a beginning and a word: format!("grid-{word}").
    let mut beginnings: Vec<&str> = all
        .match_indices("-{")
        .filter_map(|(at, _)| all[..=at].rsplit('"').next())
        .filter(|b| is_key(b) && b.len() > 2)
        .collect();
    // … and those that a template or the names of a list put together.
    beginnings.extend(["severity-", "support-type-"]);
    let literals: BTreeSet<&str> = all.split('"').filter(|piece| is_key(piece)).collect();
    let mut dead = Vec::new();
    for key in sorted(Locale::Ru).into_keys() {
        let is_asked = literals.contains(key.as_str())
            || beginnings.iter().any(|b| key.starts_with(b))
            || all.contains(&format!("{{ {key} }}"));
        if !is_asked {
            dead.push(key);
        }
    }
    assert!(dead.is_empty(), "nobody asks for {dead:?}");
}

fn cyrillic(text: &str) -> bool {
    text.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c))
}

/// Single letters, such as those that search takes for one another, are no words.
fn without_letters(line: &str) -> String {
    let mut plain = line.to_owned();
    for quote in ['\'', '"'] {
        let letters: Vec<String> = line
            .split(quote)
            .filter(|piece| piece.chars().count() == 1)
            .map(|letter| format!("{quote}{letter}{quote}"))
            .collect();
        for letter in letters {
            plain = plain.replace(&letter, "");
        }
    }
    plain
}

#[test]
fn no_words_of_a_language_stand_in_the_code() {
    // How people write values and files, named data, and how a language writes its dates.
    let speaks = ["values", "imports", "directories", "text"];
    let mut broken = Vec::new();
    for source in rust().iter().filter(|s| !speaks.contains(&s.room())) {
        for (n, line) in source.code() {
            if cyrillic(&without_letters(line)) {
                broken.push(format!("src/{}:{n}: {}", source.path, line.trim()));
            }
        }
    }
    for (folder, ending) in [
        ("templates", ".html"),
        ("static/js", ".js"),
        ("static/css", ".css"),
    ] {
        for source in files(folder, ending) {
            for (n, line) in source.text.lines().enumerate() {
                if cyrillic(&without_letters(line)) && !line.trim_start().starts_with("//") {
                    broken.push(format!(
                        "{folder}/{}:{}: {}",
                        source.path,
                        n + 1,
                        line.trim()
                    ));
                }
            }
        }
    }
    assert!(
        broken.is_empty(),
        "words belong into messages/:\n{}",
        broken.join("\n")
    );
}

#[test]
fn russian_is_set_as_it_is_printed() {
    for source in files("messages/ru", ".ftl") {
        for line in source.text.lines().filter(|l| !l.starts_with('#')) {
            let Some((_, words)) = line.split_once('=') else {
                continue;
            };
            let plain = words.replace("{\"{\"}", "").replace("{\"}\"}", "");
            assert!(
                !plain.contains('"'),
                "{}: «ёлочки» instead of straight quotes: {line}",
                source.path
            );
            assert!(
                !words.contains('!'),
                "{}: no exclamation marks: {line}",
                source.path
            );
            assert!(
                !words.contains(" - "),
                "{}: a dash is — : {line}",
                source.path
            );
            assert!(
                !words.contains("..."),
                "{}: three dots are one sign: {line}",
                source.path
            );
        }
    }
}
