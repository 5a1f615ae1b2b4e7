//! A colleague's change arrives at once, and at nobody else's.

use std::time::{Duration, Instant};

use invest_crm::accounts::Role;

use super::edit_on;
use crate::fixtures::agency::{GREENHOUSE, THEIR_PROJECT};
use crate::support::TestApp;

#[test]
fn an_edit_arrives_in_the_streams_of_the_organization_within_a_second_and_in_no_other() {
    let app = TestApp::start();
    let mut colleague = app.as_viewer().follow_live("/live?tab=b");
    let mut stranger = app.as_stranger().follow_live("/live?tab=c");
    let begun = Instant::now();
    let fields = [
        ("value", "31"),
        ("base", "24"),
        ("version", "2"),
        ("tab", "a"),
    ];
    app.as_member()
        .post(&format!("/register/cells/{GREENHOUSE}/jobs"), &fields)
        .expect(200);
    let event = colleague
        .wait_for_event("project_rows", Duration::from_secs(1))
        .expect("it arrives");
    assert!(begun.elapsed() < Duration::from_secs(1));
    assert_eq!(event["rows"][0][0], GREENHOUSE.to_string());
    assert_eq!(
        event["rows"][0][1], 3,
        "with the version that the row has now"
    );
    assert_eq!(
        event["tab"], "a",
        "so that the sender's own tab can skip it"
    );
    assert!(event["actor"].is_string());
    // Whatever else the stranger is told, it is not this.
    edit_on(&app.as_stranger(), THEIR_PROJECT, "jobs", "1", "", 1).expect(200);
    let theirs = stranger
        .wait_for_event("project_rows", Duration::from_secs(2))
        .expect("their own");
    assert_eq!(theirs["rows"][0][0], THEIR_PROJECT.to_string());
    assert!(
        colleague
            .wait_for_event("project_rows", Duration::from_millis(200))
            .is_none()
    );
}

#[test]
fn a_refused_edit_is_announced_to_nobody() {
    let app = TestApp::start();
    let mut colleague = app.as_viewer().follow_live("/live?tab=b");
    edit_on(&app.as_member(), GREENHOUSE, "jobs", "many", "24", 2).expect(422);
    assert!(
        colleague
            .wait_for_event("project_rows", Duration::from_millis(300))
            .is_none()
    );
}

#[test]
fn who_is_in_which_cell_is_seen_by_colleagues_and_by_nobody_else() {
    let app = TestApp::start();
    let mut colleague = app.as_viewer().follow_live("/live?tab=b");
    let mut stranger = app.as_stranger().follow_live("/live?tab=c");
    let row = GREENHOUSE.to_string();
    let here = [
        ("tab", "a"),
        ("place", "register"),
        ("row", row.as_str()),
        ("col", "jobs"),
        ("editing", "1"),
    ];
    app.as_member().post("/live/presence", &here).expect(204);
    let seen = colleague
        .wait_for_event("presence", Duration::from_secs(1))
        .expect("it arrives");
    let person = &seen["people"][0];
    assert_eq!(person["initials"], "АВ");
    assert_eq!(
        (&person["row"], &person["col"], &person["editing"]),
        (&row.as_str().into(), &"jobs".into(), &true.into())
    );
    assert!(
        stranger
            .wait_for_event("presence", Duration::from_millis(300))
            .is_none()
    );
    app.as_member()
        .post("/live/presence", &[("tab", "a"), ("place", "")])
        .expect(204);
    let gone = colleague
        .wait_for_event("presence", Duration::from_secs(1))
        .expect("leaving is told");
    assert_eq!(gone["people"], serde_json::json!([]));
}

#[test]
fn a_server_that_stops_ends_its_streams_at_once() {
    let mut app = TestApp::start();
    let _open = app.as_viewer().follow_live("/live?tab=b");
    let begun = Instant::now();
    app.state.hub.close();
    app.stop();
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn an_edit_at_one_process_arrives_in_the_streams_of_another() {
    let app = TestApp::start();
    let other = app.beside();
    let mut colleague = other.as_viewer().follow_live("/live?tab=b");
    edit_on(&app.as_member(), GREENHOUSE, "jobs", "31", "24", 2).expect(200);
    let event = colleague.wait_for_event("project_rows", Duration::from_secs(1));
    assert_eq!(
        event.expect("it arrives")["rows"][0][0],
        GREENHOUSE.to_string()
    );
}

#[test]
fn whoever_is_removed_or_signs_out_is_told_nothing_more() {
    let app = TestApp::start();
    let mut removed = app.as_viewer().follow_live("/live?tab=b");
    let mut colleague = app.as_member().follow_live("/live?tab=c");
    let viewer = app.fixture.agency.person(Role::Viewer).id;
    app.as_owner()
        .post(&format!("/settings/members/{viewer}/end"), &[])
        .expect(303);
    removed
        .wait_for_event("signed_out", Duration::from_secs(1))
        .expect("the open page is told");
    edit_on(&app.as_member(), GREENHOUSE, "jobs", "31", "24", 2).expect(200);
    colleague
        .wait_for_event("project_rows", Duration::from_secs(1))
        .expect("the others go on");
    assert!(
        removed
            .wait_for_event("project_rows", Duration::from_millis(300))
            .is_none()
    );
}
