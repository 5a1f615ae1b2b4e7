//! The condition of a view as SQL: every test reaches an index where there is one, and values travel as
//! parameters, never in the text.

use chrono::{DateTime, Days, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;
use diesel::sql_types::{Array, BigInt, Date, Text, Timestamptz};
use uuid::Uuid;

use super::expressions::value_of;
use crate::db::Statement;
use crate::register::columns::{Column, Custom, Kind};
use crate::register::filter::{ME, Node, Op, Test};
use crate::register::periods;
use crate::register::registers::Register;
use crate::register::values;
use crate::register::view::{View, escaped, folded};

type SqlUuid = diesel::sql_types::Uuid;

/// Who looks, and when: what "mine", "today" and "since my last visit" mean.
#[derive(Debug, Clone)]
pub struct Frame {
    pub user: Uuid,
    pub today: NaiveDate,
    pub zone: Tz,
    /// Until when this person had looked at the register the time before.
    pub since: Option<DateTime<Utc>>,
}

/// Values of the placeholders, in their order.
#[derive(Debug, Clone)]
pub enum Bind {
    Id(Uuid),
    Ids(Vec<Uuid>),
    Text(String),
    Texts(Vec<String>),
    Big(i64),
    Bigs(Vec<i64>),
    Date(NaiveDate),
    Time(DateTime<Utc>),
}

pub fn bound<'a>(mut statement: Statement<'a>, binds: Vec<Bind>) -> Statement<'a> {
    for bind in binds {
        statement = match bind {
            Bind::Id(v) => statement.bind::<SqlUuid, _>(v),
            Bind::Ids(v) => statement.bind::<Array<SqlUuid>, _>(v),
            Bind::Text(v) => statement.bind::<Text, _>(v),
            Bind::Texts(v) => statement.bind::<Array<Text>, _>(v),
            Bind::Big(v) => statement.bind::<BigInt, _>(v),
            Bind::Bigs(v) => statement.bind::<Array<BigInt>, _>(v),
            Bind::Date(v) => statement.bind::<Date, _>(v),
            Bind::Time(v) => statement.bind::<Timestamptz, _>(v),
        };
    }
    statement
}

/// A condition and its values; the first placeholder is the organization. The rows are called `r`.
#[derive(Debug, Clone)]
pub struct Condition {
    pub text: String,
    pub binds: Vec<Bind>,
}

/// A day long before any other stands for an empty one.
const NO_DAY: &str = "DATE '0001-01-01'";

impl Condition {
    /// All rows of the organization.
    pub fn all(organization: Uuid) -> Condition {
        Condition {
            text: "r.organization_id = $1".to_owned(),
            binds: vec![Bind::Id(organization)],
        }
    }

    /// The rows of a view.
    pub fn of(view: &View, organization: Uuid, frame: &Frame) -> Condition {
        let mut condition = Condition::all(organization);
        for part in condition.parts(view, frame) {
            condition.and(&part);
        }
        condition
    }

    /// What a view asks of a row, each part with its values kept here.
    pub fn parts(&mut self, view: &View, frame: &Frame) -> Vec<String> {
        let whole = [Node::Group(view.filter.clone())];
        let nodes = if view.filter.any {
            &whole
        } else {
            view.filter.nodes.as_slice()
        };
        let mut parts: Vec<String> = nodes
            .iter()
            .map(|node| self.node(view.register, node, frame))
            .collect();
        let patterns = view.search_patterns();
        if !patterns.is_empty() {
            let text = format!(
                "r.{} IN (SELECT search_find('{}', ?))",
                view.register.id(),
                view.register.searched()
            );
            parts.push(self.part(&text, vec![Bind::Texts(patterns)]));
        }
        parts
    }

    /// Numbers the placeholders of a part and keeps their values.
    pub fn part(&mut self, text: &str, binds: Vec<Bind>) -> String {
        let mut out = String::with_capacity(text.len() + 8);
        let mut given = binds.into_iter();
        for piece in text.split_inclusive('?') {
            match (piece.strip_suffix('?'), given.next()) {
                (Some(before), Some(bind)) => {
                    self.binds.push(bind);
                    out.push_str(&format!("{before}${}", self.binds.len()));
                }
                _ => out.push_str(piece),
            }
        }
        out
    }

    pub fn and(&mut self, part: &str) {
        self.text.push_str(" AND ");
        self.text.push_str(part);
    }

    fn node(&mut self, register: Register, node: &Node, frame: &Frame) -> String {
        match node {
            Node::Test(test) => self.test(register, test, frame),
            Node::Group(group) => {
                let parts: Vec<String> = group
                    .nodes
                    .iter()
                    .map(|n| self.node(register, n, frame))
                    .collect();
                format!("({})", parts.join(if group.any { " OR " } else { " AND " }))
            }
        }
    }

    fn test(&mut self, register: Register, test: &Test, frame: &Frame) -> String {
        if let Column::Custom(custom) = test.column {
            return self.custom(register, custom, test, frame);
        }
        let (text, binds) = special(register, test, frame)
            .unwrap_or_else(|| asked(&value_of(test.column), test, frame));
        self.part(&text, binds)
    }

