//! The register's filters for other screens: the same address, the same condition.

use chrono::Utc;

use super::columns::Column;
use super::filter::{Group, Node, Op};
use super::queries::{Bind, Condition, Frame, bound};
use super::registers::Register;
use super::view::View;
use crate::db::{Statement, Work, assembled};
use crate::web::Fields;

/// Filters that other screens offer, as they stand in an address.
const SHARED: [(&str, Column); 4] = [
    ("state", Column::State),
    ("district", Column::District),
    ("industry", Column::Industry),
    ("lead", Column::Lead),
];

/// Those of the register's filters that other screens share with it.
#[derive(Debug, Clone)]
pub struct Filters(View);

impl Filters {
    pub fn from_query(fields: &Fields) -> Filters {
        let view = View::from_query(Register::Projects, fields);
        let is_shared = |node: &Node| match node {
            Node::Test(test) => test.op == Op::In && SHARED.iter().any(|(_, c)| *c == test.column),
            Node::Group(_) => false,
        };
        let nodes = match view.filter.any {
            true => Vec::new(),
            false => view
                .filter
                .nodes
                .iter()
                .filter(|n| is_shared(n))
                .cloned()
                .collect(),
        };
        let only = Group { any: false, nodes };
        Filters(View::of(Register::Projects).with_filter(only, &view.search))
    }

    /// Name and value of each filter.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let known = |name: &str| match name {
            "q" => Some("q"),
            name => SHARED.iter().map(|(word, _)| *word).find(|w| *w == name),
        };
        let all = self.0.filters().into_iter();
        all.filter_map(|(name, value)| Some((known(&name)?, value)))
            .collect()
    }

    /// The same without one kind of filter.
    pub fn without(&self, name: &str) -> Filters {
        let column = SHARED.iter().find(|(word, _)| *word == name);
        Filters(match column {
            Some((_, column)) => self.0.without(*column),
            None if name == "q" => self.0.with_filter(self.0.filter.clone(), ""),
            None => self.0.clone(),
        })
    }

    pub fn is_filtered(&self) -> bool {
        self.0.is_filtered()
    }

    /// A statement over `project_rows r`: `{where}` in the text is the condition, and a placeholder
    /// written as `{1}`, `{2}` … is the next value of `more`.
    pub fn statement<'a>(&self, work: &Work, text: &str, more: Vec<More>) -> Statement<'a> {
        // None of the shared filters asks for a day.
        let frame = Frame {
            user: work.user().unwrap_or_default(),
            today: Utc::now().date_naive(),
            zone: chrono_tz::UTC,
            since: None,
        };
        let condition = Condition::of(&self.0, work.organization(), &frame);
        let mut binds = condition.binds;
        let mut text = text.replace("{where}", &condition.text);
        for (n, value) in more.into_iter().enumerate() {
            binds.push(match value {
                More::Texts(v) => Bind::Texts(v),
                More::Ids(v) => Bind::Ids(v),
                More::Id(v) => Bind::Id(v),
                More::Big(v) => Bind::Big(v),
            });
            text = text.replace(&format!("{{{}}}", n + 1), &format!("${}", binds.len()));
        }
        bound(assembled(text), binds)
    }
}

/// A value beside those of the filters.
pub enum More {
    Texts(Vec<String>),
    Ids(Vec<uuid::Uuid>),
    Id(uuid::Uuid),
    Big(i64),
}
