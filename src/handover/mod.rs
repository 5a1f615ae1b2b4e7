//! One act gives all that a colleague has in work to another: the projects that they lead and their open tasks.
//! A screen across features; taking it back is the undo of an act like any other.

mod actions;
mod pages;
mod queries;
mod views;

use actix_web::web;

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/handover", web::get().to(pages::form))
        .route("/handover", web::post().to(pages::hand_over));
}
