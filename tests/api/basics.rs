//! Sections 1, 3, 5, 6 and 7: paths, organizations, errors, lists, values. And nothing gives a 5xx.

use reqwest::Method;
use serde_json::{Value, json};

use super::program::{Program, blame, id, started};

#[test]
fn paths_and_methods_that_do_not_exist_are_answered_in_the_shape_of_errors() {
    let app = started();
    let anna = Program::register(&app, "anna");
    for (method, path, status, code) in [
        (Method::GET, "/nothing", 404, "not_found"),
        (Method::GET, "/contacts/", 404, "not_found"),
        (Method::PUT, "/contacts", 405, "method_not_allowed"),
        (
            Method::DELETE,
            "/deals/0199a000-0000-7000-8000-000000000001",
            405,
            "method_not_allowed",
        ),
        (
            Method::POST,
            "/analytics/deals/funnel",
            405,
            "method_not_allowed",
        ),
        (Method::GET, "/deals/7", 404, "not_found"),
        (
            Method::GET,
            "/deals/0199a000-0000-7000-8000-000000000001",
            404,
            "not_found",
        ),
    ] {
        let answer = anna.send(method, path, None).expect(status);
        assert_eq!(blame(&answer).0, code, "{path}");
    }
    let refused = anna.put("/deals", json!({})).expect(405);
    assert_eq!(refused.header("allow"), "GET, POST");
    for method in [Method::PATCH, Method::OPTIONS] {
        let refused = anna.send(method, "/organizations/me", None).expect(405);
        assert_eq!(refused.header("allow"), "GET");
    }
    let caller = app.as_nobody();
    caller.get("/api/v1/openapi.json").expect(200);
}

#[test]
fn the_organization_is_named_by_the_header() {
    let app = started();
    let (anna, boris) = (
        Program::register(&app, "anna"),
        Program::register(&app, "boris"),
    );
    let asks = |organization: &str| {
        let mut program = anna.clone();
        program.organization = organization.to_owned();
        program.get("/contacts")
    };
    for (organization, status, code) in [
        ("", 400, "organization_required"),
        ("nothing", 400, "organization_required"),
        (boris.organization.as_str(), 404, "not_found"),
        ("0199a000-0000-7000-8000-000000000001", 404, "not_found"),
    ] {
        let answer = asks(organization).expect(status);
        assert_eq!(blame(&answer).0, code, "{organization}");
    }
    asks(&anna.organization).expect(200);
}

#[test]
fn rows_of_another_organization_do_not_exist() {
    let app = started();
    let (anna, boris) = (
        Program::register(&app, "anna"),
        Program::register(&app, "boris"),
    );
    let contact = boris.made("contacts", json!({"name": "Борис"}));
    let deal = boris.made(
        "deals",
        json!({"contact_id": id(&contact), "title": "Чужая"}),
    );
    let task = boris.made("tasks", json!({"deal_id": id(&deal), "title": "Чужое"}));
    for (method, path) in [
        (Method::GET, format!("/contacts/{}", id(&contact))),
        (Method::PATCH, format!("/contacts/{}", id(&contact))),
        (Method::DELETE, format!("/contacts/{}", id(&contact))),
        (Method::GET, format!("/deals/{}", id(&deal))),
        (Method::PATCH, format!("/deals/{}", id(&deal))),
        (Method::GET, format!("/deals/{}/activities", id(&deal))),
        (Method::POST, format!("/deals/{}/activities", id(&deal))),
        (Method::GET, format!("/tasks/{}", id(&task))),
        (Method::PATCH, format!("/tasks/{}", id(&task))),
        (
            Method::GET,
            format!("/organizations/{}", boris.organization),
        ),
        (
            Method::GET,
            format!("/organizations/{}/members", boris.organization),
        ),
    ] {
        let body = json!({"name": "x"});
        let answer = anna.send(method, &path, Some(&body)).expect(404);
        assert_eq!(blame(&answer).0, "not_found", "{path}");
    }
    let refused = anna
        .post("/deals", json!({"contact_id": id(&contact), "title": "x"}))
        .expect(404);
    assert_eq!(
        blame(&refused),
        ("not_found".to_owned(), vec!["contact_id".to_owned()])
    );
    let refused = anna
        .post("/tasks", json!({"deal_id": id(&deal), "title": "x"}))
        .expect(404);
    assert_eq!(blame(&refused).1, ["deal_id"]);
    let refused = anna
        .post("/contacts", json!({"name": "x", "owner_id": boris.user}))
        .expect(404);
    assert_eq!(blame(&refused).1, ["owner_id"]);
    let list = anna
        .get(&format!("/deals?contact_id={}", id(&contact)))
        .expect(200)
        .json();
    assert_eq!(list["items"], json!([]));
}

