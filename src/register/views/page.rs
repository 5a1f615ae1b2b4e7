//! The page around the rows: tabs, headings, groups, and the choice of columns.

use askama::Template;

use super::{Chip, Rows};
use crate::register::columns::{Column, Kind};
use crate::register::hands::Hands;
use crate::register::queries::Frame;
use crate::register::registers::{Register, Texts};
use crate::register::view::View;
use crate::text::Locale;
use crate::web::Shell;

/// A heading of the register.
pub struct Heading {
    pub column: Column,
    pub label: String,
    /// Address of the register in this column's order; none if it cannot be sorted.
    pub href: Option<String>,
    pub sorted: Option<&'static str>,
    pub is_edited: bool,
    pub is_filtered: bool,
}

impl Heading {
    pub fn word(&self) -> String {
        self.column.word().to_string()
    }

    pub fn editor(&self) -> &'static str {
        self.column.editor()
    }

    /// Class of the column's width.
    pub fn width(&self) -> &'static str {
        self.column.width()
    }

    pub fn class(&self) -> &'static str {
        match self.column {
            Column::Number => "s1",
            Column::Client => "s2",
            _ if self.column.kind().is_right() => "num",
            _ => "",
        }
    }

    pub fn is_sorted_down(&self) -> bool {
        self.sorted == Some("descending")
    }
}

/// A tab over the register: a ready view.
pub struct Tab {
    /// Of a saved view.
    pub id: Option<String>,
    pub label: String,
    pub n: Option<String>,
    pub href: String,
    pub is_current: bool,
}

/// The head of a group, with what its columns come to, and its rows unless it is closed.
pub struct GroupRow {
    pub name: String,
    pub count: String,
    /// A text for each column behind the title's.
    pub cells: Vec<(&'static str, String)>,
    pub is_folded: bool,
    /// Opens or closes it.
    pub href: String,
    pub rows: Option<Rows>,
    /// The list of this group alone, where it has more rows than are shown.
    pub more: Option<(String, String)>,
}

/// The register as a page.
#[derive(Template)]
#[template(path = "register/index.html")]
pub struct Index {
    pub shell: Shell,
    pub view: View,
    pub headings: Vec<Heading>,
    pub rows: Rows,
    pub hands: Hands,
    /// The list by groups, if it is asked for.
    pub groups: Vec<GroupRow>,
    pub tabs: Vec<Tab>,
    /// Where the saved view that the list began as is saved anew, if the list is another one by now.
    pub save_action: Option<String>,
    pub chips: Vec<Chip>,
    /// Columns that are offered as filters at once: word and label.
    pub filters: Vec<(String, String)>,
    /// All others.
    pub more_filters: Vec<(String, String)>,
    /// What the list can be gathered by: label, address, whether it is.
    pub groupings: Vec<(String, String, bool)>,
    pub query: String,
    /// Filters and order beside the search, as hidden fields of its form.
    pub kept: Vec<(String, String)>,
    /// Number of rows, where it is known without counting them.
    pub count: Option<i64>,
    pub count_text: String,
    pub may_create: bool,
    pub may_export: bool,
    pub may_bulk: bool,
    /// Address without any filter, in the same order.
    pub reset_href: String,
    /// The register has no row at all.
    pub is_empty: bool,
    /// A style sheet of widths and frozen columns, where they are not the usual ones.
    pub layout_href: Option<String>,
}

impl Index {
    fn chip(&self, name: &str) -> Option<&Chip> {
        self.chips.iter().find(|c| c.name == name)
    }

    /// Chips of columns that are not offered at once, and of groups of tests.
    fn other_chips(&self) -> Vec<&Chip> {
        let is_offered = |chip: &&Chip| !self.filters.iter().any(|(name, _)| *name == chip.name);
        self.chips.iter().filter(is_offered).collect()
    }

    fn has_saved(&self) -> bool {
        self.tabs.iter().any(|tab| tab.id.is_some())
    }

    fn base(&self) -> &'static str {
        self.view.register.base()
    }

    fn page(&self) -> &'static str {
        self.view.register.page()
    }

    /// Keys of what people read about this register.
    fn texts(&self) -> Texts {
        self.view.register.texts()
    }

    fn is_of_projects(&self) -> bool {
        self.view.register == Register::Projects
    }

    /// Where a new row is made; measures of support are added to their project.
    fn new_href(&self) -> Option<&'static str> {
        match self.view.register {
            Register::Projects => Some("/projects/new"),
            Register::Clients => Some("/clients/new"),
            Register::Supports => None,
        }
    }

    /// The other registers: name and address.
    fn others(&self) -> Vec<(String, &'static str, bool)> {
        let here = self.view.register;
        let line = |register: Register| {
            let name = self.shell.t.text(register.texts().title).into_owned();
            (name, register.page(), register == here)
        };
        match here {
            Register::Clients => Vec::new(),
            _ => vec![line(Register::Projects), line(Register::Supports)],
        }
    }

    /// Words that the script of the grid needs, by the name of their attribute; plurals in each form.
    fn grid_words(&self) -> Vec<(String, String)> {
        let t = self.shell.t;
        let single = [
            "saved", "saving", "failed", "readonly", "gone", "nothing", "typing", "cells", "sum",
            "mean",
        ];
        let plural = ["waiting", "refused", "conflicts", "updated", "colleagues"];
        let mut words: Vec<(String, String)> = single
            .iter()
            .map(|w| ((*w).to_owned(), t.text(&format!("grid-{w}")).into_owned()))
            .collect();
        for word in plural {
            for form in ["one", "few", "many", "other"] {
                let text = t.text(&format!("grid-{word}-{form}")).into_owned();
                words.push((format!("{word}-{form}"), text));
            }
        }
        words
    }
}

