//! A test of one value as SQL, by what the column holds.

use chrono::{DateTime, Days, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;

use super::conditions::Bind;
use super::frame::Frame;
use crate::register::columns::{Column, Kind};
use crate::register::filter::{ME, Op, Test};
use crate::register::periods;
use crate::register::values;
use crate::register::view::{escaped, folded};

/// A day long before any other stands for an empty one.
const NO_DAY: &str = "DATE '0001-01-01'";

/// A test of the value that stands in `x`.
pub fn asked(x: &str, test: &Test, frame: &Frame) -> (String, Vec<Bind>) {
    let value = test.values.first().map_or("", String::as_str);
    match test.column.kind() {
        Kind::Money => number(x, "", test.op, values::kopecks(value), 0),
        Kind::Decimal => {
            // Only of an added field may a number be below nothing: where it is empty it has no row.
            let least = match test.column {
                Column::Custom(_) => i64::MIN,
                _ => 0,
            };
            number(x, "", test.op, values::millionths(value), least)
        }
        Kind::Whole => number(x, "::integer", test.op, values::whole(value), 0),
        Kind::Percent => {
            let n = values::whole(value).map(|n| n.min(100));
            number(x, "::smallint", test.op, n, 0)
        }
        Kind::Date => date(x, test.op, value, frame),
        Kind::Moment => moment(x, test.op, value, frame),
        Kind::Days => days(x, test.op, values::whole(value).unwrap_or_default(), frame),
        Kind::Flag => {
            let values = test.values.iter().filter_map(|v| v.parse().ok()).collect();
            (format!("{x} = ANY (?)"), vec![Bind::Bigs(values)])
        }
        _ => text(x, test, frame),
    }
}

/// An empty number is below the least one.
fn number(x: &str, cast: &str, op: Op, n: Option<i64>, least: i64) -> (String, Vec<Bind>) {
    let n = n.unwrap_or_default();
    match op {
        Op::From => (format!("{x} >= ?{cast}"), vec![Bind::Big(n)]),
        Op::To if least == i64::MIN => (format!("{x} <= ?"), vec![Bind::Big(n)]),
        Op::To => (format!("({x} >= 0 AND {x} <= ?{cast})"), vec![Bind::Big(n)]),
        Op::Empty => (format!("{x} < 0"), Vec::new()),
        _ => (format!("{x} >= 0"), Vec::new()),
    }
}

fn between(x: &str, span: periods::Span) -> (String, Vec<Bind>) {
    let from = span
        .0
        .map_or_else(|| format!("{x} > {NO_DAY}"), |_| format!("{x} >= ?"));
    let to = span
        .1
        .map_or_else(String::new, |_| format!(" AND {x} <= ?"));
    let binds = [span.0, span.1]
        .into_iter()
        .flatten()
        .map(Bind::Date)
        .collect();
    (format!("({from}{to})"), binds)
}

fn date(x: &str, op: Op, value: &str, frame: &Frame) -> (String, Vec<Bind>) {
    let day = value.parse().ok();
    match op {
        Op::Period => between(x, periods::span(value, frame.today).unwrap_or_default()),
        Op::From => between(x, (day, None)),
        Op::To => between(x, (None, day)),
        Op::Empty => (format!("{x} = {NO_DAY}"), Vec::new()),
        _ => (format!("{x} > {NO_DAY}"), Vec::new()),
    }
}

fn moment(x: &str, op: Op, value: &str, frame: &Frame) -> (String, Vec<Bind>) {
    let day: Option<NaiveDate> = value.parse().ok();
    let (from, to) = match op {
        Op::Period => periods::span(value, frame.today).unwrap_or_default(),
        Op::From => (day, None),
        _ => (None, day),
    };
    let mut parts = vec!["true".to_owned()];
    let mut binds = Vec::new();
    if let Some(from) = from {
        parts.push(format!("{x} >= ?"));
        binds.push(Bind::Time(start_of(from, frame.zone)));
    }
    if let Some(to) = to {
        parts.push(format!("{x} < ?"));
        binds.push(Bind::Time(start_of(day_after(to), frame.zone)));
    }
    (format!("({})", parts.join(" AND ")), binds)
}

/// So many days since the moment, by the calendar.
fn days(x: &str, op: Op, n: i64, frame: &Frame) -> (String, Vec<Bind>) {
    let first = days_before(frame.today, n);
    match op {
        Op::From => (
            format!("{x} < ?"),
            vec![Bind::Time(start_of(day_after(first), frame.zone))],
        ),
        _ => (
            format!("{x} >= ?"),
            vec![Bind::Time(start_of(first, frame.zone))],
        ),
    }
}

fn text(x: &str, test: &Test, frame: &Frame) -> (String, Vec<Bind>) {
    let value = test.values.first().map_or("", String::as_str);
    let like = |not: &str, pattern: String| {
        (
            format!("translate(lower({x}), 'ё', 'е') {not}LIKE ?"),
            vec![Bind::Text(pattern)],
        )
    };
    let plain = escaped(&folded(value));
    match test.op {
        Op::Has => like("", format!("%{plain}%")),
        Op::Hasnt => like("NOT ", format!("%{plain}%")),
        Op::Starts => like("", format!("{plain}%")),
        Op::Empty => (format!("{x} = ''"), Vec::new()),
        Op::Filled => (format!("{x} <> ''"), Vec::new()),
        Op::Is => (format!("{x} = ?"), vec![Bind::Text(value.to_owned())]),
        op => {
            let me = |v: &String| match v.as_str() {
                ME => frame.user.to_string(),
                other => other.to_owned(),
            };
            let not = if op == Op::Not { "NOT " } else { "" };
            (
                format!("{not}{x} = ANY (?)"),
                vec![Bind::Texts(test.values.iter().map(me).collect())],
            )
        }
    }
}

/// The first moment of a day where the organization is.
pub fn start_of(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    zone.from_local_datetime(&midnight)
        .earliest()
        .map_or_else(|| midnight.and_utc(), |at| at.with_timezone(&Utc))
}

fn days_before(day: NaiveDate, n: i64) -> NaiveDate {
    let n = u64::try_from(n).unwrap_or_default();
    day.checked_sub_days(Days::new(n)).unwrap_or(NaiveDate::MIN)
}

pub fn day_after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(NaiveDate::MAX)
}
