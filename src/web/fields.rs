//! The fields of a form and of a query string, as they were sent.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use uuid::Uuid;

use super::AppError;
use crate::refusal::Refusal;

/// The largest form; a long text of 10,000 characters percent-encoded fits several times.
const LARGEST_FORM: usize = 1 << 20;

/// Names and values in the order in which they came; spaces at both ends are cut off.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    all: Vec<(String, String)>,
}

impl Fields {
    fn parse(bytes: &[u8]) -> Result<Fields, AppError> {
        let all: Vec<(String, String)> = url_decode(bytes);
        if all
            .iter()
            .any(|(n, v)| n.contains('\0') || v.contains('\0'))
        {
            return Err(Refusal::BadRequest("error-nul".into()).into());
        }
        Ok(Fields { all })
    }

    pub fn from_pairs(all: Vec<(String, String)>) -> Fields {
        Fields { all }
    }

    /// The value, or an empty text: a form sends a field that was left empty as such.
    pub fn get(&self, name: &str) -> &str {
        self.all
            .iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, v)| v.trim())
    }

    /// The value if it is not empty.
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|v| !v.is_empty())
    }

    /// The value exactly as it was sent.
    pub fn exact(&self, name: &str) -> &str {
        self.all
            .iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, v)| v.as_str())
    }

    pub fn has(&self, name: &str) -> bool {
        self.all.iter().any(|(n, _)| n == name)
    }

    /// All values of a field that may stand several times.
    pub fn every<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.all
            .iter()
            .filter(move |(n, v)| n == name && !v.trim().is_empty())
            .map(|(_, v)| v.trim())
    }

    pub fn id(&self, name: &str) -> Option<Uuid> {
        Uuid::try_parse(self.get(name)).ok()
    }

    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name).parse().ok()
    }

    pub fn pairs(&self) -> &[(String, String)] {
        &self.all
    }
}

/// `application/x-www-form-urlencoded`; what is not UTF-8 is replaced, never refused.
fn url_decode(bytes: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(bytes).into_owned().collect()
}

impl FromRequest for Fields {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, Result<Fields, AppError>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let payload = web::Payload::from_request(req, payload).into_inner();
        let req = req.clone();
        Box::pin(async move {
            let payload = payload.map_err(AppError::broken)?;
            match payload.to_bytes_limited(LARGEST_FORM).await {
                Ok(Ok(bytes)) => {
                    let fields = Fields::parse(&bytes)?;
                    // Whoever has to sign in first gets back what they sent.
                    req.extensions_mut().insert(fields.clone());
                    Ok(fields)
                }
                Ok(Err(_)) => Err(Refusal::BadRequest("error-broken-off".into()).into()),
                Err(_) => Err(Refusal::TooLarge {
                    reason: "error-too-large".into(),
                }
                .into()),
            }
        })
    }
}

/// The query string of a request.
#[derive(Debug, Clone, Default)]
pub struct Query(pub Fields);

impl FromRequest for Query {
    type Error = AppError;
    type Future = Ready<Result<Query, AppError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Fields::parse(req.query_string().as_bytes()).map(Query))
    }
}

/// An id in a path; what is not a UUID names nothing that exists.
pub fn path_id(text: &str) -> Result<Uuid, AppError> {
    Uuid::try_parse(text).map_err(|_| Refusal::NotFound.into())
}