    /// An added field: its values stand in a table of their own, where an empty one has no row.
    fn custom(&mut self, register: Register, custom: Custom, test: &Test, frame: &Frame) -> String {
        let is_opposite = matches!(test.op, Op::Empty | Op::Not | Op::Hasnt);
        let turned = Test {
            op: match test.op {
                Op::Empty => Op::Filled,
                Op::Not => Op::In,
                Op::Hasnt => Op::Has,
                op => op,
            },
            ..test.clone()
        };
        let (inner, mut binds) = match turned.op {
            Op::Filled => ("true".to_owned(), Vec::new()),
            _ => asked(test.column.key(), &turned, frame),
        };
        let not = if is_opposite { "NOT " } else { "" };
        let text = format!(
            "{not}EXISTS (SELECT 1 FROM custom_values s WHERE s.organization_id = $1 AND s.field_id = ? \
             AND s.row_id = r.{} AND {inner})",
            register.id()
        );
        binds.insert(0, Bind::Id(custom.id));
        self.part(&text, binds)
    }
}

/// The first moment of a day where the organization is.
fn start_of(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    zone.from_local_datetime(&midnight)
        .earliest()
        .map_or_else(|| midnight.and_utc(), |at| at.with_timezone(&Utc))
}

fn days_before(day: NaiveDate, n: i64) -> NaiveDate {
    let n = u64::try_from(n).unwrap_or_default();
    day.checked_sub_days(Days::new(n)).unwrap_or(NaiveDate::MIN)
}

fn day_after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(NaiveDate::MAX)
}

fn ids(test: &Test, frame: &Frame) -> Vec<Uuid> {
    let id = |v: &String| match v.as_str() {
        ME => Some(frame.user),
        other => Uuid::try_parse(other).ok(),
    };
    test.values.iter().filter_map(id).collect()
}

/// Tests that look elsewhere than into the sorted column.
fn special(register: Register, test: &Test, frame: &Frame) -> Option<(String, Vec<Bind>)> {
    let not = if test.op == Op::Not { "NOT " } else { "" };
    let id = register.id();
    Some(match (test.column.kind(), test.op) {
        (Kind::State, _) => (
            format!("{not}r.state = ANY (?)"),
            vec![Bind::Texts(test.values.clone())],
        ),
        // A name is unique in its directory, and the index that sorts by it also finds it.
        (Kind::Entry, Op::In | Op::Not) => (
            format!(
                "{not}{} = ANY (ARRAY (SELECT d.name FROM directory_entries d \
                 WHERE d.organization_id = $1 AND d.id = ANY (?)))",
                value_of(test.column)
            ),
            vec![Bind::Ids(ids(test, frame))],
        ),
        (Kind::Person, Op::In | Op::Not) => (
            format!(
                "{not}r.{id} IN (SELECT pp.project_id FROM project_people pp \
                 WHERE pp.organization_id = $1 AND pp.user_id = ANY (?))"
            ),
            vec![Bind::Ids(ids(test, frame))],
        ),
        (Kind::Person, Op::Is) => (
            "r.lead_id = ANY (?)".to_owned(),
            vec![Bind::Ids(ids(test, frame))],
        ),
        (Kind::Client, Op::In) => (
            format!(
                "r.{id} IN (SELECT p.id FROM projects p WHERE p.organization_id = $1 AND p.client_id = ANY (?))"
            ),
            vec![Bind::Ids(ids(test, frame))],
        ),
        (_, Op::Others) => others(register, frame),
        (_, Op::Has) if is_searched(test) => {
            let pattern = format!("%{}%", escaped(&folded(&test.values[0])));
            let (text, mut binds) = asked(&text_of(test.column), test, frame);
            binds.insert(0, Bind::Texts(vec![pattern]));
            let found = format!(
                "r.{id} IN (SELECT search_find('{}', ?))",
                register.searched()
            );
            (format!("({found} AND {text})"), binds)
        }
        (Kind::Number, _) => asked(&text_of(test.column), test, frame),
        _ => return None,
    })
}

/// The number of a project as people read it, not as it is sorted.
fn text_of(column: Column) -> String {
    match column {
        Column::Number => "r.number".to_owned(),
        other => value_of(other),
    }
}

/// The search knows these texts and finds a part of them sooner than a look at every row.
fn is_searched(test: &Test) -> bool {
    const FEWEST: usize = 3;
    let is_kept = matches!(
        test.column,
        Column::Number | Column::Name | Column::Client | Column::Inn | Column::Description
    );
    is_kept
        && test
            .values
            .first()
            .is_some_and(|v| v.chars().count() >= FEWEST)
}

fn others(register: Register, frame: &Frame) -> (String, Vec<Bind>) {
    let Some(since) = frame.since else {
        return ("false".to_owned(), Vec::new());
    };
    let text = format!(
        "(r.updated_at > ? AND EXISTS (SELECT 1 FROM changes c WHERE c.organization_id = $1 \
         AND c.subject_kind = '{}' AND c.subject_id = r.{} AND c.at > ? AND c.actor_id IS DISTINCT FROM ?))",
        register.entity(),
        register.id()
    );
    (
        text,
        vec![Bind::Time(since), Bind::Time(since), Bind::Id(frame.user)],
    )
}

/// A test of the value that stands in `x`.
fn asked(x: &str, test: &Test, frame: &Frame) -> (String, Vec<Bind>) {
    let value = test.values.first().map_or("", String::as_str);
    match test.column.kind() {
        Kind::Money => number(x, "", test.op, values::kopecks(value), 0),
        Kind::Decimal => number(x, "", test.op, values::millionths(value), i64::MIN),
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
