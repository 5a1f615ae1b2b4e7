//! The register's filters for other screens: the same address, the same condition.

use super::queries::{Bind, bound, conditions};
use super::view::View;
use crate::db::{Statement, Work, assembled};
use crate::web::Fields;

/// Filters as they stand in an address.
#[derive(Debug, Clone)]
pub struct Filters(View);

impl Filters {
    pub fn from_query(fields: &Fields) -> Filters {
        Filters(View::from_query(fields))
    }

    /// Name and value of each filter.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        self.0.filters()
    }

    /// The same without one kind of filter.
    pub fn without(&self, name: &str) -> Filters {
        Filters(self.0.without(name))
    }

    pub fn is_filtered(&self) -> bool {
        self.0.is_filtered()
    }

    /// A statement over `project_rows r`: `{where}` in the text is the condition, and a placeholder
    /// written as `{1}`, `{2}` … is the next value of `more`.
    pub fn statement<'a>(&self, work: &Work, text: &str, more: Vec<More>) -> Statement<'a> {
        let (condition, mut binds) = conditions(&self.0, work.organization());
        let mut text = text.replace("{where}", &condition);
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
