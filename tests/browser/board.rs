//! The board by mouse, by keyboard and by finger; two people at one board.

use std::time::Duration;

use crate::board::ask_for_support;
use crate::fixtures::agency::{GREENHOUSE, IDEA};
use crate::support::TestApp;
use crate::support::browser::{Window, quoted};

const VETROVA: &str = "a.vetrova@agency.example";
const GROMOV: &str = "p.gromov@agency.example";

fn card() -> String {
    format!(".card[data-card=\"{GREENHOUSE}\"]")
}

fn stands_in(column: &str) -> String {
    format!(
        "document.querySelector({})",
        quoted(&format!("[data-col={column}] {}", card()))
    )
}

fn open_board(window: &Window) {
    window.open("/board");
    window.wait_until(
        "the board is at work",
        "document.querySelector('.card[tabindex=\"0\"]')",
    );
}

#[test]
fn a_card_is_dragged_where_it_may_go_and_the_colleague_sees_it() {
    let app = TestApp::start();
    ask_for_support(&app);
    let (one, two) = (app.window_of(VETROVA), app.window_of(GROMOV));
    open_board(&one);
    open_board(&two);
    one.drag(&card(), "[data-col=in_commission]", |window| {
        window.wait_until(
            "allowed columns are lit",
            "document.querySelector('[data-col=in_commission].is-allowed')",
        );
        window.wait_for_text("[data-col=on_support] .verdict", "не переходят");
    });
    one.wait_until("it stands there", &stands_in("in_commission"));
    one.wait_for_text("#head-in_commission .badge", "1");
    two.wait_at_most(
        Duration::from_secs(2),
        "the colleague sees it",
        &stands_in("in_commission"),
    );
    two.wait_for_text("#head-application_full .badge", "0");
    assert_eq!(one.complaints(), Vec::<String>::new());
    assert_eq!(two.complaints(), Vec::<String>::new());
}

#[test]
fn a_card_let_fall_where_it_may_not_go_is_back_with_the_reason() {
    let app = TestApp::start();
    let window = app.window_of(VETROVA);
    open_board(&window);
    window.drag(&card(), "[data-col=in_commission]", |window| {
        window.wait_until(
            "it is dimmed",
            "document.querySelector('[data-col=in_commission].is-forbidden')",
        );
    });
    window.wait_for_text(&format!("{} .card-why", card()), "меру поддержки");
    assert!(window.is(&stands_in("application_full")));
}

#[test]
fn a_move_that_asks_why_opens_its_form() {
    let app = TestApp::start();
    let window = app.window_of(VETROVA);
    open_board(&window);
    window.drag(&card(), "[data-col=ended]", |window| {
        window.wait_until(
            "it may end",
            "document.querySelector('[data-col=ended].is-allowed')",
        );
    });
    window.wait_until(
        "the reason is asked",
        "document.activeElement.name === 'reason'",
    );
    window.write("построено");
    window.click("#move-dialog details[open] form .btn");
    window.wait_for_text("#head-ended .badge", "2");
    assert!(!window.is(&stands_in("application_full")));
}

#[test]
fn the_board_is_worked_by_keys() {
    let app = TestApp::start();
    ask_for_support(&app);
    let window = app.window_of(VETROVA);
    open_board(&window);
    window.value(&format!(
        "document.querySelector({}).focus()",
        quoted(&card())
    ));
    window.press("m");
    window.wait_for_text("#board-say", "взята");
    window.press("ArrowRight");
    window.wait_for_text("#board-say", "На комиссии");
    window.press("Escape");
    window.wait_for_text("#board-say", "возвращена");
    assert!(window.is(&stands_in("application_full")));
    window.press("m");
    window.wait_for_text("#board-say", "взята");
    window.press("ArrowRight");
    window.press("Enter");
    window.wait_until("it stands there", &stands_in("in_commission"));
    window.wait_until(
        "the focus went along",
        &format!("document.activeElement.dataset.card === '{GREENHOUSE}'"),
    );
    window.press("ArrowLeft");
    assert!(!window.is(&format!(
        "document.activeElement.dataset.card === '{GREENHOUSE}'"
    )));
}

#[test]
fn on_a_phone_the_grip_opens_the_list_of_moves() {
    let app = TestApp::start();
    let window = app.window_of(VETROVA);
    window.be_a_phone();
    open_board(&window);
    window.click(&format!("{} .grip", card()));
    window.wait_for_text("#move-dialog", "Приостановить");
    window.click("#move-dialog details[data-to=frozen] summary");
    window.click("#move-dialog details[data-to=frozen] textarea");
    window.write("ждём землю");
    window.click("#move-dialog details[data-to=frozen] .btn-primary");
    window.wait_for_text("#head-frozen .badge", "2");
}

#[test]
fn a_card_that_a_colleague_moved_meanwhile_is_refused_with_the_reason() {
    let app = TestApp::start();
    ask_for_support(&app);
    let window = app.window_of(VETROVA);
    open_board(&window);
    window.click(&format!("{} .grip", card()));
    window.wait_for_text("#move-dialog", "Передать на комиссию");
    let fields = [("to", "ended"), ("version", "2"), ("reason", "построено")];
    app.as_manager()
        .post(&format!("/projects/{GREENHOUSE}/moves"), &fields)
        .expect(303);
    window.click("#move-dialog form[data-to=in_commission] .btn");
    window.wait_for_text("#move-dialog [data-refused]", "Завершено");
}

#[test]
fn the_board_and_its_list_of_moves_have_no_barriers() {
    let app = TestApp::start();
    let window = app.window_of(GROMOV);
    open_board(&window);
    assert_eq!(window.barriers(), Vec::<String>::new());
    window.click(&format!(".card[data-card=\"{IDEA}\"] .grip"));
    window.wait_for_text("#move-dialog", "Удалить");
    window.wait_until(
        "the dialog has come",
        "document.getAnimations().every((a) => a.playState !== 'running')",
    );
    assert_eq!(window.barriers(), Vec::<String>::new());
    window.open("/board?group=lead&open=frozen");
    assert_eq!(window.barriers(), Vec::<String>::new());
}
