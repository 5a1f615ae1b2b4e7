//! The verbs of the room: add a measure, change it, remove it; write down what was decided. Whether a
//! decision moves the project is the business of the room of meetings.

use serde_json::{Value, json};
use uuid::Uuid;

use super::model::{Body, Decision, DecisionOutcome, OfProject, Support, SupportStatus};
use super::queries::{self, NewDecision};
use super::reading::{SupportField, SupportValues, Typed, check, read};
use crate::accounts::{Action, Actor, Subject, may};
use crate::db::{Announcement, Work};
use crate::directories::{self, Kind};
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{Conflict, Refusal, Refused};

/// A measure as somebody wants it, and what it was based on.
#[derive(Debug, Clone)]
pub struct SupportWrite {
    pub typed: Typed,
    /// What each field held when the form was opened.
    pub base: Typed,
    pub version: i64,
}

/// What a write came to.
#[derive(Debug)]
pub enum Outcome {
    Saved(Box<Support>),
    /// Somebody else changed the same fields meanwhile; nothing was written.
    Conflicts(Vec<Conflict>),
}

fn whose(project: &OfProject) -> Subject {
    Subject {
        is_own: project.is_own,
    }
}

/// The project, if something may still be done with it.
fn living(work: &mut Work, id: Uuid) -> Result<OfProject, Refused> {
    let found = queries::project(work, id)?.filter(|p| !p.is_deleted);
    Ok(found.ok_or(Refusal::NotFound)?)
}

/// The browsers that show the project fetch it again.
fn announce(work: &mut Work, project: &OfProject) {
    work.announce(Announcement::ProjectRows {
        rows: vec![(project.id, project.version)],
        actor: work.user(),
        tab: work.tab.clone(),
    });
}

/// Entries that were chosen must be there; a retired one may stay where it stands already.
fn check_entries(
    work: &mut Work,
    values: &SupportValues,
    before: Option<&SupportValues>,
) -> Result<(), Refused> {
    for (field, kind, id) in [
        (SupportField::Programme, Kind::Programme, values.programme),
        (SupportField::Body, Kind::Body, values.body),
    ] {
        let Some(id) = id else { continue };
        let stands = before.is_some_and(|b| b.text(field) == values.text(field));
        let entry = directories::entry(work, kind, id)?;
        if entry.is_none_or(|e| !e.active && !stands) {
            return Err(
                Refusal::field(field.word(), "unknown_entry", "support-choose".into()).into(),
            );
        }
    }
    Ok(())
}

/// Adds a measure to a project, once for its id.
pub fn make_support(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    project: Uuid,
    typed: &Typed,
) -> Result<(), Refused> {
    may(actor, Action::Create, Subject::NONE)?;
    let project = living(work, project)?;
    if queries::find(work, id)?.is_some() {
        return Ok(());
    }
    let values = read(typed)?;
    check(&values, None)?;
    check_entries(work, &values, None)?;
    if !queries::insert(work, id, project.id, &values)? {
        return Ok(());
    }
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Support,
            id,
            version: 1,
            field: "",
            from: None,
            to: Some(json!({"project": project.id, "type": values.text(SupportField::Type)})),
        }],
    )?;
    announce(work, &project);
    Ok(())
}

/// Changes what the person changed in the form; what others changed in other fields stands.
pub fn change_support(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    write: &SupportWrite,
) -> Result<Outcome, Refused> {
    let support = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    let project = living(work, support.project_id)?;
    may(actor, Action::ChangeRegister, whose(&project))?;
    let (typed, base) = (read(&write.typed)?, read(&write.base).unwrap_or_default());
    let now = SupportValues::of(&support);
    let mut wanted = now.clone();
    let mut changed = Vec::new();
    for (field, _) in &write.typed {
        let is_touched = typed.text(*field) != base.text(*field);
        if is_touched && typed.text(*field) != now.text(*field) {
            wanted.take(*field, &typed);
            changed.push(*field);
        }
    }
    let conflicts = conflicts(work, &support, write, &base, &typed, &changed)?;
    if !conflicts.is_empty() {
        return Ok(Outcome::Conflicts(conflicts));
    }
    if changed.is_empty() {
        return Ok(Outcome::Saved(Box::new(support)));
    }
    check(&wanted, Some(&now))?;
    check_entries(work, &wanted, Some(&now))?;
    work.begin_act("cell");
    let version = queries::update(work, id, &wanted)?;
    let entries: Vec<Change<'_>> = changed
        .iter()
        .map(|field| Change {
            kind: SubjectKind::Support,
            id,
            version,
            field: field.word(),
            from: named(work, *field, &now),
            to: named(work, *field, &wanted),
        })
        .collect();
    history::record(work, &entries)?;
    announce(work, &project);
    work.announce_record("support", id);
    Ok(Outcome::Saved(Box::new(support)))
}

