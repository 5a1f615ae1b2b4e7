//! Deals of the pipeline: who may become a customer, for how much, how far it has come. Pages and
//! `/api/v1` call the same actions.

mod actions;
pub mod api;
mod asked;
mod model;
mod pages;
mod queries;
mod reading;
mod rules;
mod views;

use actix_web::web;

pub use actions::{bin_deal, restore_deal, whose};
pub use model::{Deal, STAGES, STATUSES};
pub use queries::{find, lock};
pub use views::{look, stage_words, status_words};

pub fn routes(app: &mut web::ServiceConfig) {
    page_routes(app);
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

fn page_routes(app: &mut web::ServiceConfig) {
    use pages::{card, form, list};
    app.route("/deals", web::get().to(list::index))
        .route("/deals", web::post().to(form::create))
        .route("/deals/new", web::get().to(form::new_form))
        .route("/deals/of/{contact}", web::get().to(list::of_contact))
        .route("/deals/{id}", web::get().to(card::show))
        .route("/deals/{id}", web::post().to(form::change))
        .route("/deals/{id}/edit", web::get().to(form::edit_form))
        .route("/deals/{id}/moves", web::post().to(card::move_deal))
        .route("/deals/{id}/comments", web::post().to(card::comment));
}
