//! Tests joined by "and" and "or", as a plain form: each button sends the whole of it, and the answer is the form
//! with one line more or less, or the list.

use super::filters::{choices, input, typed};
use super::opened;
use crate::accounts::{Action, Subject, in_work, may, shell};
use crate::db::{DbError, Work};
use crate::register::columns::Column;
use crate::register::filter::{Group, Node, Op, Test, ops};
use crate::register::periods::PERIODS;
use crate::register::queries::Frame;
use crate::register::registers::Register;
use crate::register::views::{BuilderLine, BuilderPage, Choice, Labels, TestLine, address};
use crate::text::Locale;
use crate::web::{Answer, Cx, Fields, Outcome, Query};

const MOST_CHILDREN: usize = 30;
const MOST_DEPTH: usize = 3;

/// A node of the form: it may still lack its column or its values.
#[derive(Debug, Clone, PartialEq)]
enum Draft {
    Test {
        column: Option<Column>,
        op: Option<Op>,
        values: Vec<String>,
    },
    Group {
        any: bool,
        nodes: Vec<Draft>,
    },
}

const NEW: Draft = Draft::Test {
    column: None,
    op: None,
    values: Vec::new(),
};

fn drafted(node: &Node) -> Draft {
    match node {
        Node::Test(test) => Draft::Test {
            column: Some(test.column),
            op: Some(test.op),
            values: test.values.clone(),
        },
        Node::Group(group) => draft_of(group),
    }
}

fn draft_of(group: &Group) -> Draft {
    Draft::Group {
        any: group.any,
        nodes: group.nodes.iter().map(drafted).collect(),
    }
}

/// The node at a path of the form; none where it has no such line.
fn read(register: Register, form: &Fields, path: &str, depth: usize) -> Option<Draft> {
    if form.has(&format!("m.{path}")) && depth <= MOST_DEPTH {
        let child = |n| read(register, form, &format!("{path}-{n}"), depth + 1);
        return Some(Draft::Group {
            any: form.get(&format!("m.{path}")) == "any",
            nodes: (0..MOST_CHILDREN).filter_map(child).collect(),
        });
    }
    let word = format!("c.{path}");
    if !form.has(&word) {
        return None;
    }
    let column = Column::from_word(form.get(&word)).filter(|c| register.has(*c));
    let op = Op::from_word(form.get(&format!("o.{path}")));
    let op = column.and_then(|c| {
        op.filter(|op| ops(c).contains(op))
            .or(ops(c).first().copied())
    });
    let value = format!("v.{path}");
    let values = form.every(&value).map(str::to_owned);
    Some(Draft::Test {
        column,
        op,
        values: values.collect(),
    })
}

/// The nodes of the group at a path.
fn group_at<'d>(draft: &'d mut Draft, path: &str) -> Option<&'d mut Vec<Draft>> {
    let mut at = draft;
    for step in path.split('-').skip(1) {
        let Draft::Group { nodes, .. } = at else {
            return None;
        };
        at = nodes.get_mut(step.parse::<usize>().ok()?)?;
    }
    match at {
        Draft::Group { nodes, .. } => Some(nodes),
        Draft::Test { .. } => None,
    }
}

/// What a button asks: one more line, one more group, one line less.
fn change(draft: &mut Draft, form: &Fields) {
    if let Some(nodes) = form.given("add").and_then(|path| group_at(draft, path)) {
        nodes.push(NEW);
    }
    if let Some(nodes) = form.given("nest").and_then(|path| group_at(draft, path)) {
        nodes.push(Draft::Group {
            any: true,
            nodes: vec![NEW],
        });
    }
    let Some((parent, last)) = form.given("drop").and_then(|path| path.rsplit_once('-')) else {
        return;
    };
    let last = last.parse::<usize>().ok();
    if let (Some(nodes), Some(at)) = (group_at(draft, parent), last)
        && at < nodes.len()
    {
        nodes.remove(at);
    }
}

/// What is complete of it.
fn settled(draft: Draft) -> Option<Node> {
    match draft {
        Draft::Test { column, op, values } => Test::new(column?, op?, values).map(Node::Test),
        Draft::Group { any, nodes } => Some(Node::Group(Group {
            any,
            nodes: nodes.into_iter().filter_map(settled).collect(),
        })),
    }
}

/// `GET /register/filter`
pub async fn builder(cx: Cx, register: Register, query: Query) -> Outcome {
    let shell_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let (form, t) = (&query.0, actor.locale);
        let (view, frame) = opened(work, actor, register, form, true)?;
        let labels = Labels::new(t, &frame);
        let mut draft = read(register, form, "0", 0).unwrap_or_else(|| draft_of(&view.filter));
        change(&mut draft, form);
        if form.has("apply") {
            let filter = match settled(draft) {
                Some(Node::Group(group)) => group.tidy(),
                _ => Group::default(),
            };
            let found = view.with_filter(filter, &view.search);
            return Ok(Answer::see_other(&address(register.page(), &found)));
        }
        if let Draft::Group { nodes, .. } = &mut draft
            && nodes.is_empty()
        {
            nodes.push(NEW);
        }
        let mut lines = Vec::new();
        flatten(work, &labels, (register, &frame), &draft, "0", &mut lines)?;
        Answer::html(&BuilderPage {
            shell: shell(&shell_cx, actor, register.place()),
            back: address(register.page(), &view),
            action: format!("{}/filter", register.base()),
            kept: view.with_filter(Group::default(), &view.search).pairs(),
            lines,
        })
    })
    .await
}

