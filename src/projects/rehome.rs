//! A merge of two clients takes their projects along.

use serde_json::json;
use uuid::Uuid;

use super::queries;
use crate::db::{Announcement, Aspect, Work};
use crate::history::{self, Change, SubjectKind};
use crate::refusal::Refused;

/// A client as history names it.
pub struct Home<'a> {
    pub id: Uuid,
    pub name: &'a str,
}

/// Gives the projects of one client to another, all or those of a list, and says so in the history of each; gives
/// their ids. The caller has asked whether the person may.
pub fn rehome(
    work: &mut Work,
    from: &Home<'_>,
    to: &Home<'_>,
    only: Option<&[Uuid]>,
) -> Result<Vec<Uuid>, Refused> {
    let moved = queries::rehome(work, from.id, to.id, only)?;
    let named = |home: &Home<'_>| json!({"id": home.id, "name": home.name});
    let entries: Vec<_> = moved
        .iter()
        .map(|p| Change {
            kind: SubjectKind::Project,
            id: p.id,
            version: p.version,
            field: "client",
            from: Some(named(from)),
            to: Some(named(to)),
        })
        .collect();
    history::record(work, &entries)?;
    for project in &moved {
        work.touch_project(project.id, Aspect::Client);
    }
    work.announce(Announcement::ProjectRows {
        rows: moved.iter().map(|p| (p.id, p.version)).collect(),
        actor: work.user(),
        tab: work.tab.clone(),
    });
    Ok(moved.into_iter().map(|p| p.id).collect())
}
