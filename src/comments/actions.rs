//! The verbs of the room: say something, put it differently, take it back.

use chrono::Duration;
use serde_json::json;
use uuid::Uuid;

use super::queries::{self, Comment};
use crate::accounts::{self, Action, Actor, Subject, may};
use crate::db::Work;
use crate::history::{self, TimelineOf};
use crate::notices::{self, Notice};
use crate::refusal::{Refusal, Refused};
use crate::text::Message;

const LONGEST: usize = 20_000;
/// One's own words may be changed for so long.
pub const CHANGEABLE_HOURS: i64 = 24;
/// How something was said.
pub const SAID: [&str; 3] = ["comment", "call", "letter"];

fn timeline(kind: &str, id: Uuid) -> Result<TimelineOf, Refusal> {
    match kind {
        "project" => Ok(TimelineOf::Project(id)),
        "client" => Ok(TimelineOf::Client(id)),
        _ => Err(Refusal::NotFound),
    }
}

fn check(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::field("text", "required", "comment-needed".into()));
    }
    if text.chars().count() > LONGEST {
        let message = Message::new("text-too-long").number("n", LONGEST as i64);
        return Err(Refusal::field("text", "too_long", message));
    }
    Ok(text)
}

/// Members who are named in a text by `@` and their last name.
fn mentioned(work: &mut Work, text: &str) -> Result<Vec<Uuid>, Refused> {
    if !text.contains('@') {
        return Ok(Vec::new());
    }
    let words: Vec<String> = text
        .split_whitespace()
        .filter_map(|w| w.strip_prefix('@'))
        .map(|w| {
            w.trim_end_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        })
        .collect();
    Ok(accounts::people(work)?
        .into_iter()
        .filter(|p| p.is_member)
        .filter(|p| {
            let last = p.last_name.as_deref().unwrap_or(&p.name).to_lowercase();
            words.contains(&last)
        })
        .map(|p| p.id)
        .collect())
}

fn tell_mentioned(
    work: &mut Work,
    of: notices::Of,
    people: &[Uuid],
    text: &str,
) -> Result<(), Refused> {
    let told: Vec<Notice> = people
        .iter()
        .map(|to| Notice {
            to: *to,
            kind: notices::Kind::Mentioned,
            of,
            excerpt: text.to_owned(),
        })
        .collect();
    Ok(notices::tell(work, &told)?)
}

/// Says something of a record.
pub fn say(
    work: &mut Work,
    actor: &Actor,
    (kind, id): (&str, Uuid),
    said: &str,
    text: &str,
) -> Result<(), Refused> {
    may(actor, Action::Create, Subject::NONE)?;
    let of = timeline(kind, id)?;
    if !queries::is_there(work, kind, id)? {
        return Err(Refusal::NotFound.into());
    }
    let text = check(text)?;
    let said = SAID.into_iter().find(|s| *s == said).unwrap_or("comment");
    let mentions = mentioned(work, text)?;
    let payload = json!({"text": text, "said": said, "mentions": mentions});
    history::tell(work, of, "comment", &payload)?;
    tell_mentioned(work, notices::Of::record(kind, id), &mentions, text)?;
    work.announce_record(kind, id);
    Ok(())
}

/// Whether the person may still change these words.
pub fn may_change(actor: &Actor, comment: &Comment, now: chrono::DateTime<chrono::Utc>) -> bool {
    comment.author == Some(actor.user)
        && !comment.is_imported
        && !comment.text.is_empty()
        && now - comment.at < Duration::hours(CHANGEABLE_HOURS)
}

/// Puts one's own words differently within a day; without a text they are taken back.
pub fn change(
    work: &mut Work,
    actor: &Actor,
    (kind, id): (&str, Uuid),
    comment: Uuid,
    text: Option<&str>,
) -> Result<(), Refused> {
    may(actor, Action::Create, Subject::NONE)?;
    timeline(kind, id)?;
    let found = queries::find(work, kind, id, comment)?.ok_or(Refusal::NotFound)?;
    let of = timeline(kind, found.subject)?;
    if !may_change(actor, &found, work.now()) {
        return Err(Refusal::MayNot("comment-not-yours".into()).into());
    }
    let text = match text {
        Some(text) => check(text)?,
        None => "",
    };
    let mentions = mentioned(work, text)?;
    let payload = json!({"of": comment, "text": text, "mentions": mentions});
    history::tell(work, of, "comment", &payload)?;
    // Who was named before has been told.
    let before = mentioned(work, &found.text)?;
    let new: Vec<Uuid> = mentions
        .into_iter()
        .filter(|m| !before.contains(m))
        .collect();
    tell_mentioned(work, notices::Of::record(kind, id), &new, text)?;
    work.announce_record(kind, id);
    Ok(())
}
