//! The grid that replaces Excel: rows, sorted, filtered, grouped, paged by key, edited in place, exported.
//! It reads its own copies (`project_rows`), and writes only through the actions of the rooms below.

mod batch;
mod cell_text;
mod cells;
mod columns;
mod conflict_view;
mod elsewhere;
mod export;
mod filter;
mod hands;
mod made;
mod merging;
mod pages;
mod periods;
mod projection;
mod queries;
mod registers;
mod saved;
mod selection;
mod values;
mod view;
mod views;

use actix_web::web;

pub use elsewhere::{Filters, More};
pub use made::{Counted, MadeRows, Names, add_made, count_made};
pub use projection::{refresh, touch_after};
pub use selection::{filter_of, matching_after};

use crate::accounts::Actor;
use crate::db::{DbError, Work};
use crate::web::Fields;

/// How PostgreSQL reads a page of the list at this address (its query), from the beginning or after a place:
/// what the list itself would ask, planned instead of run.
pub fn plans(work: &mut Work, actor: &Actor, query: &str) -> Result<Vec<String>, DbError> {
    let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
    let fields = Fields::from_pairs(pairs.collect());
    let view = view::View::from_query(registers::Register::Projects, &fields);
    let after = view::Cursor::parse(fields.exact("after"));
    let ask = queries::Ask::page(after.as_ref(), 60);
    let frame = pages::frame(work, actor, std::slice::from_ref(&view))?;
    queries::plans(work, &view, &frame, &ask)
}

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/register", web::get().to(pages::index))
        .route("/register/rows", web::get().to(pages::rows))
        .route("/register/rows/by-id", web::get().to(pages::rows_by_id))
        .route("/register/totals", web::get().to(pages::totals::totals))
        .route(
            "/register/filters/{name}",
            web::get().to(pages::filters::filter),
        )
        .route("/register/filter", web::get().to(pages::builder::builder))
        .route("/register/views", web::get().to(pages::saved::index))
        .route("/register/views", web::post().to(pages::saved::create))
        .route(
            "/register/views/counts",
            web::get().to(pages::saved::counts),
        )
        .route("/register/views/{id}", web::post().to(pages::saved::change))
        .route("/register/columns", web::get().to(pages::columns::columns))
        .route("/register/layout.css", web::get().to(pages::columns::style))
        .route("/register/options/{column}", web::get().to(cells::options))
        .route("/register/cells", web::post().to(batch::write))
        .route(
            "/register/cells/{id}/{column}",
            web::post().to(cells::write),
        )
        .route("/register/export.xlsx", web::get().to(export::xlsx))
        .route("/register/export.csv", web::get().to(export::csv));
}
