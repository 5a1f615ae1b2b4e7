//! Sections 20 to 22 and 24: projects through the lifecycle, supports, decisions, people, timelines.

use serde_json::{Value, json};

use super::program::{Program, blame, id, started};

/// Everything that a full application needs, and its parts.
fn full(anna: &Program) -> Value {
    let district = anna.made(
        "districts",
        json!({"name": uuid::Uuid::new_v4().to_string()}),
    );
    let address = anna.made(
        "addresses",
        json!({"district_id": id(&district), "post_code": "694000", "address": "x"}),
    );
    let client = anna.made("clients", json!({"kind": "nonprofit", "name": "Фонд"}));
    let industry = anna.get("/industries?search=Туризм").json()["items"][0].clone();
    json!({
        "name": "Гостиница", "client_id": id(&client), "address_id": id(&address), "industry_id": id(&industry),
        "application_own_amount": "1000.50", "application_support_amount": 5, "work_place_count": 3, "tax_amount": 0,
        "description": "Гостиница у моря",
    })
}

#[test]
fn a_project_is_made_with_a_number_in_the_first_state() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let project = anna.made("projects", json!({"name": "Теплицы", "total_amount": "1.5", "application_date": "2026-11-25", "lead_id": anna.user}));
    assert_eq!(project["state"], "application_short");
    assert_eq!(
        project["allowed_states"],
        json!(["application_full", "deleted"])
    );
    assert_eq!(project["lead_id"], anna.user.as_str());
    assert_eq!(project["total_amount"], "1.50");
    let other = anna.made(
        "projects",
        json!({"name": "x", "state": "application_short"}),
    );
    assert_ne!(project["number"], other["number"]);
    assert_eq!(other["lead_id"], Value::Null);
    for (body, status) in [
        (json!({"name": "x", "state": "on_support"}), 409),
        (json!({"name": "x", "state": "nothing"}), 400),
        (json!({"name": "x", "work_place_count": 1_000_001}), 400),
        (json!({"name": "x", "work_place_count": 1.5}), 400),
        (json!({"name": "x", "tax_amount": -1}), 400),
        (json!({"name": "x", "client_id": id(&other)}), 404),
        (json!({"name": "x", "lead_id": id(&other)}), 404),
        (json!({}), 400),
    ] {
        anna.post("/projects", body.clone()).expect(status);
    }
}

#[test]
fn a_move_is_refused_with_its_reason() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let project = anna.made("projects", json!({"name": "x"}));
    let path = format!("/projects/{}", id(&project));
    let go = |state: &str| anna.patch(&path, json!({"state": state}));
    let refused = go("on_support").expect(409);
    assert_eq!(blame(&refused).0, "illegal_move");
    assert_eq!(
        refused.json()["error"]["allowed"],
        json!(["application_full", "deleted"])
    );
    let (code, fields) = blame(&go("application_full").expect(409));
    assert_eq!(code, "incomplete");
    assert_eq!(
        fields,
        [
            "client_id",
            "industry_id",
            "address_id",
            "application_own_amount",
            "application_support_amount",
            "work_place_count",
            "tax_amount",
            "description"
        ]
    );
    go("application_short").expect(204);
    go("nothing").expect(400);
    // Fields of the same request are set first.
    let mut all = full(&anna);
    all["state"] = json!("application_full");
    let full = anna.patch(&path, all).expect(200).json();
    assert_eq!(full["state"], "application_full");
    assert_eq!(blame(&go("in_commission").expect(409)).0, "no_support");
    let support =
        json!({"type": "finance", "amount": "5", "unit": "rub", "date_start": "2026-11-25"});
    let support = anna
        .post(&format!("{path}/supports"), support)
        .expect(201)
        .json();
    go("in_commission").expect(200);
    assert_eq!(blame(&go("on_support").expect(409)).0, "no_decision");
    assert_eq!(blame(&go("application_full").expect(409)).0, "no_decision");
    let decide = |outcome: &str| {
        let body = json!({"decision_type": "interdepartmental_commission", "decision_date": "2026-11-25", "protocol_number": "12", "outcome": outcome, "decision": "Решили"});
        anna.post(&format!("/supports/{}/decisions", id(&support)), body)
            .expect(201)
            .json()
    };
    decide("rework");
    assert_eq!(
        anna.get(&path).json()["state"],
        "in_commission",
        "recording moves nothing"
    );
    go("application_full").expect(200);
    go("in_commission").expect(200);
    decide("granted");
    go("on_support").expect(200);
    assert_eq!(go("ended").expect(200).json()["allowed_states"], json!([]));
    anna.patch(&path, json!({"description": null})).expect(200);
    let timeline = anna
        .get(&format!("{path}/activities?type=state_changed&order=asc"))
        .json();
    assert_eq!(
        timeline["items"][0]["payload"],
        json!({"old_state": "application_short", "new_state": "application_full"})
    );
    assert_eq!(timeline["total"], 6);
    let decided = anna
        .get(&format!("{path}/activities?type=decision_recorded"))
        .json();
    assert_eq!(decided["total"], 2);
}

