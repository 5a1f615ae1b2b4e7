//! What a register page shows: filters, order, columns, groups, read from the address and written back to it.
//! The whole state is in the URL, so that a link shows a colleague the same list. Pure.

use std::sync::Arc;

use uuid::Uuid;

use super::columns::{Column, Custom};
use super::filter::{Group, Node, Op, Test};
use super::registers::Register;
use crate::web::Fields;

const LONGEST_SEARCH: usize = 200;
const MOST_COLUMNS: usize = 80;
const MOST_FOLDED: usize = 60;
/// Pixels of a column.
const WIDTHS: std::ops::RangeInclusive<u16> = 40..=900;
/// Beyond this nothing would be left to scroll.
pub const MOST_FROZEN: u8 = 6;

/// What the row of totals says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Aggregate {
    #[default]
    Sum,
    Mean,
    Count,
    Empty,
}

impl Aggregate {
    pub const ALL: [Aggregate; 4] = [
        Aggregate::Sum,
        Aggregate::Mean,
        Aggregate::Count,
        Aggregate::Empty,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Aggregate::Sum => "sum",
            Aggregate::Mean => "mean",
            Aggregate::Count => "count",
            Aggregate::Empty => "empty",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Aggregate::Sum => "totals-sum",
            Aggregate::Mean => "totals-mean",
            Aggregate::Count => "totals-count",
            Aggregate::Empty => "totals-empty",
        }
    }
}

/// A list as somebody looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    pub register: Register,
    pub sort: Column,
    pub descending: bool,
    pub filter: Group,
    pub search: String,
    /// In their order; none until somebody chooses.
    pub chosen: Vec<Column>,
    /// Columns that stay when the table is scrolled sideways.
    pub frozen: Option<u8>,
    pub widths: Vec<(Column, u16)>,
    pub group: Option<Column>,
    /// Groups that are closed.
    pub folded: Vec<String>,
    pub aggregate: Aggregate,
    /// The saved view that this began as.
    pub saved: Option<Uuid>,
}

impl View {
    /// Everything, in the usual order.
    pub fn of(register: Register) -> View {
        let (sort, descending) = register.usual_order();
        View {
            register,
            sort,
            descending,
            filter: Group::default(),
            search: String::new(),
            chosen: Vec::new(),
            frozen: None,
            widths: Vec::new(),
            group: None,
            folded: Vec::new(),
            aggregate: Aggregate::Sum,
            saved: None,
        }
    }

    /// Reads an address; what it does not understand is left out, since an old link should still open.
    pub fn from_query(register: Register, fields: &Fields) -> View {
        let known = |word: &str| Column::from_word(word).filter(|c| register.has(*c));
        let usual = View::of(register);
        let sort = known(fields.get("sort")).filter(|c| c.is_sortable());
        let aggregate = fields.get("agg");
        View {
            sort: sort.unwrap_or(usual.sort),
            descending: match fields.get("dir") {
                "asc" => false,
                "desc" => true,
                _ => sort.is_none() && usual.descending,
            },
            filter: filter(register, fields),
            search: fields.get("q").chars().take(LONGEST_SEARCH).collect(),
            chosen: chosen(register, fields.get("cols")),
            frozen: fields
                .number("frozen")
                .and_then(|n| u8::try_from(n).ok())
                .filter(|n| *n <= MOST_FROZEN),
            widths: widths(register, fields.get("w")),
            group: known(fields.get("group")).filter(|c| c.is_grouped()),
            folded: fields
                .every("folded")
                .take(MOST_FOLDED)
                .map(str::to_owned)
                .collect(),
            aggregate: Aggregate::ALL
                .into_iter()
                .find(|a| a.word() == aggregate)
                .unwrap_or_default(),
            saved: fields.id("view"),
            ..usual
        }
    }

    /// The columns that are shown, in their order.
    pub fn columns(&self) -> Vec<Column> {
        if self.chosen.is_empty() {
            return self.register.usual().to_vec();
        }
        self.chosen.clone()
    }

