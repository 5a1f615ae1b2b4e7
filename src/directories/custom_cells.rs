//! Changing one added field of a record, whichever it belongs to: load → may? → conflict? → write → record →
//! announce. What was typed has been read by whoever asks.

use serde_json::Value;
use uuid::Uuid;

use super::custom::in_words;
use super::queries;
use crate::accounts::{Action, Actor, Subject, may};
use crate::db::{Aspect, Work};
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{Conflict, Refusal, Refused};
use crate::text::Message;

/// What a change is based on.
#[derive(Debug, Clone)]
pub enum CustomBasis<'a> {
    /// The version of the row that was seen, and what the field showed then.
    Seen { version: i64, base: &'a str },
    /// Taking back: the field must still hold this.
    Holds(Option<Value>),
}

/// One added field as somebody wants it.
#[derive(Debug, Clone)]
pub struct CustomWrite<'a> {
    /// `client`, `project` or `support`.
    pub entity: &'a str,
    pub id: Uuid,
    pub key: &'a str,
    pub type_: &'a str,
    /// None empties it.
    pub value: Option<Value>,
    /// As typed, for the one who meets a conflict.
    pub text: &'a str,
    pub basis: CustomBasis<'a>,
}

/// The record whose added fields these are.
pub fn subject_of(entity: &str) -> SubjectKind {
    match entity {
        "client" => SubjectKind::Client,
        "support" => SubjectKind::Support,
        _ => SubjectKind::Project,
    }
}

/// Changes the field; gives the version that the record has then, and none where the value stood there already.
pub fn change_custom(
    work: &mut Work,
    actor: &Actor,
    write: &CustomWrite<'_>,
) -> Result<Option<i64>, Refused> {
    let (entity, id) = (write.entity, write.id);
    let row = queries::lock_custom(work, entity, id)?.ok_or(Refusal::NotFound)?;
    let subject = Subject { is_own: row.is_own };
    may(actor, Action::ChangeRegister, subject)?;
    let before = row.custom.get(write.key).filter(|v| !v.is_null()).cloned();
    if before == write.value {
        return Ok(None);
    }
    check_basis(work, actor, write, (row.version, before.as_ref()))?;
    work.begin_act("cell");
    let version = queries::set_custom(work, entity, id, write.key, write.value.as_ref())?;
    history::record(
        work,
        &[Change {
            kind: subject_of(entity),
            id,
            version,
            field: &format!("custom.{}", write.key),
            from: before,
            to: write.value.clone(),
        }],
    )?;
    match entity {
        "client" => {
            work.touch_client(id);
            work.announce_record("client", id);
        }
        "support" => {
            work.touch_custom(id);
            work.announce_record("support", id);
        }
        _ => {
            work.touch_project(id, Aspect::Custom);
            work.announce_project(id, version);
        }
    }
    Ok(Some(version))
}

fn check_basis(
    work: &mut Work,
    actor: &Actor,
    write: &CustomWrite<'_>,
    (version, before): (i64, Option<&Value>),
) -> Result<(), Refused> {
    let (seen, base) = match &write.basis {
        CustomBasis::Holds(value) if value.as_ref() == before => return Ok(()),
        CustomBasis::Holds(_) => {
            return Err(Refusal::NotAllowedNow {
                code: "changed_since",
                reason: Message::new("act-changed-later"),
                ways_out: Vec::new(),
            }
            .into());
        }
        CustomBasis::Seen { version, base } => (*version, *base),
    };
    if seen == version {
        return Ok(());
    }
    let (tab, field) = (work.tab.clone(), format!("custom.{}", write.key));
    let kind = subject_of(write.entity);
    let since = history::change_since(work, kind, write.id, &field, seen, tab.as_deref())?;
    let Some(theirs) = since else {
        return Ok(());
    };
    let shown = |value| in_words(actor.locale, write.type_, value, &|_| None);
    Err(Refusal::Conflict(Box::new(Conflict {
        field: "custom",
        base: base.to_owned(),
        mine: write.text.to_owned(),
        theirs: before.map(shown).unwrap_or_default(),
        version,
        by: theirs.actor,
        at: theirs.at,
    }))
    .into())
}
