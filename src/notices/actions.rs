//! The verb of the room: tell.

use super::model::Notice;
use super::queries;
use crate::db::{Announcement, DbError, Work};

/// Longer words are cut: the record has them whole.
const LONGEST_EXCERPT: usize = 200;

/// Tells members what happened; nobody is told what they did themselves.
pub fn tell(work: &mut Work, notices: &[Notice]) -> Result<(), DbError> {
    let by = work.user();
    let mut told = Vec::new();
    for notice in notices.iter().filter(|n| Some(n.to) != by) {
        let excerpt: String = notice.excerpt.chars().take(LONGEST_EXCERPT).collect();
        queries::insert(work, notice, &excerpt)?;
        if !told.contains(&notice.to) {
            told.push(notice.to);
            work.announce(Announcement::Record {
                kind: "notice".to_owned(),
                id: notice.to,
                actor: by,
                tab: None,
            });
        }
    }
    Ok(())
}
