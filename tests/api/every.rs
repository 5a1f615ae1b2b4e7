//! What holds for every collection, every list, every field and every path: read off the description, so that
//! nothing new comes without it.

use invest_crm::api::endpoints;
use invest_crm::web::api::{Endpoint, Kind, Shown};
use reqwest::Method;
use serde_json::{Value, json};

use super::program::{Program, blame, id, started};
use super::schema::faults;
use super::world::{Collection, World, collections};

fn method(endpoint: &Endpoint) -> Method {
    endpoint.method.parse().expect("a method")
}

/// Endpoints that work on rows of a world: not those of sign-in and of files.
fn of_rows() -> impl Iterator<Item = Endpoint> {
    endpoints().into_iter().filter(|e| {
        e.needs_token && !e.path.contains("/imports") && !e.path.ends_with("/organizations")
    })
}

fn is_list(endpoint: &Endpoint) -> bool {
    endpoint
        .answers
        .iter()
        .any(|(_, shown)| matches!(shown, Shown::List(_)))
}

#[test]
fn every_row_has_its_address_its_version_and_its_end() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let world = World::of(&anna);
    for collection in collections() {
        check_making(&anna, &world, &collection);
        check_changing(&anna, &world, &collection);
        check_removing(&anna, &world, &collection);
    }
}

fn check_making(anna: &Program, world: &World, collection: &Collection) {
    let name = collection.name;
    let made = anna.post(&format!("/{name}"), world.body(name)).expect(201);
    let row = made.json();
    let path = format!("/{name}/{}", id(&row));
    assert_eq!(made.header("location"), format!("/api/v1{path}"));
    assert_eq!(made.header("etag"), "\"1\"", "{name}");
    let shown = anna.get(&path).expect(200);
    assert_eq!(shown.json(), row, "{name}: what was made is what is read");
    assert_eq!(shown.header("etag"), "\"1\"", "{name}");
    let of_register = format!("/api/v1{path}");
    let expected = if collection.is_register {
        of_register.as_str()
    } else {
        ""
    };
    assert_eq!(shown.header("content-location"), expected, "{name}");
    for field in ["id", "created_at", "updated_at", "version"] {
        assert!(!row[field].is_null(), "{name}.{field}");
    }
    if name != "users" {
        assert_eq!(row["organization_id"], anna.organization.as_str());
    }
    let mut sent = world.body(name);
    for (field, value) in [
        ("id", json!(7)),
        ("created_at", json!("x")),
        ("updated_at", json!([])),
        ("version", json!("x")),
        ("organization_id", json!({})),
    ] {
        sent[field] = value;
    }
    anna.post(&format!("/{name}"), sent.clone()).expect(201);
    sent["surprise"] = json!(1);
    let refused = anna.post(&format!("/{name}"), sent).expect(400);
    assert_eq!(blame(&refused).1, ["surprise"], "{name}");
    let missing = anna.get(&format!("/{name}/nothing")).expect(404);
    assert_eq!(blame(&missing).0, "not_found");
    anna.get(&format!("{path}/")).expect(404);
}

fn check_changing(anna: &Program, world: &World, collection: &Collection) {
    let name = collection.name;
    let path = format!("/{name}/{}", world.id(name));
    let version = || anna.get(&path).expect(200).json()["version"].clone();
    let patch = |body: &Value, tag: &str| {
        let headers: &[(&str, &str)] = if tag.is_empty() {
            &[]
        } else {
            &[("if-match", tag)]
        };
        anna.send_with(Method::PATCH, &path, Some(body), headers)
    };
    let now = version();
    assert_eq!(
        blame(&patch(&collection.change, "\"999\"").expect(412)).0,
        "version_mismatch"
    );
    let mut stale = collection.change.clone();
    stale["version"] = json!(999);
    assert_eq!(
        blame(&patch(&stale, "").expect(409)).0,
        "conflict",
        "{name}"
    );
    assert_eq!(version(), now, "{name}: nothing changes");
    patch(&json!({}), "").expect(400);
    patch(&json!({"version": now}), "").expect(400);
    let changed = patch(&collection.change, "*").expect(200);
    let next = changed.json()["version"].clone();
    assert!(next.as_i64() > now.as_i64(), "{name}: the version grows");
    assert_eq!(changed.header("etag"), format!("\"{next}\""), "{name}");
    let again = patch(&collection.change, &format!("\"{next}\""));
    assert_eq!(
        again.status,
        if collection.is_register { 204 } else { 200 },
        "{name}"
    );
    assert_eq!(version(), next, "{name}: nothing differs");
    let mut unknown = collection.change.clone();
    unknown["surprise"] = json!(null);
    assert_eq!(
        blame(&patch(&unknown, "").expect(400)).1,
        ["surprise"],
        "{name}"
    );
    let put = anna.put(&path, world.body(name));
    if !collection.has_put {
        assert_eq!(put.status, 405, "{name}");
    }
}

