//! The database goes away: the pages say so, and all is well again when it is back.

use std::time::Duration;

use super::{cell, edit_on, row};
use crate::fixtures::agency::GREENHOUSE;
use crate::support::TestApp;
use crate::support::cluster::cluster;
use crate::support::runtime::eventually;

#[test]
fn a_page_without_its_database_says_so_and_recovers_by_itself() {
    let app = TestApp::start();
    let (member, mut live) = (app.as_member(), app.as_viewer().follow_live("/live?tab=b"));
    cluster().shut_out(&app.database);
    let answer = member.get("/register").expect(503);
    assert_eq!(answer.header("retry-after"), "3");
    let page = answer.page();
    assert!(page.text("h1").contains("База данных сейчас недоступна"));
    assert!(
        page.has("meta[http-equiv=refresh]"),
        "the page looks again by itself"
    );
    app.as_nobody().get("/readyz").expect(503);
    app.as_nobody().get("/healthz").expect(200);

    cluster().let_in(&app.database);
    let back = || app.as_nobody().get("/readyz").status == 200;
    eventually("the server is ready again", Duration::from_secs(10), back);
    edit_on(&member, GREENHOUSE, "jobs", "71", "24", 2).expect(200);
    assert_eq!(cell(&row(&member, GREENHOUSE), "jobs"), "71");
    // Whoever listened meanwhile is told to look again.
    live.wait_for_event("resync", Duration::from_secs(5))
        .expect("streams are healed");
}
