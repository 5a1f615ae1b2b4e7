//! What a list lets through: tests of columns, joined by "and" and "or" to any depth, and the text in which
//! an address carries them. Pure.

use uuid::Uuid;

use super::columns::{Column, Kind};
use super::periods::PERIODS;
use super::values;
use crate::projects::ProjectState;

/// More tests than anybody sets by hand; an address that asks for more is cut.
const MOST_TESTS: usize = 60;
const MOST_DEPTH: usize = 4;
/// Most values of one test; a longer list is a list of everything.
const MOST_VALUES: usize = 100;
const LONGEST_VALUE: usize = 200;
/// Whoever looks at the list.
pub const ME: &str = "me";

/// How a column is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Op {
    /// One of the values; of people, assigned in any place.
    In,
    Not,
    Has,
    Hasnt,
    Starts,
    /// Exactly this text; of people, the lead.
    Is,
    From,
    To,
    /// In a period that moves with the calendar.
    Period,
    Empty,
    Filled,
    /// Changed by somebody else since one's last visit.
    Others,
    /// Longer in its state than the norm allows.
    Late,
    /// With a task whose day has passed.
    LateTasks,
}

impl Op {
    const ALL: [Op; 14] = [
        Op::In,
        Op::Not,
        Op::Has,
        Op::Hasnt,
        Op::Starts,
        Op::Is,
        Op::From,
        Op::To,
        Op::Period,
        Op::Empty,
        Op::Filled,
        Op::Others,
        Op::Late,
        Op::LateTasks,
    ];

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Op::In => "in",
            Op::Not => "not",
            Op::Has => "has",
            Op::Hasnt => "hasnt",
            Op::Starts => "starts",
            Op::Is => "is",
            Op::From => "from",
            Op::To => "to",
            Op::Period => "period",
            Op::Empty => "empty",
            Op::Filled => "filled",
            Op::Others => "others",
            Op::Late => "late",
            Op::LateTasks => "tasks",
        }
    }

    pub fn from_word(word: &str) -> Option<Op> {
        Op::ALL.into_iter().find(|op| op.word() == word)
    }

    /// Key of what people read.
    pub fn label(self) -> &'static str {
        match self {
            Op::In => "op-in",
            Op::Not => "op-not",
            Op::Has => "op-has",
            Op::Hasnt => "op-hasnt",
            Op::Starts => "op-starts",
            Op::Is => "op-is",
            Op::From => "op-from",
            Op::To => "op-to",
            Op::Period => "op-period",
            Op::Empty => "op-empty",
            Op::Filled => "op-filled",
            Op::Others => "op-others",
            Op::Late => "op-late",
            Op::LateTasks => "op-late-tasks",
        }
    }

    /// Says all by itself, without a value.
    pub fn is_alone(self) -> bool {
        matches!(
            self,
            Op::Empty | Op::Filled | Op::Others | Op::Late | Op::LateTasks
        )
    }

    /// Takes any number of values.
    pub fn takes_many(self) -> bool {
        matches!(self, Op::In | Op::Not)
    }
}

/// How a column may be asked, in the order in which it is offered.
pub fn ops(column: Column) -> &'static [Op] {
    use Op::{
        Empty, Filled, From, Has, Hasnt, In, Is, Late, LateTasks, Not, Others, Period, Starts, To,
    };
    match column.kind() {
        Kind::Client => &[Has, Hasnt, Starts, Is, In, Empty, Filled],
        Kind::Text | Kind::Inn | Kind::Phone | Kind::Link => {
            &[Has, Hasnt, Starts, Is, Empty, Filled]
        }
        Kind::Choices => &[Has, Hasnt, Empty, Filled],
        Kind::Number => &[Has, Starts, Is],
        Kind::Money | Kind::Whole | Kind::Decimal => &[From, To, Empty, Filled],
        Kind::Percent => &[From, To],
        Kind::Days => &[Late, LateTasks, From, To],
        Kind::Date => &[Period, From, To, Empty, Filled],
        Kind::Moment => &[Period, From, To, Others],
        Kind::State => &[In, Not, Is],
        Kind::Flag => &[In, Empty, Filled],
        Kind::Choice => &[In, Not, Empty, Filled],
        Kind::Entry | Kind::Person | Kind::Word => &[In, Not, Is, Empty, Filled],
    }
}

/// One question to one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    pub column: Column,
    pub op: Op,
    pub values: Vec<String>,
}

