//! Sections 9 and 17 to 19, 25: directories, addresses, clients, custom fields, PUT and whole collections.

use reqwest::Method;
use serde_json::{Value, json};

use super::program::{Program, blame, id, started};

#[test]
fn directories_have_names_that_occur_once_and_are_for_admins() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let (manager, admin) = (
        anna.with_role(&app, "manager"),
        anna.with_role(&app, "admin"),
    );
    for collection in [
        "districts",
        "cities",
        "industries",
        "granting-bodies",
        "support-programs",
    ] {
        let path = format!("/{collection}");
        let body = |name: &str| match collection {
            "support-programs" => json!({"name": name, "level": "regional"}),
            _ => json!({"name": name}),
        };
        manager.post(&path, body("x")).expect(403);
        let made = admin.post(&path, body(" Анивский ")).expect(201);
        let entry = made.json();
        assert_eq!(entry["active"], true);
        assert_eq!(
            made.header("location"),
            format!("/api/v1{path}/{}", id(&entry))
        );
        assert_eq!(
            blame(&anna.post(&path, body("АНИВСКИЙ")).expect(409)).0,
            "conflict"
        );
        anna.post(&path, json!({"name": ""})).expect(400);
        let one = format!("{path}/{}", id(&entry));
        let shown = manager.get(&one).expect(200);
        assert_eq!(shown.header("content-location"), format!("/api/v1{one}"));
        anna.patch(&one, json!({"name": "Анивский"})).expect(204);
        assert_eq!(
            anna.patch(&one, json!({"active": false}))
                .expect(200)
                .json()["version"],
            2
        );
        for (query, total) in [
            ("search=АНИВ", 1),
            ("search=АНИВ&active=true", 0),
            ("search=АНИВ&active=false", 1),
            ("search=нет", 0),
        ] {
            assert_eq!(
                anna.get(&format!("{path}?{query}&order_by=name"))
                    .expect(200)
                    .json()["total"],
                total,
                "{collection} {query}"
            );
        }
        manager.delete(&one).expect(403);
        anna.delete(&one).expect(204);
        anna.delete(&one).expect(404);
        anna.put(&path, body("x")).expect(405);
    }
    anna.post("/support-programs", json!({"name": "x"}))
        .expect(400);
}

#[test]
fn an_entry_in_use_stays_and_a_retired_one_is_put_on_nothing_else() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let district = anna.made("districts", json!({"name": "Анивский"}));
    let address = anna.made(
        "addresses",
        json!({"district_id": id(&district), "post_code": "694000", "address": "ул. Мира, 1"}),
    );
    let one = format!("/districts/{}", id(&district));
    anna.delete(&one).expect(409);
    anna.patch(&one, json!({"active": false})).expect(200);
    let path = format!("/addresses/{}", id(&address));
    anna.patch(&path, json!({"address": "ул. Мира, 2"}))
        .expect(200);
    let again = json!({"district_id": id(&district), "post_code": "694000", "address": "x"});
    assert_eq!(
        blame(&anna.post("/addresses", again).expect(400)).1,
        ["district_id"]
    );
    let missing = json!({"district_id": "0199a000-0000-7000-8000-000000000001", "post_code": "694000", "address": "x"});
    assert_eq!(
        blame(&anna.post("/addresses", missing).expect(404)).1,
        ["district_id"]
    );
}

#[test]
fn put_replaces_makes_and_may_be_repeated() {
    let app = started();
    let (anna, boris) = (
        Program::register(&app, "anna"),
        Program::register(&app, "boris"),
    );
    let city = anna.made("cities", json!({"name": "Анива"}));
    let path = format!("/addresses/{}", uuid::Uuid::new_v4());
    let body = json!({"city_id": id(&city), "post_code": "694000", "address": "ул. Мира, 1"});
    let made = anna.put(&path, body.clone()).expect(201);
    assert_eq!(made.header("location"), format!("/api/v1{path}"));
    let same = anna.put(&path, body.clone()).expect(204);
    assert!(same.body.is_empty());
    assert_eq!(anna.get(&path).json()["version"], 1);
    let replaced = anna
        .put(
            &path,
            json!({"post_code": "694001", "address": "ул. Мира, 1"}),
        )
        .expect(200)
        .json();
    assert_eq!(
        (replaced["city_id"].clone(), replaced["version"].clone()),
        (Value::Null, json!(2))
    );
    anna.put(&path, json!({"post_code": "694001"})).expect(400);
    anna.put(
        &path,
        json!({"post_code": "694001", "address": "x", "version": 1}),
    )
    .expect(409);
    let stale = [("if-match", "\"1\"")];
    anna.send_with(Method::PUT, &path, Some(&body), &stale)
        .expect(412);
    let nowhere = format!("/addresses/{}", uuid::Uuid::new_v4());
    anna.send_with(Method::PUT, &nowhere, Some(&body), &[("if-match", "*")])
        .expect(412);
    // The same id in another organization is another row.
    let theirs = json!({"post_code": "111111", "address": "чужая"});
    boris.put(&path, theirs).expect(201);
    assert_eq!(anna.get(&path).json()["address"], "ул. Мира, 1");
    boris.delete(&path).expect(204);
    anna.get(&path).expect(200);
    anna.put("/addresses/7", body).expect(404);
}

