//! Companies, sole proprietors, persons and non-profits: who they are, by which numbers the state knows
//! them, and how one is found again instead of made twice.

mod actions;
mod model;
mod queries;

use actix_web::web;

pub use actions::{NewClient, make_client};
pub use model::{Client, ClientKind};
pub use queries::{find, look_alikes};

pub fn routes(app: &mut web::ServiceConfig) {
    let _ = app;
}
