//! Counts and sums over a whole filter, and over each group of it: never over what happens to be loaded.

use diesel::prelude::*;

use super::conditions::{Bind, Condition, bound, person_of};
use super::expressions::{rows_of, value_of};
use super::frame::Frame;
use super::row::{Value, Values};
use crate::db::{DbError, Work, assembled};
use crate::register::columns::{Column, Kind};
use crate::register::registers::Register;
use crate::register::view::View;

/// What one column comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnTotals {
    pub column: Column,
    /// Rows in which it holds something.
    pub filled: i64,
    /// Of numbers: kopecks, millionths or whole ones.
    pub sum: Option<i64>,
}

impl ColumnTotals {
    /// The mean of what is there, rounded half up.
    pub fn mean(&self) -> Option<i64> {
        let sum = self.sum.filter(|_| self.filled > 0)?;
        Some((2 * sum + self.filled).div_euclid(2 * self.filled))
    }
}

/// What a list comes to, or one group of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Totals {
    pub rows: i64,
    pub columns: Vec<ColumnTotals>,
}

/// By what a group is called and found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupKey {
    /// The value in addresses; empty for rows without one.
    pub value: String,
    /// What people read, where it is not a word of ours.
    pub name: String,
}

/// A group of rows with the same value.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    pub key: GroupKey,
    pub totals: Totals,
}

/// Whether the row holds something in this column.
fn is_filled(register: Register, column: Column) -> Option<String> {
    let key = value_of(register, column);
    Some(match column.kind() {
        _ if matches!(column, Column::Custom(_)) => return None,
        Kind::Number | Kind::State | Kind::Days | Kind::Percent | Kind::Moment => "true".to_owned(),
        Kind::Money | Kind::Whole | Kind::Decimal => format!("{key} >= 0"),
        Kind::Date => format!("{key} > DATE '0001-01-01'"),
        _ => format!("{key} <> ''"),
    })
}

/// The expressions of the totals and the joins that they need.
fn expressions(view: &View, columns: &[Column], condition: &mut Condition) -> (String, String) {
    let (mut list, mut joins) = ("count(*)".to_owned(), String::new());
    for (n, column) in columns.iter().enumerate() {
        let (filled, value) = match (is_filled(view.register, *column), column) {
            (Some(filled), _) => (filled, value_of(view.register, *column)),
            (None, Column::Custom(custom)) => {
                let join = format!(
                    " LEFT JOIN custom_values s{n} ON s{n}.organization_id = $1 AND s{n}.field_id = ? \
                     AND s{n}.row_id = r.{}",
                    view.register.id()
                );
                joins.push_str(&condition.part(&join, vec![Bind::Id(custom.id)]));
                let value = column.key().replacen('s', &format!("s{n}"), 1);
                (format!("s{n}.row_id IS NOT NULL"), value)
            }
            (None, _) => ("true".to_owned(), "NULL".to_owned()),
        };
        list.push_str(&format!(", count(*) FILTER (WHERE {filled})"));
        if column.kind().is_summed() {
            list.push_str(&format!(
                ", coalesce(sum({value}) FILTER (WHERE {filled}), 0)::bigint"
            ));
        }
    }
    (list, joins)
}

fn read(columns: &[Column], values: &mut impl Iterator<Item = Value>) -> Totals {
    let mut next = || values.next().map_or(0, |v| v.number());
    let rows = next();
    let columns = columns
        .iter()
        .map(|column| ColumnTotals {
            column: *column,
            filled: next(),
            sum: column.kind().is_summed().then(&mut next),
        })
        .collect();
    Totals { rows, columns }
}

/// What the columns come to over the whole filter; asked by a second request, never with the rows.
pub fn totals(
    work: &mut Work,
    view: &View,
    frame: &Frame,
    columns: &[Column],
) -> Result<Totals, DbError> {
    let mut condition = Condition::of(view, work.organization(), frame);
    let (list, joins) = expressions(view, columns, &mut condition);
    let text = format!(
        "SELECT {list} FROM {} r{joins} WHERE {}",
        rows_of(view.register),
        condition.text
    );
    let found: Values = bound(assembled(text), condition.binds).get_result(work.conn())?;
    Ok(read(columns, &mut found.0.into_iter()))
}

/// The number of rows of each of these views, counted in one pass.
pub fn counts_of(work: &mut Work, views: &[View], frame: &Frame) -> Result<Vec<i64>, DbError> {
    let Some(register) = views.first().map(|v| v.register) else {
        return Ok(Vec::new());
    };
    let mut condition = Condition::all(work.organization());
    let mut list = Vec::new();
    for view in views {
        let mut parts = condition.parts(view, frame);
        parts.insert(0, "true".to_owned());
        list.push(format!("count(*) FILTER (WHERE {})", parts.join(" AND ")));
    }
    let text = format!(
        "SELECT {} FROM {} r WHERE r.organization_id = $1",
        list.join(", "),
        rows_of(register)
    );
    let found: Values = bound(assembled(text), condition.binds).get_result(work.conn())?;
    Ok(found.0.iter().map(Value::number).collect())
}

/// More groups than anybody reads.
const MOST_GROUPS: i64 = 200;

/// The groups of a list in their order, each with what its columns come to; rows without a value come last.
pub fn groups(
    work: &mut Work,
    view: &View,
    frame: &Frame,
    by: Column,
    columns: &[Column],
) -> Result<Vec<Group>, DbError> {
    let mut condition = Condition::of(view, work.organization(), frame);
    let (list, joins) = expressions(view, columns, &mut condition);
    let key = value_of(view.register, by);
    let (value, name) = (group_value(view.register, by), key.clone());
    let order = match by.kind() {
        Kind::State => key,
        _ => format!("{key} = '', {key}"),
    };
    let text = format!(
        "SELECT {value}, {name}, {list} FROM {} r{joins} WHERE {} GROUP BY {value}, {name} \
         ORDER BY {order} LIMIT {MOST_GROUPS}",
        rows_of(view.register),
        condition.text
    );
    let found: Vec<Values> = bound(assembled(text), condition.binds).load(work.conn())?;
    Ok(found
        .into_iter()
        .map(|row| {
            let mut values = row.0.into_iter();
            let value = match values.next() {
                Some(Value::Text(text)) => text,
                _ => String::new(),
            };
            let name = values.next().map(|v| v.text().to_owned());
            Group {
                key: GroupKey {
                    value,
                    name: name.unwrap_or_default(),
                },
                totals: read(columns, &mut values),
            }
        })
        .collect())
}

/// The text by which a row belongs to a group.
pub fn group_value(register: Register, by: Column) -> String {
    match by.kind() {
        Kind::State => "r.state".to_owned(),
        Kind::Person => format!("coalesce(r.{}::text, '')", person_of(by)),
        _ => value_of(register, by),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_rounded_half_up_and_of_nothing_there_is_none() {
        for (sum, filled, mean) in [
            (10, 4, Some(3)),
            (9, 4, Some(2)),
            (0, 3, Some(0)),
            (5, 0, None),
        ] {
            let totals = ColumnTotals {
                column: Column::Own,
                filled,
                sum: Some(sum),
            };
            assert_eq!(totals.mean(), mean, "{sum} / {filled}");
        }
    }
}
