//! Section 10: organizations, members, and the roles of section 4 that concern them.

use serde_json::json;

use super::program::{Program, blame, started};

#[test]
fn an_organization_is_made_listed_and_renamed() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let made = anna
        .post("/organizations", json!({"name": "Вторая"}))
        .expect(201);
    let second = made.json();
    assert_eq!(
        made.header("location"),
        format!("/api/v1/organizations/{}", super::program::id(&second))
    );
    assert_eq!(second["role"], "owner");
    let mine = anna.get("/organizations/me").expect(200).json();
    assert_eq!(mine["total"], 2);
    assert_eq!(mine["items"][0]["name"], "Вторая");
    let path = format!("/organizations/{}", anna.organization);
    let shown = anna.get(&path).expect(200);
    assert_eq!(shown.header("etag"), "\"1\"");
    let renamed = anna
        .patch(&path, json!({"name": "Первая", "version": 1}))
        .expect(200)
        .json();
    assert_eq!(
        (renamed["name"].as_str(), renamed["version"].as_i64()),
        (Some("Первая"), Some(2))
    );
    assert_eq!(
        blame(
            &anna
                .patch(&path, json!({"name": "x", "version": 1}))
                .expect(409)
        )
        .0,
        "conflict"
    );
    anna.patch(&path, json!({"name": " "})).expect(400);
    anna.patch(&path, json!({"name": "Первая"})).expect(200);
    anna.post("/organizations", json!({})).expect(400);
}

#[test]
fn members_are_added_given_roles_and_removed() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let boris = Program::register(&app, "boris");
    let members = format!("/organizations/{}/members", anna.organization);
    for (body, status) in [
        (json!({"email": "nobody@example.org"}), 404),
        (json!({"email": boris.email, "role": "king"}), 400),
        (json!({"email": boris.email.to_uppercase()}), 201),
        (json!({"email": boris.email}), 409),
        (json!({}), 400),
    ] {
        anna.post(&members, body).expect(status);
    }
    let list = anna
        .get(&format!("{members}?role=member"))
        .expect(200)
        .json();
    assert_eq!(list["total"], 1);
    assert_eq!(list["items"][0]["user_id"], boris.user.as_str());
    let one = format!("{members}/{}", boris.user);
    assert_eq!(
        anna.patch(&one, json!({"role": "manager"}))
            .expect(200)
            .json()["role"],
        "manager"
    );
    let mut inside = boris.clone();
    inside.organization.clone_from(&anna.organization);
    inside.get("/contacts").expect(200);
    // Effect with the next request.
    anna.delete(&one).expect(204);
    inside.get("/contacts").expect(404);
    anna.delete(&one).expect(404);
    anna.patch(&one, json!({"role": "member"})).expect(404);
    boris.get("/contacts").expect(200);
    anna.post(&members, json!({"email": boris.email, "role": "viewer"}))
        .expect(201);
    inside.get("/contacts").expect(200);
}

#[test]
fn an_organization_keeps_an_owner_and_admins_do_not_touch_owners() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let admin = anna.with_role(&app, "admin");
    let manager = anna.with_role(&app, "manager");
    let member = Program::register(&app, "member");
    let members = format!("/organizations/{}/members", anna.organization);
    let of = |user: &str| format!("{members}/{user}");
    assert_eq!(
        blame(
            &anna
                .patch(&of(&anna.user), json!({"role": "admin"}))
                .expect(409)
        )
        .0,
        "conflict"
    );
    anna.delete(&of(&anna.user)).expect(409);
    for (who, path, body, status) in [
        (&admin, of(&anna.user), json!({"role": "admin"}), 403),
        (&admin, of(&admin.user), json!({"role": "owner"}), 403),
        (&admin, of(&manager.user), json!({"role": "member"}), 200),
        (&manager, of(&admin.user), json!({"role": "member"}), 403),
        (&anna, of(&admin.user), json!({"role": "owner"}), 200),
    ] {
        let answer = who.patch(&path, body).expect(status);
        if status == 403 {
            assert_eq!(blame(&answer).0, "forbidden");
        }
    }
    manager
        .post(&members, json!({"email": member.email}))
        .expect(403);
    manager
        .patch(
            &format!("/organizations/{}", anna.organization),
            json!({"name": "x"}),
        )
        .expect(403);
    anna.patch(&of(&anna.user), json!({"role": "viewer"}))
        .expect(200);
    manager.get(&members).expect(200);
}