impl Test {
    /// A test that can be asked; none if the column knows no such question or nothing is given.
    pub fn new(column: Column, op: Op, values: Vec<String>) -> Option<Test> {
        let mut values: Vec<String> = values
            .into_iter()
            .map(|v| v.trim().chars().take(LONGEST_VALUE).collect())
            .filter_map(|v: String| settled(column, op, &v))
            .take(MOST_VALUES)
            .collect();
        if op.is_alone() {
            values.clear();
        } else if !op.takes_many() {
            values.truncate(1);
        }
        let is_whole = op.is_alone() || !values.is_empty();
        (is_whole && ops(column).contains(&op)).then_some(Test { column, op, values })
    }

    /// Its name and values as fields of an address.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let word = self.column.word();
        let name = match self.op {
            Op::In => word.to_string(),
            op => format!("{word}.{}", op.word()),
        };
        if self.op.is_alone() {
            return vec![(name, "1".to_owned())];
        }
        let each = |value: &String| (name.clone(), value.clone());
        self.values.iter().map(each).collect()
    }
}

/// The value as an address keeps it; none for what the column cannot hold.
fn settled(column: Column, op: Op, value: &str) -> Option<String> {
    if op == Op::Period {
        return PERIODS
            .iter()
            .any(|(word, _)| *word == value)
            .then(|| value.to_owned());
    }
    let id = |v: &str| Uuid::try_parse(v).ok().map(|id| id.to_string());
    match (column.kind(), op) {
        (Kind::State, _) => ProjectState::from_word(value)
            .filter(|s| *s != ProjectState::Deleted)
            .map(|s| s.word().to_owned()),
        (Kind::Entry, Op::In | Op::Not) | (Kind::Client, Op::In) => id(value),
        (Kind::Person, _) if value == ME => Some(value.to_owned()),
        (Kind::Person, _) => id(value),
        (Kind::Money, _) => values::kopecks(value).map(values::millions),
        (Kind::Decimal, _) => values::millionths(value).map(values::decimal),
        (Kind::Whole | Kind::Percent | Kind::Days, _) => {
            values::whole(value).map(|n| n.to_string())
        }
        (Kind::Date | Kind::Moment, _) => values::day(value).map(|d| d.to_string()),
        (Kind::Flag, _) => ["0", "1"].contains(&value).then(|| value.to_owned()),
        _ => Some(value.to_owned()).filter(|v| !v.is_empty()),
    }
}

/// A test, or several joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    Test(Test),
    Group(Group),
}

/// All of these, or any of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    pub any: bool,
    pub nodes: Vec<Node>,
}

impl Group {
    /// Without what is empty and what is too much or too deep.
    pub fn tidy(self) -> Group {
        let mut left = MOST_TESTS;
        self.cut(&mut left, MOST_DEPTH)
    }

    fn cut(self, left: &mut usize, depth: usize) -> Group {
        let mut nodes = Vec::new();
        for node in self.nodes {
            match node {
                Node::Test(test) if *left > 0 => {
                    *left -= 1;
                    nodes.push(Node::Test(test));
                }
                Node::Group(group) if depth > 1 => {
                    let mut group = group.cut(left, depth - 1);
                    match group.nodes.len() {
                        0 => {}
                        1 => nodes.extend(group.nodes.pop()),
                        // "All" inside "all" says nothing of its own.
                        _ if group.any == self.any => nodes.append(&mut group.nodes),
                        _ => nodes.push(Node::Group(group)),
                    }
                }
                _ => {}
            }
        }
        Group {
            any: self.any && nodes.len() > 1,
            nodes,
        }
    }

    /// Those tests of it that may stay.
    pub fn keep(self, may_stay: &dyn Fn(&Test) -> bool) -> Group {
        let nodes = self.nodes.into_iter().filter_map(|node| match node {
            Node::Test(test) => may_stay(&test).then_some(Node::Test(test)),
            Node::Group(group) => Some(Node::Group(group.keep(may_stay))),
        });
        Group {
            any: self.any,
            nodes: nodes.collect(),
        }
        .tidy()
    }

    /// Every test of it, however deep.
    pub fn tests(&self) -> Vec<&Test> {
        self.nodes
            .iter()
            .flat_map(|node| match node {
                Node::Test(test) => vec![test],
                Node::Group(group) => group.tests(),
            })
            .collect()
    }

    /// As text: `any(state.in.on_support,all(own.from.5,lead.in.me))`.
    pub fn text(&self) -> String {
        let inner: Vec<String> = self
            .nodes
            .iter()
            .map(|node| match node {
                Node::Test(test) => written(test),
                Node::Group(group) => group.text(),
            })
            .collect();
        let word = if self.any { "any" } else { "all" };
        format!("{word}({})", inner.join(","))
    }

