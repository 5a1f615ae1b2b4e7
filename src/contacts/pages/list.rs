//! The list of contacts and the card of one.

use actix_web::web;
use uuid::Uuid;

use super::super::actions::{self, owned_by, whose};
use super::super::queries;
use super::super::views::people::{CardPage, ListPage, Row};
use crate::accounts::{
    self, Action, Actor, Person, Subject, in_work, may, permissions::allows, shell,
};
use crate::clients;
use crate::db::Work;
use crate::db::rows::{Filter, Page};
use crate::refusal::Refusal;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place, Query, path_id};

/// Lines of one page of the list.
const PAGE: i64 = 50;

/// A page of the list as its address asks for it.
struct Asked {
    q: String,
    owner: Option<Uuid>,
    by_name: bool,
    page: i64,
}

impl Asked {
    fn of(fields: &Fields) -> Asked {
        Asked {
            q: fields.get("q").chars().take(200).collect(),
            owner: fields.id("owner"),
            by_name: fields.get("order") == "name",
            page: fields.number("page").unwrap_or(1).clamp(1, 1_000_000),
        }
    }

    fn address(&self, page: i64) -> String {
        let owner = self.owner.map(|id| id.to_string()).unwrap_or_default();
        let order = if self.by_name { "name" } else { "created_at" };
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("q", self.q.as_str()),
                ("owner", owner.as_str()),
                ("order", order),
                ("page", page.to_string().as_str()),
            ])
            .finish();
        format!("/contacts?{query}")
    }

    fn filter(&self) -> Filter {
        let mut filter = Filter::default();
        if let Some(owner) = self.owner {
            filter.and("t.owner_id = {}::uuid", owner.to_string());
        }
        if !self.q.is_empty() {
            queries::search(&mut filter, &self.q);
        }
        filter
    }

    fn rows(&self) -> Page {
        Page {
            by: if self.by_name {
                "t.name"
            } else {
                "t.created_at"
            },
            may_be_empty: false,
            descending: !self.by_name,
            limit: PAGE,
            offset: (self.page - 1) * PAGE,
        }
    }
}

/// `GET /contacts`
pub async fn index(cx: Cx, query: Query) -> Outcome {
    let page_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let asked = Asked::of(&query.0);
        if asked.owner.is_some_and(|id| id != actor.user) {
            may(actor, Action::AssignOwner, Subject::NONE)?;
        }
        let filter = asked.filter();
        let total = if asked.q.is_empty() {
            queries::counted(work, asked.owner)?
        } else {
            queries::count_found(work, &filter)?
        };
        let people = accounts::names(work)?;
        let found = if asked.rows().offset < total {
            queries::lines(work, &filter, asked.rows())?
        } else {
            Vec::new()
        };
        let rows = found.iter().map(|l| Row::new(actor.locale, l, &people));
        Answer::html(&ListPage {
            rows: rows.collect(),
            shell: shell(&page_cx, actor, Place::Contacts),
            count: actor.locale.count("contacts-count", total),
            owners: owners(actor, people.values(), asked.owner),
            by_name: asked.by_name,
            before: (asked.page > 1).then(|| asked.address(asked.page - 1)),
            after: (asked.page * PAGE < total).then(|| asked.address(asked.page + 1)),
            is_filtered: asked.owner.is_some() || !asked.q.is_empty(),
            q: asked.q,
            may_create: allows(actor, Action::Create, Subject::NONE),
        })
    })
    .await
}

/// Whose contacts this person may list apart.
fn owners<'a>(
    actor: &Actor,
    people: impl Iterator<Item = &'a Person>,
    chosen: Option<Uuid>,
) -> Vec<(String, String, bool)> {
    let may_see_others = allows(actor, Action::AssignOwner, Subject::NONE);
    let mut all: Vec<&Person> = people
        .filter(|p| p.is_member && (may_see_others || p.id == actor.user))
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all.into_iter()
        .map(|p| (p.id.to_string(), p.short_name(), Some(p.id) == chosen))
        .collect()
}

fn card(cx: &Cx, work: &mut Work, actor: &Actor, id: Uuid) -> Result<CardPage, AppError> {
    may(actor, Action::See, Subject::NONE)?;
    let contact = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
    let client = match contact.client_id {
        Some(id) => clients::find(work, id)?.map(|c| (id, c.label().to_owned())),
        None => None,
    };
    let people = accounts::names(work)?;
    let owner = people.get(&contact.owner_id).map(Person::short_name);
    let may_change = allows(actor, Action::ChangePipeline, whose(&contact, actor));
    let place = if actor.uses_pipeline {
        Place::Contacts
    } else {
        Place::Clients
    };
    let frame = shell(cx, actor, place);
    Ok(CardPage::new(
        frame,
        contact,
        client,
        owner.unwrap_or_default(),
        may_change,
        actor.uses_pipeline,
    ))
}

/// `GET /contacts/{id}`
pub async fn show(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx.clone(), move |work, actor| {
        Answer::html(&card(&cx, work, actor, id)?)
    })
    .await
}

/// `POST /contacts/{id}/delete`: refused while there are deals, on the card itself.
pub async fn remove(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    let done = in_work(&cx, move |work, actor| {
        let stored = queries::lock_row(work, id)?.ok_or(Refusal::NotFound)?;
        may(actor, Action::ChangePipeline, owned_by(&stored, actor))?;
        actions::remove_contact(work, id, &stored)?;
        Ok(())
    })
    .await;
    match done {
        Ok(()) => Ok(Answer::see_other("/contacts?done=contact-removed")),
        Err(AppError::Refusal(refusal @ Refusal::Request(_))) => {
            in_work(&cx.clone(), move |work, actor| {
                let mut page = card(&cx, work, actor, id)?;
                page.refused = Some(actor.locale.text("contact-has-deals").into_owned());
                Ok(Answer::html(&page)?.refused(&refusal))
            })
            .await
        }
        Err(e) => Err(e),
    }
}
