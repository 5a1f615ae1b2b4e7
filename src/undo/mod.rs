//! Ctrl+Z on the server: the last hundred acts of a person, taken back and done again, across reloads and
//! sign-ins. What others changed since stays and is listed.

mod actions;
mod others;
mod pages;
mod views;
pub mod worker;

use actix_web::web;

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/undo", web::get().to(pages::index))
        .route("/undo/next", web::get().to(pages::next))
        .route("/undo", web::post().to(pages::undo))
        .route("/redo", web::post().to(pages::redo));
}
