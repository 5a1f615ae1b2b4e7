//! Companies, sole proprietors, persons and non-profits: who they are, by which numbers the state knows
//! them, and how one is found again instead of made twice.

mod actions;
mod model;
mod queries;

use actix_web::web;

pub use actions::{NewClient, make_client};
pub use model::{Client, ClientKind};
pub use queries::{find, look_alikes};

use crate::db::{Touched, Work};
use crate::refusal::Refused;

/// Keeps what search finds of clients true: the projection that `app.rs` registers.
pub fn refresh(work: &mut Work, touched: &Touched) -> Result<(), Refused> {
    let mut ids = touched.new_clients.clone();
    ids.extend(&touched.clients);
    if !ids.is_empty() {
        queries::refresh_search(work, &ids)?;
    }
    Ok(())
}

pub fn routes(app: &mut web::ServiceConfig) {
    let _ = app;
}
