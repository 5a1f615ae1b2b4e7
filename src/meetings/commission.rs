//! The verbs of a commission itself: who sits on it, how it decides and numbers.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::model::{CommissionMember, Duty};
use super::queries;
use crate::accounts::{Action, Actor, Subject, may};
use crate::db::Work;
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{FieldError, Refusal, Refused};
use crate::supports::Body;
use crate::values::emails::is_email;

/// A member as the form gives one.
#[derive(Debug, Clone)]
pub struct TypedMember {
    pub id: Uuid,
    pub name: String,
    pub position: String,
    pub email: String,
    pub duty: Duty,
    pub has_vote: bool,
    pub from: Option<NaiveDate>,
}

/// Adds a member, once for the id.
pub fn add_member(
    work: &mut Work,
    actor: &Actor,
    body: Body,
    typed: &TypedMember,
) -> Result<(), Refused> {
    may(actor, Action::RecordDecision, Subject::NONE)?;
    let email = Some(typed.email.trim().to_lowercase()).filter(|e| !e.is_empty());
    let length = typed.name.trim().chars().count();
    let faults: Vec<FieldError> = [
        ("name", !(1..=200).contains(&length), "member-name-needed"),
        (
            "position",
            typed.position.chars().count() > 300,
            "member-position-long",
        ),
        (
            "email",
            email.as_deref().is_some_and(|e| !is_email(e)),
            "email-bad",
        ),
        ("from", typed.from.is_none(), "support-date-bad"),
    ]
    .into_iter()
    .filter(|(_, is_wrong, _)| *is_wrong)
    .map(|(field, _, key)| FieldError {
        field: field.into(),
        code: "invalid",
        message: key.into(),
    })
    .collect();
    let (Some(from), true) = (typed.from, faults.is_empty()) else {
        return Err(Refusal::Invalid(faults).into());
    };
    let member = CommissionMember {
        id: typed.id,
        kind: body.word().to_owned(),
        name: typed.name.trim().to_owned(),
        position: typed.position.trim().to_owned(),
        email,
        duty: typed.duty.word().to_owned(),
        has_vote: typed.has_vote,
        active_from: from,
        active_until: None,
    };
    insert(work, &member)
}

fn insert(work: &mut Work, member: &CommissionMember) -> Result<(), Refused> {
    if queries::insert_member(work, member)? {
        let made = json!({"name": member.name, "duty": member.duty, "from": member.active_from});
        record(work, member.id, 1, "", made)?;
    }
    Ok(())
}

fn record(
    work: &mut Work,
    id: Uuid,
    version: i64,
    field: &str,
    to: serde_json::Value,
) -> Result<(), Refused> {
    let entry = Change {
        kind: SubjectKind::CommissionMember,
        id,
        version,
        field,
        from: None,
        to: Some(to),
    };
    Ok(history::record(work, &[entry])?)
}

/// Ends a membership today; meetings of before keep the member.
pub fn end_member(work: &mut Work, actor: &Actor, id: Uuid) -> Result<(), Refused> {
    may(actor, Action::RecordDecision, Subject::NONE)?;
    let today = work.now().with_timezone(&actor.zone).date_naive();
    let version = queries::end_member(work, id, today)?.ok_or(Refusal::NotFound)?;
    record(work, id, version, "until", json!(today))
}

/// Sets the share of a quorum and how protocols are numbered.
pub fn set_rules(
    work: &mut Work,
    actor: &Actor,
    body: Body,
    percent: Option<i64>,
    format: &str,
) -> Result<(), Refused> {
    may(actor, Action::ManageDirectories, Subject::NONE)?;
    let percent = percent.filter(|p| (0..=99).contains(p));
    let Some(percent) = percent else {
        return Err(Refusal::field("percent", "out_of_range", "quorum-bad".into()).into());
    };
    if !format.contains("{n}") || format.chars().count() > 40 {
        return Err(Refusal::field("format", "invalid", "number-format-bad".into()).into());
    }
    let percent = i32::try_from(percent).unwrap_or(50);
    Ok(queries::set_commission(work, body, percent, format)?)
}
