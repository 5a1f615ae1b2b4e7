//! Figures for Prometheus: requests, connections, waiting work, memory. No figure names a person or an organization.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actix_web::HttpRequest;

use super::{Answer, AppError, Cx, Outcome};
use crate::db::{Db, jobs};
use crate::refusal::Refusal;

/// Upper bounds of the histogram, in milliseconds.
const BOUNDS: [u64; 9] = [5, 10, 25, 50, 100, 300, 1000, 3000, 10_000];

/// Requests by the first digit of their status, by time, and the sum of their times.
static BY_STATUS: [AtomicU64; 6] = [const { AtomicU64::new(0) }; 6];
static BY_TIME: [AtomicU64; BOUNDS.len()] = [const { AtomicU64::new(0) }; BOUNDS.len()];
static MICROSECONDS: AtomicU64 = AtomicU64::new(0);

/// Counts a request that was answered.
pub fn count(status: u16, took: Duration) {
    let class = usize::from(status / 100).min(BY_STATUS.len() - 1);
    BY_STATUS[class].fetch_add(1, Ordering::Relaxed);
    MICROSECONDS.fetch_add(took.as_micros() as u64, Ordering::Relaxed);
    let ms = took.as_millis() as u64;
    if let Some(i) = BOUNDS.iter().position(|bound| ms < *bound) {
        BY_TIME[i].fetch_add(1, Ordering::Relaxed);
    }
}

/// Bytes of memory that the process holds, as Linux counts them.
fn resident_bytes() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: u64 = text
        .split_whitespace()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(0);
    pages * rustix::param::page_size() as u64
}

fn requests(out: &mut String) {
    out.push_str("# TYPE invest_crm_requests_total counter\n");
    let mut all = 0;
    for (class, n) in BY_STATUS.iter().enumerate().skip(1) {
        let n = n.load(Ordering::Relaxed);
        all += n;
        let _ = writeln!(out, "invest_crm_requests_total{{status=\"{class}xx\"}} {n}");
    }
    out.push_str("# TYPE invest_crm_request_seconds histogram\n");
    let mut below = 0;
    for (bound, n) in BOUNDS.iter().zip(&BY_TIME) {
        below += n.load(Ordering::Relaxed);
        let seconds = *bound as f64 / 1000.0;
        let _ = writeln!(
            out,
            "invest_crm_request_seconds_bucket{{le=\"{seconds}\"}} {below}"
        );
    }
    let _ = writeln!(
        out,
        "invest_crm_request_seconds_bucket{{le=\"+Inf\"}} {all}"
    );
    let seconds = MICROSECONDS.load(Ordering::Relaxed) as f64 / 1_000_000.0;
    let _ = writeln!(out, "invest_crm_request_seconds_sum {seconds}");
    let _ = writeln!(out, "invest_crm_request_seconds_count {all}");
}

fn database(out: &mut String, db: &Db) {
    let (open, idle) = db.connections();
    out.push_str("# TYPE invest_crm_connections gauge\n");
    let _ = writeln!(out, "invest_crm_connections{{state=\"idle\"}} {idle}");
    let _ = writeln!(
        out,
        "invest_crm_connections{{state=\"used\"}} {}",
        open - idle
    );
    out.push_str("# TYPE invest_crm_database_up gauge\n");
    match jobs::waiting(db) {
        Ok(kinds) => {
            out.push_str("invest_crm_database_up 1\n# TYPE invest_crm_jobs_waiting gauge\n");
            for job in &kinds {
                let _ = writeln!(
                    out,
                    "invest_crm_jobs_waiting{{kind=\"{}\"}} {}",
                    job.kind, job.n
                );
            }
            out.push_str("# TYPE invest_crm_jobs_oldest_seconds gauge\n");
            for job in &kinds {
                let (kind, oldest) = (&job.kind, job.oldest);
                let _ = writeln!(
                    out,
                    "invest_crm_jobs_oldest_seconds{{kind=\"{kind}\"}} {oldest}"
                );
            }
        }
        Err(_) => out.push_str("invest_crm_database_up 0\n"),
    }
}

/// `GET /metrics`, for whoever brings the token; without one in the settings there is no such page.
pub async fn show(cx: Cx, req: HttpRequest) -> Outcome {
    let brought = req
        .headers()
        .get("authorization")
        .and_then(|v| v.to_str().ok()?.strip_prefix("Bearer "));
    if !is_token(cx.config.metrics_token.as_deref(), brought) {
        return Err(Refusal::NotFound.into());
    }
    let db = cx.db.clone();
    let text = actix_web::web::block(move || {
        let mut out = String::new();
        requests(&mut out);
        database(&mut out, &db);
        out.push_str("# TYPE process_resident_memory_bytes gauge\n");
        let _ = writeln!(out, "process_resident_memory_bytes {}", resident_bytes());
        out
    })
    .await
    .map_err(AppError::broken)?;
    Ok(Answer::text(text))
}

/// Compared by their hashes: how long it takes tells nothing about the token.
fn is_token(wanted: Option<&str>, brought: Option<&str>) -> bool {
    use sha2::{Digest as _, Sha256};
    match (wanted, brought) {
        (Some(wanted), Some(brought)) => Sha256::digest(wanted) == Sha256::digest(brought),
        _ => false,
    }
}
