//! The pipeline through `/api/v1` beside its own limit: contacts, deals, their figures, signing in.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Uuid as SqlUuid};
use uuid::Uuid;

use crate::cases::Side;
use crate::load::{self, Requests, Stats};
use crate::report::{Report, Round};
use crate::server::{self, Server};
use crate::{Failure, Plan, beside};

const FILL: &str = include_str!("../../sql/pipeline.sql");
const EMAIL: &str = "person0@bench.example";
const PASSWORD: &str = "correct horse";
/// Deals that one connection moves in turn.
const MOVED: usize = 200;

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// Makes contacts and deals where there are none, and gives ids of deals.
fn fill(url: &str, organization: Uuid, n: usize) -> Result<Vec<Uuid>, Failure> {
    let mut conn = PgConnection::establish(url)?;
    let there: Vec<Count> =
        diesel::sql_query("SELECT count(*) AS n FROM deals WHERE organization_id = $1")
            .bind::<SqlUuid, _>(organization)
            .load(&mut conn)?;
    if there.first().is_none_or(|c| c.n == 0) {
        eprintln!("filling {n} contacts and deals");
        let text = FILL
            .replace("{organization}", &organization.to_string())
            .replace("{n}", &n.to_string());
        conn.batch_execute(&text)?;
        conn.batch_execute("VACUUM ANALYZE")?;
    }
    let rows: Vec<Found> = diesel::sql_query(
        "SELECT id FROM deals WHERE organization_id = $1 ORDER BY id LIMIT 10000",
    )
    .bind::<SqlUuid, _>(organization)
    .load(&mut conn)?;
    Ok(rows.into_iter().map(|f| f.id).collect())
}

/// A token of the owner, whose password is set by the command line.
fn token(plan: &Plan, product: &Server) -> Result<String, Failure> {
    let mut child = Command::new(&plan.program)
        .args(["reset-password", EMAIL])
        .env("DATA_DIR", &plan.data)
        .stdin(Stdio::piped())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        writeln!(input, "{PASSWORD}")?;
    }
    if !child.wait()?.success() {
        return Err("invest-crm reset-password failed".into());
    }
    let (status, _, body) = load::once(product.port, &sign_in(Side::Product))?;
    let session: serde_json::Value = serde_json::from_str(&body)?;
    let token = session["access_token"].as_str();
    Ok(token
        .ok_or(format!("signing in is answered {status}"))?
        .to_owned())
}

fn sign_in(side: Side) -> Vec<u8> {
    let body = format!("{{\"email\": \"{EMAIL}\", \"password\": \"{PASSWORD}\"}}");
    let path = match side {
        Side::Product => "/api/v1/auth/login",
        Side::Limit => "/sign-in",
    };
    format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Contacts,
    Search,
    Deals,
    Deal,
    Move,
    Summary,
    Funnel,
    SignIn,
}

struct Maker {
    side: Side,
    token: String,
    organization: Uuid,
    deals: Vec<Uuid>,
}

impl Maker {
    /// Paths of the product and of the limit.
    fn path(&self, case: Case, n: usize) -> (String, String) {
        let deal = self.deals[n % self.deals.len()];
        let word = ["соколова", "зайцева олег", "person77", "игорь 12"][n % 4];
        let word: String = form(word);
        match case {
            Case::Contacts => ("contacts?page_size=50".into(), "contacts/-".into()),
            Case::Search => (
                format!("contacts?page_size=50&search={word}"),
                format!("search/{word}"),
            ),
            Case::Deals => (
                "deals?page_size=50&status=new&status=in_progress&stage=proposal&order_by=amount"
                    .into(),
                "deals/-".into(),
            ),
            Case::Deal => (format!("deals/{deal}"), format!("deal/{deal}")),
            Case::Summary => ("analytics/deals/summary".into(), "summary/-".into()),
            Case::Funnel => ("analytics/deals/funnel".into(), "funnel/-".into()),
            Case::Move | Case::SignIn => (String::new(), String::new()),
        }
    }

    fn requests(&self, case: Case, connection: usize) -> Requests {
        let head = format!(
            "Host: 127.0.0.1\r\nAuthorization: Bearer {}\r\nX-Organization-Id: {}\r\n",
            self.token, self.organization
        );
        let (side, mut n) = (self.side, connection * 7919);
        let paths: Vec<(String, String)> = (0..64).map(|i| self.path(case, n + i * 131)).collect();
        let slots = self.deals.len() / MOVED / 2;
        let first = (connection % slots * 2 + usize::from(side == Side::Limit)) * MOVED;
        let deals = self.deals[first..first + MOVED].to_vec();
        Box::new(move |out| {
            n += 1;
            let stage = ["proposal", "negotiation", "closed", "qualification"][n / MOVED % 4];
            let deal = deals[n % MOVED];
            match (case, side) {
                (Case::SignIn, side) => out.extend_from_slice(&sign_in(side)),
                (Case::Move, Side::Limit) => {
                    let _ = write!(
                        out,
                        "POST /move/{deal}/{stage} HTTP/1.1\r\n{head}Content-Length: 0\r\n\r\n"
                    );
                }
                (Case::Move, Side::Product) => {
                    let body = format!("{{\"stage\": \"{stage}\"}}");
                    let _ = write!(
                        out,
                        "PATCH /api/v1/deals/{deal} HTTP/1.1\r\n{head}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                        body.len()
                    );
                }
                (_, Side::Product) => {
                    let _ = write!(
                        out,
                        "GET /api/v1/{} HTTP/1.1\r\n{head}\r\n",
                        paths[n % 64].0
                    );
                }
                (_, Side::Limit) => {
                    let _ = write!(out, "GET /show/{} HTTP/1.1\r\n{head}\r\n", paths[n % 64].1);
                }
            }
        })
    }
}

