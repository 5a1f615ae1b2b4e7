//! Ctrl+Z takes a move back by the rules of the card.

use super::{redo, undo, value};
use crate::fixtures::agency::{GREENHOUSE, IDEA};
use crate::support::{Caller, TestApp};

fn end(caller: &Caller) {
    let fields = [
        ("to", "ended"),
        ("from", "application_full"),
        ("reason", "построили"),
        ("version", "2"),
    ];
    let path = format!("/projects/{GREENHOUSE}/moves");
    caller.post(&path, &fields).expect(303);
}

#[test]
fn a_move_goes_back_and_forth_and_keeps_its_reason() {
    let app = TestApp::start();
    let member = app.as_member();
    end(&member);
    undo(&member);
    assert_eq!(value(&app, GREENHOUSE, "state"), "application_full");
    redo(&member);
    assert_eq!(value(&app, GREENHOUSE, "state"), "ended");
    let page = member.get(&format!("/projects/{GREENHOUSE}")).page();
    assert_eq!(page.text("#history").matches("построили").count(), 2);
    undo(&member);
    assert_eq!(value(&app, GREENHOUSE, "state"), "application_full");
}

#[test]
fn after_ten_minutes_it_stays_and_the_reason_is_said() {
    let app = TestApp::start();
    let member = app.as_member();
    end(&member);
    // History is append-only for the application; time is moved by the owner.
    let mut owner = crate::support::sql::connect(&app.database.owner_url);
    let id = app.fixture.agency.id;
    crate::support::sql::run(&mut owner, &format!("SET app.organization_id = '{id}'"));
    let older = "UPDATE changes SET at = at - interval '11 minutes' WHERE field = 'state'";
    crate::support::sql::run(&mut owner, older);
    let told = undo(&member);
    assert_eq!(told["kept"].as_array().map(Vec::len), Some(1), "{told}");
    assert_eq!(value(&app, GREENHOUSE, "state"), "ended");
}

#[test]
fn a_project_comes_back_from_the_bin() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let bin = [
        ("to", "deleted"),
        ("from", "application_short"),
        ("reason", "повтор"),
        ("version", "1"),
    ];
    let path = format!("/projects/{IDEA}/moves");
    manager.post(&path, &bin).expect(303);
    undo(&manager);
    assert_eq!(value(&app, IDEA, "state"), "application_short");
    let page = app.as_viewer().get("/register?q=смотровая").page();
    assert!(page.has("tbody tr[data-id]"));
}
