//! From an agenda to a locked protocol.

use invest_crm::accounts::Role;
use invest_crm::db::Aspect;
use invest_crm::meetings::{self, Closed};
use invest_crm::projects::ProjectState;
use invest_crm::supports::Body;
use uuid::Uuid;

use super::{add_measure, add_members, count, open_meeting, prepared, state};
use crate::fixtures::agency::{GREENHOUSE, actor};
use crate::fixtures::many;
use crate::support::sql::lines;
use crate::support::{Caller, TestApp};

/// Records an outcome for each question, as the page without script does.
fn decide(caller: &Caller, meeting: Uuid, outcomes: &[&str]) {
    let page = caller
        .get(&format!("/meetings/{meeting}"))
        .expect(200)
        .page();
    let mut form = page.form(&format!("/meetings/{meeting}/draft"));
    let rows = page.attributes("tr[data-item]", "data-item");
    for (id, outcome) in rows.iter().zip(outcomes) {
        form = form.with(&format!("outcome_{id}"), outcome);
    }
    caller.post(&form.action, &form.pairs()).expect(303);
}

fn close(caller: &Caller, meeting: Uuid, number: &str, status: u16) -> crate::support::Page {
    let address = format!("/meetings/{meeting}/closing");
    let answer = caller.post(&address, &[("protocol", number)]);
    answer.expect(status).page()
}

#[test]
fn sending_the_agenda_out_moves_projects_to_the_commission_and_writes_to_its_members() {
    let app = TestApp::start();
    prepared(&app);
    assert_eq!(state(&app, GREENHOUSE), ProjectState::InCommission);
    let letters = count(
        &app,
        "SELECT count(*) AS n FROM outbox_messages WHERE subject LIKE 'Повестка%'",
    );
    assert_eq!(letters, 3);
}

#[test]
fn an_agenda_of_the_expert_group_moves_nothing_and_neither_do_its_outcomes() {
    let app = TestApp::start();
    let support = add_measure(&app, GREENHOUSE);
    add_members(&app, Body::ExpertGroup);
    let meeting = open_meeting(&app, Body::ExpertGroup, &[support]);
    assert_eq!(state(&app, GREENHOUSE), ProjectState::ApplicationFull);
    let manager = app.as_manager();
    decide(&manager, meeting, &["granted"]);
    close(&manager, meeting, "1", 303);
    assert_eq!(state(&app, GREENHOUSE), ProjectState::ApplicationFull);
}

#[test]
fn closing_writes_the_decision_moves_the_project_and_locks_the_protocol() {
    let app = TestApp::start();
    let p = prepared(&app);
    let manager = app.as_manager();
    decide(&manager, p.meeting, &["granted"]);
    let preview = manager
        .get(&format!("/meetings/{}/closing", p.meeting))
        .expect(200)
        .page();
    assert!(preview.text(".follow-list").contains("На сопровождении"));
    assert_eq!(preview.value("Протокол №"), "1");
    close(&manager, p.meeting, "1", 303);
    assert_eq!(state(&app, GREENHOUSE), ProjectState::OnSupport);
    let card = manager.get(&format!("/projects/{GREENHOUSE}")).page();
    assert!(card.text("#supports").contains("№ 1, 20.11.2026"));
    let draft = format!("/meetings/{}/draft", p.meeting);
    let page = manager
        .post(&draft, &[("set", "refused")])
        .expect(409)
        .page();
    assert!(page.text("[role=alert]").contains("Заседание закрыто"));
    let again = format!("/meetings/{}/closing", p.meeting);
    manager.post(&again, &[("protocol", "2")]).expect(409);
    let paper = manager
        .get(&format!("/meetings/{}/protocol", p.meeting))
        .expect(200)
        .page();
    let text = paper.text("main");
    assert!(
        text.contains("сорок восемь миллионов пятьсот тысяч рублей 00 копеек")
            && text.contains("Протокол № 1"),
        "{text}"
    );
    let extract = format!("/meetings/{}/extracts/{GREENHOUSE}", p.meeting);
    assert!(
        manager
            .get(&extract)
            .expect(200)
            .text()
            .contains("Выписка из протокола № 1")
    );
}

#[test]
fn undecided_questions_are_postponed_and_proposed_again() {
    let app = TestApp::start();
    let p = prepared(&app);
    let manager = app.as_manager();
    close(&manager, p.meeting, "1", 303);
    assert_eq!(state(&app, GREENHOUSE), ProjectState::InCommission);
    let page = manager.get("/meetings/new").expect(200).page();
    assert!(page.text("form.record-form").contains("откладывалась"));
}

