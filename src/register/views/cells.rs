//! The cells of a row: which look each column has, and the value of each as the grid and files show it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use uuid::Uuid;

use super::Rows;
use crate::accounts::{Person, initials};
use crate::clients::ClientKind;
use crate::projects::{ProjectState, allowed_moves};
use crate::register::cell_text::{self, Exact, Id, Millions, Whole};
use crate::register::columns::{Column, Kind, Word};
use crate::register::queries::{Row, Stored};
use crate::register::registers::{Register, client_field};
use crate::register::values::decimal;
use crate::supports::{Level, SupportStatus, SupportType, Unit};
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
            all: columns.iter().map(|c| cell(register, *c)).collect(),
        }
    }

    pub fn cards(&self) -> &'static str {
        self.register.cards()
    }
}

fn cell(register: Register, column: Column) -> Cell {
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
            Kind::Person if !matches!(column, Column::Custom(_)) => Look::Person,
            Kind::Text if column == Column::Description => Look::Description,
            Kind::Text | Kind::Inn | Kind::Entry => Look::Text,
            Kind::Choice | Kind::Choices | Kind::Link => Look::Text,
            _ => Look::Plain,
        },
        class: class(register, column),
    }
}

/// Class of the cells of a column; those of a phone's list have one of their own.
pub fn class(register: Register, column: Column) -> &'static str {
    match (register, column) {
        (_, Column::Number) => "s1",
        (_, Column::Client) => "s2",
        (Register::Supports, Column::Measure) | (Register::Clients, Column::ClientKind) => {
            "c-project"
        }
        (Register::Supports, Column::Status) | (Register::Clients, Column::Inn) => "c-state",
        (Register::Supports, Column::Amount) | (_, Column::Requested) => "num c-req",
        (Register::Supports, Column::Name | Column::State) => "",
        (_, Column::Name) => "c-project",
        (_, Column::State) => "c-state",
        (_, Column::District) => "c-district",
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

/// Key of a word that a column knows: a kind of client or of support, a status, a unit.
pub fn word_label(column: Column, word: &str) -> Option<&'static str> {
    match column {
        Column::ClientKind => ClientKind::from_word(word).map(ClientKind::label),
        Column::Level => Level::from_word(word).map(Level::label),
        Column::Status => SupportStatus::from_word(word).map(SupportStatus::label),
        Column::Unit => Unit::from_word(word).map(Unit::label),
        _ => SupportType::from_word(word).map(SupportType::label),
    }
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

    /// The project of a row that is a part of one.
    pub(super) fn project(&self, row: &Row) -> Option<Id> {
        row.id_of(Stored::ProjectId).map(Id::of)
    }

    /// The record whose card the row leads to.
    pub(super) fn card(&self, row: &Row) -> Id {
        Id::of(row.id_of(Stored::ProjectId).unwrap_or(row.id))
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

    pub(super) fn date<'r>(&self, row: &'r Row, column: &Column) -> cell_text::Date<'r> {
        cell_text::Date(
            self.t,
            row.date(Row::stored(*column)),
            exactness(row, *column),
        )
    }

    pub(super) fn has_date(&self, row: &Row, column: &Column) -> bool {
        row.date(Row::stored(*column)).is_some()
    }

    /// Of a text that is kept shortened only the card has the rest.
    pub(super) fn is_long(&self, text: &&str) -> bool {
        text.len() >= LONGEST_CUSTOM && text.chars().count() >= LONGEST_CUSTOM
    }

    /// Why a cell of this row alone cannot be changed here.
    pub(super) fn shut(&self, row: &Row, column: &Column) -> Option<Cow<'static, str>> {
        let key = match self.cells.register {
            Register::Clients => {
                let kind = ClientKind::from_word(row.text(Stored::ClientKind))?;
                let field = client_field(*column)?;
                (!field.is_of(kind)).then_some("grid-not-of-kind")?
            }
            Register::Supports => {
                let is_money = matches!(column, Column::Amount | Column::Granted | Column::Paid);
                let unit = row.text(Stored::Of(Column::Unit));
                (is_money && !unit.is_empty() && unit != "rub").then_some("grid-not-roubles")?
            }
            Register::Projects => return None,
        };
        Some(self.t.text(key))
    }

    /// Raw text of a field that could not be read.
    pub(super) fn unread_of<'r>(&self, row: &'r Row, c: &Cell) -> Option<&'r str> {
        if let Column::Custom(_) = c.column {
            return Some(row.unfit(c.column)).filter(|text| !text.is_empty());
        }
        row.json(Stored::Unread)?.get(&*c.word)?.as_str()
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

    pub(super) fn initials_of(&self, name: &&str) -> String {
        initials(name)
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
        plain(&self.context(), row, *column)
    }

    /// What the values of these rows need to become words.
    pub fn context(&self) -> Context<'_> {
        Context {
            t: self.t,
            zone: self.zone,
            today: self.today,
            people: &self.people,
        }
    }
}

