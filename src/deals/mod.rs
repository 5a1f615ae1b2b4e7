//! Deals of the pipeline: who may become a customer, for how much, how far it has come. Pages and
//! `/api/v1` call the same actions.

mod actions;
pub mod api;
mod model;
mod queries;
mod rules;

use actix_web::web;

pub use model::{Deal, STAGES, STATUSES};
pub use queries::{find, lock};

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/api/v1/deals", web::get().to(api::list))
        .route("/api/v1/deals", web::post().to(api::create))
        .route("/api/v1/deals/{id}", web::get().to(api::show))
        .route("/api/v1/deals/{id}", web::patch().to(api::change))
        .route(
            "/api/v1/deals/{id}/activities",
            web::get().to(api::timeline),
        )
        .route(
            "/api/v1/deals/{id}/activities",
            web::post().to(api::comment),
        );
}
