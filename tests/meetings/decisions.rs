//! Decisions recorded one by one, and annulled; decisions and states always agree.

use invest_crm::accounts::Role;
use invest_crm::db::Work;
use invest_crm::meetings::{Wanted, annul, consequence, decide};
use invest_crm::projects::ProjectState;
use invest_crm::supports::{Body, DecisionOutcome};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use uuid::Uuid;

use super::{add_measure, count, prepared, state};
use crate::fixtures::agency::{GREENHOUSE, actor};
use crate::support::TestApp;

fn wanted(outcome: DecisionOutcome, reason: &str) -> Wanted {
    Wanted {
        id: Uuid::now_v7(),
        body: Body::Commission,
        date: chrono::NaiveDate::from_ymd_opt(2026, 11, 20),
        protocol: "12".to_owned(),
        outcome: Some(outcome),
        text: "На условиях программы".to_owned(),
        reason: reason.to_owned(),
    }
}

#[test]
fn a_single_decision_is_previewed_recorded_and_annulled_by_another() {
    let app = TestApp::start();
    let p = prepared(&app);
    let manager = app.as_manager();
    let address = format!("/supports/{}/decisions", p.support);
    let form = manager
        .get(&format!("{address}/new"))
        .expect(200)
        .page()
        .form(&address)
        .with("outcome", "granted")
        .with("date", "20.11.2026")
        .with("protocol", "12/2026-ИК");
    let preview = manager.post(&address, &form.pairs()).expect(200).page();
    assert!(
        preview
            .text(".notice-info")
            .contains("перейдёт в состояние «На сопровождении»")
    );
    assert_eq!(state(&app, GREENHOUSE), ProjectState::InCommission);
    let form = form.with("confirmed", "1");
    manager.post(&address, &form.pairs()).expect(303);
    manager.post(&address, &form.pairs()).expect(303);
    assert_eq!(state(&app, GREENHOUSE), ProjectState::OnSupport);
    assert_eq!(count(&app, "SELECT count(*) AS n FROM decisions"), 1);
    let card = manager.get(&format!("/projects/{GREENHOUSE}")).page();
    let annulment = card.link("отменить").expect("it can be annulled");
    let form = manager
        .get(&annulment)
        .expect(200)
        .page()
        .form(&annulment)
        .with("outcome", "refused")
        .with("date", "20.11.2026")
        .with("protocol", "13")
        .with("confirmed", "1");
    let page = manager.post(&annulment, &form.pairs()).expect(422).page();
    assert!(page.error("Почему прежнее отменяется").contains("Напишите"));
    let form = form.with("reason", "Ошибка в протоколе");
    manager.post(&annulment, &form.pairs()).expect(303);
    assert_eq!(state(&app, GREENHOUSE), ProjectState::ApplicationFull);
    let card = manager.get(&format!("/projects/{GREENHOUSE}")).page();
    let measures = card.text("#supports");
    assert!(
        measures.contains("отменено") && measures.contains("Ошибка в протоколе"),
        "{measures}"
    );
    manager.get(&annulment).expect(409);
}

#[test]
fn a_decision_of_the_future_or_on_another_organization_s_measure_is_none() {
    let app = TestApp::start();
    let p = prepared(&app);
    let address = format!("/supports/{}/decisions", p.support);
    let fields = [
        ("outcome", "granted"),
        ("date", "20.11.2030"),
        ("protocol", "1"),
        ("confirmed", "1"),
    ];
    let page = app.as_manager().post(&address, &fields).expect(422).page();
    assert!(page.error("Дата").contains("не наступила"));
    app.as_stranger().post(&address, &fields).expect(404);
    app.as_viewer().post(&address, &fields).expect(403);
}

#[derive(Debug, Clone)]
enum Step {
    Decide(usize, usize),
    Annul(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0usize..2, 0usize..5).prop_map(|(m, o)| Step::Decide(m, o)),
        (0usize..5).prop_map(Step::Annul),
    ]
}

/// Whatever is decided and annulled in whatever order: a project that was moved by decisions stands where those
/// in force lead.
#[test]
fn decisions_and_states_agree() {
    let app = TestApp::start();
    let first = prepared(&app).support;
    let second = add_measure(&app, GREENHOUSE);
    let manager = actor(&app.fixture.agency, Role::Manager);
    let measures = [first, second];
    let cases = Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    };
    let run = TestRunner::new(cases).run(&proptest::collection::vec(step(), 1..7), |steps| {
        let mut work =
            Work::begin(&app.state.db, app.fixture.agency.id).expect("the database answers");
        work.acts_for(manager.user);
        let mut in_force: Vec<(Uuid, usize, DecisionOutcome)> = Vec::new();
        for step in steps {
            let project = invest_crm::projects::find_project(&mut work, GREENHOUSE);
            let here = project.expect("read").expect("there").state();
            match step {
                Step::Decide(m, o) if here == ProjectState::InCommission => {
                    let outcome = DecisionOutcome::ALL[o];
                    let new = wanted(outcome, "");
                    decide(&mut work, &manager, measures[m], &new).expect("recorded");
                    in_force.retain(|(_, of, _)| *of != m);
                    in_force.push((new.id, m, outcome));
                }
                Step::Annul(o) if !in_force.is_empty() => {
                    let (old, m, _) = in_force.pop().expect("the last one");
                    let outcome = DecisionOutcome::ALL[o];
                    let new = wanted(outcome, "Ошибка");
                    annul(&mut work, &manager, old, &new).expect("annulled");
                    in_force.push((new.id, m, outcome));
                }
                _ => {}
            }
            let outcomes: Vec<DecisionOutcome> = in_force.iter().map(|(.., o)| *o).collect();
            let expected = consequence(&outcomes).unwrap_or(ProjectState::InCommission);
            let project = invest_crm::projects::find_project(&mut work, GREENHOUSE);
            let now = project.expect("read").expect("there").state();
            prop_assert_eq!(now, expected, "{:?}", outcomes);
        }
        // Left without a commit: each case begins anew.
        Ok(())
    });
    if let Err(e) = run {
        panic!("{e}");
    }
}
