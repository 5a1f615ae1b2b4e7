//! The command line as people meet it: help for everything, and all that is wrong said at once.

use std::process::{Command, Output};

fn program(arguments: &[&str], settings: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_invest-crm"))
        .args(arguments)
        .env_remove("DATABASE_URL")
        .envs(settings.iter().copied())
        .output()
        .expect("the program runs")
}

#[test]
fn every_command_explains_itself() {
    let help = String::from_utf8_lossy(&program(&["--help"], &[]).stdout).into_owned();
    let commands: Vec<&str> = help
        .split("Commands:")
        .nth(1)
        .and_then(|rest| rest.split("Options:").next())
        .expect("the help lists commands")
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next())
        .filter(|command| *command != "help")
        .collect();
    for wanted in [
        "serve",
        "migrate",
        "demo",
        "import",
        "backup",
        "restore",
        "create-user",
        "reset-password",
        "dump",
        "openapi",
    ] {
        assert!(
            commands.contains(&wanted),
            "{wanted} is one of {commands:?}"
        );
    }
    for command in commands {
        let output = program(&[command, "--help"], &[]);
        assert!(output.status.success(), "{command} --help");
        assert!(output.stdout.len() > 60, "{command} says what it does");
    }
}

#[test]
fn wrong_settings_end_the_start_before_anything_is_touched() {
    let output = program(
        &["serve"],
        &[
            ("PORT", "99999"),
            ("REGISTRATION", "closed"),
            ("POOL_SIZE", "1"),
        ],
    );
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    for name in ["PORT", "REGISTRATION", "POOL_SIZE"] {
        assert!(said.contains(name), "{name} is named in {said}");
    }
}

#[test]
fn a_role_that_is_too_strong_is_refused_with_what_to_do() {
    use crate::fixtures::agency::EMPTY;
    use crate::support::cluster::cluster;
    use invest_crm::db::private_server::Role;
    let database = cluster().fresh_database(&EMPTY);
    let superuser = cluster().server().url(Role::Admin, &database.name);
    for url in [&superuser, &database.owner_url] {
        let output = program(&["serve"], &[("DATABASE_URL", url), ("PORT", "1")]);
        assert!(!output.status.success());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("crm_app"), "{said}");
        assert!(
            !said.contains("password") && !said.contains(url.as_str()),
            "no secret is printed: {said}"
        );
    }
}
