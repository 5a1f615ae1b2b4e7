//! Sums and conversion of the pipeline, read off the counters that are kept with each write: right at the
//! last commit, and as quick with a hundred thousand deals as with ten.

pub mod api;
mod figures;
mod pages;
mod queries;
mod summary;
mod views;

use actix_web::web;

pub fn routes(app: &mut web::ServiceConfig) {
    app.route(
        "/api/v1/analytics/deals/summary",
        web::get().to(api::summary),
    )
    .route("/api/v1/analytics/deals/funnel", web::get().to(api::funnel))
    .route("/pipeline", web::get().to(pages::pipeline));
}
