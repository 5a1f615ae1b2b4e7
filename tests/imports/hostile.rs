//! Damaged, hostile and mistaken files: a clear reason, nothing written, the server unharmed.

use std::time::Duration;

use invest_crm::db::sql;
use invest_crm::imports::reading::{Refusal, read_path};

use super::{app_with_worker, read_file, workbook};
use crate::support::TestApp;
use crate::support::runtime::eventually;

/// Whether a reason is the one that is meant.
type Fits = fn(&Refusal) -> bool;

/// What each file of the folder gives: the reason of its refusal, or none if it is read.
const FILES: [(&str, Option<Fits>); 20] = [
    ("truncated.xlsx", Some(|r| matches!(r, Refusal::Damaged))),
    ("wrong-crc.xlsx", Some(|r| matches!(r, Refusal::Damaged))),
    (
        "missing-sheet-part.xlsx",
        Some(|r| matches!(r, Refusal::Damaged)),
    ),
    ("no-sheets.xlsx", Some(|r| matches!(r, Refusal::NoData))),
    ("empty-0-bytes.xlsx", Some(|r| matches!(r, Refusal::NoData))),
    (
        "zipbomb-1gb.xlsx",
        Some(|r| matches!(r, Refusal::Bomb | Refusal::TooLarge { .. })),
    ),
    ("rows-1048576-empty.xlsx", None),
    ("dimension-lies.xlsx", None),
    (
        "external-entity.xlsx",
        Some(|r| matches!(r, Refusal::Doctype)),
    ),
    (
        "billion-laughs.xlsx",
        Some(|r| matches!(r, Refusal::Doctype)),
    ),
    ("zip-slip.xlsx", None),
    (
        "really-a-png.xlsx",
        Some(|r| matches!(r, Refusal::NotASpreadsheet)),
    ),
    (
        "ole-garbage.xls",
        Some(|r| matches!(r, Refusal::NotASpreadsheet | Refusal::Damaged)),
    ),
    (
        "password-protected.xlsx",
        Some(|r| matches!(r, Refusal::Encrypted)),
    ),
    ("html-named.xls", Some(|r| matches!(r, Refusal::Html))),
    ("formula-injection.xlsx", None),
    ("formula-injection.csv", None),
    ("utf16.csv", None),
    (
        "unclosed-quote.csv",
        Some(|r| matches!(r, Refusal::UnclosedQuote { .. })),
    ),
    (
        "binary.csv",
        Some(|r| matches!(r, Refusal::NotASpreadsheet)),
    ),
];

#[test]
fn every_broken_file_is_read_or_refused_with_its_reason() {
    let there = std::fs::read_dir(workbook("broken")).expect("the folder");
    assert_eq!(there.count(), FILES.len(), "the table names every file");
    for (name, refused) in FILES {
        let read = read_path(&workbook("broken").join(name));
        match (refused, read) {
            (Some(fits), Err(reason)) => assert!(fits(&reason), "{name}: {reason:?}"),
            (None, Ok(_)) => {}
            (Some(_), Ok(_)) => panic!("{name} was read"),
            (None, Err(reason)) => panic!("{name} was refused: {reason:?}"),
        }
    }
}

fn counts(app: &TestApp) -> (i64, i64) {
    use diesel::prelude::*;
    #[derive(QueryableByName)]
    struct Counts {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        clients: i64,
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        projects: i64,
    }
    app.in_agency(|work| {
        let found: Counts = sql(
            "SELECT (SELECT count(*) FROM clients) AS clients, (SELECT count(*) FROM projects) AS projects",
        )
        .get_result(work.conn())
        .expect("the tables");
        (found.clients, found.projects)
    })
}

#[test]
fn a_refused_file_says_why_and_writes_nothing() {
    let app = app_with_worker();
    let head = app.as_manager();
    let before = counts(&app);
    for (name, refused) in FILES {
        if refused.is_none() || name == "zipbomb-1gb.xlsx" {
            continue;
        }
        let (_, text) = read_file(&head, &format!("broken/{name}"));
        assert!(text.contains("Не загружено"), "{name} is refused");
        assert!(text.contains("В базу ничего не записано"), "{name} says so");
    }
    assert_eq!(counts(&app), before);
    assert_eq!(app.as_nobody().get("/healthz").status, 200);
}

#[test]
fn texts_that_look_like_formulas_stay_texts() {
    let app = app_with_worker();
    let head = app.as_manager();
    let (address, _) = read_file(&head, "broken/formula-injection.csv");
    head.post(&format!("{address}/write"), &[]);
    eventually("the file is written", Duration::from_secs(30), || {
        head.get(&address).text().contains("Загружено")
    });
    let page = head.get("/register?q=script").text();
    assert!(!page.contains("<script>alert"), "escaped where it is shown");
}
