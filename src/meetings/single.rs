//! A decision on one measure, recorded without a meeting; and one that takes the place of another.

use chrono::NaiveDate;
use uuid::Uuid;

use super::consequences::consequence;
use super::queries;
use crate::accounts::{Action, Actor, Subject, may};
use crate::db::Work;
use crate::projects::{self, MoveRequest, Project, ProjectState};
use crate::refusal::{FieldError, Refusal, Refused};
use crate::supports::{self, Body, Decision, DecisionOutcome, NewDecision, Support};

/// A decision as somebody wants to record it.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub id: Uuid,
    pub body: Body,
    pub date: Option<NaiveDate>,
    pub protocol: String,
    pub outcome: Option<DecisionOutcome>,
    pub text: String,
    /// Why it takes the place of another.
    pub reason: String,
}

/// The measure with its project, if the person may decide about it.
pub fn decidable(
    work: &mut Work,
    actor: &Actor,
    support: Uuid,
) -> Result<(Support, Project), Refused> {
    let support = supports::find(work, support)?.ok_or(Refusal::NotFound)?;
    let project = projects::lock_project(work, support.project_id)?
        .filter(|p| p.state() != ProjectState::Deleted)
        .ok_or(Refusal::NotFound)?;
    let subject = Subject {
        is_own: project.is_own,
    };
    may(actor, Action::RecordDecision, subject)?;
    Ok((support, project))
}

/// Everything that is wrong, at once.
fn check(work: &Work, actor: &Actor, wanted: &Wanted, annuls: bool) -> Result<(), Refusal> {
    let today = work.now().with_timezone(&actor.zone).date_naive();
    let reason_lacks = annuls && wanted.reason.trim().is_empty();
    let faults: Vec<FieldError> = [
        ("date", wanted.date.is_none(), "support-date-bad"),
        (
            "date",
            wanted.date.is_some_and(|d| d > today),
            "decision-in-future",
        ),
        (
            "protocol",
            wanted.protocol.trim().is_empty(),
            "protocol-needed",
        ),
        (
            "outcome",
            wanted.outcome.is_none(),
            "decision-outcome-needed",
        ),
        ("reason", reason_lacks, "decision-reason-needed"),
    ]
    .into_iter()
    .filter(|(_, is_wrong, _)| *is_wrong)
    .map(|(field, _, key)| FieldError {
        field: field.into(),
        code: "required",
        message: key.into(),
    })
    .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Invalid(faults))
    }
}

fn new(wanted: &Wanted, support: &Support, annuls: Option<Uuid>) -> Option<NewDecision> {
    Some(NewDecision {
        id: wanted.id,
        project: support.project_id,
        support: support.id,
        body: wanted.body,
        date: wanted.date?,
        protocol: wanted.protocol.trim().to_owned(),
        outcome: wanted.outcome?,
        text: wanted.text.trim().to_owned(),
        meeting: None,
        annuls: annuls.map(|id| (id, wanted.reason.trim().to_owned())),
    })
}

/// Records a decision; the commission's moves the project as a meeting would. Gives where it went.
pub fn decide(
    work: &mut Work,
    actor: &Actor,
    support: Uuid,
    wanted: &Wanted,
) -> Result<Option<ProjectState>, Refused> {
    let (support, project) = decidable(work, actor, support)?;
    check(work, actor, wanted, false)?;
    if supports::decision(work, wanted.id)?.is_some() {
        return Ok(None);
    }
    let decision = new(wanted, &support, None).ok_or(Refusal::NotFound)?;
    supports::write_decisions(work, std::slice::from_ref(&decision))?;
    follow(work, actor, &project, &decision)
}

/// Records a decision in the place of another, with the reason; both stay. A move that the other made
/// is taken back first.
pub fn annul(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    wanted: &Wanted,
) -> Result<Option<ProjectState>, Refused> {
    if supports::decision(work, wanted.id)?.is_some() {
        return Ok(None);
    }
    let old = supports::lock_in_force(work, id)?;
    let support = old.support_id.ok_or(Refusal::NotFound)?;
    let (support, _) = decidable(work, actor, support)?;
    let wanted = Wanted {
        body: old.body(),
        ..wanted.clone()
    };
    check(work, actor, &wanted, true)?;
    let decision = new(&wanted, &support, Some(id)).ok_or(Refusal::NotFound)?;
    if decision.body == Body::Commission {
        projects::take_back_decided(work, actor, support.project_id, wanted.reason.trim())?;
        reopen(work, &old, &decision)?;
    }
    supports::write_decisions(work, std::slice::from_ref(&decision))?;
    let project = projects::lock_project(work, support.project_id)?.ok_or(Refusal::NotFound)?;
    follow(work, actor, &project, &decision)
}

/// A measure that was granted or refused and is now sent back or put off is asked for again.
fn reopen(work: &mut Work, old: &Decision, new: &NewDecision) -> Result<(), Refused> {
    let was_settled = old.outcome().is_some_and(|o| o.status().is_some());
    if was_settled && new.outcome.status().is_none() {
        supports::reopen(work, new.support)?;
    }
    Ok(())
}

/// Moves the project by all that the commission decided about it since it came before it.
fn follow(
    work: &mut Work,
    actor: &Actor,
    project: &Project,
    decision: &NewDecision,
) -> Result<Option<ProjectState>, Refused> {
    if decision.body != Body::Commission || project.state() != ProjectState::InCommission {
        return Ok(None);
    }
    let Some(to) = ahead(work, project.id, None)? else {
        return Ok(None);
    };
    let request = MoveRequest {
        decision: Some(decision.id),
        ..MoveRequest::plain(to, project.version)
    };
    projects::move_project(work, actor, project.id, &request)?;
    Ok(Some(to))
}

/// Where the decisions in force lead, with one more about a measure if it were recorded.
pub fn ahead(
    work: &mut Work,
    project: Uuid,
    more: Option<(Uuid, DecisionOutcome)>,
) -> Result<Option<ProjectState>, Refused> {
    let decided = queries::outcomes_since_entry(work, &[project])?;
    let mut outcomes: Vec<DecisionOutcome> = decided
        .iter()
        .filter(|(_, support, _)| more.is_none_or(|(s, _)| s != *support))
        .map(|(.., outcome)| *outcome)
        .collect();
    outcomes.extend(more.map(|(_, outcome)| outcome));
    Ok(consequence(&outcomes))
}
