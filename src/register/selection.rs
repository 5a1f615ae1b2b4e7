//! What other rooms ask of a view that they know as an address only.

use uuid::Uuid;

use super::queries;
use super::view::View;
use crate::db::{DbError, Work};
use crate::web::Fields;

fn view_of(query: &str) -> View {
    let pairs = form_urlencoded::parse(query.as_bytes());
    View::from_query(&Fields::from_pairs(pairs.into_owned().collect()))
}

/// The filter and order in an address, as the register itself would write them.
pub fn filter_of(fields: &Fields) -> String {
    View::from_query(fields).to_query()
}

/// Ids and versions of projects that fit the view of an address, after an id.
pub fn matching_after(
    work: &mut Work,
    query: &str,
    after: Uuid,
    limit: i64,
) -> Result<Vec<(Uuid, i64)>, DbError> {
    queries::selected(work, &view_of(query), after, limit)
}
