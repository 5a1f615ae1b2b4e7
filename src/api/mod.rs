//! The JSON API's own room: its description, and its answers for paths that do not exist. The
//! resources themselves are served by the rooms that own them.

mod description;

use actix_web::web;

pub use description::description;

use crate::refusal::Refusal;
use crate::web::{Answer, Outcome};

/// `GET /api/v1/openapi.json`
async fn openapi() -> Outcome {
    Answer::json(&description())
}

async fn nowhere() -> Outcome {
    Err(Refusal::NotFound.into())
}

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/api/v1/openapi.json", web::get().to(openapi))
        .service(web::scope("/api").default_service(web::to(nowhere)));
}
