//! Each order and each filter of the register reaches an index as the application role, with the policies on:
//! the planner is asked, not the stopwatch.

use diesel::PgConnection;
use diesel::connection::SimpleConnection as _;

use invest_crm::accounts::Role;
use invest_crm::register;

use crate::fixtures::agency::actor;
use crate::fixtures::many::add_projects;
use crate::support::TestApp;
use crate::support::sql::{connect, lines};

/// The agency with some thousand projects, analyzed, and the application's connection into it.
fn filled() -> (TestApp, PgConnection) {
    let app = TestApp::start();
    add_projects(&app, 4000);
    let mut owner = connect(&app.database.owner_url);
    owner.batch_execute("ANALYZE").expect("it can be analyzed");
    let mut conn = connect(&app.database.app_url);
    let id = app.fixture.agency.id;
    // With some thousand rows reading all of them is nearly as cheap; with a hundred thousand it is not.
    let set = format!(
        "SET app.organization_id = '{id}'; SET random_page_cost = 1.1; SET enable_seqscan = off"
    );
    conn.batch_execute(&set).expect("it can be set");
    (app, conn)
}

fn plan(conn: &mut PgConnection, query: &str) -> String {
    let explained = format!("EXPLAIN (COSTS off) {query}");
    #[derive(diesel::QueryableByName)]
    struct Line {
        #[diesel(sql_type = diesel::sql_types::Text, column_name = "QUERY PLAN")]
        line: String,
    }
    use diesel::RunQueryDsl as _;
    let found: Vec<Line> = diesel::sql_query(&explained)
        .load(conn)
        .unwrap_or_else(|e| panic!("{query}: {e}"));
    found
        .into_iter()
        .map(|l| l.line)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Sorted columns and a value of each in the middle, as an address has it.
const KEYS: [(&str, &str); 14] = [
    ("number", "2000"),
    ("client", "О"),
    ("name", "О"),
    ("state", "3"),
    ("inn", "5"),
    ("district", "К"),
    ("industry", "Р"),
    ("own", "5000"),
    ("requested", "5000"),
    ("total", "5000"),
    ("tax", "500"),
    ("jobs", "5"),
    ("date", "2020-01-20"),
    ("lead", "К"),
];

/// How the program itself reads the list at this address.
fn plans_of(app: &TestApp, query: &str) -> Vec<String> {
    let manager = actor(&app.fixture.agency, Role::Manager);
    app.in_agency(|work| {
        let set = "SET LOCAL random_page_cost = 1.1; SET LOCAL enable_seqscan = off";
        work.conn().batch_execute(set).expect("it can be set");
        register::plans(work, &manager, register::Register::Projects, query)
            .expect("it can be planned")
    })
}

#[test]
fn a_page_in_any_order_is_read_off_an_index_without_sorting() {
    let (app, _) = filled();
    let id = app.fixture.agency.id.simple();
    for (column, middle) in KEYS {
        for dir in ["asc", "desc"] {
            let order = format!("sort={column}&dir={dir}");
            for query in [order.clone(), format!("{order}&after={id}.{middle}")] {
                for plan in plans_of(&app, &query) {
                    let is_read_in_order = plan.contains("Index")
                        && !plan.contains("Sort")
                        && !plan.contains("Seq Scan");
                    assert!(is_read_in_order, "{query}\n{plan}");
                    assert!(plan.contains("Index Cond"), "{query}\n{plan}");
                }
            }
        }
    }
}

#[test]
fn each_filter_reaches_an_index() {
    let (app, _) = filled();
    let agency = &app.fixture.agency;
    let district = agency.district("Анивский район");
    let industry = agency.industry("Туризм");
    let person = agency.people[0].id;
    for (filter, index) in [
        (format!("district={district}"), "project_rows_district"),
        (format!("industry={industry}"), "project_rows_industry"),
        (format!("lead={person}"), "project_people_user"),
        ("q=ферма".to_owned(), "project_rows_pkey"),
        ("name.has=ферма".to_owned(), "search_find"),
    ] {
        // An order without an index leaves the planner no other way to the rows.
        let plans = plans_of(&app, &format!("{filter}&sort=filled&dir=desc"));
        let plan = plans.join("\n");
        assert!(plan.contains(index), "{index} for {filter}:\n{plan}");
    }
}

#[test]
fn search_reads_its_index_inside_the_function() {
    let (app, _) = filled();
    // The table is closed to the application: the owner sees the plan that the function gets.
    let mut owner = connect(&app.database.owner_url);
    let id = app.fixture.agency.id;
    owner
        .batch_execute("SET enable_seqscan = off")
        .expect("it can be set");
    let body = lines(
        &mut owner,
        "SELECT prosrc AS line FROM pg_proc WHERE proname = 'search_find'",
    );
    let query = body[0]
        .replace("app_org()", &format!("'{id}'"))
        .replace("wanted_kind", "'project'")
        .replace("patterns", "ARRAY['%7%', '%ферма%']");
    let plan = plan(&mut owner, &query);
    assert!(plan.contains("search_blocks_words"), "{plan}");
    let mut app_conn = connect(&app.database.app_url);
    app_conn
        .batch_execute(&format!("SET app.organization_id = '{id}'"))
        .expect("it can be set");
    let found = lines(
        &mut app_conn,
        "SELECT x::text AS line FROM search_find('project', ARRAY['%ферма%']) x",
    );
    assert!(found.len() > 100);
}

#[test]
fn the_questions_of_every_request_reach_an_index() {
    let (app, mut conn) = filled();
    let id = app.fixture.agency.id;
    for (query, index) in [
        (
            "SELECT * FROM sessions WHERE token_hash = 'x'".to_owned(),
            "sessions_token_hash_key",
        ),
        (
            format!(
                "SELECT 1 FROM changes WHERE organization_id = '{id}' AND subject_kind = 'project' AND subject_id = '{id}' AND field = 'jobs' AND version > 3"
            ),
            "changes_pkey",
        ),
        (
            format!("SELECT * FROM clients WHERE organization_id = '{id}' AND inn = '7707083893'"),
            "clients_inn",
        ),
    ] {
        let plan = plan(&mut conn, &query);
        assert!(plan.contains(index), "{index}:\n{plan}");
    }
}
