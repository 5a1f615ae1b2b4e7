//! Status, code and words of the refusals that only `/api/v1` has.

use actix_web::http::StatusCode;

use crate::refusal::{FieldError, RequestRefusal};
use crate::text::Locale;

/// The status of a refusal that only programs meet.
pub fn status(refusal: &RequestRefusal) -> StatusCode {
    match refusal {
        RequestRefusal::NoToken | RequestRefusal::WrongPassword => StatusCode::UNAUTHORIZED,
        RequestRefusal::OrganizationNeeded | RequestRefusal::ConfirmationNeeded => {
            StatusCode::BAD_REQUEST
        }
        RequestRefusal::NoSuchRow(_) => StatusCode::NOT_FOUND,
        RequestRefusal::VersionMismatch => StatusCode::PRECONDITION_FAILED,
        RequestRefusal::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        RequestRefusal::NotAWorkbook(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        RequestRefusal::UnreadableWorkbook(_) => StatusCode::UNPROCESSABLE_ENTITY,
        RequestRefusal::MethodNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
        _ => StatusCode::CONFLICT,
    }
}

impl RequestRefusal {
    /// For programs: one word that they can compare.
    pub fn code(&self) -> &'static str {
        match self {
            RequestRefusal::NoToken | RequestRefusal::WrongPassword => "unauthorized",
            RequestRefusal::OrganizationNeeded => "organization_required",
            RequestRefusal::ConfirmationNeeded => "confirmation_required",
            RequestRefusal::NoSuchRow(_) => "not_found",
            RequestRefusal::InConflict(_) | RequestRefusal::StaleVersion => "conflict",
            RequestRefusal::VersionMismatch => "version_mismatch",
            RequestRefusal::NotJson | RequestRefusal::NotAWorkbook(_) => "unsupported_media_type",
            RequestRefusal::UnreadableWorkbook(_) => "unreadable",
            RequestRefusal::IllegalMove { .. } => "illegal_move",
            RequestRefusal::Incomplete(_) => "incomplete",
            RequestRefusal::MethodNotAllowed { .. } => "method_not_allowed",
        }
    }

    /// What people behind the program read.
    pub fn words(&self, t: Locale) -> String {
        let key = match self {
            RequestRefusal::InConflict(message)
            | RequestRefusal::NotAWorkbook(message)
            | RequestRefusal::UnreadableWorkbook(message)
            | RequestRefusal::IllegalMove {
                reason: message, ..
            } => return t.message(message),
            RequestRefusal::NoToken => return t.text("api-no-token").into_owned(),
            RequestRefusal::WrongPassword => return t.text("sign-in-wrong").into_owned(),
            RequestRefusal::OrganizationNeeded => "api-organization-needed",
            RequestRefusal::ConfirmationNeeded => "api-confirmation-needed",
            RequestRefusal::NoSuchRow(_) => "api-no-such-row",
            RequestRefusal::StaleVersion | RequestRefusal::VersionMismatch => "api-stale-version",
            RequestRefusal::NotJson => "api-not-json-type",
            RequestRefusal::Incomplete(_) => "api-incomplete",
            RequestRefusal::MethodNotAllowed { .. } => "error-method",
        };
        t.text(key).into_owned()
    }

    /// Methods that the path has.
    pub fn allowed_methods(&self) -> &[&'static str] {
        match self {
            RequestRefusal::MethodNotAllowed { allowed } => allowed,
            _ => &[],
        }
    }

    /// Fields that are to blame.
    pub fn fields(&self) -> &[FieldError] {
        match self {
            RequestRefusal::NoSuchRow(fields) | RequestRefusal::Incomplete(fields) => fields,
            _ => &[],
        }
    }
}
