//! Where one is signed in, and ending that.

use crate::fixtures::agency::PASSWORD;
use crate::support::{Caller, TestApp};

const KIM: &str = "d.kim@agency.example";

/// The same person in one more browser.
fn another_browser(app: &TestApp, agent: &str) -> Caller {
    let caller = app.as_nobody().with_header("user-agent", agent);
    caller
        .post("/sign-in", &[("email", KIM), ("password", PASSWORD)])
        .expect(303);
    caller
}

const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1";
const OFFICE: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0";

#[test]
fn a_person_sees_their_devices_in_words_and_ends_one() {
    let app = TestApp::start();
    let (office, phone) = (another_browser(&app, OFFICE), another_browser(&app, PHONE));
    let page = office.get("/settings/sessions").expect(200).page();
    let devices = page.texts(".session b");
    assert_eq!(
        devices,
        ["Firefox, Windows", "Safari, iPhone"],
        "this one first"
    );
    assert_eq!(page.texts(".session .chip"), ["этот сеанс"]);
    let ends = page.attributes(".session form", "action");
    office.post(&ends[1], &[]).expect(303);
    phone.get("/register").expect(303);
    office.get("/register").expect(200);
}

#[test]
fn all_other_sessions_end_together() {
    let app = TestApp::start();
    let (office, phone) = (another_browser(&app, OFFICE), another_browser(&app, PHONE));
    office
        .post("/settings/sessions/end-others", &[])
        .expect(303);
    phone.get("/register").expect(303);
    office.get("/register").expect(200);
}

#[test]
fn ending_this_session_signs_out() {
    let app = TestApp::start();
    let office = another_browser(&app, OFFICE);
    let page = office.get("/settings/sessions").page();
    let ends = page.attributes(".session form", "action");
    assert_eq!(
        office.post(&ends[0], &[]).expect(303).location(),
        "/sign-in"
    );
    office.get("/register").expect(303);
}

#[test]
fn somebody_else_s_session_is_not_there() {
    let app = TestApp::start();
    let office = another_browser(&app, OFFICE);
    let ends = office
        .get("/settings/sessions")
        .page()
        .attributes(".session form", "action");
    app.as_owner().post(&ends[0], &[]).expect(404);
    office.get("/register").expect(200);
}