fn check_removing(anna: &Program, world: &World, collection: &Collection) {
    let name = collection.name;
    let row = anna.made(name, world.body(name));
    let path = format!("/{name}/{}", id(&row));
    if !collection.has_delete {
        anna.delete(&path).expect(405);
        return;
    }
    let stale = [("if-match", "\"999\"")];
    anna.send_with(Method::DELETE, &path, None, &stale)
        .expect(412);
    anna.get(&path).expect(200);
    let fresh = [("if-match", "\"1\"")];
    let gone = anna
        .send_with(Method::DELETE, &path, None, &fresh)
        .expect(204);
    assert!(gone.body.is_empty());
    anna.delete(&path).expect(404);
    if name != "projects" {
        anna.get(&path).expect(404);
    }
}

#[test]
fn a_put_may_be_repeated_and_never_touches_the_row_of_another_organization() {
    let app = started();
    let (anna, boris) = (
        Program::register(&app, "anna"),
        Program::register(&app, "boris"),
    );
    let (world, theirs) = (World::of(&anna), World::of(&boris));
    for collection in collections()
        .iter()
        .filter(|c| c.has_put && c.name != "users")
    {
        let name = collection.name;
        let path = format!("/{name}/{}", theirs.id(name));
        let body = world.body(name);
        let made = anna.put(&path, body.clone()).expect(201);
        assert_eq!(made.header("location"), format!("/api/v1{path}"));
        anna.put(&path, body).expect(204);
        assert_eq!(anna.get(&path).json()["version"], 1, "{name}");
        assert_eq!(
            boris.get(&path).expect(200).json(),
            theirs.rows[name],
            "{name}"
        );
    }
}

#[test]
fn every_list_refuses_what_it_cannot_do_and_does_what_it_says() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let world = World::of(&anna);
    for endpoint in of_rows().filter(is_list) {
        let path = world.fill(&endpoint.path, &anna);
        let list = anna.get(&path).expect(200).json();
        assert!(
            list["total"].is_i64() && list["page"] == 1 && list["page_size"] == 20,
            "{path}"
        );
        for wrong in [
            "page=0",
            "page=-1",
            "page=x",
            "page_size=0",
            "page_size=101",
            "page_size=1.0",
            "order_by=nothing",
            "order=up",
        ] {
            let refused = anna.get(&format!("{path}?{wrong}")).expect(400);
            let name = wrong.split('=').next().unwrap_or_default();
            assert_eq!(
                blame(&refused),
                ("validation_failed".to_owned(), vec![name.to_owned()]),
                "{path}?{wrong}"
            );
        }
        anna.get(&format!(
            "{path}?order_by=created_at&order=asc&nobody=knows"
        ))
        .expect(200);
        for parameter in &endpoint.parameters {
            let name = parameter.name;
            if let (Kind::Word(words), "order_by") = (parameter.kind, name) {
                for (word, order) in words.iter().flat_map(|w| [(w, "asc"), (w, "desc")]) {
                    anna.get(&format!("{path}?order_by={word}&order={order}"))
                        .expect(200);
                }
                continue;
            }
            let long = "x".repeat(201);
            let wrong = match parameter.kind {
                Kind::LongText(_) | Kind::Text(_) if name == "search" => long.as_str(),
                Kind::LongText(_) => continue,
                Kind::Amount => "1.001",
                _ => "wrong",
            };
            let refused = anna.get(&format!("{path}?{name}={wrong}")).expect(400);
            assert_eq!(blame(&refused).1, [name], "{path}?{name}");
            if parameter.kind == Kind::Id {
                let nobody = uuid::Uuid::now_v7();
                let empty = anna
                    .get(&format!("{path}?{name}={nobody}"))
                    .expect(200)
                    .json();
                assert_eq!(
                    (&empty["items"], &empty["total"]),
                    (&json!([]), &json!(0)),
                    "{path}?{name}"
                );
            }
        }
    }
}

