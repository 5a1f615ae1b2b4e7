//! What an import writes beside the records: copies of the register, what search finds, the source rows.

use std::time::Duration;

use invest_crm::imports::{rows_after, source_row};
use invest_crm::register::touch_after;
use uuid::Uuid;

use super::{app_with_worker, read_file, wait_until_done};
use crate::support::TestApp;
use crate::support::runtime::eventually;
use crate::support::sql::{connect, lines, number, run};

/// The register's copies, what search compares, and the number of blocks that hold one row only.
fn copies(app: &TestApp) -> (Vec<String>, Vec<String>, i64) {
    let mut conn = connect(&app.database.app_url);
    let id = app.fixture.agency.id;
    run(&mut conn, &format!("SET app.organization_id = '{id}'"));
    let rows = lines(
        &mut conn,
        "SELECT r::text AS line FROM project_rows r ORDER BY project_id",
    );
    let mut owner = connect(&app.database.owner_url);
    let searched = lines(
        &mut owner,
        &format!(
            "SELECT kind || content AS line FROM search_rows WHERE organization_id = '{id}' ORDER BY subject_id"
        ),
    );
    let alone = number(
        &mut owner,
        &format!(
            "SELECT count(*) AS n FROM search_blocks WHERE organization_id = '{id}' AND alone"
        ),
    );
    (rows, searched, alone)
}

/// Touches every row, so that committing makes all copies anew.
fn refresh(app: &TestApp) {
    app.in_agency(|work| touch_after(work, Uuid::nil()).expect("the rows"));
}

#[test]
fn an_import_makes_the_copies_that_projections_would_make() {
    let app = app_with_worker();
    // The fixture writes its rows without anybody's copies.
    refresh(&app);
    let head = app.as_manager();
    let (address, _) = read_file(&head, "register-small.csv");
    head.post(&format!("{address}/write"), &[]);
    assert!(wait_until_done(&head, &address).contains("Загружено"));
    let made = copies(&app);
    refresh(&app);
    let renewed = copies(&app);
    assert_eq!(made.0, renewed.0, "rows of the register");
    assert_eq!(made.1, renewed.1, "texts that search compares");
    assert_eq!(made.2, renewed.2, "no text was found to be different");
    assert!(made.0.len() > 20);
}

#[test]
fn what_was_imported_is_found_until_it_is_undone() {
    let app = app_with_worker();
    refresh(&app);
    let head = app.as_manager();
    let blocks = |app: &TestApp| {
        let mut owner = connect(&app.database.owner_url);
        number(
            &mut owner,
            "SELECT (SELECT count(*) FROM search_rows) + (SELECT count(*) FROM search_blocks) AS n",
        )
    };
    let before = blocks(&app);
    let (address, _) = read_file(&head, "register-small.csv");
    head.post(&format!("{address}/write"), &[]);
    assert!(wait_until_done(&head, &address).contains("Загружено"));
    let page = head.get("/register").page();
    let name = page.texts("tbody tr td[data-col=name]")[0].clone();
    let words: Vec<&str> = name.split_whitespace().collect();
    let asked = format!("/register/rows?q={}", words.join("+"));
    assert!(head.get(&asked).text().contains(words[0]), "{asked}");
    head.post(&format!("{address}/undo"), &[]);
    eventually("it is undone", Duration::from_secs(30), || {
        head.get(&address).text().contains("Отменено")
    });
    assert_eq!(blocks(&app), before, "nothing is left that search reads");
}

#[test]
fn a_row_of_the_workbook_is_read_again_as_it_stood() {
    let app = app_with_worker();
    let head = app.as_manager();
    let (address, _) = read_file(&head, "register-small.csv");
    head.post(&format!("{address}/write"), &[]);
    wait_until_done(&head, &address);
    let import: Uuid = address
        .rsplit('/')
        .next()
        .and_then(|id| id.parse().ok())
        .expect("an id");
    let mut conn = connect(&app.database.app_url);
    let id = app.fixture.agency.id;
    run(&mut conn, &format!("SET app.organization_id = '{id}'"));
    let found = lines(
        &mut conn,
        &format!(
            "SELECT r || ' ' || p.name AS line FROM projects p, unnest(p.source_rows) r \
             WHERE p.import_id = '{import}' ORDER BY r LIMIT 1"
        ),
    );
    let (row, name) = found[0].split_once(' ').expect("a row and a name");
    let row: i32 = row.parse().expect("a row of the first sheet");
    let read = |row| app.in_agency(|work| source_row(work, import, 0, row).expect("the rows"));
    let (number, cells) = read(row).expect("it is kept");
    assert_eq!(number, row);
    let cells = cells.as_object().expect("cells by their columns");
    assert!(cells.values().any(|text| text == name), "{cells:?}");
    assert!(read(100_000).is_none());
    let after = |after, limit| {
        app.in_agency(|work| rows_after(work, import, (0, after), limit, &|n| n != row))
            .expect("the rows")
    };
    assert_eq!(after(row - 1, 1)[0].0, row + 1);
    assert_eq!(after(row, 3).len(), 3);
}
