//! The board by stage and the list.

use std::collections::HashMap;

use askama::Template;
use uuid::Uuid;

use super::super::asked::{Asked, ORDERS};
use super::super::model::{Deal, STAGES, STATUSES};
use super::super::queries::{Line, OfStage};
use super::{Somebody, look, money, somebody, stage_words, status_words};
use crate::accounts::{Actor, Person};
use crate::text::{Locale, formats};
use crate::values::dates::Precision;
use crate::web::Shell;

/// Value, in words, whether chosen.
pub type Choice = (String, String, bool);

/// What the board and the list have in common: the filters, as they are and as they can be.
pub struct Frame {
    pub is_list: bool,
    pub board_href: String,
    pub list_href: String,
    pub reset_href: String,
    pub is_filtered: bool,
    pub statuses: Vec<Choice>,
    pub stages: Vec<Choice>,
    pub owners: Vec<Choice>,
    pub orders: Vec<Choice>,
    pub min: String,
    pub max: String,
    pub currency: String,
    pub is_ascending: bool,
    /// Kept by the form of the filters though it does not show them.
    pub kept: Vec<(&'static str, String)>,
    /// What the address asks for beyond the form, in words.
    pub notes: Vec<String>,
    pub may_create: bool,
}

impl Frame {
    /// `owners`: the people whose deals this person may list apart.
    pub fn new(actor: &Actor, asked: &Asked, owners: Vec<Choice>, may_create: bool) -> Frame {
        let t = actor.locale;
        let as_view = |is_list| Asked {
            is_list,
            ..asked.clone()
        };
        let nothing = Asked {
            is_list: asked.is_list,
            ..Asked::of(&crate::web::Fields::default())
        };
        Frame {
            is_list: asked.is_list,
            board_href: as_view(false).address(),
            list_href: as_view(true).address(),
            reset_href: nothing.address(),
            is_filtered: asked.is_filtered(),
            statuses: STATUSES
                .iter()
                .map(|s| choice(s, status_words(t, s), asked.statuses.contains(s)))
                .collect(),
            stages: STAGES
                .iter()
                .map(|s| choice(s, stage_words(t, s), asked.stages.contains(s)))
                .collect(),
            owners,
            orders: orders(t, asked),
            min: asked.min.clone().unwrap_or_default(),
            max: asked.max.clone().unwrap_or_default(),
            currency: asked.currency.clone().unwrap_or_default(),
            is_ascending: !asked.descending,
            kept: asked
                .pairs()
                .into_iter()
                .filter(|(name, _)| ["view", "contact", "since"].contains(name))
                .collect(),
            notes: notes(actor, asked),
            may_create,
        }
    }
}

fn orders(t: Locale, asked: &Asked) -> Vec<Choice> {
    ORDERS
        .iter()
        .map(|(word, _)| {
            let label = t.text(&format!("deal-order-{}", word.replace('_', "-")));
            choice(word, label.into_owned(), *word == asked.order)
        })
        .collect()
}

fn notes(actor: &Actor, asked: &Asked) -> Vec<String> {
    let day = asked.since.map(|m| m.with_timezone(&actor.zone));
    let words = |d: chrono::DateTime<chrono_tz::Tz>| {
        let day = formats::date(actor.locale, d.date_naive(), Precision::Day);
        actor.locale.with("deals-since", &day)
    };
    day.map(words).into_iter().collect()
}

fn choice(value: &str, label: String, is_chosen: bool) -> Choice {
    (value.to_owned(), label, is_chosen)
}

/// A deal on the board.
pub struct Card {
    pub id: Uuid,
    pub title: String,
    pub contact: String,
    pub money: String,
    pub look: &'static str,
    pub status: String,
    pub owner: Somebody,
    /// Where it may go: word and name of the stage.
    pub moves: Vec<(&'static str, String)>,
}

impl Card {
    pub fn new(
        t: Locale,
        line: &Line,
        people: &HashMap<Uuid, Person>,
        moves: Vec<&'static str>,
    ) -> Card {
        let deal = &line.deal;
        Card {
            id: deal.id,
            title: deal.title.clone(),
            contact: line.contact.clone(),
            money: money(t, &deal.amount, &deal.currency),
            look: look(&deal.status),
            status: status_words(t, &deal.status),
            owner: somebody(people, deal.owner_id),
            moves: moves
                .into_iter()
                .map(|stage| (stage, stage_words(t, stage)))
                .collect(),
        }
    }
}

/// A column of the board.
pub struct Column {
    pub stage: &'static str,
    pub name: String,
    pub n: String,
    pub sum: String,
    pub cards: Vec<Card>,
    /// The list with all of them, where not all are shown.
    pub more: Option<String>,
}

impl Column {
    pub fn new(
        t: Locale,
        stage: &'static str,
        of: Option<&OfStage>,
        cards: Vec<Card>,
        href: String,
    ) -> Column {
        let n = of.map_or(0, |o| o.n);
        Column {
            stage,
            name: stage_words(t, stage),
            n: formats::whole(t, n),
            sum: formats::decimal(t, &decimal(of.map_or(0, |o| o.hundredths))),
            more: (n > cards.len() as i64).then_some(href),
            cards,
        }
    }
}

fn decimal(hundredths: i128) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[derive(Template)]
#[template(path = "deals/board.html")]
pub struct BoardPage {
    pub shell: Shell,
    pub frame: Frame,
    pub columns: Vec<Column>,
}

/// A line of the list.
pub struct Row {
    pub id: Uuid,
    pub title: String,
    pub contact_id: Uuid,
    pub contact: String,
    pub money: String,
    pub look: &'static str,
    pub status: String,
    pub stage: String,
    pub owner: Somebody,
    pub made: String,
}

impl Row {
    pub fn new(actor: &Actor, line: &Line, people: &HashMap<Uuid, Person>) -> Row {
        let (t, deal): (Locale, &Deal) = (actor.locale, &line.deal);
        let day = deal.created_at.with_timezone(&actor.zone).date_naive();
        Row {
            id: deal.id,
            title: deal.title.clone(),
            contact_id: deal.contact_id,
            contact: line.contact.clone(),
            money: money(t, &deal.amount, &deal.currency),
            look: look(&deal.status),
            status: status_words(t, &deal.status),
            stage: stage_words(t, &deal.stage),
            owner: somebody(people, deal.owner_id),
            made: formats::date(t, day, Precision::Day),
        }
    }
}

#[derive(Template)]
#[template(path = "deals/list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub frame: Frame,
    pub rows: Vec<Row>,
    pub count: String,
    pub sum: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// Deals with one contact, on its card.
#[derive(Template)]
#[template(path = "deals/_of_contact.html")]
pub struct OfContact {
    pub t: Locale,
    pub icons: &'static str,
    pub contact: Uuid,
    pub rows: Vec<Row>,
    pub all_href: Option<String>,
    pub may_create: bool,
}
