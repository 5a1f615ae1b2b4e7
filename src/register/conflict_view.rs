//! What an edit of a cell answers when it is not the row: the reason why not, or both values side by side.

use askama::Template;

use super::merging::{Piece, compared, merged};
use crate::accounts::Person;
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
    pub theirs: Them,
    pub at: String,
    pub is_right: bool,
    /// One of the texts is longer than a line: each is shown as its difference.
    pub is_long: bool,
}

/// Who wrote the other value.
pub struct Them {
    pub name: String,
    pub initials: String,
    pub hue: i16,
}

impl Them {
    /// Nobody known, where a program or an import did.
    pub fn new(t: Locale, person: Option<&Person>) -> Them {
        Them {
            name: person.map_or_else(|| t.text("somebody").into_owned(), Person::short_name),
            initials: person.map(Person::initials).unwrap_or_default(),
            hue: person.map_or(9, |p| p.hue),
        }
    }
}

impl ConflictPanel {
    fn shown<'a>(&self, text: &'a str) -> &'a str {
        if text.is_empty() { "—" } else { text }
    }

    fn mine(&self) -> Vec<Piece> {
        compared(&self.conflict.base, &self.conflict.mine)
    }

    fn their_text(&self) -> Vec<Piece> {
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
