//! Every crate that is compiled in, or used by the tests, has a licence that deny.toml allows.
//! Reads what cargo already holds, so it needs neither the network nor another tool.

use std::{collections::BTreeSet, process::Command};

use serde_json::Value;

#[test]
fn every_dependency_has_an_allowed_licence_and_comes_from_the_registry() {
    let allowed = allowed();
    let mut complaints = Vec::new();
    let packages = packages();
    assert!(packages.len() > 50, "cargo lists the dependencies");
    for package in &packages {
        let name = package["name"].as_str().unwrap_or_default();
        let licence = package["license"].as_str().unwrap_or("none named");
        if !is_allowed(licence, &allowed) {
            complaints.push(format!("{name}: {licence}"));
        }
        let source = package["source"].as_str();
        if !source.is_none_or(|source| source.starts_with("registry+")) {
            complaints.push(format!("{name}: from {source:?}"));
        }
    }
    assert!(
        complaints.is_empty(),
        "not allowed by deny.toml: {complaints:#?}"
    );
}

#[test]
fn an_expression_of_licences_is_read_as_it_is_meant() {
    let allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "ISC"];
    let allowed = allowed.map(str::to_owned).into();
    for good in [
        "MIT",
        "MIT/Apache-2.0",
        "GPL-3.0-only OR MIT",
        "(MIT OR GPL-2.0) AND ISC",
        "Apache-2.0 WITH LLVM-exception OR GPL-2.0",
    ] {
        assert!(is_allowed(good, &allowed), "{good}");
    }
    for bad in [
        "GPL-3.0-or-later",
        "MIT AND GPL-3.0-only",
        "(MIT OR ISC) AND AGPL-3.0",
        "",
        "none named",
    ] {
        assert!(!is_allowed(bad, &allowed), "{bad}");
    }
}

fn allowed() -> BTreeSet<String> {
    let text = include_str!("../deny.toml");
    let list = text
        .split_once("allow = [")
        .expect("deny.toml has a list")
        .1;
    let list = list.split_once("\n]").expect("the list ends").0;
    let lines = list
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"'));
    lines
        .filter_map(|line| Some(line.split_once('"')?.0.to_owned()))
        .collect()
}

fn packages() -> Vec<Value> {
    let platform = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked", "--offline"])
        .args(["--filter-platform", &platform])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "run `cargo fetch --locked` first: {complaint}"
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    // What is listed for other platforms is never compiled here.
    let nodes = metadata["resolve"]["nodes"].as_array().expect("a list");
    let used: BTreeSet<&str> = nodes
        .iter()
        .filter_map(|node| node["id"].as_str())
        .collect();
    let packages = metadata["packages"].as_array().expect("a list").iter();
    packages
        .filter(|package| package["id"].as_str().is_some_and(|id| used.contains(id)))
        .cloned()
        .collect()
}

/// "A OR B" is fine with one of them, "A AND B" with both; an old slash means OR.
fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any_of(&mut rest, allowed) && rest.is_empty()
}

fn any_of(words: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    let mut fine = all_of(words, allowed);
    while let ["OR", rest @ ..] = *words {
        *words = rest;
        fine |= all_of(words, allowed);
    }
    fine
}

fn all_of(words: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    let mut fine = one(words, allowed);
    while let ["AND", rest @ ..] = *words {
        *words = rest;
        fine &= one(words, allowed);
    }
    fine
}

fn one(words: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    match *words {
        ["(", rest @ ..] => {
            *words = rest;
            let fine = any_of(words, allowed);
            *words = words.strip_prefix(&[")"]).unwrap_or_default();
            fine
        }
        [licence, "WITH", exception, rest @ ..] => {
            *words = rest;
            allowed.contains(&format!("{licence} WITH {exception}"))
        }
        [licence, rest @ ..] => {
            *words = rest;
            allowed.contains(*licence)
        }
        [] => false,
    }
}
