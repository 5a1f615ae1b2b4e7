//! The card of a deal: how far it has come, what was said, and what is done with it.

use actix_web::web;
use uuid::Uuid;

use super::super::actions::{self, open_stages, whose};
use super::super::model::DealChange;
use super::super::views::{CardPage, May, entries};
use super::{contact_of, deal};
use crate::accounts::{self, Action, Actor, Subject, in_work, may, permissions::allows, shell};
use crate::db::Work;
use crate::db::rows::Page;
use crate::history::{self, TimelineOf};
use crate::refusal::Refusal;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place, Query, path_id};

/// Entries of one page of the timeline.
const ENTRIES: i64 = 50;
const LONGEST_COMMENT: usize = 10_000;

fn page(
    cx: &Cx,
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    number: i64,
) -> Result<CardPage, AppError> {
    may(actor, Action::See, Subject::NONE)?;
    let deal = deal(work, id)?;
    let contact = contact_of(work, &deal)?;
    let people = accounts::names(work)?;
    let may = May {
        change: allows(actor, Action::ChangePipeline, whose(&deal, actor)),
        comment: allows(actor, Action::Create, Subject::NONE),
        remove: allows(actor, Action::Delete, Subject::NONE),
    };
    let open = open_stages(actor, &deal);
    let frame = shell(cx, actor, Place::Deals);
    let mut page = CardPage::new(frame, actor, &deal, contact, &people, &open, may);
    let of = TimelineOf::Deal(id);
    let total = history::count_timeline(work, of, &[])?;
    let offset = (number - 1) * ENTRIES;
    let rows = Page {
        by: "t.created_at",
        may_be_empty: false,
        descending: true,
        limit: ENTRIES,
        offset,
    };
    page.entries = entries(actor, &history::timeline(work, of, &[], rows)?, &people);
    page.earlier =
        (offset + ENTRIES < total).then(|| format!("/deals/{id}?page={}#timeline", number + 1));
    Ok(page)
}

/// `GET /deals/{id}`
pub async fn show(cx: Cx, path: web::Path<String>, query: Query) -> Outcome {
    let id = path_id(&path)?;
    let number = query.0.number("page").unwrap_or(1).clamp(1, 100_000);
    in_work(&cx.clone(), move |work, actor| {
        Answer::html(&page(&cx, work, actor, id, number)?)
    })
    .await
}

/// The card again, with the reason why a wish was not done.
async fn refused(cx: &Cx, id: Uuid, refusal: Refusal) -> Outcome {
    let page_cx = cx.clone();
    in_work(cx, move |work, actor| {
        let mut page = page(&page_cx, work, actor, id, 1)?;
        page.refused = Some(refusal.in_words(actor.locale));
        Ok(Answer::html(&page)?.refused(&refusal))
    })
    .await
}

/// `POST /deals/{id}/moves`: another stage or another status. Goes back to where it was asked from.
pub async fn move_deal(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    let id = path_id(&path)?;
    let back = cx.from_page.clone();
    let back = back.unwrap_or_else(|| format!("/deals/{id}"));
    let given = |name: &str| form.given(name).map(str::to_owned);
    let change = DealChange {
        stage: given("stage"),
        status: given("status"),
        ..DealChange::default()
    };
    super::super::reading::read(&form)?;
    let done = in_work(&cx, move |work, actor| {
        let deal = super::super::queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
        Ok(actions::change_deal(work, actor, &deal, &change)?)
    })
    .await;
    match done {
        Ok(_) => Ok(Answer::see_other(&back)),
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => refused(&cx, id, refusal).await,
        Err(e) => Err(e),
    }
}

/// `POST /deals/{id}/comments`
pub async fn comment(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    let id = path_id(&path)?;
    let text = form.get("text").to_owned();
    let is_long = text.chars().count() > LONGEST_COMMENT;
    if text.is_empty() || is_long {
        let refusal = Refusal::field("text", "required", "deal-comment-needed".into());
        return refused(&cx, id, refusal).await;
    }
    in_work(&cx, move |work, actor| {
        actions::comment(work, actor, id, &text)?;
        Ok(Answer::see_other(&format!(
            "/deals/{id}?done=saved#timeline"
        )))
    })
    .await
}
