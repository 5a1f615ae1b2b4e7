//! Marks in a list: the place of every so many rows, from which a jump goes on by key.

use diesel::prelude::*;

use super::conditions::{Condition, bound};
use super::frame::Frame;
use super::row::{Value, Values, cursor_text};
use super::{goes_down, last_key, source, stretches};
use crate::db::{DbError, Work, assembled};
use crate::register::columns::Column;
use crate::register::view::{Cursor, View};

/// The number of rows of a list, and the place of each row at a whole multiple of the step.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    pub count: i64,
    pub places: Vec<Cursor>,
}

/// Reads a list once along its index, and keeps one row in so many.
pub fn marks(work: &mut Work, view: &View, frame: &Frame, step: i64) -> Result<Marks, DbError> {
    let mut marks = Marks::default();
    let id = format!("r.{}", view.register.id());
    let way = if goes_down(view) { " DESC" } else { "" };
    for which in stretches(view) {
        let condition = Condition::of(view, work.organization(), frame);
        let source = source(view, condition, *which);
        // The values of an added field that are empty stand in no table: those rows are ordered by their id.
        let by_id = matches!(view.sort, Column::Custom(_)) && source.key == id;
        let (order, key) = match by_id {
            true => (format!("{id}{way}"), "NULL::text".to_owned()),
            false => (
                format!("{}{way}, {}{way}", source.key, last_key(view, &id)),
                source.key.clone(),
            ),
        };
        let text = format!(
            "SELECT id, n, total, key FROM (SELECT {id} AS id, {key} AS key, row_number() OVER (ORDER BY {order}) AS n, \
             count(*) OVER () AS total FROM {} WHERE {}) x WHERE (n + {}) % {step} = 0 OR n = total ORDER BY n",
            source.from, source.condition.text, marks.count
        );
        let found: Vec<Values> =
            bound(assembled(text), source.condition.binds).load(work.conn())?;
        let before = marks.count;
        for Values(values) in found {
            let [Value::Id(id), Value::Number(n), Value::Number(total), key] = values.as_slice()
            else {
                continue;
            };
            marks.count = before + total;
            if (before + n) % step == 0 {
                marks.places.push(Cursor {
                    id: *id,
                    value: cursor_text(key),
                });
            }
        }
    }
    Ok(marks)
}