    /// Every field of the address but those of the filter and the search.
    fn looks(&self) -> Vec<(String, String)> {
        let mut all = self.order();
        let mut add = |name: &str, value: String| all.push((name.to_owned(), value));
        if !self.chosen.is_empty() {
            let words: Vec<_> = self.chosen.iter().map(|c| c.word().to_string()).collect();
            add("cols", words.join("."));
        }
        if let Some(n) = self.frozen {
            add("frozen", n.to_string());
        }
        if !self.widths.is_empty() {
            let each: Vec<_> = self
                .widths
                .iter()
                .map(|(c, w)| format!("{}-{w}", c.word()))
                .collect();
            add("w", each.join("."));
        }
        if let Some(column) = self.group {
            add("group", column.word().to_string());
        }
        for value in &self.folded {
            add("folded", value.clone());
        }
        if self.aggregate != Aggregate::Sum {
            add("agg", self.aggregate.word().to_owned());
        }
        if let Some(id) = self.saved {
            add("view", id.to_string());
        }
        all
    }

    fn order(&self) -> Vec<(String, String)> {
        if (self.sort, self.descending) == self.register.usual_order() {
            return Vec::new();
        }
        let dir = if self.descending { "desc" } else { "asc" };
        vec![
            ("sort".to_owned(), self.sort.word().to_string()),
            ("dir".to_owned(), dir.to_owned()),
        ]
    }

    /// Every filter as name and value, in a fixed order; the search comes last.
    pub fn filters(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        if self.filter.any {
            all.push(("where".to_owned(), self.filter.text()));
        } else {
            for node in &self.filter.nodes {
                match node {
                    Node::Test(test) => all.extend(test.pairs()),
                    Node::Group(group) => all.push(("where".to_owned(), group.text())),
                }
            }
        }
        if !self.search.is_empty() {
            all.push(("q".to_owned(), self.search.clone()));
        }
        all
    }

    /// The whole as fields of an address or of a form.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut all = self.filters();
        all.extend(self.looks());
        all
    }

    /// The same as a query string, without a question mark.
    pub fn to_query(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        // The order comes first: that is how addresses have always been.
        for (name, value) in self.order() {
            out.append_pair(&name, &value);
        }
        let skip = self.order().len();
        for (name, value) in self.filters().iter().chain(self.looks().iter().skip(skip)) {
            out.append_pair(name, value);
        }
        out.finish()
    }

    pub fn is_filtered(&self) -> bool {
        !self.filter.nodes.is_empty() || !self.search.is_empty()
    }

    /// The states that are let through, if nothing else is asked: their numbers of rows are kept ready.
    pub fn counted_states(&self) -> Option<Vec<&str>> {
        if !self.search.is_empty() || self.register != Register::Projects {
            return None;
        }
        match self.filter.nodes.as_slice() {
            [] => Some(Vec::new()),
            [Node::Test(test)] if test.column == Column::State && test.op == Op::In => {
                Some(test.values.iter().map(String::as_str).collect())
            }
            _ => None,
        }
    }

    /// Added fields whose values are read with each row.
    pub fn customs(&self) -> Arc<[Custom]> {
        let all = self.chosen.iter().chain(std::iter::once(&self.sort));
        let mut customs: Vec<Custom> = all
            .filter_map(|column| match column {
                Column::Custom(custom) => Some(*custom),
                _ => None,
            })
            .collect();
        customs.dedup();
        customs.into()
    }

    /// Whether anything of it is about an added field.
    pub fn mentions_custom(&self) -> bool {
        let is_custom = |column: &Column| matches!(column, Column::Custom(_));
        !self.customs().is_empty() || self.filter.tests().iter().any(|t| is_custom(&t.column))
    }

    /// Without added fields that are not among these: they are gone, or were never here.
    pub fn without_unknown(mut self, known: &[Custom]) -> View {
        let is_known = |column: Column| match column {
            Column::Custom(custom) => known.contains(&custom),
            _ => true,
        };
        self.chosen.retain(|c| is_known(*c));
        self.widths.retain(|(c, _)| is_known(*c));
        if !is_known(self.sort) {
            (self.sort, self.descending) = self.register.usual_order();
        }
        self.filter = self.filter.keep(&|test| is_known(test.column));
        self
    }

    /// The view with another order: a second click on a heading turns it round.
    pub fn sorted_by(&self, column: Column) -> View {
        View {
            descending: if self.sort == column {
                !self.descending
            } else {
                (column, true) == self.register.usual_order()
            },
            sort: column,
            ..self.clone()
        }
    }

    /// The same list with other filters.
    pub fn with_filter(&self, filter: Group, search: &str) -> View {
        View {
            filter,
            search: search.to_owned(),
            ..self.clone()
        }
    }

    /// With one more test beside all others.
    pub fn and(&self, test: Option<Test>) -> View {
        let mut filter = self.filter.clone();
        if filter.any {
            filter = Group {
                any: false,
                nodes: vec![Node::Group(filter)],
            };
        }
        // Tests stand before groups, as an address has them.
        let is_group = |node: &Node| matches!(node, Node::Group(_));
        let at = filter.nodes.iter().position(is_group);
        let at = at.unwrap_or(filter.nodes.len());
        if let Some(test) = test {
            filter.nodes.insert(at, Node::Test(test));
        }
        self.with_filter(filter, &self.search)
    }

    /// Without the tests of a column that stand by themselves.
    pub fn without(&self, column: Column) -> View {
        let mut view = self.clone();
        if !view.filter.any {
            let is_other = |node: &Node| !matches!(node, Node::Test(t) if t.column == column);
            view.filter.nodes.retain(is_other);
        }
        view
    }

    /// Without the groups of tests.
    pub fn without_groups(&self) -> View {
        let mut view = self.clone();
        if view.filter.any {
            view.filter = Group::default();
        }
        view.filter.nodes.retain(|n| matches!(n, Node::Test(_)));
        view
    }

    /// Patterns that the searched text must all contain: words in lower case, ё as е, `%` and `_` as themselves.
    pub fn search_patterns(&self) -> Vec<String> {
        patterns(&self.search)
    }
}

