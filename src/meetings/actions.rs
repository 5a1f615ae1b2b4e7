//! The verbs of the room until a meeting is closed: put it together, send its agenda out, write down who
//! came and what was decided.

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::model::{Duty, Item, ItemField, Meeting};
use super::queries;
use crate::accounts::{Action, Actor, Subject, may};
use crate::db::Work;
use crate::history::{self, Change, SubjectKind};
use crate::outbox;
use crate::projects::{self, MoveRequest, ProjectState};
use crate::refusal::{FieldError, Refusal, Refused};
use crate::supports::{Body, DecisionOutcome};
use crate::text::{Message, formats};
use crate::values::dates::Precision;

const LONGEST_TEXT: usize = 10_000;

/// Where and when; made with the form.
#[derive(Debug, Clone)]
pub struct MeetingFacts {
    pub date: NaiveDate,
    /// `15:00` or empty.
    pub starts_at: String,
    pub place: String,
}

/// Somebody may work on a meeting if they may on each of its projects.
pub fn whose(items: &[Item]) -> Subject {
    Subject {
        is_own: items.iter().all(|i| i.is_own),
    }
}

/// The meeting, held until the end of this work, if it is open and the person may work on it.
pub fn lock_open(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
) -> Result<(Meeting, Vec<Item>), Refused> {
    let meeting = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    let items = queries::items(work, id)?;
    may(actor, Action::RecordDecision, whose(&items))?;
    if meeting.is_closed() {
        return Err(not_now("closed", "meeting-is-closed"));
    }
    Ok((meeting, items))
}

/// A refusal of the moment.
pub fn not_now(code: &'static str, reason: &'static str) -> Refused {
    Refusal::NotAllowedNow {
        code,
        reason: reason.into(),
        ways_out: Vec::new(),
    }
    .into()
}

fn record(work: &mut Work, id: Uuid, version: i64, field: &str, to: Value) -> Result<(), Refused> {
    let entry = Change {
        kind: SubjectKind::Meeting,
        id,
        version,
        field,
        from: None,
        to: Some(to),
    };
    Ok(history::record(work, &[entry])?)
}

/// Makes a meeting with its agenda and the members of the day, once for its id.
pub fn make_meeting(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    body: Body,
    facts: &MeetingFacts,
    supports: &[Uuid],
) -> Result<(), Refused> {
    may(actor, Action::RecordDecision, Subject { is_own: true })?;
    check_facts(facts)?;
    if !queries::insert(work, id, body, facts.date, &facts.starts_at, &facts.place)? {
        return Ok(());
    }
    queries::add_items(work, id, supports)?;
    let items = queries::items(work, id)?;
    may(actor, Action::RecordDecision, whose(&items))?;
    queries::seat_members(work, id)?;
    let made = json!({"kind": body.word(), "date": facts.date, "items": supports.len()});
    record(work, id, 1, "", made)?;
    work.announce_record("meetings", Uuid::nil());
    Ok(())
}

fn check_facts(facts: &MeetingFacts) -> Result<(), Refused> {
    let is_time = |t: &str| chrono::NaiveTime::parse_from_str(t, "%H:%M").is_ok() && t.len() == 5;
    if !facts.starts_at.is_empty() && !is_time(&facts.starts_at) {
        return Err(Refusal::field("starts_at", "not_a_time", "meeting-time-bad".into()).into());
    }
    if facts.place.chars().count() > 300 {
        let message = Message::new("text-too-long").number("n", 300);
        return Err(Refusal::field("place", "too_long", message).into());
    }
    Ok(())
}

/// Changes date, time and place; the members are those of the new day.
pub fn change_facts(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    facts: &MeetingFacts,
) -> Result<(), Refused> {
    lock_open(work, actor, id)?;
    check_facts(facts)?;
    let version = queries::set_facts(work, id, facts.date, &facts.starts_at, &facts.place)?;
    queries::seat_members(work, id)?;
    let to = json!({"date": facts.date, "starts_at": facts.starts_at, "place": facts.place});
    record(work, id, version, "facts", to)?;
    work.announce_record("meeting", id);
    Ok(())
}

/// Puts measures on the agenda.
pub fn add_items(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    supports: &[Uuid],
) -> Result<(), Refused> {
    lock_open(work, actor, id)?;
    queries::add_items(work, id, supports)?;
    let items = queries::items(work, id)?;
    may(actor, Action::RecordDecision, whose(&items))?;
    work.announce_record("meeting", id);
    Ok(())
}

