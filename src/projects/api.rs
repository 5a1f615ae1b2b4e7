//! `/api/v1/projects`, `/supports`, `/decisions`: sections 20 to 22 and 24 of the contract.

pub mod decisions;
pub mod nested;
pub mod people;
pub mod projects;
pub mod supports;
pub mod timeline;

use serde_json::Value;

use crate::rest::{self, Resource};
use crate::web::api::{Endpoint, output_schema};
use decisions::Decisions;
use projects::Projects;
use supports::Supports;

/// Endpoints of the room, for the description.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = rest::endpoints::<Projects>(true, true);
    all.extend(rest::endpoints::<Supports>(true, true));
    all.extend(rest::endpoints::<Decisions>(true, true));
    all.extend(people::endpoints());
    all.extend(nested::endpoints());
    all.extend(timeline::endpoints());
    all
}

/// Rows of the room, for the description.
pub fn rows() -> Vec<(&'static str, Value)> {
    vec![
        (Projects::ROW, output_schema(Projects::FIELDS)),
        (Supports::ROW, output_schema(Supports::FIELDS)),
        (Decisions::ROW, output_schema(Decisions::FIELDS)),
        ("ProjectActivity", output_schema(&timeline::ACTIVITY)),
    ]
}
