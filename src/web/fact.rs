//! A fact of a record: shown with a way to change it, or opened as a form of one field. The rooms make them;
//! here is what they have in common.

use askama::Template;

use crate::text::Locale;

/// How a field is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Line,
    Area,
    Money,
    Whole,
    Date,
    /// One of a list.
    Choice,
    /// A client, found by typing.
    Client,
}

/// Two values for one field.
pub struct Clash {
    pub base: String,
    pub mine: String,
    /// The entry that was chosen, where the field is a choice.
    pub mine_choice: String,
    pub theirs: String,
    pub theirs_choice: String,
    pub by: String,
    pub their_initials: String,
    pub their_hue: i16,
    pub my_initials: String,
    pub my_hue: i16,
}

/// The form of one field.
pub struct Editor {
    pub kind: Kind,
    pub value: String,
    /// Value and words of each choice.
    pub options: Vec<(String, String)>,
    pub chosen: String,
    pub base: String,
    pub version: i64,
    pub error: Option<String>,
    pub clash: Option<Clash>,
    /// What was typed to find a client, and who was found.
    pub q: String,
    /// The choices, ready.
    pub found: Option<String>,
    /// A number with a wrong check digit may be taken all the same.
    pub may_accept: bool,
}

#[derive(Template)]
#[template(path = "shared/_fact.html")]
pub struct Fact {
    pub t: Locale,
    pub icons: &'static str,
    /// Address of the record.
    pub record: String,
    pub field: &'static str,
    pub label: String,
    pub text: String,
    pub href: Option<String>,
    /// What stood in the file where the field is empty.
    pub unread: Option<String>,
    pub is_wide: bool,
    pub may_change: bool,
    pub editor: Option<Editor>,
}

impl Fact {
    fn has_error(&self) -> bool {
        self.editor.as_ref().is_some_and(|e| e.error.is_some())
    }
}

impl Editor {
    fn is(&self, kind: &str) -> bool {
        match self.kind {
            Kind::Line => kind == "line",
            Kind::Area => kind == "area",
            Kind::Money => kind == "money",
            Kind::Whole => kind == "whole",
            Kind::Date => kind == "date",
            Kind::Choice => kind == "choice",
            Kind::Client => kind == "client",
        }
    }
}
