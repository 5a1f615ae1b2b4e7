//! The keys of programs: for administrators.

use actix_web::web::Path;
use uuid::Uuid;

use super::super::actions::keys::{self, WantedKey};
use super::super::entry::in_work;
use super::super::model::Actor;
use super::super::permissions::{Action, Subject, may};
use super::super::queries;
use super::super::views::keys::Keys;
use super::is_to_be_shown;
use crate::db::Work;
use crate::refusal::Refusal;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, path_id};

fn page(cx: &Cx, work: &mut Work, actor: &Actor, sent: &Fields) -> Result<Keys, AppError> {
    may(actor, Action::ManageOrganization, Subject::NONE)?;
    let (keys, names) = (queries::keys(work)?, queries::names(work)?);
    Ok(Keys::new(cx, actor, &keys, &names, sent))
}

pub async fn index(cx: Cx) -> Outcome {
    in_work(&cx.clone(), move |work, actor| {
        Answer::html(&page(&cx, work, actor, &Fields::default())?)
    })
    .await
}

pub async fn create(cx: Cx, form: Fields) -> Outcome {
    in_work(&cx.clone(), move |work, actor| {
        if is_to_be_shown(&form) {
            return Answer::html(&page(&cx, work, actor, &form)?);
        }
        let wanted = WantedKey {
            id: form.id("id").unwrap_or_else(Uuid::now_v7),
            name: form.get("name").to_owned(),
            scope: form.get("scope").to_owned(),
            days: form.number("days"),
        };
        match keys::make_key(work, actor, &wanted).map_err(AppError::from) {
            Ok(made) => {
                let mut page = page(&cx, work, actor, &Fields::default())?;
                page.made = made;
                Answer::html(&page)
            }
            Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
                let mut page = page(&cx, work, actor, &form)?;
                page.form.refuse(actor.locale, &refusal);
                Ok(Answer::html(&page)?.refused(&refusal))
            }
            Err(e) => Err(e),
        }
    })
    .await
}

pub async fn end(cx: Cx, id: Path<String>) -> Outcome {
    let id = path_id(&id)?;
    in_work(&cx, move |work, actor| {
        keys::end_key(work, actor, id)?;
        Ok(Answer::see_other("/settings/api-keys?done=key-ended"))
    })
    .await
}
