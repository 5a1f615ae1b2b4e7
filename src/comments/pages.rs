//! HTML handlers: something is said, changed, taken back. The record's own page shows it.

use actix_web::web;

use super::actions;
use crate::accounts::in_work;
use crate::web::{Answer, Cx, Fields, Outcome, path_id};

fn back(kind: &str, id: uuid::Uuid) -> Answer {
    Answer::see_other(&format!("/{kind}s/{id}?done=saved#comments"))
}

/// `POST /comments/{kind}/{id}`
pub async fn create(cx: Cx, path: web::Path<(String, String)>, form: Fields) -> Outcome {
    let (kind, id) = (path.0.clone(), path_id(&path.1)?);
    in_work(&cx, move |work, actor| {
        if !form.has("show_form") {
            actions::say(work, actor, (&kind, id), form.get("said"), form.get("text"))?;
        }
        Ok(back(&kind, id))
    })
    .await
}

/// `POST /comments/{kind}/{id}/{comment}`; with `remove` it is taken back.
pub async fn change(cx: Cx, path: web::Path<(String, String, String)>, form: Fields) -> Outcome {
    let (kind, id, comment) = (path.0.clone(), path_id(&path.1)?, path_id(&path.2)?);
    in_work(&cx, move |work, actor| {
        let text = (!form.has("remove")).then(|| form.get("text"));
        actions::change(work, actor, (&kind, id), comment, text)?;
        Ok(back(&kind, id))
    })
    .await
}
