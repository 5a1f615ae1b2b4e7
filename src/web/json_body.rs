//! A request that a script sends as JSON: many cells do not fit into the fields of a form.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;

use super::AppError;
use crate::refusal::Refusal;

/// Some twenty thousand cells with long texts among them.
const LARGEST: usize = 8 << 20;

/// The body of a request, read as JSON of this shape.
#[derive(Debug, Clone)]
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for JsonBody<T> {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, Result<JsonBody<T>, AppError>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let payload = web::Payload::from_request(req, payload).into_inner();
        Box::pin(async move {
            let payload = payload.map_err(AppError::broken)?;
            let bytes = match payload.to_bytes_limited(LARGEST).await {
                Ok(Ok(bytes)) => bytes,
                Ok(Err(_)) => return Err(Refusal::BadRequest("error-broken-off".into()).into()),
                Err(_) => {
                    return Err(Refusal::TooLarge {
                        reason: "error-too-large".into(),
                    }
                    .into());
                }
            };
            // PostgreSQL holds no NUL in a text.
            if bytes.windows(6).any(|w| w == b"\\u0000") {
                return Err(Refusal::BadRequest("error-nul".into()).into());
            }
            serde_json::from_slice(&bytes)
                .map(JsonBody)
                .map_err(|_| Refusal::BadRequest("error-bad-request-way".into()).into())
        })
    }
}
