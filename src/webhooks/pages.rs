//! HTML handlers: the addresses, one of them with its log.

use actix_web::web::Path;
use uuid::Uuid;

use super::actions::{self, Wanted};
use super::queries;
use super::views::{Index, Show};
use crate::accounts::{Action, Actor, Subject, in_work, may};
use crate::db::Work;
use crate::refusal::Refusal;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, path_id};

fn wanted(form: &Fields) -> Wanted {
    Wanted {
        url: form.get("url").to_owned(),
        kinds: form.every("kinds").map(str::to_owned).collect(),
        active: form.has("active"),
    }
}

fn index_page(cx: &Cx, work: &mut Work, actor: &Actor, sent: &Fields) -> Result<Index, AppError> {
    may(actor, Action::ManageOrganization, Subject::NONE)?;
    let all = queries::all(work)?;
    Ok(Index::new(cx, actor, &all, sent))
}

/// `GET /settings/webhooks`
pub async fn index(cx: Cx) -> Outcome {
    in_work(&cx.clone(), move |work, actor| {
        Answer::html(&index_page(&cx, work, actor, &Fields::default())?)
    })
    .await
}

/// `POST /settings/webhooks`
pub async fn create(cx: Cx, form: Fields) -> Outcome {
    in_work(&cx.clone(), move |work, actor| {
        let mut page = index_page(&cx, work, actor, &form)?;
        if form.has("show_form") {
            return Answer::html(&page);
        }
        let id = form.id("id").unwrap_or_else(Uuid::now_v7);
        let private = cx.config.webhooks_to_private;
        match actions::add(work, actor, id, &wanted(&form), private).map_err(AppError::from) {
            Ok(()) => Ok(Answer::see_other(&format!(
                "/settings/webhooks/{id}?done=webhook-made"
            ))),
            Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
                page.form.refuse(actor.locale, &refusal);
                Ok(Answer::html(&page)?.refused(&refusal))
            }
            Err(e) => Err(e),
        }
    })
    .await
}

fn show_page(
    cx: &Cx,
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    sent: Option<&Fields>,
) -> Result<Show, AppError> {
    may(actor, Action::ManageOrganization, Subject::NONE)?;
    let webhook = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
    let deliveries = queries::deliveries(work, id)?;
    Ok(Show::new(cx, actor, &webhook, &deliveries, sent))
}

/// `GET /settings/webhooks/{id}`
pub async fn show(cx: Cx, id: Path<String>) -> Outcome {
    let id = path_id(&id)?;
    in_work(&cx.clone(), move |work, actor| {
        Answer::html(&show_page(&cx, work, actor, id, None)?)
    })
    .await
}

/// `POST /settings/webhooks/{id}`
pub async fn change(cx: Cx, id: Path<String>, form: Fields) -> Outcome {
    let id = path_id(&id)?;
    in_work(&cx.clone(), move |work, actor| {
        let mut page = show_page(&cx, work, actor, id, Some(&form))?;
        if form.has("show_form") {
            return Answer::html(&page);
        }
        let private = cx.config.webhooks_to_private;
        match actions::change(work, actor, id, &wanted(&form), private).map_err(AppError::from) {
            Ok(()) => Ok(Answer::see_other(&format!(
                "/settings/webhooks/{id}?done=saved"
            ))),
            Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
                page.form.refuse(actor.locale, &refusal);
                Ok(Answer::html(&page)?.refused(&refusal))
            }
            Err(e) => Err(e),
        }
    })
    .await
}

/// `POST /settings/webhooks/{id}/removal`
pub async fn remove(cx: Cx, id: Path<String>) -> Outcome {
    let id = path_id(&id)?;
    in_work(&cx, move |work, actor| {
        actions::remove(work, actor, id)?;
        Ok(Answer::see_other("/settings/webhooks?done=webhook-removed"))
    })
    .await
}

/// `POST /settings/webhooks/{id}/deliveries/{delivery}/replay`
pub async fn replay(cx: Cx, path: Path<(String, String)>) -> Outcome {
    let (id, delivery) = (path_id(&path.0)?, path_id(&path.1)?);
    in_work(&cx, move |work, actor| {
        actions::replay(work, actor, id, delivery)?;
        Ok(Answer::see_other(&format!(
            "/settings/webhooks/{id}?done=webhook-replayed"
        )))
    })
    .await
}
