//! The limit of the pipeline: the least program on the same dependencies that answers what `/api/v1` answers of
//! contacts and deals. It runs the product's own data statements as the owner of the tables, without token, policy,
//! rights or version, and sends the same JSON.

use std::marker::PhantomData;

use actix_web::{App, HttpResponse, HttpServer, web};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use diesel::connection::SimpleConnection;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool};
use diesel::sql_types::{BigInt, Text, Uuid as SqlUuid};
use tokio::sync::Semaphore;
use uuid::Uuid;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A statement prepared once, each `?` a value: the organization first, then texts.
struct Prepared<T> {
    text: &'static str,
    organization: Uuid,
    texts: Vec<String>,
    types: PhantomData<fn() -> T>,
}

impl<T> QueryFragment<Pg> for Prepared<T> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let mut pieces = self.text.split('?');
        out.push_sql(pieces.next().unwrap_or_default());
        out.push_bind_param::<SqlUuid, _>(&self.organization)?;
        for (piece, text) in pieces.by_ref().zip(&self.texts) {
            out.push_sql(piece);
            out.push_bind_param::<Text, _>(text)?;
        }
        pieces.for_each(|piece| out.push_sql(piece));
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

const CONTACTS: &str = "SELECT json_build_object('id', t.id, 'organization_id', t.organization_id, 'name', t.name, 'email', t.email, \
    'position', t.position, 'client_id', t.client_id, 'owner_id', t.owner_id, 'phone', coalesce(t.phone_text, t.phone), 'created_at', \
    to_char(t.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), 'updated_at', \
    to_char(t.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), 'version', t.version)::text FROM contacts t \
    WHERE t.organization_id = ?";
const DEAL: &str = "SELECT json_build_object('id', t.id, 'organization_id', t.organization_id, 'contact_id', t.contact_id, 'title', t.title, \
    'amount', t.amount::text, 'currency', t.currency, 'status', t.status, 'stage', t.stage, 'owner_id', t.owner_id, 'created_at', \
    to_char(t.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), 'updated_at', \
    to_char(t.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), 'version', t.version)::text FROM deals t \
    WHERE t.deleted_at IS NULL AND t.organization_id = ";

type Db = Pool<ConnectionManager<PgConnection>>;

/// The organization of each connection, for the search that keeps to it.
#[derive(Debug)]
struct Inside(Uuid);

impl CustomizeConnection<PgConnection, diesel::r2d2::Error> for Inside {
    fn on_acquire(&self, conn: &mut PgConnection) -> Result<(), diesel::r2d2::Error> {
        conn.batch_execute(&format!("SET app.organization_id = '{}'", self.0))
            .map_err(diesel::r2d2::Error::QueryError)
    }
}

#[derive(Clone)]
struct Limit {
    db: Db,
    organization: Uuid,
    hash: String,
    turns: std::sync::Arc<Semaphore>,
}

impl Limit {
    fn texts(&self, text: &'static str, texts: &[&str]) -> Vec<String> {
        let mut conn = self.db.get().expect("a connection");
        self.prepared::<Text>(text, texts)
            .load(&mut conn)
            .expect("rows")
    }

    fn number(&self, text: &'static str, texts: &[&str]) -> i64 {
        let mut conn = self.db.get().expect("a connection");
        self.prepared::<BigInt>(text, texts)
            .get_result(&mut conn)
            .expect("a number")
    }

    fn prepared<T>(&self, text: &'static str, texts: &[&str]) -> Prepared<T> {
        Prepared {
            text,
            organization: self.organization,
            texts: texts.iter().map(|t| (*t).to_owned()).collect(),
            types: PhantomData,
        }
    }

    fn list(&self, rows: Vec<String>, total: i64) -> String {
        format!(
            "{{\"items\":[{}],\"total\":{total},\"page\":1,\"page_size\":50}}",
            rows.join(",")
        )
    }

    fn answer(&self, what: &str, with: &str) -> String {
        match what {
            "contacts" => {
                const ROWS: &str = const_format::concatcp!(
                    CONTACTS,
                    " ORDER BY t.created_at DESC, t.id DESC LIMIT 50"
                );
                let total = self.number("SELECT coalesce(sum(n), 0)::bigint FROM contact_totals WHERE organization_id = ?", &[]);
                self.list(self.texts(ROWS, &[]), total)
            }
            "search" => {
                const FOUND: &str = " AND t.id IN (SELECT search_find('contact', ARRAY[translate(lower(?), 'ё', 'е')]))";
                const ROWS: &str = const_format::concatcp!(
                    CONTACTS,
                    FOUND,
                    " ORDER BY t.created_at DESC, t.id DESC LIMIT 50"
                );
                const COUNT: &str = const_format::concatcp!(
                    "SELECT count(*) FROM contacts t WHERE t.organization_id = ?",
                    FOUND
                );
                let text = format!("%{with}%");
                let total = self.number(COUNT, &[&text]);
                self.list(self.texts(ROWS, &[&text]), total)
            }
            "deals" => {
                const ROWS: &str = const_format::concatcp!(
                    DEAL,
                    "? AND t.status IN ('in_progress', 'new') AND t.stage IN ('proposal') ORDER BY t.amount_hundredths DESC, t.id DESC LIMIT 50"
                );
                const TOTAL: &str = "SELECT coalesce(sum(n), 0)::bigint FROM deal_totals WHERE organization_id = ? \
                    AND status IN ('in_progress', 'new') AND stage IN ('proposal')";
                let total = self.number(TOTAL, &[]);
                self.list(self.texts(ROWS, &[]), total)
            }
            "deal" => {
                const ROW: &str = const_format::concatcp!(DEAL, "? AND t.id = ?::uuid");
                self.texts(ROW, &[with]).pop().expect("a deal")
            }
            "summary" => {
                const NEW: &str = "SELECT coalesce(sum(n), 0)::bigint FROM (SELECT n FROM deal_days WHERE organization_id = ? \
                    AND day > (now() - interval '30 days' AT TIME ZONE 'UTC')::date) d";
                let new = self.number(NEW, &[]);
                format!(
                    "{{\"by_status\":[{}],\"new\":{new}}}",
                    self.texts(BY_STAGE, &[]).join(",")
                )
            }
            "funnel" => format!("[{}]", self.texts(BY_STAGE, &[]).join(",")),
            _ => String::new(),
        }
    }

