//! The cells of a row: which look each column has, and the value of each as the grid and files show it.

use std::borrow::Cow;
use std::sync::LazyLock;

use chrono::NaiveDate;

use super::Rows;
use crate::accounts::initials;
use crate::clients::ClientKind;
use crate::projects::{ProjectState, allowed_moves};
use crate::register::cell_text::{self, Exact, Id, Millions, Whole};
use crate::register::columns::{Column, Kind, Word};
use crate::register::queries::{Row, Stored};
use crate::register::registers::Register;
use crate::text::{Locale, formats};
use crate::values::dates::Precision;

/// Money as the editor shows it: millions, exact to the kopeck.
pub fn exact_millions(t: Locale, kopecks: i64) -> String {
    let text = format!("{}.{:08}", kopecks / 100_000_000, kopecks % 100_000_000);
    let short = text.trim_end_matches('0').trim_end_matches('.');
    match t {
        Locale::Ru => short.replace('.', ","),
        Locale::En => short.to_owned(),
    }
}

/// How the cells of a column look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Number,
    Client,
    State,
    Money,
    Whole,
    Date,
    Person,
    /// A text that may be long.
    Description,
    Text,
    /// Made of other values and shown as it is.
    Plain,
}

/// One column of the rows of a page.
#[derive(Debug, Clone)]
pub struct Cell {
    pub column: Column,
    pub word: Word,
    pub look: Look,
    pub class: &'static str,
}

/// The columns of the rows of a page.
#[derive(Debug, Clone)]
pub struct Cells {
    pub register: Register,
    pub all: Vec<Cell>,
}

impl Cells {
    pub fn new(register: Register, columns: &[Column]) -> Cells {
        Cells {
            register,
            all: columns.iter().map(|c| cell(*c)).collect(),
        }
    }

    pub fn cards(&self) -> &'static str {
        self.register.cards()
    }
}

fn cell(column: Column) -> Cell {
    Cell {
        column,
        word: column.word(),
        look: match column.kind() {
            Kind::Number => Look::Number,
            Kind::Client => Look::Client,
            Kind::State => Look::State,
            Kind::Money => Look::Money,
            Kind::Whole => Look::Whole,
            Kind::Date => Look::Date,
            Kind::Person => Look::Person,
            Kind::Text if column == Column::Description => Look::Description,
            Kind::Text | Kind::Inn | Kind::Entry => Look::Text,
            _ => Look::Plain,
        },
        class: class(column),
    }
}

/// Class of the cells of a column; those of a phone's list have one of their own.
pub fn class(column: Column) -> &'static str {
    match column {
        Column::Number => "s1",
        Column::Client => "s2",
        Column::Name => "c-project",
        Column::State => "c-state",
        Column::District => "c-district",
        Column::Requested => "num c-req",
        _ if column.kind().is_right() => "num",
        _ => "",
    }
}

/// What the cell of a state says.
pub struct StateWords {
    state: ProjectState,
    pub name: Cow<'static, str>,
    /// As short as a cell has room for.
    pub short: Cow<'static, str>,
    pub look: &'static str,
    /// Where the project may go by the table, for the list of the editor.
    pub moves: String,
}

/// Made once for each language: they are the same on every page.
static STATES: LazyLock<[Vec<StateWords>; 2]> = LazyLock::new(|| {
    Locale::ALL.map(|t| {
        let words = |state: &ProjectState| StateWords {
            state: *state,
            name: t.text(state.label()),
            short: t.text(match state {
                ProjectState::InCommission => "state-in-commission-short",
                _ => state.label(),
            }),
            look: state.look(),
            moves: allowed_moves(*state)
                .iter()
                .map(|s| s.word())
                .collect::<Vec<_>>()
                .join(" "),
        };
        ProjectState::ALL.iter().map(words).collect()
    })
});

/// Key of a word that the program knows: a kind of client, a kind of support.
pub fn word_label(word: &str) -> Option<&'static str> {
    Some(match word {
        "finance" => "support-finance",
        "credit" => "support-credit",
        "land" => "support-land",
        "equipment" => "support-equipment",
        "technical" => "support-technical",
        other => return ClientKind::from_word(other).map(ClientKind::label),
    })
}

/// Whole days from the moment to today, by the calendar of the organization.
fn days_since(row: &Row, wanted: Stored, zone: chrono_tz::Tz, today: NaiveDate) -> Option<i64> {
    let day = row.time(wanted)?.with_timezone(&zone).date_naive();
    Some((today - day).num_days().max(0))
}

/// Templates hand over references.
impl Rows {
    pub(super) fn id(&self, row: &Row) -> Id {
        Id::of(row.id)
    }

    pub(super) fn number(&self, row: &Row) -> String {
        row.text(Stored::Number).to_owned()
    }

