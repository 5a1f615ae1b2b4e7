//! Columns: which are shown, in what order, how wide, which stay; in the page, in files and by form.

use super::{cell, edit, ids};
use crate::fixtures::agency::{GREENHOUSE, IDEA};
use crate::support::TestApp;

/// Words of the columns of a page, by its headings and by the cells of its first row.
fn columns(app: &TestApp, query: &str) -> (Vec<String>, Vec<String>) {
    let page = app
        .as_viewer()
        .get(&format!("/register?{query}"))
        .expect(200)
        .page();
    let heads = page.attributes("thead th", "data-col");
    let first = ids(&page)[0].clone();
    let cells = page.attributes(&format!("tr[data-id=\"{first}\"] > *"), "data-col");
    (heads, cells)
}

#[test]
fn the_cells_of_a_row_stand_under_their_headings() {
    let app = TestApp::start();
    let usual = "number client name state inn district industry own requested total jobs tax date lead description";
    for (query, expected) in [
        ("", usual),
        ("cols=name.own.number", "name own number"),
        ("cols=own", "number own"),
        ("cols=nothing", usual),
        (
            "cols=number.days.filled.city.measure.programme.client_kind.client_district.client_phone.changed",
            "number days filled city measure programme client_kind client_district client_phone changed",
        ),
    ] {
        let expected: Vec<&str> = expected.split(' ').collect();
        let (heads, cells) = columns(&app, query);
        assert_eq!(heads, expected, "{query}");
        assert_eq!(cells, expected, "{query}");
    }
}

#[test]
fn related_columns_say_what_the_client_and_the_project_have() {
    let app = TestApp::start();
    let query = "cols=number.filled.client_kind.days&sort=filled&dir=desc";
    let page = app
        .as_viewer()
        .get(&format!("/register?{query}"))
        .expect(200)
        .page();
    let of = |id: uuid::Uuid, column: &str| {
        page.text(&format!("tr[data-id=\"{id}\"] [data-col={column}]"))
    };
    assert_eq!(of(GREENHOUSE, "filled"), "100 %");
    assert_eq!(of(GREENHOUSE, "client_kind"), "Организация");
    assert_eq!(of(GREENHOUSE, "days"), "0");
    assert_eq!(of(IDEA, "filled"), "11 %");
    assert_eq!(ids(&page).last(), Some(&IDEA.to_string()));
}

#[test]
fn a_cell_of_a_chosen_column_is_edited_and_answered_with_the_same_columns() {
    let app = TestApp::start();
    let manager = app.as_manager();
    edit(&manager, GREENHOUSE, "jobs", "31").expect(200);
    let shown = manager
        .get(&format!(
            "/register/rows/by-id?ids={GREENHOUSE}&cols=number.jobs"
        ))
        .expect(200)
        .page();
    assert_eq!(cell(&shown, "jobs"), "31");
    assert_eq!(shown.attributes("tr > *", "data-col"), ["number", "jobs"]);
}

#[test]
fn a_file_has_the_columns_of_the_list_in_their_order() {
    let app = TestApp::start();
    let answer = app
        .as_manager()
        .get("/register/export.csv?cols=number.own.name&name.has=теплич")
        .expect(200);
    let text = answer.text();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "№;Собственные средства, руб.;Проект");
    assert!(
        lines[1].ends_with(";12000000,00;Тепличный комплекс"),
        "{}",
        lines[1]
    );
    assert_eq!(lines.len(), 2);
}

#[test]
fn the_form_chooses_orders_and_widens_without_a_script() {
    let app = TestApp::start();
    let viewer = app.as_viewer();
    let page = viewer
        .get("/register/columns?cols=number.name.own&state=frozen")
        .expect(200)
        .page();
    let form = page.form("/register/columns");
    let pairs = form.pairs();
    assert!(pairs.contains(&("state", "frozen")));
    assert!(pairs.contains(&("place.own", "3")));
    let moved = viewer
        .get("/register/columns?col=number&col=name&col=own&place.number=1&place.name=2&place.own=3&up=own&state=frozen")
        .expect(200)
        .page();
    let order = moved.attributes("input[type=checkbox][checked]", "value");
    assert_eq!(order, ["number", "own", "name"]);
    let applied = viewer
        .get("/register/columns?col=number&col=own&place.number=1&place.own=2&width.own=120&width.number=72&stay=0&state=frozen&apply=1")
        .expect(303);
    let to = applied.location().to_owned();
    assert_eq!(
        to,
        "/register?state=frozen&cols=number.own&frozen=0&w=own-120"
    );
    let list = viewer.get(&to).expect(200).page();
    let sheet = list.attributes("link[rel=stylesheet]", "href");
    let own = sheet
        .iter()
        .find(|h| h.starts_with("/register/layout.css"))
        .expect("a sheet of its own");
    let css = viewer.get(own).expect(200).text();
    assert!(css.contains("col:nth-child(2) { width: 120px; }"), "{css}");
}
