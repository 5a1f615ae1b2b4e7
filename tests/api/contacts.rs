//! Section 11, and the versions of section 8.

use reqwest::Method;
use serde_json::json;

use super::program::{Program, blame, id, started};

#[test]
fn a_contact_is_made_changed_and_removed() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let made = anna
        .post("/contacts", json!({"name": "Иван", "email": "i@v.an"}))
        .expect(201);
    let contact = made.json();
    let path = format!("/contacts/{}", id(&contact));
    assert_eq!(made.header("location"), format!("/api/v1{path}"));
    assert_eq!(made.header("etag"), "\"1\"");
    let changed = anna
        .patch(&path, json!({"position": "директор", "email": null}))
        .expect(200);
    assert_eq!(changed.header("etag"), "\"2\"");
    assert_eq!(changed.json()["email"], json!(null));
    let same = anna
        .patch(&path, json!({"position": "директор"}))
        .expect(200);
    assert_eq!(same.json()["version"], 2, "nothing differs");
    for (body, status) in [
        (json!({}), 400),
        (json!({"name": null}), 400),
        (json!({"email": "nothing"}), 400),
        (json!({"phone": "1".repeat(51)}), 400),
        (json!({"surname": "x"}), 400),
        (
            json!({"client_id": "0199a000-0000-7000-8000-000000000001"}),
            404,
        ),
        (json!({"name": "x", "version": 1}), 409),
        (json!({"name": "x", "version": "2"}), 400),
        (json!({"name": "x", "version": 2}), 200),
    ] {
        anna.patch(&path, body.clone()).expect(status);
    }
    for (tag, status) in [("\"2\"", 412), ("\"3\"", 200), ("*", 200)] {
        let body = json!({"position": tag});
        anna.send_with(Method::PATCH, &path, Some(&body), &[("if-match", tag)])
            .expect(status);
    }
    anna.send_with(Method::DELETE, &path, None, &[("if-match", "\"1\"")])
        .expect(412);
    anna.delete(&path).expect(204);
    anna.delete(&path).expect(404);
    anna.get(&path).expect(404);
    assert_eq!(anna.get("/contacts").json()["total"], 0);
}

#[test]
fn contacts_are_found_by_a_part_of_name_or_address_in_any_case() {
    let app = started();
    let anna = Program::register(&app, "anna");
    for (name, email) in [
        ("Плещеева Ёлка", "elka@sopka.ru"),
        ("100% Верный_человек", "v@x.yz"),
        ("Zoë ΣΑΣ", "zoe@x.yz"),
    ] {
        anna.made("contacts", json!({"name": name, "email": email}));
    }
    for (search, total) in [
        ("плещеева", 1),
        ("ЁЛКА", 1),
        ("SOPKA", 1),
        ("0%", 1),
        ("%", 1),
        ("_", 1),
        ("a_b", 0),
        ("x.yz", 2),
        ("ZOË", 1),
        ("ева ёл", 1),
        ("нет", 0),
        ("", 3),
    ] {
        let query: String = form_urlencoded::byte_serialize(search.as_bytes()).collect();
        let list = anna
            .get(&format!("/contacts?search={query}"))
            .expect(200)
            .json();
        assert_eq!(list["total"], total, "{search}");
        assert_eq!(
            list["items"].as_array().map(Vec::len),
            Some(total),
            "{search}"
        );
    }
}

#[test]
fn contacts_belong_to_somebody() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let (manager, member, viewer) = (
        anna.with_role(&app, "manager"),
        anna.with_role(&app, "member"),
        anna.with_role(&app, "viewer"),
    );
    let others = anna.made("contacts", json!({"name": "Анны"}));
    let own = member.made("contacts", json!({"name": "Свой"}));
    let path = |row| format!("/contacts/{}", id(row));
    for (who, method, path, body, status) in [
        (
            &viewer,
            Method::POST,
            "/contacts".to_owned(),
            json!({"name": "x"}),
            403,
        ),
        (
            &member,
            Method::POST,
            "/contacts".to_owned(),
            json!({"name": "x", "owner_id": anna.user}),
            403,
        ),
        (
            &member,
            Method::POST,
            "/contacts".to_owned(),
            json!({"name": "x", "owner_id": member.user}),
            201,
        ),
        (
            &manager,
            Method::POST,
            "/contacts".to_owned(),
            json!({"name": "x", "owner_id": member.user}),
            201,
        ),
        (
            &member,
            Method::PATCH,
            path(&others),
            json!({"name": "x"}),
            403,
        ),
        (
            &member,
            Method::PATCH,
            path(&own),
            json!({"name": "x"}),
            200,
        ),
        (
            &member,
            Method::PATCH,
            path(&own),
            json!({"owner_id": anna.user}),
            403,
        ),
        (
            &member,
            Method::PATCH,
            path(&own),
            json!({"owner_id": member.user, "position": "y"}),
            200,
        ),
        (
            &viewer,
            Method::PATCH,
            path(&own),
            json!({"name": "x"}),
            403,
        ),
        (&member, Method::DELETE, path(&others), json!({}), 403),
        (&viewer, Method::DELETE, path(&others), json!({}), 403),
        (
            &manager,
            Method::PATCH,
            path(&own),
            json!({"owner_id": anna.user}),
            200,
        ),
        (
            &member,
            Method::PATCH,
            path(&own),
            json!({"name": "z"}),
            403,
        ),
    ] {
        who.send(method, &path, Some(&body)).expect(status);
    }
    for (who, owner, status) in [
        (&member, &anna.user, 403),
        (&member, &member.user, 200),
        (&viewer, &anna.user, 403),
        (&manager, &anna.user, 200),
    ] {
        let list = who
            .get(&format!("/contacts?owner_id={owner}"))
            .expect(status);
        if status == 200 {
            let list = list.json();
            assert_eq!(list["total"], 2, "{owner}");
            assert_eq!(list["items"].as_array().map(Vec::len), Some(2));
        }
    }
    member.get("/contacts").expect(200);
}

#[test]
fn a_contact_with_deals_stays() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let contact = anna.made("contacts", json!({"name": "Иван"}));
    anna.made(
        "deals",
        json!({"contact_id": id(&contact), "title": "x", "status": "lost", "stage": "closed"}),
    );
    let refused = anna
        .delete(&format!("/contacts/{}", id(&contact)))
        .expect(409);
    assert_eq!(blame(&refused).0, "conflict");
}
