//! Sections 12, 13 and 15: deals, their timeline, and what is counted of them.

use serde_json::{Value, json};

use super::program::{Program, blame, id, started};

fn contact(anna: &Program) -> String {
    id(&anna.made("contacts", json!({"name": "Иван"}))).to_owned()
}

#[test]
fn a_deal_begins_with_its_defaults() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let deal = anna.made(
        "deals",
        json!({"contact_id": contact(&anna), "title": "Теплицы"}),
    );
    for (field, value) in [
        ("amount", "0.00"),
        ("currency", "RUB"),
        ("status", "new"),
        ("stage", "qualification"),
        ("owner_id", &anna.user),
    ] {
        assert_eq!(deal[field], value);
    }
    let blamed = blame(
        &anna
            .post(
                "/deals",
                json!({"amount": -1, "currency": "rub", "status": "x", "stage": 1}),
            )
            .expect(400),
    )
    .1;
    assert_eq!(
        blamed,
        [
            "contact_id",
            "title",
            "amount",
            "currency",
            "status",
            "stage"
        ]
    );
}

#[test]
fn a_deal_is_won_only_with_an_amount() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let contact = contact(&anna);
    anna.post(
        "/deals",
        json!({"contact_id": contact, "title": "x", "status": "won"}),
    )
    .expect(400);
    let deal = anna.made("deals", json!({"contact_id": contact, "title": "x"}));
    let path = format!("/deals/{}", id(&deal));
    let refused = anna
        .patch(&path, json!({"status": "won", "title": "y"}))
        .expect(400);
    assert_eq!(
        blame(&refused),
        ("validation_failed".to_owned(), vec!["amount".to_owned()])
    );
    assert_eq!(anna.get(&path).json()["title"], "x", "nothing changes");
    anna.patch(&path, json!({"status": "won", "amount": "0.01"}))
        .expect(200);
    anna.patch(&path, json!({"amount": 0})).expect(400);
    anna.patch(&path, json!({"amount": 0, "status": "lost"}))
        .expect(200);
}

#[test]
fn a_stage_goes_back_by_owner_and_admin_only() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let contact = contact(&anna);
    for (role, status) in [
        ("owner", 200),
        ("admin", 200),
        ("manager", 403),
        ("member", 403),
    ] {
        let who = if role == "owner" {
            anna.clone()
        } else {
            anna.with_role(&app, role)
        };
        let deal = who.made("deals", json!({"contact_id": contact, "title": "x"}));
        let path = format!("/deals/{}", id(&deal));
        who.patch(&path, json!({"stage": "closed"})).expect(200);
        who.patch(&path, json!({"stage": "proposal", "title": "y"}))
            .expect(status);
        let title = if status == 200 { "y" } else { "x" };
        assert_eq!(
            anna.get(&path).json()["title"],
            title,
            "{role}: nothing of the request is applied"
        );
    }
}

#[test]
fn each_real_change_of_status_and_stage_stands_on_the_timeline_once() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let deal = anna.made(
        "deals",
        json!({"contact_id": contact(&anna), "title": "x", "amount": 5}),
    );
    let path = format!("/deals/{}", id(&deal));
    anna.patch(&path, json!({"status": "in_progress", "stage": "proposal"}))
        .expect(200);
    anna.patch(&path, json!({"status": "in_progress", "stage": "proposal"}))
        .expect(200);
    anna.post(
        &format!("{path}/activities"),
        json!({"type": "comment", "payload": {"text": " Звонили "}}),
    )
    .expect(201);
    let list = anna
        .get(&format!("{path}/activities?order=asc"))
        .expect(200)
        .json();
    let entries: Vec<(Value, Value)> = list["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|e| (e["type"].clone(), e["payload"].clone()))
        .collect();
    assert_eq!(
        entries,
        [
            (
                json!("status_changed"),
                json!({"old_status": "new", "new_status": "in_progress"})
            ),
            (
                json!("stage_changed"),
                json!({"old_stage": "qualification", "new_stage": "proposal"})
            ),
            (json!("comment"), json!({"text": "Звонили"})),
        ]
    );
    assert_eq!(list["items"][0]["author_id"], anna.user.as_str());
    assert_eq!(list["items"][0]["deal_id"], id(&deal));
    assert_eq!(
        anna.get(&format!("{path}/activities")).json()["items"][0]["type"],
        "comment"
    );
    let some = anna
        .get(&format!(
            "{path}/activities?type=comment&type=stage_changed"
        ))
        .json();
    assert_eq!(some["total"], 2);
    for body in [
        json!({"type": "system", "payload": {"text": "x"}}),
        json!({"type": "comment", "payload": {"text": "  "}}),
        json!({"type": "comment", "payload": {}}),
        json!({"type": "comment", "payload": "x"}),
        json!({"type": "comment"}),
        json!({"type": "comment", "payload": {"text": "x".repeat(10_001)}}),
    ] {
        anna.post(&format!("{path}/activities"), body).expect(400);
    }
    anna.get(&format!("{path}/activities?type=nothing"))
        .expect(400);
    let member = anna.with_role(&app, "member");
    let comment = json!({"type": "comment", "payload": {"text": "x"}});
    member
        .post(&format!("{path}/activities"), comment.clone())
        .expect(201);
    anna.with_role(&app, "viewer")
        .post(&format!("{path}/activities"), comment)
        .expect(403);
}

