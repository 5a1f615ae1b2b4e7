//! Clients by forms: a new one, those that look alike, the list, the card.

mod facts;

use uuid::Uuid;

use crate::fixtures::agency::{COMPANY, PROPRIETOR, THEIR_CLIENT};
use crate::support::TestApp;
use crate::support::html::Form;

fn empty_form(app: &TestApp) -> Form {
    let page = app.as_member().get("/clients/new").expect(200).page();
    page.form("/clients")
}

#[test]
fn a_new_client_has_a_card_and_is_found_by_name_and_number() {
    let app = TestApp::start();
    let form = empty_form(&app)
        .with(
            "client_name",
            "Общество с ограниченной ответственностью «Плёс»",
        )
        .with("short_name", "ООО «Плёс»")
        .with("inn", "7830002293");
    let answer = app.as_member().post("/clients", &form.pairs()).expect(303);
    let page = app.as_member().get(answer.location()).expect(200).page();
    assert_eq!(page.text("h1"), "ООО «Плёс»");
    assert!(page.text("#fact-inn").contains("7830002293"));
    for q in ["плес", "7830 002 293", "«Плёс»"] {
        let list = app
            .as_member()
            .get(&format!("/clients?q={q}"))
            .expect(200)
            .page();
        assert_eq!(list.all("tbody tr[data-id]").len(), 1, "{q}");
    }
}

#[test]
fn a_form_sent_twice_makes_one_client() {
    let app = TestApp::start();
    let form = empty_form(&app)
        .with("client_name", "ООО «Плёс»")
        .with("inn", "7830002293");
    let first = app.as_member().post("/clients", &form.pairs()).expect(303);
    let second = app.as_member().post("/clients", &form.pairs()).expect(303);
    assert_eq!(first.location(), second.location());
}

#[test]
fn an_equal_number_is_the_same_client_and_a_similar_name_is_a_question() {
    let app = TestApp::start();
    let member = app.as_member();
    let form = empty_form(&app)
        .with("client_name", "Другое имя")
        .with("inn", "7707083893")
        .with("kpp", "650101001");
    let page = member.post("/clients", &form.pairs()).expect(422).page();
    assert!(
        page.error("ИНН")
            .contains("уже есть: ООО «Островные теплицы»")
    );
    let way = page.link("ООО «Островные теплицы»");
    assert_eq!(way.as_deref(), Some(&*format!("/clients/{COMPANY}")));
    let form = empty_form(&app).with("client_name", "ООО Островные теплицы");
    let page = member.post("/clients", &form.pairs()).expect(422).page();
    assert!(
        page.text("#client-alike")
            .contains("Похожие клиенты уже есть")
    );
    let sure = form.with("accept_alike", "1");
    member.post("/clients", &sure.pairs()).expect(303);
}

#[test]
fn a_wrong_check_digit_brings_a_tick_that_overrides_it_and_a_text_does_not() {
    let app = TestApp::start();
    let form = empty_form(&app)
        .with("client_name", "ООО «Плёс»")
        .with("inn", "7830002294");
    assert!(
        !app.as_member()
            .get("/clients/new")
            .page()
            .has("[name=accept_warnings]")
    );
    let page = app
        .as_member()
        .post("/clients", &form.pairs())
        .expect(422)
        .page();
    assert!(page.has("[name=accept_warnings]"));
    let form = form.with("accept_warnings", "1");
    let text = form.clone().with("inn", "нет номера");
    app.as_member().post("/clients", &text.pairs()).expect(422);
    app.as_member().post("/clients", &form.pairs()).expect(303);
}

#[test]
fn a_person_is_named_by_three_names() {
    let app = TestApp::start();
    let form = empty_form(&app)
        .with("kind", "person")
        .with("last_name", "Плещеева")
        .with("first_name", "Валерия")
        .with("client_name", "не то");
    let answer = app.as_member().post("/clients", &form.pairs()).expect(303);
    let page = app.as_member().get(answer.location()).expect(200).page();
    assert_eq!(page.text("h1"), "Плещеева Валерия");
}

#[test]
fn the_list_goes_on_from_after_its_last_client() {
    let app = TestApp::start();
    for n in 0..60 {
        let id = Uuid::now_v7().to_string();
        let name = format!("ООО «Номер {n:02}»");
        let fields = [
            ("new_client_id", id.as_str()),
            ("kind", "legal_entity"),
            ("client_name", &name),
        ];
        app.as_manager().post("/clients", &fields).expect(303);
    }
    let first = app.as_viewer().get("/clients").expect(200).page();
    assert_eq!(first.all("tbody tr[data-id]").len(), 60);
    let next = first.link("Показать ещё").expect("a way to the rest");
    let rest = app.as_viewer().get(&next).expect(200).page();
    assert_eq!(rest.all("tbody tr[data-id]").len(), 2);
    assert!(rest.link("Показать ещё").is_none());
}

#[test]
fn the_card_shows_the_projects_of_a_client_with_their_sums() {
    let app = TestApp::start();
    let page = app
        .as_viewer()
        .get(&format!("/clients/{COMPANY}"))
        .expect(200)
        .page();
    assert!(page.text(".record-main").contains("Тепличный комплекс"));
    assert_eq!(page.texts(".keyfacts dd")[..2], ["2", "97,0 млн ₽"]);
    assert_eq!(page.text("h1"), "ООО «Островные теплицы»");
}

#[test]
fn a_client_of_the_other_organization_is_not_there() {
    let app = TestApp::start();
    app.as_owner()
        .get(&format!("/clients/{THEIR_CLIENT}"))
        .expect(404);
    app.as_stranger()
        .get(&format!("/clients/{PROPRIETOR}"))
        .expect(404);
    let list = app.as_owner().get("/clients").expect(200).text();
    assert!(!list.contains(&THEIR_CLIENT.to_string()));
}

#[test]
fn hostile_names_are_shown_as_they_are_and_long_ones_refused() {
    let app = TestApp::start();
    let name = "<img src=x onerror=alert(1)>";
    let form = empty_form(&app).with("client_name", name);
    let answer = app.as_member().post("/clients", &form.pairs()).expect(303);
    let page = app.as_member().get(answer.location()).expect(200).page();
    assert_eq!(page.text("h1"), name);
    let form = empty_form(&app).with("client_name", &"я".repeat(10_001));
    let page = app
        .as_member()
        .post("/clients", &form.pairs())
        .expect(422)
        .page();
    assert!(
        page.error("Полное наименование")
            .contains("помещается 500 знаков")
    );
    app.as_member()
        .post("/clients", &[("client_name", "\0")])
        .expect(400);
}
