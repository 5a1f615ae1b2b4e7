//! The client's card: who they are, their projects, their people, what happened. A screen across
//! features, so on the roof: a client's own room may not know projects. It only reads.

mod facts;
mod history;
mod pages;
mod print;
mod views;

use actix_web::web;

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/clients/{id}", web::get().to(pages::client))
        .route("/clients/{id}/print", web::get().to(print::client))
        .route("/projects/{id}/print", web::get().to(print::project))
        .route(
            "/clients/{id}/fields/{field}/history",
            web::get().to(history::field_history),
        )
        .route(
            "/clients/{id}/fields/{field}/history",
            web::post().to(history::put_back),
        )
        .route("/clients/{id}/fields/{field}", web::get().to(facts::field))
        .route(
            "/clients/{id}/fields/{field}",
            web::post().to(facts::change_field),
        );
}