#[test]
fn a_list_is_read_page_by_page_each_row_once() {
    let app = started();
    let anna = Program::register(&app, "anna");
    for n in 0..7 {
        anna.made("contacts", json!({"name": format!("Контакт {n}")}));
    }
    let mut seen = Vec::new();
    for page in 1..=4 {
        let list = anna
            .get(&format!(
                "/contacts?page={page}&page_size=3&order_by=name&order=asc&unknown=1"
            ))
            .expect(200)
            .json();
        assert_eq!(
            (
                list["total"].clone(),
                list["page"].clone(),
                list["page_size"].clone()
            ),
            (json!(7), json!(page), json!(3))
        );
        seen.extend(
            list["items"]
                .as_array()
                .expect("items")
                .iter()
                .map(|i| i["name"].as_str().unwrap_or_default().to_owned()),
        );
    }
    let expected: Vec<String> = (0..7).map(|n| format!("Контакт {n}")).collect();
    assert_eq!(seen, expected);
    let newest = anna.get("/contacts").expect(200).json();
    assert_eq!(newest["items"][0]["name"], "Контакт 6");
    assert_eq!(newest["page_size"], 20);
    let beyond = anna
        .get("/contacts?page=99999999999999999999999")
        .expect(200)
        .json();
    assert_eq!(beyond["items"], json!([]));
    for wrong in [
        "page=0",
        "page=-1",
        "page=1.5",
        "page=x",
        "page=",
        "page_size=0",
        "page_size=101",
        "order_by=phone",
        "order=up",
        "owner_id=7",
        "search=%00",
    ] {
        let refused = anna.get(&format!("/contacts?{wrong}")).expect(400);
        let name = wrong.split('=').next().unwrap_or_default();
        assert_eq!(
            blame(&refused),
            ("validation_failed".to_owned(), vec![name.to_owned()]),
            "{wrong}"
        );
    }
    anna.get(&format!("/contacts?search={}", "x".repeat(201)))
        .expect(400);
}

#[test]
fn hostile_bodies_are_refused_and_never_break_anything() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for (body, status) in [
        (b"".to_vec(), 400),
        (b"[]".to_vec(), 400),
        (b"null".to_vec(), 400),
        (b"{".to_vec(), 400),
        (b"{\"name\": \"\xff\"}".to_vec(), 400),
        (b"{\"name\": \"\\ud800\"}".to_vec(), 400),
        (b"{\"name\": \"a\\u0000\"}".to_vec(), 400),
        (b"{\"name\": 1e999}".to_vec(), 400),
        (b"{\"name\": {\"a\": 1}}".to_vec(), 400),
        (deep.clone().into_bytes(), 400),
        (format!("{{\"name\": {deep}}}").into_bytes(), 400),
        (b"{\"name\": \"a\", \"name\": \"b\"}".to_vec(), 201),
        (vec![b'x'; 2 << 20], 413),
    ] {
        let answer = anna
            .send_raw(
                Method::POST,
                "/contacts",
                "application/json; charset=utf-8",
                body,
            )
            .expect(status);
        if status >= 400 {
            assert_eq!(blame(&answer).0, "validation_failed");
        }
    }
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
    ] {
        let answer = anna
            .send_raw(
                Method::POST,
                "/contacts",
                kind,
                b"{\"name\": \"a\"}".to_vec(),
            )
            .expect(415);
        assert_eq!(blame(&answer).0, "unsupported_media_type");
    }
}