#[test]
fn a_whole_collection_is_changed_at_once_by_owner_and_admin() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let manager = anna.with_role(&app, "manager");
    let address = |n: i32| json!({"post_code": "694000", "address": format!("Дом {n}")});
    let rows: Vec<Value> = (0..3).map(|n| anna.made("addresses", address(n))).collect();
    assert_eq!(
        blame(
            &anna
                .patch("/addresses", json!({"post_code": "694009"}))
                .expect(400)
        )
        .0,
        "confirmation_required"
    );
    manager
        .patch("/addresses?all=true", json!({"post_code": "694009"}))
        .expect(403);
    anna.patch("/addresses?all=true", json!({"post_code": "x"}))
        .expect(400);
    anna.patch("/addresses?all=true", json!({"post_code": "694009"}))
        .expect(204);
    for row in &rows {
        let shown = anna.get(&format!("/addresses/{}", id(row))).json();
        assert_eq!(
            (shown["post_code"].clone(), shown["version"].clone()),
            (json!("694009"), json!(2))
        );
    }
    anna.put(
        "/addresses?all=true",
        json!({"post_code": "694009", "address": "Один"}),
    )
    .expect(204);
    let client = anna.made(
        "clients",
        json!({"kind": "nonprofit", "name": "Фонд", "address_id": id(&rows[0])}),
    );
    anna.delete("/addresses?all=true").expect(409);
    assert_eq!(anna.get("/addresses").json()["total"], 3, "all or nothing");
    anna.patch(
        &format!("/clients/{}", id(&client)),
        json!({"address_id": null}),
    )
    .expect(200);
    anna.delete("/addresses").expect(400);
    anna.delete("/addresses?all=true").expect(204);
    anna.delete("/addresses?all=true").expect(204);
    assert_eq!(anna.get("/addresses").json()["total"], 0);
    for collection in ["projects", "supports", "decisions"] {
        anna.delete(&format!("/{collection}?all=true")).expect(204);
        anna.patch(&format!("/{collection}"), json!({})).expect(400);
    }
    anna.delete("/clients?all=true").expect(405);
    anna.patch("/users?all=true", json!({})).expect(405);
}

#[test]
fn clients_are_named_by_their_kind_and_numbered_by_the_state() {
    let app = started();
    let anna = Program::register(&app, "anna");
    for (body, fields) in [
        (json!({"kind": "legal_entity"}), vec!["name"]),
        (
            json!({"kind": "person", "name": "x"}),
            vec!["last_name", "first_name"],
        ),
        (json!({"kind": "king"}), vec!["kind"]),
        (
            json!({"kind": "legal_entity", "name": "x", "inn": "7707083894"}),
            vec!["inn"],
        ),
        (
            json!({"kind": "legal_entity", "name": "x", "inn": "500100732259"}),
            vec!["inn"],
        ),
        (
            json!({"kind": "legal_entity", "name": "x", "inn": "77", "ogrn": "1", "kpp": "2"}),
            vec!["inn", "ogrn", "kpp"],
        ),
    ] {
        assert_eq!(
            blame(&anna.post("/clients", body.clone()).expect(400)).1,
            fields,
            "{body}"
        );
    }
    let company = anna.made("clients", json!({"kind": "legal_entity", "name": "ООО «Сопка»", "inn": "7707083893", "kpp": "770701001", "ogrn": "1027700132195"}));
    assert_eq!(company["responsible_id"], anna.user.as_str());
    assert_eq!(
        (company["warnings"].clone(), company["sources"].clone()),
        (json!([]), json!([]))
    );
    let person = anna.made("clients", json!({"kind": "sole_proprietor", "last_name": "Рыбаков", "first_name": "Иван", "middle_name": "Ильич", "inn": "500100732259"}));
    assert_eq!(person["name"], "Рыбаков Иван Ильич");
    let odd = anna.made(
        "clients",
        json!({"kind": "nonprofit", "name": "Фонд", "inn": "7707083894", "accept_warnings": true}),
    );
    assert_eq!(odd["inn"], "7707083894");
    assert_eq!(odd["warnings"][0]["field"], "inn");
    assert!(odd.get("accept_warnings").is_none());
    let path = format!("/clients/{}", id(&odd));
    anna.patch(&path, json!({"short_name": "Ф"})).expect(200);
    anna.patch(&path, json!({"inn": "7707083895"})).expect(400);
    assert_eq!(
        anna.put(&path, json!({"kind": "nonprofit", "name": "Фонд"}))
            .expect(200)
            .json()["responsible_id"],
        anna.user.as_str()
    );
    for (query, total) in [
        ("search=сопка", 1),
        ("search=рыбаков", 1),
        ("search=770708", 1),
        ("kind=nonprofit&kind=legal_entity", 2),
        ("inn=500100732259", 1),
        ("inn=1", 0),
    ] {
        assert_eq!(
            anna.get(&format!("/clients?{query}")).expect(200).json()["total"],
            total,
            "{query}"
        );
    }
}

