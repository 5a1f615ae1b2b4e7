//! A project as it was on a day.

use askama::Template;

use crate::web::Shell;

/// A fact on that day, beside what it is now where it differs.
pub struct PastFact {
    pub label: String,
    pub then: String,
    pub now: Option<String>,
}

#[derive(Template)]
#[template(path = "projects/as_of.html")]
pub struct AsOfPage {
    pub shell: Shell,
    pub address: String,
    pub number: String,
    pub name: String,
    /// The day as the form has it, and in words.
    pub on: String,
    pub day: String,
    /// Why no day can be shown.
    pub error: Option<String>,
    /// It was not there yet.
    pub is_before: bool,
    pub facts: Vec<PastFact>,
}
