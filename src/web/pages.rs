//! Pages of no room: whether the server lives, the way home, and what does not exist.

use std::time::Duration;

use super::{Answer, AppError, Cx, Outcome};
use crate::refusal::Refusal;

/// `GET /healthz`: the process answers.
pub async fn healthy() -> Answer {
    Answer::text("ok\n")
}

/// `GET /readyz`: the database answers too.
pub async fn ready(cx: Cx) -> Outcome {
    let db = cx.db.clone();
    let asked = actix_web::web::block(move || db.is_up());
    // A database that is frozen accepts the question and stays silent.
    let up = match actix_web::rt::time::timeout(Duration::from_secs(5), asked).await {
        Ok(up) => up.map_err(AppError::broken)?,
        Err(_) => false,
    };
    if up {
        Ok(Answer::text("ready\n"))
    } else {
        Err(AppError::DatabaseAway)
    }
}

pub async fn nowhere() -> Outcome {
    Err(Refusal::NotFound.into())
}
