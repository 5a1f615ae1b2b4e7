//! Investment projects: their facts, the people assigned, and the lifecycle from an incomplete
//! application to the archive. The register shows them, imports make them.

mod actions;
mod change;
mod lifecycle;
mod model;
mod queries;

use actix_web::web;

pub use actions::{FieldWrite, NewProject, Written, change_field, make_project, take_numbers};
pub use change::{FieldValue, ProjectField, TypedIn, read as read_field, shown};
pub use lifecycle::{Lack, allowed_moves, check_move, missing_for_full};
pub use model::{Project, ProjectState};
pub use queries::lock as lock_project;

pub fn routes(app: &mut web::ServiceConfig) {
    let _ = app;
}