#[test]
fn deleting_is_the_move_to_deleted() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let member = anna.with_role(&app, "member");
    let project = anna.made("projects", json!({"name": "x"}));
    let path = format!("/projects/{}", id(&project));
    member.delete(&path).expect(403);
    member.patch(&path, json!({"state": "deleted"})).expect(403);
    member.patch(&path, json!({"name": "y"})).expect(200);
    anna.delete(&path).expect(204);
    anna.delete(&path).expect(404);
    assert_eq!(anna.get(&path).expect(200).json()["state"], "deleted");
    assert_eq!(anna.get("/projects").json()["total"], 0);
    assert_eq!(anna.get("/projects?state=deleted").json()["total"], 1);
    let mut all = full(&anna);
    let other = anna.made("projects", all.clone());
    all["state"] = json!("application_full");
    let other_path = format!("/projects/{}", id(&other));
    anna.put(&other_path, all.clone()).expect(200);
    all.as_object_mut().expect("an object").remove("state");
    anna.put(&other_path, all).expect(204);
    assert_eq!(
        blame(&anna.delete(&other_path).expect(409)).0,
        "illegal_move"
    );
    anna.delete("/projects?all=true").expect(409);
    anna.patch("/projects?all=true", json!({"name": "z"}))
        .expect(204);
    assert_eq!(anna.get(&path).json()["name"], "y", "not those deleted");
    assert_eq!(anna.get(&other_path).json()["name"], "z");
}

#[test]
fn people_are_assigned_and_the_first_one_leads() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let (boris, vera) = (
        anna.with_role(&app, "member"),
        anna.with_role(&app, "member"),
    );
    let project = anna.made("projects", json!({"name": "x"}));
    let path = format!("/projects/{}", id(&project));
    let lead = || anna.get(&path).json()["lead_id"].clone();
    let one = |user: &Program| format!("{path}/users/{}", user.user);
    anna.put(&one(&boris), json!({})).expect(201);
    anna.put(&one(&boris), json!({})).expect(204);
    anna.put(&one(&vera), json!({})).expect(201);
    assert_eq!(lead(), boris.user.as_str());
    anna.patch(&path, json!({"lead_id": vera.user})).expect(200);
    assert_eq!(lead(), vera.user.as_str());
    assert_eq!(anna.get(&format!("{path}/users")).json()["total"], 2);
    assert_eq!(
        anna.get(&format!("/users/{}/projects", boris.user)).json()["total"],
        1
    );
    assert_eq!(
        anna.get(&format!("/projects?user_id={}", boris.user))
            .json()["total"],
        1
    );
    anna.delete(&one(&vera)).expect(204);
    assert_eq!(lead(), boris.user.as_str());
    anna.delete(&one(&vera)).expect(404);
    anna.delete(&one(&boris)).expect(204);
    assert_eq!(lead(), Value::Null);
    anna.put(&format!("{path}/users/{}", id(&project)), json!({}))
        .expect(404);
    anna.with_role(&app, "viewer")
        .put(&one(&boris), json!({}))
        .expect(403);
}

#[test]
fn supports_and_decisions_follow_their_rules() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let (project, other) = (
        anna.made("projects", json!({"name": "x"})),
        anna.made("projects", json!({"name": "y"})),
    );
    let good = json!({"project_id": id(&project), "type": "land", "amount": "5.5", "unit": "hectares", "date_start": "2026-11-25", "date_end": "2026-11-25"});
    let support = anna.made("supports", good.clone());
    for (field, value, blamed) in [
        ("unit", json!("rub"), "unit"),
        ("type", json!("finance"), "unit"),
        ("date_end", json!("2026-11-24"), "date_end"),
        ("amount", json!("-1"), "amount"),
        ("date_start", json!(null), "date_start"),
        ("project_id", json!(null), "project_id"),
    ] {
        let mut body = good.clone();
        body[field] = value;
        assert_eq!(
            blame(&anna.post("/supports", body).expect(400)).1,
            [blamed],
            "{field}"
        );
    }
    let path = format!("/supports/{}", id(&support));
    anna.patch(&path, json!({"date_start": "2026-11-26"}))
        .expect(400);
    let decision = json!({"decision_type": "expert_group", "decision_date": "2026-11-25", "protocol_number": "1", "outcome": "postponed", "decision": "x"});
    let nested = format!(
        "/projects/{}/supports/{}/decisions",
        id(&project),
        id(&support)
    );
    let made = anna.post(&nested, decision.clone()).expect(201).json();
    assert_eq!(made["support_id"], id(&support));
    anna.post(
        &format!(
            "/projects/{}/supports/{}/decisions",
            id(&other),
            id(&support)
        ),
        decision.clone(),
    )
    .expect(404);
    assert_eq!(anna.get(&nested).json()["total"], 1);
    assert_eq!(
        anna.get(&format!("/projects/{}/supports", id(&other)))
            .json()["total"],
        0
    );
    anna.post("/decisions", decision.clone()).expect(400);
    let mut blank = decision;
    blank["support_id"] = json!(id(&support));
    blank["decision"] = json!("  ");
    anna.post("/decisions", blank).expect(400);
    anna.delete(&path).expect(409);
    assert_eq!(
        anna.get("/decisions?outcome=postponed&decision_type=expert_group&order_by=decision_date")
            .json()["total"],
        1
    );
    assert_eq!(
        anna.get("/supports?type=land&order_by=amount").json()["total"],
        1
    );
    anna.patch(
        &format!("/decisions/{}", id(&made)),
        json!({"outcome": "granted"}),
    )
    .expect(200);
    anna.delete(&format!("/decisions/{}", id(&made)))
        .expect(204);
    anna.delete(&path).expect(204);
}

