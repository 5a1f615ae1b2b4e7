//! Changes of a whole collection: every row of the organization, all or nothing.

use super::resource::Resource;
use crate::accounts::{Action, Subject, in_api, may};
use crate::web::api::{Call, Mode, read_body};
use crate::web::{Answer, Outcome};

async fn change_all<R: Resource>(call: Call, mode: Mode) -> Outcome {
    in_api(call, move |work, actor, call| {
        may(actor, Action::ChangeWhole, Subject::NONE)?;
        call.check_all()?;
        let body = read_body(call.json()?, R::FIELDS, mode)?;
        for row in R::SHAPE.lock_all(work, &R::whole())? {
            R::amend(work, actor, &row, body.values.clone())?;
        }
        Ok(Answer::no_content())
    })
    .await
}

/// `PATCH` of the collection with `?all=true`.
pub async fn patch_all<R: Resource>(call: Call) -> Outcome {
    change_all::<R>(call, Mode::Patch).await
}

/// `PUT` of the collection with `?all=true`.
pub async fn put_all<R: Resource>(call: Call) -> Outcome {
    change_all::<R>(call, Mode::Replace).await
}

/// `DELETE` of the collection with `?all=true`.
pub async fn delete_all<R: Resource>(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, Action::ChangeWhole, Subject::NONE)?;
        call.check_all()?;
        for row in R::SHAPE.lock_all(work, &R::whole())? {
            R::remove(work, actor, &row)?;
        }
        Ok(Answer::no_content())
    })
    .await
}
