//! Why a thing cannot be done, without status codes and without words: rules and actions return
//! these, `web::error` turns them into a page, a fragment or JSON.

use std::borrow::Cow;

use crate::db::DbError;
use crate::text::{Locale, Message};

/// One field that is to blame.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldError {
    /// The name used in the form or request.
    pub field: Cow<'static, str>,
    /// For programs.
    pub code: &'static str,
    pub message: Message,
}

/// Two people changed the same field: what the later one is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    pub field: &'static str,
    /// The value that the later one began with.
    pub base: String,
    pub mine: String,
    pub theirs: String,
    /// Version of the row that holds theirs.
    pub version: i64,
    pub by: Option<uuid::Uuid>,
    pub at: chrono::DateTime<chrono::Utc>,
}

/// A place from which a person can go on.
#[derive(Debug, Clone, PartialEq)]
pub struct WayOut {
    pub label: Message,
    pub href: String,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// It does not exist, or belongs to another organization: nobody can tell which.
    NotFound,
    /// The role, or not being assigned, does not allow it.
    MayNot(Message),
    Invalid(Vec<FieldError>),
    /// Not in the present state of things; says why and what is possible.
    NotAllowedNow {
        code: &'static str,
        reason: Message,
        ways_out: Vec<WayOut>,
    },
    Conflict(Box<Conflict>),
    TooMany {
        retry_after_seconds: u64,
    },
    TooLarge {
        reason: Message,
    },
    /// The storage of files is full or does not answer.
    NoRoom(Message),
    /// The request itself is not understood.
    BadRequest(Message),
    /// What only programs are told.
    Request(Box<RequestRefusal>),
}

/// Refusals that the contract of `/api/v1` has beside those of the pages.
#[derive(Debug, Clone, PartialEq)]
pub enum RequestRefusal {
    /// Token missing, altered, expired, or of nobody.
    NoToken,
    /// A wrong password or an unknown address: nobody can tell which.
    WrongPassword,
    OrganizationNeeded,
    /// A change of a whole collection has to say so.
    ConfirmationNeeded,
    /// Rows that the body names and that are not there.
    NoSuchRow(Vec<FieldError>),
    /// Already there, in use, or otherwise against what is stored.
    InConflict(Message),
    /// The body names a version that is not the present one.
    StaleVersion,
    /// `If-Match` does.
    VersionMismatch,
    /// A body that says it is no JSON.
    NotJson,
    /// A file that is no workbook.
    NotAWorkbook(Message),
    /// One that is damaged, encrypted or hostile.
    UnreadableWorkbook(Message),
    IllegalMove {
        reason: Message,
        allowed: Vec<&'static str>,
    },
    /// What is missing for the move.
    Incomplete(Vec<FieldError>),
    /// The path has other methods.
    MethodNotAllowed {
        allowed: Vec<&'static str>,
    },
}

impl From<RequestRefusal> for Refusal {
    fn from(refusal: RequestRefusal) -> Refusal {
        Refusal::Request(Box::new(refusal))
    }
}

impl From<RequestRefusal> for Refused {
    fn from(refusal: RequestRefusal) -> Refused {
        Refused::Because(refusal.into())
    }
}

impl Refusal {
    /// Why not, in one line of a list of results.
    pub fn in_words(&self, t: Locale) -> String {
        match self {
            Refusal::NotFound => t.text("error-not-found").into_owned(),
            Refusal::Invalid(fields) => {
                let all: Vec<String> = fields.iter().map(|f| t.message(&f.message)).collect();
                all.join(" ")
            }
            Refusal::MayNot(reason)
            | Refusal::NotAllowedNow { reason, .. }
            | Refusal::TooLarge { reason }
            | Refusal::NoRoom(reason)
            | Refusal::BadRequest(reason) => t.message(reason),
            Refusal::Conflict(_) => t.text("error-conflict").into_owned(),
            Refusal::Request(_) => t.text("error-bad-request").into_owned(),
            Refusal::TooMany {
                retry_after_seconds,
            } => t.count("error-too-many-way", *retry_after_seconds as i64),
        }
    }

    pub fn field(field: &'static str, code: &'static str, message: Message) -> Refusal {
        Refusal::Invalid(vec![FieldError {
            field: field.into(),
            code,
            message,
        }])
    }
}

/// What an action may end with: a refusal, or a database that did not answer.
#[derive(Debug)]
pub enum Refused {
    Because(Refusal),
    Database(DbError),
    /// Something that the code holds to be impossible; logged, never shown.
    Broken(String),
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        Refused::Because(refusal)
    }
}

impl From<DbError> for Refused {
    fn from(error: DbError) -> Refused {
        Refused::Database(error)
    }
}

impl From<diesel::result::Error> for Refused {
    fn from(error: diesel::result::Error) -> Refused {
        Refused::Database(DbError::Query(error))
    }
}
