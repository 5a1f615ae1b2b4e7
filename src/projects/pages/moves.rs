//! Moves of a project's state from its card: made, refused with the reason, taken back.

use actix_web::web;
use chrono::NaiveDate;
use uuid::Uuid;

use super::record::record;
use crate::accounts::in_work;
use crate::projects::moves::{self, MoveRequest};
use crate::projects::views::Refused;
use crate::projects::{ProjectState, Written};
use crate::refusal::Refusal;
use crate::text::Locale;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, path_id};

/// What a form asks for; a state that there is not is none that one could move to.
pub fn request(form: &Fields) -> Result<MoveRequest<'_>, Refusal> {
    let to = ProjectState::from_word(form.get("to")).ok_or(Refusal::NotFound)?;
    let wake_on = match form.given("wake_on") {
        Some(text) => Some(
            text.parse::<NaiveDate>()
                .map_err(|_| Refusal::field("wake_on", "not_a_date", "date-bad".into()))?,
        ),
        None => None,
    };
    Ok(MoveRequest {
        to,
        version: form.number("version").unwrap_or(0),
        base: form.get("from"),
        reason: form.get("reason"),
        wake_on,
        decision: None,
    })
}

/// `POST /projects/{id}/moves`
pub async fn create_move(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    let id = path_id(&path)?;
    if form.has("show_form") {
        return Ok(Answer::see_other(&format!("/projects/{id}")));
    }
    let sent = form.clone();
    let done = in_work(&cx, move |work, actor| {
        Ok(moves::move_project(work, actor, id, &request(&sent)?)?)
    })
    .await;
    match done {
        Ok(Written::Changed { .. } | Written::Same { .. })
            if form.get("to") == ProjectState::Deleted.word() =>
        {
            Ok(Answer::see_other("/register?done=project-deleted"))
        }
        other => moved(&cx, id, form, "project-moved", other.map(|_| ())).await,
    }
}

/// `POST /projects/{id}/moves/{version}/undo`
pub async fn undo_move(cx: Cx, path: web::Path<(String, i64)>, form: Fields) -> Outcome {
    let (id, version) = (path_id(&path.0)?, path.1);
    if form.has("show_form") {
        return Ok(Answer::see_other(&format!("/projects/{id}")));
    }
    let reason = form.get("reason").to_owned();
    let done = in_work(&cx, move |work, actor| {
        moves::undo_move(work, actor, id, version, &reason)?;
        Ok(())
    })
    .await;
    let undone = Fields::from_pairs(
        [("to", "undo"), ("reason", form.get("reason"))]
            .map(|(n, v)| (n.to_owned(), v.to_owned()))
            .to_vec(),
    );
    moved(&cx, id, undone, "move-undone", done).await
}

async fn moved(
    cx: &Cx,
    id: Uuid,
    form: Fields,
    done: &str,
    outcome: Result<(), AppError>,
) -> Outcome {
    match outcome {
        Ok(()) => Ok(Answer::see_other(&format!("/projects/{id}?done={done}"))),
        Err(AppError::Refusal(
            refusal @ (Refusal::Invalid(_) | Refusal::NotAllowedNow { .. } | Refusal::Conflict(_)),
        )) => refused_move(cx, id, form, refusal).await,
        Err(e) => Err(e),
    }
}

/// Why a move was not made, in words, and where the project may go instead.
pub fn in_words(t: Locale, refusal: &Refusal) -> (String, Vec<String>) {
    match refusal {
        Refusal::Conflict(c) => (t.with("move-conflict", &c.theirs), Vec::new()),
        Refusal::NotAllowedNow {
            reason, ways_out, ..
        } => (
            t.message(reason),
            ways_out.iter().map(|w| t.message(&w.label)).collect(),
        ),
        Refusal::Invalid(fields) => {
            let reasons = fields.iter().map(|f| t.message(&f.message));
            (reasons.collect::<Vec<_>>().join(" "), Vec::new())
        }
        Refusal::MayNot(reason) => (t.message(reason), Vec::new()),
        _ => (t.text("error-not-now").into_owned(), Vec::new()),
    }
}

/// The card with the reason why it was not moved, and what was typed.
async fn refused_move(cx: &Cx, id: Uuid, form: Fields, refusal: Refusal) -> Outcome {
    let page_cx = cx.clone();
    in_work(cx, move |work, actor| {
        let mut page = record(work, actor, &page_cx, id, None, None)?;
        let (text, ways) = in_words(actor.locale, &refusal);
        page.state.refused = Some(Refused {
            text,
            to: form.get("to").to_owned(),
            reason: form.get("reason").to_owned(),
            wake_on: form.get("wake_on").to_owned(),
            ways,
        });
        Ok(Answer::html(&page)?.refused(&refusal))
    })
    .await
}
