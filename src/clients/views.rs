//! What the templates of the room show. No query, no permission.

use askama::Template;
use uuid::Uuid;

use super::form::CLIENT_FIELDS;
use super::model::{Client, ClientKind};
use crate::refusal::Refusal;
use crate::text::Locale;
use crate::web::{Fields, FormView, Shell};

/// A client in a list of found ones.
pub struct Choice {
    pub id: Uuid,
    pub label: String,
    pub details: String,
    pub is_chosen: bool,
}

fn details(t: Locale, client: &Client) -> String {
    let inn = client.inn.as_deref().map(|n| t.with("client-inn", n));
    let kpp = client.kpp.as_deref().map(|n| t.with("client-kpp", n));
    [inn, kpp, client.district.clone()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

fn options(t: Locale, clients: &[Client], chosen: Option<Uuid>) -> Vec<Choice> {
    clients
        .iter()
        .map(|c| Choice {
            id: c.id,
            label: c.label().to_owned(),
            details: details(t, c),
            is_chosen: Some(c.id) == chosen,
        })
        .collect()
}

/// Clients that were found, to choose one of; the name of the choice is the form's.
#[derive(Template)]
#[template(path = "clients/_found.html")]
pub struct Found {
    pub t: Locale,
    pub name: &'static str,
    pub options: Vec<Choice>,
    /// Something was looked for, and nothing found.
    pub is_none_found: bool,
}

impl Found {
    pub fn new(
        t: Locale,
        name: &'static str,
        clients: &[Client],
        chosen: Option<Uuid>,
        looked_for: &str,
    ) -> Found {
        Found {
            t,
            name,
            options: options(t, clients, chosen),
            is_none_found: clients.is_empty() && !looked_for.is_empty(),
        }
    }
}

/// Clients that may be the one that is being made.
#[derive(Template)]
#[template(path = "clients/_alike.html")]
pub struct Alike {
    pub t: Locale,
    pub icons: &'static str,
    pub options: Vec<Choice>,
    pub is_accepted: bool,
}

impl Alike {
    pub fn new(t: Locale, clients: &[Client], is_accepted: bool) -> Alike {
        Alike {
            t,
            icons: crate::web::assets().icons(),
            options: options(t, clients, None),
            is_accepted,
        }
    }
}

/// The fields of a new client, alone or inside the form of a project.
#[derive(Template)]
#[template(path = "clients/_fieldset.html")]
pub struct Fieldset {
    pub t: Locale,
    pub icons: &'static str,
    pub form: FormView,
    pub kinds: Vec<(&'static str, String, bool)>,
    pub alike: Alike,
    /// A number with a wrong check digit may be taken all the same.
    pub may_accept: bool,
    pub accepts: bool,
}

impl Fieldset {
    pub fn new(t: Locale, fields: &Fields, alike: &[Client]) -> Fieldset {
        let mut form = FormView::new(t, fields, &CLIENT_FIELDS);
        if form.value("new_client_id").is_empty() {
            form.set("new_client_id", Uuid::now_v7().to_string());
        }
        let chosen = match form.value("kind") {
            "" => ClientKind::LegalEntity.word().to_owned(),
            word => word.to_owned(),
        };
        Fieldset {
            t,
            icons: crate::web::assets().icons(),
            kinds: ClientKind::ALL
                .iter()
                .map(|k| (k.word(), t.text(k.label()).into_owned(), k.word() == chosen))
                .collect(),
            alike: Alike::new(t, alike, fields.has("accept_alike")),
            may_accept: fields.has("accept_warnings"),
            accepts: fields.has("accept_warnings"),
            form,
        }
    }

    pub fn refuse(&mut self, refusal: &Refusal) {
        self.form.refuse(self.t, refusal);
        if let Refusal::Invalid(errors) = refusal {
            self.may_accept |= errors
                .iter()
                .any(|e| matches!(e.code, "bad_check_digit" | "bad_length"));
        }
    }
}

#[derive(Template)]
#[template(path = "clients/new.html")]
pub struct NewPage {
    pub shell: Shell,
    pub fieldset: Fieldset,
}
