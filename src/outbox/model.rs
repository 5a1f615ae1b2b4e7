//! The words of the room: a letter on its way, and how long it is tried.

use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

/// Stands in a body where the worker puts the link; see [`super::enqueue_with_link`].
pub const LINK: &str = "{link}";

/// The kind of job that a waiting letter is.
pub const SEND: &str = "send_letter";

/// A letter as the worker reads it.
#[derive(Debug, Clone)]
pub struct Letter {
    pub id: Uuid,
    pub to: String,
    pub subject: String,
    pub body: String,
    /// The person for whom a link is to be made.
    pub link_for: Option<Uuid>,
}

/// What became of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tried {
    Sent,
    Again { at: DateTime<Utc>, why: String },
    Failed { why: String },
}

/// Minutes until the next try after the first, second … one.
const PAUSES: [i64; 8] = [1, 2, 5, 15, 60, 180, 360, 720];

/// When to try again after so many tries; none: it has been tried long enough.
pub fn pause_after(tries: i32) -> Option<Duration> {
    let index = usize::try_from(tries.max(1) - 1).ok()?;
    PAUSES.get(index).map(|m| Duration::minutes(*m))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_tried_for_about_a_day_less_and_less_often() {
        let pauses: Vec<_> = (1..).map_while(pause_after).collect();
        assert!(pauses.is_sorted());
        let all: Duration = pauses.into_iter().sum();
        assert!(all > Duration::hours(20) && all < Duration::hours(30));
        assert_eq!(pause_after(9), None);
    }
}
