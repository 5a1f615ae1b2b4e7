//! A request of a program as it came. Nothing is judged here: the order of the checks is the contract's,
//! and a broken body is said only after token, organization, role and row.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use uuid::Uuid;

use super::super::{AppError, Cx};
use super::fields::Body;
use super::values::id_of;
use crate::refusal::{Refusal, RequestRefusal};

/// The largest body: a long text of 10,000 characters fits many times.
const LARGEST_BODY: usize = 1 << 20;

/// What a request says of itself.
#[derive(Clone)]
pub struct Call {
    pub cx: Cx,
    pub method: String,
    pub path: String,
    bearer: Option<String>,
    organization: Option<String>,
    content_type: Option<String>,
    if_match: Option<String>,
    pub idempotency_key: Option<String>,
    names: Vec<(String, String)>,
    /// The query string, decoded.
    pub query: Vec<(String, String)>,
    body: Result<Vec<u8>, AppError>,
}

fn header(req: &HttpRequest, name: &str) -> Option<String> {
    // A value that is no text is kept as one that nothing accepts.
    req.headers()
        .get(name)
        .map(|v| v.to_str().unwrap_or("\u{fffd}").to_owned())
}

impl Call {
    /// The token of `Authorization: Bearer …`.
    pub fn bearer(&self) -> Option<&str> {
        self.bearer.as_deref()
    }

    /// The organization that the header names.
    pub fn organization(&self) -> Result<Uuid, AppError> {
        self.organization
            .as_deref()
            .and_then(id_of)
            .ok_or_else(|| Refusal::from(RequestRefusal::OrganizationNeeded).into())
    }

    /// Whether the path has a part of this name.
    pub fn has_name(&self, name: &str) -> bool {
        self.names.iter().any(|(n, _)| n == name)
    }

    /// An id in the path; what is not a UUID names nothing that exists.
    pub fn id(&self, name: &str) -> Result<Uuid, AppError> {
        let text = self.names.iter().find(|(n, _)| n == name);
        text.and_then(|(_, v)| id_of(v))
            .ok_or_else(|| Refusal::NotFound.into())
    }

    /// The body, unless it says that it is no JSON.
    pub fn json(&self) -> Result<&[u8], AppError> {
        let bytes = self.body.as_ref().map_err(Clone::clone)?;
        let kind = self.content_type.as_deref().unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        let is_json = kind.eq_ignore_ascii_case("application/json")
            || kind.to_ascii_lowercase().ends_with("+json");
        // A body that says nothing of itself is read as JSON.
        if !is_json && !kind.is_empty() {
            return Err(Refusal::from(RequestRefusal::NotJson).into());
        }
        Ok(bytes)
    }

    /// The bytes of the body, for telling a repeated request from another one.
    pub fn bytes(&self) -> &[u8] {
        self.body.as_ref().map_or(&[], Vec::as_slice)
    }

    /// Whether `If-Match` names this version; without the header, it does.
    pub fn check_if_match(&self, version: i64) -> Result<(), AppError> {
        let Some(asked) = self.if_match.as_deref() else {
            return Ok(());
        };
        let fits = asked.split(',').map(str::trim).any(|tag| {
            tag == "*" || tag.trim_start_matches("W/") == format!("\"{version}\"").as_str()
        });
        if fits {
            return Ok(());
        }
        Err(Refusal::from(RequestRefusal::VersionMismatch).into())
    }

    pub fn has_if_match(&self) -> bool {
        self.if_match.is_some()
    }

    /// `If-Match`, then the version of the body.
    pub fn check_version(&self, body: &Body, version: i64) -> Result<(), AppError> {
        self.check_if_match(version)?;
        if body.version.is_some_and(|v| v != version) {
            return Err(Refusal::from(RequestRefusal::StaleVersion).into());
        }
        Ok(())
    }

    /// The first value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// Changes of a whole collection say so.
    pub fn check_all(&self) -> Result<(), AppError> {
        if self.parameter("all") == Some("true") {
            return Ok(());
        }
        Err(Refusal::from(RequestRefusal::ConfirmationNeeded).into())
    }
}

fn read_head(req: &HttpRequest) -> Result<Call, AppError> {
    let names = req.match_info().iter();
    Ok(Call {
        cx: Cx::of(req)?,
        method: req.method().as_str().to_owned(),
        path: req.path().to_owned(),
        bearer: header(req, "authorization").and_then(|v| {
            let (kind, token) = v.split_once(' ')?;
            kind.eq_ignore_ascii_case("bearer")
                .then(|| token.trim().to_owned())
        }),
        organization: header(req, "x-organization-id"),
        content_type: header(req, "content-type"),
        if_match: header(req, "if-match"),
        idempotency_key: header(req, "idempotency-key"),
        names: names.map(|(n, v)| (n.to_owned(), v.to_owned())).collect(),
        query: form_urlencoded::parse(req.query_string().as_bytes())
            .into_owned()
            .collect(),
        body: Ok(Vec::new()),
    })
}

impl FromRequest for Call {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, Result<Call, AppError>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let payload = web::Payload::from_request(req, payload).into_inner();
        let call = read_head(req);
        Box::pin(async move {
            let mut call = call?;
            let payload = payload.map_err(AppError::broken)?;
            call.body = match payload.to_bytes_limited(LARGEST_BODY).await {
                Ok(Ok(bytes)) => Ok(bytes.to_vec()),
                Ok(Err(_)) => Err(Refusal::BadRequest("error-broken-off".into()).into()),
                Err(_) => Err(Refusal::TooLarge {
                    reason: "error-too-large".into(),
                }
                .into()),
            };
            Ok(call)
        })
    }
}

/// A request whose body is taken elsewhere: a file.
pub struct Head(pub Call);

impl FromRequest for Head {
    type Error = AppError;
    type Future = std::future::Ready<Result<Head, AppError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(read_head(req).map(|mut call| {
            // What is done with a file is not done twice by a key: the file is no part of what is compared.
            call.idempotency_key = None;
            Head(call)
        }))
    }
}
