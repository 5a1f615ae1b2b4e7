//! Two people at one row: what stands beside each other, and what has to be settled.

use super::{cell, edit, edit_on, row, version};
use crate::fixtures::agency::GREENHOUSE;
use crate::support::{Caller, TestApp};

fn edit_in_tab(caller: &Caller, tab: &str, value: &str, version: i64) -> u16 {
    let fields = [
        ("value", value),
        ("base", "24"),
        ("version", &version.to_string()),
        ("tab", tab),
    ];
    caller
        .post(&format!("/register/cells/{GREENHOUSE}/jobs"), &fields)
        .status
}

#[test]
fn changes_to_different_fields_of_one_row_both_stand() {
    let app = TestApp::start();
    edit_on(&app.as_member(), GREENHOUSE, "jobs", "30", "24", 2).expect(200);
    // The manager has not seen it yet.
    let page = edit_on(&app.as_manager(), GREENHOUSE, "own", "15", "12,0", 2)
        .expect(200)
        .page();
    assert_eq!(
        (cell(&page, "jobs"), cell(&page, "own")),
        ("30".to_owned(), "15,0".to_owned())
    );
}

#[test]
fn the_later_change_of_one_field_is_shown_both_values_and_overwrites_nothing() {
    let app = TestApp::start();
    edit_on(&app.as_member(), GREENHOUSE, "requested", "50", "48,5", 2).expect(200);
    let page = edit_on(&app.as_manager(), GREENHOUSE, "requested", "47", "48,5", 2)
        .expect(409)
        .page();
    assert_eq!(
        page.texts("td.val"),
        ["48,5", "47", "50"],
        "base, mine, theirs"
    );
    assert!(page.text("table").contains("Ветрова"), "by whom");
    assert!(page.text("header").contains("Запрос"), "which field");
    assert_eq!(
        cell(&row(&app.as_viewer(), GREENHOUSE), "requested"),
        "50,0"
    );
}

#[test]
fn a_conflict_is_settled_one_of_three_ways() {
    for (take, merged, result) in [
        ("mine", "", "47,0"),
        ("theirs", "", "50,0"),
        ("merged", "48,25", "48,3"),
    ] {
        let app = TestApp::start();
        let manager = app.as_manager();
        edit_on(&app.as_member(), GREENHOUSE, "requested", "50", "48,5", 2).expect(200);
        let page = edit_on(&manager, GREENHOUSE, "requested", "47", "48,5", 2)
            .expect(409)
            .page();
        let action = format!("/register/cells/{GREENHOUSE}/requested");
        let mut form = page.form(&action).with("take", take);
        if !merged.is_empty() {
            form = form.with("merged", merged);
        }
        let page = manager.post(&action, &form.pairs()).expect(200).page();
        assert_eq!(cell(&page, "requested"), result, "{take}");
    }
}

#[test]
fn whoever_settles_a_conflict_late_meets_the_next_one() {
    let app = TestApp::start();
    let manager = app.as_manager();
    edit_on(&app.as_member(), GREENHOUSE, "requested", "50", "48,5", 2).expect(200);
    let page = edit_on(&manager, GREENHOUSE, "requested", "47", "48,5", 2)
        .expect(409)
        .page();
    let action = format!("/register/cells/{GREENHOUSE}/requested");
    let form = page.form(&action).with("take", "mine");
    edit(&app.as_admin(), GREENHOUSE, "requested", "51").expect(200);
    manager.post(&action, &form.pairs()).expect(409);
}

#[test]
fn one_s_own_earlier_edit_is_no_conflict_but_only_in_the_same_tab() {
    let app = TestApp::start();
    let member = app.as_member();
    assert_eq!(edit_in_tab(&member, "one", "30", 2), 200);
    // Typed before the answer to the first was there.
    assert_eq!(edit_in_tab(&member, "one", "31", 2), 200);
    assert_eq!(edit_in_tab(&member, "other", "32", 2), 409);
    // Somebody else between two of one's own.
    assert_eq!(edit_in_tab(&app.as_manager(), "theirs", "33", 4), 200);
    assert_eq!(edit_in_tab(&member, "one", "34", 2), 409);
}

#[test]
fn the_same_value_from_two_people_is_no_conflict() {
    let app = TestApp::start();
    edit_on(&app.as_member(), GREENHOUSE, "jobs", "30", "24", 2).expect(200);
    let page = edit_on(&app.as_manager(), GREENHOUSE, "jobs", "30", "24", 2)
        .expect(200)
        .page();
    assert_eq!(version(&page), 3, "nothing was written the second time");
}

#[test]
fn people_who_edit_at_once_lose_nothing_and_overwrite_nothing() {
    let app = TestApp::start();
    let callers = [
        app.as_member(),
        app.as_manager(),
        app.as_admin(),
        app.as_owner(),
    ];
    let saved: Vec<(String, u16)> = std::thread::scope(|scope| {
        let edits: Vec<_> = callers
            .iter()
            .enumerate()
            .map(|(i, caller)| {
                scope.spawn(move || {
                    let value = format!("{}", 100 + i);
                    let status = edit_on(caller, GREENHOUSE, "jobs", &value, "24", 2).status;
                    (value, status)
                })
            })
            .collect();
        edits
            .into_iter()
            .map(|e| e.join().expect("an edit is answered"))
            .collect()
    });
    let winners: Vec<&String> = saved
        .iter()
        .filter(|(_, s)| *s == 200)
        .map(|(v, _)| v)
        .collect();
    assert_eq!(winners.len(), 1, "{saved:?}");
    assert!(
        saved.iter().all(|(_, s)| matches!(s, 200 | 409)),
        "{saved:?}"
    );
    assert_eq!(
        &cell(&row(&app.as_viewer(), GREENHOUSE), "jobs"),
        winners[0]
    );
}