#[test]
fn deals_are_filtered_and_ordered() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let (a, b) = (contact(&anna), contact(&anna));
    for (contact, title, amount, status, stage) in [
        (&a, "Б", "100", "new", "qualification"),
        (&a, "А", "200.50", "won", "proposal"),
        (&b, "В", "9000000000000000", "lost", "closed"),
    ] {
        anna.made("deals", json!({"contact_id": contact, "title": title, "amount": amount, "status": status, "stage": stage}));
    }
    for (query, titles) in [
        ("order_by=title&order=asc".to_owned(), "АБВ"),
        ("order_by=amount".to_owned(), "ВАБ"),
        ("order=asc".to_owned(), "БАВ"),
        ("order_by=updated_at".to_owned(), "ВАБ"),
        (
            "status=new&status=won&order_by=title&order=asc".to_owned(),
            "АБ",
        ),
        ("status=new&stage=proposal".to_owned(), ""),
        ("stage=proposal&stage=closed&order=asc".to_owned(), "АВ"),
        ("min_amount=200.50&order=asc".to_owned(), "АВ"),
        (
            "min_amount=100&max_amount=200.50&order=asc".to_owned(),
            "БА",
        ),
        ("max_amount=-1".to_owned(), ""),
        (format!("contact_id={b}"), "В"),
        (format!("owner_id={}&order=asc", anna.user), "БАВ"),
    ] {
        let list = anna.get(&format!("/deals?{query}")).expect(200).json();
        let items = list["items"].as_array().expect("items");
        let found: String = items
            .iter()
            .map(|d| d["title"].as_str().unwrap_or_default())
            .collect();
        assert_eq!(found, titles, "{query}");
        assert_eq!(list["total"], items.len(), "{query}");
    }
    for wrong in [
        "status=x",
        "stage=x",
        "min_amount=x",
        "max_amount=1.001",
        "owner_id=x",
        "order_by=stage",
        "status=",
    ] {
        anna.get(&format!("/deals?{wrong}")).expect(400);
    }
}

#[test]
fn of_fifty_changes_at_once_each_entry_begins_where_the_former_ended() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let deal = anna.made(
        "deals",
        json!({"contact_id": contact(&anna), "title": "x", "amount": 1}),
    );
    let path = format!("/deals/{}", id(&deal));
    let stages = ["qualification", "proposal", "negotiation", "closed"];
    let threads: Vec<_> = (0..50)
        .map(|n| {
            let (anna, path) = (anna.clone(), path.clone());
            std::thread::spawn(move || {
                anna.patch(&path, json!({"stage": stages[n % 4]}))
                    .expect(200)
                    .status
            })
        })
        .collect();
    for thread in threads {
        thread.join().expect("it is answered");
    }
    let list = anna
        .get(&format!("{path}/activities?order=asc&page_size=100"))
        .expect(200)
        .json();
    let mut now = "qualification".to_owned();
    for entry in list["items"].as_array().expect("items") {
        assert_eq!(entry["payload"]["old_stage"], now.as_str(), "{list}");
        now = entry["payload"]["new_stage"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
    }
    let stored = anna.get(&path).json();
    assert_eq!(stored["stage"], now.as_str());
    assert_eq!(
        stored["version"].as_i64(),
        list["total"].as_i64().map(|n| n + 1)
    );
    let funnel = anna.get("/analytics/deals/funnel").json();
    let total: i64 = funnel["stages"]
        .as_array()
        .expect("stages")
        .iter()
        .filter_map(|s| s["total"].as_i64())
        .sum();
    assert_eq!(total, 1, "counters follow");
}

