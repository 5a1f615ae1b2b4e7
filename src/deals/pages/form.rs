//! The form of a deal: a new one, one that is changed.

use std::collections::HashMap;

use actix_web::web;
use uuid::Uuid;

use super::super::actions::{self, whose};
use super::super::model::{Deal, STAGES, STATUSES};
use super::super::reading::{FIELDS, base_name, change_to, merge, read_new};
use super::super::views::{Choice, FormPage, stage_words, status_words};
use super::super::{queries, views};
use super::list::owners;
use crate::accounts::{
    self, Action, Actor, Person, Subject, in_work, may, permissions::allows, shell,
};
use crate::contacts;
use crate::db::Work;
use crate::refusal::{FieldError, Refusal};
use crate::text::Message;
use crate::web::{Answer, AppError, Cx, Fields, FormView, Outcome, Place, Query, path_id};

type Choices = Vec<Choice>;

/// What was typed, else what is stored, else what a new deal begins with.
fn filled(actor: &Actor, stored: Option<&Deal>, sent: &Fields) -> FormView {
    let mut form = FormView::new(actor.locale, sent, &FIELDS);
    let id = sent.id("id").unwrap_or_else(Uuid::now_v7);
    form.set("id", id.to_string());
    if sent.has("title") {
        return form;
    }
    match stored {
        Some(deal) => {
            for (field, value) in deal.values() {
                form.set(field, value);
            }
        }
        None => {
            form.set("contact_id", sent.get("contact").to_owned());
            form.set("currency", "RUB");
            form.set("owner_id", actor.user.to_string());
        }
    }
    form
}

/// The form of a deal that is there, or of a new one.
fn page(
    cx: &Cx,
    work: &mut Work,
    actor: &Actor,
    stored: Option<&Deal>,
    sent: &Fields,
) -> Result<FormPage, AppError> {
    let t = actor.locale;
    let form = filled(actor, stored, sent);
    let chosen = |name: &str| form.value(name).to_owned();
    let contact = Uuid::try_parse(&chosen("contact_id")).ok();
    let found = contacts::choices(work, sent.get("contact_search"), contact)?;
    let people: HashMap<Uuid, Person> = accounts::names(work)?;
    let may_give = allows(actor, Action::AssignOwner, Subject::NONE);
    let owner = Uuid::try_parse(&chosen("owner_id")).ok();
    let id = stored.map(|d| d.id);
    let words =
        |all: &[&str], name: &str, say: fn(crate::text::Locale, &str) -> String| -> Choices {
            let now = chosen(name);
            all.iter()
                .map(|w| ((*w).to_owned(), say(t, w), *w == now))
                .collect()
        };
    Ok(FormPage {
        shell: shell(cx, actor, Place::Deals),
        action: id.map_or_else(|| "/deals".to_owned(), |id| format!("/deals/{id}")),
        is_new: stored.is_none(),
        base: bases(stored, sent),
        contacts: found
            .into_iter()
            .map(|(id, name)| (id.to_string(), name, Some(id) == contact))
            .collect(),
        statuses: words(STATUSES, "status", status_words),
        stages: words(STAGES, "stage", stage_words),
        owners: if may_give {
            owners(actor, &people, owner)
        } else {
            Vec::new()
        },
        draft: stored.map_or_else(
            || "deal:new".to_owned(),
            |d| format!("deal:{}:{}", d.id, d.version),
        ),
        is_conflict: false,
        form,
    })
}

/// What the form was based on: what it says itself, else what is stored.
fn bases(stored: Option<&Deal>, sent: &Fields) -> Vec<(String, String)> {
    let Some(stored) = stored else {
        return Vec::new();
    };
    stored
        .values()
        .into_iter()
        .map(|(field, value)| {
            let name = base_name(field);
            let base = if sent.has(&name) {
                sent.get(&name).to_owned()
            } else {
                value
            };
            (name, base)
        })
        .collect()
}

fn answer(page: &FormPage, refused: Option<&Refusal>) -> Outcome {
    let answer = Answer::html(page)?;
    Ok(match refused {
        Some(refusal) => answer.refused(refusal),
        None => answer,
    })
}

