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
mod marks;
mod merging;
mod pages;
mod periods;
mod projection;
mod queries;
mod registers;
mod routes;
mod saved;
mod selection;
mod values;
mod view;
mod views;
mod writing;

pub use elsewhere::{Filters, More};
pub use made::{Counted, MadeRows, Names, add_made, count_made};
pub use projection::{add_imported, refresh, touch_after};
pub use registers::Register;
pub use routes::routes;
pub use selection::{filter_of, matching_after};

use crate::accounts::Actor;
use crate::db::{DbError, Work};
use crate::web::Fields;

/// How PostgreSQL reads a page of the list at this address (its query), from the beginning or after a place:
/// what the list itself would ask, planned instead of run.
pub fn plans(
    work: &mut Work,
    actor: &Actor,
    register: Register,
    query: &str,
) -> Result<Vec<String>, DbError> {
    let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
    let fields = Fields::from_pairs(pairs.collect());
    let (view, frame) = pages::opened(work, actor, register, &fields, false)?;
    let after = view::Cursor::parse(fields.exact("after"));
    let ask = queries::Ask::page(after.as_ref(), 60);
    queries::plans(work, &view, &frame, &ask)
}