/// Gives a field back the value that it had, as the history keeps it, if it still holds what was made of it.
pub fn restore_support_field(
    work: &mut Work,
    actor: &Actor,
    (id, field): (Uuid, SupportField),
    value: Option<&Value>,
    held: Option<&Value>,
) -> Result<i64, Refused> {
    let support = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    let now = SupportValues::of(&support).text(field);
    if now != text_of(held) {
        return Err(Refusal::NotAllowedNow {
            code: "changed_since",
            reason: "act-changed-later".into(),
            ways_out: Vec::new(),
        }
        .into());
    }
    let write = SupportWrite {
        typed: vec![(field, text_of(value))],
        base: vec![(field, now)],
        version: support.version,
    };
    change_support(work, actor, id, &write)?;
    Ok(support.version + 1)
}

/// A value of the history as the form sends it: of an entry its id.
fn text_of(value: Option<&Value>) -> String {
    let text = match value {
        Some(Value::Object(named)) => named.get("id").and_then(Value::as_str),
        other => other.and_then(Value::as_str),
    };
    text.unwrap_or_default().to_owned()
}

/// A value as the history keeps it: of an entry also the name that it had.
fn named(work: &mut Work, field: SupportField, values: &SupportValues) -> Option<Value> {
    let (kind, id) = match field {
        SupportField::Programme => (Kind::Programme, values.programme),
        SupportField::Body => (Kind::Body, values.body),
        _ => return values.to_json(field),
    };
    let id = id?;
    let entry = directories::entry(work, kind, id).ok().flatten();
    Some(json!({"id": id, "name": entry.map(|e| e.name)}))
}

/// The fields among those changed that somebody else changed after the form was opened.
fn conflicts(
    work: &mut Work,
    support: &Support,
    write: &SupportWrite,
    base: &SupportValues,
    typed: &SupportValues,
    changed: &[SupportField],
) -> Result<Vec<Conflict>, Refused> {
    let mut found = Vec::new();
    if write.version == support.version {
        return Ok(found);
    }
    let (tab, now) = (work.tab.clone(), SupportValues::of(support));
    for field in changed {
        let since = history::change_since(
            work,
            SubjectKind::Support,
            support.id,
            field.word(),
            write.version,
            tab.as_deref(),
        )?;
        if let Some(theirs) = since {
            found.push(Conflict {
                field: field.word(),
                base: base.text(*field),
                mine: typed.text(*field),
                theirs: now.text(*field),
                version: support.version,
                by: theirs.actor,
                at: theirs.at,
            });
        }
    }
    Ok(found)
}

/// Removes a measure about which nothing was decided yet.
pub fn remove_support(work: &mut Work, actor: &Actor, id: Uuid) -> Result<Uuid, Refused> {
    let support = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    let project = living(work, support.project_id)?;
    remove(work, actor, &support, &project)?;
    Ok(project.id)
}

/// The same for a program, which also reaches the measures of projects in the bin.
pub fn program_removes_support(work: &mut Work, actor: &Actor, id: Uuid) -> Result<(), Refused> {
    let support = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    let project = queries::project(work, support.project_id)?.ok_or(Refusal::NotFound)?;
    remove(work, actor, &support, &project)
}