#[test]
fn every_list_with_a_cursor_is_read_to_its_end_each_row_once() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let world = World::of(&anna);
    for name in [
        "contacts",
        "deals",
        "tasks",
        "clients",
        "projects",
        "districts",
        "supports",
    ] {
        for _ in 0..4 {
            anna.made(name, world.body(name));
        }
    }
    for endpoint in of_rows().filter(|e| e.has_cursor) {
        let path = world.fill(&endpoint.path, &anna);
        let orders = endpoint.parameters.iter().find(|p| p.name == "order_by");
        let orders = match orders.map(|p| p.kind) {
            Some(Kind::Word(orders)) => orders,
            _ => &["created_at"],
        };
        for (by, order) in orders.iter().flat_map(|o| [(o, "asc"), (o, "desc")]) {
            let by_page = anna
                .get(&format!("{path}?page_size=100&order_by={by}&order={order}"))
                .expect(200)
                .json();
            let (mut cursor, mut seen) = (String::new(), Vec::new());
            for _ in 0..20 {
                let part = anna
                    .get(&format!(
                        "{path}?page_size=2&order_by={by}&order={order}&cursor={cursor}"
                    ))
                    .expect(200)
                    .json();
                assert_eq!(part["total"], by_page["total"]);
                seen.extend(part["items"].as_array().expect("items").iter().cloned());
                match part["next_cursor"].as_str() {
                    Some(next) => cursor = next.to_owned(),
                    None => break,
                }
            }
            assert_eq!(json!(seen), by_page["items"], "{path} by {by} {order}");
        }
        for made_up in ["x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%00"] {
            let refused = anna.get(&format!("{path}?cursor={made_up}")).expect(400);
            assert_eq!(blame(&refused).1, ["cursor"], "{path}");
        }
    }
}

#[test]
fn no_path_leads_into_another_organization() {
    let app = started();
    let (anna, boris) = (
        Program::register(&app, "anna"),
        Program::register(&app, "boris"),
    );
    let theirs = World::of(&boris);
    let ids: Vec<String> = theirs.rows.values().map(|r| id(r).to_owned()).collect();
    for endpoint in of_rows() {
        let path = theirs.fill(&endpoint.path, &boris);
        if endpoint.path.contains('{') {
            // A PUT with an id that others use makes a row of one's own: it has a test of its own.
            if endpoint.method == "PUT" && !endpoint.path.contains("user_id") {
                continue;
            }
            let answer = anna.send(method(&endpoint), &path, Some(&json!({"name": "x"})));
            assert_eq!(answer.status, 404, "{} {path}", endpoint.method);
            assert_eq!(blame(&answer).0, "not_found");
        } else if endpoint.method == "GET" {
            let text = anna.get(&path).expect(200).text();
            assert!(!ids.iter().any(|id| text.contains(id.as_str())), "{path}");
        }
    }
    let mut astray = anna.clone();
    astray.organization.clone_from(&boris.organization);
    for endpoint in of_rows().filter(|e| e.needs_organization) {
        let path = theirs.fill(&endpoint.path, &boris);
        let answer = astray.send(method(&endpoint), &path, Some(&json!({})));
        assert_eq!(answer.status, 404, "{} {path}", endpoint.method);
    }
    for (name, row) in &theirs.rows {
        assert_eq!(
            &boris
                .get(&format!("/{name}/{}", id(row)))
                .expect(200)
                .json(),
            row,
            "{name}"
        );
    }
}

