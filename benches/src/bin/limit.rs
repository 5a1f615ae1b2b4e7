//! The limit: the least program on the same dependencies that answers what the register answers. It runs the page's
//! own data statements as the owner of the tables, without session, policy, rights, conflict or announcement, and
//! fills its answers with blanks to about the bytes that the product sends.

use std::marker::PhantomData;

use actix_web::http::header;
use actix_web::{App, HttpResponse, HttpServer, web};
use askama::Template;
use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::r2d2::{ConnectionManager, Pool};
use diesel::sql_types;
use uuid::Uuid;

// The product's allocator, so that only the programs differ.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

diesel::table! {
    changes (organization_id, subject_kind, subject_id, version, field) {
        organization_id -> Uuid,
        subject_kind -> Text,
        subject_id -> Uuid,
        version -> BigInt,
        field -> Text,
        from_value -> Nullable<Jsonb>,
        to_value -> Nullable<Jsonb>,
        actor_id -> Nullable<Uuid>,
        door -> Text,
        tab -> Nullable<Text>,
        at -> Timestamptz,
    }
}

/// A statement as text with its values between the pieces, prepared once: diesel plans what holds literal SQL, and
/// every UPDATE of its own, anew each time, and the limit must not pay for that.
struct Prepared<T> {
    pieces: &'static [&'static str],
    binds: Vec<Bind>,
    types: PhantomData<fn() -> T>,
}

enum Bind {
    Id(Uuid),
    Number(i64),
    Amount(BigDecimal),
    Time(DateTime<Utc>),
}

impl<T> Prepared<T> {
    fn new(pieces: &'static [&'static str], binds: Vec<Bind>) -> Prepared<T> {
        Prepared {
            pieces,
            binds,
            types: PhantomData,
        }
    }
}

impl<T> QueryFragment<Pg> for Prepared<T> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        for (i, piece) in self.pieces.iter().enumerate() {
            out.push_sql(piece);
            match self.binds.get(i) {
                Some(Bind::Id(v)) => out.push_bind_param::<sql_types::Uuid, _>(v)?,
                Some(Bind::Number(v)) => out.push_bind_param::<sql_types::BigInt, _>(v)?,
                Some(Bind::Amount(v)) => out.push_bind_param::<sql_types::Numeric, _>(v)?,
                Some(Bind::Time(v)) => out.push_bind_param::<sql_types::Timestamptz, _>(v)?,
                None => {}
            }
        }
        Ok(())
    }
}

impl<T> QueryId for Prepared<T> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T> Query for Prepared<T> {
    type SqlType = T;
}

impl<T> RunQueryDsl<PgConnection> for Prepared<T> {}

const SELECT: &str = "SELECT project_id, version, number_value, number, client_id, client_name, client_inn, name, state, state_rank, \
    district, industry, own_kopecks, requested_kopecks, total_kopecks, tax_kopecks, jobs, application_date, application_date_precision, \
    lead_name, lead_hue, people_count, CASE WHEN char_length(description) <= 1000 THEN description ELSE left(description, 300) END, \
    nullif(unread, '{}') FROM project_rows WHERE organization_id = ";
const ORDER: &str = " ORDER BY number_value DESC, project_id DESC LIMIT 60";

/// What the product's page reads of a row, in its order.
#[derive(Queryable)]
struct Row {
    id: Uuid,
    version: i64,
    number_value: i64,
    number: String,
    client_id: Option<Uuid>,
    client_name: String,
    client_inn: String,
    name: String,
    state: String,
    _state_rank: i16,
    district: String,
    industry: String,
    own: i64,
    requested: i64,
    total: i64,
    tax: i64,
    jobs: i32,
    date: NaiveDate,
    _precision: String,
    lead: String,
    hue: i16,
    _people: i32,
    description: String,
    _unread: Option<serde_json::Value>,
}

#[derive(Template)]
#[template(path = "rows.html")]
struct Rows<'a> {
    rows: &'a [Row],
    blanks: &'a str,
    frame: &'a str,
    after: String,
}

type Db = Pool<ConnectionManager<PgConnection>>;

/// What the bench sets before it measures.
#[derive(Clone)]
struct Settings {
    organization: Uuid,
    /// For each row, for the page around the rows, for the answer to an edit.
    row_blanks: String,
    page_blanks: String,
    edit_blanks: String,
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set"))
}

fn blanks(name: &str) -> String {
    " ".repeat(
        std::env::var(name)
            .ok()
            .and_then(|n| n.parse().ok())
            .unwrap_or(0),
    )
}

fn rows(db: &Db, s: &Settings, after: Option<(i64, Uuid)>) -> Vec<Row> {
    use sql_types::{BigInt, Date, Integer, Jsonb, Nullable, SmallInt, Text, Uuid as Id};
    #[rustfmt::skip]
    type Types = (
        Id, BigInt, BigInt, Text, Nullable<Id>, Text, Text, Text, Text, SmallInt, Text, Text, BigInt, BigInt, BigInt, BigInt, Integer, Date,
        Text, Text, SmallInt, Integer, Text, Nullable<Jsonb>,
    );
    let organization = Bind::Id(s.organization);
    let statement = match after {
        None => Prepared::<Types>::new(&[SELECT, ORDER], vec![organization]),
        Some((value, id)) => Prepared::<Types>::new(
            &[
                SELECT,
                " AND (number_value, project_id) < (",
                ", ",
                ") ORDER BY number_value DESC, project_id DESC LIMIT 60",
            ],
            vec![organization, Bind::Number(value), Bind::Id(id)],
        ),
    };
    let mut conn = db.get().expect("a connection");
    statement.load(&mut conn).expect("rows")
}

