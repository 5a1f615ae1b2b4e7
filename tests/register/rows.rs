//! The list itself: whole, in order, and cheap.

use invest_crm::accounts::Role;

use super::{every_page, ids, lines};
use crate::fixtures::agency::{GREENHOUSE, HOTEL, IDEA};
use crate::fixtures::many::add_projects;
use crate::support::TestApp;

/// Sorted column in addresses, its column in the copies, and what stands for an empty value there.
const ORDERS: [(&str, &str, &str); 14] = [
    ("number", "number_value", "NULL"),
    ("client", "client_name", "''"),
    ("name", "name", "''"),
    ("state", "state_rank", "NULL"),
    ("inn", "client_inn", "''"),
    ("district", "district", "''"),
    ("industry", "industry", "''"),
    ("own", "own_kopecks", "-1"),
    ("requested", "requested_kopecks", "-1"),
    ("total", "total_kopecks", "-1"),
    ("tax", "tax_kopecks", "-1"),
    ("jobs", "jobs", "-1"),
    ("date", "application_date", "DATE '0001-01-01'"),
    ("lead", "lead_name", "''"),
];

#[test]
fn every_order_shows_each_project_once_and_the_empty_ones_last() {
    let app = TestApp::start();
    add_projects(&app, 250);
    let caller = app.as_viewer();
    for (column, key, empty) in ORDERS {
        for (dir, sql) in [("asc", ""), ("desc", " DESC")] {
            let expected = lines(
                &app,
                &format!(
                    "SELECT project_id::text AS line FROM project_rows WHERE organization_id = app_org() \
                     ORDER BY {key} IS NOT DISTINCT FROM {empty}, {key}{sql}, project_id{sql}"
                ),
            );
            assert_eq!(expected.len(), 255);
            let shown = every_page(&caller, &format!("sort={column}&dir={dir}"));
            assert_eq!(shown, expected, "by {column} {dir}");
        }
    }
}

#[test]
fn a_row_that_moves_or_goes_while_one_scrolls_takes_no_other_with_it() {
    let app = TestApp::start();
    add_projects(&app, 130);
    let caller = app.as_manager();
    let first = caller
        .get("/register/rows?sort=jobs&dir=desc")
        .expect(200)
        .page();
    let next = first
        .attribute("tr.grid-more", "data-next")
        .expect("there is more");
    let last = ids(&first).pop().expect("there are rows");
    // The row at the edge gets another value: the next page begins where the eye left off.
    super::edit(&caller, last.parse().expect("an id"), "jobs", "900000").expect(200);
    let second = caller.get(&next).expect(200).page();
    assert!(ids(&second).iter().all(|id| !ids(&first).contains(id)));
    let together = ids(&first).len() + ids(&second).len();
    assert_eq!(together, 120);
}

#[test]
fn the_page_works_without_a_script() {
    let app = TestApp::start();
    add_projects(&app, 70);
    let viewer = app.as_viewer();
    let page = viewer.get("/register").expect(200).page();
    assert_eq!(ids(&page).len(), 60);
    let more = page.link("Показать ещё").expect("a link leads on");
    assert_eq!(ids(&viewer.get(&more).expect(200).page()).len(), 15);
    let by_name = page.attribute("th[data-col=name] a", "href");
    let by_name = by_name.expect("a heading sorts");
    let sorted = viewer.get(&by_name).expect(200).page();
    assert_eq!(
        sorted
            .attribute("th[data-col=name]", "aria-sort")
            .as_deref(),
        Some("ascending")
    );
}

#[test]
fn a_viewer_and_a_member_of_others_projects_see_why_they_cannot_edit() {
    let app = TestApp::start();
    let page = app.as_viewer().get("/register").expect(200).page();
    let reasons = page.attributes("tr[data-version]", "data-readonly");
    assert_eq!(reasons.len(), 5, "every row says it");
    app.in_agency(|work| {
        use diesel::connection::SimpleConnection as _;
        let set = "UPDATE organizations SET members_edit = 'assigned' WHERE id = app_org()";
        work.conn().batch_execute(set).expect("it can be set");
    });
    let page = app.as_member().get("/register").expect(200).page();
    let free: Vec<String> = page
        .all("tr[data-version]")
        .into_iter()
        .filter(|row| row.attr("data-readonly").is_none())
        .filter_map(|row| Some(row.attr("data-id")?.to_owned()))
        .collect();
    assert_eq!(
        free,
        [HOTEL.to_string(), GREENHOUSE.to_string()],
        "what Ветрова leads"
    );
    let refused = super::edit(&app.as_member(), IDEA, "jobs", "1").expect(403);
    assert!(refused.text().contains("ведёт другой специалист"));
    super::edit(&app.as_member(), GREENHOUSE, "jobs", "25").expect(200);
}

#[test]
fn one_page_takes_this_many_statements() {
    let app = TestApp::start();
    add_projects(&app, 100);
    for (role, path, expected) in [
        // Begin, who is asking, added fields, saved views, rows, counters, commit.
        (Role::Manager, "/register", 7),
        (Role::Viewer, "/register", 7),
        // A deep page ascending begins after the empty values and may end with them.
        (Role::Manager, "/register?sort=own&dir=asc", 7),
        (
            Role::Manager,
            "/register?sort=name&dir=desc&own.from=1&jobs.filled=1&where=any(state.in.frozen,tax.empty)",
            7,
        ),
        // Other registers have no counters; an order upwards may end with empty values.
        (Role::Manager, "/clients", 7),
        (Role::Manager, "/supports", 6),
        (Role::Manager, "/register/rows", 4),
        (Role::Manager, "/register/totals", 4),
    ] {
        let caller = app.as_role(role);
        caller.get(path).expect(200);
        let (_, statements) = app.statements(|| caller.get(path).expect(200));
        assert_eq!(statements, expected, "{path} as {role:?}");
    }
}

#[test]
fn an_empty_register_says_how_to_begin() {
    let app = TestApp::start();
    app.in_agency(|work| {
        use diesel::connection::SimpleConnection as _;
        let empty = "DELETE FROM project_rows WHERE organization_id = app_org(); \
                     DELETE FROM project_counts WHERE organization_id = app_org()";
        work.conn().batch_execute(empty).expect("it can be emptied");
    });
    let page = app.as_viewer().get("/register").expect(200).page();
    assert!(page.text(".empty").contains("пока нет проектов"));
    assert!(page.link("Новый проект").is_none(), "a viewer makes none");
}
