//! Who works on a project: assigned, taken over, taken off.

use actix_web::web;
use uuid::Uuid;

use crate::accounts::in_work;
use crate::projects::people;
use crate::refusal::Refusal;
use crate::web::{Answer, Cx, Fields, Outcome, path_id};

fn back(id: Uuid) -> Answer {
    Answer::see_other(&format!("/projects/{id}?done=saved#project-people"))
}

/// `POST /projects/{id}/people`
pub async fn assign(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    let id = path_id(&path)?;
    if form.has("show_form") {
        return Ok(back(id));
    }
    let (user, as_lead) = (form.id("user").ok_or(Refusal::NotFound), form.has("lead"));
    in_work(&cx, move |work, actor| {
        people::assign_person(work, actor, id, user?, as_lead)?;
        Ok(back(id))
    })
    .await
}

/// `POST /projects/{id}/people/take`: the one who presses leads from now on.
pub async fn take_over(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        people::assign_person(work, actor, id, actor.user, true)?;
        Ok(back(id))
    })
    .await
}

/// `POST /projects/{id}/people/{user}/remove`
pub async fn remove(cx: Cx, path: web::Path<(String, String)>) -> Outcome {
    let (id, user) = (path_id(&path.0)?, path_id(&path.1)?);
    in_work(&cx, move |work, actor| {
        people::unassign_person(work, actor, id, user)?;
        Ok(back(id))
    })
    .await
}
