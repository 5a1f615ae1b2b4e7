//! The verb of the room: put a letter into the outbox.

use uuid::Uuid;

use super::model::SEND;
use super::queries;
use crate::db::{DbError, Work, jobs};

/// Puts a letter into the outbox of the organization of this work; it leaves after commit. The
/// subject is shown in lists and on locked telephones: no personal data there.
pub fn enqueue(work: &mut Work, to: &str, subject: &str, body: &str) -> Result<Uuid, DbError> {
    put(work, to, subject, body, None)
}

/// The same for a letter whose body has a gap, [`super::LINK`], for a link that opens the account of a
/// person. The link is made by the worker when the letter leaves and is stored nowhere.
pub fn enqueue_with_link(
    work: &mut Work,
    to: &str,
    subject: &str,
    body: &str,
    person: Uuid,
) -> Result<Uuid, DbError> {
    put(work, to, subject, body, Some(person))
}

fn put(
    work: &mut Work,
    to: &str,
    subject: &str,
    body: &str,
    link_for: Option<Uuid>,
) -> Result<Uuid, DbError> {
    let id = queries::insert(work, to, subject, body, link_for)?;
    jobs::enqueue(work, SEND, id)?;
    Ok(id)
}
