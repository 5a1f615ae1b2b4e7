//! Erasing the data of a person (152-FZ): who they were goes, from rows, history, comments and the kept rows of
//! files; what was decided, sums and dates stay. Each erasure leaves a record.

mod actions;
mod pages;
mod queries;
mod views;

use actix_web::web;

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/erasures", web::get().to(pages::index))
        .route("/erasures/{kind}/{id}", web::get().to(pages::form))
        .route("/erasures/{kind}/{id}", web::post().to(pages::erase));
}
