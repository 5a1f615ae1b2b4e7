//! HTML handlers: from whom to whom, with what that is; and the act.

use uuid::Uuid;

use super::actions::{self, words};
use super::views::Form;
use crate::accounts::{self, Action, Actor, Subject, in_work, may, shell};
use crate::db::Work;
use crate::projects;
use crate::refusal::Refusal;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place, Query};

/// `GET /handover?from=…`
pub async fn form(cx: Cx, query: Query) -> Outcome {
    page(&cx, query.0, None).await
}

/// `POST /handover`
pub async fn hand_over(cx: Cx, form: Fields) -> Outcome {
    if form.has("show_form") {
        return page(&cx, form, None).await;
    }
    let sent = form.clone();
    let page_cx = cx.clone();
    let done = in_work(&cx, move |work, actor| {
        let act = sent.id("id").unwrap_or_else(Uuid::now_v7);
        let (from, to) = (sent.id("from"), sent.id("to"));
        let done = actions::hand_over(work, actor, act, from, to)?;
        if done.kept.is_empty() {
            return Ok(Answer::see_other("/handover?done=handed-over"));
        }
        let mut page = build(work, actor, &page_cx, &sent)?;
        page.said = Some(words(actor.locale, done.projects as i64, done.tasks as i64));
        let ids: Vec<Uuid> = done.kept.iter().map(|(id, _)| *id).collect();
        let numbers = projects::numbers(work, &ids)?;
        page.kept = done
            .kept
            .iter()
            .map(|(id, refusal)| {
                let number = numbers.get(id).cloned().unwrap_or_default();
                (*id, number, refusal.in_words(actor.locale))
            })
            .collect();
        Answer::html(&page)
    })
    .await;
    match done {
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            page(&cx, form, Some(refusal)).await
        }
        other => other,
    }
}

async fn page(cx: &Cx, fields: Fields, refused: Option<Refusal>) -> Outcome {
    let page_cx = cx.clone();
    in_work(cx, move |work, actor| {
        may(actor, Action::BulkChange, Subject::NONE)?;
        let mut page = build(work, actor, &page_cx, &fields)?;
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

fn build(work: &mut Work, actor: &Actor, cx: &Cx, fields: &Fields) -> Result<Form, AppError> {
    let people = accounts::people(work)?;
    let in_hand = match fields
        .id("from")
        .filter(|id| people.iter().any(|p| p.id == *id))
    {
        Some(from) => {
            let (projects, tasks) = actions::in_hand(work, from)?;
            Some(words(actor.locale, projects, tasks))
        }
        None => None,
    };
    let frame = shell(cx, actor, Place::Tasks);
    Ok(Form::new(frame, fields, &people, in_hand))
}