/// A text of an added field is kept up to this length beside the row.
const LONGEST_CUSTOM: usize = 500;

/// What values need to become words.
pub struct Context<'c> {
    pub t: Locale,
    pub zone: chrono_tz::Tz,
    pub today: NaiveDate,
    pub people: &'c HashMap<Uuid, Person>,
}

fn exactness(row: &Row, column: Column) -> &str {
    match column {
        Column::Date => row.text(Stored::DatePrecision),
        _ => "day",
    }
}

/// A number with a fraction, as people write it.
fn decimal_text(t: Locale, millionths: i64) -> String {
    let text = decimal(millionths);
    match t {
        Locale::Ru => text.replace('.', ","),
        Locale::En => text,
    }
}

/// A value that is made of others.
fn plain(context: &Context<'_>, row: &Row, column: Column) -> String {
    let Context { t, zone, today, .. } = *context;
    let stored = Row::stored(column);
    match column.kind() {
        Kind::Days => {
            days_since(row, stored, zone, today).map_or_else(String::new, |n| formats::whole(t, n))
        }
        Kind::Decimal => match row.amount(column) {
            Some(n) => decimal_text(t, n),
            None => row.unfit(column).to_owned(),
        },
        Kind::Flag => match row.amount(column) {
            Some(n) => t.text(if n == 0 { "no" } else { "yes" }).into_owned(),
            None => row.unfit(column).to_owned(),
        },
        Kind::Person => {
            let id = Uuid::try_parse(row.text(stored)).ok();
            let person = id.and_then(|id| context.people.get(&id));
            person.map_or_else(|| row.text(stored).to_owned(), Person::short_name)
        }
        Kind::Percent => format!("{}\u{a0}%", row.number(stored)),
        Kind::Word => word_label(column, row.text(stored))
            .map_or_else(String::new, |key| t.text(key).into_owned()),
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
pub fn shown(context: &Context<'_>, row: &Row, column: Column) -> String {
    let t = context.t;
    let stored = Row::stored(column);
    let amount = |text: &dyn Fn(i64) -> String| match row.amount(column) {
        Some(n) => text(n),
        None => row.unfit(column).to_owned(),
    };
    match column.kind() {
        Kind::State => ProjectState::from_word(row.text(stored))
            .map_or_else(String::new, |s| t.text(s.label()).into_owned()),
        Kind::Money => amount(&|k| Millions(t, k).to_string()),
        Kind::Whole => amount(&|n| formats::whole(t, n)),
        Kind::Date => match row.date(stored) {
            Some(date) => cell_text::Date(t, Some(date), exactness(row, column)).to_string(),
            None => row.unfit(column).to_owned(),
        },
        Kind::Person if !matches!(column, Column::Custom(_)) => {
            let (name, people) = (row.text(stored), row.number(Stored::People));
            match people {
                2.. if !name.is_empty() => format!("{name}, +{}", people - 1),
                _ => name.to_owned(),
            }
        }
        Kind::Text | Kind::Number | Kind::Client | Kind::Inn | Kind::Entry => {
            row.text(stored).to_owned()
        }
        _ => plain(context, row, column),
    }
}
