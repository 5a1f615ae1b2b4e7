//! The grid without a mouse.

use super::{cell, open_register, type_over, wait_until_saved};
use crate::fixtures::agency::GREENHOUSE;
use crate::support::TestApp;

const FOCUSED: &str = "document.activeElement.dataset.col";

#[test]
fn arrows_walk_f2_opens_enter_saves_and_goes_down_and_escape_gives_up() {
    let app = TestApp::start();
    let window = app.window_of("p.gromov@agency.example");
    open_register(&window);
    window.click(&cell(GREENHOUSE, "jobs"));
    window.press("ArrowLeft");
    assert_eq!(window.value(FOCUSED), "total");
    window.press("ArrowRight");
    window.press("ArrowDown");
    assert_eq!(window.value(FOCUSED), "jobs");
    window.press("ArrowUp");
    let row = "document.activeElement.closest('tr').dataset.id";
    assert_eq!(window.value(row), GREENHOUSE.to_string());

    window.press("F2");
    assert_eq!(
        window.value("document.activeElement.value"),
        "24",
        "the editor begins with the value"
    );
    window.press("5");
    window.press("Escape");
    assert_eq!(
        window.text(&cell(GREENHOUSE, "jobs")),
        "24",
        "nothing was changed"
    );
    assert_eq!(
        window.value(FOCUSED),
        "jobs",
        "the focus is back at the cell"
    );

    // A digit replaces what was there.
    window.press("3");
    window.press("7");
    window.press("Enter");
    wait_until_saved(&window);
    window.wait_for_text(&cell(GREENHOUSE, "jobs"), "37");
    assert_ne!(
        window.value(row),
        GREENHOUSE.to_string(),
        "Enter goes one row down"
    );
    assert_eq!(window.value(FOCUSED), "jobs");
    assert_eq!(window.complaints(), Vec::<String>::new());
}

#[test]
fn tab_saves_and_goes_to_the_next_cell_that_can_be_edited() {
    let app = TestApp::start();
    let window = app.window_of("p.gromov@agency.example");
    open_register(&window);
    window.click(&cell(GREENHOUSE, "own"));
    window.press("Enter");
    window.value("document.activeElement.select()");
    window.write("15,5");
    window.press("Tab");
    assert_eq!(window.value(FOCUSED), "requested");
    window.wait_for_text(&cell(GREENHOUSE, "own"), "15,5");
    wait_until_saved(&window);
}

#[test]
fn a_refusal_keeps_what_was_typed_and_says_why_at_the_cell() {
    let app = TestApp::start();
    let window = app.window_of("p.gromov@agency.example");
    open_register(&window);
    type_over(&window, GREENHOUSE, "own", "много");
    let refused = format!(
        "document.querySelector('{}').matches('[aria-invalid=true]')",
        cell(GREENHOUSE, "own")
    );
    window.wait_until("the cell is marked", &refused);
    window.wait_for_text("[data-slot=save]", "Не сохранена 1 ячейка");
    assert_eq!(window.text(&cell(GREENHOUSE, "own")), "много");
    window.click(&cell(GREENHOUSE, "own"));
    window.wait_for_text("#cell-tip", "Нужно число");
    // Going on from what was typed.
    window.press("F2");
    assert_eq!(window.value("document.activeElement.value"), "много");
    window.value("document.activeElement.select()");
    window.write("16");
    window.press("Enter");
    wait_until_saved(&window);
    window.wait_for_text(&cell(GREENHOUSE, "own"), "16,0");
}

#[test]
fn a_choice_is_found_by_its_letters_and_taken_by_enter() {
    let app = TestApp::start();
    let window = app.window_of("p.gromov@agency.example");
    open_register(&window);
    window.click(&cell(GREENHOUSE, "district"));
    window.press("F2");
    window.wait_until(
        "the list is there",
        "document.querySelectorAll('#cell-list [role=option]').length === 3",
    );
    window.value("document.activeElement.select()");
    window.write("корс");
    window.wait_until(
        "one is left",
        "document.querySelectorAll('#cell-list [role=option]').length === 1",
    );
    window.press("Enter");
    window.wait_for_text(&cell(GREENHOUSE, "district"), "Корсаковский район");
    wait_until_saved(&window);
}

#[test]
fn the_person_who_may_not_edit_is_told_why() {
    let app = TestApp::start();
    let window = app.window_of("d.kim@agency.example");
    open_register(&window);
    window.click(&cell(GREENHOUSE, "jobs"));
    window.press("F2");
    window.wait_for_text("#cell-tip", "можете смотреть, но не изменять");
    assert!(!window.is("document.querySelector('.cell-input')"));
}
