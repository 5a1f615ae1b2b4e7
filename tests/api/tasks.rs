//! Section 14: tasks of deals.

use chrono::{Days, Utc};
use serde_json::{Value, json};

use super::program::{Program, blame, id, started};

fn deal(who: &Program) -> Value {
    let contact = who.made("contacts", json!({"name": "Иван"}));
    who.made(
        "deals",
        json!({"contact_id": id(&contact), "title": "Теплицы"}),
    )
}

fn day(after: i64) -> String {
    let today = Utc::now().date_naive();
    let day = if after < 0 {
        today.checked_sub_days(Days::new(after.unsigned_abs()))
    } else {
        today.checked_add_days(Days::new(after as u64))
    };
    day.expect("a day").to_string()
}

#[test]
fn a_task_is_made_and_stands_on_the_timeline() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let deal = deal(&anna);
    let task = anna.made(
        "tasks",
        json!({"deal_id": id(&deal), "title": "Позвонить", "due_date": day(0)}),
    );
    assert_eq!(task["is_done"], false);
    assert_eq!(task["assignee_id"], anna.user.as_str());
    assert_eq!(task["project_id"], Value::Null);
    let timeline = anna.get(&format!("/deals/{}/activities", id(&deal))).json();
    assert_eq!(timeline["items"][0]["type"], "task_created");
    assert_eq!(
        timeline["items"][0]["payload"],
        json!({"task_id": id(&task), "title": "Позвонить"})
    );
    for (body, field) in [
        (json!({"title": "x"}), "deal_id"),
        (json!({"deal_id": id(&deal), "title": " "}), "title"),
        (
            json!({"deal_id": id(&deal), "title": "x", "due_date": day(-1)}),
            "due_date",
        ),
        (
            json!({"deal_id": id(&deal), "title": "x", "due_date": "31.12.2030"}),
            "due_date",
        ),
        (
            json!({"deal_id": id(&deal), "title": "x", "is_done": "yes"}),
            "is_done",
        ),
        (
            json!({"deal_id": id(&deal), "title": "x", "description": "x".repeat(10_001)}),
            "description",
        ),
    ] {
        assert_eq!(blame(&anna.post("/tasks", body).expect(400)).1, [field]);
    }
}

#[test]
fn a_task_is_changed_and_stays_where_it_was_made() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let (first, second) = (deal(&anna), deal(&anna));
    let task = anna.made(
        "tasks",
        json!({"deal_id": id(&first), "title": "x", "due_date": day(1)}),
    );
    let path = format!("/tasks/{}", id(&task));
    let done = anna
        .patch(
            &path,
            json!({"is_done": true, "due_date": null, "description": "y"}),
        )
        .expect(200)
        .json();
    assert_eq!(
        (
            done["is_done"].clone(),
            done["due_date"].clone(),
            done["version"].clone()
        ),
        (json!(true), Value::Null, json!(2))
    );
    anna.patch(&path, json!({"deal_id": id(&second)}))
        .expect(400);
    anna.patch(&path, json!({"deal_id": id(&first), "title": "z"}))
        .expect(200);
    anna.patch(&path, json!({"due_date": day(-2)})).expect(400);
    anna.patch(
        &path,
        json!({"assignee_id": "0199a000-0000-7000-8000-000000000001"}),
    )
    .expect(404);
    // A day that has passed meanwhile may stay.
    app.in_organization(anna.organization.parse().expect("an id"), |work| {
        use diesel::connection::SimpleConnection as _;
        work.conn()
            .batch_execute("UPDATE tasks SET due_date = DATE '2020-01-01'")
            .expect("time passes");
    });
    anna.patch(&path, json!({"title": "later", "due_date": "2020-01-01"}))
        .expect(200);
}

#[test]
fn tasks_go_with_the_rights_on_their_deal() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let (member, viewer, manager) = (
        anna.with_role(&app, "member"),
        anna.with_role(&app, "viewer"),
        anna.with_role(&app, "manager"),
    );
    let (others, own) = (deal(&anna), deal(&member));
    let task = |deal: &Value| json!({"deal_id": id(deal), "title": "x"});
    member.post("/tasks", task(&others)).expect(403);
    viewer.post("/tasks", task(&others)).expect(403);
    manager.post("/tasks", task(&own)).expect(201);
    let made = member.made("tasks", task(&own));
    let path = format!("/tasks/{}", id(&made));
    member.patch(&path, json!({"is_done": true})).expect(200);
    viewer.patch(&path, json!({"is_done": true})).expect(403);
    viewer.get(&path).expect(200);
    let theirs = anna.made("tasks", task(&others));
    member
        .patch(&format!("/tasks/{}", id(&theirs)), json!({"is_done": true}))
        .expect(403);
}

#[test]
fn tasks_are_filtered_and_ordered() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let (first, second) = (deal(&anna), deal(&anna));
    for (deal, title, due, is_done) in [
        (&first, "Б", Some(1), false),
        (&first, "А", Some(3), true),
        (&second, "В", None, false),
    ] {
        anna.made("tasks", json!({"deal_id": id(deal), "title": title, "due_date": due.map(day), "is_done": is_done}));
    }
    for (query, titles) in [
        (format!("deal_id={}&order=asc", id(&first)), "БА"),
        ("only_open=true&order=asc".to_owned(), "БВ"),
        ("only_open=false&order=asc".to_owned(), "БАВ"),
        ("is_done=true".to_owned(), "А"),
        (format!("due_before={}&order=asc", day(1)), "Б"),
        (format!("due_after={}", day(1)), "АБ"),
        (format!("due_after={}&due_before={}", day(2), day(3)), "А"),
        ("order_by=title&order=asc".to_owned(), "АБВ"),
        ("order_by=due_date&order=asc".to_owned(), "БАВ"),
        (format!("assignee_id={}&order=asc", anna.user), "БАВ"),
    ] {
        let list = anna.get(&format!("/tasks?{query}")).expect(200).json();
        let found: String = list["items"]
            .as_array()
            .expect("items")
            .iter()
            .map(|t| t["title"].as_str().unwrap_or_default())
            .collect();
        assert_eq!(found, titles, "{query}");
    }
    for wrong in [
        "only_open=1",
        "is_done=x",
        "due_before=x",
        "due_after=2026-13-01",
        "deal_id=x",
    ] {
        anna.get(&format!("/tasks?{wrong}")).expect(400);
    }
}
