//! One field in all rows of a filter: tried first, with counts and reasons, then written a bounded number of rows at
//! a time, as one act that goes back at one stroke. Rights and versions are asked row by row.

mod actions;
mod model;
mod pages;
mod queries;
mod views;
pub mod worker;

use actix_web::web;

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/bulk/new", web::get().to(pages::new_form))
        .route("/bulk", web::post().to(pages::create))
        .route("/bulk/{id}", web::get().to(pages::show))
        .route("/bulk/{id}/write", web::post().to(pages::write));
}