#[test]
fn projects_are_filtered_ordered_and_have_tasks() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let first = anna.made("projects", full(&anna));
    anna.made("projects", json!({"name": "Другой"}));
    for (query, total) in [
        ("search=ГОСТИНИЦА".to_owned(), 1),
        ("search=у моря".to_owned(), 1),
        ("search=фонд".to_owned(), 1),
        (
            format!(
                "client_id={}",
                first["client_id"].as_str().unwrap_or_default()
            ),
            1,
        ),
        (
            format!(
                "industry_id={}",
                first["industry_id"].as_str().unwrap_or_default()
            ),
            1,
        ),
        ("state=application_short&state=ended".to_owned(), 2),
        ("state=ended".to_owned(), 0),
        ("order_by=application_own_amount&order=asc".to_owned(), 2),
        ("order_by=updated_at".to_owned(), 2),
    ] {
        assert_eq!(
            anna.get(&format!("/projects?{query}")).expect(200).json()["total"],
            total,
            "{query}"
        );
    }
    let task = anna.made(
        "tasks",
        json!({"project_id": id(&first), "title": "Позвонить"}),
    );
    assert_eq!(task["deal_id"], Value::Null);
    assert_eq!(
        anna.get(&format!("/tasks?project_id={}", id(&first)))
            .json()["total"],
        1
    );
    anna.post(
        "/tasks",
        json!({"project_id": id(&first), "client_id": first["client_id"], "title": "x"}),
    )
    .expect(400);
    let path = format!("/projects/{}/activities", id(&first));
    anna.post(&path, json!({"type": "comment", "payload": {"text": "x"}}))
        .expect(201);
    assert_eq!(anna.get(&path).json()["items"][1]["type"], "task_created");
}

#[test]
fn a_decision_of_a_closed_meeting_stays_as_it_is() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let world = super::world::World::of(&anna);
    let path = format!("/decisions/{}", world.id("decisions"));
    let organization = anna.organization.parse().expect("an id");
    app.in_organization(organization, |work| {
        let close = "INSERT INTO meetings (organization_id, id, kind, meeting_date) \
             VALUES (app_org(), gen_random_uuid(), 'expert_group', DATE '2026-11-20'); \
             UPDATE decisions SET meeting_id = (SELECT id FROM meetings LIMIT 1) WHERE organization_id = app_org()";
        diesel::connection::SimpleConnection::batch_execute(work.conn(), close).expect("it is set");
    });
    let before = anna.get(&path).expect(200).json();
    let change = json!({"outcome": "refused"});
    let mut body = world.body("decisions");
    body["protocol_number"] = json!("7");
    for answer in [
        anna.patch(&path, change.clone()),
        anna.put(&path, body),
        anna.delete(&path),
        anna.patch("/decisions?all=true", change),
        anna.delete("/decisions?all=true"),
    ] {
        assert_eq!(blame(&answer.expect(409)).0, "conflict");
    }
    assert_eq!(
        anna.get(&path).expect(200).json(),
        before,
        "nothing changes"
    );
}

#[test]
fn a_unit_that_does_not_fit_is_refused_by_pages_and_programs_alike() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let project = anna.made("projects", json!({"name": "x"}));
    let measure = json!({"project_id": id(&project), "type": "credit", "amount": "5", "unit": "rub", "date_start": "2026-11-25"});
    let support = anna.made("supports", measure);
    let path = format!("/supports/{}", id(&support));
    let refused = anna.patch(&path, json!({"unit": "pieces"})).expect(400);
    assert_eq!(blame(&refused).1, ["unit"]);
    anna.patch(&path, json!({"unit": "pieces", "type": "equipment"}))
        .expect(200);
    let decision = json!({"support_id": id(&support), "decision_type": "interdepartmental_commission", "decision_date": "2026-11-25",
        "protocol_number": "1", "outcome": "granted", "decision": "x"});
    let decision = anna.made("decisions", decision);
    let refused = anna.delete(&path).expect(409);
    assert_eq!(blame(&refused).0, "conflict");
    anna.delete(&format!("/decisions/{}", id(&decision)))
        .expect(204);
    anna.delete(&path).expect(204);
}
