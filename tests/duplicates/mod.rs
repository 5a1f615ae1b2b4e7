//! Clients entered twice: the queue, the decision, the merge and its undoing.

use std::time::Duration;

use invest_crm::duplicates::worker;
use uuid::Uuid;

use crate::fixtures::agency::{COMPANY, PROPRIETOR, THEIR_CLIENT};
use crate::support::TestApp;
use crate::support::runtime::eventually;

/// A second entry of ООО «Островные теплицы», without its numbers.
fn entered_again(app: &TestApp) -> Uuid {
    let id = Uuid::now_v7();
    let text = id.to_string();
    let fields = [
        ("new_client_id", text.as_str()),
        ("kind", "legal_entity"),
        (
            "client_name",
            "Общество с ограниченной ответственностью «Островные теплицы»",
        ),
        ("short_name", "Островные теплицы (новые)"),
        ("accept_alike", "1"),
    ];
    app.as_manager().post("/clients", &fields).expect(303);
    let contact = Uuid::now_v7().to_string();
    let fields = [
        ("id", contact.as_str()),
        ("client", text.as_str()),
        ("name", "Сомова Инна"),
        ("phone", "+7 924 111-22-33"),
    ];
    app.as_manager().post("/contacts", &fields).expect(303);
    let project = Uuid::now_v7().to_string();
    let fields = [
        ("id", project.as_str()),
        ("client", text.as_str()),
        ("name", "Вторая очередь"),
    ];
    app.as_manager().post("/projects", &fields).expect(303);
    id
}

fn queue(app: &TestApp) -> String {
    app.as_manager()
        .get("/duplicates")
        .expect(200)
        .page()
        .text("main")
}

fn merge(app: &TestApp, kept: Uuid, gone: Uuid, take: &[(&str, &str)]) {
    let address = format!("/duplicates/{kept}/{gone}");
    let page = app.as_manager().get(&address).expect(200).page();
    let mut form = page.form(&format!("{address}/merge"));
    for (name, value) in take {
        form = form.with(name, value);
    }
    app.as_manager()
        .post(&format!("{address}/merge"), &form.pairs())
        .expect(303);
}

fn text_of(app: &TestApp, address: &str) -> String {
    app.as_manager()
        .get(address)
        .expect(200)
        .page()
        .text("main")
}

#[test]
fn a_client_entered_twice_comes_into_the_queue_and_leaves_it_when_they_are_two() {
    let app = TestApp::start();
    worker::start(app.state.db.clone(), app.state.hub.clone());
    let again = entered_again(&app);
    eventually("the pair is found", Duration::from_secs(20), || {
        queue(&app).contains("Островные теплицы (новые)")
    });
    assert!(queue(&app).contains("То же название"));
    let apart = format!("/duplicates/{COMPANY}/{again}/apart");
    app.as_viewer().post(&apart, &[]).expect(403);
    app.as_manager().post(&apart, &[]).expect(303);
    assert!(!queue(&app).contains("Островные теплицы (новые)"));
    // A later search does not ask again.
    app.in_agency(|work| work.touch_client(again));
    app.in_agency(|work| invest_crm::duplicates::find_pairs(work).expect("a search"));
    assert!(!queue(&app).contains("Островные теплицы (новые)"));
    app.as_manager().post(&apart, &[("again", "1")]).expect(303);
    assert!(queue(&app).contains("Островные теплицы (новые)"));
}