/// The tree as lines, each group between its beginning and its end.
fn flatten(
    work: &mut Work,
    labels: &Labels<'_>,
    (register, frame): (Register, &Frame),
    draft: &Draft,
    path: &str,
    lines: &mut Vec<BuilderLine>,
) -> Result<(), DbError> {
    match draft {
        Draft::Group { any, nodes } => {
            lines.push(BuilderLine::Begin {
                path: path.to_owned(),
                any: *any,
                is_root: path == "0",
            });
            for (n, node) in nodes.iter().enumerate() {
                let path = format!("{path}-{n}");
                flatten(work, labels, (register, frame), node, &path, lines)?;
            }
            lines.push(BuilderLine::End {
                path: path.to_owned(),
                may_nest: path.matches('-').count() + 1 < MOST_DEPTH,
            });
        }
        Draft::Test { column, op, values } => {
            let line = test_line(
                work,
                labels,
                (register, frame, path),
                (*column, *op),
                values,
            )?;
            lines.push(BuilderLine::Test(line));
        }
    }
    Ok(())
}

fn choice(value: String, label: String, is_chosen: bool) -> Choice {
    Choice {
        value,
        label,
        is_chosen,
    }
}

/// Values to choose from: periods, entries, people, words.
fn options(
    work: &mut Work,
    t: Locale,
    frame: &Frame,
    (column, op): (Column, Op),
) -> Result<Vec<(String, String)>, DbError> {
    if op == Op::Period {
        let named = |(word, key): &(&str, &str)| ((*word).to_owned(), t.text(key).into_owned());
        return Ok(PERIODS.iter().map(named).collect());
    }
    choices(work, t, frame, column)
}

fn test_line(
    work: &mut Work,
    labels: &Labels<'_>,
    (register, frame, path): (Register, &Frame, &str),
    (column, op): (Option<Column>, Option<Op>),
    values: &[String],
) -> Result<TestLine, DbError> {
    let t = labels.t;
    let asked = column.zip(op).filter(|(_, op)| !op.is_alone());
    let known = match asked {
        Some(asked) => options(work, t, frame, asked)?,
        None => Vec::new(),
    };
    let is_typed = asked.is_some() && known.is_empty();
    let first = values.first().map_or("", String::as_str);
    let columns = labels.columns(register).into_iter();
    let ops = column.map_or(&[] as &[Op], ops).iter();
    Ok(TestLine {
        path: path.to_owned(),
        columns: columns
            .map(|c| choice(c.word().to_string(), labels.of(c), column == Some(c)))
            .collect(),
        ops: ops
            .map(|o| {
                let text = t.text(o.label()).into_owned();
                choice(o.word().to_owned(), text, op == Some(*o))
            })
            .collect(),
        options: known
            .into_iter()
            .map(|(value, label)| choice(value.clone(), label, values.contains(&value)))
            .collect(),
        takes_many: op.is_some_and(Op::takes_many),
        input: column
            .filter(|_| is_typed)
            .map(|c| (typed(t, c, first), input(c))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(query: &str) -> Fields {
        Fields::from_pairs(
            form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
        )
    }

    fn text(query: &str) -> String {
        let form = form(query);
        let mut draft = read(Register::Projects, &form, "0", 0).expect("a group");
        change(&mut draft, &form);
        match settled(draft) {
            Some(Node::Group(group)) => group.tidy().text(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_form_of_lines_becomes_a_filter() {
        let own = "m.0=all&c.0-0=own&o.0-0=from&v.0-0=5";
        let nested = "m.0-1=any&c.0-1-0=state&o.0-1-0=in&v.0-1-0=frozen&v.0-1-0=ended&c.0-1-1=jobs&o.0-1-1=empty";
        for (query, expected) in [
            (own.to_owned(), "all(own.from.5)"),
            (
                format!("{own}&{nested}"),
                "all(own.from.5,any(state.in.frozen.ended,jobs.empty))",
            ),
            (
                format!("{own}&{nested}&drop=0-0"),
                "any(state.in.frozen.ended,jobs.empty)",
            ),
            (
                format!("{own}&{nested}&drop=0-1-1"),
                "all(own.from.5,state.in.frozen.ended)",
            ),
            (format!("{own}&add=0&nest=0"), "all(own.from.5)"),
            (
                "m.0=any&c.0-0=own&o.0-0=has&v.0-0=5".to_owned(),
                "all(own.from.5)",
            ),
        ] {
            let text = text(&query);
            let text = if expected.starts_with("any") {
                text.trim_start_matches("all(").replace("))", ")")
            } else {
                text
            };
            assert_eq!(text, expected, "{query}");
        }
    }
}
