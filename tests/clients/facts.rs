//! Facts of a client changed on its card.

use crate::fixtures::agency::{COMPANY, PROPRIETOR, THEIR_CLIENT};
use crate::support::TestApp;

fn path(field: &str) -> String {
    format!("/clients/{COMPANY}/fields/{field}")
}

#[test]
fn a_fact_of_a_client_is_changed_in_place_and_found_and_recorded() {
    let app = TestApp::start();
    let member = app.as_member();
    let fields = [("value", "ООО «Новые теплицы»"), ("version", "1")];
    let answer = member.post(&path("short_name"), &fields).expect(303);
    let page = member.get(answer.location()).expect(200).page();
    assert_eq!(page.text("h1"), "ООО «Новые теплицы»");
    assert!(page.text("#history").contains("Новые теплицы"));
    let found = member.get("/clients?q=новые").expect(200).page();
    assert!(found.text("tbody").contains("Новые теплицы"));
    let register = member.get("/register").expect(200).text();
    assert!(register.contains("Новые теплицы"));
}

#[test]
fn a_number_with_a_wrong_digit_is_asked_about_and_can_be_taken() {
    let app = TestApp::start();
    let member = app.as_member();
    let wrong = [("value", "7707083894"), ("version", "1")];
    let page = member.post(&path("inn"), &wrong).expect(422).page();
    assert!(page.text("#error-inn").contains("Контрольная цифра"));
    assert!(page.has("#fact-inn [name=accept_warnings]"));
    let all = [wrong[0], wrong[1], ("accept_warnings", "1")];
    member.post(&path("inn"), &all).expect(303);
}

#[test]
fn an_inn_of_another_client_is_refused() {
    let app = TestApp::start();
    let fields = [
        ("value", "500100732259"),
        ("version", "1"),
        ("accept_warnings", "1"),
    ];
    let member = app.as_member();
    member
        .post(&path("kpp"), &[("value", ""), ("version", "1")])
        .expect(303);
    let page = member.post(&path("inn"), &fields).expect(422).page();
    assert!(page.text("#error-inn").contains("Рыбаков"));
}

#[test]
fn two_changes_of_one_fact_are_shown_side_by_side() {
    let app = TestApp::start();
    let first = [("value", "ул. Мира, 1"), ("version", "1")];
    app.as_member().post(&path("street"), &first).expect(303);
    let second = [("value", "ул. Ленина, 2"), ("version", "1"), ("base", "")];
    let page = app
        .as_manager()
        .post(&path("street"), &second)
        .expect(409)
        .page();
    let clash = page.text("#fact-street .conflict");
    assert!(
        clash.contains("ул. Мира, 1") && clash.contains("ул. Ленина, 2"),
        "{clash}"
    );
}

#[test]
fn a_person_has_names_and_no_kpp_and_a_stranger_sees_nothing() {
    let app = TestApp::start();
    let page = app
        .as_member()
        .get(&format!("/clients/{PROPRIETOR}"))
        .expect(200)
        .page();
    assert!(page.has("#fact-last_name") && !page.has("#fact-kpp"));
    let fields = [("value", "Рыбалкин"), ("version", "1")];
    let name = format!("/clients/{PROPRIETOR}/fields/last_name");
    app.as_viewer().post(&name, &fields).expect(403);
    app.as_stranger().post(&name, &fields).expect(404);
    app.as_member().post(&name, &fields).expect(303);
    let page = app
        .as_member()
        .get(&format!("/clients/{PROPRIETOR}"))
        .page();
    assert!(page.text("h1").contains("Рыбалкин Пётр"));
    app.as_member()
        .get(&format!("/clients/{THEIR_CLIENT}"))
        .expect(404);
}
