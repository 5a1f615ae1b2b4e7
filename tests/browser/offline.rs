//! The server goes away and comes back: what was typed meanwhile is kept and sent.

use super::{cell, open_register, type_over, wait_until_saved};
use crate::fixtures::agency::{GREENHOUSE, HATCHERY};
use crate::support::TestApp;
use crate::support::runtime::eventually;

#[test]
fn what_is_typed_while_the_server_is_away_is_sent_when_it_is_back() {
    let mut app = TestApp::start();
    let window = app.window_of("p.gromov@agency.example");
    open_register(&window);
    app.stop();
    type_over(&window, GREENHOUSE, "jobs", "61");
    type_over(&window, HATCHERY, "jobs", "62");
    window.wait_for_text("[data-slot=save]", "2 правки ждут связи");
    window.wait_until(
        "the strip says so",
        "!document.querySelector('#connection').hidden",
    );
    assert_eq!(
        window.text(&cell(GREENHOUSE, "jobs")),
        "61",
        "what was typed stays in sight"
    );
    app.start_again();
    window.value("window.dispatchEvent(new Event('online'))");
    wait_until_saved(&window);
    window.wait_until(
        "the strip is gone",
        "document.querySelector('#connection').hidden",
    );
    let page = app.as_viewer().get("/register").expect(200).page();
    for (id, value) in [(GREENHOUSE, "61"), (HATCHERY, "62")] {
        assert_eq!(page.text(&cell(id, "jobs")), value);
    }
}

#[test]
fn what_waits_survives_a_reload_of_the_page() {
    let mut app = TestApp::start();
    let window = app.window_of("p.gromov@agency.example");
    open_register(&window);
    app.stop();
    type_over(&window, GREENHOUSE, "jobs", "63");
    window.wait_for_text("[data-slot=save]", "1 правка ждёт связи");
    app.start_again();
    // The page itself is loaded anew, as after a crash of the browser's tab.
    window.open("/register");
    window.wait_for_text(&cell(GREENHOUSE, "jobs"), "63");
    let viewer = app.as_viewer();
    eventually("it is saved", std::time::Duration::from_secs(10), || {
        let page = viewer.get("/register").expect(200).page();
        page.text(&cell(GREENHOUSE, "jobs")) == "63"
    });
}

#[test]
fn a_session_that_ends_while_one_types_loses_nothing() {
    let app = TestApp::start();
    let window = app.window_of("p.gromov@agency.example");
    open_register(&window);
    app.in_agency(|work| {
        use diesel::connection::SimpleConnection as _;
        work.conn()
            .batch_execute("DELETE FROM sessions")
            .expect("all sessions end");
    });
    type_over(&window, GREENHOUSE, "jobs", "64");
    window.wait_until(
        "the strip says so",
        "!document.querySelector('#connection').hidden",
    );
    window.wait_until(
        "with the way to sign in",
        "!document.querySelector('#connection [data-slot=sign-in]').hidden",
    );
    assert_eq!(window.text(&cell(GREENHOUSE, "jobs")), "64");
    let cookie = app.session_cookie("p.gromov@agency.example");
    window.set_cookie(&cookie);
    window.value("window.dispatchEvent(new Event('online'))");
    wait_until_saved(&window);
}

#[test]
fn without_the_server_the_register_opens_with_what_waits() {
    let mut app = TestApp::start();
    let window = app.window_of("p.gromov@agency.example");
    open_register(&window);
    let shell = "document.documentElement.dataset.shell";
    window.wait_until("the shell is kept, or it is said why not", shell);
    assert_eq!(window.value(shell), "kept");
    open_register(&window);
    window.wait_until("the worker serves", "navigator.serviceWorker.controller");
    app.stop();
    type_over(&window, GREENHOUSE, "jobs", "65");
    window.wait_for_text("[data-slot=save]", "1 правка ждёт связи");
    open_register(&window);
    window.wait_for_text(&cell(GREENHOUSE, "jobs"), "65");
    window.wait_for_text("[data-slot=save]", "1 правка ждёт связи");
    // And on with the next one.
    type_over(&window, HATCHERY, "jobs", "66");
    app.start_again();
    window.value("window.dispatchEvent(new Event('online'))");
    wait_until_saved(&window);
    let page = app.as_viewer().get("/register").expect(200).page();
    for (id, value) in [(GREENHOUSE, "65"), (HATCHERY, "66")] {
        assert_eq!(page.text(&cell(id, "jobs")), value);
    }
}

#[test]
fn signing_out_with_unsent_edits_asks_and_a_stay_keeps_them() {
    let mut app = TestApp::start();
    let window = app.window_of("p.gromov@agency.example");
    open_register(&window);
    app.stop();
    type_over(&window, GREENHOUSE, "jobs", "67");
    window.wait_for_text("[data-slot=save]", "1 правка ждёт связи");
    window.value("document.querySelector('form[action=\"/sign-out\"]').requestSubmit()");
    window.wait_for_text("#unsent", "Есть неотправленные правки");
    window.click("#unsent button[value=stay]");
    app.start_again();
    window.value("window.dispatchEvent(new Event('online'))");
    wait_until_saved(&window);
    assert_eq!(window.text(&cell(GREENHOUSE, "jobs")), "67");
}

#[test]
fn a_right_that_was_taken_away_is_said_and_what_was_typed_stays() {
    let app = TestApp::start();
    let window = app.window_of("a.vetrova@agency.example");
    open_register(&window);
    app.in_agency(|work| {
        use diesel::connection::SimpleConnection as _;
        let viewer = "UPDATE memberships SET role = 'viewer' WHERE user_id = \
            (SELECT id FROM users WHERE email = 'a.vetrova@agency.example')";
        work.conn()
            .batch_execute(viewer)
            .expect("a role can be changed");
    });
    type_over(&window, GREENHOUSE, "jobs", "68");
    window.wait_for_text("[data-slot=save]", "Не сохранена 1 ячейка");
    assert_eq!(window.text(&cell(GREENHOUSE, "jobs")), "68");
    window.click(&cell(GREENHOUSE, "jobs"));
    window.wait_for_text("#cell-tip", "можете смотреть, но не изменять");
}