    /// Reads such a text; what it does not understand is left out.
    pub fn read(text: &str) -> Group {
        let mut reader = Reader { rest: text };
        Group {
            any: false,
            nodes: reader.list(MOST_DEPTH),
        }
    }
}

/// Signs of the text itself.
const SIGNS: [char; 5] = ['(', ')', ',', '.', '~'];

fn written(test: &Test) -> String {
    let mut out = format!("{}.{}", test.column.word(), test.op.word());
    for value in &test.values {
        out.push('.');
        for c in value.chars() {
            match SIGNS.iter().position(|s| *s == c) {
                Some(n) => {
                    out.push('~');
                    out.push(char::from(b'0' + n as u8));
                }
                None => out.push(c),
            }
        }
    }
    out
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '~' {
            out.push(c);
            continue;
        }
        let sign = chars.next().and_then(|d| d.to_digit(10));
        out.extend(sign.and_then(|n| SIGNS.get(n as usize)));
    }
    out
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    /// Nodes up to the bracket that closes them, or to the end.
    fn list(&mut self, depth: usize) -> Vec<Node> {
        let mut nodes = Vec::new();
        loop {
            let end = self.rest.find(['(', ')', ',']).unwrap_or(self.rest.len());
            let (piece, rest) = self.rest.split_at(end);
            let sign = rest.chars().next();
            self.rest = rest.get(1..).unwrap_or_default();
            match sign {
                Some('(') => {
                    let group = Group {
                        any: piece == "any",
                        nodes: match depth {
                            0 => return nodes,
                            _ => self.list(depth - 1),
                        },
                    };
                    nodes.push(Node::Group(group));
                    continue;
                }
                _ => nodes.extend(read_test(piece).map(Node::Test)),
            }
            if sign != Some(',') {
                return nodes;
            }
        }
    }
}

fn read_test(text: &str) -> Option<Test> {
    let mut parts = text.split('.');
    let column = Column::from_word(parts.next()?)?;
    let op = Op::from_word(parts.next()?)?;
    Test::new(column, op, parts.map(unescaped).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn test(column: Column, op: Op, values: &[&str]) -> Node {
        let values = values.iter().map(|v| (*v).to_owned()).collect();
        Node::Test(Test::new(column, op, values).expect("it can be asked"))
    }

    #[test]
    fn a_nested_filter_survives_its_text() {
        let filter = Group {
            any: true,
            nodes: vec![
                test(Column::State, Op::In, &["on_support", "frozen"]),
                Node::Group(Group {
                    any: false,
                    nodes: vec![
                        test(Column::Own, Op::From, &["1.5"]),
                        test(Column::Name, Op::Has, &["цех (2), ч.1 ~"]),
                        Node::Group(Group {
                            any: true,
                            nodes: vec![
                                test(Column::Lead, Op::In, &["me"]),
                                test(Column::Lead, Op::Empty, &[]),
                            ],
                        }),
                    ],
                }),
            ],
        };
        let read = Group::read(&filter.text());
        assert_eq!(read.nodes, [Node::Group(filter)]);
    }

    #[test]
    fn what_is_no_filter_is_left_out() {
        for text in [
            "",
            ")(",
            "any(",
            "own.has.5",
            "nothing.in.1",
            "own.from",
            "any()",
        ] {
            assert_eq!(Group::read(text).tidy(), Group::default(), "{text}");
        }
        let some = Group::read("own.from.5,bad,any(jobs.to.3,)").tidy();
        assert_eq!(some.tests().len(), 2);
    }

    #[test]
    fn a_group_of_one_is_no_group() {
        let some = Group::read("any(all(own.from.5)),all(jobs.to.3,tax.empty)").tidy();
        assert_eq!(some.text(), "all(own.from.5,jobs.to.3,tax.empty)");
    }

    #[test]
    fn a_filter_without_end_is_cut() {
        let many = vec!["own.from.5"; 500].join(",");
        assert_eq!(Group::read(&many).tidy().tests().len(), MOST_TESTS);
        let deep = "any(jobs.to.1,".repeat(500);
        assert!(Group::read(&deep).tidy().tests().len() <= MOST_TESTS);
    }

    proptest! {
        #[test]
        fn any_value_survives_its_text(value in "\\PC{1,40}") {
            if let Some(test) = Test::new(Column::Name, Op::Has, vec![value]) {
                let group = Group { any: false, nodes: vec![Node::Test(test)] };
                prop_assert_eq!(Group::read(&group.text()).tidy(), group);
            }
        }
    }
}