    /// What a move writes: the row, its counters, its history, its timeline; one transaction, one flush.
    fn change(&self, id: &str, stage: &str) -> String {
        const LOCK: &str = const_format::concatcp!(DEAL, "? AND t.id = ?::uuid FOR NO KEY UPDATE");
        const STAGE: &str = "UPDATE deals SET version = version + 1, updated_at = now(), stage = x.stage FROM (SELECT ?::uuid AS o, ?::uuid AS id, \
            ?::text AS stage) x WHERE organization_id = x.o AND deals.id = x.id RETURNING version";
        const TOTALS: &str = "INSERT INTO deal_totals (organization_id, id, owner_id, status, stage, currency, n, hundredths) \
            SELECT organization_id, gen_random_uuid(), owner_id, status, stage, currency, 1, amount_hundredths FROM deals \
            WHERE organization_id = ? AND id = ?::uuid RETURNING n";
        const HISTORY: &str = "INSERT INTO changes (organization_id, subject_kind, subject_id, version, field, from_value, to_value, door) \
            SELECT organization_id, 'deal', id, version, 'stage', '\"x\"', to_jsonb(stage), 'api' FROM deals \
            WHERE organization_id = ? AND id = ?::uuid RETURNING version";
        const TIMELINE: &str = "INSERT INTO activities (organization_id, id, subject_kind, subject_id, type, payload) \
            SELECT organization_id, gen_random_uuid(), 'deal', id, 'stage_changed', jsonb_build_object('new_stage', stage) FROM deals \
            WHERE organization_id = ? AND id = ?::uuid RETURNING 1::bigint";
        const ROW: &str = const_format::concatcp!(DEAL, "? AND t.id = ?::uuid");
        let mut conn = self.db.get().expect("a connection");
        conn.transaction(|conn| {
            let _: Vec<String> = self.prepared::<Text>(LOCK, &[id]).load(conn)?;
            let _: Vec<i64> = self.prepared::<BigInt>(TOTALS, &[id]).load(conn)?;
            let _: i64 = self
                .prepared::<BigInt>(STAGE, &[id, stage])
                .get_result(conn)?;
            for text in [TOTALS, HISTORY, TIMELINE] {
                let _: Vec<i64> = self.prepared::<BigInt>(text, &[id]).load(conn)?;
            }
            let row: Vec<String> = self.prepared::<Text>(ROW, &[id]).load(conn)?;
            Ok::<String, diesel::result::Error>(row.into_iter().next().unwrap_or_default())
        })
        .expect("a move")
    }
}

const BY_STAGE: &str = "SELECT json_build_object('stage', stage, 'status', status, 'n', sum(n)::bigint, 'sum', sum(hundredths)::text)::text \
    FROM deal_totals WHERE organization_id = ? GROUP BY stage, status";

fn json(body: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .body(body)
}

async fn show(limit: web::Data<Limit>, path: web::Path<(String, String)>) -> HttpResponse {
    let done = web::block(move || limit.answer(&path.0, &path.1)).await;
    json(done.expect("the blocking pool"))
}

async fn change(limit: web::Data<Limit>, path: web::Path<(String, String)>) -> HttpResponse {
    let done = web::block(move || limit.change(&path.0, &path.1)).await;
    json(done.expect("the blocking pool"))
}

/// The hash alone, never more at once than there are cores.
async fn sign_in(limit: web::Data<Limit>) -> HttpResponse {
    let _turn = limit.turns.acquire().await.expect("a turn");
    let hash = limit.hash.clone();
    let right = web::block(move || {
        let hash = PasswordHash::new(&hash).expect("a hash");
        Argon2::default()
            .verify_password(b"correct horse", &hash)
            .is_ok()
    });
    json(right.await.expect("the blocking pool").to_string())
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set"))
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let organization: Uuid = variable("ORGANIZATION").parse().expect("an id");
    let cores = std::thread::available_parallelism()?.get();
    let hash = Argon2::default()
        .hash_password(b"correct horse")
        .expect("a hash");
    let limit = Limit {
        db: Pool::builder()
            .max_size(16)
            .test_on_check_out(false)
            .connection_customizer(Box::new(Inside(organization)))
            .build(ConnectionManager::new(variable("DATABASE_URL")))
            .expect("a pool"),
        organization,
        hash: hash.to_string(),
        turns: std::sync::Arc::new(Semaphore::new(cores)),
    };
    HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(limit.clone()))
            .route("/show/{what}/{with}", web::get().to(show))
            .route("/move/{id}/{stage}", web::post().to(change))
            .route("/sign-in", web::post().to(sign_in))
    })
    .workers(cores)
    .tcp_nodelay(true)
    .keep_alive(std::time::Duration::from_secs(75))
    .bind((
        "127.0.0.1",
        variable("PORT").parse::<u16>().expect("a port"),
    ))?
    .run()
    .await
}
