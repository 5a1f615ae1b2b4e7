//! All SQL of the room that reads.

mod asked;
mod by_id;
mod conditions;
mod expressions;
mod frame;
mod marks;
mod neighbours;
mod row;
mod saved;
mod selection;
mod stored;
mod totals;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use uuid::Uuid;

pub use by_id::{counts, matching, own_among, row_by_id, rows_by_id};
pub use conditions::{Bind, Condition, bound};
pub use frame::{Added, Frame, added};
pub use marks::{Marks, marks};
pub use neighbours::neighbours;
pub use row::{Row, Texts};
pub use saved::{Began, SavedView, began, insert_view, lock_view, move_view, save_view, visit};
pub use selection::{selected, zone};
pub use stored::Stored;
pub use totals::{ColumnTotals, Group, Totals, counts_of, groups, totals};

use expressions::{rows_of, value_of};
use totals::group_value;

use row::{Values, select_list};

use super::columns::{Column, Kind};
use super::view::{Cursor, View};
use crate::db::{DbError, Work, assembled};

/// The smallest value of a column, which stands for an empty one.
fn empty(kind: Kind) -> &'static str {
    match kind {
        Kind::Money | Kind::Whole | Kind::Decimal => "-1",
        Kind::Date => "DATE '0001-01-01'",
        _ => "''",
    }
}

/// Columns without an empty value.
fn is_always_there(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Number | Kind::State | Kind::Days | Kind::Moment | Kind::Percent
    )
}

fn key_bind(sort: Column, value: &str) -> Option<Bind> {
    Some(match sort.kind() {
        Kind::Number | Kind::Money | Kind::Decimal | Kind::Flag => Bind::Big(value.parse().ok()?),
        // A link that somebody changed must not ask for more than the column holds.
        Kind::State | Kind::Percent => Bind::Big(value.parse::<i16>().ok()?.into()),
        Kind::Whole => Bind::Big(value.parse::<i32>().ok()?.into()),
        Kind::Date => Bind::Date(value.parse().ok()?),
        Kind::Days | Kind::Moment => Bind::Time(chrono::DateTime::from_timestamp_micros(
            value.parse().ok()?,
        )?),
        _ => Bind::Text(value.to_owned()),
    })
}

/// The comparison type of a key: a parameter of a wider type would not reach the index.
fn key_cast(sort: Column) -> &'static str {
    match sort.kind() {
        Kind::State | Kind::Percent => "::smallint",
        Kind::Whole => "::integer",
        _ => "",
    }
}

fn is_empty_key(sort: Column, cursor: &Cursor) -> bool {
    match sort.kind() {
        _ if matches!(sort, Column::Custom(_)) => cursor.value.is_empty(),
        kind if is_always_there(kind) => false,
        Kind::Money | Kind::Whole | Kind::Decimal => cursor.value == "-1",
        Kind::Date => cursor.value == "0001-01-01",
        _ => cursor.value.is_empty(),
    }
}

/// Days grow as the moment they are counted from lies further back.
fn goes_down(view: &View) -> bool {
    view.descending != (view.sort.kind() == Kind::Days)
}

/// A part of a list that an index holds in one piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stretch {
    All,
    Filled,
    Empty,
}

/// Empty values come last in either direction: descending that is the order of the index, ascending the list
/// begins after them and ends with them. An added field has its values and its empties in different tables.
fn stretches(view: &View) -> &'static [Stretch] {
    match view.sort {
        Column::Custom(_) => &[Stretch::Filled, Stretch::Empty],
        _ if view.descending || is_always_there(view.sort.kind()) => &[Stretch::All],
        _ => &[Stretch::Filled, Stretch::Empty],
    }
}

/// Where the rows of a stretch come from, how they are sorted, and the condition that makes it one.
struct Source {
    from: String,
    key: String,
    condition: Condition,
}

