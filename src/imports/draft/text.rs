//! A short reference to a text: either one of the workbook's own or one made while reading it.

use crate::imports::reading::{TextArena, TextId};

/// A text of a draft, four bytes long. Resolve it with `Draft::text`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Text(u32);

/// Marks a text that was made while reading.
const OWN: u32 = 1 << 31;

impl Text {
    /// No text.
    pub const NONE: Text = Text(u32::MAX);

    /// A text as it stood in the workbook.
    pub fn of_workbook(id: TextId) -> Text {
        Text(id.0)
    }

    /// A text of the draft's own arena.
    pub fn own(id: TextId) -> Text {
        Text(id.0 | OWN)
    }

    /// True where there is no text.
    pub fn is_none(self) -> bool {
        self == Text::NONE
    }

    /// The text itself; empty for `NONE`.
    pub fn resolve<'a>(self, workbook: &'a TextArena, own: &'a TextArena) -> &'a str {
        if self.is_none() {
            ""
        } else if self.0 & OWN != 0 {
            own.get(TextId(self.0 & !OWN))
        } else {
            workbook.get(TextId(self.0))
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Text::NONE
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_none() {
            write!(f, "Text(none)")
        } else {
            write!(
                f,
                "Text({}{})",
                if self.0 & OWN != 0 { "own " } else { "" },
                self.0 & !OWN
            )
        }
    }
}