#[test]
fn without_a_quorum_nothing_is_closed_and_the_page_says_so() {
    let app = TestApp::start();
    let p = prepared(&app);
    let manager = app.as_manager();
    decide(&manager, p.meeting, &["granted"]);
    let attendance = format!("/meetings/{}/attendance", p.meeting);
    let page = manager.get(&format!("/meetings/{}", p.meeting)).page();
    let was = page.attributes("input[name=was]", "value");
    let fields: Vec<(&str, &str)> = was.iter().map(|id| ("was", id.as_str())).collect();
    manager.post(&attendance, &fields).expect(303);
    let page = close(&manager, p.meeting, "1", 409);
    assert!(
        page.text("[role=alert]")
            .contains("нет кворума, присутствуют 0, нужно 2")
    );
    assert_eq!(state(&app, GREENHOUSE), ProjectState::InCommission);
    assert_eq!(count(&app, "SELECT count(*) AS n FROM decisions"), 0);
}

#[test]
fn the_same_number_is_not_given_twice_in_a_year() {
    let app = TestApp::start();
    let p = prepared(&app);
    let manager = app.as_manager();
    decide(&manager, p.meeting, &["refused"]);
    close(&manager, p.meeting, "7", 303);
    assert_eq!(state(&app, GREENHOUSE), ProjectState::ApplicationFull);
    let support = add_measure(&app, GREENHOUSE);
    let second = open_meeting(&app, Body::Commission, &[support]);
    let address = format!("/meetings/{second}/closing");
    let page = manager.get(&address).expect(200).page();
    assert_eq!(page.value("Протокол №"), "8");
    let page = close(&manager, second, "7", 422);
    assert!(page.error("Протокол №").contains("уже есть"));
}

#[test]
fn a_project_that_somebody_moved_meanwhile_is_said_and_nothing_is_written() {
    let app = TestApp::start();
    let p = prepared(&app);
    let manager = app.as_manager();
    decide(&manager, p.meeting, &["granted"]);
    app.in_agency(|work| {
        use diesel::connection::SimpleConnection as _;
        let elsewhere = format!("UPDATE projects SET state = 'frozen' WHERE id = '{GREENHOUSE}'");
        work.conn().batch_execute(&elsewhere).expect("it is moved");
    });
    let page = close(&manager, p.meeting, "1", 409);
    assert!(page.text("[role=alert]").contains("«Приостановлено»"));
    assert_eq!(count(&app, "SELECT count(*) AS n FROM decisions"), 0);
}

#[test]
fn a_hundred_questions_are_closed_at_one_stroke() {
    let app = TestApp::start();
    many::add_projects(&app, 100);
    let manager = actor(&app.fixture.agency, Role::Manager);
    app.in_agency(|work| {
        use diesel::connection::SimpleConnection as _;
        work.conn()
            .batch_execute(
                "UPDATE projects SET state = 'in_commission', state_changed_at = now() - interval '1 day' \
                    WHERE organization_id = app_org(); \
                 INSERT INTO supports (organization_id, id, project_id, type, amount, unit, date_start) \
                 SELECT organization_id, gen_random_uuid(), id, 'finance', 1000000, 'rub', '2026-12-01' FROM projects \
                    WHERE organization_id = app_org() ORDER BY id LIMIT 100",
            )
            .expect("projects wait");
        for id in lines(work.conn(), "SELECT id::text AS line FROM projects WHERE organization_id = app_org()") {
            work.touch_project(id.parse().expect("an id"), Aspect::State);
        }
    });
    add_members(&app, Body::Commission);
    let measures: Vec<Uuid> = app.in_agency(|work| {
        let ids = lines(
            work.conn(),
            "SELECT id::text AS line FROM supports WHERE organization_id = app_org() ORDER BY id",
        );
        ids.iter().map(|id| id.parse().expect("an id")).collect()
    });
    assert_eq!(measures.len(), 100);
    let meeting = open_meeting(&app, Body::Commission, &measures);
    app.in_agency(|work| {
        use diesel::connection::SimpleConnection as _;
        let all = "UPDATE meeting_items SET outcome = 'granted' WHERE organization_id = app_org()";
        work.conn().batch_execute(all).expect("all are granted");
    });
    app.in_agency(|work| {
        work.acts_for(manager.user);
        let closed = meetings::close(work, &manager, meeting, "1", &[]).expect("it can be closed");
        assert!(matches!(closed, Closed::Done));
        work.project_now().expect("copies follow");
    });
    let moved = count(
        &app,
        "SELECT count(*) AS n FROM projects WHERE state = 'on_support'",
    );
    assert_eq!(moved, 100);
}
