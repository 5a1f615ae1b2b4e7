//! A new project by a plain form.

use uuid::Uuid;

use crate::fixtures::agency::{COMPANY, THEIR_CLIENT};
use crate::support::html::Form;
use crate::support::{Page, TestApp};

fn empty_form(app: &TestApp) -> Form {
    let page = app.as_member().get("/projects/new").expect(200).page();
    page.form("/projects")
}

fn names_in_register(app: &TestApp, q: &str) -> usize {
    let page = app
        .as_member()
        .get(&format!("/register?q={q}"))
        .expect(200)
        .page();
    page.all("tbody tr[data-id]").len()
}

#[test]
fn a_name_alone_makes_an_incomplete_application_led_by_its_maker() {
    let app = TestApp::start();
    let form = empty_form(&app).with("name", "Причал для катеров");
    let answer = app.as_member().post("/projects", &form.pairs()).expect(303);
    assert!(answer.location().ends_with("?done=project-made"));
    let page = app.as_member().get(answer.location()).expect(200).page();
    assert_eq!(page.text("h1"), "Причал для катеров");
    assert_eq!(page.text(".steps .is-now b"), "Неполная заявка");
    assert!(page.text("#record-head").contains("Ветрова"));
    assert!(page.text("#toasts").contains("Проект создан"));
    assert_eq!(names_in_register(&app, "катеров"), 1);
}

#[test]
fn a_form_sent_twice_makes_one_project_and_one_client() {
    let app = TestApp::start();
    let form = empty_form(&app)
        .with("name", "Сушильный цех")
        .with("client", "new")
        .with("client_name", "ООО «Ламинария»");
    let first = app.as_member().post("/projects", &form.pairs()).expect(303);
    let second = app.as_member().post("/projects", &form.pairs()).expect(303);
    assert_eq!(first.location(), second.location());
    assert_eq!(names_in_register(&app, "сушильный"), 1);
    let clients = app
        .as_member()
        .get("/clients?q=ламинария")
        .expect(200)
        .page();
    assert_eq!(clients.all("tbody tr[data-id]").len(), 1);
}

#[test]
fn a_client_found_by_its_number_is_chosen_without_script() {
    let app = TestApp::start();
    let member = app.as_member();
    let form = empty_form(&app)
        .with("name", "Вторая теплица")
        .with("q", "7707083893");
    let unresolved = member.post("/projects", &form.pairs()).expect(422).page();
    assert!(
        unresolved
            .text("#client-error")
            .starts_with("Выберите клиента")
    );
    let search = form.clone().with("show_form", "1");
    let found = member.post("/projects", &search.pairs()).expect(200).page();
    assert_eq!(found.value("Название проекта").trim(), "Вторая теплица");
    assert!(
        found
            .text("#client-found")
            .contains("ООО «Островные теплицы»")
    );
    let form = form.with("client", &COMPANY.to_string());
    let answer = member.post("/projects", &form.pairs()).expect(303);
    let page = member.get(answer.location()).expect(200).page();
    assert_eq!(page.text("#fact-client a"), "ООО «Островные теплицы»");
}

#[test]
fn everything_wrong_is_said_at_once_beside_its_field_and_all_is_kept() {
    let app = TestApp::start();
    let form = empty_form(&app)
        .with("own", "48,5О")
        .with("jobs", "много")
        .with("date", "31.02.2026")
        .with("industry", &Uuid::now_v7().to_string())
        .with("description", "Круглый год")
        .with("client", "new")
        .with("inn", "7707083894");
    let page = app
        .as_member()
        .post("/projects", &form.pairs())
        .expect(422)
        .page();
    for (label, reason) in [
        ("Название проекта", "Введите название проекта"),
        ("Собственные средства", "Здесь буква «О» вместо нуля"),
        ("Рабочие места", "Нужно число"),
        ("Дата заявки", "Такой даты нет"),
        ("Отрасль", "нет в справочнике"),
        ("Полное наименование", "Введите наименование"),
        ("ИНН", "Контрольная цифра"),
    ] {
        assert!(
            page.error(label).contains(reason),
            "{label}: {}",
            page.error(label)
        );
    }
    assert_eq!(page.value("Собственные средства"), "48,5О");
    assert_eq!(page.value("Описание").trim(), "Круглый год");
    assert_eq!(names_in_register(&app, ""), 5, "nothing was made");
}

