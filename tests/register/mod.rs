//! The register over HTTP: what it shows, how it is edited, and what stays hidden.

mod away;
mod batch;
mod cells;
mod clients;
mod columns;
mod conflicts;
mod counting;
mod custom;
mod explain;
mod export;
mod filters;
mod late;
mod live;
mod nine_editors;
mod row;
mod rows;
mod saved;
mod totals;

use uuid::Uuid;

use crate::support::{Answer, Caller, Page, TestApp};

/// Ids of the projects on a page, in its order.
fn ids(page: &Page) -> Vec<String> {
    page.attributes("tr[data-version]", "data-id")
}

/// All pages of a view, by the links that lead from one to the next.
fn every_page(caller: &Caller, query: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut next = Some(format!("/register/rows?{query}"));
    while let Some(address) = next {
        let page = caller.get(&address).expect(200).page();
        found.extend(ids(&page));
        next = page.attribute("tr.grid-more", "data-next");
    }
    found
}

/// The project as the caller's register shows it now.
fn row(caller: &Caller, id: Uuid) -> Page {
    caller
        .get(&format!("/register/rows/by-id?ids={id}"))
        .expect(200)
        .page()
}

fn version(page: &Page) -> i64 {
    let version = page.attribute("tr[data-version]", "data-version");
    version
        .and_then(|v| v.parse().ok())
        .expect("the row is there")
}

fn cell(page: &Page, column: &str) -> String {
    // Initials before a person's name are a picture.
    let named = page.text(&format!("[data-col={column}] .person .ell"));
    if named.is_empty() {
        page.text(&format!("[data-col={column}]"))
    } else {
        named
    }
}

/// An edit of one cell, based on what the caller's register shows now.
fn edit(caller: &Caller, id: Uuid, column: &str, value: &str) -> Answer {
    let shown = row(caller, id);
    edit_on(
        caller,
        id,
        column,
        value,
        &cell(&shown, column),
        version(&shown),
    )
}

/// A move from the card, where there is room for its reason.
fn move_to(caller: &Caller, id: Uuid, to: &str) -> Answer {
    let version = version(&row(caller, id)).to_string();
    let fields = [("to", to), ("version", &version), ("reason", "так решили")];
    caller.post(&format!("/projects/{id}/moves"), &fields)
}

/// An edit based on an older sight of the row.
fn edit_on(
    caller: &Caller,
    id: Uuid,
    column: &str,
    value: &str,
    base: &str,
    version: i64,
) -> Answer {
    let fields = [
        ("value", value),
        ("base", base),
        ("version", &version.to_string()),
    ];
    caller.post(&format!("/register/cells/{id}/{column}"), &fields)
}

/// What the database says, beside the program.
fn number(app: &TestApp, query: &str) -> i64 {
    use diesel::connection::SimpleConnection as _;
    let mut conn = crate::support::sql::connect(&app.database.app_url);
    let id = app.fixture.agency.id;
    conn.batch_execute(&format!("SET app.organization_id = '{id}'"))
        .expect("it can be set");
    crate::support::sql::number(&mut conn, query)
}

fn lines(app: &TestApp, query: &str) -> Vec<String> {
    use diesel::connection::SimpleConnection as _;
    let mut conn = crate::support::sql::connect(&app.database.app_url);
    let id = app.fixture.agency.id;
    conn.batch_execute(&format!("SET app.organization_id = '{id}'"))
        .expect("it can be set");
    crate::support::sql::lines(&mut conn, query)
}
