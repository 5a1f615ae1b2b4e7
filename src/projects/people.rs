//! The people assigned to a project: many, one of them the lead. The first assigned leads unless another is
//! chosen; when the lead leaves, the next in order of assignment does.

use serde_json::{Value, json};
use uuid::Uuid;

use super::model::Project;
use super::queries;
use crate::accounts::{self, Action, Actor, Person, Subject, may};
use crate::db::{Aspect, Work};
use crate::history::{self, Change, SubjectKind};
use crate::notices::{self, Notice};
use crate::refusal::{Refusal, Refused};
use crate::text::Message;

fn locked(work: &mut Work, actor: &Actor, id: Uuid) -> Result<Project, Refused> {
    let project = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
    let subject = Subject {
        is_own: project.is_own,
    };
    may(actor, Action::ChangeRegister, subject)?;
    Ok(project)
}

fn named(people: &[Person], id: Uuid) -> Option<Value> {
    let person = people.iter().find(|p| p.id == id)?;
    Some(json!({"id": person.id, "name": person.name}))
}

/// Assigns a member; as the lead if asked, or if nobody leads.
pub fn assign_person(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    user: Uuid,
    as_lead: bool,
) -> Result<(), Refused> {
    let project = locked(work, actor, id)?;
    let people = accounts::people(work)?;
    if !people.iter().any(|p| p.id == user && p.is_member) {
        let message = Message::new("person-unknown").text("x", "");
        return Err(Refusal::field("user", "unknown_person", message).into());
    }
    let assigned = queries::people(work, id)?;
    let (is_new, leads) = (!assigned.contains(&user), project.lead_id == Some(user));
    let becomes_lead = !leads && (as_lead || project.lead_id.is_none());
    if !is_new && !becomes_lead {
        return Ok(());
    }
    queries::assign(work, id, user)?;
    let lead = if becomes_lead {
        Some(user)
    } else {
        project.lead_id
    };
    let version = queries::set_lead(work, id, lead)?;
    let mut changes = Vec::new();
    if is_new {
        changes.push(("people", None, named(&people, user)));
    }
    if becomes_lead {
        let before = project.lead_id.and_then(|id| named(&people, id));
        changes.push(("lead", before, named(&people, user)));
    }
    record(work, id, version, changes)?;
    let told = Notice {
        to: user,
        kind: notices::Kind::Assigned,
        of: notices::Of::Project(id),
        excerpt: String::new(),
    };
    Ok(notices::tell(work, &[told])?)
}

/// Takes a person off; the next in order leads if they led.
pub fn unassign_person(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    user: Uuid,
) -> Result<(), Refused> {
    let project = locked(work, actor, id)?;
    let assigned = queries::people(work, id)?;
    if !assigned.contains(&user) {
        return Ok(());
    }
    let people = accounts::people(work)?;
    let led = project.lead_id == Some(user);
    let next = assigned.into_iter().find(|p| *p != user);
    let lead = if led { next } else { project.lead_id };
    queries::unassign(work, id, user)?;
    let version = queries::set_lead(work, id, lead)?;
    let mut changes = vec![("people", named(&people, user), None)];
    if led {
        changes.push((
            "lead",
            named(&people, user),
            lead.and_then(|id| named(&people, id)),
        ));
    }
    record(work, id, version, changes)
}

fn record(
    work: &mut Work,
    id: Uuid,
    version: i64,
    changes: Vec<(&'static str, Option<Value>, Option<Value>)>,
) -> Result<(), Refused> {
    let entries: Vec<Change<'_>> = changes
        .into_iter()
        .map(|(field, from, to)| Change {
            kind: SubjectKind::Project,
            id,
            version,
            field,
            from,
            to,
        })
        .collect();
    history::record(work, &entries)?;
    work.touch_project(id, Aspect::Reference);
    work.announce_project(id, version);
    Ok(())
}
