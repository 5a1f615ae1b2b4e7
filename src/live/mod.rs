//! The other browsers: announcements travel through PostgreSQL to all processes, and from each to
//! its open streams. Carries ids and versions, never HTML.

mod hub;
mod pages;
mod wire;

use actix_web::web;

pub use hub::Hub;
pub use wire::{Wire, start};

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/live", web::get().to(pages::stream))
        .route("/live/presence", web::post().to(pages::set_presence));
}