fn remove(
    work: &mut Work,
    actor: &Actor,
    support: &Support,
    project: &OfProject,
) -> Result<(), Refused> {
    may(actor, Action::Delete, whose(project))?;
    if queries::is_used(work, support.id)? {
        return Err(Refusal::NotAllowedNow {
            code: "conflict",
            reason: "support-is-decided".into(),
            ways_out: Vec::new(),
        }
        .into());
    }
    queries::delete(work, support.id)?;
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Support,
            id: support.id,
            version: support.version + 1,
            field: "",
            from: Some(json!({"project": project.id, "type": support.kind})),
            to: None,
        }],
    )?;
    work.touch_custom(support.id);
    work.announce_record("support", support.id);
    announce(work, project);
    Ok(())
}

/// A program made or changed a measure of this project: the browsers that show it fetch it again.
pub fn support_changed(work: &mut Work, project: Uuid) -> Result<(), Refused> {
    if let Some(project) = queries::project(work, project)? {
        announce(work, &project);
    }
    Ok(())
}

/// A program changed or removed a decision of the commission: the measure is what the last one in force says.
pub fn follow_decisions(work: &mut Work, support: Uuid) -> Result<(), Refused> {
    let Some(stored) = queries::lock(work, support)? else {
        return Ok(());
    };
    let last = queries::last_outcome(work, support)?;
    let last = last.as_deref().and_then(DecisionOutcome::from_word);
    let status = last.and_then(DecisionOutcome::status);
    let status = status.unwrap_or(SupportStatus::Requested);
    if stored.status() != status && stored.status() != SupportStatus::Ended {
        set_status(work, support, status)?;
    }
    Ok(())
}

fn set_status(work: &mut Work, support: Uuid, status: SupportStatus) -> Result<(), Refused> {
    let set = queries::set_statuses(work, &[(support, status)])?;
    let entries: Vec<Change<'_>> = set
        .into_iter()
        .map(|(id, version)| Change {
            kind: SubjectKind::Support,
            id,
            version,
            field: "status",
            from: None,
            to: Some(json!(status.word())),
        })
        .collect();
    Ok(history::record(work, &entries)?)
}

/// Writes decisions with their history and brings the measures to what the commission decided. Asks no
/// permission and moves no project: whoever calls has asked, and moves.
pub fn write_decisions(work: &mut Work, new: &[NewDecision]) -> Result<(), Refused> {
    let written = queries::insert_decisions(work, new)?;
    let fresh: Vec<&NewDecision> = new.iter().filter(|d| written.contains(&d.id)).collect();
    let mut entries: Vec<Change<'_>> = fresh
        .iter()
        .map(|d| Change {
            kind: SubjectKind::Decision,
            id: d.id,
            version: 1,
            field: "",
            from: None,
            to: Some(json!({
                "support": d.support, "body": d.body.word(), "date": d.date, "protocol": d.protocol,
                "outcome": d.outcome.word(), "annuls": d.annuls.as_ref().map(|a| a.0),
            })),
        })
        .collect();
    let statuses: Vec<_> = fresh
        .iter()
        .filter(|d| d.body == Body::Commission)
        .filter_map(|d| Some((d.support, d.outcome.status()?)))
        .collect();
    for (id, version) in queries::set_statuses(work, &statuses)? {
        let status = statuses.iter().find(|(s, _)| *s == id);
        entries.push(Change {
            kind: SubjectKind::Support,
            id,
            version,
            field: "status",
            from: None,
            to: status.map(|(_, s)| json!(s.word())),
        });
    }
    history::record(work, &entries)?;
    Ok(())
}

/// The decision, locked, if another may still take its place.
pub fn lock_in_force(work: &mut Work, id: Uuid) -> Result<Decision, Refused> {
    let decision = queries::lock_decision(work, id)?.ok_or(Refusal::NotFound)?;
    if decision.annulled_by.is_some() {
        return Err(Refusal::NotAllowedNow {
            code: "annulled",
            reason: "decision-is-annulled".into(),
            ways_out: Vec::new(),
        }
        .into());
    }
    Ok(decision)
}

/// A measure about which the last word was taken back is asked for again.
pub fn reopen(work: &mut Work, id: Uuid) -> Result<(), Refused> {
    set_status(work, id, SupportStatus::Requested)
}
