//! A backup, brought back into an empty place, is the same installation.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use diesel::connection::SimpleConnection as _;
use invest_crm::db::migrations;
use invest_crm::db::private_server::{PrivateServer, Role};

use crate::support::scratch::Scratch;
use crate::support::sql::{connect, lines};

fn program(arguments: &[&str], data_dir: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_invest-crm"))
        .args(arguments)
        .env_remove("DATABASE_URL")
        .env("DATA_DIR", data_dir)
        .output()
        .expect("the program runs")
}

/// Every row of every table as text, whoever it belongs to.
fn everything(server: &PrivateServer) -> Vec<String> {
    let mut conn = connect(&server.url(Role::Admin, "crm"));
    let tables = lines(
        &mut conn,
        "SELECT tablename::text AS line FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
    );
    let mut all = Vec::new();
    for table in tables {
        let query = format!("SELECT '{table} ' || t::text AS line FROM {table} t ORDER BY 1");
        all.extend(lines(&mut conn, &query));
    }
    all
}

#[test]
fn what_is_restored_into_an_empty_place_is_what_was_backed_up() {
    let place = Scratch::new("backup");
    let server = place.open();
    migrations::run(&server.owner_url()).expect("the tables are made");
    crate::fixtures::agency::fill_at(&server.owner_url(), &server.app_url());
    let stored = place.folder.join("files/0f");
    fs::create_dir_all(&stored).expect("a folder");
    fs::write(stored.join("a1"), b"workbook").expect("a file");
    fs::write(stored.join("a2.part"), b"half").expect("a half file");
    let archive = place.folder.join("crm.zip");
    let name = archive.to_string_lossy();

    let done = program(&["backup", &name], &place.folder);
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let before = everything(&server);
    assert!(before.iter().any(|row| row.contains("Рыбоводный")));
    // What is written after the snapshot is not in it.
    connect(&server.url(Role::Admin, "crm"))
        .batch_execute("DELETE FROM activities; UPDATE organizations SET region = 'later'")
        .expect("people go on working");

    let other = Scratch::new("restored");
    let done = program(&["restore", &name], &other.folder);
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let restored = other.open();
    assert_eq!(everything(&restored), before);
    let file = fs::read(other.folder.join("files/0f/a1")).expect("the file is back");
    assert_eq!(file, b"workbook");
    assert!(!other.folder.join("files/0f/a2.part").exists());
    migrations::check(&restored.app_url()).expect("the application can serve from it");

    let again = program(&["restore", &name], &other.folder);
    assert!(
        !again.status.success(),
        "nothing is ever restored over what is there"
    );
    assert_eq!(everything(&restored), before);
}
