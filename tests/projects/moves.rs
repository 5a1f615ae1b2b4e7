//! Moves of a project's state on its card.

use crate::fixtures::agency::{COLD_STORE, GREENHOUSE, HOTEL, IDEA};
use crate::support::TestApp;

#[test]
fn what_a_full_application_lacks_is_listed_with_links_to_the_fields() {
    let app = TestApp::start();
    let page = app
        .as_member()
        .get(&format!("/projects/{IDEA}"))
        .expect(200)
        .page();
    let state = page.text("#project-state");
    assert!(
        state.contains("Принять полную заявку: не хватает: Клиент, Отрасль, Район"),
        "{state}"
    );
    let district = page.link("Район").expect("a link to the field");
    let opened = app.as_member().get(&district).expect(200).page();
    assert!(opened.has("#fact-district select"));
    let fields = [("to", "application_full"), ("version", "1")];
    let path = format!("/projects/{IDEA}/moves");
    let page = app.as_member().post(&path, &fields).expect(422).page();
    assert!(page.text("#project-state [role=alert]").contains("Район"));
}

#[test]
fn without_a_support_measure_the_card_says_why_nothing_goes_to_the_commission() {
    let app = TestApp::start();
    let path = format!("/projects/{GREENHOUSE}");
    let page = app.as_member().get(&path).expect(200).page();
    assert!(
        page.text("#project-state")
            .contains("Сначала добавьте хотя бы одну меру поддержки")
    );
    let fields = [("to", "in_commission"), ("version", "2")];
    let page = app
        .as_member()
        .post(&format!("{path}/moves"), &fields)
        .expect(409)
        .page();
    assert!(
        page.text("#project-state [role=alert]")
            .contains("меру поддержки")
    );
}

#[test]
fn a_lawful_move_is_made_and_a_stale_one_is_shown_the_state_there_is() {
    let app = TestApp::start();
    let path = format!("/projects/{GREENHOUSE}/moves");
    let freeze = [
        ("to", "frozen"),
        ("from", "application_full"),
        ("version", "2"),
        ("reason", "ждём решения по земле"),
    ];
    let answer = app.as_member().post(&path, &freeze).expect(303);
    let page = app.as_member().get(answer.location()).expect(200).page();
    assert_eq!(page.text(".steps .is-now b"), "Приостановлено");
    let end = [
        ("to", "ended"),
        ("from", "application_full"),
        ("version", "2"),
        ("reason", "построено"),
    ];
    let page = app.as_manager().post(&path, &end).expect(409).page();
    assert!(
        page.text("#project-state [role=alert]")
            .contains("Приостановлено")
    );
}

#[test]
fn only_a_manager_is_offered_the_bin_and_the_row_leaves_the_register() {
    let app = TestApp::start();
    let path = format!("/projects/{IDEA}");
    let member = app.as_member().get(&path).expect(200).page();
    assert!(!member.has("input[name=to][value=deleted]"));
    assert!(
        app.as_manager()
            .get(&path)
            .page()
            .has("input[name=to][value=deleted]")
    );
    let fields = [
        ("to", "deleted"),
        ("from", "application_short"),
        ("version", "1"),
        ("reason", "заявлен дважды"),
    ];
    let moves = format!("{path}/moves");
    app.as_member().post(&moves, &fields).expect(403);
    let answer = app.as_manager().post(&moves, &fields).expect(303);
    assert_eq!(answer.location(), "/register?done=project-deleted");
    let register = app
        .as_manager()
        .get("/register?q=смотровая")
        .expect(200)
        .page();
    assert!(!register.has("tbody tr[data-id]"));
}

#[test]
fn an_ended_project_offers_no_move() {
    let app = TestApp::start();
    let page = app
        .as_manager()
        .get(&format!("/projects/{HOTEL}"))
        .expect(200)
        .page();
    assert!(!page.has("#project-state [name=to]"));
    let fields = [("to", "on_support"), ("version", "3")];
    app.as_manager()
        .post(&format!("/projects/{HOTEL}/moves"), &fields)
        .expect(409);
}

#[test]
fn a_move_that_ends_asks_why_and_keeps_what_was_typed() {
    let app = TestApp::start();
    let path = format!("/projects/{GREENHOUSE}");
    let fields = [
        ("to", "frozen"),
        ("version", "2"),
        ("reason", " "),
        ("wake_on", "2031-03-01"),
    ];
    let page = app
        .as_member()
        .post(&format!("{path}/moves"), &fields)
        .expect(422)
        .page();
    assert!(page.text("#project-state [role=alert]").contains("причину"));
    let day = page.attribute("#wake-frozen", "value");
    assert_eq!(day.as_deref(), Some("2031-03-01"));
    let fields = fields.map(|(name, value)| match name {
        "reason" => (name, "ждём решения по земле"),
        _ => (name, value),
    });
    app.as_member()
        .post(&format!("{path}/moves"), &fields)
        .expect(303);
    let page = app.as_member().get(&path).expect(200).page();
    assert!(page.text("#project-state").contains("01.03.2031"));
    assert!(page.text("#history").contains("ждём решения по земле"));
}

#[test]
fn a_slip_is_taken_back_from_the_card_and_stands_in_the_history() {
    let app = TestApp::start();
    let (path, member) = (format!("/projects/{GREENHOUSE}"), app.as_member());
    let fields = [("to", "ended"), ("version", "2"), ("reason", "ошибся")];
    member.post(&format!("{path}/moves"), &fields).expect(303);
    let page = member.get(&path).expect(200).page();
    let undo = format!("{path}/moves/3/undo");
    assert!(page.has(&format!("form[action='{undo}']")));
    member.post(&undo, &[]).expect(303);
    let page = member.get(&path).expect(200).page();
    assert_eq!(page.text(".steps .is-now b"), "Полная заявка");
    assert!(page.text("#history").contains("отменённый переход"));
    member.post(&undo, &[]).expect(409);
}

#[test]
fn a_frozen_project_is_woken_by_a_manager_with_a_reason_only() {
    let app = TestApp::start();
    let undo = format!("/projects/{COLD_STORE}/moves/3/undo");
    let reason = [("reason", "земля выделена")];
    app.as_member().post(&undo, &reason).expect(409);
    app.as_admin().post(&undo, &[]).expect(422);
    app.as_admin().post(&undo, &reason).expect(303);
    let page = app
        .as_member()
        .get(&format!("/projects/{COLD_STORE}"))
        .expect(200)
        .page();
    assert_eq!(page.text(".steps .is-now b"), "Полная заявка");
}