/// Moves a question up or down, or takes it off.
pub fn place_item(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    item: Uuid,
    to: &str,
) -> Result<(), Refused> {
    let (_, items) = lock_open(work, actor, id)?;
    let at = items
        .iter()
        .position(|i| i.id == item)
        .ok_or(Refusal::NotFound)?;
    let other = match to {
        "up" => at.checked_sub(1),
        "down" => Some(at + 1),
        "off" => {
            queries::remove_item(work, id, item)?;
            let off = json!({"project": items[at].project_number});
            record(work, item, items[at].version + 1, "off", off)?;
            None
        }
        _ => return Err(Refusal::BadRequest("error-bad-request".into()).into()),
    };
    if let Some(other) = other.and_then(|n| items.get(n)) {
        queries::swap_items(work, id, &items[at], other)?;
    }
    work.announce_record("meeting", id);
    Ok(())
}

/// Sends the agenda out: of the commission it moves the projects there by the lawful move; members
/// with an address get a letter.
pub fn send_agenda(work: &mut Work, actor: &Actor, id: Uuid) -> Result<(), Refused> {
    let (meeting, items) = lock_open(work, actor, id)?;
    if items.is_empty() {
        return Err(not_now("empty", "meeting-empty"));
    }
    if meeting.body() == Body::Commission {
        queries::lock_projects(work, id)?;
        let mut moved = Vec::new();
        for item in &items {
            let waits = item.project_state() == ProjectState::ApplicationFull;
            if waits && !moved.contains(&item.project_id) {
                let request = MoveRequest::plain(ProjectState::InCommission, item.project_version);
                projects::move_project(work, actor, item.project_id, &request)?;
                moved.push(item.project_id);
            }
        }
    }
    let version = queries::set_announced(work, id)?;
    record(work, id, version, "agenda", json!({"items": items.len()}))?;
    let t = actor.locale;
    let date = formats::date(t, meeting.meeting_date, Precision::Day);
    let subject = t.with("agenda-letter-subject", &date);
    let mut body = vec![
        subject.clone(),
        meeting.starts_at.clone(),
        meeting.place.clone(),
    ];
    body.extend(items.iter().enumerate().map(|(n, i)| {
        let client = i.client.as_deref().unwrap_or_default();
        format!(
            "{}. {} {} {client}",
            n + 1,
            i.project_number,
            i.project_name
        )
    }));
    let body = body
        .into_iter()
        .filter(|l| !l.is_empty())
        .collect::<Vec<_>>()
        .join("\n");
    for seat in queries::seats(work, id)? {
        if let Some(email) = &seat.email {
            outbox::enqueue(work, email, &subject, &body)?;
        }
    }
    work.announce_record("meeting", id);
    Ok(())
}

/// Who came; only what the person changed in the list is changed.
pub fn set_attendance(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    was: &[Uuid],
    present: &[Uuid],
    duties: &[(Duty, Uuid)],
) -> Result<(), Refused> {
    let (meeting, _) = lock_open(work, actor, id)?;
    let came = present
        .iter()
        .filter(|m| !was.contains(m))
        .map(|m| (*m, true));
    let left = was
        .iter()
        .filter(|m| !present.contains(m))
        .map(|m| (*m, false));
    let changed: Vec<(Uuid, bool)> = came.chain(left).collect();
    queries::set_present(work, id, &changed)?;
    let seats = queries::seats(work, id)?;
    for (duty, member) in duties {
        let is_already = seats
            .iter()
            .any(|s| s.duty() == *duty && s.member_id == *member);
        if !is_already && seats.iter().any(|s| s.member_id == *member) {
            queries::set_duty(work, id, duty.word(), Some(*member))?;
        }
    }
    let facts = (
        meeting.meeting_date,
        meeting.starts_at.clone(),
        meeting.place.clone(),
    );
    let version = queries::set_facts(work, id, facts.0, &facts.1, &facts.2)?;
    let names = changed
        .iter()
        .map(|(m, is)| json!({"member": m, "present": is}));
    record(
        work,
        id,
        version,
        "attendance",
        Value::Array(names.collect()),
    )?;
    work.announce_record("meeting", id);
    Ok(())
}

