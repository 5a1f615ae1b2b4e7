//! Each order and each filter of the register reaches an index as the application role, with the policies on:
//! the planner is asked, not the stopwatch.

use diesel::PgConnection;
use diesel::connection::SimpleConnection as _;

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

/// Key, a value of it in the middle, and the smallest, as the register asks for a deep page.
const KEYS: [(&str, &str, &str); 14] = [
    ("number_value", "2000::bigint", ""),
    ("client_name", "'О'", "''"),
    ("name", "'О'", "''"),
    ("state_rank", "3::smallint", ""),
    ("client_inn", "'5'", "''"),
    ("district", "'К'", "''"),
    ("industry", "'Р'", "''"),
    ("own_kopecks", "5000::bigint", "-1"),
    ("requested_kopecks", "5000::bigint", "-1"),
    ("total_kopecks", "5000::bigint", "-1"),
    ("tax_kopecks", "500::bigint", "-1"),
    ("jobs", "5::integer", "-1"),
    ("application_date", "DATE '2020-01-20'", "DATE '0001-01-01'"),
    ("lead_name", "'К'", "''"),
];

#[test]
fn a_page_in_any_order_is_read_off_an_index_without_sorting() {
    let (app, mut conn) = filled();
    let id = app.fixture.agency.id;
    for (key, middle, empty) in KEYS {
        let deep = format!("({key}, project_id) < ({middle}, '{id}')");
        let up = format!("({key}, project_id) > ({middle}, '{id}')");
        let mut pages = vec![("DESC", "true".to_owned()), ("DESC", deep), ("", up)];
        if !empty.is_empty() {
            pages.push(("", format!("{key} > {empty}")));
            pages.push(("", format!("{key} = {empty}")));
        }
        for (way, condition) in pages {
            let query = format!(
                "SELECT * FROM project_rows WHERE organization_id = '{id}' AND {condition} \
                 ORDER BY {key} {way}, project_id {way} LIMIT 60"
            );
            let plan = plan(&mut conn, &query);
            let is_read_in_order =
                plan.contains("Index") && !plan.contains("Sort") && !plan.contains("Seq Scan");
            assert!(is_read_in_order, "{query}\n{plan}");
            if condition != "true" {
                let reaches = plan.contains("Index Cond")
                    && plan
                        .lines()
                        .any(|l| l.contains("Index Cond") && l.contains(key));
                assert!(
                    reaches,
                    "the condition is part of the index scan: {query}\n{plan}"
                );
            }
        }
    }
}

#[test]
fn each_filter_reaches_an_index() {
    let (app, mut conn) = filled();
    let agency = &app.fixture.agency;
    let id = agency.id;
    let district = agency.district("Анивский район");
    let industry = agency.industry("Туризм");
    let person = agency.people[0].id;
    let named = |column: &str, entry: uuid::Uuid| {
        format!(
            "{column} = ANY (ARRAY (SELECT d.name FROM directory_entries d \
             WHERE d.organization_id = '{id}' AND d.id = ANY (ARRAY['{entry}'::uuid])))"
        )
    };
    for (condition, index) in [
        (named("district", district), "project_rows_district"),
        (named("industry", industry), "project_rows_industry"),
        (
            format!(
                "project_id IN (SELECT pp.project_id FROM project_people pp WHERE pp.organization_id = '{id}' \
                 AND pp.user_id = ANY (ARRAY['{person}'::uuid]))"
            ),
            "project_people_user",
        ),
        (
            "project_id IN (SELECT search_find('project', ARRAY['%ферма%']))".to_owned(),
            "project_rows_pkey",
        ),
    ] {
        let query = format!(
            "SELECT count(*) FROM project_rows WHERE organization_id = '{id}' AND {condition}"
        );
        let plan = plan(&mut conn, &query);
        assert!(plan.contains(index), "{index} for {condition}:\n{plan}");
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
