//! The limit: the least program on the same dependencies that answers what the register answers. It runs the page's
//! own data statements as the owner of the tables, without session, policy, rights, conflict or announcement, and
//! fills its answers with blanks to about the bytes that the product sends.

use actix_web::http::header;
use actix_web::{App, HttpResponse, HttpServer, web};
use askama::Template;
use bigdecimal::BigDecimal;
use chrono::{NaiveDate, Utc};
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, Pool};
use uuid::Uuid;

// The product's allocator, so that only the programs differ.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod schema {
    diesel::table! {
        project_rows (organization_id, project_id) {
            organization_id -> Uuid,
            project_id -> Uuid,
            version -> BigInt,
            number_value -> BigInt,
            number -> Text,
            client_id -> Nullable<Uuid>,
            client_name -> Text,
            client_inn -> Text,
            name -> Text,
            state -> Text,
            state_rank -> SmallInt,
            district -> Text,
            industry -> Text,
            own_kopecks -> BigInt,
            requested_kopecks -> BigInt,
            total_kopecks -> BigInt,
            tax_kopecks -> BigInt,
            jobs -> Integer,
            application_date -> Date,
            application_date_precision -> Text,
            lead_name -> Text,
            lead_hue -> SmallInt,
            people_count -> Integer,
            description -> Text,
            unread -> Jsonb,
        }
    }
    diesel::table! {
        projects (organization_id, id) {
            organization_id -> Uuid,
            id -> Uuid,
            own_amount -> Nullable<Numeric>,
            version -> BigInt,
            updated_at -> Timestamptz,
        }
    }
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
}
use schema::{changes, projects};

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
    _unread: serde_json::Value,
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
    use schema::project_rows::dsl::*;
    let mut conn = db.get().expect("a connection");
    let columns = (
        (
            project_id,
            version,
            number_value,
            number,
            client_id,
            client_name,
            client_inn,
            name,
        ),
        (
            state,
            state_rank,
            district,
            industry,
            own_kopecks,
            requested_kopecks,
            total_kopecks,
            tax_kopecks,
        ),
        (
            jobs,
            application_date,
            application_date_precision,
            lead_name,
            lead_hue,
            people_count,
        ),
        (
            diesel::dsl::sql::<diesel::sql_types::Text>("left(description, 300)"),
            unread,
        ),
    );
    type A = (Uuid, i64, i64, String, Option<Uuid>, String, String, String);
    type B = (String, i16, String, String, i64, i64, i64, i64);
    type C = (i32, NaiveDate, String, String, i16, i32);
    // A literal limit, as in the product: PostgreSQL plans such a statement once.
    let limit = diesel::dsl::sql::<diesel::sql_types::Uuid>("project_id DESC LIMIT 60");
    let base = schema::project_rows::table
        .select(columns)
        .filter(organization_id.eq(s.organization));
    let found: Vec<(A, B, C, (String, serde_json::Value))> = match after {
        None => base.order((number_value.desc(), limit)).load(&mut conn),
        Some((value, id)) => base
            .filter(
                diesel::dsl::sql::<diesel::sql_types::Bool>("(number_value, project_id) < (")
                    .bind::<diesel::sql_types::BigInt, _>(value)
                    .sql(", ")
                    .bind::<diesel::sql_types::Uuid, _>(id)
                    .sql(")"),
            )
            .order((number_value.desc(), limit))
            .load(&mut conn),
    }
    .expect("rows");
    found
        .into_iter()
        .map(|(a, b, c, d)| Row {
            id: a.0,
            version: a.1,
            number_value: a.2,
            number: a.3,
            client_id: a.4,
            client_name: a.5,
            client_inn: a.6,
            name: a.7,
            state: b.0,
            _state_rank: b.1,
            district: b.2,
            industry: b.3,
            own: b.4,
            requested: b.5,
            total: b.6,
            tax: b.7,
            jobs: c.0,
            date: c.1,
            _precision: c.2,
            lead: c.3,
            hue: c.4,
            _people: c.5,
            description: d.0,
            _unread: d.1,
        })
        .collect()
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
        let frame = if is_page { s.page_blanks.as_str() } else { "" };
        Rows {
            rows: &rows,
            blanks: &s.row_blanks,
            frame,
            after,
        }
        .render()
        .expect("a page")
    })
    .await
    .expect("the blocking pool");
    html(body)
}

/// The statements of one edited cell: the row and its history, in one transaction with one flush.
fn change(db: &Db, s: &Settings, id: Uuid, kopecks: i64) -> i64 {
    let mut conn = db.get().expect("a connection");
    let amount = BigDecimal::new(kopecks.into(), 2);
    let now = Utc::now();
    conn.transaction(|conn| {
        let version: i64 = diesel::update(projects::table.find((s.organization, id)))
            .set((
                projects::own_amount.eq(&amount),
                projects::version.eq(projects::version + 1),
                projects::updated_at.eq(now),
            ))
            .returning(projects::version)
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
        Ok::<i64, diesel::result::Error>(version)
    })
    .expect("an edit")
}

async fn edit(
    db: web::Data<Db>,
    s: web::Data<Settings>,
    path: web::Path<(String, i64)>,
) -> HttpResponse {
    let blanks = s.clone();
    let id = Uuid::try_parse(&path.0).expect("an id");
    let version = web::block(move || change(&db, &s, id, path.1))
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
            .route("/edit/{id}/{kopecks}", web::post().to(edit))
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
