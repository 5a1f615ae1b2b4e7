//! Clients that were entered twice: the queue of likely pairs, what people decided of them, and the merge. A screen
//! across features: a merge takes contacts and projects along.

mod actions;
mod likeness;
mod model;
mod pages;
mod queries;
mod views;
pub mod worker;

use actix_web::web;

pub use actions::{find_pairs, undo_merge};

use crate::db::jobs;
use crate::db::{Touched, Work};
use crate::refusal::Refused;

/// Kind of the job that looks for pairs in an organization.
pub const FIND: &str = "find-duplicates";

/// Asks for a new search after clients were made or changed: the projection that `app.rs` registers.
pub fn refresh(work: &mut Work, touched: &Touched) -> Result<(), Refused> {
    if !touched.clients.is_empty() || !touched.new_clients.is_empty() {
        let organization = work.organization();
        jobs::enqueue_once(work, FIND, organization)?;
    }
    Ok(())
}

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/duplicates", web::get().to(pages::index))
        .route("/duplicates/{one}/{other}", web::get().to(pages::compare))
        .route(
            "/duplicates/{one}/{other}/apart",
            web::post().to(pages::set_apart),
        )
        .route(
            "/duplicates/{one}/{other}/merge",
            web::post().to(pages::merge),
        )
        .route("/merges/{id}/undo", web::post().to(pages::undo));
}
