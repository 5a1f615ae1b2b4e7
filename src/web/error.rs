//! The only file with status codes: every refusal and failure becomes a page, a fragment or the
//! JSON of the API here.

mod request;

use std::fmt::Display;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use askama::Template;
use uuid::Uuid;

use super::{Answer, Bare, Cx};
use crate::db::DbError;
use crate::refusal::{FieldError, Refusal, Refused, RequestRefusal, WayOut};
use crate::text::{Locale, Message};

/// What a handler may end with besides an answer.
#[derive(Debug, Clone)]
pub enum AppError {
    Refusal(Refusal),
    /// No session, or it has ended.
    NotSignedIn,
    /// Signed in, but of no organization any more.
    NoOrganization,
    /// The form was filled in by somebody else who was signed in here before.
    OtherPerson,
    /// The form was not sent by one of our pages.
    ForeignForm,
    MethodNotAllowed,
    /// Somebody else wrote the same rows at the same moment; the work can be tried again.
    Crossed,
    DatabaseAway,
    /// Logged under this number; the page shows only the number.
    Broken(Uuid),
}

impl AppError {
    /// Something that should never happen: one line in the log, a number for the person.
    pub fn broken(what: impl Display) -> AppError {
        let incident = Uuid::now_v7();
        tracing::error!(%incident, "{what}");
        AppError::Broken(incident)
    }
}

impl Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        AppError::Refusal(refusal)
    }
}

impl From<Refused> for AppError {
    fn from(refused: Refused) -> AppError {
        match refused {
            Refused::Because(refusal) => AppError::Refusal(refusal),
            Refused::Database(error) => error.into(),
            Refused::Broken(what) => AppError::broken(what),
        }
    }
}

impl From<DbError> for AppError {
    fn from(error: DbError) -> AppError {
        use diesel::result::{DatabaseErrorKind, Error};
        match error {
            DbError::Away(why) => {
                tracing::warn!(%why, "the database is away");
                AppError::DatabaseAway
            }
            DbError::Query(Error::NotFound) => AppError::Refusal(Refusal::NotFound),
            DbError::Query(Error::DatabaseError(DatabaseErrorKind::ClosedConnection, info)) => {
                tracing::warn!(why = info.message(), "the database went away");
                AppError::DatabaseAway
            }
            DbError::Query(Error::DatabaseError(kind, info))
                if is_crossing(&kind, info.message()) =>
            {
                AppError::Crossed
            }
            DbError::Query(Error::DatabaseError(
                DatabaseErrorKind::UniqueViolation | DatabaseErrorKind::ForeignKeyViolation,
                info,
            )) => {
                tracing::info!(
                    why = info.message(),
                    "two wrote what goes against each other"
                );
                Refusal::from(RequestRefusal::InConflict("api-in-conflict".into())).into()
            }
            DbError::Query(error) if lost_connection(&error) => {
                tracing::warn!(%error, "the database went away");
                AppError::DatabaseAway
            }
            DbError::Query(error) => AppError::broken(error),
        }
    }
}

/// Two works waited for each other, and one was ended.
fn is_crossing(kind: &diesel::result::DatabaseErrorKind, message: &str) -> bool {
    matches!(
        kind,
        diesel::result::DatabaseErrorKind::SerializationFailure
    ) || message.contains("deadlock detected")
}

/// libpq words these without a code of their own.
fn lost_connection(error: &diesel::result::Error) -> bool {
    let text = error.to_string();
    [
        "server closed the connection",
        "terminating connection",
        "no connection to the server",
        "connection to server",
        "the database system is",
        "could not receive data",
    ]
    .iter()
    .any(|sign| text.contains(sign))
}

impl From<diesel::result::Error> for AppError {
    fn from(error: diesel::result::Error) -> AppError {
        DbError::Query(error).into()
    }
}

/// The status of a refusal, for an answer of its own too.
pub fn status_of(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::NotFound => StatusCode::NOT_FOUND,
        Refusal::MayNot(_) => StatusCode::FORBIDDEN,
        Refusal::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::NotAllowedNow { .. } | Refusal::Conflict(_) => StatusCode::CONFLICT,
        Refusal::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        Refusal::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Refusal::NoRoom(_) => StatusCode::INSUFFICIENT_STORAGE,
        Refusal::BadRequest(_) => StatusCode::BAD_REQUEST,
        Refusal::Request(refusal) => request::status(refusal),
    }
}

