//! The verbs of the room: add an address, change it, remove it, send again; and telling what changed.

use serde_json::{Value, json};
use uuid::Uuid;

use super::model::{Event, KINDS, Webhook};
use super::queries::{self, NewDelivery};
use super::rules::{self, MANY};
use crate::accounts::{self, Action, Actor, Subject, may};
use crate::db::{Touched, Work, jobs};
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{FieldError, Refusal, Refused};

/// An address as somebody wants it.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub url: String,
    pub kinds: Vec<String>,
    pub active: bool,
}

fn check(wanted: &Wanted, may_be_private: bool) -> Result<Vec<String>, Refusal> {
    let mut errors = Vec::new();
    let mut wrong = |field: &'static str, code: &'static str, key: &'static str| {
        errors.push(FieldError {
            field: field.into(),
            code,
            message: key.into(),
        });
    };
    if let Some(key) = rules::fault_of_url(wanted.url.trim(), may_be_private) {
        wrong("url", "bad_url", key);
    }
    let kinds: Vec<String> = KINDS
        .into_iter()
        .filter(|k| wanted.kinds.iter().any(|w| w == k))
        .map(str::to_owned)
        .collect();
    if kinds.is_empty() {
        wrong("kinds", "required", "webhook-kinds-needed");
    }
    if errors.is_empty() {
        return Ok(kinds);
    }
    Err(Refusal::Invalid(errors))
}

fn record(
    work: &mut Work,
    id: Uuid,
    version: i64,
    field: &str,
    from: Option<Value>,
    to: Option<Value>,
) -> Result<(), Refused> {
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Webhook,
            id,
            version,
            field,
            from,
            to,
        }],
    )?;
    Ok(())
}

/// Adds an address, once for its id.
pub fn add(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    wanted: &Wanted,
    may_be_private: bool,
) -> Result<(), Refused> {
    may(actor, Action::ManageOrganization, Subject::NONE)?;
    let kinds = check(wanted, may_be_private)?;
    let webhook = Webhook {
        id,
        url: wanted.url.trim().to_owned(),
        kinds,
        secret: accounts::new_secret(),
        active: true,
        version: 1,
    };
    if queries::insert(work, &webhook, actor.user)? {
        record(work, id, 1, "", None, Some(json!({"url": webhook.url})))?;
    }
    Ok(())
}

/// Changes an address: where to, of what, whether at all.
pub fn change(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    wanted: &Wanted,
    may_be_private: bool,
) -> Result<(), Refused> {
    may(actor, Action::ManageOrganization, Subject::NONE)?;
    let stored = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    let to = Webhook {
        url: wanted.url.trim().to_owned(),
        kinds: check(wanted, may_be_private)?,
        active: wanted.active,
        version: stored.version + 1,
        ..stored.clone()
    };
    for (field, before, after) in [
        ("url", json!(stored.url), json!(to.url)),
        ("kinds", json!(stored.kinds), json!(to.kinds)),
        ("active", json!(stored.active), json!(to.active)),
    ] {
        if before != after {
            record(work, id, to.version, field, Some(before), Some(after))?;
        }
    }
    Ok(queries::update(work, &to)?)
}

/// Removes an address with its log.
pub fn remove(work: &mut Work, actor: &Actor, id: Uuid) -> Result<(), Refused> {
    may(actor, Action::ManageOrganization, Subject::NONE)?;
    let stored = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    queries::delete(work, id)?;
    let gone = Some(json!({"url": stored.url}));
    record(work, id, stored.version + 1, "", gone, None)
}

/// Sends a delivery again, with the id that it had.
pub fn replay(work: &mut Work, actor: &Actor, webhook: Uuid, id: Uuid) -> Result<(), Refused> {
    may(actor, Action::ManageOrganization, Subject::NONE)?;
    let delivery = queries::delivery(work, id)?.filter(|d| d.webhook_id == webhook);
    let delivery = delivery.ok_or(Refusal::NotFound)?;
    // One that waits has its job already.
    if delivery.state != "waiting" {
        queries::reset(work, id)?;
        jobs::enqueue(work, super::model::SEND, id)?;
    }
    Ok(())
}

/// Tells the addresses of the organization what this work changed, if it commits.
pub fn tell(work: &mut Work, touched: &Touched) -> Result<(), Refused> {
    if touched.recorded.is_empty() && !touched.is_much_recorded {
        return Ok(());
    }
    let events = if touched.is_much_recorded {
        vec![Event {
            name: MANY.to_owned(),
            kind: "",
            data: json!({}),
        }]
    } else {
        rules::events(&touched.recorded)
    };
    if events.is_empty() {
        return Ok(());
    }
    let webhooks = queries::active(work)?;
    let new: Vec<NewDelivery> = webhooks
        .iter()
        .flat_map(|webhook| {
            let of_it = |e: &&Event| e.kind.is_empty() || webhook.kinds.iter().any(|k| k == e.kind);
            events
                .iter()
                .filter(of_it)
                .map(|e| (webhook.id, e))
                .collect::<Vec<_>>()
        })
        .map(|(webhook, event)| delivery(work, webhook, event))
        .collect();
    if !new.is_empty() {
        queries::enqueue(work, &new)?;
    }
    Ok(())
}

fn delivery(work: &Work, webhook: Uuid, event: &Event) -> NewDelivery {
    let id = Uuid::now_v7();
    let at = work
        .now()
        .to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    let body = json!({
        "id": id, "event": event.name, "organization_id": work.organization(), "at": at,
        "actor_id": work.user(), "data": event.data,
    });
    NewDelivery {
        id,
        webhook,
        event: event.name.clone(),
        body: body.to_string(),
    }
}
