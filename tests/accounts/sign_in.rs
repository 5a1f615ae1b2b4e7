//! Coming in and going out.

use crate::fixtures::agency::{EMPTY, PASSWORD};
use crate::support::TestApp;

#[test]
fn a_person_signs_in_and_sees_the_register_of_their_organization() {
    let app = TestApp::start();
    let page = app.as_member().get("/register").expect(200).page();
    assert!(page.text("tbody").contains("Тепличный комплекс"));
    assert!(!page.text("body").contains("Тайный завод"));
}

#[test]
fn a_wrong_password_and_an_unknown_address_are_refused_alike() {
    let app = TestApp::start();
    let refused = |email: &str, password: &str| {
        let fields = [("email", email), ("password", password)];
        let page = app.as_nobody().post("/sign-in", &fields).expect(422).page();
        assert_eq!(page.value("Рабочая почта"), email, "what was typed is kept");
        page.text("[role=alert]")
    };
    let wrong = refused("m.li@agency.example", "wrong-2026");
    assert!(!wrong.is_empty());
    assert_eq!(wrong, refused("nobody-at-all@agency.example", PASSWORD));
}

#[test]
fn whoever_is_not_signed_in_is_led_to_sign_in_and_back() {
    let app = TestApp::start();
    let nobody = app.as_nobody();
    let answer = nobody.get("/register?q=тепл").expect(303);
    let sign_in = answer.location().to_owned();
    assert!(sign_in.starts_with("/sign-in?to="), "{sign_in}");
    let form = nobody.get(&sign_in).expect(200).page().form("/sign-in");
    let form = form
        .with("email", "p.gromov@agency.example")
        .with("password", PASSWORD);
    let answer = nobody.post("/sign-in", &form.pairs()).expect(303);
    let page = nobody.get(answer.location()).expect(200).page();
    assert!(
        page.attributes("[name=q]", "value")
            .contains(&"тепл".to_owned())
    );
}

#[test]
fn signing_out_ends_the_session_and_not_only_the_cookie() {
    let app = TestApp::start();
    let caller = app.as_viewer();
    let cookie = app.session_cookie("d.kim@agency.example");
    let thief = app
        .as_nobody()
        .with_header("cookie", &format!("session={cookie}"));
    thief.get("/register").expect(200);
    thief.post("/sign-out", &[]).expect(303);
    thief.get("/register").expect(303);
    caller.get("/register").expect(200);
}

#[test]
fn the_first_visit_of_an_empty_server_leads_to_the_first_organization() {
    let app = TestApp::with(&EMPTY, |_| {});
    let nobody = app.as_nobody();
    assert_eq!(
        nobody.get("/sign-in").expect(303).location(),
        "/first-organization"
    );
    let form = nobody
        .get("/first-organization")
        .expect(200)
        .page()
        .form("/first-organization");
    let form = form
        .with("organization_name", "Новое агентство")
        .with("name", "Первая Анна")
        .with("email", "anna@new.example")
        .with("password", "eight-or-more");
    assert_eq!(
        nobody
            .post("/first-organization", &form.pairs())
            .expect(303)
            .location(),
        "/"
    );
    nobody.get("/register").expect(200);
    let other = app.as_nobody();
    assert_eq!(other.post("/first-organization", &form.pairs()).status, 409);
}

#[test]
fn a_session_planted_before_sign_in_is_worth_nothing_afterwards() {
    let app = TestApp::start();
    let planted = app.session_cookie("d.kim@agency.example");
    let victim = app
        .as_nobody()
        .with_header("cookie", &format!("session={planted}"));
    let fields = [
        ("email", "o.sotnikova@agency.example"),
        ("password", PASSWORD),
    ];
    let answer = victim.post("/sign-in", &fields).expect(303);
    let given = answer.header("set-cookie");
    assert!(given.starts_with("session=") && !given.contains(&planted));
    assert!(given.contains("HttpOnly") && given.contains("SameSite=Lax"));
    victim.get("/register").expect(303);
}

