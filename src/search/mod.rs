//! One box over everything: projects, clients, people, protocols and commands, found by words in any form,
//! with typing errors, on the wrong keyboard layout, by any number as people write it. It only reads.

mod commands;
mod distance;
mod finding;
mod model;
mod pages;
mod queries;
mod typed;
mod views;
mod vocabulary;

use actix_web::web;

use crate::db::{Touched, Work};
use crate::refusal::Refused;

/// Keeps protocol numbers where search finds them: the projection that `app.rs` registers. Whoever writes a
/// decision touches its project.
pub fn refresh(work: &mut Work, touched: &Touched) -> Result<(), Refused> {
    if !touched.removed.is_empty() {
        let ids: Vec<_> = touched.removed.iter().copied().collect();
        queries::forget_protocols(work, &ids)?;
    }
    let ids: Vec<_> = touched.projects.iter().copied().collect();
    if !ids.is_empty() {
        queries::refresh_protocols(work, &ids)?;
    }
    Ok(())
}

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/search", web::get().to(pages::index))
        .route("/search/hits", web::get().to(pages::hits));
}
