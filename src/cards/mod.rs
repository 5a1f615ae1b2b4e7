//! The client's card: who they are, their projects, their people, what happened. A screen across
//! features, so on the roof: a client's own room may not know projects. It only reads.

mod facts;
mod pages;
mod views;

use actix_web::web;

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/clients/{id}", web::get().to(pages::client))
        .route("/clients/{id}/fields/{field}", web::get().to(facts::field))
        .route(
            "/clients/{id}/fields/{field}",
            web::post().to(facts::change_field),
        );
}
