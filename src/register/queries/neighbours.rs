//! The rows before and after one in the order of a view, found by the key and never by counting.

use super::row::Row;
use super::{Ask, Frame, Stretch, is_empty_key, rows, stretch, stretches};
use crate::db::{DbError, Work};
use crate::register::columns::Column;
use crate::register::view::View;

/// The row before and the row after. The order of an added field is kept in another table, where a single row has
/// no place of its own: such a list has no neighbours.
pub fn neighbours(
    work: &mut Work,
    view: &View,
    frame: &Frame,
    row: &Row,
) -> Result<(Option<Row>, Option<Row>), DbError> {
    if matches!(view.sort, Column::Custom(_)) {
        return Ok((None, None));
    }
    let here = row.cursor(view.sort);
    let after = rows(work, view, frame, &Ask::page(Some(&here), 1))?.pop();
    let turned = View {
        descending: !view.descending,
        ..view.clone()
    };
    let is_empty = is_empty_key(view.sort, &here);
    let ask = Ask::page(Some(&here), 1);
    // Empty values come last whichever way a list is sorted, so the way back is not simply the other order.
    let parts = stretches(&turned);
    let which = match (parts, is_empty) {
        ([Stretch::All], _) => Stretch::All,
        (_, true) => Stretch::Empty,
        (_, false) => Stretch::Filled,
    };
    let mut before = stretch(work, &turned, frame, which, &ask)?
        .pop()
        .filter(|r| is_empty == is_empty_key(view.sort, &r.cursor(view.sort)));
    if before.is_none() && is_empty {
        let first = match which {
            Stretch::Empty => Stretch::Filled,
            other => other,
        };
        before = stretch(work, &turned, frame, first, &Ask::page(None, 1))?
            .pop()
            .filter(|r| !is_empty_key(view.sort, &r.cursor(view.sort)));
    }
    Ok((before, after))
}
