//! What the templates of the room show. No query, no permission.

mod card;
mod list;

pub use card::{CardPage, FormPage, May, entries};
pub use list::{BoardPage, Card, Choice, Column, Frame, ListPage, OfContact, Row};

use std::collections::HashMap;

use uuid::Uuid;

use crate::accounts::Person;
use crate::text::{Locale, formats};

/// Sign and colour of a status.
pub fn look(status: &str) -> &'static str {
    match status {
        "won" => "support",
        "lost" => "archived",
        "in_progress" => "review",
        _ => "incomplete",
    }
}

pub fn status_words(t: Locale, status: &str) -> String {
    t.text(match status {
        "won" => "deal-status-won",
        "lost" => "deal-status-lost",
        "in_progress" => "deal-status-in-progress",
        _ => "deal-status-new",
    })
    .into_owned()
}

pub fn stage_words(t: Locale, stage: &str) -> String {
    t.text(match stage {
        "proposal" => "deal-stage-proposal",
        "negotiation" => "deal-stage-negotiation",
        "closed" => "deal-stage-closed",
        _ => "deal-stage-qualification",
    })
    .into_owned()
}

/// An amount with its currency: `1 500,50 ₽`, `100 USD`.
pub fn money(t: Locale, amount: &str, currency: &str) -> String {
    let sign = if currency == "RUB" { "₽" } else { currency };
    format!("{}\u{a0}{sign}", formats::decimal(t, amount))
}

/// Somebody by initials: letters, colour, short name.
pub type Somebody = (String, i16, String);

pub fn somebody(people: &HashMap<Uuid, Person>, id: Uuid) -> Somebody {
    people.get(&id).map_or_else(
        || ("—".to_owned(), 9, String::new()),
        |p| (p.initials(), p.hue, p.short_name()),
    )
}