/// Patterns of the words of a text.
pub fn patterns(text: &str) -> Vec<String> {
    folded(text)
        .split_whitespace()
        .map(|word| format!("%{}%", escaped(word)))
        .collect()
}

/// As the search keeps texts: lower case, ё as е.
pub fn folded(text: &str) -> String {
    text.to_lowercase().replace('ё', "е")
}

/// With signs of a pattern as themselves.
pub fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let escape = matches!(c, '%' | '_' | '\\').then_some('\\');
            escape.into_iter().chain(std::iter::once(c))
        })
        .collect()
}

/// Tests that stand as fields of their own, `state=…` and `own.from=…`, and the groups of `where`.
fn filter(register: Register, fields: &Fields) -> Group {
    let mut found: Vec<(Column, Op, Vec<String>)> = Vec::new();
    for (name, value) in fields.pairs() {
        let (word, op) = name.split_once('.').unwrap_or((name, "in"));
        let column = Column::from_word(word).filter(|c| register.has(*c));
        let (Some(column), Some(op)) = (column, Op::from_word(op)) else {
            continue;
        };
        let same = found
            .iter_mut()
            .find(|(c, o, _)| *c == column && *o == op && op.takes_many());
        match same {
            Some((.., values)) => values.push(value.clone()),
            None => found.push((column, op, vec![value.clone()])),
        }
    }
    let tests = found
        .into_iter()
        .filter_map(|(column, op, values)| Test::new(column, op, values))
        .map(Node::Test);
    let groups = fields
        .every("where")
        .flat_map(|text| Group::read(text).nodes);
    let mut filter = Group {
        any: false,
        nodes: tests.chain(groups).collect(),
    }
    .tidy();
    filter.nodes.retain(|node| is_of(register, node));
    // The only group is the filter itself.
    match filter.nodes.as_slice() {
        [Node::Group(only)] => only.clone(),
        _ => filter,
    }
}

fn is_of(register: Register, node: &Node) -> bool {
    match node {
        Node::Test(test) => register.has(test.column),
        Node::Group(group) => group.tests().iter().all(|t| register.has(t.column)),
    }
}

fn chosen(register: Register, text: &str) -> Vec<Column> {
    let mut all: Vec<Column> = Vec::new();
    for column in text
        .split('.')
        .take(MOST_COLUMNS)
        .filter_map(Column::from_word)
    {
        if register.has(column) && !all.contains(&column) {
            all.push(column);
        }
    }
    if !all.is_empty() && !all.contains(&register.title()) {
        all.insert(0, register.title());
    }
    if all == register.usual() {
        all.clear();
    }
    all
}

