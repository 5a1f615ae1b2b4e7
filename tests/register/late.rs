//! What is late: by the norm of its state, by the day of a task; and the board keeps every filter of the register.

use super::ids;
use crate::fixtures::agency::GREENHOUSE;
use crate::support::TestApp;

fn run(app: &TestApp, text: &str) {
    use diesel::connection::SimpleConnection as _;
    app.in_agency(|work| work.conn().batch_execute(text).expect("it can be run"));
}

#[test]
fn a_project_longer_in_its_state_than_the_norm_is_late() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let late = || ids(&manager.get("/register?days.late=1").expect(200).page());
    assert!(late().is_empty(), "without norms nothing is late");
    run(
        &app,
        &format!(
            "INSERT INTO state_norms (organization_id, state, working_days) \
             SELECT app_org(), state, 10 FROM projects WHERE id = '{GREENHOUSE}'; \
             UPDATE projects SET state_changed_at = now() - interval '40 days' WHERE id = '{GREENHOUSE}'; \
             UPDATE project_rows SET state_changed_at = now() - interval '40 days' WHERE project_id = '{GREENHOUSE}'"
        ),
    );
    assert_eq!(late(), [GREENHOUSE.to_string()]);
    let tabs = manager.get("/register").expect(200).page();
    assert!(tabs.link("Просроченные").is_some());
    let board = manager
        .get("/board?days.late=1")
        .expect(200)
        .page()
        .text("main");
    assert!(
        board.contains("Тепличный комплекс") && board.contains("Условий: 1"),
        "{board}"
    );
    assert!(!board.contains("Рыбоводный завод"), "{board}");
}

#[test]
fn a_project_with_a_task_past_its_day_is_found() {
    let app = TestApp::start();
    let manager = app.as_manager();
    run(
        &app,
        &format!(
            "INSERT INTO tasks (organization_id, id, project_id, title, due_date, assignee_id) \
             SELECT app_org(), gen_random_uuid(), '{GREENHOUSE}', 'Позвонить', DATE '2020-01-01', user_id \
             FROM memberships WHERE organization_id = app_org() LIMIT 1"
        ),
    );
    let found = manager.get("/register?days.tasks=1").expect(200).page();
    assert_eq!(ids(&found), [GREENHOUSE.to_string()]);
}