#[test]
fn a_client_with_contacts_or_projects_stays_and_may_come_back_by_its_id() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let member = anna.with_role(&app, "member");
    let client = member.made("clients", json!({"kind": "nonprofit", "name": "Фонд"}));
    let path = format!("/clients/{}", id(&client));
    let contact = anna.made("contacts", json!({"name": "x", "client_id": id(&client)}));
    member.delete(&path).expect(403);
    anna.delete(&path).expect(409);
    anna.delete(&format!("/contacts/{}", id(&contact)))
        .expect(204);
    let project = anna.made("projects", json!({"name": "x", "client_id": id(&client)}));
    anna.delete(&path).expect(409);
    anna.delete(&format!("/projects/{}", id(&project)))
        .expect(204);
    anna.delete(&path).expect(204);
    anna.get(&path).expect(404);
    anna.delete(&path).expect(404);
    let back = anna
        .put(&path, json!({"kind": "nonprofit", "name": "Новый фонд"}))
        .expect(201)
        .json();
    assert_eq!(back["name"], "Новый фонд");
    let timeline = format!("{path}/activities");
    anna.post(
        &timeline,
        json!({"type": "comment", "payload": {"text": "x"}}),
    )
    .expect(201);
    assert_eq!(
        anna.get(&timeline).expect(200).json()["items"][0]["client_id"],
        id(&client)
    );
}

#[test]
fn custom_fields_take_values_of_their_type() {
    let app = started();
    let anna = Program::register(&app, "anna");
    anna.with_role(&app, "manager")
        .post(
            "/custom-fields",
            json!({"entity": "client", "label": "x", "type": "text"}),
        )
        .expect(403);
    for (label, kind, options) in [
        ("Текст", "text", json!([])),
        ("Число", "number", json!([])),
        ("Деньги", "money", json!([])),
        ("День", "date", json!([])),
        ("Да", "boolean", json!([])),
        ("Один", "choice", json!(["а", "б"])),
        ("Много", "choices", json!(["а", "б"])),
        ("Кто", "user", json!([])),
        ("Сайт", "url", json!([])),
    ] {
        anna.made(
            "custom-fields",
            json!({"entity": "client", "label": label, "type": kind, "options": options}),
        );
    }
    anna.post(
        "/custom-fields",
        json!({"entity": "client", "label": "Текст", "type": "text"}),
    )
    .expect(409);
    anna.post(
        "/custom-fields",
        json!({"entity": "client", "label": "x", "type": "choice"}),
    )
    .expect(400);
    let good = json!({"текст": "a", "число": "-1.5", "деньги": 10, "день": "2026-01-31", "да": true, "один": "а", "много": ["а", "б"], "кто": anna.user, "сайт": "https://a.example"});
    let client = anna.made(
        "clients",
        json!({"kind": "nonprofit", "name": "Фонд", "custom": good}),
    );
    assert_eq!(client["custom"]["деньги"], "10.00");
    assert_eq!(client["custom"]["да"], true);
    let path = format!("/clients/{}", id(&client));
    let changed = anna
        .patch(&path, json!({"custom": {"текст": "b", "да": null}}))
        .expect(200)
        .json();
    assert_eq!(
        (
            changed["custom"]["текст"].clone(),
            changed["custom"].get("да"),
            changed["custom"]["один"].clone()
        ),
        (json!("b"), None, json!("а"))
    );
    for (key, value) in [
        ("нет", json!(1)),
        ("число", json!("x")),
        ("деньги", json!("1.001")),
        ("день", json!("31.01.2026")),
        ("да", json!("да")),
        ("один", json!("в")),
        ("много", json!("а")),
        ("кто", json!(id(&client))),
        ("сайт", json!("javascript:alert(1)")),
        ("текст", json!(1)),
    ] {
        let refused = anna
            .patch(&path, json!({"custom": {key: value}}))
            .expect(400);
        assert_eq!(blame(&refused).1, [format!("custom.{key}")]);
    }
    let field = anna.get("/custom-fields?entity=client").json()["items"][8].clone();
    let one = format!("/custom-fields/{}", id(&field));
    anna.patch(&one, json!({"label": "Заметка"})).expect(200);
    anna.patch(&one, json!({"type": "number"})).expect(400);
    anna.delete(&one).expect(204);
    assert!(anna.get(&path).json()["custom"].get("текст").is_none());
}