#[test]
fn of_several_changes_that_name_one_version_one_succeeds() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let deal = anna.made("deals", json!({"contact_id": contact(&anna), "title": "x"}));
    let path = format!("/deals/{}", id(&deal));
    let threads: Vec<_> = (0..8)
        .map(|n| {
            let (anna, path) = (anna.clone(), path.clone());
            std::thread::spawn(move || {
                anna.patch(&path, json!({"title": format!("t{n}"), "version": 1}))
                    .status
            })
        })
        .collect();
    let mut statuses: Vec<u16> = threads
        .into_iter()
        .map(|t| t.join().expect("it is answered"))
        .collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409, 409, 409, 409, 409, 409, 409]);
}

#[test]
fn the_summary_counts_what_is_there_now() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let empty = anna.get("/analytics/deals/summary").expect(200).json();
    assert_eq!(empty["total"], 0);
    assert_eq!(empty["won_average_amount"], Value::Null);
    assert_eq!(
        empty["by_status"]["lost"],
        json!({"count": 0, "amount": "0.00"})
    );
    let contact = contact(&anna);
    for (amount, status, currency) in [
        ("100", "new", "RUB"),
        ("200", "new", "RUB"),
        ("0", "new", "USD"),
        ("50.10", "in_progress", "RUB"),
        ("500.01", "won", "RUB"),
        ("500", "won", "RUB"),
        ("0", "lost", "RUB"),
    ] {
        anna.made("deals", json!({"contact_id": contact, "title": "x", "amount": amount, "status": status, "currency": currency}));
    }
    let summary = anna
        .get("/analytics/deals/summary?days=7")
        .expect(200)
        .json();
    assert_eq!(
        summary,
        json!({
            "total": 7,
            "by_status": {
                "new": {"count": 3, "amount": "300.00"}, "in_progress": {"count": 1, "amount": "50.10"},
                "won": {"count": 2, "amount": "1000.01"}, "lost": {"count": 1, "amount": "0.00"},
            },
            "won_average_amount": "500.01",
            "new_deals": {"days": 7, "count": 7},
        })
    );
    let today = chrono::Utc::now().date_naive();
    for (query, total, new) in [
        ("currency=USD".to_owned(), 1, 1),
        ("status=won&status=lost".to_owned(), 3, 7),
        (format!("created_after={today}"), 7, 7),
        ("created_after=2001-01-01T00:00:00%2B03:00".to_owned(), 7, 7),
        ("created_after=2999-01-01".to_owned(), 0, 0),
    ] {
        let summary = anna
            .get(&format!("/analytics/deals/summary?{query}"))
            .expect(200)
            .json();
        assert_eq!(summary["total"], total, "{query}");
        assert_eq!(summary["new_deals"]["count"], new, "{query}");
    }
    for wrong in [
        "days=0",
        "days=366",
        "days=x",
        "status=x",
        "created_after=x",
        "currency=rub",
    ] {
        anna.get(&format!("/analytics/deals/summary?{wrong}"))
            .expect(400);
    }
    Program::register(&app, "boris")
        .get("/analytics/deals/summary")
        .expect(200);
}

#[test]
fn the_funnel_counts_stages_and_their_conversion() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let empty = anna.get("/analytics/deals/funnel").expect(200).json();
    assert_eq!(empty["conversions"][0]["percent"], Value::Null);
    let contact = contact(&anna);
    for (stage, n) in [
        ("qualification", 4),
        ("proposal", 2),
        ("negotiation", 0),
        ("closed", 1),
    ] {
        for _ in 0..n {
            anna.made(
                "deals",
                json!({"contact_id": contact, "title": "x", "stage": stage}),
            );
        }
    }
    let funnel = anna.get("/analytics/deals/funnel").expect(200).json();
    assert_eq!(
        funnel["stages"][0],
        json!({"stage": "qualification", "total": 4, "by_status": {"new": 4, "in_progress": 0, "won": 0, "lost": 0}})
    );
    let percents: Vec<&str> = funnel["conversions"]
        .as_array()
        .expect("three")
        .iter()
        .filter_map(|c| c["percent"].as_str())
        .collect();
    assert_eq!(percents, ["42.86", "33.33", "100.00"]);
    assert_eq!(
        anna.get("/analytics/deals/funnel?status=won").json()["stages"][0]["total"],
        0
    );
    anna.with_role(&app, "viewer")
        .get("/analytics/deals/funnel")
        .expect(200);
}
