//! Many cells in one request: a paste, a fill, a clearing.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use uuid::Uuid;

use super::{cell, edit, lines, number, row, version};
use crate::fixtures::agency::{COMPANY, GREENHOUSE, HATCHERY, HOTEL, IDEA, THEIR_PROJECT};
use crate::fixtures::many::add_projects;
use crate::support::{Answer, Caller, TestApp};

/// Sends what a grid would send.
pub fn send(caller: &Caller, sent: &Value) -> Answer {
    let request = caller.request(reqwest::Method::POST, "/register/cells");
    caller.send(request.header("x-fragment", "row").json(sent))
}

fn paste(columns: &[&str], rows: &[(Uuid, i64, &[&str])]) -> Value {
    let rows: Vec<Value> = rows
        .iter()
        .map(|(id, version, values)| json!({"id": id, "version": version, "values": values}))
        .collect();
    json!({"key": Uuid::new_v4(), "kind": "paste", "tab": "one", "columns": columns, "rows": rows})
}

#[test]
fn a_paste_changes_many_cells_as_people_write_values_and_each_row_gets_one_version() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let sent = paste(
        &["own", "date", "district", "lead", "description"],
        &[
            (
                GREENHOUSE,
                2,
                &[
                    "1 234,50",
                    "2026-10-15",
                    "корсаковский район",
                    "Громов П.",
                    "две\nстроки",
                ],
            ),
            (
                HATCHERY,
                1,
                &["500 тыс. руб.", "16.10.2026", "", "", "«да»"],
            ),
        ],
    );
    let told = send(&manager, &sent).expect(200).json();
    assert_eq!(
        (&told["changed"], &told["same"]),
        (&json!(9), &json!(1)),
        "{told}"
    );
    assert_eq!(told["cells"], json!([]), "{told}");
    let page = row(&manager, GREENHOUSE);
    assert_eq!(version(&page), 3);
    assert_eq!(cell(&page, "own"), "1 234,5");
    assert_eq!(cell(&page, "date"), "15.10.2026");
    assert_eq!(cell(&page, "district"), "Корсаковский район");
    assert!(cell(&page, "lead").starts_with("Громов"));
    let hatchery = row(&manager, HATCHERY);
    assert_eq!(cell(&hatchery, "own"), "0,5");
    assert_eq!(cell(&hatchery, "date"), "16.10.2026");
    assert_eq!(cell(&hatchery, "district"), "", "an empty cell empties");
    let entries = format!(
        "SELECT count(*) AS n FROM changes WHERE subject_id = '{GREENHOUSE}' AND version = 3 AND door = 'grid'"
    );
    assert_eq!(number(&app, &entries), 5);
    assert_eq!(
        number(&app, "SELECT count(*) AS n FROM acts WHERE kind = 'paste'"),
        1
    );
}

#[test]
fn what_does_not_fit_is_listed_with_its_reason_and_stops_nothing_else() {
    let app = TestApp::start();
    let sent = paste(
        &["own", "number", "jobs"],
        &[
            (GREENHOUSE, 2, &["много", "ИП-1", "31"]),
            (THEIR_PROJECT, 1, &["1", "2", "3"]),
            (HOTEL, 3, &["", "x", "40"]),
        ],
    );
    let told = send(&app.as_manager(), &sent).expect(200).json();
    assert_eq!(told["changed"], 2, "{told}");
    assert_eq!(told["refused"], 7, "{told}");
    let why = told["cells"].to_string();
    for words in [
        "Нужно число",
        "не изменяется",
        "полной заявке",
        "записи нет",
    ] {
        assert!(
            why.to_lowercase().contains(&words.to_lowercase()),
            "{words}: {why}"
        );
    }
    let manager = app.as_manager();
    assert_eq!(cell(&row(&manager, GREENHOUSE), "jobs"), "31");
    assert_eq!(cell(&row(&manager, HOTEL), "own"), "12,0");
    assert_eq!(cell(&row(&app.as_stranger(), THEIR_PROJECT), "jobs"), "");
}

