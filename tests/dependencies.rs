//! Every crate and every vendored file has its reason in docs/dependencies.md, and nothing has one there that
//! is no longer used.

use std::collections::BTreeSet;

use crate::support::source::text;

/// Names of the tables of dependencies, and what VENDOR.toml calls its files.
fn used() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut is_dependencies = false;
    for line in text("Cargo.toml").lines() {
        if line.starts_with('[') {
            is_dependencies = line.ends_with("dependencies]");
        } else if is_dependencies && let Some((name, _)) = line.split_once('=') {
            found.insert(name.trim().to_owned());
        }
    }
    for folder in ["static/vendor", "tests/vendor"] {
        for line in text(&format!("{folder}/VENDOR.toml")).lines() {
            if let Some(name) = line.strip_prefix("name = ") {
                found.insert(name.trim_matches('"').to_owned());
            }
        }
    }
    found
}

/// First cells of the tables, without their backticks.
fn explained() -> BTreeSet<String> {
    text("docs/dependencies.md")
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` |"))
        .filter(|(_, why)| why.trim_matches([' ', '|']).len() > 20)
        .map(|(name, _)| name.to_owned())
        .collect()
}

#[test]
fn every_dependency_has_its_reason_and_every_reason_its_dependency() {
    let (used, explained) = (used(), explained());
    let missing: Vec<_> = used.difference(&explained).collect();
    let left: Vec<_> = explained.difference(&used).collect();
    assert!(
        missing.is_empty() && left.is_empty(),
        "docs/dependencies.md lacks {missing:?} and explains {left:?}, which nothing uses"
    );
}
