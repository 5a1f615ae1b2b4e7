//! Workbooks come in: what is read of them, what is refused, who may bring them.

mod again;
mod at_once;
mod choosing;
mod copies;
mod dirty;
mod foreign;
mod fuzz;
mod hostile;
mod killed;
mod large;
mod score;
mod stories;
mod wizard;

use std::path::PathBuf;
use std::time::Duration;

use invest_crm::imports::worker;

use crate::support::runtime::eventually;
use crate::support::{Answer, Caller, TestApp};

/// A workbook of the fixtures.
pub fn workbook(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/workbooks")
        .join(name)
}

/// A server with its background worker.
pub fn app_with_worker() -> TestApp {
    let app = TestApp::start();
    worker::start(
        app.state.db.clone(),
        app.state.store.clone(),
        app.state.hub.clone(),
    );
    app
}

/// Sends a file as the browser does.
pub fn bring(caller: &Caller, name: &str, bytes: Vec<u8>) -> Answer {
    let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
    caller.upload(
        "/imports",
        reqwest::multipart::Form::new().part("file", part),
    )
}

/// Looks at the page of an import until nothing is being done any more.
pub fn wait_until_done(caller: &Caller, address: &str) -> String {
    let mut text = String::new();
    eventually(
        "the import comes to an end",
        Duration::from_secs(60),
        || {
            text = caller.get(address).text();
            !text.contains("import-progress")
        },
    );
    text
}

/// Brings a file of the fixtures and gives the text of its page once it is read.
pub fn read_file(caller: &Caller, name: &str) -> (String, String) {
    let bytes = std::fs::read(workbook(name)).expect("a fixture");
    let answer = bring(caller, name, bytes);
    assert_eq!(answer.status, 303, "{name} is taken: {}", answer.text());
    let address = answer.location().to_owned();
    let text = wait_until_done(caller, &address);
    (address, text)
}

/// One text out of the database of the agency.
pub fn text(app: &TestApp, query: &'static str) -> String {
    use diesel::prelude::*;
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        text: String,
    }
    app.in_agency(|work| {
        let rows: Vec<Row> = invest_crm::db::sql(query)
            .load(work.conn())
            .expect("the table");
        rows.into_iter()
            .map(|r| r.text)
            .collect::<Vec<_>>()
            .join("|")
    })
}
