//! Totals and groups: over the whole filter, to the kopeck, and equal to what leaves as a file.

use super::{ids, lines};
use crate::fixtures::many::add_projects;
use crate::support::TestApp;

/// Sum of a column of the exported table, in kopecks; and how many of its cells are empty.
fn exported(app: &TestApp, query: &str, column: usize) -> (i64, usize) {
    let answer = app
        .as_manager()
        .get(&format!("/register/export.csv?{query}"))
        .expect(200);
    let text = answer.text();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut found = (0, 0);
    for record in reader.records() {
        let record = record.expect("a record");
        let digits: String = record[column]
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        match digits.parse::<i64>() {
            Ok(n) => found.0 += n,
            Err(_) => found.1 += 1,
        }
    }
    found
}

/// What the page of all totals says of a column: sum, mean, filled, empty, without spaces.
fn says(app: &TestApp, query: &str, column: &str) -> Vec<String> {
    let page = app
        .as_viewer()
        .get(&format!("/register/totals?{query}"))
        .expect(200)
        .page();
    let cells = page.texts(&format!("tr[data-total={column}] td"));
    cells
        .into_iter()
        .map(|c| c.replace(['\u{a0}', '₽', ' '], ""))
        .collect()
}

#[test]
fn totals_equal_the_exported_file_to_the_kopeck() {
    let app = TestApp::start();
    add_projects(&app, 400);
    for query in [
        "",
        "state=frozen",
        "jobs.from=3&where=any(state.in.ended,requested.empty)",
    ] {
        let (kopecks, empty) = exported(&app, query, 7);
        let own = says(&app, query, "own");
        let sum = own[0].replace(',', "");
        let expected = match kopecks % 100 {
            0 => (kopecks / 100).to_string(),
            _ => kopecks.to_string(),
        };
        assert_eq!(sum, expected, "{query}");
        assert_eq!(own[3], empty.to_string(), "{query}");
        let (jobs, _) = exported(&app, query, 10);
        assert_eq!(says(&app, query, "jobs")[0], jobs.to_string(), "{query}");
    }
}

#[test]
fn the_row_under_the_grid_says_the_figure_that_is_chosen() {
    let app = TestApp::start();
    let row = |agg: &str| {
        let page = app
            .as_viewer()
            .asking_for_fragment()
            .get(&format!("/register/totals?agg={agg}"))
            .expect(200);
        page.page()
    };
    // Four times 12 millions of their own, and 24 jobs three times.
    assert_eq!(row("sum").text("[data-total=jobs]"), "72");
    assert_eq!(row("mean").text("[data-total=jobs]"), "24");
    assert_eq!(row("count").text("[data-total=jobs]"), "3");
    assert_eq!(row("empty").text("[data-total=jobs]"), "2");
}

#[test]
fn groups_come_to_the_whole_and_close() {
    let app = TestApp::start();
    add_projects(&app, 300);
    let viewer = app.as_viewer();
    for by in [
        "state",
        "district",
        "industry",
        "lead",
        "programme",
        "client_kind",
    ] {
        let page = viewer
            .get(&format!("/register?group={by}"))
            .expect(200)
            .page();
        let counts: i64 = page
            .texts("tr.grid-group .n")
            .iter()
            .map(|n| n.replace('\u{a0}', "").parse::<i64>().expect("a number"))
            .sum();
        assert_eq!(counts, 305, "by {by}");
        assert!(!ids(&page).is_empty(), "by {by}");
    }
    let frozen = lines(
        &app,
        "SELECT sum(jobs) FILTER (WHERE jobs >= 0)::text AS line FROM project_rows \
         WHERE organization_id = app_org() AND state = 'frozen'",
    );
    let page = viewer
        .get("/register?group=state&cols=number.jobs")
        .expect(200)
        .page();
    let groups = page.texts("tr.grid-group");
    let paused = groups
        .iter()
        .find(|g| g.contains("Приостановлено"))
        .expect("the group");
    assert!(
        paused.replace('\u{a0}', "").contains(&frozen[0]),
        "{paused} has {}",
        frozen[0]
    );
    let shown = ids(&page).len();
    let closed = viewer
        .get("/register?group=state&folded=frozen")
        .expect(200)
        .page();
    assert_eq!(
        ids(&closed).len(),
        shown - 20,
        "a group shows twenty rows at most"
    );
    let all = page.attribute(".grid-rest a", "href").unwrap_or_default();
    assert!(all.contains("state=") || all.contains("state.is="), "{all}");
}

#[test]
fn a_page_by_groups_takes_a_fixed_number_of_statements() {
    let app = TestApp::start();
    add_projects(&app, 100);
    let caller = app.as_manager();
    for path in [
        "/register?group=state",
        "/register?group=district&sort=own&dir=asc",
    ] {
        caller.get(path).expect(200);
        let (_, statements) = app.statements(|| caller.get(path).expect(200));
        // Begin, who is asking, added fields, saved views, the groups, their rows, counters, commit.
        assert_eq!(statements, 8, "{path}");
    }
}
