//! Meetings: an agenda from what is ready, attendance and outcomes, closing that moves projects; decisions one
//! by one and annulled.

mod closing;
mod decisions;
mod drafts;

use invest_crm::accounts::Role;
use invest_crm::db::Work;
use invest_crm::meetings::{self, Duty, MeetingFacts, TypedMember};
use invest_crm::projects::{self, ProjectState};
use invest_crm::supports::{self, Body, SupportField, Typed};
use uuid::Uuid;

use crate::fixtures::agency::{GREENHOUSE, actor};
use crate::support::TestApp;
use crate::support::sql::number;

/// A meeting with the greenhouse's measure, three members, all of them there, agenda sent out.
pub struct Prepared {
    pub meeting: Uuid,
    pub support: Uuid,
}

pub fn measure(fields: &[(SupportField, &str)]) -> Typed {
    let base = [
        (SupportField::Type, "credit"),
        (SupportField::Amount, "48 500 000"),
        (SupportField::Unit, "rub"),
        (SupportField::Start, "01.12.2026"),
    ];
    base.iter()
        .chain(fields)
        .map(|(f, t)| (*f, (*t).to_owned()))
        .collect()
}

pub fn add_measure(app: &TestApp, project: Uuid) -> Uuid {
    let manager = actor(&app.fixture.agency, Role::Manager);
    let id = Uuid::now_v7();
    app.in_agency(|work| {
        work.acts_for(manager.user);
        supports::make_support(work, &manager, id, project, &measure(&[])).expect("it is added");
    });
    id
}

pub fn add_members(app: &TestApp, body: Body) {
    let manager = actor(&app.fixture.agency, Role::Manager);
    app.in_agency(|work| {
        work.acts_for(manager.user);
        for (n, duty) in Duty::ALL.into_iter().enumerate() {
            let member = TypedMember {
                id: Uuid::now_v7(),
                name: format!("Член {n}"),
                position: String::new(),
                email: format!("member{n}@agency.example"),
                duty,
                has_vote: true,
                from: chrono::NaiveDate::from_ymd_opt(2026, 1, 1),
            };
            meetings::add_member(work, &manager, body, &member).expect("a member is added");
        }
    });
}

pub fn facts() -> MeetingFacts {
    MeetingFacts {
        date: chrono::NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day"),
        starts_at: "15:00".to_owned(),
        place: "Зал 2".to_owned(),
    }
}

/// Makes a meeting about these measures and brings it to the point where outcomes are recorded.
pub fn open_meeting(app: &TestApp, body: Body, measures: &[Uuid]) -> Uuid {
    let manager = actor(&app.fixture.agency, Role::Manager);
    let id = Uuid::now_v7();
    app.in_agency(|work| {
        work.acts_for(manager.user);
        meetings::make_meeting(work, &manager, id, body, &facts(), measures).expect("it is made");
        let all: Vec<Uuid> = seats(work, id);
        meetings::set_attendance(work, &manager, id, &[], &all, &[]).expect("all are there");
        meetings::send_agenda(work, &manager, id).expect("the agenda goes out");
    });
    id
}

fn seats(work: &mut Work, id: Uuid) -> Vec<Uuid> {
    let seats = meetings::seats(work, id).expect("seats can be read");
    seats.into_iter().map(|s| s.member_id).collect()
}

pub fn prepared(app: &TestApp) -> Prepared {
    let support = add_measure(app, GREENHOUSE);
    add_members(app, Body::Commission);
    let meeting = open_meeting(app, Body::Commission, &[support]);
    Prepared { meeting, support }
}

pub fn count(app: &TestApp, query: &str) -> i64 {
    app.in_agency(|work| number(work.conn(), query))
}

pub fn state(app: &TestApp, project: Uuid) -> ProjectState {
    app.in_agency(|work| {
        let project = projects::find_project(work, project).expect("it can be read");
        project.expect("it is there").state()
    })
}
