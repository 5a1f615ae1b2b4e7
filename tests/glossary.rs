//! The words in docs/glossary.md are those of the code and of the Russian messages.

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
