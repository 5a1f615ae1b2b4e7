//! The marks of the views that people look at, kept for a while: a jump of the scrollbar asks for a place by its
//! number, and reading the whole list for each would be slow. A mark is a value, not a number, so that one that is
//! some seconds old is still a place in the list.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::queries::{self, Frame, Marks};
use super::view::View;
use crate::accounts::Actor;
use crate::db::{DbError, Work};

/// Rows between two marks.
pub const STEP: i64 = 500;
const KEPT_FOR: Duration = Duration::from_secs(20);
/// Views that are kept at once.
const MOST: usize = 200;

/// Whose view of which list; "mine" means another list to another person.
type Key = (Uuid, Uuid, Uuid, &'static str, String);

static KEPT: LazyLock<Mutex<HashMap<Key, (Instant, Marks)>>> = LazyLock::new(Mutex::default);

/// The marks of a view, read anew where they are older than a moment.
pub fn of(work: &mut Work, actor: &Actor, view: &View, frame: &Frame) -> Result<Marks, DbError> {
    let key = (
        work.db().id(),
        work.organization(),
        actor.user,
        view.register.word(),
        view.to_query(),
    );
    let kept = KEPT
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .get(&key)
        .cloned();
    if let Some((_, marks)) = kept.filter(|(at, _)| at.elapsed() < KEPT_FOR) {
        return Ok(marks);
    }
    let marks = queries::marks(work, view, frame, STEP)?;
    let mut all = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    all.retain(|_, (at, _)| at.elapsed() < KEPT_FOR);
    if all.len() < MOST {
        all.insert(key, (Instant::now(), marks.clone()));
    }
    Ok(marks)
}
