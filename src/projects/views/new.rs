//! The form "new project".

use askama::Template;
use uuid::Uuid;

use crate::clients::{Fieldset, Found};
use crate::refusal::Refusal;
use crate::text::Locale;
use crate::web::{Fields, FormView, Shell};

/// Fields of the project in the form, in their order.
const FIELDS: [&str; 13] = [
    "id",
    "client",
    "name",
    "industry",
    "district",
    "own",
    "requested",
    "total",
    "tax",
    "jobs",
    "date",
    "lead",
    "description",
];

/// What may be chosen from lists: value and words of each.
pub struct Lists {
    pub industries: Vec<(String, String)>,
    pub districts: Vec<(String, String)>,
    pub people: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "projects/new.html")]
pub struct NewPage {
    pub shell: Shell,
    pub form: FormView,
    /// What was typed to find the client.
    pub q: String,
    /// `new`, an id, or nothing.
    pub client: String,
    pub found: Found,
    pub fieldset: Fieldset,
    pub lists: Lists,
    /// Another project was saved with this form a moment ago: its draft is over.
    pub is_after_one: bool,
}

impl NewPage {
    pub fn new(
        shell: Shell,
        t: Locale,
        fields: &Fields,
        me: Uuid,
        lists: Lists,
        found: Found,
        fieldset: Fieldset,
    ) -> NewPage {
        let mut form = FormView::new(t, fields, &FIELDS);
        if fields.id("id").is_none() {
            form.set("id", Uuid::now_v7().to_string());
        }
        if !fields.has("lead") {
            form.set("lead", me.to_string());
        }
        NewPage {
            shell,
            q: fields.get("q").to_owned(),
            client: fields.get("client").to_owned(),
            is_after_one: fields.get("done") == "project-made",
            form,
            found,
            fieldset,
            lists,
        }
    }

    pub fn refuse(&mut self, refusal: &Refusal) {
        self.form.refuse(self.shell.t, refusal);
        self.fieldset.refuse(refusal);
    }
}
