//! What an edit of a cell answers when it is not the row: the reason why not, or both values side by side.

use askama::Template;

use super::merging::{Piece, compared, merged};
use crate::refusal::Conflict;
use crate::text::Locale;

/// Two values of one field, side by side.
#[derive(Template)]
#[template(path = "register/_conflict.html")]
pub struct ConflictPanel {
    pub t: Locale,
    pub icons: &'static str,
    pub action: String,
    pub label: String,
    pub row_name: String,
    pub conflict: Conflict,
    pub mine_initials: String,
    pub mine_hue: i16,
    pub their_name: String,
    pub their_initials: String,
    pub their_hue: i16,
    pub at: String,
    pub is_right: bool,
    /// One of the texts is longer than a line: each is shown as its difference.
    pub is_long: bool,
}

impl ConflictPanel {
    fn shown<'a>(&self, text: &'a str) -> &'a str {
        if text.is_empty() { "—" } else { text }
    }

    fn mine(&self) -> Vec<Piece> {
        compared(&self.conflict.base, &self.conflict.mine)
    }

    fn theirs(&self) -> Vec<Piece> {
        compared(&self.conflict.base, &self.conflict.theirs)
    }

    /// What the field of the result begins with: both changes, where one text can hold them.
    fn result(&self) -> String {
        let Conflict {
            base, mine, theirs, ..
        } = &self.conflict;
        merged(base, mine, theirs).unwrap_or_else(|| theirs.clone())
    }
}

/// Why a cell was not saved.
#[derive(Template)]
#[template(path = "register/_cell_error.html")]
pub struct CellError {
    pub field: String,
    pub reason: String,
}
