//! Saved views: the page where they are named and arranged, and the counts beside their tabs.

use askama::Template;

use crate::web::{FormView, Shell};

/// One saved view with what may be done to it.
pub struct SavedLine {
    pub action: String,
    pub href: String,
    pub name: String,
    pub is_shared: bool,
    pub may_change: bool,
    pub may_share: bool,
    /// Roles that may begin with it: word, label, whether they do.
    pub roles: Vec<(&'static str, String, bool)>,
}

/// The page of saved views.
#[derive(Template)]
#[template(path = "register/saved.html")]
pub struct SavedPage {
    pub shell: Shell,
    pub back: String,
    pub action: String,
    /// Made with the form, so that a form sent twice makes one view.
    pub id: String,
    pub form: FormView,
    /// The list at hand.
    pub query: String,
    pub may_share: bool,
    pub shared: Vec<SavedLine>,
    pub own: Vec<SavedLine>,
    pub deleted: Vec<SavedLine>,
}

/// Numbers of rows, each for its tab.
#[derive(Template)]
#[template(path = "register/_saved_counts.html")]
pub struct SavedCounts {
    pub all: Vec<(String, String)>,
}
