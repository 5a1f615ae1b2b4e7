//! The card of a project: facts changed one by one, two people at once, history.

use crate::fixtures::agency::{COMPANY, GREENHOUSE, IDEA, PROPRIETOR};
use crate::support::{Answer, Caller, TestApp};

fn opened(caller: &Caller, field: &str) -> Vec<(String, String)> {
    let path = format!("/projects/{IDEA}?edit={field}");
    let page = caller.get(&path).expect(200).page();
    page.form(&format!("/projects/{IDEA}/fields/{field}"))
        .fields
}

/// Sends the field's form as it was opened, with this value.
fn send(caller: &Caller, field: &str, opened: &[(String, String)], value: (&str, &str)) -> Answer {
    let mut fields: Vec<(&str, &str)> = opened
        .iter()
        .filter(|(name, _)| name != value.0)
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    fields.push(value);
    caller.post(&format!("/projects/{IDEA}/fields/{field}"), &fields)
}

#[test]
fn a_fact_is_changed_without_script_and_stands_in_the_history() {
    let app = TestApp::start();
    let member = app.as_member();
    let form = opened(&member, "own");
    let answer = send(&member, "own", &form, ("value", "1,5 млн")).expect(303);
    let page = member.get(answer.location()).expect(200).page();
    assert!(page.text("#fact-own").contains("1 500 000 ₽"));
    let history = page.text("#history");
    assert!(
        history.contains("Собственные средства 1 500 000 ₽"),
        "{history}"
    );
    assert!(history.contains("в форме"));
}

#[test]
fn a_saved_field_comes_with_the_parts_of_the_card_that_follow_from_it() {
    let app = TestApp::start();
    let member = app.as_member();
    let form = opened(&member, "name");
    let script = member.asking_for_fragment();
    let page = send(&script, "name", &form, ("value", "Маяк"))
        .expect(200)
        .page();
    assert!(page.text("#fact-name").contains("Маяк"));
    assert_eq!(page.text("#record-head[hx-swap-oob] h1"), "Маяк");
    assert!(page.has("#project-state[hx-swap-oob]") && page.has("#history[hx-swap-oob]"));
}

#[test]
fn a_value_that_is_none_is_refused_with_the_form_open_and_kept() {
    let app = TestApp::start();
    let member = app.as_member();
    let form = opened(&member, "requested");
    let page = send(&member, "requested", &form, ("value", "48,5О"))
        .expect(422)
        .page();
    assert_eq!(page.value("Запрошено"), "48,5О");
    assert!(page.error("Запрошено").contains("Здесь буква «О»"));
}

#[test]
fn two_people_in_one_field_are_shown_both_values_and_choose() {
    let app = TestApp::start();
    let (member, manager) = (app.as_member(), app.as_manager());
    let (mine, theirs) = (opened(&member, "jobs"), opened(&manager, "jobs"));
    send(&manager, "jobs", &theirs, ("value", "20")).expect(303);
    let page = send(&member, "jobs", &mine, ("value", "30"))
        .expect(409)
        .page();
    let clash = page.text("#fact-jobs .versus");
    assert!(
        clash.contains("30") && clash.contains("20") && clash.contains("Громов"),
        "{clash}"
    );
    let keep_mine = page.form(&format!("/projects/{IDEA}/fields/jobs"));
    assert!(keep_mine.pairs().contains(&("value", "30")));
    member
        .post(&keep_mine.action, &keep_mine.pairs())
        .expect(303);
    let page = member.get(&format!("/projects/{IDEA}")).expect(200).page();
    assert!(page.text("#fact-jobs").contains("30"));
}

#[test]
fn two_people_in_different_fields_do_not_disturb_each_other() {
    let app = TestApp::start();
    let (member, manager) = (app.as_member(), app.as_manager());
    let (mine, theirs) = (opened(&member, "jobs"), opened(&manager, "tax"));
    send(&manager, "tax", &theirs, ("value", "100")).expect(303);
    send(&member, "jobs", &mine, ("value", "30")).expect(303);
}

#[test]
fn the_client_of_a_project_is_chosen_from_those_found() {
    let app = TestApp::start();
    let member = app.as_member();
    let path = format!("/projects/{IDEA}?edit=client&q=рыбаков");
    let page = member.get(&path).expect(200).page();
    assert!(page.text("#client-found").contains("Рыбаков"));
    let form = opened(&member, "client");
    send(
        &member,
        "client",
        &form,
        ("choice", &PROPRIETOR.to_string()),
    )
    .expect(303);
    let register = member.get("/register?q=смотровая").expect(200).page();
    assert!(register.text("tbody").contains("Рыбаков"));
    let card = member
        .get(&format!("/clients/{PROPRIETOR}"))
        .expect(200)
        .page();
    assert!(card.text(".record-main").contains("Смотровая площадка"));
}

#[test]
fn a_full_application_keeps_what_it_needs() {
    let app = TestApp::start();
    let path = format!("/projects/{GREENHOUSE}/fields/description");
    let fields = [("value", ""), ("base", ""), ("version", "2")];
    let page = app.as_member().post(&path, &fields).expect(422).page();
    assert!(page.error("Описание").contains("нужно полной заявке"));
}

#[test]
fn a_viewer_reads_and_is_offered_nothing_to_change() {
    let app = TestApp::start();
    let page = app
        .as_viewer()
        .get(&format!("/projects/{GREENHOUSE}?edit=own"));
    let page = page.expect(200).page();
    assert!(page.text("#fact-own").contains("12 000 000 ₽"));
    assert!(!page.has("main form[method=post]") && !page.has("#fact-own a:not(.past)"));
    assert_eq!(
        page.link("ООО «Островные теплицы»").as_deref(),
        Some(&*format!("/clients/{COMPANY}"))
    );
}
