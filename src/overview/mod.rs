//! The first page of those who lead: sums asked and granted, jobs, taxes, what is late, the funnel, quarters,
//! workload, time in state, districts and industries. Every figure opens the list that it counts. It only reads.

mod charts;
mod figure;
mod lines;
mod pages;
mod period;
mod queries;
mod views;

use actix_web::web;

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/overview", web::get().to(pages::index))
        .route("/overview/projects", web::get().to(pages::list));
}
