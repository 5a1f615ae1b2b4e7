//! From a ready project to a locked protocol, as a secretary does it.

use invest_crm::supports::Body;

use crate::fixtures::agency::GREENHOUSE;
use crate::meetings::{add_measure, add_members};
use crate::support::TestApp;
use crate::support::browser::Window;

/// The script of the agenda listens.
const READY: &str = "document.querySelector('form[data-ready]')";

/// A window that counts what is clicked.
struct Hand {
    window: Window,
    clicks: usize,
}

impl Hand {
    fn click(&mut self, css: &str) {
        self.clicks += 1;
        self.window.click(css);
    }
}

#[test]
fn from_ready_to_a_locked_protocol_in_at_most_ten_clicks() {
    let app = TestApp::start();
    add_measure(&app, GREENHOUSE);
    add_members(&app, Body::Commission);
    let window = app.window_of("p.gromov@agency.example");
    window.open("/meetings");
    let mut hand = Hand { window, clicks: 0 };
    hand.click("a[href='/meetings/new']");
    hand.click(".record-form .btn-primary");
    hand.window.wait_for_text(".agenda", "Тепличный комплекс");
    hand.click("button[name=all]");
    hand.window
        .wait_for_text("#meeting-head", "Кворум есть: 3 из 3");
    hand.click("form[action$='/sending'] button");
    hand.window.wait_for_text("#toasts", "Повестка разослана");
    hand.window.wait_until("keys work", READY);
    // The key decides; no click.
    hand.window.press("1");
    hand.window.wait_for_text("#batch", "На сопровождении");
    hand.window.wait_until(
        "the sum of what is granted is the sum asked for",
        "(([asked, granted]) => asked.innerText === granted.innerText)(document.querySelectorAll('#agenda-sums b'))",
    );
    hand.click("#batch a.btn-primary");
    hand.window
        .wait_for_text(".follow-list", "На сопровождении");
    hand.click("form[action$='/closing'] .btn-primary");
    hand.window.wait_for_text("#meeting-head", "протокол № 1");
    assert!(hand.clicks <= 10, "{} clicks", hand.clicks);
    hand.window.open(&format!("/projects/{GREENHOUSE}"));
    hand.window
        .wait_for_text(".steps .is-now", "На сопровождении");
    assert_eq!(hand.window.complaints(), Vec::<String>::new());
}

#[test]
fn what_one_secretary_decides_appears_at_the_other_and_a_draft_outlives_the_tab() {
    let app = TestApp::start();
    add_measure(&app, GREENHOUSE);
    add_members(&app, Body::Commission);
    let one = app.window_of("p.gromov@agency.example");
    let two = app.window_of("m.li@agency.example");
    one.open("/meetings/new");
    one.click(".record-form .btn-primary");
    one.wait_for_text(".agenda", "Тепличный комплекс");
    let path = one.value("location.pathname");
    let path = path.as_str().expect("a path").to_owned();
    two.open(&path);
    two.wait_for_text(".agenda", "Тепличный комплекс");
    two.wait_until("the stream is open", "document.body.dataset.live === 'up'");
    one.wait_until("keys work", READY);
    one.press("2");
    two.wait_until(
        "the outcome at the other",
        "document.querySelector('.seg input[value=rework]')?.checked",
    );
    one.wait_until(
        "it is saved",
        "!document.querySelector('.is-unsaved') && localStorage.getItem(Object.keys(localStorage).find((k) => k.startsWith('agenda:'))) === '{}'",
    );
    one.open(&path);
    one.wait_until(
        "the draft is there",
        "document.querySelector('.seg input[value=rework]')?.checked",
    );
}
