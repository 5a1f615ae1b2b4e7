//! One field in all rows of a filter.

use std::time::Duration;

use uuid::Uuid;

use crate::fixtures::agency::{GREENHOUSE, HATCHERY, HOTEL, IDEA};
use crate::fixtures::many::add_projects;
use crate::support::runtime::eventually;
use crate::support::sql::{lines, number};
use crate::support::{Answer, Caller, TestApp};

fn tried(caller: &Caller, filter: &str, field: &str, value: &str) -> Answer {
    let id = Uuid::now_v7().to_string();
    let fields = [
        ("id", id.as_str()),
        ("filter", filter),
        ("field", field),
        ("value", value),
    ];
    caller.post("/bulk", &fields)
}

fn text(caller: &Caller, address: &str) -> String {
    caller.get(address).expect(200).page().text("main")
}

fn value(app: &TestApp, id: Uuid, column: &str) -> String {
    let query =
        format!("SELECT coalesce({column}::text, '') AS line FROM projects WHERE id = '{id}'");
    app.in_agency(|work| lines(work.conn(), &query)).remove(0)
}

#[test]
fn a_change_is_tried_first_then_written_and_goes_back_at_one_stroke() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let page = manager.get("/bulk/new?field=jobs&q=а").expect(200).page();
    assert!(page.text("main").contains("Новое значение: Рабочие места"));
    let answer = tried(&manager, "", "jobs", "50").expect(303);
    let address = answer.location().to_owned();
    assert!(text(&manager, &address).contains("Изменить 5 проектов"));
    assert_eq!(
        value(&app, GREENHOUSE, "jobs"),
        "24",
        "nothing is written yet"
    );
    manager.post(&format!("{address}/write"), &[]).expect(303);
    for id in [IDEA, GREENHOUSE, HATCHERY, HOTEL] {
        assert_eq!(value(&app, id, "jobs"), "50");
    }
    assert!(text(&manager, &address).contains("Изменено 5 проектов"));
    // A second press writes nothing twice.
    manager.post(&format!("{address}/write"), &[]).expect(303);
    manager
        .post("/undo", &[("act", address.trim_start_matches("/bulk/"))])
        .expect(303);
    assert_eq!(value(&app, GREENHOUSE, "jobs"), "24");
    assert_eq!(value(&app, IDEA, "jobs"), "");
}

#[test]
fn only_rows_of_the_filter_change_and_each_row_left_has_its_reason() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let answer = tried(&manager, "state=application_full", "jobs", "").expect(303);
    let shown = text(&manager, answer.location());
    assert!(
        shown.contains("Изменять нечего") && shown.contains("полной заявке"),
        "{shown}"
    );
    let answer = tried(
        &manager,
        "state=application_full",
        "district",
        &app.fixture.agency.district("Невельский район").to_string(),
    );
    let address = answer.expect(303).location().to_owned();
    assert!(text(&manager, &address).contains("Изменить 1 проект"));
    manager.post(&format!("{address}/write"), &[]).expect(303);
    let moved = "SELECT count(*) AS n FROM project_rows WHERE organization_id = app_org() AND district = 'Невельский район'";
    assert_eq!(app.in_agency(|work| number(work.conn(), moved)), 2);
    tried(&manager, "", "jobs", "много").expect(422);
    tried(&manager, "", "client", "x").expect(404);
    tried(&app.as_member(), "", "jobs", "1").expect(403);
}

#[test]
fn what_somebody_changed_between_the_trial_and_the_writing_stays_theirs() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let address = tried(&manager, "", "jobs", "50")
        .expect(303)
        .location()
        .to_owned();
    let fields = [("value", "77"), ("base", "24"), ("version", "2")];
    app.as_member()
        .post(&format!("/register/cells/{GREENHOUSE}/jobs"), &fields)
        .expect(200);
    manager.post(&format!("{address}/write"), &[]).expect(303);
    assert_eq!(value(&app, GREENHOUSE, "jobs"), "77");
    assert_eq!(value(&app, HOTEL, "jobs"), "50");
    assert!(text(&manager, &address).contains("изменены другими"));
}

#[test]
fn many_rows_change_in_the_background_and_go_back_there() {
    let app = TestApp::start();
    invest_crm::undo::worker::start(app.state.db.clone(), app.state.hub.clone());
    add_projects(&app, 2300);
    let manager = app.as_manager();
    let address = tried(&manager, "", "description", "одно на всех")
        .expect(303)
        .location()
        .to_owned();
    eventually("it is tried", Duration::from_secs(60), || {
        text(&manager, &address).contains("Изменить 2 305 проектов")
    });
    manager.post(&format!("{address}/write"), &[]).expect(303);
    eventually("it is written", Duration::from_secs(60), || {
        text(&manager, &address).contains("Изменено 2 305 проектов")
    });
    let same = "SELECT count(*) AS n FROM projects WHERE organization_id = app_org() AND description = 'одно на всех'";
    let acts = "SELECT count(*) AS n FROM acts WHERE kind = 'bulk'";
    assert_eq!(app.in_agency(|work| number(work.conn(), same)), 2305);
    assert_eq!(app.in_agency(|work| number(work.conn(), acts)), 1);
    manager.post("/undo", &[]).expect(303);
    assert_eq!(app.in_agency(|work| number(work.conn(), same)), 0);
}