fn source(view: &View, mut condition: Condition, which: Stretch) -> Source {
    let (table, id) = (rows_of(view.register), view.register.id());
    let mut source = Source {
        from: format!("{table} r"),
        key: value_of(view.register, view.sort),
        condition: condition.clone(),
    };
    let Column::Custom(custom) = view.sort else {
        let least = empty(view.sort.kind());
        match which {
            Stretch::All => {}
            Stretch::Filled => source.condition.and(&format!("{} > {least}", source.key)),
            Stretch::Empty => source.condition.and(&format!("{} = {least}", source.key)),
        }
        return source;
    };
    let value = view.sort.key();
    if which == Stretch::Filled {
        let of_field = condition.part(
            &format!("s.organization_id = $1 AND s.field_id = ? AND {value} IS NOT NULL"),
            vec![Bind::Id(custom.id)],
        );
        condition.and(&of_field);
        source.from = format!(
            "custom_values s JOIN {table} r ON r.organization_id = s.organization_id AND r.{id} = s.row_id"
        );
        source.key = value.to_owned();
    } else {
        let none = condition.part(
            &format!(
                "NOT EXISTS (SELECT 1 FROM custom_values s WHERE s.organization_id = $1 \
                 AND s.field_id = ? AND s.row_id = r.{id} AND {value} IS NOT NULL)"
            ),
            vec![Bind::Id(custom.id)],
        );
        condition.and(&none);
        source.key = format!("r.{id}");
    }
    source.condition = condition;
    source
}

/// What is asked of a list: from where, how many, how much of long texts.
#[derive(Debug, Clone)]
pub struct Ask<'a> {
    pub after: Option<&'a Cursor>,
    /// Rows that are passed over from there: a jump lands between two marks.
    pub skip: i64,
    pub limit: i64,
    pub texts: Texts,
}

