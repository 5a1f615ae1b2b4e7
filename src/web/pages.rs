//! Pages of no room: whether the server lives, the way home, and what does not exist.

use super::{Answer, AppError, Cx, Outcome};
use crate::refusal::Refusal;

/// `GET /healthz`: the process answers.
pub async fn healthy() -> Answer {
    Answer::text("ok\n")
}

/// `GET /readyz`: the database answers too.
pub async fn ready(cx: Cx) -> Outcome {
    let db = cx.db.clone();
    let up = actix_web::web::block(move || db.is_up())
        .await
        .map_err(AppError::broken)?;
    if up {
        Ok(Answer::text("ready\n"))
    } else {
        Err(AppError::DatabaseAway)
    }
}

/// `GET /`: the register is the product.
pub async fn home() -> Answer {
    Answer::see_other("/register")
}

pub async fn nowhere() -> Outcome {
    Err(Refusal::NotFound.into())
}
