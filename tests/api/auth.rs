//! Section 2: registering, signing in, tokens.

use serde_json::{Value, json};

use super::program::{Program, ask, blame, post, started};

#[test]
fn registering_gives_a_session_and_an_organization_of_which_one_is_the_owner() {
    let app = started();
    let body = json!({"email": " Anna@Example.ORG ", "password": "correct horse", "name": " Анна ", "organization_name": "Сопка"});
    let session = post(&app, "/auth/register", body.clone())
        .expect(201)
        .json();
    assert_eq!(session["user"]["email"], "anna@example.org");
    assert_eq!(session["user"]["name"], "Анна");
    assert_eq!(session["token_type"], "bearer");
    assert!(session["expires_in"].as_i64().is_some_and(|s| s > 0));
    assert_eq!(session["organization"]["role"], "owner");
    assert_eq!(session["organization"]["name"], "Сопка");
    assert!(
        !session.to_string().contains("argon2") && !session.to_string().contains("correct horse")
    );
    assert_eq!(
        blame(&post(&app, "/auth/register", body).expect(409)).0,
        "conflict"
    );
}

#[test]
fn what_is_wrong_with_a_registration_is_said_field_by_field() {
    let app = started();
    let good = json!({"email": "a@b.cd", "password": "correct horse", "name": "А", "organization_name": "Б"});
    for (field, value) in [
        ("email", json!("nothing")),
        ("email", json!(5)),
        ("password", json!("short")),
        ("password", json!("x".repeat(201))),
        ("name", json!("  ")),
        ("name", json!("x".repeat(201))),
        ("organization_name", Value::Null),
        ("unknown", json!(1)),
        ("name", json!("a\u{0}b")),
    ] {
        let mut body = good.clone();
        body[field] = value.clone();
        let refused = post(&app, "/auth/register", body).expect(400);
        assert_eq!(
            blame(&refused),
            ("validation_failed".to_owned(), vec![field.to_owned()]),
            "{field} {value}"
        );
    }
    let all = blame(&post(&app, "/auth/register", json!({})).expect(400)).1;
    assert_eq!(all, ["email", "password", "name", "organization_name"]);
}

#[test]
fn a_wrong_password_and_an_unknown_address_are_answered_alike() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let wrong = post(
        &app,
        "/auth/login",
        json!({"email": anna.email, "password": "wrong horse"}),
    )
    .expect(401);
    let unknown = post(
        &app,
        "/auth/login",
        json!({"email": "x@y.zz", "password": "wrong horse"}),
    )
    .expect(401);
    assert_eq!(wrong.body, unknown.body);
    assert_eq!(wrong.header("www-authenticate"), "Bearer");
    post(&app, "/auth/login", json!({"email": anna.email})).expect(400);
    let login = json!({"email": anna.email.to_uppercase(), "password": "correct horse"});
    let session = post(&app, "/auth/login", login).expect(200).json();
    assert!(session.get("organization").is_none());
}

#[test]
fn many_failed_attempts_for_one_address_have_to_wait() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let login = |password: &str| {
        post(
            &app,
            "/auth/login",
            json!({"email": anna.email, "password": password}),
        )
    };
    for _ in 0..10 {
        login("wrong horse").expect(401);
    }
    let refused = login("correct horse").expect(429);
    assert_eq!(blame(&refused).0, "too_many_requests");
    assert!(
        refused
            .header("retry-after")
            .parse::<u64>()
            .is_ok_and(|s| s > 0)
    );
}

#[test]
fn a_token_is_good_for_its_own_purpose_only() {
    let app = started();
    let anna = Program::register(&app, "anna");
    anna.get("/contacts").expect(200);
    for token in [
        anna.refresh_token.as_str(),
        "",
        "x",
        "a.b.c",
        &format!("{}x", anna.token),
    ] {
        let mut other = anna.clone();
        other.token = token.to_owned();
        let refused = other.get("/contacts").expect(401);
        assert_eq!(blame(&refused).0, "unauthorized", "{token}");
    }
    ask(&app, reqwest::Method::GET, "/contacts", &json!({})).expect(401);
    for (body, status) in [
        (json!({}), 400),
        (json!({"refresh_token": anna.token}), 401),
        (json!({"refresh_token": "x"}), 401),
        (json!({"refresh_token": 1}), 400),
    ] {
        post(&app, "/auth/token/refresh", body).expect(status);
    }
}

#[test]
fn a_refresh_token_works_once_and_its_second_use_ends_the_family() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let refresh = |token: &str| post(&app, "/auth/token/refresh", json!({"refresh_token": token}));
    let second = refresh(&anna.refresh_token).expect(200).json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (access, newer) = (
        text(&second["access_token"]),
        text(&second["refresh_token"]),
    );
    assert_ne!(access, anna.token);
    let mut renewed = anna.clone();
    renewed.token = access;
    renewed.get("/contacts").expect(200);
    refresh(&anna.refresh_token).expect(401);
    refresh(&newer).expect(401);
    // Another sign-in is another family.
    let login = json!({"email": anna.email, "password": "correct horse"});
    let other = post(&app, "/auth/login", login).expect(200).json();
    refresh(&text(&other["refresh_token"])).expect(200);
}

#[test]
fn signing_out_ends_the_tokens_of_this_sign_in() {
    let app = started();
    let anna = Program::register(&app, "anna");
    post(
        &app,
        "/auth/logout",
        json!({"refresh_token": anna.refresh_token}),
    )
    .expect(204);
    post(
        &app,
        "/auth/token/refresh",
        json!({"refresh_token": anna.refresh_token}),
    )
    .expect(401);
}

#[test]
fn where_people_are_invited_nobody_registers() {
    let app = crate::support::TestApp::start();
    let body = json!({"email": "a@b.cd", "password": "correct horse", "name": "А", "organization_name": "Б"});
    assert_eq!(
        blame(&post(&app, "/auth/register", body).expect(403)).0,
        "forbidden"
    );
}
