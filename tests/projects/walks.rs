//! Random walks through the lifecycle by random people: no state is reached but by a row of the table or by
//! taking the last move back, and the history replays to the state that there is.

use invest_crm::accounts::Role;
use invest_crm::db::{Door, Work};
use invest_crm::projects::{
    self, MoveRequest, NewProject, ProjectState, make_project, moves_in_force, rule_of,
};
use invest_crm::refusal::Refused;
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

use crate::fixtures::agency::{COMPANY, actor};
use crate::support::TestApp;
use crate::support::soak::rounds;

const STEPS: usize = 60;

fn project(app: &TestApp, n: u128) -> Uuid {
    let id = Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_7000 + n);
    let manager = actor(&app.fixture.agency, Role::Manager);
    let new = NewProject {
        id,
        client: Some(COMPANY),
        name: format!("Прогулка {n}"),
        industry: Some(app.fixture.agency.industry("Туризм")),
        district: Some(app.fixture.agency.district("Анивский район")),
        own: Some(1),
        requested: Some(1),
        tax: Some(1),
        jobs: Some(1),
        description: Some("Гуляет".to_owned()),
        ..NewProject::default()
    };
    app.in_agency(|work| make_project(work, &manager, &new).expect("it can be made"));
    if n.is_multiple_of(2) {
        let support = format!(
            "INSERT INTO supports (organization_id, id, project_id, type, amount, unit, date_start) \
             VALUES (app_org(), gen_random_uuid(), '{id}', 'land', 1, 'hectares', DATE '2026-11-01')"
        );
        app.in_agency(|work| {
            use diesel::connection::SimpleConnection as _;
            work.conn()
                .batch_execute(&support)
                .expect("it is asked for");
        });
    }
    id
}

fn state(app: &TestApp, id: Uuid) -> ProjectState {
    app.in_agency(|work| {
        let found = projects::find_project(work, id).expect("it can be read");
        found.expect("it is there").state()
    })
}

/// One step; what it did is checked against the table by the one who looks on.
fn step(
    app: &TestApp,
    id: Uuid,
    role: Role,
    to: Option<ProjectState>,
    reason: &str,
) -> Result<(), Refused> {
    let who = actor(&app.fixture.agency, role);
    let mut work = Work::begin(&app.state.db, who.organization)?;
    work.acts_for(who.user);
    work.door = Door::Form;
    match to {
        Some(to) => {
            let version = projects::find_project(&mut work, id)?.map_or(0, |p| p.version);
            let request = MoveRequest {
                reason,
                ..MoveRequest::plain(to, version)
            };
            projects::move_project(&mut work, &who, id, &request)?;
        }
        None => {
            let moves = projects::past_moves(&mut work, id)?;
            let version = moves_in_force(&moves).pop().map_or(0, |m| m.version);
            projects::undo_move(&mut work, &who, id, version, reason)?;
        }
    }
    work.commit()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: rounds(5, 200), max_shrink_iters: 20, ..ProptestConfig::default() })]

    /// Who, whether to take back (three in ten), where to, whether with a reason.
    #[test]
    fn random_walks_by_random_people_stay_on_the_lawful_ways(
        asks_support in any::<bool>(),
        steps in vec((0..5_usize, 0..10_u8, 0..8_usize, 0..5_u8), STEPS),
    ) {
        let app = TestApp::start();
        let id = project(&app, if asks_support { 2 } else { 1 });
        walk(&app, id, &steps);
    }
}

fn walk(app: &TestApp, id: Uuid, steps: &[(usize, u8, usize, u8)]) {
    // The lawful way back: the states that led here.
    let mut way = vec![ProjectState::ApplicationShort];
    for (role, undo, to, reason) in steps {
        let (role, undo) = (Role::ALL[*role], *undo < 3);
        let (to, reason) = (
            ProjectState::ALL[*to],
            if *reason > 0 {
                "так решили"
            } else {
                ""
            },
        );
        let before = *way.last().expect("a walk begins somewhere");
        let done = step(app, id, role, (!undo).then_some(to), reason);
        let after = state(app, id);
        match done {
            Err(_) => assert_eq!(after, before, "a refused step moves nothing"),
            Ok(()) if undo => {
                way.pop();
                assert!(role <= Role::Member, "a viewer takes nothing back");
                assert_eq!(
                    Some(&after),
                    way.last(),
                    "an undo returns to the state before"
                );
            }
            Ok(()) if to == before => assert_eq!(after, before),
            Ok(()) => {
                let rule = rule_of(before, to).expect("a row of the table");
                assert_ne!(role, Role::Viewer, "a viewer moves nothing");
                assert!(!rule.asks_reason || !reason.is_empty(), "a reason is asked");
                assert!(to != ProjectState::Deleted || role <= Role::Manager);
                assert_eq!(after, to);
                way.push(to);
            }
        }
    }
    let replayed = app.in_agency(|work| {
        let moves = projects::past_moves(work, id).expect("the history can be read");
        let last = moves_in_force(&moves).pop();
        last.map_or(ProjectState::ApplicationShort, |m| m.to)
    });
    assert_eq!(replayed, state(app, id), "the history replays to the state");
}

#[test]
fn every_pair_of_states_that_is_not_in_the_table_is_refused_through_the_card() {
    let app = TestApp::start();
    let owner = app.as_owner();
    for (n, from) in ProjectState::ALL.into_iter().enumerate() {
        let id = project(&app, 1000 + n as u128);
        app.in_agency(|work| {
            use diesel::connection::SimpleConnection as _;
            let text = format!(
                "UPDATE projects SET state = '{}' WHERE id = '{id}'",
                from.word()
            );
            work.conn().batch_execute(&text).expect("it is put there");
        });
        for to in ProjectState::ALL {
            if from == to || rule_of(from, to).is_some() {
                continue;
            }
            let fields = [("to", to.word()), ("version", "1"), ("reason", "x")];
            for path in [
                format!("/projects/{id}/moves"),
                format!("/board/cards/{id}/moves"),
            ] {
                let answer = owner.post(&path, &fields);
                assert_eq!(answer.status, 409, "{from:?} → {to:?} by {path}");
            }
        }
        assert_eq!(state(&app, id), from);
    }
}
