//! What the templates of the room show.

use askama::Template;
use uuid::Uuid;

use super::actions::Whom;
use crate::web::{Fields, FormView, Shell};

/// An erasure that was made.
pub struct Line {
    pub href: String,
    pub is_client: bool,
    pub reason: String,
    pub who: String,
    pub when: String,
}

#[derive(Template)]
#[template(path = "erasures/index.html")]
pub struct Index {
    pub shell: Shell,
    pub lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "erasures/form.html")]
pub struct Form {
    pub shell: Shell,
    pub form: FormView,
    pub action: String,
    pub is_client: bool,
    pub name: String,
    pub back: String,
}

impl Form {
    pub fn new(
        shell: Shell,
        fields: &Fields,
        whom: Whom,
        id: Uuid,
        name: String,
        client: Option<Uuid>,
    ) -> Form {
        let mut form = FormView::new(shell.t, fields, &["id", "reason", "sure"]);
        if fields.id("id").is_none() {
            form.set("id", Uuid::now_v7().to_string());
        }
        Form {
            form,
            action: format!("/erasures/{}/{id}", whom.word()),
            is_client: whom == Whom::Client,
            back: match (whom, client) {
                (Whom::Client, _) => format!("/clients/{id}"),
                (Whom::Contact, Some(client)) => format!("/clients/{client}"),
                (Whom::Contact, None) => format!("/contacts/{id}"),
            },
            name: match name.as_str() {
                "" => shell.t.text("contact-common").into_owned(),
                name => name.to_owned(),
            },
            shell,
        }
    }
}