impl AppError {
    fn status(&self) -> StatusCode {
        match self {
            AppError::Refusal(refusal) => status_of(refusal),
            AppError::NotSignedIn | AppError::OtherPerson => StatusCode::UNAUTHORIZED,
            AppError::NoOrganization | AppError::ForeignForm => StatusCode::FORBIDDEN,
            AppError::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            AppError::Crossed | AppError::DatabaseAway => StatusCode::SERVICE_UNAVAILABLE,
            AppError::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The one fact and, under it, what to do.
    fn words(&self, t: Locale) -> (String, String) {
        let two = |title: &str, text: &str| (t.text(title).into_owned(), t.text(text).into_owned());
        match self {
            AppError::Refusal(Refusal::NotFound) => two("error-not-found", "error-not-found-way"),
            AppError::Refusal(Refusal::MayNot(why)) => {
                (t.text("error-may-not").into_owned(), t.message(why))
            }
            AppError::Refusal(Refusal::Invalid(fields)) => (
                t.text("error-invalid").into_owned(),
                fields
                    .iter()
                    .map(|f| t.message(&f.message))
                    .collect::<Vec<_>>()
                    .join(" "),
            ),
            AppError::Refusal(Refusal::NotAllowedNow { reason, .. }) => {
                (t.text("error-not-now").into_owned(), t.message(reason))
            }
            AppError::Refusal(Refusal::Conflict(_)) => two("error-conflict", "error-conflict-way"),
            AppError::Refusal(Refusal::TooMany {
                retry_after_seconds,
            }) => (
                t.text("error-too-many").into_owned(),
                t.count("error-too-many-way", *retry_after_seconds as i64),
            ),
            AppError::Refusal(Refusal::TooLarge { reason } | Refusal::BadRequest(reason)) => {
                (t.text("error-bad-request").into_owned(), t.message(reason))
            }
            AppError::Refusal(Refusal::NoRoom(reason)) => {
                (t.text("error-no-room").into_owned(), t.message(reason))
            }
            AppError::Refusal(Refusal::Request(refusal)) => {
                (t.text("error-not-now").into_owned(), refusal.words(t))
            }
            AppError::NotSignedIn => two("error-not-signed-in", "error-not-signed-in-way"),
            AppError::OtherPerson => two("error-other-person", "error-other-person-way"),
            AppError::NoOrganization => two("error-no-organization", "error-no-organization-way"),
            AppError::ForeignForm => two("error-foreign-form", "error-foreign-form-way"),
            AppError::MethodNotAllowed => two("error-method", "error-not-found-way"),
            AppError::Crossed | AppError::DatabaseAway => {
                two("error-database-away", "error-database-away-way")
            }
            AppError::Broken(incident) => (
                t.text("error-broken").into_owned(),
                t.with("error-broken-way", &incident.to_string()),
            ),
        }
    }

    fn ways_out(&self) -> Vec<WayOut> {
        match self {
            AppError::Refusal(Refusal::NotAllowedNow { ways_out, .. }) => ways_out.clone(),
            AppError::NotSignedIn => vec![WayOut {
                label: Message::new("sign-in-do"),
                href: "/sign-in".into(),
            }],
            AppError::NoOrganization => vec![WayOut {
                label: Message::new("organizations-choose"),
                href: "/organizations".into(),
            }],
            _ => vec![WayOut {
                label: Message::new("error-to-register"),
                href: "/".into(),
            }],
        }
    }

    /// For programs: one word that they can compare.
    fn code(&self) -> &'static str {
        match self {
            AppError::Refusal(refusal) => match refusal {
                Refusal::NotFound => "not_found",
                Refusal::MayNot(_) => "forbidden",
                Refusal::Invalid(_) | Refusal::BadRequest(_) | Refusal::TooLarge { .. } => {
                    "validation_failed"
                }
                Refusal::NoRoom(_) => "unavailable",
                Refusal::NotAllowedNow {
                    code: "last_owner", ..
                } => "conflict",
                Refusal::NotAllowedNow { code, .. } => code,
                Refusal::Request(refusal) => refusal.code(),
                Refusal::Conflict(_) => "conflict",
                Refusal::TooMany { .. } => "too_many_requests",
            },
            AppError::NotSignedIn | AppError::OtherPerson => "unauthorized",
            AppError::NoOrganization | AppError::ForeignForm => "forbidden",
            AppError::MethodNotAllowed => "method_not_allowed",
            AppError::Crossed | AppError::DatabaseAway => "unavailable",
            AppError::Broken(_) => "broken",
        }
    }

    /// The one error shape of the API.
    fn json(&self, t: Locale) -> serde_json::Value {
        let (title, text) = self.words(t);
        let mut error = serde_json::json!({
            "code": self.code(),
            "message": format!("{title} {text}"),
        });
        let fields: &[FieldError] = match self {
            AppError::Refusal(Refusal::Invalid(fields)) => fields,
            AppError::Refusal(Refusal::Request(refusal)) => refusal.fields(),
            _ => &[],
        };
        if let AppError::Refusal(Refusal::Request(refusal)) = self {
            error["message"] = serde_json::json!(refusal.words(t));
            if let RequestRefusal::IllegalMove { allowed, .. } = refusal.as_ref() {
                error["allowed"] = serde_json::json!(allowed);
            }
        }
        if !fields.is_empty() {
            error["fields"] = fields
                .iter()
                .map(|f| {
                    serde_json::json!({
                        "field": f.field, "code": f.code, "message": t.message(&f.message),
                    })
                })
                .collect();
        }
        serde_json::json!({ "error": error })
    }

    /// The error as programs get it, with the headers that go with its status.
    fn for_programs(&self, t: Locale) -> Answer {
        let status = match self {
            // Programs are told of wrong values with 400.
            AppError::Refusal(Refusal::Invalid(_)) => StatusCode::BAD_REQUEST,
            other => other.status(),
        };
        let answer = Answer::json(&self.json(t))
            .unwrap_or_else(|_| Answer::text(""))
            .with_status(status);
        match self {
            AppError::Refusal(Refusal::TooMany {
                retry_after_seconds,
            }) => answer.header(RETRY_AFTER, &retry_after_seconds.to_string()),
            AppError::Crossed | AppError::DatabaseAway => answer.header(RETRY_AFTER, "3"),
            AppError::Refusal(Refusal::Request(refusal))
                if status == StatusCode::METHOD_NOT_ALLOWED =>
            {
                answer.header(ALLOW, &refusal.allowed_methods().join(", "))
            }
            _ if status == StatusCode::UNAUTHORIZED => answer.header(WWW_AUTHENTICATE, "Bearer"),
            _ => answer,
        }
    }

    /// The one rendering: for programs, for scripts of our pages, for people.
    pub fn answer(&self, req: &HttpRequest) -> Answer {
        let t = Cx::locale_of(req);
        if req.path().starts_with("/api/") {
            return self.for_programs(t);
        }
        let (title, text) = self.words(t);
        let wants_fragment =
            req.headers().contains_key("hx-request") || req.headers().contains_key("x-fragment");
        let ways_out: Vec<(String, String)> = self
            .ways_out()
            .iter()
            .map(|w| (t.message(&w.label), w.href.clone()))
            .collect();
        let rendered = if wants_fragment {
            Answer::html(&ErrorFragment {
                icons: super::assets().icons(),
                is_other_person: matches!(self, AppError::OtherPerson),
                title,
                text,
                ways_out,
            })
        } else {
            Answer::html(&ErrorPage {
                bare: Bare::new(t),
                title,
                text,
                ways_out,
                retries: matches!(self, AppError::DatabaseAway),
            })
        };
        let answer = rendered
            .unwrap_or_else(|_| Answer::text(""))
            .with_status(self.status());
        match self {
            AppError::Refusal(Refusal::TooMany {
                retry_after_seconds,
            }) => answer.header(RETRY_AFTER, &retry_after_seconds.to_string()),
            AppError::Crossed | AppError::DatabaseAway => answer.header(RETRY_AFTER, "3"),
            AppError::NotSignedIn => answer.header(WWW_AUTHENTICATE, "Cookie"),
            _ => answer,
        }
    }
}

#[derive(Template)]
#[template(path = "errors/page.html")]
struct ErrorPage {
    bare: Bare,
    title: String,
    text: String,
    ways_out: Vec<(String, String)>,
    /// The page looks again by itself.
    retries: bool,
}

#[derive(Template)]
#[template(path = "errors/_refusal.html")]
struct ErrorFragment {
    icons: &'static str,
    is_other_person: bool,
    title: String,
    text: String,
    ways_out: Vec<(String, String)>,
}

impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    // Rendered by the middleware, which knows the request.
    fn error_response(&self) -> HttpResponse<BoxBody> {
        HttpResponse::new(self.status())
    }
}

