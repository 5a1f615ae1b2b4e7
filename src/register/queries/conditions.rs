//! The condition of a view as SQL: every test reaches an index where there is one, and values travel as
//! parameters, never in the text.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::sql_types::{Array, BigInt, Date, Text, Timestamptz};
use uuid::Uuid;

use super::asked::{asked, day_after, start_of};
use super::expressions::value_of;
use super::frame::Frame;
use crate::db::Statement;
use crate::register::columns::{Column, Custom, Kind};
use crate::register::filter::{ME, Node, Op, Test};
use crate::register::registers::Register;
use crate::register::view::{View, escaped, folded};

type SqlUuid = diesel::sql_types::Uuid;

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
            let (kind, id) = view.register.searched();
            let text = format!("r.{id} IN (SELECT search_find('{kind}', ?))");
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
            .unwrap_or_else(|| asked(&value_of(register, test.column), test, frame));
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
                value_of(register, test.column)
            ),
            vec![Bind::Ids(ids(test, frame))],
        ),
        (Kind::Person, Op::In | Op::Not | Op::Is) => people(register, test, frame),
        (Kind::Client, Op::In) => {
            let text = match register.project() {
                Some(project) => format!(
                    "r.{project} IN (SELECT p.id FROM projects p WHERE p.organization_id = $1 AND p.client_id = ANY (?))"
                ),
                None => "r.client_id = ANY (?)".to_owned(),
            };
            (text, vec![Bind::Ids(ids(test, frame))])
        }
        (_, Op::Others) => others(register, frame),
        (_, Op::Late) => late(frame),
        (_, Op::LateTasks) => (
            "r.project_id IN (SELECT t.project_id FROM tasks t WHERE t.organization_id = $1 AND t.due_date < ? \
             AND NOT t.is_done AND t.deleted_at IS NULL AND t.project_id IS NOT NULL)"
                .to_owned(),
            vec![Bind::Date(frame.today)],
        ),
        (_, Op::Has) if is_searched(register, test) => {
            let pattern = format!("%{}%", escaped(&folded(&test.values[0])));
            let (text, mut binds) = asked(&text_of(register, test.column), test, frame);
            binds.insert(0, Bind::Texts(vec![pattern]));
            let (kind, id) = register.searched();
            let found = format!("r.{id} IN (SELECT search_find('{kind}', ?))");
            (format!("({found} AND {text})"), binds)
        }
        (Kind::Number, _) => asked(&text_of(register, test.column), test, frame),
        _ => return None,
    })
}

/// People in a column: of a project all who are assigned, but "exactly" means the one who leads.
fn people(register: Register, test: &Test, frame: &Frame) -> (String, Vec<Bind>) {
    let person = person_of(test.column);
    let not = if test.op == Op::Not { "NOT " } else { "" };
    let assigned = register.project().filter(|_| test.column == Column::Lead);
    let text = match (test.op, assigned) {
        (Op::Is, _) => format!("r.{person} = ANY (?)"),
        (_, Some(project)) => format!(
            "{not}r.{project} IN (SELECT pp.project_id FROM project_people pp \
             WHERE pp.organization_id = $1 AND pp.user_id = ANY (?))"
        ),
        (_, None) => format!("{not}coalesce(r.{person} = ANY (?), false)"),
    };
    (text, vec![Bind::Ids(ids(test, frame))])
}

/// The number of a project as people read it, not as it is sorted.
fn text_of(register: Register, column: Column) -> String {
    match column {
        Column::Number => "r.number".to_owned(),
        other => value_of(register, other),
    }
}

/// The id of the person whose name a column shows.
pub fn person_of(column: Column) -> &'static str {
    match column {
        Column::Responsible => "responsible_id",
        _ => "lead_id",
    }
}

/// The search knows these texts and finds a part of them sooner than a look at every row.
fn is_searched(register: Register, test: &Test) -> bool {
    const FEWEST: usize = 3;
    let is_kept = match (register, test.column) {
        (Register::Clients, column) => matches!(
            column,
            Column::Client | Column::FullName | Column::ShortName | Column::Inn | Column::Ogrn
        ),
        // Of a measure only what its project says is known there.
        (Register::Supports, Column::Description) => false,
        (_, column) => matches!(
            column,
            Column::Number | Column::Name | Column::Client | Column::Inn | Column::Description
        ),
    };
    is_kept
        && test
            .values
            .first()
            .is_some_and(|v| v.chars().count() >= FEWEST)
}

/// Longer in a state than its norm, each state by its own last day.
fn late(frame: &Frame) -> (String, Vec<Bind>) {
    let mut binds = Vec::new();
    let mut parts = vec!["false".to_owned()];
    for (state, last) in &frame.late {
        parts.push("(r.state = ? AND r.state_changed_at < ?)".to_owned());
        binds.push(Bind::Text(state.clone()));
        binds.push(Bind::Time(start_of(day_after(*last), frame.zone)));
    }
    (format!("({})", parts.join(" OR ")), binds)
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