impl<'a> Ask<'a> {
    pub fn page(after: Option<&'a Cursor>, limit: i64) -> Ask<'a> {
        Ask {
            after,
            skip: 0,
            limit,
            texts: Texts::Beginning,
        }
    }
}

/// Rows after a place in the list.
pub fn rows(
    work: &mut Work,
    view: &View,
    frame: &Frame,
    ask: &Ask<'_>,
) -> Result<Vec<Row>, DbError> {
    let all = stretches(view);
    let in_empties = ask.after.is_some_and(|c| is_empty_key(view.sort, c));
    let first = if in_empties { all.len() - 1 } else { 0 };
    let mut found = Vec::new();
    let (mut after, mut skip) = (ask.after, ask.skip);
    for (n, which) in all.iter().enumerate().skip(first) {
        let wanted = ask.limit - found.len() as i64;
        if wanted <= 0 {
            break;
        }
        let part = Ask {
            after,
            skip,
            limit: wanted,
            texts: ask.texts,
        };
        let rows = stretch(work, view, frame, *which, &part)?;
        if rows.is_empty() && skip > 0 && n + 1 < all.len() {
            skip -= left(work, view, frame, *which, after)?.min(skip);
        } else {
            skip = 0;
        }
        after = None;
        found.extend(rows);
    }
    Ok(found)
}

#[derive(QueryableByName)]
struct PlanLine {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    line: String,
}

/// How PostgreSQL reads a page of a list, a plan for each statement that may be needed.
pub fn plans(
    work: &mut Work,
    view: &View,
    frame: &Frame,
    ask: &Ask<'_>,
) -> Result<Vec<String>, DbError> {
    let organization = work.organization();
    let mut plans = Vec::new();
    for which in stretches(view) {
        let (text, condition) = stretch_statement(view, organization, frame, *which, ask);
        let explained = assembled(format!("EXPLAIN (COSTS off) {text}"));
        let lines: Vec<PlanLine> = bound(explained, condition.binds).load(work.conn())?;
        let lines: Vec<String> = lines.into_iter().map(|l| l.line).collect();
        plans.push(format!("{text}\n{}", lines.join("\n")));
    }
    Ok(plans)
}

fn stretch_statement(
    view: &View,
    organization: Uuid,
    frame: &Frame,
    which: Stretch,
    ask: &Ask<'_>,
) -> (String, Condition) {
    let source = source(view, Condition::of(view, organization, frame), which);
    let mut condition = source.condition;
    let id = format!("r.{}", view.register.id());
    let is_custom = matches!(view.sort, Column::Custom(_));
    let by_id = is_custom && which == Stretch::Empty;
    let way = if goes_down(view) { " DESC" } else { "" };
    after_cursor(view, &source.key, &id, by_id, ask.after, &mut condition);
    let mut list = select_list(view, ask.texts);
    if is_custom {
        let sorted = if by_id { "NULL::text" } else { &source.key };
        list.push_str(&format!(", {sorted}"));
    }
    let order = match by_id {
        true => format!("{id}{way}"),
        false => format!("{}{way}, {}{way}", source.key, last_key(view, &id)),
    };
    // The limit stands in the text: with a placeholder PostgreSQL plans the statement on each request.
    let mut text = format!(
        "SELECT {list} FROM {} WHERE {} ORDER BY {order} LIMIT {}",
        source.from, condition.text, ask.limit
    );
    if ask.skip > 0 {
        text.push_str(&format!(" OFFSET {}", ask.skip));
    }
    (text, condition)
}

/// What decides between equal values, as the index has it.
fn last_key(view: &View, id: &str) -> String {
    match view.sort {
        Column::Custom(_) => "s.row_id".to_owned(),
        _ => id.to_owned(),
    }
}

fn after_cursor(
    view: &View,
    key: &str,
    id: &str,
    by_id: bool,
    after: Option<&Cursor>,
    condition: &mut Condition,
) {
    let Some(cursor) = after else { return };
    let sign = if goes_down(view) { "<" } else { ">" };
    let part = if by_id {
        condition.part(&format!("{id} {sign} ?"), vec![Bind::Id(cursor.id)])
    } else {
        let Some(value) = key_bind(view.sort, &cursor.value) else {
            return;
        };
        let text = format!(
            "({key}, {}) {sign} (?{}, ?)",
            last_key(view, id),
            key_cast(view.sort)
        );
        condition.part(&text, vec![value, Bind::Id(cursor.id)])
    };
    condition.and(&part);
}

fn stretch(
    work: &mut Work,
    view: &View,
    frame: &Frame,
    which: Stretch,
    ask: &Ask<'_>,
) -> Result<Vec<Row>, DbError> {
    let (text, condition) = stretch_statement(view, work.organization(), frame, which, ask);
    let found: Vec<Values> = bound(assembled(text), condition.binds).load(work.conn())?;
    let customs = view.customs();
    let row = |values| Row::of(view.register, &customs, values);
    Ok(found.into_iter().map(row).collect())
}

/// The first rows of each of these groups, each with the group that it is of, in one statement.
pub fn rows_of_groups(
    work: &mut Work,
    view: &View,
    frame: &Frame,
    by: Column,
    groups: &[String],
    limit: i64,
) -> Result<Vec<(String, Row)>, DbError> {
    let mut condition = Condition::of(view, work.organization(), frame);
    let wanted = condition.part("?", vec![Bind::Texts(groups.to_vec())]);
    let (table, id) = (rows_of(view.register), view.register.id());
    let way = if goes_down(view) { " DESC" } else { "" };
    let mut key = value_of(view.register, view.sort);
    let mut empties = format!("{key} = {}, ", empty(view.sort.kind()));
    if let Column::Custom(custom) = view.sort {
        let value = format!(
            "(SELECT {} FROM custom_values s WHERE s.organization_id = $1 AND s.field_id = ? AND s.row_id = r.{id})",
            view.sort.key()
        );
        key = condition.part(&value, vec![Bind::Id(custom.id)]);
        empties = format!("{key} IS NULL, ");
    } else if is_always_there(view.sort.kind()) {
        empties.clear();
    }
    let text = format!(
        "SELECT {}, g.v FROM unnest({wanted}) WITH ORDINALITY g (v, o) CROSS JOIN LATERAL ( \
            SELECT r.*, row_number() OVER () AS place FROM ( \
                SELECT r.* FROM {table} r WHERE {} AND {} = g.v ORDER BY {empties}{key}{way}, r.{id}{way} LIMIT {limit} \
            ) r) r ORDER BY g.o, r.place",
        select_list(view, Texts::Beginning),
        condition.text,
        group_value(view.register, by),
    );
    let found: Vec<Values> = bound(assembled(text), condition.binds).load(work.conn())?;
    let customs = view.customs();
    Ok(found
        .into_iter()
        .map(|values| {
            let row = Row::of(view.register, &customs, values);
            (row.text(Stored::Sorted).to_owned(), row)
        })
        .collect())
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// How many rows a stretch has after a place.
fn left(
    work: &mut Work,
    view: &View,
    frame: &Frame,
    which: Stretch,
    after: Option<&Cursor>,
) -> Result<i64, DbError> {
    let source = source(view, Condition::of(view, work.organization(), frame), which);
    let mut condition = source.condition;
    let id = format!("r.{}", view.register.id());
    let by_id = matches!(view.sort, Column::Custom(_)) && which == Stretch::Empty;
    after_cursor(view, &source.key, &id, by_id, after, &mut condition);
    let text = format!(
        "SELECT count(*) AS n FROM {} WHERE {}",
        source.from, condition.text
    );
    let found: Number = bound(assembled(text), condition.binds).get_result(work.conn())?;
    Ok(found.n)
}