/// Marks a response to somebody without a session, for the middleware that knows the sign-in page.
pub struct SignInNeeded;

/// Puts the words into a response that carries an error: ours, or one of the framework.
pub fn with_words<B: MessageBody + 'static>(
    response: ServiceResponse<B>,
) -> ServiceResponse<BoxBody> {
    let status = response.status();
    if status.is_success() || status.is_redirection() || status.is_informational() {
        return response.map_into_boxed_body();
    }
    let own = response
        .response()
        .error()
        .map(|e| match e.as_error::<AppError>() {
            Some(error) => error.answer(response.request()),
            None => framework_error(status, e).answer(response.request()),
        });
    let needs_session = response
        .response()
        .error()
        .and_then(|e| e.as_error::<AppError>())
        .is_some_and(|e| matches!(e, AppError::NotSignedIn));
    match own {
        Some(answer) => {
            let mut ready = answer.into_response();
            if needs_session {
                ready.extensions_mut().insert(SignInNeeded);
            }
            response.into_response(ready)
        }
        None => response.map_into_boxed_body(),
    }
}

fn framework_error(status: StatusCode, error: &actix_web::Error) -> AppError {
    match status {
        StatusCode::NOT_FOUND => AppError::Refusal(Refusal::NotFound),
        StatusCode::METHOD_NOT_ALLOWED => AppError::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => AppError::Refusal(Refusal::TooLarge {
            reason: "error-too-large".into(),
        }),
        s if s.is_client_error() => {
            AppError::Refusal(Refusal::BadRequest("error-bad-request-way".into()))
        }
        _ => AppError::broken(error),
    }
}