    pub(super) fn client(&self, row: &Row) -> Option<Id> {
        row.id_of(Stored::ClientId).map(Id::of)
    }

    pub(super) fn text<'r>(&self, row: &'r Row, column: &Column) -> &'r str {
        row.text(Row::stored(*column))
    }

    pub(super) fn amount(&self, row: &Row, column: &Column) -> Option<i64> {
        row.amount(*column)
    }

    pub(super) fn date<'r>(&self, row: &'r Row) -> cell_text::Date<'r> {
        cell_text::Date(
            self.t,
            row.date(Stored::Date),
            row.text(Stored::DatePrecision),
        )
    }

    pub(super) fn has_date(&self, row: &Row) -> bool {
        row.date(Stored::Date).is_some()
    }

    /// Raw text of a field that could not be read.
    pub(super) fn unread_of<'r>(&self, row: &'r Row, word: &Word) -> Option<&'r str> {
        row.json(Stored::Unread)?.get(&**word)?.as_str()
    }

    pub(super) fn state(&self, row: &Row) -> &'static StateWords {
        let state = ProjectState::from_word(row.text(Stored::State))
            .unwrap_or(ProjectState::ApplicationShort);
        let at = Locale::ALL.iter().position(|t| *t == self.t).unwrap_or(0);
        let of_locale = &STATES[at];
        of_locale
            .iter()
            .find(|words| words.state == state)
            .unwrap_or(&of_locale[0])
    }

    pub(super) fn lead_initials(&self, row: &Row) -> String {
        initials(row.text(Stored::LeadName))
    }

    pub(super) fn lead_hue(&self, row: &Row) -> i64 {
        row.number(Stored::LeadHue)
    }

    /// People assigned beside the lead.
    pub(super) fn others(&self, row: &Row) -> i64 {
        row.number(Stored::People) - 1
    }

    pub(super) fn is_cut(&self, row: &Row) -> bool {
        row.flag(Stored::DescriptionCut)
    }

    pub(super) fn is_shortened(&self, kopecks: &i64) -> bool {
        cell_text::is_shortened(*kopecks)
    }

    pub(super) fn millions(&self, kopecks: &i64) -> Millions {
        Millions(self.t, *kopecks)
    }

    pub(super) fn exact(&self, kopecks: &i64) -> Exact {
        Exact(self.t, *kopecks)
    }

    /// With a point, as scripts read it.
    pub(super) fn plain_number(&self, kopecks: &i64) -> Exact {
        Exact(Locale::En, *kopecks)
    }

    pub(super) fn whole(&self, n: &i64) -> Whole {
        Whole(self.t, *n)
    }

    pub(super) fn plain(&self, row: &Row, column: &Column) -> String {
        plain(self.t, row, *column, self.zone, self.today)
    }
}

/// A value that is made of others.
fn plain(t: Locale, row: &Row, column: Column, zone: chrono_tz::Tz, today: NaiveDate) -> String {
    let stored = Row::stored(column);
    match column.kind() {
        Kind::Days => {
            days_since(row, stored, zone, today).map_or_else(String::new, |n| formats::whole(t, n))
        }
        Kind::Percent => format!("{}\u{a0}%", row.number(stored)),
        Kind::Word => {
            word_label(row.text(stored)).map_or_else(String::new, |key| t.text(key).into_owned())
        }
        Kind::Phone => formats::phone(t, row.text(stored)),
        Kind::Moment => row.time(stored).map_or_else(String::new, |at| {
            let local = at.with_timezone(&zone);
            let day = formats::date(t, local.date_naive(), Precision::Day);
            format!("{day} {}", local.format("%H:%M"))
        }),
        _ => row.text(stored).to_owned(),
    }
}

/// Text of a cell, for files.
pub fn shown(
    t: Locale,
    row: &Row,
    column: Column,
    zone: chrono_tz::Tz,
    today: NaiveDate,
) -> String {
    let stored = Row::stored(column);
    match column.kind() {
        Kind::State => ProjectState::from_word(row.text(stored))
            .map_or_else(String::new, |s| t.text(s.label()).into_owned()),
        Kind::Money => row
            .amount(column)
            .map_or_else(String::new, |k| Millions(t, k).to_string()),
        Kind::Whole => row
            .amount(column)
            .map_or_else(String::new, |n| formats::whole(t, n)),
        Kind::Date => {
            cell_text::Date(t, row.date(stored), row.text(Stored::DatePrecision)).to_string()
        }
        Kind::Person => {
            let (name, people) = (row.text(stored), row.number(Stored::People));
            match people {
                2.. if !name.is_empty() => format!("{name}, +{}", people - 1),
                _ => name.to_owned(),
            }
        }
        Kind::Text | Kind::Number | Kind::Client | Kind::Inn | Kind::Entry => {
            row.text(stored).to_owned()
        }
        _ => plain(t, row, column, zone, today),
    }
}