#[test]
fn checks_run_in_their_order() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let viewer = anna.with_role(&app, "viewer");
    let member = anna.with_role(&app, "member");
    let contact = anna.made("contacts", json!({"name": "Анна"}));
    let path = format!("/contacts/{}", id(&contact));
    let nothing = "/contacts/0199a000-0000-7000-8000-000000000001";
    let bad = json!({"name": ""});
    let mut nobody = viewer.clone();
    nobody.token = "x".to_owned();
    nobody.organization = "x".to_owned();
    nobody.patch(nothing, bad.clone()).expect(401);
    let mut astray = viewer.clone();
    astray.organization = "x".to_owned();
    astray.patch(nothing, bad.clone()).expect(400);
    viewer.patch(nothing, bad.clone()).expect(403);
    member.patch(nothing, bad.clone()).expect(404);
    member.patch(&path, bad.clone()).expect(403);
    let stale = [("if-match", "\"7\"")];
    anna.send_with(Method::PATCH, &path, Some(&bad), &stale)
        .expect(400);
    let refused = anna
        .send_with(Method::PATCH, &path, Some(&json!({"name": "x"})), &stale)
        .expect(412);
    assert_eq!(blame(&refused).0, "version_mismatch");
}

#[test]
fn values_come_back_as_they_were_sent() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let contact = anna.made("contacts", json!({"name": "  Иван \u{1f600} «Ё»  ", "email": " A@B.cd ", "phone": "8 (424) 200-11-22", "id": 7, "version": "x"}));
    assert_eq!(contact["name"], "Иван \u{1f600} «Ё»");
    assert_eq!(contact["email"], "a@b.cd");
    assert_eq!(contact["phone"], "8 (424) 200-11-22");
    assert_eq!(contact["position"], Value::Null);
    assert_eq!(contact["version"], 1);
    assert_eq!(contact["owner_id"], anna.user.as_str());
    assert_eq!(contact["organization_id"], anna.organization.as_str());
    let at = contact["created_at"].as_str().unwrap_or_default();
    assert!(at.len() == 27 && at.ends_with('Z'), "{at}");
    for (sent, shown) in [
        (json!("9999999999999999.99"), Some("9999999999999999.99")),
        (json!(1500), Some("1500.00")),
        (json!(0.1), Some("0.10")),
        (json!("0.001"), None),
        (json!("10000000000000000"), None),
        (json!(-1), None),
        (json!("1,5"), None),
        (json!(true), None),
    ] {
        let answer = anna.post(
            "/deals",
            json!({"contact_id": id(&contact), "title": "x", "amount": sent}),
        );
        match shown {
            Some(shown) => assert_eq!(answer.expect(201).json()["amount"], shown),
            None => assert_eq!(blame(&answer.expect(400)).1, ["amount"], "{sent}"),
        }
    }
    let exact = format!(
        "{{\"contact_id\": \"{}\", \"title\": \"x\", \"amount\": 9999999999999999.99}}",
        id(&contact)
    );
    let deal = anna
        .send_raw(
            Method::POST,
            "/deals",
            "application/json",
            exact.into_bytes(),
        )
        .expect(201)
        .json();
    assert_eq!(
        deal["amount"], "9999999999999999.99",
        "never a float inside"
    );
}

#[test]
fn a_request_with_a_key_is_done_once() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let key = [("idempotency-key", "7a")];
    let send = |name: &str| {
        anna.send_with(
            Method::POST,
            "/contacts",
            Some(&json!({"name": name})),
            &key,
        )
    };
    let first = send("Анна").expect(201);
    let again = send("Анна").expect(201);
    assert_eq!(first.body, again.body);
    assert_eq!(first.header("location"), again.header("location"));
    assert_eq!(anna.get("/contacts").json()["total"], 1);
    assert_eq!(blame(&send("Борис").expect(409)).0, "conflict");
    let organization = || {
        anna.send_with(
            Method::POST,
            "/organizations",
            Some(&json!({"name": "Ещё одна"})),
            &key,
        )
    };
    let first = organization().expect(201);
    assert_eq!(first.body, organization().expect(201).body);
}
