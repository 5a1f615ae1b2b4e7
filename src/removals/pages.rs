//! HTML handlers: the bin, coming back from it, asking for a removal.

use actix_web::web;
use uuid::Uuid;

use super::actions;
use super::queries;
use super::views::BinPage;
use crate::accounts::{self, Action, Subject, in_work, may, shell};
use crate::projects::move_in_words;
use crate::refusal::Refusal;
use crate::tasks;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place, path_id};

/// `GET /bin`
pub async fn index(cx: Cx) -> Outcome {
    show(&cx, None).await
}

async fn show(cx: &Cx, refused: Option<(Uuid, Refusal)>) -> Outcome {
    let page_cx = cx.clone();
    in_work(cx, move |work, actor| {
        may(actor, Action::Delete, Subject::NONE)?;
        let (bin, asked) = (queries::bin(work)?, queries::asked(work)?);
        let people = accounts::names(work)?;
        let mut page = BinPage::new(
            shell(&page_cx, actor, Place::Elsewhere),
            actor.zone,
            bin,
            asked,
            &people,
        );
        let Some((id, refusal)) = &refused else {
            return Answer::html(&page);
        };
        page.refused = Some((*id, move_in_words(actor.locale, refusal).0));
        Ok(Answer::html(&page)?.refused(refusal))
    })
    .await
}

/// A refusal that the bin itself shows beside the row.
async fn back_to_bin(cx: &Cx, id: Uuid, done: Result<(), AppError>, word: &str) -> Outcome {
    match done {
        Ok(()) => Ok(Answer::see_other(&format!("/bin?done={word}"))),
        Err(AppError::Refusal(refusal @ (Refusal::Invalid(_) | Refusal::NotAllowedNow { .. }))) => {
            show(cx, Some((id, refusal))).await
        }
        Err(e) => Err(e),
    }
}

/// `POST /bin/{kind}/{id}/restore`
pub async fn restore(cx: Cx, path: web::Path<(String, String)>, form: Fields) -> Outcome {
    let (kind, id) = (path.0.clone(), path_id(&path.1)?);
    let reason = form.get("reason").to_owned();
    let done = in_work(&cx, move |work, actor| {
        Ok(actions::restore(work, actor, &kind, id, &reason)?)
    })
    .await;
    back_to_bin(&cx, id, done, "restored").await
}

/// `POST /removals/{kind}/{id}`
pub async fn ask(cx: Cx, path: web::Path<(String, String)>, form: Fields) -> Outcome {
    let (kind, id) = (path.0.clone(), path_id(&path.1)?);
    in_work(&cx, move |work, actor| {
        actions::ask(work, actor, &kind, id, form.get("reason"))?;
        Ok(Answer::see_other(&format!(
            "/{kind}s/{id}?done=removal-asked"
        )))
    })
    .await
}

/// `POST /removal-requests/{id}/decline`
pub async fn decline(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    let done = in_work(&cx, move |work, actor| {
        Ok(actions::decline(work, actor, id)?)
    })
    .await;
    back_to_bin(&cx, id, done, "saved").await
}

/// `POST /clients/{id}/delete`
pub async fn delete_client(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        actions::delete_client(work, actor, id, form.get("reason"))?;
        Ok(Answer::see_other("/clients?done=client-deleted"))
    })
    .await
}

/// `POST /deals/{id}/delete`
pub async fn delete_deal(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        actions::delete_deal(work, actor, id)?;
        Ok(Answer::see_other("/deals?done=deal-deleted"))
    })
    .await
}

/// `POST /tasks/{id}/delete`: goes back to where it was asked from.
pub async fn delete_task(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    let back = cx.from_page.clone().unwrap_or_else(|| "/tasks".to_owned());
    in_work(&cx, move |work, actor| {
        tasks::bin_task(work, actor, id)?;
        Ok(Answer::see_other(&back))
    })
    .await
}
