//! The settings as documented, as read, and as the containers use them.

use std::collections::{BTreeMap, BTreeSet};

use invest_crm::config::{Config, SETTINGS};

use crate::support::source::text;

/// Settings of `.env.example`, set or commented out, each with the comment above it.
fn documented() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut comment = String::new();
    for line in text(".env.example").lines() {
        let bare = line.strip_prefix('#').unwrap_or(line);
        let name: String = bare
            .chars()
            .take_while(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || *c == '_')
            .collect();
        if !name.is_empty() && bare[name.len()..].starts_with('=') {
            found.push((name, std::mem::take(&mut comment)));
        } else if let Some(words) = line.strip_prefix("# ") {
            comment.push_str(words);
        } else {
            comment.clear();
        }
    }
    found
}

#[test]
fn the_example_lists_every_setting_with_its_meaning() {
    let documented = documented();
    let names: BTreeSet<&str> = documented.iter().map(|(name, _)| name.as_str()).collect();
    // Passwords of the containers are no settings of the program.
    let of_program: BTreeSet<&str> = names
        .into_iter()
        .filter(|n| !n.ends_with("_PASSWORD"))
        .collect();
    assert_eq!(of_program, SETTINGS.into_iter().collect());
    for (name, comment) in documented {
        assert!(comment.len() > 10, "{name} is explained in .env.example");
    }
}

#[test]
fn the_containers_use_only_settings_that_exist() {
    let compose = text("docker-compose.yml");
    let app = compose
        .split("  app:")
        .nth(1)
        .and_then(|a| a.split("\n  db:").next());
    let app = app.expect("the program is one of the services");
    let environment = app
        .split("environment:\n")
        .nth(1)
        .expect("it is given settings");
    for line in environment.lines().take_while(|l| l.starts_with("      ")) {
        let name = line.trim().split(':').next().unwrap_or_default();
        assert!(SETTINGS.contains(&name), "docker-compose.yml sets {name}");
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let values = [
        ("PORT", "0"),
        ("BIND", "here"),
        ("LOG_FORMAT", "xml"),
        ("DATABASE_URL", "mysql://x"),
    ];
    let values: BTreeMap<String, String> = values
        .iter()
        .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
        .collect();
    let complaint = Config::from_values(&values)
        .expect_err("nothing of this can be used")
        .to_string();
    for name in values.keys() {
        assert!(
            complaint.contains(name.as_str()),
            "{name} is named in: {complaint}"
        );
    }
    assert!(
        !complaint.contains("mysql://x"),
        "an address may hold a password and is not repeated"
    );
}
