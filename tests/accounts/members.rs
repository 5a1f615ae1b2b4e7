//! Who belongs to the organization, and who may say so.

use invest_crm::accounts::Role;

use crate::support::{TestApp, sql};

fn path_of(app: &TestApp, role: Role) -> String {
    format!("/settings/members/{}", app.fixture.agency.person(role).id)
}

fn changes_of_members(app: &TestApp) -> Vec<String> {
    let query = "SELECT concat_ws(' ', field, from_value, to_value, door) AS line FROM changes \
                 WHERE subject_kind = 'member' AND field <> '' ORDER BY at, field";
    app.in_agency(|work| sql::lines(work.conn(), query))
}

#[test]
fn everybody_sees_who_belongs_to_the_organization_and_only_some_may_change_it() {
    let app = TestApp::start();
    for caller in [app.as_viewer(), app.as_manager(), app.as_admin()] {
        let page = caller.get("/settings/members").expect(200).page();
        assert!(
            page.texts(".member-name b")
                .iter()
                .any(|n| n == "Громов Павел")
        );
    }
    assert!(
        app.as_viewer()
            .get("/settings/members")
            .page()
            .first("form.form")
            .is_none()
    );
    let path = path_of(&app, Role::Viewer);
    app.as_manager().get(&path).expect(403);
    let fields = [("role", "admin"), ("version", "1")];
    app.as_manager().post(&path, &fields).expect(403);
    app.as_manager()
        .post(&format!("{path}/end"), &[])
        .expect(403);
}

#[test]
fn an_administrator_changes_a_role_and_the_history_says_so() {
    let app = TestApp::start();
    let path = path_of(&app, Role::Viewer);
    let form = app.as_admin().get(&path).expect(200).page().form(&path);
    let form = form.with("role", "manager").with("export", "1");
    app.as_admin().post(&path, &form.pairs()).expect(303);
    app.as_viewer().get("/register/export.csv").expect(200);
    let history = changes_of_members(&app);
    assert_eq!(
        history,
        ["export \"\" \"1\" form", "role \"viewer\" \"manager\" form"]
    );
}

#[test]
fn a_role_changed_meanwhile_is_shown_and_not_overwritten() {
    let app = TestApp::start();
    let path = path_of(&app, Role::Viewer);
    let form = app.as_owner().get(&path).page().form(&path);
    app.as_admin()
        .post(&path, &form.clone().with("role", "member").pairs())
        .expect(303);
    let answer = app
        .as_owner()
        .post(&path, &form.with("role", "manager").pairs());
    assert!(
        answer
            .expect(409)
            .page()
            .text("#role-error")
            .contains("Специалист")
    );
    let page = app.as_owner().get(&path).page();
    assert!(page.has("[name=role][value=member][checked]"));
}

#[test]
fn an_administrator_has_no_say_over_owners() {
    let app = TestApp::start();
    let owner = path_of(&app, Role::Owner);
    let page = app.as_admin().get(&owner).expect(200).page();
    assert!(!page.has("[name=role]"), "there is nothing to choose");
    app.as_admin()
        .post(&owner, &[("role", "member"), ("version", "1")])
        .expect(403);
    app.as_admin()
        .post(&format!("{owner}/end"), &[])
        .expect(403);
    let viewer = path_of(&app, Role::Viewer);
    app.as_admin()
        .post(&viewer, &[("role", "owner"), ("version", "1")])
        .expect(403);
}

#[test]
fn the_last_owner_can_neither_leave_nor_step_down() {
    let app = TestApp::start();
    let path = path_of(&app, Role::Owner);
    let owner = app.as_owner();
    let refused = owner.post(&format!("{path}/end"), &[]).expect(409);
    assert!(refused.page().text("main").contains("последний владелец"));
    owner
        .post(&path, &[("role", "admin"), ("version", "1")])
        .expect(409);

    let second = path_of(&app, Role::Admin);
    owner
        .post(&second, &[("role", "owner"), ("version", "1")])
        .expect(303);
    owner.post(&format!("{path}/end"), &[]).expect(303);
    owner.get("/register").expect(403);
    let page = owner.get("/organizations").expect(200).page();
    assert!(page.text("main").contains("ни в одной организации"));
}

#[test]
fn an_ended_membership_closes_the_door_at_once_and_keeps_the_name() {
    let app = TestApp::start();
    let viewer = app.as_viewer();
    viewer.get("/register").expect(200);
    let path = path_of(&app, Role::Viewer);
    app.as_admin().post(&format!("{path}/end"), &[]).expect(303);
    viewer.get("/register").expect(403);
    app.as_admin().get(&path).expect(404);
    let name = &app.fixture.agency.person(Role::Viewer).name;
    let listed = app.as_admin().get("/settings/members").page();
    assert!(!listed.texts(".member-name b").contains(name));
    let people = app.in_agency(|work| invest_crm::accounts::people(work).expect("people"));
    assert!(people.iter().any(|p| p.name == *name && !p.is_member));
}

#[test]
fn a_member_of_another_organization_is_not_there() {
    let app = TestApp::start();
    let stranger = app.fixture.neighbour.people[0].id;
    let path = format!("/settings/members/{stranger}");
    app.as_owner().get(&path).expect(404);
    app.as_owner()
        .post(&path, &[("role", "viewer"), ("version", "1")])
        .expect(404);
    app.as_owner().post(&format!("{path}/end"), &[]).expect(404);
}
