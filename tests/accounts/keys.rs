//! Keys of programs: made by an administrator, shown once, good for their scope and their time.

use diesel::connection::SimpleConnection as _;
use invest_crm::config::Registration;
use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::agency::AGENCY;
use crate::support::{Answer, Caller, TestApp};

fn started() -> TestApp {
    TestApp::with(&AGENCY, |config| {
        config.registration = Some(Registration::Open)
    })
}

/// Makes a key through the form and gives its text.
fn make(caller: &Caller, name: &str, scope: &str) -> String {
    let form = caller.get("/settings/api-keys").expect(200).page();
    let form = form
        .form("/settings/api-keys")
        .with("name", name)
        .with("scope", scope)
        .with("days", "30");
    let page = caller
        .post("/settings/api-keys", &form.pairs())
        .expect(200)
        .page();
    page.value("Ключ")
}

fn ask(app: &TestApp, key: &str, method: Method, path: &str, body: Option<Value>) -> Answer {
    let caller = app.as_nobody();
    let mut request = caller
        .request(method, &format!("/api/v1{path}"))
        .bearer_auth(key)
        .header("x-organization-id", app.fixture.agency.id.to_string());
    if let Some(body) = body {
        request = request.json(&body);
    }
    caller.send(request)
}

#[test]
fn a_key_is_shown_once_and_does_what_its_scope_says() {
    let app = started();
    let admin = app.as_admin();
    let (read, write) = (make(&admin, "Сайт", "read"), make(&admin, "Бот", "write"));
    let contact = Some(json!({"name": "Анна"}));
    ask(&app, &read, Method::GET, "/contacts", None).expect(200);
    ask(&app, &read, Method::POST, "/contacts", contact.clone()).expect(403);
    let made = ask(&app, &write, Method::POST, "/contacts", contact)
        .expect(201)
        .json();
    let id = app
        .fixture
        .agency
        .person(invest_crm::accounts::Role::Admin)
        .id;
    assert_eq!(
        made["owner_id"],
        id.to_string(),
        "it acts in its maker's name"
    );
    let district = Some(json!({"name": "Новый"}));
    ask(&app, &write, Method::POST, "/districts", district.clone()).expect(403);
    let manage = make(&admin, "Обмен", "manage");
    ask(&app, &manage, Method::POST, "/districts", district).expect(201);
    let page = admin.get("/settings/api-keys").expect(200);
    let text = page.text();
    assert!(text.contains("Сайт") && text.contains("Бот"));
    for key in [&read, &write, &manage] {
        assert!(!text.contains(key.as_str()), "a key is shown once");
        assert!(text.contains(&format!("…{}", &key[key.len() - 4..])));
    }
    assert_eq!(
        page.page().text("main").matches("не было").count(),
        0,
        "the last use is shown"
    );
}

#[test]
fn a_key_is_good_in_its_own_organization_until_it_ends() {
    let app = started();
    let admin = app.as_admin();
    let key = make(&admin, "Сайт", "write");
    let caller = app.as_nobody();
    let with = |organization: &str| {
        let request = caller
            .request(Method::GET, "/api/v1/contacts")
            .bearer_auth(&key);
        let request = match organization {
            "" => request,
            named => request.header("x-organization-id", named),
        };
        caller.send(request).status
    };
    assert_eq!(with(""), 400);
    assert_eq!(with(&app.fixture.neighbour.id.to_string()), 404);
    assert_eq!(with(&app.fixture.agency.id.to_string()), 200);
    let other = format!("{}0", &key[..key.len() - 1]);
    if other != key {
        ask(&app, &other, Method::GET, "/contacts", None).expect(401);
    }
    let page = admin.get("/settings/api-keys").expect(200).page();
    let end = page
        .attributes("form", "action")
        .into_iter()
        .find(|a| a.ends_with("/end"))
        .expect("a key can be ended");
    app.as_manager().post(&end, &[]).expect(403);
    admin.post(&end, &[]).expect(303);
    ask(&app, &key, Method::GET, "/contacts", None).expect(401);
    let key = make(&admin, "Ещё", "read");
    app.in_agency(|work| {
        let late =
            "UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE ended_at IS NULL";
        work.conn().batch_execute(late).expect("it is set");
    });
    ask(&app, &key, Method::GET, "/contacts", None).expect(401);
}

#[test]
fn a_key_never_reaches_what_is_its_maker_s_own() {
    let app = started();
    let admin = app.as_admin();
    let person = app
        .fixture
        .agency
        .person(invest_crm::accounts::Role::Admin)
        .id;
    let path = format!("/users/{person}");
    for scope in ["read", "write"] {
        let key = make(&admin, scope, scope);
        let own = Some(json!({"password": "another horse", "last_name": "Другая"}));
        ask(&app, &key, Method::PATCH, &path, own).expect(403);
        let role = Some(json!({"role": "owner"}));
        ask(&app, &key, Method::PATCH, &path, role).expect(403);
        ask(
            &app,
            &key,
            Method::POST,
            "/organizations",
            Some(json!({"name": "x"})),
        )
        .expect(401);
    }
    app.as_manager().get("/settings/api-keys").expect(403);
    let refused = admin.post(
        "/settings/api-keys",
        &[("name", ""), ("scope", "all"), ("days", "7")],
    );
    let page = refused.expect(422).page();
    assert_ne!(page.error("Название"), "");
}
