//! From a workbook to clients, projects, supports and decisions: reading (any file into one compact form),
//! understanding (what sheets, columns and values mean), joining (rows into records) and the draft that
//! comes out; all of that is pure. The worker runs it in the background, the writer puts it into the database.

mod actions;
pub mod api;
mod choices;
mod comparing;
pub mod draft;
mod drafting;
mod dump;
pub mod joining;
mod model;
mod pages;
mod problem_book;
mod queries;
mod questions;
pub mod reading;
pub mod understanding;
mod updating;
mod views;
pub mod worker;
mod writer;

use actix_web::web;

use pages::{choosing, files};

pub use actions::{bring_for, start_undo, write_without_asking};
pub use dump::dump;
pub use model::{Import, ImportState};
pub use pages::upload_config;
pub use queries::find;
pub use writer::{FileRow, forget_rows, rows_after, rows_of, source_row};

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/api/v1/imports", web::post().to(api::create))
        .route("/api/v1/imports/{id}", web::get().to(api::show))
        .route("/api/v1/imports/{id}", web::patch().to(api::change))
        .route(
            "/api/v1/imports/{id}/problems",
            web::get().to(api::problems),
        )
        .route(
            "/api/v1/imports/{id}/problems.xlsx",
            web::get().to(api::problems_as_book),
        )
        .route("/api/v1/imports/{id}/write", web::post().to(api::write))
        .route("/api/v1/imports/{id}/undo", web::post().to(api::undo))
        .route("/imports", web::get().to(pages::index))
        .route("/imports", web::post().to(pages::create))
        .route("/imports/{id}", web::get().to(pages::show))
        .route("/imports/{id}/file", web::get().to(pages::show_file))
        .route("/imports/{id}/file", web::post().to(choosing::file))
        .route("/imports/{id}/columns", web::get().to(pages::show_columns))
        .route("/imports/{id}/columns", web::post().to(choosing::columns))
        .route("/imports/{id}/replace", web::post().to(choosing::replace))
        .route("/imports/{id}/words", web::post().to(choosing::words))
        .route("/imports/{id}/matches", web::get().to(pages::show_matches))
        .route("/imports/{id}/pairs", web::post().to(choosing::pairs))
        .route("/imports/{id}/policies", web::post().to(choosing::policies))
        .route("/imports/{id}/values", web::post().to(choosing::values))
        .route(
            "/imports/{id}/decisions/{sheet}/{row}",
            web::post().to(choosing::place_decision),
        )
        .route("/imports/{id}/result", web::get().to(pages::show_result))
        .route(
            "/imports/{id}/problems.xlsx",
            web::get().to(files::problems),
        )
        .route(
            "/imports/{id}/rows/{sheet}/{row}",
            web::get().to(files::row),
        )
        .route("/imports/{id}/read", web::post().to(pages::read))
        .route("/imports/{id}/stop", web::post().to(pages::stop))
        .route("/imports/{id}/write", web::post().to(pages::write))
        .route("/imports/{id}/undo", web::post().to(pages::undo));
}
