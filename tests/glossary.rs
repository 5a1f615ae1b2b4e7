//! The words in docs/glossary.md are those of the code and of the Russian messages, and the map in the README
//! names every room.

use std::collections::BTreeSet;

use invest_crm::accounts::Role;
use invest_crm::clients::ClientKind;
use invest_crm::projects::{ProjectField, ProjectState};
use invest_crm::text::Locale;

use crate::support::source::text;

#[test]
fn every_state_role_kind_and_field_stands_in_the_glossary_with_its_russian_name() {
    let glossary = text("docs/glossary.md");
    let states = ProjectState::ALL.map(|s| (s.word(), s.label()));
    let roles = Role::ALL.map(|r| (r.word(), r.label()));
    let kinds = ClientKind::ALL.map(|k| (k.word(), k.label()));
    let fields = ProjectField::ALL.map(|f| (f.word(), f.label()));
    let all = states.iter().chain(&roles).chain(&kinds).chain(&fields);
    let missing: Vec<String> = all
        .map(|(word, label)| format!("| {} | `{word}` |", Locale::Ru.text(label)))
        .filter(|row| !glossary.lines().any(|line| line.starts_with(row.as_str())))
        .collect();
    assert!(
        missing.is_empty(),
        "docs/glossary.md lacks:\n{}",
        missing.join("\n")
    );
}

#[test]
fn the_map_names_every_room_and_no_other() {
    let rooms: BTreeSet<String> = text("src/lib.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod "))
        .map(|name| name.trim_end_matches(';').to_owned())
        .collect();
    let readme = text("README.md");
    let map = readme.split("## The map of the code").nth(1);
    let table = map
        .and_then(|rest| rest.split("\n## ").next())
        .unwrap_or_default();
    let named: BTreeSet<String> = table
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| floor"))
        .filter_map(|line| line.split('|').nth(2))
        .flat_map(|cell| cell.split(','))
        .map(|name| name.trim().trim_matches('`').to_owned())
        .collect();
    assert_eq!(named, rooms, "the map in README.md against src/lib.rs");
}
