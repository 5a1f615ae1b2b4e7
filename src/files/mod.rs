//! Files of projects, clients and deals: brought many at once, each in as many versions as it was brought, of a kind
//! that a state may require. What they hold lies once in the store and is never run, unpacked or shown in a page
//! of ours, pictures and PDF apart.

mod actions;
mod archive;
mod content;
mod intake;
mod model;
mod pages;
mod queries;
mod requirements;
mod views;
pub mod worker;

use actix_web::web;

pub use model::FileKind;

pub fn routes(app: &mut web::ServiceConfig) {
    use pages::{content, settings, upload};
    app.route("/files/of/{kind}/{id}", web::get().to(pages::of_record))
        .route("/files/of/{kind}/{id}", web::post().to(upload::create))
        .route(
            "/files/of/{kind}/{id}/all.zip",
            web::get().to(content::archive),
        )
        .route("/files/{id}", web::get().to(pages::show_file))
        .route("/files/{id}", web::post().to(pages::change))
        .route("/files/{id}/content", web::get().to(content::show))
        .route(
            "/files/{id}/versions",
            web::post().to(upload::create_version),
        )
        .route("/files/{id}/delete", web::post().to(pages::delete))
        .route("/files/{id}/restore", web::post().to(pages::restore))
        .route("/files/{id}/erase", web::post().to(pages::erase))
        .route("/settings/files", web::get().to(settings::show))
        .route("/settings/files", web::post().to(settings::change));
}