/// Percent-encoded.
fn form(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'0'..=b'9' => (b as char).to_string(),
            _ => format!("%{b:02X}"),
        })
        .collect()
}

fn round(
    plan: &Plan,
    server: &Server,
    database: u32,
    maker: &Maker,
    case: Case,
    connections: usize,
) -> Result<(Stats, f64), Failure> {
    let makers = (0..connections).map(|c| maker.requests(case, c)).collect();
    let before = server::seconds(server, database);
    let stats = load::run(server.port, Duration::from_secs_f64(plan.seconds), makers)?;
    if stats.wrong > 0 {
        return Err(format!("{} of {} answers are not 200", stats.wrong, stats.requests).into());
    }
    let cpu = (server::seconds(server, database) - before) * 1000.0 / stats.requests.max(1) as f64;
    Ok((stats, cpu))
}

pub fn measure(
    plan: &Plan,
    report: &mut Report,
    product: &Server,
    database: &crate::server::Database,
    organization: Uuid,
) -> Result<(), Failure> {
    let (url, pid) = (database.owner_url()?, database.pid()?);
    let deals = fill(&url, organization, plan.projects)?;
    let settings = [
        ("DATABASE_URL", url),
        ("ORGANIZATION", organization.to_string()),
    ];
    let log = plan.data.join("pipeline-limit.log");
    let limit = Server::start(Path::new(&beside("pipeline_limit")?), &[], &settings, &log)?;
    let maker = |side| {
        Ok::<Maker, Failure>(Maker {
            side,
            token: token(plan, product)?,
            organization,
            deals: deals.clone(),
        })
    };
    let (ours, theirs) = (maker(Side::Product)?, maker(Side::Limit)?);
    for (case, name, aim) in [
        (
            Case::Contacts,
            "contacts, page of 50, 16 connections",
            "≥ 0.7",
        ),
        (
            Case::Search,
            "contacts by a part of the name, 16 connections",
            "≥ 0.7",
        ),
        (
            Case::Deals,
            "deals filtered and sorted, 16 connections",
            "≥ 0.6",
        ),
        (Case::Deal, "a deal by its id, 16 connections", "≥ 0.6"),
        (
            Case::Move,
            "PATCH of a deal's stage, 16 connections",
            "≥ 0.6",
        ),
        (Case::Summary, "summary of deals, 16 connections", "≥ 0.6"),
        (Case::Funnel, "funnel of deals, 16 connections", "≥ 0.6"),
        (Case::SignIn, "sign-in, 4 connections", "≥ 0.9"),
    ] {
        let connections = if case == Case::SignIn { 4 } else { 16 };
        let mut rounds = Vec::new();
        for _ in 0..=plan.rounds {
            let (product, product_cpu) = round(plan, product, pid, &ours, case, connections)?;
            let (limit, limit_cpu) = round(plan, &limit, pid, &theirs, case, connections)?;
            rounds.push(Round {
                product,
                product_cpu,
                limit,
                limit_cpu,
            });
        }
        report.load(name, aim, &rounds[1..]);
    }
    storm(plan, report, product, &ours)
}

/// Sixty people sign in at once while four others look at deals.
fn storm(plan: &Plan, report: &mut Report, product: &Server, ours: &Maker) -> Result<(), Failure> {
    let lasts = Duration::from_secs_f64(plan.seconds.max(2.0) * 2.0);
    let look = || (0..4).map(|c| ours.requests(Case::Deals, c)).collect();
    let quiet = load::run(product.port, lasts, look())?;
    product.forget_peak()?;
    let before = product.memory()?.0;
    let port = product.port;
    let makers: Vec<Vec<u8>> = (0..60).map(|_| sign_in(Side::Product)).collect();
    let storming = std::thread::spawn(move || {
        let makers = makers
            .into_iter()
            .map(|request| -> Requests { Box::new(move |out| out.extend_from_slice(&request)) });
        load::run(port, lasts, makers.collect())
    });
    let busy = load::run(product.port, lasts, look())?;
    storming.join().map_err(|_| "the storm broke off")??;
    report.figure(
        "99th percentile of pages while 60 sign in, against a quiet server",
        &format!(
            "**{:.1}** × ({:.1} → {:.1} ms)",
            busy.p99 / quiet.p99,
            quiet.p99,
            busy.p99
        ),
        "≤ 3 ×",
    );
    report.figure(
        "memory that the storm takes",
        &format!("**{:.0} MB**", (product.memory()?.1 - before).max(0.0)),
        "≤ 64 MB",
    );
    Ok(())
}
