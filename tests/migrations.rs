//! Every migration up and down on tables that hold rows, and the tables in code as the database has them.

use std::collections::{BTreeMap, BTreeSet};

use diesel::PgConnection;
use diesel_migrations::MigrationHarness;
use invest_crm::db::migrations::MIGRATIONS;

use crate::fixtures::agency::{AGENCY, EMPTY};
use crate::support::cluster::cluster;
use crate::support::source::text;
use crate::support::sql::{connect, lines, number, run};

const TABLES: &str = "SELECT relname::text AS line FROM pg_class WHERE relkind = 'r' \
    AND relnamespace = 'public'::regnamespace AND relname <> '__diesel_schema_migrations' ORDER BY 1";

/// Rows for what no action of the fixture makes; each table by its name.
const ROWS: &str = include_str!("fixtures/rows_in_every_table.sql");

fn organizations(conn: &mut PgConnection) -> String {
    run(conn, "SET app.operator = 'on'");
    let found = lines(
        conn,
        "SELECT id::text AS line FROM organizations ORDER BY name LIMIT 1",
    );
    found
        .into_iter()
        .next()
        .expect("the fixture has an organization")
}

/// Fills what the fixture left empty and says how many rows each table has.
fn fill(app_url: &str) -> BTreeMap<String, i64> {
    let mut conn = connect(app_url);
    let organization = organizations(&mut conn);
    run(
        &mut conn,
        &format!("SET app.organization_id = '{organization}'"),
    );
    run(&mut conn, ROWS);
    let tables = lines(&mut conn, TABLES)
        .into_iter()
        .filter(|t| !t.starts_with("search_"));
    tables
        .map(|table| {
            let n = number(&mut conn, &format!("SELECT count(*) AS n FROM {table}"));
            (table, n)
        })
        .collect()
}

#[test]
fn every_migration_goes_down_and_up_again_on_filled_tables() {
    let database = cluster().fresh_database(&AGENCY);
    let rows = fill(&database.app_url);
    let empty: Vec<&String> = rows
        .iter()
        .filter(|(_, n)| **n == 0)
        .map(|(t, _)| t)
        .collect();
    assert!(
        empty.is_empty(),
        "rows_in_every_table.sql gives no row to {empty:?}"
    );
    let mut owner = connect(&database.owner_url);
    let all = number(
        &mut owner,
        "SELECT count(*) AS n FROM __diesel_schema_migrations",
    );
    // One step back and forth, then two: each lands on tables below it that are filled.
    for steps in 1..=all {
        for _ in 0..steps {
            owner
                .revert_last_migration(MIGRATIONS)
                .expect("a migration goes down");
        }
        owner
            .run_pending_migrations(MIGRATIONS)
            .expect("and up again");
    }
}

#[test]
fn what_goes_down_to_nothing_leaves_nothing() {
    let database = cluster().fresh_database(&AGENCY);
    fill(&database.app_url);
    let mut owner = connect(&database.owner_url);
    owner
        .revert_all_migrations(MIGRATIONS)
        .expect("all migrations go down");
    assert_eq!(lines(&mut owner, TABLES), Vec::<String>::new());
    let left = lines(
        &mut owner,
        "SELECT p.proname::text AS line FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace \
         AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')",
    );
    assert!(left.is_empty(), "functions are left: {left:?}");
    owner
        .run_pending_migrations(MIGRATIONS)
        .expect("and up again");
    assert!(lines(&mut owner, TABLES).len() > 20);
}

/// Column → type as `schema.rs` says it.
type Columns = BTreeMap<String, String>;

fn in_code() -> BTreeMap<String, (Vec<String>, Columns)> {
    let mut tables = BTreeMap::new();
    for table in text("src/db/schema.rs").split("diesel::table! {").skip(1) {
        let (head, body) = table.split_once(") {").expect("a table has columns");
        let (name, key) = head.split_once('(').expect("a table has a key");
        let mut columns = BTreeMap::new();
        let mut sql_name = None;
        for line in body.lines().map(str::trim).take_while(|l| *l != "}") {
            if let Some(given) = line.strip_prefix("#[sql_name = \"") {
                sql_name = Some(given.trim_end_matches("\"]").to_owned());
            } else if let Some((column, kind)) = line.split_once(" -> ") {
                let column = sql_name.take().unwrap_or_else(|| column.to_owned());
                let kind = kind.trim_end_matches(',').replace("Bytea", "Binary");
                columns.insert(column, kind);
            }
        }
        let key = key.split(',').map(|k| k.trim().to_owned()).collect();
        tables.insert(name.trim().to_owned(), (key, columns));
    }
    tables
}

fn diesel_type(sql: &str) -> &str {
    match sql {
        "uuid" => "Uuid",
        "text" => "Text",
        "bigint" => "BigInt",
        "integer" => "Integer",
        "smallint" => "SmallInt",
        "boolean" => "Bool",
        "jsonb" => "Jsonb",
        "bytea" => "Binary",
        "date" => "Date",
        "numeric" => "Numeric",
        "timestamp with time zone" => "Timestamptz",
        "text[]" => "Array<Text>",
        "date[]" => "Array<Date>",
        "uuid[]" => "Array<Uuid>",
        "bigint[]" => "Array<BigInt>",
        other => other,
    }
}

fn in_database(conn: &mut PgConnection) -> BTreeMap<String, Columns> {
    let rows = lines(
        conn,
        "SELECT t.relname || ' ' || a.attname || ' ' || a.attnotnull || ' ' || format_type(a.atttypid, NULL) AS line \
         FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid \
         WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped \
         AND t.relname NOT IN ('__diesel_schema_migrations', 'project_rows') AND NOT (a.attgenerated <> '' AND a.attname LIKE '%\\_kind')",
    );
    let mut tables: BTreeMap<String, Columns> = BTreeMap::new();
    for row in rows {
        let parts: Vec<&str> = row.splitn(4, ' ').collect();
        let kind = diesel_type(parts[3]);
        let kind = if parts[2] == "true" {
            kind.to_owned()
        } else {
            format!("Nullable<{kind}>")
        };
        tables
            .entry(parts[0].to_owned())
            .or_default()
            .insert(parts[1].to_owned(), kind);
    }
    tables
}

#[test]
fn the_tables_in_code_are_those_of_the_database() {
    let database = cluster().fresh_database(&EMPTY);
    let mut conn = connect(&database.owner_url);
    let (code, there) = (in_code(), in_database(&mut conn));
    let names = |all: BTreeSet<&String>| all.into_iter().cloned().collect::<Vec<_>>();
    assert_eq!(
        names(code.keys().collect()),
        names(there.keys().collect()),
        "the tables"
    );
    for (table, columns) in &there {
        let (key, in_code) = &code[table];
        assert_eq!(in_code, columns, "columns of {table}");
        let in_database = lines(
            &mut conn,
            &format!(
                "SELECT a.attname::text AS line FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY k (n, place) \
                 JOIN pg_attribute a ON a.attnum = k.n \
                 WHERE i.indrelid = '{table}'::regclass AND a.attrelid = i.indrelid AND i.indisprimary ORDER BY k.place"
            ),
        );
        assert_eq!(key, &in_database, "primary key of {table}");
    }
}