#[test]
fn too_many_wrong_passwords_have_to_wait() {
    let app = TestApp::start();
    let nobody = app.as_nobody();
    let wrong = [
        ("email", "waits@agency.example"),
        ("password", "wrong-2026"),
    ];
    for _ in 0..10 {
        nobody.post("/sign-in", &wrong).expect(422);
    }
    let answer = nobody.post("/sign-in", &wrong).expect(429);
    assert!(
        answer
            .page()
            .text("[role=alert]")
            .contains("Попробуйте через")
    );
    app.as_member().get("/register").expect(200);
}

#[test]
fn a_form_that_was_sent_too_late_is_kept_through_signing_in() {
    let app = TestApp::start();
    let nobody = app.as_nobody();
    let sent = [("theme", "dark"), ("password", "never kept")];
    let page = nobody
        .post("/settings/appearance", &sent)
        .expect(401)
        .page();
    let form = page.form("/sign-in");
    assert!(form.pairs().contains(&("kept.theme", "dark")));
    assert!(!form.fields.iter().any(|(_, value)| value == "never kept"));
    let form = form
        .with("email", "d.kim@agency.example")
        .with("password", PASSWORD);
    let page = nobody.post("/sign-in", &form.pairs()).expect(200).page();
    let kept = page.form("/settings/appearance");
    assert_eq!(kept.pairs(), [("theme", "dark"), ("show_form", "1")]);
}

#[test]
fn a_form_sent_after_the_session_ended_comes_back_as_it_was_typed() {
    let app = TestApp::start();
    let owner = app.as_owner();
    let page = owner.get("/settings/organization").expect(200).page();
    let form = page
        .form("/settings/organization")
        .with("region", "Остров <Сахалин> & Курилы")
        .with("password", "must not be carried");
    owner.post("/sign-out", &[]).expect(303);

    let answer = owner
        .post("/settings/organization", &form.pairs())
        .expect(401);
    assert!(!answer.text().contains("must not be carried"));
    let sign_in = answer.page().form("/sign-in");
    let email = app
        .fixture
        .agency
        .person(invest_crm::accounts::Role::Owner)
        .email
        .clone();
    let sign_in = sign_in.with("email", &email).with("password", PASSWORD);
    let goes_on = owner.post("/sign-in", &sign_in.pairs()).expect(200).page();
    let back = goes_on.form("/settings/organization");
    let page = owner
        .post("/settings/organization", &back.pairs())
        .expect(200)
        .page();
    assert_eq!(page.value("Регион"), "Остров <Сахалин> & Курилы");
    let stored = owner.get("/settings/organization").page().value("Регион");
    assert_eq!(stored, "Сахалинская область", "nothing is saved unasked");
}

#[test]
fn registering_is_open_only_where_a_setting_says_so() {
    let fields = [
        ("organization_name", "Своё дело"),
        ("time_zone", "Europe/Samara"),
        ("name", "Орлов Иван"),
        ("email", "orlov@own.example"),
        ("password", "eight-or-more"),
    ];
    let closed = TestApp::start();
    closed.as_nobody().get("/sign-up").expect(404);
    closed.as_nobody().post("/sign-up", &fields).expect(404);

    let open = TestApp::with(&crate::fixtures::agency::AGENCY, |config| {
        config.registration = Some(invest_crm::config::Registration::Open);
    });
    let orlov = open.as_nobody();
    assert!(
        orlov
            .get("/sign-in")
            .page()
            .link("Создать свою организацию")
            .is_some()
    );
    orlov.post("/sign-up", &fields).expect(303);
    let page = orlov.get("/settings/organization").expect(200).page();
    assert_eq!(page.value("Название организации"), "Своё дело");
    assert!(
        !orlov
            .get("/register")
            .expect(200)
            .text()
            .contains("Тепличный")
    );
    let again = open
        .as_nobody()
        .post("/sign-up", &fields)
        .expect(422)
        .page();
    assert!(again.error("Рабочая почта").contains("уже есть"));
}
