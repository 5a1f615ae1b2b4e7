//! The register's filters for other screens: the same address, the same condition.

use super::columns::Column;
use super::filter::{Group, Node, Op};
use super::pages::opened;
use super::queries::{Bind, Condition, Frame, bound};
use super::registers::Register;
use super::view::View;
use crate::accounts::Actor;
use crate::db::{DbError, Statement, Work, assembled};
use crate::web::Fields;

/// Filters that other screens offer, as they stand in an address.
const SHARED: [(&str, Column); 4] = [
    ("state", Column::State),
    ("district", Column::District),
    ("industry", Column::Industry),
    ("lead", Column::Lead),
];

/// The register's filters on another screen: all of them hold there, the shared ones can be changed there too.
#[derive(Debug, Clone)]
pub struct Filters {
    view: View,
    frame: Frame,
}

impl Filters {
    /// The filters of an address, with what they mean for this person now.
    pub fn opened(work: &mut Work, actor: &Actor, fields: &Fields) -> Result<Filters, DbError> {
        let (view, frame) = opened(work, actor, Register::Projects, fields, false)?;
        let only = View::of(Register::Projects).with_filter(view.filter, &view.search);
        Ok(Filters { view: only, frame })
    }

    /// Name and value of each filter.
    pub fn pairs(&self) -> Vec<(String, String)> {
        self.view.filters()
    }

    /// The same without one kind of filter.
    pub fn without(&self, name: &str) -> Filters {
        let column = SHARED.iter().find(|(word, _)| *word == name);
        let view = match column {
            Some((_, column)) => self.view.without(*column),
            None if name == "q" => self.view.with_filter(self.view.filter.clone(), ""),
            None => self.view.clone(),
        };
        Filters {
            view,
            frame: self.frame.clone(),
        }
    }

    fn is_shared(node: &Node) -> bool {
        match node {
            Node::Test(test) => test.op == Op::In && SHARED.iter().any(|(_, c)| *c == test.column),
            Node::Group(_) => false,
        }
    }

    /// How many tests only the register itself can change.
    pub fn others(&self) -> usize {
        if self.view.filter.any {
            return self.view.filter.tests().len();
        }
        let others = self
            .view
            .filter
            .nodes
            .iter()
            .filter(|n| !Self::is_shared(n));
        others
            .map(|node| match node {
                Node::Test(_) => 1,
                Node::Group(group) => group.tests().len(),
            })
            .sum()
    }

    /// Without those.
    pub fn without_others(&self) -> Filters {
        let nodes = self.view.filter.nodes.iter();
        let nodes = match self.view.filter.any {
            true => Vec::new(),
            false => nodes.filter(|n| Self::is_shared(n)).cloned().collect(),
        };
        let group = Group { any: false, nodes };
        Filters {
            view: self.view.with_filter(group, &self.view.search),
            frame: self.frame.clone(),
        }
    }

    pub fn is_filtered(&self) -> bool {
        self.view.is_filtered()
    }

    /// A statement over `project_rows r`: `{where}` in the text is the condition, and a placeholder
    /// written as `{1}`, `{2}` … is the next value of `more`.
    pub fn statement<'a>(&self, work: &Work, text: &str, more: Vec<More>) -> Statement<'a> {
        let condition = Condition::of(&self.view, work.organization(), &self.frame);
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
