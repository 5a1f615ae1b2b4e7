//! The work of an absent colleague goes to another at one stroke, and back.

use invest_crm::accounts::Role;
use uuid::Uuid;

use crate::fixtures::agency::{GREENHOUSE, HOTEL};
use crate::support::{Caller, TestApp};

fn task(app: &TestApp, caller: &Caller, title: &str) {
    let assignee = app.fixture.agency.person(Role::Member).id.to_string();
    let id = Uuid::now_v7().to_string();
    let fields = [
        ("id", id.as_str()),
        ("title", title),
        ("assignee", &assignee),
    ];
    caller
        .post(&format!("/tasks/of/project/{GREENHOUSE}"), &fields)
        .expect(303);
}

fn lead(app: &TestApp, id: Uuid) -> Option<Uuid> {
    app.in_agency(|work| {
        let found = invest_crm::projects::find_project(work, id).expect("it can be read");
        found.expect("it is there").lead_id
    })
}

#[test]
fn projects_in_work_and_open_tasks_change_hands_in_one_act_and_come_back_in_one() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let (from, to) = (
        app.fixture.agency.person(Role::Member).id,
        app.fixture.agency.person(Role::Admin).id,
    );
    task(&app, &manager, "Позвонить клиенту");
    let page = manager
        .get(&format!("/handover?from={from}"))
        .expect(200)
        .page();
    let text = page.text("main");
    assert!(text.contains("1 проект, 1 задача"), "{text}");
    let form = page.form("/handover").with("to", &to.to_string());
    app.as_member().post("/handover", &form.pairs()).expect(403);
    manager.post("/handover", &form.pairs()).expect(303);
    // Twice is once.
    manager.post("/handover", &form.pairs()).expect(303);
    assert_eq!(lead(&app, GREENHOUSE), Some(to));
    assert_eq!(
        lead(&app, HOTEL),
        Some(from),
        "what is over stays as it was"
    );
    let day = app.as_admin().get("/tasks").expect(200).page().text("main");
    assert!(day.contains("Позвонить клиенту"), "{day}");
    let told = app.as_admin().get("/notices").expect(200).page();
    assert!(told.text("main").contains("1 проект, 1 задача"));
    let card = manager.get(&format!("/projects/{GREENHOUSE}")).page();
    let people = card.text("#project-people");
    assert!(
        people.contains("Ветрова"),
        "the colleague stays assigned: {people}"
    );
    let undone = manager
        .asking_for_fragment()
        .post("/undo", &[("tab", "one")])
        .expect(200)
        .json();
    assert_eq!(undone["kept"], serde_json::json!([]), "{undone}");
    assert_eq!(lead(&app, GREENHOUSE), Some(from));
    let day = app
        .as_member()
        .get("/tasks")
        .expect(200)
        .page()
        .text("main");
    assert!(day.contains("Позвонить клиенту"), "{day}");
}

#[test]
fn to_oneself_and_to_nobody_nothing_is_handed_over() {
    let app = TestApp::start();
    let from = app.fixture.agency.person(Role::Member).id.to_string();
    for to in ["", from.as_str()] {
        let fields = [("from", from.as_str()), ("to", to)];
        let page = app.as_manager().post("/handover", &fields).expect(422);
        assert!(page.page().has("#to-error"));
    }
}