#[test]
fn a_client_refused_by_the_project_leaves_nothing_behind() {
    let app = TestApp::start();
    let form = empty_form(&app)
        .with("name", "Цех")
        .with("jobs", "-1")
        .with("client", "new")
        .with("client_name", "ООО «Недоделка»");
    app.as_member().post("/projects", &form.pairs()).expect(422);
    let clients = app
        .as_member()
        .get("/clients?q=недоделка")
        .expect(200)
        .page();
    assert!(!clients.has("tbody tr[data-id]"));
}

#[test]
fn a_client_of_the_other_organization_cannot_be_chosen() {
    let app = TestApp::start();
    let form = empty_form(&app)
        .with("name", "Цех")
        .with("client", &THEIR_CLIENT.to_string());
    let page = app
        .as_member()
        .post("/projects", &form.pairs())
        .expect(422)
        .page();
    assert!(page.text("#client-error").contains("Такого клиента нет"));
    let look = app
        .as_member()
        .get("/clients/look?q=тайн")
        .expect(200)
        .text();
    assert!(!look.contains("type=\"radio\""));
}

#[test]
fn hostile_texts_are_shown_as_they_are_or_refused_with_the_reason() {
    let app = TestApp::start();
    let member = app.as_member();
    let name = "<script>alert(1)</script>\"'&";
    let form = empty_form(&app).with("name", name);
    let answer = member.post("/projects", &form.pairs()).expect(303);
    let page: Page = member.get(answer.location()).expect(200).page();
    assert_eq!(page.text("h1"), name);
    let long = "я".repeat(10_001);
    let form = empty_form(&app).with("name", &long);
    let page = member.post("/projects", &form.pairs()).expect(422).page();
    assert!(
        page.error("Название проекта")
            .contains("Слишком длинный текст")
    );
    let form = empty_form(&app)
        .with("name", "Длинное")
        .with("description", &long);
    let answer = member.post("/projects", &form.pairs()).expect(303);
    assert!(
        member
            .get(answer.location())
            .expect(200)
            .text()
            .contains(&long)
    );
    member.post("/projects", &[("name", "а\0б")]).expect(400);
}

#[test]
fn a_client_is_made_with_the_person_to_talk_to_and_several_projects_follow_in_a_row() {
    let app = TestApp::start();
    let member = app.as_member();
    let form = empty_form(&app)
        .with("name", "Первый из пяти")
        .with("client", "new")
        .with("client_name", "ООО «Пять проектов»")
        .with("contact_name", "Сомова Инна")
        .with("contact_phone", "8 924 111-22-33")
        .with("again", "1");
    let mut next = member.post("/projects", &form.pairs()).expect(303);
    for name in ["Второй", "Третий", "Четвёртый", "Пятый"] {
        let page = member.get(next.location()).expect(200).page();
        let form = page.form("/projects");
        let client = page.attribute("input[name=client][checked]", "value");
        let client = client.expect("the client is chosen already");
        let form = form
            .with("client", &client)
            .with("name", name)
            .with("again", "1");
        next = member.post("/projects", &form.pairs()).expect(303);
    }
    let page = member.get("/clients?q=пять проектов").expect(200).page();
    let card = page
        .attributes("tbody a", "href")
        .into_iter()
        .find(|h| h.starts_with("/clients/"))
        .expect("one client");
    let text = member.get(&card).expect(200).page().text("main");
    for part in ["Первый из пяти", "Пятый", "Сомова Инна", "924", "Ветрова"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    // What is no phone is said at its field, and the phone of somebody else's client is a question.
    let wrong = form.clone().with("id", "").with("contact_phone", "завтра");
    let page = member.post("/projects", &wrong.pairs()).expect(422).page();
    assert!(page.has("#contact_phone-error"));
    let alike = member
        .asking_for_fragment()
        .get("/clients/alike?kind=legal_entity&contact_phone=%2B7+924+111-22-33")
        .expect(200)
        .page();
    assert!(alike.text("#client-alike").contains("Пять проектов"));
}
