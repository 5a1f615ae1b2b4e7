//! The box over everything, without a mouse.

use super::open_register;
use crate::fixtures::agency::HATCHERY;
use crate::support::TestApp;

#[test]
fn ctrl_k_finds_arrows_choose_and_enter_opens() {
    let app = TestApp::start();
    let window = app.window_of("p.gromov@agency.example");
    open_register(&window);
    window.value(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', \
         {code: 'KeyK', ctrlKey: true, bubbles: true, cancelable: true}))",
    );
    window.wait_until("the box has the focus", "document.activeElement.id === 'q'");
    window.write("hs,jdjlysq");
    window.wait_for_text(".search-drop .hits-note", "рыбоводный");
    assert_eq!(window.barriers(), Vec::<String>::new());
    window.press("ArrowDown");
    let href = "document.activeElement.getAttribute('href')";
    assert_eq!(window.value(href), format!("/projects/{HATCHERY}"));
    window.press("Escape");
    assert_eq!(window.value("document.activeElement.id"), "q");
    window.press("Enter");
    let there = format!("location.pathname === '/projects/{HATCHERY}'");
    window.wait_until("the project is open", &there);
    assert_eq!(window.complaints(), Vec::<String>::new());
}
