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

/// A project in each state, put there by hand.
fn one_of_each(app: &TestApp) -> Vec<(ProjectState, Uuid)> {
    ProjectState::ALL
        .into_iter()
        .enumerate()
        .map(|(n, state)| {
            let id = project(app, 2000 + n as u128);
            app.in_agency(|work| {
                use diesel::connection::SimpleConnection as _;
                let text = format!(
                    "UPDATE projects SET state = '{}' WHERE id = '{id}'",
                    state.word()
                );
                work.conn().batch_execute(&text).expect("it is put there");
                work.touch_project(id, invest_crm::db::Aspect::State);
            });
            (state, id)
        })
        .collect()
}

#[test]
fn every_pair_of_states_that_is_not_in_the_table_is_refused_through_every_other_door() {
    let app = TestApp::start();
    let owner = app.as_owner();
    let each = one_of_each(&app);
    let login = serde_json::json!({
        "email": app.fixture.agency.person(Role::Owner).email,
        "password": crate::fixtures::agency::PASSWORD,
    });
    let request = owner.request(reqwest::Method::POST, "/api/v1/auth/login");
    let session = owner.send(request.json(&login)).expect(200).json();
    let token = session["access_token"]
        .as_str()
        .expect("a token")
        .to_owned();
    let organization = app.fixture.agency.id.to_string();
    let mut asked = 0;
    for to in ProjectState::ALL {
        let illegal: Vec<(ProjectState, Uuid)> = each
            .iter()
            .copied()
            .filter(|(from, _)| *from != to && rule_of(*from, to).is_none())
            .collect();
        for (from, id) in &illegal {
            let cell = [("value", to.word()), ("base", ""), ("version", "1")];
            let path = format!("/register/cells/{id}/state");
            let answer = owner.asking_for_fragment().post(&path, &cell);
            assert!(
                (400..500).contains(&answer.status),
                "cell {from:?} → {to:?}"
            );
            let path = format!("/api/v1/projects/{id}");
            let request = owner
                .request(reqwest::Method::PATCH, &path)
                .bearer_auth(&token)
                .header("x-organization-id", &organization)
                .json(&serde_json::json!({"state": to.word(), "version": 1}));
            let answer = owner.send(request);
            assert!((400..500).contains(&answer.status), "API {from:?} → {to:?}");
            asked += 1;
        }
        // A paste over all of them at once, and a bulk change.
        let rows: Vec<serde_json::Value> = illegal
            .iter()
            .map(|(_, id)| serde_json::json!({"id": id, "version": 1, "values": [to.word()]}))
            .collect();
        let sent = serde_json::json!({"key": Uuid::new_v4(), "kind": "paste", "tab": "one", "columns": ["state"], "rows": rows});
        let request = owner.request(reqwest::Method::POST, "/register/cells");
        owner
            .send(request.header("x-fragment", "row").json(&sent))
            .expect(200);
        let bulk = Uuid::now_v7().to_string();
        let fields = [
            ("id", bulk.as_str()),
            ("filter", "q=Прогулка"),
            ("field", "state"),
            ("value", to.word()),
        ];
        owner.post("/bulk", &fields).expect(303);
        if to != ProjectState::ApplicationFull && to != ProjectState::InCommission {
            owner.post(&format!("/bulk/{bulk}/write"), &[]);
        }
        for (from, id) in &illegal {
            assert_eq!(state(&app, *id), *from, "{from:?} → {to:?}");
        }
    }
    let lawful = invest_crm::projects::MOVES.len();
    assert_eq!(asked, 8 * 7 - lawful, "all pairs were asked");
}