/// What a secretary wants a question to hold, on the version that they saw.
#[derive(Debug, Clone)]
pub struct ItemEdit {
    pub item: Uuid,
    pub version: i64,
    pub fields: Vec<(ItemField, String)>,
}

/// A field that another secretary changed meanwhile; what stands there stays.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    pub item: Uuid,
    pub field: ItemField,
    pub mine: String,
}

/// Writes down what was decided, question by question. Different fields of one question both stand; of
/// the same field the later secretary is shown what is there.
pub fn write_items(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    edits: &[ItemEdit],
) -> Result<Vec<Clash>, Refused> {
    let (_, items) = lock_open(work, actor, id)?;
    let mut clashes = Vec::new();
    for edit in edits {
        let Some(item) = items.iter().find(|i| i.id == edit.item) else {
            continue;
        };
        write_item(work, item.clone(), edit, &mut clashes)?;
    }
    work.announce_record("meeting", id);
    Ok(clashes)
}

fn write_item(
    work: &mut Work,
    mut item: Item,
    edit: &ItemEdit,
    clashes: &mut Vec<Clash>,
) -> Result<(), Refused> {
    let tab = work.tab.clone();
    let since = match edit.version < item.version {
        true => queries::first_values_since(work, item.id, edit.version, tab.as_deref())?,
        false => Vec::new(),
    };
    let mut changed = Vec::new();
    for (field, text) in &edit.fields {
        let now = field.text(&item);
        if *text == now {
            continue;
        }
        let moved = since.iter().find(|(name, ..)| name == field.word());
        match moved {
            // The person saw this and left it alone.
            Some((_, base, _)) if base == text => continue,
            Some((_, _, true)) => {
                clashes.push(Clash {
                    item: item.id,
                    field: *field,
                    mine: text.clone(),
                });
                continue;
            }
            _ => {}
        }
        set(&mut item, *field, text)?;
        changed.push((*field, now, text.clone()));
    }
    if changed.is_empty() {
        return Ok(());
    }
    record_item(work, &item, &changed)
}

fn record_item(
    work: &mut Work,
    item: &Item,
    changed: &[(ItemField, String, String)],
) -> Result<(), Refused> {
    let version = queries::set_item(work, item)?;
    let text = |text: &str| (!text.is_empty()).then(|| json!(text));
    let entries: Vec<Change<'_>> = changed
        .iter()
        .map(|(field, from, to)| Change {
            kind: SubjectKind::Meeting,
            id: item.id,
            version,
            field: field.word(),
            from: text(from),
            to: text(to),
        })
        .collect();
    Ok(history::record(work, &entries)?)
}

/// Puts a typed text into a question.
fn set(item: &mut Item, field: ItemField, text: &str) -> Result<(), Refusal> {
    let bad = |code, key: &'static str| {
        Refusal::Invalid(vec![FieldError {
            field: format!("{}_{}", field.word(), item.id).into(),
            code,
            message: key.into(),
        }])
    };
    let number = || -> Result<Option<i32>, Refusal> {
        match text {
            "" => Ok(None),
            text => match text.parse::<i32>() {
                Ok(n) if (0..=1000).contains(&n) => Ok(Some(n)),
                _ => Err(bad("not_a_number", "votes-bad")),
            },
        }
    };
    if text.chars().count() > LONGEST_TEXT {
        return Err(bad("too_long", "meeting-text-too-long"));
    }
    match field {
        ItemField::Outcome => match DecisionOutcome::from_word(text) {
            None if !text.is_empty() => return Err(bad("unknown_word", "support-choose")),
            outcome => item.outcome = outcome.map(|o| o.word().to_owned()),
        },
        ItemField::For => item.votes_for = number()?,
        ItemField::Against => item.votes_against = number()?,
        ItemField::Abstained => item.votes_abstained = number()?,
        ItemField::Chair => {
            item.chair_for = match text {
                "for" => Some(true),
                "against" => Some(false),
                _ => None,
            }
        }
        ItemField::Recused => {
            let ids = text
                .split_whitespace()
                .filter_map(|id| Uuid::try_parse(id).ok());
            item.recused = ids.collect();
        }
        ItemField::Decision => item.decision = text.to_owned(),
        ItemField::Presenter => item.presenter = text.to_owned(),
        ItemField::Notes => item.notes = text.to_owned(),
    }
    Ok(())
}
