//! Section 4: who may do what. A row per operation; owner, admin, manager, member, viewer.

use reqwest::Method;
use serde_json::json;

use super::program::{Program, id, started};

const ROLES: [&str; 5] = ["owner", "admin", "manager", "member", "viewer"];
/// The success, or the refusal, of each role.
fn with(ok: u16, pattern: &str) -> Vec<u16> {
    pattern
        .chars()
        .map(|c| if c == 'y' { ok } else { 403 })
        .collect()
}

#[test]
fn each_role_may_what_the_table_says_in_the_pipeline() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let people: Vec<Program> = ROLES
        .iter()
        .map(|role| {
            if *role == "owner" {
                anna.clone()
            } else {
                anna.with_role(&app, role)
            }
        })
        .collect();
    let contact = anna.made("contacts", json!({"name": "Анна"}));
    let check = |what: &str, expected: Vec<u16>, act: &dyn Fn(&Program) -> u16| {
        let found: Vec<u16> = people.iter().map(act).collect();
        assert_eq!(found, expected, "{what}");
    };
    let deal = || {
        anna.made(
            "deals",
            json!({"contact_id": id(&contact), "title": "x", "stage": "closed"}),
        )
    };
    let unique = || uuid::Uuid::new_v4().simple().to_string();
    check("make a contact", with(201, "yyyy."), &|who| {
        who.post("/contacts", json!({"name": "x"})).status
    });
    check("make a deal", with(201, "yyyy."), &|who| {
        who.post("/deals", json!({"contact_id": id(&contact), "title": "x"}))
            .status
    });
    check(
        "change a contact of somebody else",
        with(200, "yyy.."),
        &|who| {
            who.patch(
                &format!("/contacts/{}", id(&contact)),
                json!({"name": unique()}),
            )
            .status
        },
    );
    check(
        "remove a contact of somebody else",
        with(204, "yyy.."),
        &|who| {
            let theirs = anna.made("contacts", json!({"name": "x"}));
            who.delete(&format!("/contacts/{}", id(&theirs))).status
        },
    );
    check(
        "change a deal of somebody else",
        with(200, "yyy.."),
        &|who| {
            who.patch(
                &format!("/deals/{}", id(&deal())),
                json!({"title": unique()}),
            )
            .status
        },
    );
    check(
        "make a task of somebody else's deal",
        with(201, "yyy.."),
        &|who| {
            who.post("/tasks", json!({"deal_id": id(&deal()), "title": "x"}))
                .status
        },
    );
    check(
        "change a task of somebody else's deal",
        with(200, "yyy.."),
        &|who| {
            let task = anna.made("tasks", json!({"deal_id": id(&deal()), "title": "x"}));
            who.patch(&format!("/tasks/{}", id(&task)), json!({"is_done": true}))
                .status
        },
    );
    check("comment on a deal", with(201, "yyyy."), &|who| {
        let body = json!({"type": "comment", "payload": {"text": "x"}});
        who.post(&format!("/deals/{}/activities", id(&deal())), body)
            .status
    });
    check("move a stage back", with(200, "yy..."), &|who| {
        who.patch(
            &format!("/deals/{}", id(&deal())),
            json!({"stage": "proposal"}),
        )
        .status
    });
    for list in ["contacts", "deals"] {
        check(
            "look at the list of somebody else",
            vec![200, 200, 200, 403, 403],
            &|who| {
                let of = &people[if who.user == anna.user { 1 } else { 0 }].user;
                who.get(&format!("/{list}?owner_id={of}")).status
            },
        );
        check("look at one's own list", vec![200; 5], &|who| {
            who.get(&format!("/{list}?owner_id={}", who.user)).status
        });
    }
    check("give one's own contact away", with(200, "yyy.."), &|who| {
        if who.user == people[4].user {
            return 403;
        }
        let own = who.made("contacts", json!({"name": "x"}));
        let to = &people[if who.user == anna.user { 1 } else { 0 }].user;
        who.patch(&format!("/contacts/{}", id(&own)), json!({"owner_id": to}))
            .status
    });
    check("read anything", vec![200; 5], &|who| {
        who.get(&format!("/deals/{}", id(&deal()))).status
    });
}

#[test]
fn each_role_may_what_the_table_says_in_the_register() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let people: Vec<Program> = ROLES
        .iter()
        .map(|role| {
            if *role == "owner" {
                anna.clone()
            } else {
                anna.with_role(&app, role)
            }
        })
        .collect();
    let check = |what: &str, expected: Vec<u16>, act: &dyn Fn(&Program) -> u16| {
        let found: Vec<u16> = people.iter().map(act).collect();
        assert_eq!(found, expected, "{what}");
    };
    let unique = || uuid::Uuid::new_v4().simple().to_string();
    let client = json!({"kind": "nonprofit", "name": "x"});
    let address = json!({"post_code": "693000", "address": "x"});
    for (collection, body) in [
        ("clients", &client),
        ("addresses", &address),
        ("projects", &json!({"name": "x"})),
    ] {
        check(collection, with(201, "yyyy."), &|who| {
            who.post(&format!("/{collection}"), body.clone()).status
        });
        let field = if collection == "addresses" {
            "address"
        } else {
            "name"
        };
        check(collection, with(200, "yyyy."), &|who| {
            let row = anna.made(collection, body.clone());
            who.patch(
                &format!("/{collection}/{}", id(&row)),
                json!({field: unique()}),
            )
            .status
        });
        check(collection, with(204, "yyy.."), &|who| {
            let row = anna.made(collection, body.clone());
            who.delete(&format!("/{collection}/{}", id(&row))).status
        });
    }
    check("assign somebody", with(201, "yyyy."), &|who| {
        let project = anna.made("projects", json!({"name": "x"}));
        who.send(
            Method::PUT,
            &format!("/projects/{}/users/{}", id(&project), anna.user),
            None,
        )
        .status
    });
    check("change a whole collection", with(204, "yy..."), &|who| {
        who.patch("/addresses?all=true", json!({"address": unique()}))
            .status
    });
    check("make an entry of a directory", with(201, "yy..."), &|who| {
        who.post("/districts", json!({"name": unique()})).status
    });
    check("rename the organization", with(200, "yy..."), &|who| {
        who.patch(
            &format!("/organizations/{}", anna.organization),
            json!({"name": unique()}),
        )
        .status
    });
    check("make an account", with(201, "yy..."), &|who| {
        let email = format!("{}@example.org", unique());
        who.post(
            "/users",
            json!({"email": email, "last_name": "x", "first_name": "y", "role": "viewer"}),
        )
        .status
    });
    check("make an owner", with(201, "y...."), &|who| {
        let other = Program::register(&app, "other");
        let path = format!("/organizations/{}/members", anna.organization);
        who.post(&path, json!({"email": other.email, "role": "owner"}))
            .status
    });
}
