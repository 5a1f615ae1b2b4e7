//! From a workbook to clients, projects, supports and decisions: reading (any file into one compact form),
//! understanding (what sheets, columns and values mean), joining (rows into records) and the draft that
//! comes out; all of that is pure. The worker runs it in the background, the writer puts it into the database.

mod actions;
pub mod draft;
mod dump;
pub mod joining;
mod model;
mod pages;
mod queries;
pub mod reading;
pub mod understanding;
mod views;
pub mod worker;
mod writer;

use actix_web::web;

pub use actions::{bring_for, start_undo, write_without_asking};
pub use dump::dump;
pub use model::{Import, ImportState};
pub use pages::upload_config;
pub use queries::find;
pub use writer::{FileRow, rows_after, rows_of, source_row};

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/imports", web::get().to(pages::index))
        .route("/imports", web::post().to(pages::create))
        .route("/imports/{id}", web::get().to(pages::show))
        .route("/imports/{id}/write", web::post().to(pages::write))
        .route("/imports/{id}/undo", web::post().to(pages::undo));
}
