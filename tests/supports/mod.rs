//! Measures of support on the card of a project.

use crate::fixtures::agency::{GREENHOUSE, THEIR_PROJECT};
use crate::support::html::Form;
use crate::support::{Caller, Page, TestApp};

fn new_form(caller: &Caller) -> Form {
    let address = format!("/projects/{GREENHOUSE}/supports");
    let page = caller.get(&format!("{address}/new")).expect(200).page();
    page.form(&address)
}

fn added(caller: &Caller, amount: &str) -> Page {
    let form = new_form(caller)
        .with("type", "credit")
        .with("amount", amount)
        .with("date_start", "01.12.2026");
    let answer = caller.post(&form.action, &form.pairs()).expect(303);
    caller.get(answer.location()).expect(200).page()
}

/// The form of the first measure on the card.
fn opened(caller: &Caller) -> Form {
    let card = caller.get(&format!("/projects/{GREENHOUSE}")).page();
    let address = card
        .attribute(".measure-do a[aria-label]", "href")
        .expect("a measure can be opened");
    caller.get(&address).expect(200).page().form(&address)
}

#[test]
fn a_measure_added_on_the_card_opens_the_way_to_the_commission() {
    let app = TestApp::start();
    let card = added(&app.as_member(), "48,5 млн");
    let measures = card.text("#supports");
    assert!(
        measures.contains("Кредитная") && measures.contains("48 500 000 ₽"),
        "{measures}"
    );
    assert!(card.has("button[value=in_commission]"));
}

#[test]
fn many_measures_of_different_units_stand_side_by_side() {
    let app = TestApp::start();
    let member = app.as_member();
    added(&member, "48,5 млн");
    let form = new_form(&member)
        .with("type", "land")
        .with("amount", "2,5")
        .with("unit", "hectares");
    let answer = member.post(&form.action, &form.pairs()).expect(303);
    let card = member.get(answer.location()).page();
    assert_eq!(card.all("#supports tbody tr").len(), 2);
    assert!(card.text("#supports").contains("2,50 га"));
}

#[test]
fn a_form_sent_twice_adds_one_measure() {
    let app = TestApp::start();
    let member = app.as_member();
    let form = new_form(&member).with("amount", "1");
    member.post(&form.action, &form.pairs()).expect(303);
    let answer = member.post(&form.action, &form.pairs()).expect(303);
    let card = member.get(answer.location()).page();
    assert_eq!(card.all("#supports tbody tr").len(), 1);
}

#[test]
fn what_is_wrong_stands_beside_the_fields_and_what_was_typed_is_kept() {
    let app = TestApp::start();
    let member = app.as_member();
    let form = new_form(&member)
        .with("type", "land")
        .with("amount", "много");
    let page = member.post(&form.action, &form.pairs()).expect(422).page();
    assert!(page.error("Запрошено").contains("Нужно число"));
    assert_eq!(page.value("Запрошено"), "много");
    let form = form.with("amount", "5");
    let page = member.post(&form.action, &form.pairs()).expect(422).page();
    assert!(page.error("Единица").contains("не подходит"));
}

#[test]
fn a_measure_is_changed_and_keeps_its_history() {
    let app = TestApp::start();
    let member = app.as_member();
    added(&member, "1 000");
    let form = opened(&member)
        .with("granted", "900")
        .with("paid", "450,50");
    member.post(&form.action, &form.pairs()).expect(303);
    let page = member.get(&form.action).expect(200).page();
    assert_eq!(page.value("Предоставлено"), "900");
    let history = page.text("#history");
    assert!(
        history.contains("Выплачено") && history.contains("450,50"),
        "{history}"
    );
}

#[test]
fn two_people_in_one_measure_keep_both_changes_or_are_shown_both_values() {
    let app = TestApp::start();
    let (member, manager) = (app.as_member(), app.as_manager());
    added(&member, "1 000");
    let (mine, theirs) = (opened(&member), opened(&manager));
    let theirs = theirs.with("granted", "900");
    manager.post(&theirs.action, &theirs.pairs()).expect(303);
    let other_field = mine.clone().with("description", "Первый этап");
    member
        .post(&other_field.action, &other_field.pairs())
        .expect(303);
    let same_field = mine.with("granted", "800");
    let page = member
        .post(&same_field.action, &same_field.pairs())
        .expect(409)
        .page();
    let clash = page.text(".versus");
    assert!(
        clash.contains("900") && clash.contains("800") && clash.contains("Громов"),
        "{clash}"
    );
    let again = page.form(&same_field.action);
    member.post(&again.action, &again.pairs()).expect(303);
    let page = member.get(&again.action).page();
    assert_eq!(page.value("Предоставлено"), "800");
    assert_eq!(page.value("Описание").trim(), "Первый этап");
}

#[test]
fn only_a_manager_removes_a_measure() {
    let app = TestApp::start();
    added(&app.as_member(), "1 000");
    let removal = format!("{}/removal", opened(&app.as_manager()).action);
    app.as_member().post(&removal, &[]).expect(403);
    let answer = app.as_manager().post(&removal, &[]).expect(303);
    let card = app.as_manager().get(answer.location()).page();
    assert!(!card.has("#supports tbody tr"));
}

#[test]
fn nothing_is_added_to_a_project_of_another_organization() {
    let app = TestApp::start();
    let address = format!("/projects/{THEIR_PROJECT}/supports");
    app.as_manager()
        .post(&address, &[("type", "finance")])
        .expect(404);
}
