//! Section 26: a workbook becomes rows, through the API.

use reqwest::Method;
use serde_json::json;

use super::program::{Program, started};

fn upload(who: &Program, name: &str, bytes: &[u8]) -> crate::support::Answer {
    let part = reqwest::multipart::Part::bytes(bytes.to_vec()).file_name(name.to_owned());
    who.upload(
        "/imports",
        reqwest::multipart::Form::new().part("file", part),
    )
}

#[test]
fn a_file_is_taken_from_managers_and_refused_with_its_reason() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let csv = "Наименование проекта;Инициатор;Сумма\nТеплица;ООО «Сопка»;5\n".as_bytes();
    upload(&anna.with_role(&app, "member"), "a.csv", csv).expect(403);
    let taken = upload(&anna, "Реестр.csv", csv).expect(202);
    let import = taken.json();
    assert_eq!(import["file_name"], "Реестр.csv");
    let path = format!("/imports/{}", super::program::id(&import));
    assert_eq!(taken.header("location"), format!("/api/v1{path}"));
    anna.get(&path).expect(200);
    assert_eq!(
        anna.get(&format!("{path}/problems?severity=error&sheet=x"))
            .expect(200)
            .json()["total"],
        0
    );
    anna.get(&format!("{path}/problems?severity=x")).expect(400);
    anna.post(&format!("{path}/undo"), json!({})).expect(409);
    for (bytes, status) in [
        (&b"<html><body>x</body></html>"[..], 415),
        (&b"\x00\x01\x02\x03\xff\xfe binary \x00"[..], 415),
        (&b"PK\x03\x04 damaged"[..], 422),
    ] {
        upload(&anna, "x.xlsx", bytes).expect(status);
    }
    anna.send_raw(
        Method::POST,
        "/imports",
        "multipart/form-data; boundary=x",
        b"--x--\r\n".to_vec(),
    )
    .expect(400);
    Program::register(&app, "boris").get(&path).expect(404);
    anna.get("/imports/0199a000-0000-7000-8000-000000000001")
        .expect(404);
}

/// Does what waits, as the server's own worker would.
fn work(app: &crate::support::TestApp) {
    while let Some(job) =
        invest_crm::db::jobs::take(&app.state.db, &invest_crm::imports::worker::KINDS)
            .expect("jobs")
    {
        invest_crm::imports::worker::run(&app.state.db, &app.state.store, &job);
    }
}

#[test]
fn a_program_chooses_sheets_and_columns_before_it_writes() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let csv = "Проект;Инициатор;Сумма;Пометка\nТеплица;ООО «Сопка»;около 5;лес\nЦех;ООО «Кедр»;7000000;луг\n";
    let import = upload(&anna, "Реестр.csv", csv.as_bytes())
        .expect(202)
        .json();
    let path = format!("/imports/{}", super::program::id(&import));
    anna.patch(&path, json!({"accept_all": true})).expect(409);
    work(&app);
    let ready = anna.get(&path).expect(200).json();
    assert_eq!(ready["state"], "ready");
    let sheet = &ready["sheets"][0];
    assert_eq!(
        (&sheet["header_row"], &sheet["taken"]),
        (&json!(1), &json!(true))
    );
    assert_eq!(sheet["columns"][2]["field"], "project.total");
    assert_eq!(ready["counts"]["projects_changed"], 0);
    let taken = anna
        .patch(&path, json!({"accept_all": true}))
        .expect(200)
        .json();
    assert_eq!(taken["state"], "ready", "every proposal is taken already");
    for (body, status) in [
        (json!({}), 400),
        (json!({"sheets": [{"name": "Лист 9"}]}), 400),
        (
            json!({"sheets": [{"name": "CSV", "columns": {"Q": "skip"}}]}),
            400,
        ),
        (
            json!({"sheets": [{"name": "CSV", "columns": {"C": "project.nothing"}}]}),
            400,
        ),
        (json!({"sheets": 7}), 400),
    ] {
        anna.patch(&path, body).expect(status);
    }
    let choice = json!({"sheets": [{"name": "CSV", "columns": [
        {"letters": "C", "field": "project.requested", "unit": "thousand"},
        {"label": "Пометка", "field": "project.description"}]}]});
    let chosen = anna.patch(&path, choice).expect(200).json();
    assert_eq!(chosen["state"], "reading");
    anna.with_role(&app, "member")
        .patch(&path, json!({"accept_all": true}))
        .expect(403);
    work(&app);
    let ready = anna.get(&path).expect(200).json();
    assert_eq!(
        ready["sheets"][0]["columns"][3]["field"],
        "project.description"
    );
    let book = anna.get(&format!("{path}/problems.xlsx")).expect(200);
    let book = invest_crm::imports::reading::read_bytes(&book.body).expect("a workbook");
    assert_eq!(book.sheets[0].row_count(), 2, "the headings and one row");
    anna.post(&format!("{path}/write"), json!({})).expect(202);
    work(&app);
    anna.patch(&path, json!({"accept_all": true})).expect(409);
    let made = anna.get("/projects?search=Цех").expect(200).json();
    let project = &made["items"][0];
    assert_eq!(project["application_support_amount"], "7000000000.00");
    assert_eq!(project["description"], "луг");
    let project = anna
        .get(&format!("/projects/{}", super::program::id(project)))
        .expect(200)
        .json();
    assert_eq!(project["sources"][0]["row"], 3);
    anna.post(&format!("{path}/undo"), json!({})).expect(202);
    work(&app);
    assert_eq!(anna.get(&path).expect(200).json()["state"], "undone");
}
