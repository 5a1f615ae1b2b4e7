//! The verbs of the room: delete a client, bring back from the bin, ask for a removal, decline it.

use serde_json::json;
use uuid::Uuid;

use super::queries;
use crate::accounts::{Action, Actor, Subject, may};
use crate::clients;
use crate::db::Work;
use crate::deals;
use crate::history::{self, Change, SubjectKind};
use crate::projects;
use crate::refusal::{Refusal, Refused, WayOut};
use crate::tasks;
use crate::text::Message;

const LONGEST_REASON: usize = 2000;

fn reason_of(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::field(
            "reason",
            "required",
            "move-reason-needed".into(),
        ));
    }
    if text.chars().count() > LONGEST_REASON {
        let message = Message::new("text-too-long").number("n", LONGEST_REASON as i64);
        return Err(Refusal::field("reason", "too_long", message));
    }
    Ok(text)
}

/// Puts a client into the bin, with the reason; one with projects stays.
pub fn delete_client(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    reason: &str,
) -> Result<(), Refused> {
    may(actor, Action::Delete, Subject::NONE)?;
    let (version, deleted) = queries::lock_client(work, id)?.ok_or(Refusal::NotFound)?;
    check_not_merged(work, id)?;
    if deleted.is_some() {
        return Ok(());
    }
    let reason = reason_of(reason)?;
    let projects = queries::living_projects(work, id)?;
    if projects > 0 {
        return Err(Refusal::NotAllowedNow {
            code: "has_projects",
            reason: Message::new("removal-has-projects").number("n", projects),
            ways_out: Vec::new(),
        }
        .into());
    }
    let now = work.now();
    queries::set_deleted(work, id, Some(now))?;
    record(work, id, version + 1, true, reason)?;
    queries::settle(work, "client", id, actor.user, "removed")?;
    work.announce_record("client", id);
    Ok(())
}

/// A client that became another by a merge is in no bin: it comes back when the merge is taken back, and what is
/// to be removed is the other.
fn check_not_merged(work: &mut Work, id: Uuid) -> Result<(), Refused> {
    let Some(now) = history::alias_of(work, SubjectKind::Client, id)? else {
        return Ok(());
    };
    let named = clients::find(work, now)?;
    let name = named.map(|c| c.label().to_owned()).unwrap_or_default();
    let way = |label: &'static str, href: String| WayOut {
        label: label.into(),
        href,
    };
    Err(Refusal::NotAllowedNow {
        code: "merged",
        reason: Message::new("removal-merged").text("x", name),
        ways_out: vec![
            way("removal-merged-card", format!("/clients/{now}")),
            way("duplicates-link", "/duplicates".to_owned()),
        ],
    }
    .into())
}

fn record(
    work: &mut Work,
    id: Uuid,
    version: i64,
    deleted: bool,
    reason: &str,
) -> Result<(), Refused> {
    let entry = |field, from, to| Change {
        kind: SubjectKind::Client,
        id,
        version,
        field,
        from,
        to,
    };
    let mut entries = vec![entry(
        "deleted",
        Some(json!(!deleted)),
        Some(json!(deleted)),
    )];
    if !reason.is_empty() {
        entries.push(entry("reason", None, Some(json!(reason))));
    }
    Ok(history::record(work, &entries)?)
}

/// Brings a client or project back from the bin.
pub fn restore(
    work: &mut Work,
    actor: &Actor,
    kind: &str,
    id: Uuid,
    reason: &str,
) -> Result<(), Refused> {
    may(actor, Action::Delete, Subject::NONE)?;
    match kind {
        "project" => {
            let moves = projects::past_moves(work, id)?;
            let last = projects::moves_in_force(&moves).pop();
            let version = last.map_or(1, |m| m.version);
            projects::undo_move(work, actor, id, version, reason)?;
            Ok(())
        }
        "client" => {
            let (version, deleted) = queries::lock_client(work, id)?.ok_or(Refusal::NotFound)?;
            check_not_merged(work, id)?;
            if deleted.is_none() {
                return Ok(());
            }
            queries::set_deleted(work, id, None)?;
            record(work, id, version + 1, false, reason.trim())?;
            clients::contacts_changed(work, id)?;
            work.touch_client(id);
            work.announce_record("client", id);
            Ok(())
        }
        "deal" => {
            let since = deals::restore_deal(work, actor, id)?;
            tasks::restore_tasks_of_deal(work, id, since)
        }
        "task" => tasks::restore_task(work, actor, id),
        _ => Err(Refusal::NotFound.into()),
    }
}

/// Puts a deal into the bin, with its tasks.
pub fn delete_deal(work: &mut Work, actor: &Actor, id: Uuid) -> Result<(), Refused> {
    deals::bin_deal(work, actor, id)?;
    tasks::bin_tasks_of_deal(work, id)
}

/// Asks those who may to remove a record.
pub fn ask(
    work: &mut Work,
    actor: &Actor,
    kind: &str,
    id: Uuid,
    reason: &str,
) -> Result<(), Refused> {
    may(actor, Action::Create, Subject::NONE)?;
    // The page may be from before a merge.
    let id = match kind {
        "client" => history::alias_of(work, SubjectKind::Client, id)?.unwrap_or(id),
        _ => id,
    };
    let is_there = match kind {
        "project" => projects::find_project(work, id)?.is_some(),
        "client" => clients::find(work, id)?.is_some(),
        _ => false,
    };
    if !is_there {
        return Err(Refusal::NotFound.into());
    }
    let reason = reason_of(reason)?;
    if queries::asked_about(work, kind, id)?.is_none() {
        queries::insert(work, kind, id, reason, actor.user)?;
        work.announce_record(kind, id);
    }
    Ok(())
}

/// Says no to an asking; the record stays.
pub fn decline(work: &mut Work, actor: &Actor, request: Uuid) -> Result<(), Refused> {
    may(actor, Action::Delete, Subject::NONE)?;
    let (kind, subject) = queries::subject_of(work, request)?.ok_or(Refusal::NotFound)?;
    queries::settle(work, &kind, subject, actor.user, "kept")?;
    work.announce_record(&kind, subject);
    Ok(())
}
