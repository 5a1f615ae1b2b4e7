//! Keys of programs: made once and shown once, ended at any time.

use chrono::Duration;
use serde_json::json;
use uuid::Uuid;

use super::super::keys::{self, LASTS, Scope};
use super::super::model::Actor;
use super::super::permissions::{Action, Subject, may};
use super::super::queries::{self, NewKey};
use super::{is_name, new_token};
use crate::db::Work;
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{FieldError, Refusal, Refused};

/// A key as somebody wants it.
#[derive(Debug, Clone)]
pub struct WantedKey {
    pub id: Uuid,
    pub name: String,
    pub scope: String,
    /// How many days it is good.
    pub days: Option<i64>,
}

fn check(wanted: &WantedKey) -> Result<(Scope, i64), Refusal> {
    let mut errors = Vec::new();
    let mut wrong = |field: &'static str, message: &'static str| {
        errors.push(FieldError {
            field: field.into(),
            code: "required",
            message: message.into(),
        });
    };
    if !is_name(&wanted.name) {
        wrong("name", "key-name-needed");
    }
    let scope = Scope::from_word(&wanted.scope);
    if scope.is_none() {
        wrong("scope", "choose-one");
    }
    let days = wanted.days.filter(|d| LASTS.contains(d));
    if days.is_none() {
        wrong("days", "choose-one");
    }
    match (scope, days) {
        (Some(scope), Some(days)) if errors.is_empty() => Ok((scope, days)),
        _ => Err(Refusal::Invalid(errors)),
    }
}

/// Makes a key and gives its text, this once; none if it was made already.
pub fn make_key(
    work: &mut Work,
    actor: &Actor,
    wanted: &WantedKey,
) -> Result<Option<String>, Refused> {
    may(actor, Action::ManageOrganization, Subject::NONE)?;
    let (scope, days) = check(wanted)?;
    let text = keys::write(actor.organization, &new_token());
    let now = work.now();
    let is_new = queries::insert_key(
        work,
        &NewKey {
            organization_id: actor.organization,
            id: wanted.id,
            name: wanted.name.trim(),
            key_hash: &keys::hash(&text),
            ending: &keys::ending(&text),
            scope: scope.word(),
            made_by: actor.user,
            created_at: now,
            expires_at: now + Duration::days(days),
        },
    )?;
    if !is_new {
        return Ok(None);
    }
    let made = json!({"name": wanted.name.trim(), "scope": scope.word(), "days": days});
    record(work, wanted.id, 1, "", Some(made))?;
    Ok(Some(text))
}

/// Ends a key: with the next request it is worth nothing.
pub fn end_key(work: &mut Work, actor: &Actor, id: Uuid) -> Result<(), Refused> {
    may(actor, Action::ManageOrganization, Subject::NONE)?;
    let name = queries::end_key(work, id)?.ok_or(Refusal::NotFound)?;
    record(work, id, 2, "ended", Some(json!({"name": name})))
}

fn record(
    work: &mut Work,
    id: Uuid,
    version: i64,
    field: &str,
    to: Option<serde_json::Value>,
) -> Result<(), Refused> {
    history::record(
        work,
        &[Change {
            kind: SubjectKind::ApiKey,
            id,
            version,
            field,
            from: None,
            to,
        }],
    )?;
    Ok(())
}
