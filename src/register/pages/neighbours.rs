//! The way from a project's card to the one before and the one after it in the list that one came from.

use actix_web::web;
use uuid::Uuid;

use super::opened;
use crate::accounts::{Action, Actor, Subject, in_work, may};
use crate::db::Work;
use crate::refusal::Refusal;
use crate::register::queries::{self, Row};
use crate::register::registers::Register;
use crate::register::views::Neighbours;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, path_id};

/// `GET /register/neighbours/{id}`: two links, or none where the project is in no list.
pub async fn neighbours(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    if !cx.is_fragment {
        return Ok(Answer::see_other(&format!("/projects/{id}")));
    }
    let query = cx.last_list.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let own = query.filter(|l| l.organization == actor.organization && l.user == actor.user);
        let query = own.map(|l| l.query).unwrap_or_default();
        Answer::html(&found(work, actor, id, &query)?)
    })
    .await
}

fn found(work: &mut Work, actor: &Actor, id: Uuid, query: &str) -> Result<Neighbours, AppError> {
    let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
    let fields = Fields::from_pairs(pairs.collect());
    let (view, frame) = opened(work, actor, Register::Projects, &fields, false)?;
    let row = queries::row_by_id(work, &view, id)?.ok_or(Refusal::NotFound)?;
    let (before, after) = queries::neighbours(work, &view, &frame, &row)?;
    let href = |row: Option<Row>| row.map(|r| format!("/projects/{}", r.id));
    Ok(Neighbours {
        t: actor.locale,
        icons: crate::web::assets().icons(),
        before: href(before),
        after: href(after),
    })
}