/// What the page around the rows asks: how many projects there are in each state.
fn counts(db: &Db, s: &Settings) -> Vec<(String, i64)> {
    const COUNTS: [&str; 2] = [
        "SELECT state, sum(n)::bigint AS n FROM project_counts WHERE organization_id = ",
        " GROUP BY state",
    ];
    let mut conn = db.get().expect("a connection");
    Prepared::<(sql_types::Text, sql_types::BigInt)>::new(&COUNTS, vec![Bind::Id(s.organization)])
        .load(&mut conn)
        .expect("counts")
}

fn html(body: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .body(body)
}

async fn page(
    db: web::Data<Db>,
    s: web::Data<Settings>,
    query: web::Query<Vec<(String, String)>>,
    path: web::Path<String>,
) -> HttpResponse {
    let is_page = path.as_str() == "page";
    let after = query
        .iter()
        .find(|(name, _)| name == "after")
        .map(|(_, word)| {
            let (id, value) = word.split_once('.').expect("a cursor");
            (
                value.parse().expect("a number"),
                Uuid::try_parse(id).expect("an id"),
            )
        });
    let body = web::block(move || {
        let rows = rows(&db, &s, after);
        let after = rows.last().map_or_else(String::new, |r| {
            format!("{}.{}", r.id.simple(), r.number_value)
        });
        let mut frame = String::new();
        if is_page {
            for (state, n) in counts(&db, &s) {
                frame.push_str(&format!("<b>{state} {n}</b>"));
            }
            frame.push_str(&s.page_blanks);
        }
        Rows {
            rows: &rows,
            blanks: &s.row_blanks,
            frame: &frame,
            after,
        }
        .render()
        .expect("a page")
    })
    .await
    .expect("the blocking pool");
    html(body)
}

/// The statements of one edited cell: the row, its history and, where asked, the copy of the register that the
/// pages above are read from; in one transaction with one flush.
fn change(db: &Db, s: &Settings, id: Uuid, kopecks: i64, with_copy: bool) -> i64 {
    let mut conn = db.get().expect("a connection");
    let amount = BigDecimal::new(kopecks.into(), 2);
    let now = Utc::now();
    conn.transaction(|conn| {
        let version: i64 = Prepared::<sql_types::BigInt>::new(
            &[
                "UPDATE projects SET own_amount = ",
                ", version = version + 1, updated_at = ",
                " WHERE organization_id = ",
                " AND id = ",
                " RETURNING version",
            ],
            vec![
                Bind::Amount(amount.clone()),
                Bind::Time(now),
                Bind::Id(s.organization),
                Bind::Id(id),
            ],
        )
        .get_result(conn)?;
        diesel::insert_into(changes::table)
            .values((
                changes::organization_id.eq(s.organization),
                changes::subject_kind.eq("project"),
                changes::subject_id.eq(id),
                changes::version.eq(version),
                changes::field.eq("own"),
                changes::from_value.eq(serde_json::json!("0.00")),
                changes::to_value.eq(serde_json::json!(amount.to_string())),
                changes::actor_id.eq(id),
                changes::door.eq("grid"),
                changes::tab.eq("bench"),
                changes::at.eq(now),
            ))
            .execute(conn)?;
        if with_copy {
            Prepared::<()>::new(
                &[
                    "UPDATE project_rows SET own_kopecks = ",
                    ", version = ",
                    ", updated_at = ",
                    " WHERE organization_id = ",
                    " AND project_id = ",
                ],
                vec![
                    Bind::Number(kopecks),
                    Bind::Number(version),
                    Bind::Time(now),
                    Bind::Id(s.organization),
                    Bind::Id(id),
                ],
            )
            .execute(conn)?;
        }
        Ok::<i64, diesel::result::Error>(version)
    })
    .expect("an edit")
}

async fn edit(
    db: web::Data<Db>,
    s: web::Data<Settings>,
    path: web::Path<(String, String, i64)>,
) -> HttpResponse {
    let blanks = s.clone();
    let id = Uuid::try_parse(&path.1).expect("an id");
    let version = web::block(move || change(&db, &s, id, path.2, path.0 == "edit"))
        .await
        .expect("the blocking pool");
    html(format!("{version}{}", blanks.edit_blanks))
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let settings = Settings {
        organization: variable("ORGANIZATION").parse().expect("an id"),
        row_blanks: blanks("ROW_BLANKS"),
        page_blanks: blanks("PAGE_BLANKS"),
        edit_blanks: blanks("EDIT_BLANKS"),
    };
    let db: Db = Pool::builder()
        .max_size(16)
        .test_on_check_out(false)
        .build(ConnectionManager::new(variable("DATABASE_URL")))
        .expect("a pool");
    let workers = std::thread::available_parallelism()?.get();
    HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(db.clone()))
            .app_data(web::Data::new(settings.clone()))
            .route("/{what}", web::get().to(page))
            .route("/{how}/{id}/{kopecks}", web::post().to(edit))
    })
    .workers(workers)
    .tcp_nodelay(true)
    .keep_alive(std::time::Duration::from_secs(75))
    .bind((
        "127.0.0.1",
        variable("PORT").parse::<u16>().expect("a port"),
    ))?
    .run()
    .await
}
