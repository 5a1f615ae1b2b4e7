//! The handlers of one row and of the list.

use serde_json::Value;
use uuid::Uuid;

use super::resource::Resource;
use crate::accounts::{Actor, Subject, in_api, may};
use crate::db::Work;
use crate::db::rows::Filter;
use crate::refusal::{Refusal, RequestRefusal};
use crate::web::api::{Asked, Call, Mode, Values, created, read_body, row, unchanged};
use crate::web::{Answer, AppError, Outcome};

/// The address of a row.
fn address<R: Resource>(id: Uuid) -> String {
    format!("/api/v1/{}/{id}", R::COLLECTION)
}

/// The row as programs see it.
pub fn shown<R: Resource>(work: &mut Work, id: Uuid) -> Result<Value, AppError> {
    let mut row = R::SHAPE.find(work, id)?.ok_or(Refusal::NotFound)?;
    R::dress(&mut row);
    Ok(row)
}

/// `GET` of the collection.
pub async fn list<R: Resource>(call: Call) -> Outcome {
    in_api(call, |work, _, call| {
        list_where::<R>(work, call, Filter::default())
    })
    .await
}

/// A list of rows that fit a condition of the path, and the filters.
pub fn list_where<R: Resource>(work: &mut Work, call: &Call, mut filter: Filter) -> Outcome {
    let mut asked = Asked::of(call, R::RULES);
    R::filter(&mut asked, &mut filter);
    asked.check()?;
    let total = R::SHAPE.count(work, &filter)?;
    let mut rows = asked.load(work, R::SHAPE, &filter, total)?;
    if R::IS_DRESSED {
        for text in &mut rows.texts {
            let mut row: Value = serde_json::from_str(text).map_err(AppError::broken)?;
            R::dress(&mut row);
            *text = row.to_string();
        }
    }
    Ok(asked.answer(rows, total))
}

/// `POST` to the collection.
pub async fn create<R: Resource>(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, R::MAKES, Subject::NONE)?;
        let values = read_body(call.json()?, R::FIELDS, Mode::Create)?.values;
        make::<R>(work, actor, Uuid::now_v7(), values)
    })
    .await
}

/// Makes a row and answers with it.
pub fn make<R: Resource>(work: &mut Work, actor: &Actor, id: Uuid, values: Values) -> Outcome {
    R::make(work, actor, id, values)?;
    created(R::COLLECTION, &shown::<R>(work, id)?)
}

/// `GET` of a row.
pub async fn show<R: Resource>(call: Call) -> Outcome {
    in_api(call, |work, _, call| {
        let id = call.id("id")?;
        Ok(row(&shown::<R>(work, id)?)?.content_location(&address::<R>(id)))
    })
    .await
}

/// A row that is locked and that the actor may change.
fn lock<R: Resource>(work: &mut Work, actor: &Actor, id: Uuid) -> Result<Value, AppError> {
    let row = R::SHAPE.lock(work, id)?.ok_or(Refusal::NotFound)?;
    R::may_change(work, actor, &row)?;
    Ok(row)
}

/// `PATCH` of a row.
pub async fn patch<R: Resource>(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, R::MAKES, Subject::NONE)?;
        let id = call.id("id")?;
        let stored = lock::<R>(work, actor, id)?;
        let body = read_body(call.json()?, R::FIELDS, Mode::Patch)?;
        call.check_version(&body, stored["version"].as_i64().unwrap_or_default())?;
        change::<R>(work, actor, &stored, body.values)
    })
    .await
}

fn change<R: Resource>(work: &mut Work, actor: &Actor, stored: &Value, values: Values) -> Outcome {
    if !R::amend(work, actor, stored, values)? {
        return Ok(unchanged(stored));
    }
    let id = stored["id"].as_str().and_then(crate::web::api::id_of);
    let id = id.ok_or(Refusal::NotFound)?;
    Ok(row(&shown::<R>(work, id)?)?.content_location(&address::<R>(id)))
}

/// `PUT` of a row: replaces it, or makes it with this id.
pub async fn put<R: Resource>(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, R::MAKES, Subject::NONE)?;
        let id = call.id("id")?;
        if R::SHAPE.find(work, id)?.is_none() {
            let body = read_body(call.json()?, R::FIELDS, Mode::Replace)?;
            if call.has_if_match() {
                return Err(Refusal::from(RequestRefusal::VersionMismatch).into());
            }
            if R::make(work, actor, id, body.values)? {
                return created(R::COLLECTION, &shown::<R>(work, id)?);
            }
        }
        let stored = lock::<R>(work, actor, id)?;
        let body = read_body(call.json()?, R::FIELDS, Mode::Replace)?;
        call.check_version(&body, stored["version"].as_i64().unwrap_or_default())?;
        change::<R>(work, actor, &stored, body.values)
    })
    .await
}

/// `DELETE` of a row.
pub async fn remove<R: Resource>(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, R::REMOVES, Subject::NONE)?;
        let id = call.id("id")?;
        let stored = lock::<R>(work, actor, id)?;
        call.check_if_match(stored["version"].as_i64().unwrap_or_default())?;
        R::remove(work, actor, &stored)?;
        Ok(Answer::no_content())
    })
    .await
}