#[test]
fn rights_are_asked_row_by_row() {
    let app = TestApp::start();
    app.in_agency(|work| {
        use diesel::connection::SimpleConnection as _;
        work.conn()
            .batch_execute(
                "UPDATE organizations SET members_edit = 'assigned' WHERE id = app_org()",
            )
            .expect("the setting can be changed");
    });
    let sent = paste(
        &["jobs"],
        &[(GREENHOUSE, 2, &["31"]), (HATCHERY, 1, &["32"])],
    );
    let told = send(&app.as_member(), &sent).expect(200).json();
    assert_eq!((&told["changed"], &told["refused"]), (&json!(1), &json!(1)));
    assert_eq!(told["cells"][0]["id"], json!(HATCHERY));
    let told = send(&app.as_viewer(), &sent).expect(200).json();
    assert_eq!(told["changed"], 0);
    let sent = paste(&["jobs"], &[(GREENHOUSE, 2, &["33"])]);
    send(&app.as_nobody(), &sent).expect(401);
}

#[test]
fn a_cell_that_somebody_else_changed_is_a_conflict_and_its_neighbours_are_written() {
    let app = TestApp::start();
    edit(&app.as_member(), GREENHOUSE, "jobs", "30").expect(200);
    let sent = paste(&["own", "jobs"], &[(GREENHOUSE, 2, &["13", "31"])]);
    let told = send(&app.as_manager(), &sent).expect(200).json();
    assert_eq!(
        (&told["changed"], &told["conflicts"]),
        (&json!(1), &json!(1))
    );
    assert!(
        told["cells"][0]["why"].to_string().contains("Ветрова"),
        "{told}"
    );
    let page = row(&app.as_manager(), GREENHOUSE);
    assert_eq!(
        (cell(&page, "own"), cell(&page, "jobs")),
        ("13,0".to_owned(), "30".to_owned())
    );
}

#[test]
fn one_s_own_paste_is_no_conflict_with_one_s_next() {
    let app = TestApp::start();
    let manager = app.as_manager();
    for value in ["31", "32", "33"] {
        // Typed before the answer to the one before was there.
        let sent = paste(&["jobs"], &[(GREENHOUSE, 2, &[value])]);
        let told = send(&manager, &sent).expect(200).json();
        assert_eq!(told["changed"], 1, "{told}");
    }
}

#[test]
fn a_paste_sent_twice_is_done_once() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let sent = paste(&["jobs"], &[(GREENHOUSE, 2, &["31"])]);
    send(&manager, &sent).expect(200);
    edit(&app.as_member(), GREENHOUSE, "jobs", "40").expect(200);
    let told = send(&manager, &sent).expect(200).json();
    assert_eq!(told["repeated"], true);
    assert_eq!(cell(&row(&manager, GREENHOUSE), "jobs"), "40");
}

#[test]
fn a_trial_says_what_would_become_of_it_and_writes_nothing() {
    let app = TestApp::start();
    let mut sent = paste(
        &["jobs", "own"],
        &[
            (GREENHOUSE, 2, &["31", "12,0"]),
            (HATCHERY, 1, &["пять", "1"]),
        ],
    );
    sent["trial"] = json!(true);
    sent["new_rows"] = json!([{"id": Uuid::now_v7(), "values": ["5", "1"]}]);
    let told = send(&app.as_manager(), &sent).expect(200).json();
    let lines = told["lines"].to_string();
    for words in [
        "Изменятся 2 ячейки",
        "1 ячейка уже такая",
        "2 ячейки не подходят",
    ] {
        assert!(lines.contains(words), "{words}: {lines}");
    }
    assert_eq!(version(&row(&app.as_manager(), GREENHOUSE)), 2);
    assert_eq!(
        number(&app, "SELECT count(*) AS n FROM acts WHERE kind = 'paste'"),
        0
    );
}

#[test]
fn rows_past_the_last_become_projects_with_their_client() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let (one, two) = (Uuid::now_v7(), Uuid::now_v7());
    let mut sent = paste(
        &["number", "client", "name", "inn", "jobs", "district"],
        &[],
    );
    sent["new_rows"] = json!([
        {"id": one, "values": ["ИП-9999", "ооо «островные теплицы»", "Новая теплица", "", "7", "Анивский район"]},
        {"id": two, "values": ["", "", "Ещё одна", "500100732259", "много", null]},
        {"id": Uuid::now_v7(), "values": ["", "", "", "", "3", ""]},
    ]);
    let told = send(&manager, &sent).expect(200).json();
    assert_eq!(told["made"], json!([one, two]), "{told}");
    assert_eq!(told["refused"], 2, "a name is needed, and a number");
    let page = row(&manager, one);
    assert_eq!(cell(&page, "client"), "ООО «Островные теплицы»");
    assert_eq!(
        (cell(&page, "jobs"), cell(&page, "district")),
        ("7".to_owned(), "Анивский район".to_owned())
    );
    let of_client = format!(
        "SELECT count(*) AS n FROM projects WHERE client_id = '{COMPANY}' AND id = '{one}'"
    );
    assert_eq!(number(&app, &of_client), 1);
    assert!(cell(&row(&manager, two), "client").contains("Рыбаков"));
    assert!(
        cell(&page, "number") != "ИП-9999",
        "the counter gives the number"
    );
    // Sent again, unheard: nobody is made twice.
    sent["key"] = json!(Uuid::new_v4());
    send(&manager, &sent).expect(200);
    assert_eq!(
        number(
            &app,
            "SELECT count(*) AS n FROM projects WHERE organization_id = app_org()"
        ),
        7
    );
    send(&app.as_viewer(), &sent).expect(403);
}

