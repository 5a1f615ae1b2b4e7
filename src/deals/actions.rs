//! The verbs of the room: make a deal, change it, comment on it.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::model::{Deal, DealChange, STAGES, STATUSES};
use super::{queries, rules};
use crate::accounts::{self, Action, Actor, Subject, may, permissions::allows};
use crate::contacts;
use crate::db::Work;
use crate::history::{self, Change, SubjectKind, TimelineOf};
use crate::refusal::{FieldError, Refusal, Refused, RequestRefusal};

/// Whose deal it is.
pub fn whose(deal: &Deal, actor: &Actor) -> Subject {
    Subject {
        is_own: deal.owner_id == actor.user,
    }
}

/// Rows that the change names must be there.
fn check_references(work: &mut Work, change: &DealChange) -> Result<(), Refused> {
    let mut missing = Vec::new();
    let mut add = |field: &'static str| {
        missing.push(FieldError {
            field: field.into(),
            code: "not_found",
            message: "api-no-such-row".into(),
        });
    };
    if let Some(contact) = change.contact_id
        && !contacts::is_there(work, contact)?
    {
        add("contact_id");
    }
    if let Some(owner) = change.owner_id
        && !accounts::is_member(work, owner)?
    {
        add("owner_id");
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(RequestRefusal::NoSuchRow(missing).into())
}

/// Makes a deal, once for its id; false if it was there. Without an owner it is the maker's own.
pub fn make_deal(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    wanted: &DealChange,
) -> Result<bool, Refused> {
    may(actor, Action::Create, Subject::NONE)?;
    if wanted.owner_id.is_some_and(|owner| owner != actor.user) {
        may(actor, Action::AssignOwner, Subject::NONE)?;
    }
    check_references(work, wanted)?;
    let blank = Deal {
        id,
        contact_id: Uuid::nil(),
        title: String::new(),
        amount: "0.00".to_owned(),
        currency: "RUB".to_owned(),
        status: STATUSES[0].to_owned(),
        stage: STAGES[0].to_owned(),
        owner_id: actor.user,
        created_at: work.now(),
        updated_at: work.now(),
        version: 1,
    };
    let deal = blank.with(wanted);
    rules::check_won(&deal)?;
    if !queries::insert(work, &deal)? {
        return Ok(false);
    }
    queries::recount(work, None, Some(&deal))?;
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Deal,
            id,
            version: 1,
            field: "",
            from: None,
            to: Some(json!({"title": deal.title, "amount": deal.amount})),
        }],
    )?;
    Ok(true)
}

/// Changes a deal that is locked: what the rules refuse changes nothing. Gives false if nothing differs.
pub fn change_deal(
    work: &mut Work,
    actor: &Actor,
    deal: &Deal,
    change: &DealChange,
) -> Result<bool, Refused> {
    may(actor, Action::ChangePipeline, whose(deal, actor))?;
    let wanted = deal.with(change);
    if wanted.owner_id != deal.owner_id {
        may(actor, Action::AssignOwner, Subject::NONE)?;
    }
    if rules::is_back(&deal.stage, &wanted.stage) {
        may(actor, Action::MoveDealBack, Subject::NONE)?;
    }
    check_references(work, change)?;
    rules::check_won(&wanted)?;
    let differs: Vec<(&'static str, Value, Value)> = deal
        .values()
        .into_iter()
        .zip(wanted.values())
        .filter(|(before, after)| before.1 != after.1)
        .map(|((name, from), (_, to))| (name, from.into(), to.into()))
        .collect();
    if differs.is_empty() {
        return Ok(false);
    }
    let values: Vec<(&str, Value)> = differs.iter().map(|d| (d.0, d.2.clone())).collect();
    let version = queries::update(work, deal.id, &values)?;
    queries::recount(work, Some(deal), Some(&wanted))?;
    let entries: Vec<Change<'_>> = differs
        .into_iter()
        .map(|(field, from, to)| Change {
            kind: SubjectKind::Deal,
            id: deal.id,
            version,
            field,
            from: Some(from),
            to: Some(to),
        })
        .collect();
    history::record(work, &entries)?;
    tell_of_moves(work, deal, &wanted)?;
    work.announce_record("deal", deal.id);
    Ok(true)
}

/// Real changes of status and stage stand on the timeline.
fn tell_of_moves(work: &mut Work, from: &Deal, to: &Deal) -> Result<(), Refused> {
    let of = TimelineOf::Deal(from.id);
    if from.status != to.status {
        let payload = json!({"old_status": from.status, "new_status": to.status});
        history::tell(work, of, "status_changed", &payload)?;
    }
    if from.stage != to.stage {
        let payload = json!({"old_stage": from.stage, "new_stage": to.stage});
        history::tell(work, of, "stage_changed", &payload)?;
    }
    Ok(())
}

/// Puts a deal into the bin, where it is in no list and no sum.
pub fn bin_deal(work: &mut Work, actor: &Actor, id: Uuid) -> Result<(), Refused> {
    may(actor, Action::Delete, Subject::NONE)?;
    let deal = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    let version = queries::set_deleted(work, id, true)?;
    queries::recount(work, Some(&deal), None)?;
    record_bin(work, id, version, true)
}

/// Takes a deal back from the bin; gives since when it was there.
pub fn restore_deal(work: &mut Work, actor: &Actor, id: Uuid) -> Result<DateTime<Utc>, Refused> {
    may(actor, Action::Delete, Subject::NONE)?;
    let (deal, since) = queries::lock_removed(work, id)?.ok_or(Refusal::NotFound)?;
    let version = queries::set_deleted(work, id, false)?;
    queries::recount(work, None, Some(&deal))?;
    record_bin(work, id, version, false)?;
    Ok(since)
}

fn record_bin(work: &mut Work, id: Uuid, version: i64, is_deleted: bool) -> Result<(), Refused> {
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Deal,
            id,
            version,
            field: "deleted",
            from: Some(json!(!is_deleted)),
            to: Some(json!(is_deleted)),
        }],
    )?;
    work.announce_record("deal", id);
    Ok(())
}

/// The stages to which this person may move the deal.
pub fn open_stages(actor: &Actor, deal: &Deal) -> Vec<&'static str> {
    if !allows(actor, Action::ChangePipeline, whose(deal, actor)) {
        return Vec::new();
    }
    let may_go_back = allows(actor, Action::MoveDealBack, Subject::NONE);
    STAGES
        .iter()
        .filter(|stage| **stage != deal.stage)
        .filter(|stage| may_go_back || !rules::is_back(&deal.stage, stage))
        .copied()
        .collect()
}

/// Writes a comment under a deal and gives its id.
pub fn comment(work: &mut Work, actor: &Actor, deal: Uuid, text: &str) -> Result<Uuid, Refused> {
    may(actor, Action::Create, Subject::NONE)?;
    queries::find(work, deal)?.ok_or(Refusal::NotFound)?;
    let payload = json!({"text": text});
    let id = history::tell(work, TimelineOf::Deal(deal), "comment", &payload)?;
    work.announce_record("deal", deal);
    Ok(id)
}
