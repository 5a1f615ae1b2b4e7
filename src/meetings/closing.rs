//! Closing a meeting: decisions, moves, history and the number of the protocol in one work, or nothing.

use std::collections::HashMap;

use chrono::Datelike;
use serde_json::json;
use uuid::Uuid;

use super::actions::lock_open;
use super::model::{Item, Meeting};
use super::plan::{Plan, Trouble, plan};
use super::queries::{self, Protocol};
use crate::accounts::Actor;
use crate::db::Work;
use crate::history::{self, Change, SubjectKind};
use crate::projects::{self, MoveRequest, ProjectState, Written};
use crate::refusal::{Refusal, Refused};
use crate::supports::{self, NewDecision};

/// What closing would do, and the number that the protocol would get.
pub struct Outlook {
    pub plan: Plan,
    pub number: String,
}

/// Looks ahead; writes nothing.
pub fn outlook(work: &mut Work, meeting: &Meeting, items: &[Item]) -> Result<Outlook, Refused> {
    let (body, year) = (meeting.body(), meeting.meeting_date.year());
    let commission = queries::commission(work, body)?;
    let seats = queries::seats(work, meeting.id)?;
    let projects: Vec<Uuid> = items.iter().map(|i| i.project_id).collect();
    let before = queries::outcomes_since_entry(work, &projects)?;
    let next = queries::last_number(work, body, year)? + 1;
    Ok(Outlook {
        plan: plan(body, items, &seats, commission.quorum_percent, &before),
        number: numbered(&commission.number_format, next, year),
    })
}

fn numbered(format: &str, n: i32, year: i32) -> String {
    format
        .replace("{n}", &n.to_string())
        .replace("{year}", &year.to_string())
}

/// What came of closing.
#[derive(Debug)]
pub enum Closed {
    Done,
    /// Nothing was written.
    Not(Vec<Trouble>),
}

/// Closes the meeting under this number. `archive`: projects of which nothing is left and that go on to
/// the archive at once.
pub fn close(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    number: &str,
    archive: &[Uuid],
) -> Result<Closed, Refused> {
    lock_open(work, actor, id)?;
    queries::lock_projects(work, id)?;
    // Read again behind the locks: what is decided on stays so until the end.
    let (meeting, items) = lock_open(work, actor, id)?;
    let outlook = outlook(work, &meeting, &items)?;
    if !outlook.plan.troubles.is_empty() {
        return Ok(Closed::Not(outlook.plan.troubles));
    }
    let protocol = take_number(work, &meeting, number)?;
    let decisions = decisions(&meeting, &items, &outlook.plan, &protocol.number);
    supports::write_decisions(work, &decisions)?;
    move_projects(work, actor, &items, &outlook.plan, &decisions, archive)?;
    let version = queries::set_closed(work, id, &protocol)?;
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Meeting,
            id,
            version,
            field: "closed",
            from: None,
            to: Some(json!({"protocol": protocol.number, "decisions": decisions.len()})),
        }],
    )?;
    work.announce_record("meeting", id);
    Ok(Closed::Done)
}

/// One number per commission and year; the row of the commission is held, so that two meetings closed
/// at once are numbered one after the other.
fn take_number(work: &mut Work, meeting: &Meeting, number: &str) -> Result<Protocol, Refused> {
    let (body, year) = (meeting.body(), meeting.meeting_date.year());
    queries::lock_numbering(work, body)?;
    let number = number.trim();
    if number.is_empty() || number.chars().count() > 60 {
        return Err(Refusal::field("protocol", "required", "protocol-needed".into()).into());
    }
    if queries::is_taken(work, body, year, number)? {
        return Err(Refusal::field("protocol", "taken", "protocol-taken".into()).into());
    }
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    Ok(Protocol {
        year,
        value: digits.parse().ok(),
        number: number.to_owned(),
    })
}

fn decisions(meeting: &Meeting, items: &[Item], plan: &Plan, number: &str) -> Vec<NewDecision> {
    items
        .iter()
        .zip(&plan.outcomes)
        .map(|(item, (_, outcome))| NewDecision {
            id: Uuid::now_v7(),
            project: item.project_id,
            support: item.support_id,
            body: meeting.body(),
            date: meeting.meeting_date,
            protocol: number.to_owned(),
            outcome: *outcome,
            text: item.decision.clone(),
            meeting: Some(meeting.id),
            annuls: None,
        })
        .collect()
}

fn move_projects(
    work: &mut Work,
    actor: &Actor,
    items: &[Item],
    plan: &Plan,
    decisions: &[NewDecision],
    archive: &[Uuid],
) -> Result<(), Refused> {
    let versions: HashMap<Uuid, i64> = items
        .iter()
        .map(|i| (i.project_id, i.project_version))
        .collect();
    for follow in &plan.follows {
        let Some(to) = follow.to else { continue };
        let decision = decisions.iter().find(|d| d.project == follow.project);
        let request = MoveRequest {
            decision: decision.map(|d| d.id),
            ..MoveRequest::plain(to, versions.get(&follow.project).copied().unwrap_or(0))
        };
        let moved = projects::move_project(work, actor, follow.project, &request)?;
        if follow.may_archive && archive.contains(&follow.project) {
            let (Written::Changed { version } | Written::Same { version }) = moved;
            let request = MoveRequest {
                decision: decision.map(|d| d.id),
                ..MoveRequest::plain(ProjectState::Archived, version)
            };
            projects::move_project(work, actor, follow.project, &request)?;
        }
    }
    Ok(())
}
