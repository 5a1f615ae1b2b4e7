//! The history of one field of a client, with "put this value back".

use actix_web::web;
use uuid::Uuid;

use super::facts::field_of;
use super::views::value_words;
use crate::accounts::{self, Action, Actor, Subject, in_work, may, permissions::allows, shell};
use crate::clients::{self, ClientField};
use crate::db::Work;
use crate::history::{self, About, FieldHistory, Side, SubjectKind};
use crate::refusal::Refusal;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place, path_id};

/// Changes of one field on its page; nobody reads more.
const MOST: i64 = 200;

/// `GET /clients/{id}/fields/{field}/history`
pub async fn field_history(cx: Cx, path: web::Path<(String, String)>) -> Outcome {
    let (id, field) = (path_id(&path.0)?, field_of(&path.1)?);
    page(&cx, id, field, None).await
}

/// `POST /clients/{id}/fields/{field}/history`: a former value is put back.
pub async fn put_back(cx: Cx, path: web::Path<(String, String)>, form: Fields) -> Outcome {
    let (id, field) = (path_id(&path.0)?, field_of(&path.1)?);
    if form.has("show_form") {
        return page(&cx, id, field, None).await;
    }
    let done = in_work(&cx, move |work, actor| {
        let of = form.id("of").ok_or(Refusal::NotFound)?;
        let version = form.number("of_version").unwrap_or_default();
        let side = Side::from_word(form.get("side")).ok_or(Refusal::NotFound)?;
        let seen = form.number("seen").unwrap_or_default();
        let which = (of, version, field.word());
        let entry = history::entry_of(work, SubjectKind::Client, id, which)?;
        let entry = entry.ok_or(Refusal::NotFound)?;
        clients::put_value_back(work, actor, id, field, side.of(&entry), seen)?;
        let place = field.word();
        Ok(Answer::see_other(&format!(
            "/clients/{id}?done=value-back#fact-{place}"
        )))
    })
    .await;
    match done {
        Err(AppError::Refusal(refusal @ (Refusal::Invalid(_) | Refusal::Conflict(_)))) => {
            page(&cx, id, field, Some(refusal)).await
        }
        other => other,
    }
}

async fn page(cx: &Cx, id: Uuid, field: ClientField, refused: Option<Refusal>) -> Outcome {
    let page_cx = cx.clone();
    in_work(cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let mut page = history_of(work, actor, &page_cx, id, field)?;
        Ok(match refused {
            Some(refusal) => {
                page.refused = Some(refusal.in_words(actor.locale));
                Answer::html(&page)?.refused(&refusal)
            }
            None => Answer::html(&page)?,
        })
    })
    .await
}

fn history_of(
    work: &mut Work,
    actor: &Actor,
    cx: &Cx,
    id: Uuid,
    field: ClientField,
) -> Result<FieldHistory, AppError> {
    let t = actor.locale;
    let client = clients::record(work, id)?.ok_or(Refusal::NotFound)?;
    let entries = history::of_field(work, SubjectKind::Client, id, field.word(), MOST)?;
    let people = accounts::names(work)?;
    let may_change = allows(
        actor,
        Action::ChangeRegister,
        clients::whose(&client, actor),
    );
    let about = About {
        address: format!("/clients/{id}"),
        name: client.label().to_owned(),
        field: field.word(),
        label: t.text(field.label()).into_owned(),
        seen: client.version,
        now: clients::value_now(work, &client, field)?,
        may_change: may_change && field.is_of(client.kind()),
    };
    let frame = shell(cx, actor, Place::Clients);
    Ok(FieldHistory::new(
        frame,
        actor.zone,
        &entries,
        &people,
        about,
        |v| value_words(t, field.word(), v),
    ))
}
