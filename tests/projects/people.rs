//! The people assigned to a project: many, one of them the lead.

use crate::fixtures::agency::GREENHOUSE;
use crate::support::TestApp;
use invest_crm::accounts::Role;

#[test]
fn somebody_is_assigned_takes_it_over_and_is_taken_off() {
    let app = TestApp::start();
    let (path, member) = (format!("/projects/{GREENHOUSE}"), app.as_member());
    let manager = app.fixture.agency.person(Role::Manager).id.to_string();
    member
        .post(&format!("{path}/people"), &[("user", &manager)])
        .expect(303);
    let page = member.get(&path).expect(200).page();
    assert_eq!(page.text("#project-people .badge"), "2");
    app.as_manager()
        .post(&format!("{path}/people/take"), &[])
        .expect(303);
    let page = member.get(&path).expect(200).page();
    assert!(page.text("#record-head").contains("Громов"));
    // The lead leaves, and the next in order leads.
    member
        .post(&format!("{path}/people/{manager}/remove"), &[])
        .expect(303);
    let page = member.get(&path).expect(200).page();
    assert_eq!(page.text("#project-people .badge"), "1");
    assert!(page.text("#record-head").contains("Ветрова"));
    assert!(page.text("#history").contains("Ведут проект"));
}

#[test]
fn nobody_is_assigned_who_is_no_member_here() {
    let app = TestApp::start();
    let stranger = app.fixture.neighbour.people[0].id.to_string();
    app.as_member()
        .post(
            &format!("/projects/{GREENHOUSE}/people"),
            &[("user", &stranger)],
        )
        .expect(422);
}
