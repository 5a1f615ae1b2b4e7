//! HTML handlers: what will go and what stays, the erasure, the list of those made.

use actix_web::web;
use uuid::Uuid;

use super::actions::{self, Whom};
use super::queries;
use super::views::{Form, Index, Line};
use crate::accounts::{self, Action, Person, Subject, in_work, may, shell};
use crate::refusal::Refusal;
use crate::text::formats;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place, path_id};

/// Erasures of the list.
const SHOWN: i64 = 500;

fn whom_of(path: &(String, String)) -> Result<(Whom, Uuid), AppError> {
    let whom = Whom::from_word(&path.0).ok_or(Refusal::NotFound)?;
    Ok((whom, path_id(&path.1)?))
}

/// `GET /erasures`
pub async fn index(cx: Cx) -> Outcome {
    let page_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::ManageOrganization, Subject::NONE)?;
        let people = accounts::names(work)?;
        let t = actor.locale;
        let lines = queries::all(work, SHOWN)?
            .into_iter()
            .map(|e| Line {
                href: format!("/{}s/{}", e.subject_kind, e.subject_id),
                is_client: e.subject_kind == "client",
                reason: e.reason,
                who: people
                    .get(&e.erased_by)
                    .map(Person::short_name)
                    .unwrap_or_default(),
                when: formats::moment(t, e.erased_at, actor.zone),
            })
            .collect();
        Answer::html(&Index {
            shell: shell(&page_cx, actor, Place::Settings),
            lines,
        })
    })
    .await
}

/// `GET /erasures/{kind}/{id}`
pub async fn form(cx: Cx, path: web::Path<(String, String)>) -> Outcome {
    page(&cx, whom_of(&path)?, Fields::default(), None).await
}

/// `POST /erasures/{kind}/{id}`
pub async fn erase(cx: Cx, path: web::Path<(String, String)>, form: Fields) -> Outcome {
    let (whom, id) = whom_of(&path)?;
    if form.has("show_form") {
        return page(&cx, (whom, id), form, None).await;
    }
    let sent = form.clone();
    let done = in_work(&cx, move |work, actor| {
        let erasure = sent.id("id").unwrap_or_else(Uuid::now_v7);
        let (_, client) = actions::person(work, actor, whom, id)?;
        if !sent.has("sure") {
            return Err(Refusal::field("sure", "required", "erasure-sure-needed".into()).into());
        }
        actions::erase(work, actor, erasure, (whom, id), sent.get("reason"))?;
        Ok(Answer::see_other(&match (whom, client) {
            (Whom::Client, _) => format!("/clients/{id}?done=erased"),
            (Whom::Contact, Some(client)) => format!("/clients/{client}?done=erased"),
            (Whom::Contact, None) => "/erasures?done=erased".to_owned(),
        }))
    })
    .await;
    match done {
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            page(&cx, (whom, id), form, Some(refusal)).await
        }
        other => other,
    }
}

async fn page(
    cx: &Cx,
    (whom, id): (Whom, Uuid),
    fields: Fields,
    refused: Option<Refusal>,
) -> Outcome {
    let page_cx = cx.clone();
    in_work(cx, move |work, actor| {
        let (name, client) = actions::person(work, actor, whom, id)?;
        let frame = shell(&page_cx, actor, Place::Clients);
        let mut page = Form::new(frame, &fields, whom, id, name, client);
        Ok(match &refused {
            Some(refusal) => {
                page.form.refuse(actor.locale, refusal);
                Answer::html(&page)?.refused(refusal)
            }
            None => Answer::html(&page)?,
        })
    })
    .await
}
