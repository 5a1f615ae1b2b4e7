//! Middleware around every request: foreign forms are refused, security headers set, errors given
//! their words, one line written to the log.

use std::time::Instant;

use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use uuid::Uuid;

use super::{AppError, SESSION_COOKIE, error};

const SECURITY_HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=()",
    ),
];

/// A form of another site carries our cookie only if the browser is old; then its origin tells.
fn is_foreign_form(req: &ServiceRequest) -> bool {
    // Programs sign with a token, which no foreign page has; cookies are not looked at there.
    if req.path().starts_with("/api/")
        || matches!(*req.method(), Method::GET | Method::HEAD | Method::OPTIONS)
    {
        return false;
    }
    let header = |name: &str| req.headers().get(name).and_then(|v| v.to_str().ok());
    match (header("sec-fetch-site"), header("origin")) {
        (Some(site), _) => site != "same-origin" && site != "none",
        (None, Some(origin)) => {
            let host = header("host").unwrap_or_default();
            origin.split_once("://").map(|(_, h)| h) != Some(host)
        }
        // Not a browser; without our cookie nothing is done in anybody's name.
        (None, None) => req.cookie(SESSION_COOKIE).is_some(),
    }
}

/// The outer middleware.
pub async fn guard(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let begun = Instant::now();
    let id = Uuid::now_v7();
    let method = req.method().clone();
    let mut response = if is_foreign_form(&req) {
        let answer = AppError::ForeignForm.answer(req.request());
        req.into_response(answer.into_response())
    } else {
        next.call(req).await?.map_into_boxed_body()
    };
    // The pattern, never the path: a path may hold what somebody searched for.
    let route = response
        .request()
        .match_pattern()
        .unwrap_or_else(|| "-".to_owned());
    let is_asset = route.starts_with("/assets/");
    let status = response.status().as_u16();
    let headers = response.headers_mut();
    for (name, value) in SECURITY_HEADERS {
        // What people brought is guarded by stricter ones of its own.
        if !headers.contains_key(name) {
            headers.insert(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
    }
    if !headers.contains_key("cache-control") {
        headers.insert(
            HeaderName::from_static("cache-control"),
            HeaderValue::from_static("no-store"),
        );
    }
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    if !is_asset {
        super::metrics::count(status, begun.elapsed());
        let ms = begun.elapsed().as_micros() as f64 / 1000.0;
        tracing::info!(request = %id, %method, route, status, ms, "request");
    }
    Ok(response)
}

/// The inner middleware: errors become pages, fragments or JSON.
pub async fn render_errors(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    // A handler's error is a response that carries it; routing forbids a second hold on the request.
    next.call(req).await.map(error::with_words)
}
