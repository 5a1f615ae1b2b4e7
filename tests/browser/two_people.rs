//! Two browsers at one row.

use std::time::Duration;

use super::{cell, open_register, type_over, wait_until_saved};
use crate::fixtures::agency::GREENHOUSE;
use crate::support::TestApp;
use crate::support::browser::{Window, quoted};

const VETROVA: &str = "a.vetrova@agency.example";
const GROMOV: &str = "p.gromov@agency.example";

fn shows(window: &Window, column: &str, text: &str) -> String {
    let _ = window;
    format!(
        "document.querySelector({}).innerText.includes({})",
        quoted(&cell(GREENHOUSE, column)),
        quoted(text)
    )
}

/// Both see the register and know of each other.
fn two_windows(app: &TestApp) -> (Window, Window) {
    let (one, two) = (app.window_of(VETROVA), app.window_of(GROMOV));
    open_register(&one);
    open_register(&two);
    for window in [&one, &two] {
        window.wait_until(
            "the other one is seen",
            "!document.querySelector('#people').hidden",
        );
    }
    (one, two)
}

#[test]
fn a_change_appears_in_the_other_browser_within_a_second_with_initials() {
    let app = TestApp::start();
    let (one, two) = two_windows(&app);
    type_over(&one, GREENHOUSE, "jobs", "41");
    wait_until_saved(&one);
    two.wait_at_most(
        Duration::from_secs(1),
        "the new value",
        &shows(&two, "jobs", "41"),
    );
    two.wait_at_most(
        Duration::from_secs(1),
        "whose it is",
        &shows(&two, "jobs", "АВ"),
    );
    assert_eq!(one.complaints(), Vec::<String>::new());
    assert_eq!(two.complaints(), Vec::<String>::new());
}

#[test]
fn edits_of_different_cells_of_one_row_both_stand() {
    let app = TestApp::start();
    let (one, two) = two_windows(&app);
    // Both editors are open before either is saved.
    for (window, column) in [(&one, "jobs"), (&two, "own")] {
        window.click(&cell(GREENHOUSE, column));
        window.press("F2");
        window.value("document.activeElement.select()");
    }
    one.write("42");
    two.write("17");
    one.press("Enter");
    two.press("Enter");
    for window in [&one, &two] {
        wait_until_saved(window);
        window.wait_until("the one", &shows(window, "jobs", "42"));
        window.wait_until("and the other", &shows(window, "own", "17,0"));
    }
}

/// Both type into the same cell; the second meets the panel.
fn a_conflict(app: &TestApp) -> (Window, Window) {
    let (one, two) = two_windows(app);
    for window in [&one, &two] {
        window.click(&cell(GREENHOUSE, "requested"));
        window.press("F2");
        window.value("document.activeElement.select()");
    }
    one.write("50");
    two.write("47");
    one.press("Enter");
    wait_until_saved(&one);
    two.press("Enter");
    two.wait_until(
        "the panel",
        "document.querySelectorAll('.conflict td.val').length === 3",
    );
    (one, two)
}

#[test]
fn edits_of_the_same_cell_bring_up_both_values_and_mine_can_be_kept() {
    let app = TestApp::start();
    let (one, two) = a_conflict(&app);
    let values = two.value(
        "[...document.querySelectorAll('.conflict td.val')].map((c) => c.innerText).join(' ')",
    );
    assert_eq!(values, "48,5 47 50");
    two.wait_for_text("[data-slot=save]", "1 конфликт");
    two.click(".conflict button[value=mine]");
    wait_until_saved(&two);
    for window in [&one, &two] {
        window.wait_until("mine", &shows(window, "requested", "47,0"));
    }
}

#[test]
fn in_a_conflict_theirs_can_be_taken() {
    let app = TestApp::start();
    let (one, two) = a_conflict(&app);
    two.click(".conflict button[value=theirs]");
    wait_until_saved(&two);
    for window in [&one, &two] {
        window.wait_until("theirs", &shows(window, "requested", "50,0"));
    }
}

#[test]
fn in_a_conflict_a_third_value_can_be_written() {
    let app = TestApp::start();
    let (one, two) = a_conflict(&app);
    two.click(".conflict #merged");
    two.value("document.activeElement.select()");
    two.write("49");
    two.press("Enter");
    // Enter in the field of the result takes the result, not the first of the buttons.
    wait_until_saved(&two);
    for window in [&one, &two] {
        window.wait_until("the result", &shows(window, "requested", "49,0"));
    }
}

#[test]
fn the_cell_in_which_a_colleague_types_is_marked_with_their_name() {
    let app = TestApp::start();
    let (one, two) = two_windows(&app);
    one.click(&cell(GREENHOUSE, "name"));
    one.press("F2");
    two.wait_until("whose cell it is", &shows(&two, "name", "Ветрова"));
    one.press("Escape");
    two.wait_until("only where they are", &shows(&two, "name", "АВ"));
}
