//! Writes what an import changes of records that are here, through the actions of their rooms where these have
//! them, with a history entry for each value, and takes it back.

mod clients;
mod supports;
mod undo;

use serde_json::{Value, json};
use uuid::Uuid;

use super::comparing::{CLIENT, Difference, NewValue, PROJECT, SUPPORT};
use super::draft::{Answer, Draft, WordIndex, WordKind};
use super::drafting::Drafted;
use super::queries;
use crate::accounts::{self, Actor};
use crate::db::{Aspect, Work};
use crate::directories::{self, Kind};
use crate::projects::{self, FieldWrite, ProjectField, TypedIn};
use crate::refusal::Refused;

pub use undo::take_back;

/// Writes every value that is to be written. Gives what a rule refused, as the result lists it.
pub fn apply(work: &mut Work, drafted: &Drafted) -> Result<Vec<Value>, Refused> {
    let to_write = || {
        let differences = drafted.comparison.differences.iter();
        differences.filter(|d| d.outcome.is_written())
    };
    touch_supported(work, &drafted.draft);
    if to_write().next().is_none() {
        return Ok(Vec::new());
    }
    let actor = actor(work)?;
    let mut refused = Vec::new();
    for difference in to_write() {
        let done = match difference.kind {
            CLIENT => clients::write(work, &drafted.draft, difference),
            SUPPORT => supports::write(work, &actor, &drafted.draft, difference),
            _ => write_project(work, &actor, &drafted.draft, difference),
        };
        match done {
            Ok(()) => {}
            Err(Refused::Because(_)) => refused.push(json!({
                "kind": difference.kind, "id": difference.id, "name": difference.label,
                "field": difference.field,
            })),
            Err(other) => return Err(other),
        }
    }
    Ok(refused)
}

/// The person who brought the file; an owner, if they are no member any more.
fn actor(work: &mut Work) -> Result<Actor, Refused> {
    let owner = accounts::owner(work)?;
    for user in work.user().into_iter().chain(owner) {
        if let Some(actor) = accounts::actor_of(work, user)? {
            return Ok(actor);
        }
    }
    Err(Refused::Broken("nobody writes this import".to_owned()))
}

/// Projects that were here get new measures and decisions: copies of them are made anew.
fn touch_supported(work: &mut Work, draft: &Draft) {
    let supports = draft.supports.iter().filter(|s| s.existing.is_none());
    let decisions = draft.decisions.iter().filter(|d| d.existing.is_none());
    let projects = supports
        .map(|s| s.project)
        .chain(decisions.map(|d| d.project));
    let here: Vec<Uuid> = projects
        .flatten()
        .filter_map(|p| draft.projects[p.0 as usize].existing)
        .collect();
    for id in here {
        work.touch_project(id, Aspect::Reference);
    }
}

/// The field of the register that a key names.
fn project_field(key: &str) -> Option<ProjectField> {
    Some(match key {
        "project.name" => ProjectField::Name,
        "project.industry" => ProjectField::Industry,
        "project.district" => ProjectField::District,
        "project.description" => ProjectField::Description,
        "project.own" => ProjectField::Own,
        "project.requested" => ProjectField::Requested,
        "project.total" => ProjectField::Total,
        "project.taxes" => ProjectField::Tax,
        "project.jobs" => ProjectField::Jobs,
        "project.application_date" => ProjectField::Date,
        "project.state" => ProjectField::State,
        "project.responsible" => ProjectField::Lead,
        "project.client" => ProjectField::Client,
        _ => return None,
    })
}

fn write_project(
    work: &mut Work,
    actor: &Actor,
    draft: &Draft,
    difference: &Difference,
) -> Result<(), Refused> {
    let (text, choice) = match &difference.value {
        NewValue::Custom(label, value) => {
            return queries::set_custom(work, PROJECT, difference.id, label, Some(value));
        }
        NewValue::Text(text) => (text.as_str(), None),
        NewValue::Word(word) => ("", entry_of(work, draft, *word)?),
        NewValue::Client(client) => {
            let client = &draft.clients[client.0 as usize];
            let id = client
                .existing
                .or(queries::client_with_inn(work, draft.text(client.inn))?);
            ("", id)
        }
        NewValue::Contact(..) => return Ok(()),
    };
    let Some(field) = project_field(&difference.field) else {
        return Ok(());
    };
    let is_reference = !matches!(difference.value, NewValue::Text(_));
    let Some(version) = projects::lock_project(work, difference.id)?.map(|p| p.version) else {
        return Ok(());
    };
    if is_reference && choice.is_none() {
        return Ok(());
    }
    let write = FieldWrite {
        field,
        text,
        choice,
        base: "",
        version,
        typed_in: TypedIn::Roubles,
    };
    projects::change_field(work, actor, difference.id, &write).map(|_| ())
}

/// The entry or person that a word stands for, entries that this import made included.
fn entry_of(work: &mut Work, draft: &Draft, word: WordIndex) -> Result<Option<Uuid>, Refused> {
    let word = &draft.words[word.at()];
    let kind = match word.kind {
        WordKind::District => Kind::District,
        WordKind::City => Kind::City,
        WordKind::Industry => Kind::Industry,
        WordKind::Programme => Kind::Programme,
        WordKind::Body => Kind::Body,
        WordKind::Person => {
            return Ok(match word.answer {
                Answer::Existing(id) => Some(id),
                _ => None,
            });
        }
    };
    Ok(match word.answer {
        Answer::Existing(id) => Some(id),
        Answer::New(_) => directories::find(work, kind, draft.text(word.name))?.map(|e| e.id),
        Answer::Unknown => None,
    })
}
