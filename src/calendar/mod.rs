//! The days on which the organization works, loaded by year, and how long a project may stay in each state.

mod actions;
mod days;
mod pages;
mod queries;
mod views;

use actix_web::web;

pub use actions::set_year;
pub use days::{Calendar, Terms, Year};
pub use queries::{set_norm, terms};

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/settings/calendar", web::get().to(pages::show))
        .route("/settings/calendar/norms", web::post().to(pages::set_norms))
        .route("/settings/calendar/{year}", web::get().to(pages::year_form))
        .route(
            "/settings/calendar/{year}",
            web::post().to(pages::load_year),
        );
}
