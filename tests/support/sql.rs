//! Questions that a test asks the database directly, beside the program.

use diesel::connection::SimpleConnection as _;
use diesel::sql_types::{BigInt, Text};
use diesel::{Connection as _, PgConnection, QueryableByName, RunQueryDsl as _};

pub fn connect(url: &str) -> PgConnection {
    PgConnection::establish(url).expect("the tests' server lets us in")
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// One text a row; the query calls its only column `line`.
pub fn lines(conn: &mut PgConnection, query: &str) -> Vec<String> {
    let found: Vec<Line> = diesel::sql_query(query)
        .load(conn)
        .unwrap_or_else(|error| panic!("{query}: {error}"));
    found.into_iter().map(|l| l.line).collect()
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// The query calls its only column `n`.
pub fn number(conn: &mut PgConnection, query: &str) -> i64 {
    let found: Number = diesel::sql_query(query)
        .get_result(conn)
        .unwrap_or_else(|error| panic!("{query}: {error}"));
    found.n
}

pub fn run(conn: &mut PgConnection, statements: &str) {
    conn.batch_execute(statements)
        .unwrap_or_else(|error| panic!("{statements}: {error}"));
}
