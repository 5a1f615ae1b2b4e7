//! Rows whose values slipped one column to the side: told by values that make no sense where they stand and
//! do make sense one column on.

use super::joiner::{Context, Joiner};
use crate::imports::draft::Field;
use crate::imports::reading::{RowView, Value};
use crate::imports::understanding::grid::is_empty;
use crate::values::dates::{DateError, read_date};
use crate::values::text::is_space;

/// True where at least two fewer values are senseless if everything is read one column to the side.
pub fn is_shifted(joiner: &Joiner<'_>, context: &Context<'_>, row: RowView<'_>) -> bool {
    let (bad, good) = senseless(joiner, context, row, 0);
    if bad < 2 {
        return false;
    }
    [1i32, -1].into_iter().any(|by| {
        let (bad_there, good_there) = senseless(joiner, context, row, by);
        bad_there + 2 <= bad && good_there > good
    })
}

/// How many values of a row cannot stand, and how many surely can, in the column `by` places on.
fn senseless(joiner: &Joiner<'_>, context: &Context<'_>, row: RowView<'_>, by: i32) -> (u32, u32) {
    let (mut bad, mut good) = (0, 0);
    for (col, value) in row.cells() {
        let Ok(there) = u16::try_from(i32::from(col) + by) else {
            continue;
        };
        let Some(field) = context.plan_of(there).and_then(|c| c.field()) else {
            continue;
        };
        match makes_sense(joiner, field, value) {
            Some(true) => good += 1,
            Some(false) => bad += 1,
            None => {}
        }
    }
    (bad, good)
}

fn makes_sense(joiner: &Joiner<'_>, field: Field, value: Value<'_>) -> Option<bool> {
    if is_empty(value) || matches!(value, Value::Error(_) | Value::Bool(_)) {
        return None;
    }
    let text = if let Value::Text(_, t) = value {
        Some(t.trim_matches(is_space))
    } else {
        None
    };
    let number = if let Value::Number(n) = value {
        Some(n)
    } else {
        None
    };
    let is_date = matches!(value, Value::Date(_));
    match field {
        f if f.is_date() => Some(match (text, number) {
            (Some(t), _) => !matches!(read_date(t), Err(DateError::NotADate)),
            (_, Some(n)) => (20_000.0..60_000.0).contains(&n) || (1950.0..2100.0).contains(&n),
            _ => true,
        }),
        Field::State => Some(text.is_some_and(|t| joiner.state_named(t).is_some())),
        Field::Jobs => match (text, number) {
            (Some(t), _) => {
                (t.contains("млн") || t.contains("тыс") || t.contains("руб") || t.contains("р."))
                    .then_some(false)
            }
            (_, Some(n)) => Some((0.0..20_000.0).contains(&n)),
            _ => Some(false),
        },
        Field::Responsible => match text {
            Some(t) if !joiner.knowledge.people.is_empty() => {
                Some(joiner.person_named(t).is_some())
            }
            Some(_) => None,
            None => Some(false),
        },
        f if f.is_money() => {
            if is_date {
                Some(false)
            } else {
                None
            }
        }
        Field::Inn | Field::Ogrn | Field::Phone => {
            if is_date {
                Some(false)
            } else {
                None
            }
        }
        Field::Industry
        | Field::District
        | Field::City
        | Field::ClientName
        | Field::ProjectName => Some(text.is_some()),
        _ => None,
    }
}
