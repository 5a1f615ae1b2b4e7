//! The message files, read once. Messages without arguments are kept as ready text, since a page
//! asks for a hundred of them.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;

use super::{Locale, Value, formats};

#[derive(RustEmbed)]
#[folder = "messages/"]
struct Files;

struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    ready: HashMap<String, String>,
}

static RU: LazyLock<Catalogue> = LazyLock::new(|| load(Locale::Ru));
static EN: LazyLock<Catalogue> = LazyLock::new(|| load(Locale::En));

fn catalogue(locale: Locale) -> &'static Catalogue {
    match locale {
        Locale::Ru => &RU,
        Locale::En => &EN,
    }
}

fn load(locale: Locale) -> Catalogue {
    let id = locale.code().parse().expect("a language tag");
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // The isolating marks are for mixed writing directions; in HTML they would be copied with the text.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match locale {
        Locale::Ru => |value, _| grouped(Locale::Ru, value),
        Locale::En => |value, _| grouped(Locale::En, value),
    }));
    let mut names = BTreeSet::new();
    for path in Files::iter().filter(|p| p.starts_with(locale.code())) {
        let file = Files::get(&path).expect("an embedded file");
        let source = String::from_utf8(file.data.into_owned()).expect("UTF-8");
        let resource = FluentResource::try_new(source)
            .unwrap_or_else(|(_, errors)| panic!("{path}: {errors:?}"));
        for entry in resource.entries() {
            if let fluent_syntax::ast::Entry::Message(m) = entry {
                assert!(
                    names.insert(m.id.name.to_owned()),
                    "{path}: {} stands twice",
                    m.id.name
                );
            }
        }
        bundle
            .add_resource(resource)
            .unwrap_or_else(|e| panic!("{path}: {e:?}"));
    }
    let ready = names
        .into_iter()
        .filter_map(|name| {
            let mut errors = Vec::new();
            let pattern = bundle.get_message(&name)?.value()?;
            let text = bundle
                .format_pattern(pattern, None, &mut errors)
                .into_owned();
            // With arguments missing the text is of no use; such a message is filled each time.
            errors.is_empty().then_some((name, text))
        })
        .collect();
    Catalogue { bundle, ready }
}

/// Numbers in messages are grouped as the language does it.
fn grouped(locale: Locale, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(n) => Some(formats::whole(locale, n.value as i64)),
        _ => None,
    }
}

/// A message without arguments. An unknown key gives itself; a test walks all keys.
pub fn plain(locale: Locale, key: &str) -> Cow<'static, str> {
    match catalogue(locale).ready.get(key) {
        Some(text) => Cow::Borrowed(text.as_str()),
        None => Cow::Owned(filled(locale, key, &[])),
    }
}

pub fn filled(locale: Locale, key: &str, args: &[(&'static str, Value)]) -> String {
    let catalogue = catalogue(locale);
    let Some(pattern) = catalogue.bundle.get_message(key).and_then(|m| m.value()) else {
        return key.to_owned();
    };
    let mut values = FluentArgs::new();
    for (name, value) in args {
        match value {
            Value::Text(t) => values.set(*name, t.clone()),
            Value::Number(n) => values.set(*name, *n),
            Value::Key(k) => values.set(*name, plain(locale, k).into_owned()),
        }
    }
    let mut errors = Vec::new();
    catalogue
        .bundle
        .format_pattern(pattern, Some(&values), &mut errors)
        .into_owned()
}

/// All keys of a language with the names of the arguments of each, for the test that compares them.
pub fn keys(locale: Locale) -> HashMap<String, BTreeSet<String>> {
    let mut all = HashMap::new();
    for path in Files::iter().filter(|p| p.starts_with(locale.code())) {
        let file = Files::get(&path).expect("an embedded file");
        let source = String::from_utf8(file.data.into_owned()).expect("UTF-8");
        let mut name = String::new();
        for line in source.lines() {
            if let Some((id, _)) = line
                .split_once(" = ")
                .or_else(|| line.strip_suffix(" =").map(|id| (id, "")))
                && line.starts_with(|c: char| c.is_ascii_lowercase())
            {
                name = id.to_owned();
                all.entry(name.clone()).or_insert_with(BTreeSet::new);
            }
            for piece in line.split('$').skip(1) {
                let arg: String = piece
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric())
                    .collect();
                all.entry(name.clone())
                    .or_insert_with(BTreeSet::new)
                    .insert(arg);
            }
        }
    }
    all
}