/// Address of a register with a view.
pub fn address(path: &str, view: &View) -> String {
    let query = view.to_query();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

/// One column in the form that chooses them.
pub struct ColumnLine {
    pub word: String,
    pub label: String,
    pub is_shown: bool,
    /// It leads to the card and cannot go.
    pub is_title: bool,
    pub width: u16,
    pub place: usize,
}

/// The choice of columns: which, in what order, how wide, how many stay.
#[derive(Template)]
#[template(path = "register/columns.html")]
pub struct ColumnsPage {
    pub shell: Shell,
    pub back: String,
    pub action: String,
    pub lines: Vec<ColumnLine>,
    pub frozen: Vec<(u8, bool)>,
    /// The state of the list beside its columns.
    pub kept: Vec<(String, String)>,
    pub usual_href: String,
}

/// Pixels of the column of ticks and of one that nobody resized.
fn pixels(view: &View, column: Column) -> u16 {
    let own = view.widths.iter().find(|(c, _)| *c == column);
    own.map_or(column.pixels(), |(_, width)| *width)
}

/// How many columns stay where nobody chose: the title and the client beside it.
pub fn usual_frozen(columns: &[Column]) -> u8 {
    match columns {
        [_, Column::Client, ..] => 2,
        _ => 1,
    }
}

/// The rules for widths and frozen columns of a view: its style sheet.
pub fn layout(view: &View) -> String {
    let columns = view.columns();
    let frozen = view.frozen.unwrap_or_else(|| usual_frozen(&columns));
    let mut out = String::from("@media (min-width: 44.01rem) {\n");
    let mut left = 0;
    for (n, column) in columns.iter().enumerate() {
        let (at, width) = (n + 1, pixels(view, *column));
        out.push_str(&format!(
            ".grid col:nth-child({at}) {{ width: {width}px; }}\n"
        ));
        let cells = format!(".grid tr:not(.grid-more, .grid-group, .grid-gap) > :nth-child({at})");
        if n < usize::from(frozen) {
            let edge = match n + 1 == usize::from(frozen) {
                true => " border-inline-end-color: var(--line-strong); box-shadow: var(--edge);",
                false => " box-shadow: none;",
            };
            out.push_str(&format!(
                "{cells} {{ position: sticky; z-index: 3; inset-inline-start: {left}px;{edge} }}\n\
                 .grid :is(thead, tfoot) tr:not(.grid-gap) > :nth-child({at}) {{ z-index: 6; }}\n"
            ));
            left += width;
        } else if matches!(column, Column::Number | Column::Client) {
            // These two stay by the usual sheet.
            out.push_str(&format!(
                ".grid tbody tr:not(.grid-more, .grid-group, .grid-gap) > :nth-child({at}) {{ position: relative; z-index: auto; box-shadow: none; }}\n\
                 .grid tr > :nth-child({at}) {{ inset-inline-start: auto; }}\n\
                 .grid :is(thead, tfoot) tr:not(.grid-gap) > :nth-child({at}) {{ z-index: 4; }}\n"
            ));
        }
    }
    out.push_str("}\n");
    out
}

/// What columns are called: in the program's words, or in those of whoever added the field.
pub struct Labels<'f> {
    pub t: Locale,
    frame: &'f Frame,
}

impl<'f> Labels<'f> {
    pub fn new(t: Locale, frame: &'f Frame) -> Labels<'f> {
        Labels { t, frame }
    }

    /// Every column of a register, added fields last.
    pub fn columns(&self, register: Register) -> Vec<Column> {
        let added = self.frame.added.iter().map(|a| Column::Custom(a.custom));
        register.columns().iter().copied().chain(added).collect()
    }

    /// As the head of the table has it: amounts name their unit.
    pub fn heading(&self, column: Column) -> String {
        match (column, column.kind()) {
            (Column::Custom(_), Kind::Money) => {
                format!("{}, {}", self.of(column), self.t.text("unit-millions"))
            }
            (Column::Custom(_), _) => self.of(column),
            _ => self.t.text(column.heading()).into_owned(),
        }
    }

    /// Without the unit, as a filter or a list of columns names it.
    pub fn of(&self, column: Column) -> String {
        if let Some(added) = self.frame.added(column) {
            return added.label.clone();
        }
        let key = match column {
            Column::Amount => "support-requested",
            Column::Granted => "support-granted",
            Column::Paid => "support-paid",
            _ if column.kind() == Kind::Money => {
                column.field().map_or(column.heading(), |f| f.label())
            }
            _ => column.heading(),
        };
        self.t.text(key).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frozen_columns_stand_one_beside_the_other() {
        let mut view = View::of(Register::Projects);
        view.chosen = vec![Column::Number, Column::Name, Column::Own];
        view.widths = vec![(Column::Number, 100)];
        view.frozen = Some(2);
        let css = layout(&view);
        assert!(css.contains("col:nth-child(1) { width: 100px; }"));
        assert!(css.contains(
            "> :nth-child(2) { position: sticky; z-index: 3; inset-inline-start: 100px;"
        ));
        assert!(!css.contains("nth-child(3) { position: sticky"));
    }

    #[test]
    fn a_column_that_no_longer_stays_is_let_go() {
        let mut view = View::of(Register::Projects);
        view.frozen = Some(0);
        let css = layout(&view);
        assert!(css.contains(":nth-child(2) { position: relative;"), "{css}");
    }
}
