//! Takes back what an import changed of records that were here before it: values return to what they were,
//! unless somebody changed them since; measures, decisions and contacts that it added go.

use serde_json::{Value, json};
use uuid::Uuid;

use super::supports;
use crate::db::{Aspect, Work};
use crate::history::{self, SubjectKind};
use crate::imports::comparing::{CLIENT, PROJECT, SUPPORT};
use crate::imports::queries::{self, ClientColumn, Written};
use crate::projects;
use crate::refusal::Refused;

/// Takes the changes back; gives those that stay, as the result lists them.
pub fn take_back(work: &mut Work, import: Uuid) -> Result<Vec<Value>, Refused> {
    let mut kept = Vec::new();
    for written in queries::written_by(work, import)? {
        let kind = match written.subject_kind.as_str() {
            CLIENT => SubjectKind::Client,
            PROJECT => SubjectKind::Project,
            SUPPORT => SubjectKind::Support,
            _ => continue,
        };
        let since = history::change_since(
            work,
            kind,
            written.subject_id,
            &written.field,
            written.version,
            None,
        )?;
        let stays = match since {
            Some(_) => true,
            None => is_refused(restore(work, &written))?,
        };
        if stays {
            let field = match kind {
                SubjectKind::Support => supports::key_of(&written.field),
                _ => written.field,
            };
            kept.push(json!({
                "kind": written.subject_kind, "id": written.subject_id, "name": written.label,
                "field": field,
            }));
        }
    }
    for project in queries::remove_additions(work, import)? {
        work.touch_project(project, Aspect::Reference);
    }
    Ok(kept)
}

/// A value that a rule does not let go back stays.
fn is_refused(done: Result<(), Refused>) -> Result<bool, Refused> {
    match done {
        Ok(()) => Ok(false),
        Err(Refused::Because(_)) => Ok(true),
        Err(other) => Err(other),
    }
}

fn restore(work: &mut Work, written: &Written) -> Result<(), Refused> {
    let (id, from) = (written.subject_id, written.from_value.as_ref());
    if let Some(key) = written.field.strip_prefix("custom.") {
        return queries::set_custom_by_key(work, &written.subject_kind, id, key, from);
    }
    if written.subject_kind == SUPPORT {
        let actor = super::actor(work)?;
        return supports::restore(work, &actor, id, &written.field, from);
    }
    if written.subject_kind == PROJECT {
        return projects::restore_field(work, id, &written.field, from);
    }
    if let Some(column) = ClientColumn::from_word(&written.field) {
        let text = from.and_then(|v| v.as_str().or(v["name"].as_str()));
        let entry = from
            .and_then(|v| v["id"].as_str())
            .and_then(|v| v.parse().ok());
        queries::set_client(work, id, column, text, entry)?;
        work.touch_client(id);
    }
    Ok(())
}
