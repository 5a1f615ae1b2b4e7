//! What is to be done: tasks of a deal, a project or a client. Pages of those rooms and `/api/v1` call the
//! same actions; a page tells "today" in the organization's zone, the API in UTC.

mod actions;
pub mod api;
mod model;
mod queries;
mod rules;
mod waking;

use actix_web::web;

pub use actions::{
    bin_task, bin_tasks_of_deal, change_task, give_back, make_task, may_make, restore_task,
    restore_tasks_of_deal, whose,
};
pub use model::{NewTask, Task, TaskChange, TaskOf};
pub use queries::{assigned_to, find, lock, lock_open_of, names_of_subjects, of_subject};
pub use waking::refresh;

/// Whether what tasks may belong to is there.
pub fn is_there(work: &mut crate::db::Work, of: TaskOf) -> Result<bool, crate::db::DbError> {
    Ok(queries::is_own_subject(work, of, uuid::Uuid::nil())?.is_some())
}

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/api/v1/tasks", web::get().to(api::list))
        .route("/api/v1/tasks", web::post().to(api::create))
        .route("/api/v1/tasks/{id}", web::get().to(api::show))
        .route("/api/v1/tasks/{id}", web::patch().to(api::change));
}
