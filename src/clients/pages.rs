//! HTML handlers: finding a client while typing, a new client. The list is a register.

use super::actions;
use super::form::read_client;
use super::views::{Alike, Fieldset, Found, NewPage};
use crate::accounts::{Action, Subject, in_work, may, shell};
use crate::refusal::Refusal;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place, Query};

/// `GET /clients/look?q=…`: clients found by name, INN or phone, to choose one of. The one that is
/// chosen already stays in the list.
pub async fn look(cx: Cx, query: Query) -> Outcome {
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let chosen = query.0.id("client").or_else(|| query.0.id("choice"));
        let found = actions::look(work, query.0.get("q"), chosen)?;
        let name = if query.0.get("as") == "choice" {
            "choice"
        } else {
            "client"
        };
        Answer::html(&Found::new(
            actor.locale,
            name,
            &found,
            chosen,
            query.0.get("q"),
        ))
    })
    .await
}

/// `GET /clients/alike`: clients that may be the one being typed.
pub async fn alike(cx: Cx, query: Query) -> Outcome {
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let found = actions::alike(work, &read_client(&query.0))?;
        Answer::html(&Alike::new(
            actor.locale,
            &found,
            query.0.has("accept_alike"),
        ))
    })
    .await
}

/// `GET /clients/new`
pub async fn new_form(cx: Cx, query: Query) -> Outcome {
    form_page(&cx, query.0, None).await
}

/// `POST /clients`
pub async fn create(cx: Cx, form: Fields) -> Outcome {
    if form.has("show_form") {
        return form_page(&cx, form, None).await;
    }
    let client = read_client(&form);
    let done = in_work(&cx, move |work, actor| {
        Ok(actions::make_client(work, actor, &client)?)
    })
    .await;
    match done {
        Ok(id) => Ok(Answer::see_other(&format!(
            "/clients/{id}?done=client-made"
        ))),
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            form_page(&cx, form, Some(refusal)).await
        }
        Err(e) => Err(e),
    }
}

/// The form with what was typed and, after a refusal, why it was not taken.
async fn form_page(cx: &Cx, fields: Fields, refused: Option<Refusal>) -> Outcome {
    let shell_cx = cx.clone();
    in_work(cx, move |work, actor| {
        may(actor, Action::Create, Subject::NONE)?;
        let alike = actions::alike(work, &read_client(&fields))?;
        let mut fieldset = Fieldset::new(actor.locale, &fields, &alike);
        if let Some(refusal) = &refused {
            fieldset.refuse(refusal);
        }
        let page = NewPage {
            shell: shell(&shell_cx, actor, Place::Clients),
            fieldset,
        };
        let answer = Answer::html(&page)?;
        Ok(match &refused {
            Some(refusal) => answer.refused(refusal),
            None => answer,
        })
    })
    .await
}
