//! How people bring a workbook.

use std::time::Duration;

use uuid::Uuid;

use super::{app_with_worker, bring, read_file, wait_until_done, workbook};
use crate::support::TestApp;
use crate::support::runtime::eventually;

#[test]
fn a_workbook_is_read_shown_and_written_in_the_background() {
    let app = app_with_worker();
    let head = app.as_manager();
    let (address, text) = read_file(&head, "register-small.csv");
    assert!(
        text.contains("Принять всё и записать"),
        "it waits to be written"
    );
    let answer = head.post(&format!("{address}/write"), &[]);
    assert_eq!(answer.status, 303);
    let text = wait_until_done(&head, &address);
    assert!(text.contains("Загружено"), "it is written");
    // The register, its counters and its search know the new rows.
    let (_, projects) = app.in_agency(|work| {
        use diesel::prelude::*;
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            rows: i64,
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            counted: i64,
        }
        let r: Row = invest_crm::db::sql(
            "SELECT (SELECT count(*) FROM project_rows) AS rows, \
             (SELECT coalesce(sum(n), 0)::bigint FROM project_counts) AS counted",
        )
        .get_result(work.conn())
        .expect("the tables");
        assert_eq!(r.rows, r.counted, "counters equal the rows");
        (r.counted, r.rows)
    });
    assert!(projects > 20, "{projects} projects are there");
}

#[test]
fn the_three_small_files_give_the_same_projects() {
    let app = app_with_worker();
    let head = app.as_manager();
    let mut seen = Vec::new();
    for kind in ["csv", "xls", "ods"] {
        let (address, _) = read_file(&head, &format!("register-small.{kind}"));
        let page = head.get(&format!("{address}/result")).page();
        // What is said of cells differs: only the old workbook has numbers that lost their zero.
        let mut counts = page.texts(".counts li");
        counts.pop();
        seen.push(counts);
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0], seen[2]);
}

#[test]
fn a_double_click_brings_one_file_and_writes_it_once() {
    let app = app_with_worker();
    let head = app.as_manager();
    let id = Uuid::now_v7().to_string();
    let bytes = std::fs::read(workbook("register-small.csv")).expect("a fixture");
    for _ in 0..2 {
        let part = reqwest::multipart::Part::bytes(bytes.clone()).file_name("register.csv");
        let form = reqwest::multipart::Form::new()
            .text("id", id.clone())
            .part("file", part);
        assert_eq!(head.upload("/imports", form).status, 303);
    }
    let address = format!("/imports/{id}");
    wait_until_done(&head, &address);
    for _ in 0..2 {
        assert_eq!(head.post(&format!("{address}/write"), &[]).status, 303);
    }
    eventually("it is written", Duration::from_secs(30), || {
        head.get(&address).text().contains("Загружено")
    });
    let list = head.get("/imports").text();
    assert_eq!(list.matches("register.csv").count(), 1);
}

#[test]
fn only_a_manager_and_above_may_bring_a_workbook() {
    let app = TestApp::start();
    for caller in [app.as_member(), app.as_viewer()] {
        assert_eq!(caller.get("/imports").status, 403);
        assert_eq!(bring(&caller, "a.csv", b"x".to_vec()).status, 403);
    }
}

#[test]
fn an_import_of_another_organization_does_not_exist() {
    let app = app_with_worker();
    let (address, _) = read_file(&app.as_manager(), "register-small.csv");
    let stranger = app.as_stranger();
    assert_eq!(stranger.get(&address).status, 404);
    assert_eq!(stranger.post(&format!("{address}/write"), &[]).status, 404);
}

#[test]
fn a_file_over_the_limit_is_refused_before_it_is_read() {
    let app = TestApp::with(&crate::fixtures::agency::AGENCY, |config| {
        config.import_limit = 1 << 16;
    });
    let answer = bring(&app.as_manager(), "big.csv", vec![b'a'; 1 << 18]);
    assert_eq!(answer.status, 413);
}

#[test]
fn without_a_file_the_form_says_what_to_do() {
    let app = TestApp::start();
    let answer = app
        .as_manager()
        .upload("/imports", reqwest::multipart::Form::new().text("id", "x"));
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("Выберите файл"));
}

#[test]
fn an_import_is_taken_back_but_what_people_changed_since_stays() {
    let app = app_with_worker();
    let head = app.as_manager();
    let before = rows(&app);
    let (address, _) = read_file(&head, "register-small.csv");
    head.post(&format!("{address}/write"), &[]);
    eventually("it is written", Duration::from_secs(30), || {
        head.get(&address).text().contains("Отменить импорт")
    });
    // A colleague corrects one of the new projects.
    let page = head.get("/register").page();
    let id = page.attribute("tbody tr", "data-id").expect("a new row");
    let edit = [("value", "77"), ("base", ""), ("version", "1")];
    assert_eq!(
        head.post(&format!("/register/cells/{id}/jobs"), &edit)
            .status,
        200
    );
    assert_eq!(head.post(&format!("{address}/undo"), &[]).status, 303);
    eventually("it is undone", Duration::from_secs(30), || {
        head.get(&address)
            .text()
            .contains("люди успели это изменить")
    });
    let after = rows(&app);
    assert_eq!(after.0, before.0 + 1, "one project stays");
    assert_eq!(after.1, before.1 + 1, "and so does its client");
    assert_eq!(after.2, after.0, "counters follow");
    assert_eq!(after.3, after.0, "so do the rows of the register");
    let row = head.get(&format!("/register/rows/by-id?ids={id}")).text();
    assert!(row.contains(">77<"), "with what the colleague wrote");
    // It can be undone once.
    assert_eq!(head.post(&format!("{address}/undo"), &[]).status, 409);
}

/// Projects and clients, projects by the counters, rows of the register.
fn rows(app: &TestApp) -> (i64, i64, i64, i64) {
    use diesel::prelude::*;
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        projects: i64,
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        clients: i64,
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        counted: i64,
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        rows: i64,
    }
    app.in_agency(|work| {
        let r: Row = invest_crm::db::sql(
            "SELECT (SELECT count(*) FROM projects) AS projects, (SELECT count(*) FROM clients) AS clients, \
             (SELECT coalesce(sum(n), 0)::bigint FROM project_counts) AS counted, \
             (SELECT count(*) FROM project_rows) AS rows",
        )
        .get_result(work.conn())
        .expect("the tables");
        (r.projects, r.clients, r.counted, r.rows)
    })
}
