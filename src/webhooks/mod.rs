//! Addresses that are told what changed: signed, tried again, sent again on request, with a log. What a work
//! changed is read off its history, so that no room has to think of it.

mod actions;
mod model;
mod pages;
mod post;
mod queries;
mod rules;
mod views;
pub mod worker;

use actix_web::web;

pub use actions::tell;
pub use post::Post;
pub use rules::signature;

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/settings/webhooks", web::get().to(pages::index))
        .route("/settings/webhooks", web::post().to(pages::create))
        .route("/settings/webhooks/{id}", web::get().to(pages::show))
        .route("/settings/webhooks/{id}", web::post().to(pages::change))
        .route(
            "/settings/webhooks/{id}/removal",
            web::post().to(pages::remove),
        )
        .route(
            "/settings/webhooks/{id}/deliveries/{delivery}/replay",
            web::post().to(pages::replay),
        );
}