#[test]
fn everything_of_the_client_that_goes_is_found_under_the_one_that_stays() {
    let app = TestApp::start();
    let again = entered_again(&app);
    merge(&app, COMPANY, again, &[("short_name", "gone")]);
    let card = text_of(&app, &format!("/clients/{COMPANY}"));
    for found in [
        "Островные теплицы (новые)",
        "Вторая очередь",
        "Тепличный комплекс",
        "Сомова Инна",
        "Присоединён клиент",
        "7707083893",
    ] {
        assert!(card.contains(found), "{found}: {card}");
    }
    let old = app
        .as_viewer()
        .get(&format!("/clients/{again}"))
        .expect(303);
    assert_eq!(old.location(), format!("/clients/{COMPANY}"));
    let list = app.as_manager().get("/clients?q=теплицы").page();
    let list = list.text("tbody");
    assert_eq!(list.matches("Островные теплицы (новые)").count(), 1);
    let rows = app
        .as_manager()
        .get("/register?q=Вторая")
        .expect(200)
        .text();
    assert!(rows.contains("Островные теплицы (новые)"));
}

#[test]
fn a_merge_is_undone_and_what_people_changed_since_stays() {
    let app = TestApp::start();
    let again = entered_again(&app);
    merge(&app, COMPANY, again, &[("short_name", "gone")]);
    let page = app.as_manager().get("/duplicates").expect(200).page();
    let undo = page
        .attributes("form", "action")
        .into_iter()
        .find(|a| a.ends_with("/undo"))
        .expect("it is offered");
    app.as_member().post(&undo, &[]).expect(403);
    app.as_stranger().post(&undo, &[]).expect(404);
    app.as_manager().post(&undo, &[]).expect(303);
    // Twice is once.
    app.as_manager().post(&undo, &[]).expect(303);
    let first = text_of(&app, &format!("/clients/{COMPANY}"));
    assert!(first.contains("ООО «Островные теплицы»") && first.contains("Тепличный комплекс"));
    assert!(!first.contains("Вторая очередь") && !first.contains("Сомова"));
    let second = text_of(&app, &format!("/clients/{again}"));
    assert!(second.contains("Вторая очередь") && second.contains("Сомова Инна"));
}

#[test]
fn a_merge_from_a_stale_preview_shows_what_is_now() {
    let app = TestApp::start();
    let again = entered_again(&app);
    let address = format!("/duplicates/{COMPANY}/{again}");
    let page = app.as_manager().get(&address).expect(200).page();
    let form = page
        .form(&format!("{address}/merge"))
        .with("gone_version", "7");
    let answer = app
        .as_manager()
        .post(&format!("{address}/merge"), &form.pairs())
        .expect(409)
        .page();
    assert!(answer.text("[role=alert]").contains("успели изменить"));
    text_of(&app, &format!("/clients/{again}"));
}

#[test]
fn only_those_who_may_delete_merge_and_nobody_merges_with_another_organization() {
    let app = TestApp::start();
    let address = format!("/duplicates/{COMPANY}/{PROPRIETOR}/merge");
    let id = Uuid::now_v7().to_string();
    let fields = [
        ("id", id.as_str()),
        ("kept_version", "1"),
        ("gone_version", "1"),
    ];
    app.as_member().post(&address, &fields).expect(403);
    app.as_viewer().post(&address, &fields).expect(403);
    app.as_stranger().post(&address, &fields).expect(404);
    let across = format!("/duplicates/{COMPANY}/{THEIR_CLIENT}/merge");
    app.as_owner().post(&across, &fields).expect(404);
    app.as_owner()
        .get(&format!("/duplicates/{COMPANY}/{COMPANY}"))
        .expect(404);
}

#[test]
fn two_people_who_merge_one_pair_merge_it_once() {
    let app = TestApp::start();
    let again = entered_again(&app);
    let address = format!("/duplicates/{COMPANY}/{again}");
    let page = app.as_manager().get(&address).expect(200).page();
    let form = page.form(&format!("{address}/merge"));
    let pairs = form.pairs();
    let action = format!("{address}/merge");
    app.as_manager().post(&action, &pairs).expect(303);
    app.as_manager().post(&action, &pairs).expect(303);
    let other = Uuid::now_v7().to_string();
    let fields = [
        ("id", other.as_str()),
        ("kept_version", "1"),
        ("gone_version", "1"),
    ];
    app.as_owner().post(&action, &fields).expect(404);
}