#[test]
fn a_row_that_becomes_complete_by_the_same_paste_may_move() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let sent = paste(
        &[
            "state",
            "industry",
            "district",
            "own",
            "requested",
            "jobs",
            "tax",
            "description",
        ],
        &[
            (
                HATCHERY,
                1,
                &[
                    "Полная заявка",
                    "Туризм",
                    "Анивский район",
                    "1",
                    "2",
                    "3",
                    "4",
                    "текст",
                ],
            ),
            (
                IDEA,
                1,
                &[
                    "Полная заявка",
                    "Туризм",
                    "Анивский район",
                    "1",
                    "2",
                    "3",
                    "4",
                    "текст",
                ],
            ),
        ],
    );
    let told = send(&manager, &sent).expect(200).json();
    assert_eq!(told["refused"], 1, "the idea has no client: {told}");
    assert_eq!(cell(&row(&manager, HATCHERY), "state"), "Полная заявка");
    assert_eq!(cell(&row(&manager, IDEA), "state"), "Неполная заявка");
}

#[test]
fn ten_thousand_cells_are_pasted_in_a_fixed_number_of_statements() {
    let app = TestApp::start();
    add_projects(&app, 500);
    let manager = app.as_manager();
    let ids = lines(
        &app,
        "SELECT id || ' ' || version AS line FROM projects WHERE organization_id = app_org() AND number_value >= 1000 ORDER BY number_value",
    );
    let columns = [
        "name",
        "own",
        "requested",
        "total",
        "tax",
        "jobs",
        "date",
        "description",
        "district",
        "industry",
    ];
    let rows: Vec<Value> = ids
        .iter()
        .enumerate()
        .map(|(n, line)| {
            let (id, version) = line.split_once(' ').expect("two words");
            let n = n.to_string();
            let values = ["Проект ", "1,", "2,", "3,", "4,", "", "01.02.20", "Текст ", "", ""]
                .iter()
                .enumerate()
                .map(|(c, text)| match c {
                    6 => "01.02.2021".to_owned(),
                    8 => "Анивский район".to_owned(),
                    9 => "Туризм".to_owned(),
                    _ => format!("{text}{n}"),
                })
                .collect::<Vec<_>>();
            json!({"id": id, "version": version.parse::<i64>().expect("a number"), "values": values})
        })
        .collect();
    let small =
        json!({"key": Uuid::new_v4(), "kind": "paste", "columns": columns, "rows": &rows[..3]});
    let (_, few) = app.statements(|| send(&manager, &small).expect(200));
    let sent = json!({"key": Uuid::new_v4(), "kind": "paste", "tab": "t", "columns": columns, "rows": &rows[3..]});
    let begun = Instant::now();
    let (told, many) = app.statements(|| send(&manager, &sent).expect(200).json());
    eprintln!(
        "{} ms, {few} and {many} statements",
        begun.elapsed().as_millis()
    );
    assert!(
        told["changed"].as_i64().expect("a number") > 4000,
        "{}",
        told["lines"]
    );
    assert_eq!(told["refused"], 0, "{}", told["cells"]);
    assert!(
        many <= few + 4,
        "{few} statements for 3 rows, {many} for 497"
    );
    assert!(begun.elapsed() < Duration::from_secs(10));
    let stale = "SELECT count(*) AS n FROM project_rows r JOIN projects p USING (organization_id) \
        WHERE p.id = r.project_id AND (p.version <> r.version OR p.name <> r.name)";
    assert_eq!(number(&app, stale), 0, "the register shows what is there");
}
