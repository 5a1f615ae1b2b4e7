//! The grid that replaces Excel: rows of projects, sorted, filtered, paged by key, edited in place,
//! exported. It reads its own copies (`project_rows`), and writes only through the actions of the
//! rooms below.

mod batch;
mod cell_text;
mod cells;
mod columns;
mod conflict_view;
mod elsewhere;
mod export;
mod hands;
mod made;
mod merging;
mod pages;
mod projection;
mod queries;
mod selection;
mod view;
mod views;

use actix_web::web;

pub use elsewhere::{Filters, More};
pub use made::{Counted, MadeRows, Names, add_made, count_made};
pub use projection::{refresh, touch_after};
pub use selection::{filter_of, matching_after};

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/register", web::get().to(pages::index))
        .route("/register/rows", web::get().to(pages::rows))
        .route("/register/rows/by-id", web::get().to(pages::rows_by_id))
        .route("/register/totals", web::get().to(pages::totals))
        .route("/register/filters/{name}", web::get().to(pages::filter))
        .route("/register/options/{column}", web::get().to(cells::options))
        .route("/register/cells", web::post().to(batch::write))
        .route(
            "/register/cells/{id}/{column}",
            web::post().to(cells::write),
        )
        .route("/register/export.xlsx", web::get().to(export::xlsx))
        .route("/register/export.csv", web::get().to(export::csv));
}
