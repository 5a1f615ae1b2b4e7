//! Tasks as pages: those of a project or client on its card, and "my day" with what a person has to do.

mod pages;
mod views;

use actix_web::web;

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/tasks", web::get().to(pages::my_day))
        .route("/tasks/of/{kind}/{id}", web::get().to(pages::of_record))
        .route("/tasks/of/{kind}/{id}", web::post().to(pages::create))
        .route("/tasks/{id}/done", web::post().to(pages::set_done));
}
