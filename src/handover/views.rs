//! What the template of the room shows.

use askama::Template;
use uuid::Uuid;

use crate::accounts::Person;
use crate::web::{Fields, FormView, Shell};

#[derive(Template)]
#[template(path = "handover/form.html")]
pub struct Form {
    pub shell: Shell,
    pub form: FormView,
    /// Everybody, those who left among them: their work is the first to be handed over.
    pub everybody: Vec<(String, String)>,
    pub members: Vec<(String, String)>,
    /// What the one chosen has in work.
    pub in_hand: Option<String>,
    /// What was handed over where not all could be.
    pub said: Option<String>,
    /// Projects that stayed: id, number, reason.
    pub kept: Vec<(Uuid, String, String)>,
}

impl Form {
    pub fn new(shell: Shell, fields: &Fields, people: &[Person], in_hand: Option<String>) -> Form {
        let mut form = FormView::new(shell.t, fields, &["id", "from", "to"]);
        if fields.id("id").is_none() {
            form.set("id", Uuid::now_v7().to_string());
        }
        let named = |p: &Person| (p.id.to_string(), p.short_name());
        Form {
            everybody: people.iter().map(named).collect(),
            members: people.iter().filter(|p| p.is_member).map(named).collect(),
            shell,
            form,
            in_hand,
            said: None,
            kept: Vec::new(),
        }
    }
}
