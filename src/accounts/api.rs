//! Sign-in, organizations and members for programs: sections 2 and 10 of the contract.

pub mod auth;
pub mod organizations;
pub mod users;

use crate::web::api::{Endpoint, output_schema};
use serde_json::Value;

/// Endpoints of the room, for the description.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = auth::endpoints();
    all.extend(organizations::endpoints());
    all.extend(users::endpoints());
    all
}

/// Rows of the room, for the description.
pub fn rows() -> Vec<(&'static str, Value)> {
    vec![
        ("Session", output_schema(&auth::SESSION)),
        ("Organization", output_schema(&organizations::ORGANIZATION)),
        ("User", output_schema(&users::USER)),
        ("Member", output_schema(&organizations::MEMBER)),
    ]
}