fn widths(register: Register, text: &str) -> Vec<(Column, u16)> {
    text.split('.')
        .take(MOST_COLUMNS)
        .filter_map(|piece| {
            let (word, width) = piece.rsplit_once('-')?;
            let column = Column::from_word(word).filter(|c| register.has(*c))?;
            let width = width.parse().ok().filter(|w| WIDTHS.contains(w))?;
            Some((column, width))
        })
        .collect()
}

/// A place in the sorted list: after this row. Holds the sorted value, so that the row itself may change
/// or vanish meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    pub id: Uuid,
    pub value: String,
}

impl Cursor {
    pub fn parse(text: &str) -> Option<Cursor> {
        let (id, value) = text.split_once('.')?;
        Some(Cursor {
            id: Uuid::try_parse(id).ok()?,
            value: value.to_owned(),
        })
    }

    pub fn word(&self) -> String {
        format!("{}.{}", self.id.simple(), self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(query: &str) -> View {
        let pairs = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        View::from_query(Register::Projects, &Fields::from_pairs(pairs))
    }

    fn usual() -> View {
        View::of(Register::Projects)
    }

    #[test]
    fn a_link_shows_the_same_list() {
        for query in [
            "sort=own&dir=desc&state=on_support&state=frozen&q=%D1%82%D0%B5%D0%BF%D0%BB%D0%B8%D1%86%D0%B0",
            "own.from=1.5&own.to=20&date.period=this_year&name.has=%D1%86%D0%B5%D1%85&lead=me",
            "where=any%28state.in.frozen%2Call%28own.from.5%2Cjobs.empty%29%29&name.has=x",
            "cols=number.name.own&frozen=1&w=name-300.own-120&group=district&folded=A&agg=mean",
            "sort=name&dir=asc&view=01990000-0000-7000-8000-0000000000f1",
        ] {
            let view = read(query);
            assert_ne!(view, usual(), "{query}");
            assert_eq!(read(&view.to_query()), view, "{query}");
        }
        let view = read("state=on_support&state=frozen&state.not=ended");
        assert_eq!(view.filter.tests().len(), 2);
    }

    #[test]
    fn an_old_or_broken_link_still_opens() {
        for query in [
            "sort=nothing",
            "district=not-an-id&state=sold",
            "dir=up",
            "state=deleted",
            "own.from=much&date.period=someday&frozen=99&w=name-1&group=name&cols=.",
            "where=any(",
        ] {
            assert_eq!(read(query), usual(), "{query}");
        }
    }

    #[test]
    fn the_title_is_always_among_the_columns() {
        assert_eq!(read("cols=own").columns(), [Column::Number, Column::Own]);
        assert_eq!(read("").columns(), Register::Projects.usual());
    }

    #[test]
    fn a_filter_of_alternatives_stays_whole_when_a_test_is_added() {
        let view = read("where=any(state.in.frozen,jobs.empty)");
        assert!(view.filter.any);
        let more = view.and(Test::new(Column::Own, Op::Empty, Vec::new()));
        assert_eq!(
            more.filter.text(),
            "all(own.empty,any(state.in.frozen,jobs.empty))"
        );
        assert_eq!(read(&more.to_query()), more);
    }

    #[test]
    fn percent_and_underscore_mean_themselves() {
        let view = read("q=100%25_%D1%91");
        assert_eq!(view.search_patterns(), ["%100\\%\\_е%"]);
    }

    proptest! {
        #[test]
        fn any_search_survives_the_address(search in "\\PC{0,40}") {
            let view = View { search: search.trim().to_owned(), ..usual() };
            prop_assert_eq!(read(&view.to_query()), view);
        }

        #[test]
        fn any_cursor_survives_the_address(value in "\\PC{0,40}", id in any::<u128>()) {
            let cursor = Cursor { id: Uuid::from_u128(id), value };
            prop_assert_eq!(Cursor::parse(&cursor.word()), Some(cursor));
        }
    }
}