#[test]
fn users_are_the_staff_of_the_organization() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let admin = anna.with_role(&app, "admin");
    let body = |n: u8| json!({"email": format!("staff{n}-{}@example.org", uuid::Uuid::new_v4().simple()), "last_name": "Ветрова", "first_name": "Анна", "middle_name": "И.", "role": "member"});
    let user = admin.made("users", body(1));
    assert_eq!(
        (user["name"].as_str(), user["permissions"].clone()),
        (Some("Ветрова Анна И."), json!([]))
    );
    assert!(user.get("password").is_none());
    let path = format!("/users/{}", id(&user));
    let mut again = body(2);
    again["email"] = user["email"].as_str().map(str::to_uppercase).into();
    assert_eq!(blame(&anna.post("/users", again).expect(409)).0, "conflict");
    let changed = admin
        .patch(
            &path,
            json!({"last_name": "Зимина", "permissions": ["export"], "password": "correct horse"}),
        )
        .expect(200)
        .json();
    assert_eq!(
        (
            changed["last_name"].as_str(),
            changed["permissions"].clone()
        ),
        (Some("Зимина"), json!(["export"]))
    );
    admin
        .patch(&path, json!({"last_name": "Зимина"}))
        .expect(204);
    let login = json!({"email": user["email"], "password": "correct horse"});
    super::program::post(&app, "/auth/login", login).expect(200);
    for (who, path, body, status) in [
        (
            &admin,
            format!("/users/{}", anna.user),
            json!({"name": "x"}),
            403,
        ),
        (&admin, path.clone(), json!({"role": "owner"}), 403),
        (&admin, path.clone(), json!({"role": "king"}), 400),
        (&admin, path.clone(), json!({"last_name": null}), 400),
        (&admin, path.clone(), json!({"permissions": ["all"]}), 400),
        (
            &admin,
            format!("/users/{}", admin.user),
            json!({"name": "Сам", "last_name": "А", "first_name": "Б"}),
            200,
        ),
        (
            &admin,
            format!("/users/{}", admin.user),
            json!({"email": "new@example.org"}),
            403,
        ),
        (
            &anna,
            format!("/users/{}", anna.user),
            json!({"role": "admin"}),
            409,
        ),
    ] {
        who.patch(&path, body.clone()).expect(status);
    }
    let member = anna.with_role(&app, "member");
    member.post("/users", body(3)).expect(403);
    member.patch(&path, json!({"name": "x"})).expect(403);
    member
        .patch(&format!("/users/{}", member.user), json!({"role": "owner"}))
        .expect(403);
    assert_eq!(
        anna.get("/users?search=зимина&role=member&order_by=last_name")
            .json()["total"],
        1
    );
    let nowhere = format!("/users/{}", uuid::Uuid::new_v4());
    let wanted = body(4);
    assert_eq!(
        anna.put(&nowhere, wanted.clone()).expect(201).json()["id"],
        nowhere.trim_start_matches("/users/")
    );
    anna.put(&nowhere, wanted).expect(204);
    assert_eq!(
        anna.get(&format!("{nowhere}/projects")).expect(200).json()["total"],
        0
    );
    anna.delete(&format!("/users/{}", anna.user)).expect(409);
    admin.delete(&path).expect(204);
    admin.get(&path).expect(404);
}
