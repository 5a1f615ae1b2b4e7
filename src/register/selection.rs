//! What other rooms ask of a view that they know as an address only.

use uuid::Uuid;

use super::queries::{self, Frame};
use super::registers::Register;
use super::view::View;
use crate::db::{DbError, Work};
use crate::web::Fields;

fn view_of(query: &str) -> View {
    let pairs = form_urlencoded::parse(query.as_bytes());
    let fields = Fields::from_pairs(pairs.into_owned().collect());
    View::from_query(Register::Projects, &fields)
}

/// The filter and order in an address, as the register itself would write them.
pub fn filter_of(fields: &Fields) -> String {
    View::from_query(Register::Projects, fields).to_query()
}

/// Ids and versions of projects that fit the view of an address, after an id; "mine" and "today" are those of
/// whoever this work acts for.
pub fn matching_after(
    work: &mut Work,
    query: &str,
    after: Uuid,
    limit: i64,
) -> Result<Vec<(Uuid, i64)>, DbError> {
    let view = view_of(query);
    let user = work.user().unwrap_or_default();
    let zone = queries::zone(work)?;
    let frame = Frame::of(work, user, zone, std::slice::from_ref(&view), false)?;
    let view = view.without_unknown(&frame.customs());
    queries::selected(work, &view, &frame, after, limit)
}
