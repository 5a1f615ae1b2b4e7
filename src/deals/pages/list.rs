//! Deals as a board by stage and as a list.

use std::collections::HashMap;

use actix_web::web;
use uuid::Uuid;

use super::super::actions::open_stages;
use super::super::asked::{Asked, CARDS, PAGE};
use super::super::model::STAGES;
use super::super::queries::{self, OfStage};
use super::super::views::{BoardPage, Card, Choice, Column, Frame, ListPage, OfContact, Row};
use crate::accounts::{
    self, Action, Actor, Person, Subject, in_work, may, permissions::allows, shell,
};
use crate::contacts;
use crate::db::Work;
use crate::refusal::Refusal;
use crate::text::formats;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place, Query, path_id};

/// Deals of one contact shown on its card.
const OF_CONTACT: i64 = 20;

type People = HashMap<Uuid, Person>;

/// Whose deals this person may list apart: everybody's, or their own.
pub fn owners(actor: &Actor, people: &People, chosen: Option<Uuid>) -> Vec<Choice> {
    let may_see_others = allows(actor, Action::AssignOwner, Subject::NONE);
    let mut all: Vec<&Person> = people
        .values()
        .filter(|p| p.is_member && (may_see_others || p.id == actor.user))
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all.into_iter()
        .map(|p| (p.id.to_string(), p.short_name(), Some(p.id) == chosen))
        .collect()
}

/// Counts and sums by stage, by the counters where they know.
fn by_stage(work: &mut Work, asked: &Asked) -> Result<Vec<OfStage>, AppError> {
    let mut found = if asked.is_counted() {
        queries::totals_by_stage(work, &asked.statuses, asked.owner)?
    } else {
        queries::sums_by_stage(work, &asked.filter())?
    };
    found.retain(|s| asked.stages.is_empty() || asked.stages.contains(&s.stage.as_str()));
    Ok(found)
}

/// `GET /deals`
pub async fn index(cx: Cx, query: Query) -> Outcome {
    let page_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let asked = Asked::of(&query.0);
        if asked.owner.is_some_and(|id| id != actor.user) {
            may(actor, Action::AssignOwner, Subject::NONE)?;
        }
        let people = accounts::names(work)?;
        let frame = Frame::new(
            actor,
            &asked,
            owners(actor, &people, asked.owner),
            allows(actor, Action::Create, Subject::NONE),
        );
        let sums = by_stage(work, &asked)?;
        let shell = shell(&page_cx, actor, Place::Deals);
        if asked.is_list {
            let (rows, before, after) = rows(work, actor, &asked, &people, &sums)?;
            return Answer::html(&ListPage {
                count: actor
                    .locale
                    .count("deals-count", sums.iter().map(|s| s.n).sum()),
                sum: sum(actor, &sums),
                shell,
                frame,
                rows,
                before,
                after,
            });
        }
        let columns = columns(work, actor, &asked, &people, &sums)?;
        Answer::html(&BoardPage {
            shell,
            frame,
            columns,
        })
    })
    .await
}

fn sum(actor: &Actor, sums: &[OfStage]) -> String {
    let all: i128 = sums.iter().map(|s| s.hundredths).sum();
    formats::decimal(actor.locale, &format!("{}.{:02}", all / 100, all % 100))
}

type Rows = (Vec<Row>, Option<String>, Option<String>);

/// A page of the list, and the addresses of those before and after it.
fn rows(
    work: &mut Work,
    actor: &Actor,
    asked: &Asked,
    people: &People,
    sums: &[OfStage],
) -> Result<Rows, AppError> {
    let total: i64 = sums.iter().map(|s| s.n).sum();
    let offset = (asked.page - 1) * PAGE;
    let page = asked.rows(PAGE, offset);
    let lines = if offset < total {
        queries::lines(work, &asked.filter(), page)?
    } else {
        Vec::new()
    };
    let rows = lines.iter().map(|l| Row::new(actor, l, people)).collect();
    let before = (asked.page > 1).then(|| asked.address_of_page(asked.page - 1));
    let after = (offset + PAGE < total).then(|| asked.address_of_page(asked.page + 1));
    Ok((rows, before, after))
}

fn columns(
    work: &mut Work,
    actor: &Actor,
    asked: &Asked,
    people: &People,
    sums: &[OfStage],
) -> Result<Vec<Column>, AppError> {
    let mut columns = Vec::new();
    for stage in STAGES {
        if !asked.stages.is_empty() && !asked.stages.contains(stage) {
            continue;
        }
        let of_stage = Asked {
            stages: vec![stage],
            is_list: true,
            ..asked.clone()
        };
        let lines = queries::lines(work, &of_stage.filter(), asked.rows(CARDS, 0))?;
        let cards = lines
            .iter()
            .map(|l| Card::new(actor.locale, l, people, open_stages(actor, &l.deal)))
            .collect();
        let of = sums.iter().find(|s| s.stage == *stage);
        columns.push(Column::new(
            actor.locale,
            stage,
            of,
            cards,
            of_stage.address(),
        ));
    }
    Ok(columns)
}

/// `GET /deals/of/{contact}`: the deals with one contact, a part of its card.
pub async fn of_contact(cx: Cx, path: web::Path<String>) -> Outcome {
    let contact = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        contacts::name_of(work, contact)?.ok_or(Refusal::NotFound)?;
        let people = accounts::names(work)?;
        let asked = Asked {
            is_list: true,
            contact: Some(contact),
            ..Asked::of(&Fields::default())
        };
        let mut lines = queries::lines(work, &asked.filter(), asked.rows(OF_CONTACT + 1, 0))?;
        let has_more = lines.len() as i64 > OF_CONTACT;
        lines.truncate(OF_CONTACT as usize);
        Answer::html(&OfContact {
            t: actor.locale,
            icons: crate::web::assets().icons(),
            contact,
            rows: lines.iter().map(|l| Row::new(actor, l, &people)).collect(),
            all_href: has_more.then(|| asked.address()),
            may_create: allows(actor, Action::Create, Subject::NONE),
        })
    })
    .await
}
