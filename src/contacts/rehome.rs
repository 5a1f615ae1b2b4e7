//! A merge of two clients takes the people to talk to along.

use serde_json::json;
use uuid::Uuid;

use super::queries;
use crate::db::Work;
use crate::history::{self, Change, SubjectKind};
use crate::refusal::Refused;

/// Gives the contacts of one client to another, all or those of a list, and says so in the history of each; gives
/// their ids. The caller has asked whether the person may.
pub fn rehome(
    work: &mut Work,
    from: Uuid,
    to: Uuid,
    only: Option<&[Uuid]>,
) -> Result<Vec<Uuid>, Refused> {
    let moved = queries::rehome(work, from, to, only)?;
    let entries: Vec<_> = moved
        .iter()
        .map(|c| Change {
            kind: SubjectKind::Contact,
            id: c.id,
            version: c.version,
            field: "client",
            from: Some(json!(from)),
            to: Some(json!(to)),
        })
        .collect();
    history::record(work, &entries)?;
    Ok(moved.into_iter().map(|c| c.id).collect())
}