/// A field of a body, and the values of it that no field of its kind takes.
fn wrong_values(kind: Kind) -> Vec<Value> {
    let long = |n: usize| json!("я".repeat(n + 1));
    let mut wrong = match kind {
        Kind::Text(most) => vec![json!("  "), long(most), json!("a\u{0}b"), json!(7)],
        Kind::LongText(most) => vec![long(most), json!("a\u{0}b"), json!(7)],
        Kind::Email => vec![
            json!("x"),
            json!("a b@c.de"),
            json!(format!("{}@c.de", "a".repeat(250))),
        ],
        Kind::Password => vec![json!("short"), long(200)],
        Kind::Id => vec![
            json!("x"),
            json!(1),
            json!("{0199a000-0000-7000-8000-000000000001}"),
        ],
        Kind::Amount => vec![
            json!("1.001"),
            json!(-1),
            json!("10000000000000000"),
            json!(""),
        ],
        Kind::Date => vec![
            json!("2026-02-30"),
            json!("31.01.2026"),
            json!("2026-1-1"),
            json!(20260131),
        ],
        Kind::Flag => vec![json!("true"), json!(1)],
        Kind::Whole(least, most) => vec![
            json!(least - 1),
            json!(most.saturating_add(1)),
            json!(1.5),
            json!("1"),
        ],
        Kind::Word(_) => vec![json!("nothing"), json!("")],
        Kind::Words(_) => vec![json!("export"), json!(["nothing"])],
        Kind::Currency => vec![json!("rub"), json!("RUBL"), json!("РУБ")],
        Kind::Digits(n) => vec![json!("x".repeat(n)), json!("1".repeat(n + 1))],
        Kind::Texts => vec![json!("x"), json!([1])],
        Kind::Object => vec![json!("x"), json!(["x"])],
        Kind::Time | Kind::Any => return Vec::new(),
    };
    if kind != Kind::Object {
        wrong.push(json!({"a": [1]}));
    }
    wrong
}

#[test]
fn every_field_refuses_what_it_cannot_hold_and_is_named() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let world = World::of(&anna);
    for endpoint in of_rows().filter(|e| e.method == "POST") {
        let Some(fields) = endpoint.body else {
            continue;
        };
        let path = world.fill(&endpoint.path, &anna);
        let name = path.rsplit('/').next().unwrap_or_default();
        let good = match name {
            "activities" => json!({"type": "comment", "payload": {"text": "x"}}),
            "members" => json!({"email": "nobody@example.org"}),
            _ => world.body(name),
        };
        for field in fields.iter().filter(|f| f.is_input) {
            if path.contains("/supports")
                && path.contains(&format!("{}/", field.name.replace("_id", "s")))
            {
                continue; // The path says it.
            }
            for value in wrong_values(field.kind) {
                let mut body = good.clone();
                body[field.name] = value.clone();
                let refused = anna.post(&path, body).expect(400);
                let (code, blamed) = blame(&refused);
                assert_eq!(code, "validation_failed", "{path} {}", field.name);
                assert!(
                    blamed
                        .iter()
                        .any(|b| b.split('.').next() == Some(field.name)),
                    "{path} {}: {value} blames {blamed:?}",
                    field.name
                );
            }
        }
        for body in ["[]", "null", "7", "\"x\"", "{", ""] {
            let refused = anna.send_raw(Method::POST, &path, "application/json", body.into());
            assert_eq!(refused.status, 400, "{path} {body}");
        }
        let refused = anna.send_raw(Method::POST, &path, "text/plain", b"{}".to_vec());
        assert_eq!(refused.status, 415, "{path}");
    }
}

#[test]
fn real_answers_are_as_described() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let world = World::of(&anna);
    let description = anna.get("/openapi.json").expect(200).json();
    let schema = |endpoint: &Endpoint, status: u16| {
        let path = endpoint.path.replace('~', "~0").replace('/', "~1");
        let pointer = format!(
            "/paths/{path}/{}/responses/{status}/content/application~1json/schema",
            endpoint.method.to_lowercase()
        );
        description.pointer(&pointer).cloned()
    };
    let mut looked_at = 0;
    for endpoint in of_rows() {
        let path = world.fill(&endpoint.path, &anna);
        let (status, answer) = match endpoint.method {
            "GET" => (200, anna.get(&path).expect(200)),
            "POST" if !path.contains("members") && !path.contains("activities") => {
                let body = world.body(path.rsplit('/').next().unwrap_or_default());
                (201, anna.post(&path, body).expect(201))
            }
            _ => continue,
        };
        let Some(schema) = schema(&endpoint, status) else {
            panic!("{} {path} says nothing of {status}", endpoint.method);
        };
        let found = faults(&description, &schema, &answer.json());
        assert!(found.is_empty(), "{} {path}: {found:?}", endpoint.method);
        looked_at += 1;
    }
    assert!(looked_at > 50, "{looked_at}");
    let refused = anna.post("/contacts", json!({})).expect(400).json();
    let error = &description["components"]["schemas"]["Error"];
    assert_eq!(faults(&description, error, &refused), Vec::<String>::new());
}
