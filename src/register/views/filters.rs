//! Filters as people read and set them: chips over the list, the form of one column, the form of many tests.

use askama::Template;

use crate::register::filter::Op;
use crate::text::Locale;
use crate::web::Shell;

/// A filter that is set, as one sentence with a way to remove it.
pub struct Chip {
    /// Word of the column, or `where` for joined tests.
    pub name: String,
    pub label: String,
    pub value: String,
    /// Where it is changed.
    pub href: String,
    pub without: String,
}

/// One choice: value, name, whether chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub is_chosen: bool,
}

/// The form of one column.
#[derive(Template)]
#[template(path = "register/_filter.html")]
pub struct ColumnFilter {
    pub t: Locale,
    pub action: &'static str,
    pub name: String,
    pub label: String,
    /// Values of which any number may be chosen.
    pub options: Vec<Choice>,
    /// Questions with a value to type: name, label, value, kind of the input.
    pub inputs: Vec<(String, String, String, &'static str)>,
    /// Questions that are only asked or not: name, label, whether asked.
    pub switches: Vec<(String, String, bool)>,
    /// Periods that move with the calendar.
    pub periods: Vec<Choice>,
    pub kept: Vec<(String, String)>,
    /// Joined tests are set on a page of their own.
    pub builder_href: String,
}

impl ColumnFilter {
    pub fn period_name(&self) -> String {
        format!("{}.{}", self.name, Op::Period.word())
    }
}

/// Without script the form is a page of its own.
#[derive(Template)]
#[template(path = "register/filter.html")]
pub struct FilterPage {
    pub shell: Shell,
    /// Address of the list that is being filtered.
    pub back: String,
    pub form: ColumnFilter,
}

/// One test in the form of joined tests.
pub struct TestLine {
    pub path: String,
    pub columns: Vec<Choice>,
    pub ops: Vec<Choice>,
    /// Values to choose from.
    pub options: Vec<Choice>,
    pub takes_many: bool,
    /// A value to type, and how.
    pub input: Option<(String, &'static str)>,
}

/// A line of the form of joined tests.
pub enum BuilderLine {
    Begin {
        path: String,
        any: bool,
        is_root: bool,
    },
    Test(TestLine),
    End {
        path: String,
        may_nest: bool,
    },
}

/// Tests joined by "and" and "or".
#[derive(Template)]
#[template(path = "register/builder.html")]
pub struct BuilderPage {
    pub shell: Shell,
    pub back: String,
    pub action: String,
    pub lines: Vec<BuilderLine>,
    pub kept: Vec<(String, String)>,
}
