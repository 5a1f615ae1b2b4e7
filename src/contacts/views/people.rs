//! The list of contacts and the card of one.

use std::collections::HashMap;

use askama::Template;
use uuid::Uuid;

use super::super::model::Contact;
use super::super::queries::Listed;
use super::Line;
use crate::accounts::Person;
use crate::text::{Locale, formats};
use crate::web::Shell;

/// A line of the list.
pub struct Row {
    pub id: Uuid,
    pub name: String,
    pub position: String,
    pub client: Option<(Uuid, String)>,
    pub email: String,
    /// For the link, and as people read it.
    pub phone: Option<(String, String)>,
    pub owner: String,
}

impl Row {
    pub fn new(t: Locale, listed: &Listed, people: &HashMap<Uuid, Person>) -> Row {
        let name = match listed.name.as_str() {
            "" => t.text("contact-common").into_owned(),
            name => name.to_owned(),
        };
        let phone = listed.phone.as_deref();
        Row {
            id: listed.id,
            name,
            position: listed.position.clone().unwrap_or_default(),
            client: listed.client_id.zip(listed.client.clone()),
            email: listed.email.clone().unwrap_or_default(),
            phone: phone.map(|p| (p.replace(";ext=", ","), formats::phone(t, p))),
            owner: people
                .get(&listed.owner_id)
                .map(Person::short_name)
                .unwrap_or_default(),
        }
    }
}

#[derive(Template)]
#[template(path = "contacts/index.html")]
pub struct ListPage {
    pub shell: Shell,
    pub q: String,
    pub rows: Vec<Row>,
    pub count: String,
    /// Id, name, whether chosen.
    pub owners: Vec<(String, String, bool)>,
    pub by_name: bool,
    pub is_filtered: bool,
    pub before: Option<String>,
    pub after: Option<String>,
    pub may_create: bool,
}

#[derive(Template)]
#[template(path = "contacts/show.html")]
pub struct CardPage {
    pub shell: Shell,
    pub line: Line,
    pub client: Option<(Uuid, String)>,
    pub owner: String,
    /// Deals are shown where the organization has them.
    pub has_deals: bool,
    /// Why the last wish was not done.
    pub refused: Option<String>,
}

impl CardPage {
    pub fn new(
        shell: Shell,
        contact: Contact,
        client: Option<(Uuid, String)>,
        owner: String,
        may_change: bool,
        has_deals: bool,
    ) -> CardPage {
        CardPage {
            line: Line::new(shell.t, contact, may_change),
            shell,
            client,
            owner,
            has_deals,
            refused: None,
        }
    }
}