/// `GET /deals/new?contact=…`
pub async fn new_form(cx: Cx, query: Query) -> Outcome {
    new_page(&cx, query.0, None).await
}

async fn new_page(cx: &Cx, sent: Fields, refused: Option<Refusal>) -> Outcome {
    let page_cx = cx.clone();
    in_work(cx, move |work, actor| {
        may(actor, Action::Create, Subject::NONE)?;
        let mut page = page(&page_cx, work, actor, None, &sent)?;
        if let Some(refusal) = &refused {
            page.form.refuse(actor.locale, refusal);
        }
        answer(&page, refused.as_ref())
    })
    .await
}

/// `POST /deals`
pub async fn create(cx: Cx, form: Fields) -> Outcome {
    if form.has("show_form") {
        return new_page(&cx, form, None).await;
    }
    let id = form.id("id").unwrap_or_else(Uuid::now_v7);
    let sent = form.clone();
    let done = in_work(&cx, move |work, actor| {
        may(actor, Action::Create, Subject::NONE)?;
        let values = read_new(&sent)?;
        actions::make_deal(work, actor, id, &change_to(&values))?;
        Ok(())
    })
    .await;
    match done {
        Ok(()) => Ok(Answer::see_other(&format!("/deals/{id}?done=deal-made"))),
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            new_page(&cx, form, Some(refusal)).await
        }
        Err(e) => Err(e),
    }
}

/// `GET /deals/{id}/edit`
pub async fn edit_form(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx.clone(), move |work, actor| {
        let deal = super::deal(work, id)?;
        may(actor, Action::ChangePipeline, whose(&deal, actor))?;
        answer(
            &page(&cx, work, actor, Some(&deal), &Fields::default())?,
            None,
        )
    })
    .await
}

/// `POST /deals/{id}`
pub async fn change(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx.clone(), move |work, actor| {
        let deal = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
        may(actor, Action::ChangePipeline, whose(&deal, actor))?;
        let mut page = page(&cx, work, actor, Some(&deal), &form)?;
        if form.has("show_form") {
            return answer(&page, None);
        }
        let change = match merge(&form, &deal) {
            Ok(Ok(change)) => change,
            Ok(Err(fields)) => {
                conflict(&mut page, &deal, &fields);
                return Ok(Answer::html(&page)?.in_conflict());
            }
            Err(refusal) => {
                page.form.refuse(actor.locale, &refusal);
                return answer(&page, Some(&refusal));
            }
        };
        match actions::change_deal(work, actor, &deal, &change).map_err(AppError::from) {
            Ok(_) => Ok(Answer::see_other(&format!("/deals/{id}?done=saved"))),
            Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
                page.form.refuse(actor.locale, &refusal);
                answer(&page, Some(&refusal))
            }
            Err(e) => Err(e),
        }
    })
    .await
}

/// Shows what others stored beside what was typed; sent once more, the form is based on theirs.
fn conflict(page: &mut FormPage, deal: &Deal, fields: &[&'static str]) {
    let t = page.shell.t;
    let now = deal.values();
    let theirs = |field: &str| {
        let value = now.iter().find(|(name, _)| *name == field);
        value.map_or_else(String::new, |(_, v)| v.clone())
    };
    let shown = |field: &'static str| match field {
        "status" => views::status_words(t, &deal.status),
        "stage" => views::stage_words(t, &deal.stage),
        "contact_id" | "owner_id" => {
            let all = page.contacts.iter().chain(&page.owners);
            let found = all.into_iter().find(|(id, ..)| *id == theirs(field));
            found.map_or_else(String::new, |(_, name, _)| name.clone())
        }
        _ => theirs(field),
    };
    let errors: Vec<FieldError> = fields
        .iter()
        .map(|field| FieldError {
            field: (*field).into(),
            code: "conflict",
            message: Message::new("field-conflict").text("x", shown(field)),
        })
        .collect();
    page.form.refuse(t, &Refusal::Invalid(errors));
    page.base = now
        .into_iter()
        .map(|(field, value)| (base_name(field), value))
        .collect();
    page.is_conflict = true;
}
