//! What the templates of the room show. No query, no permission.

use askama::Template;

use super::columns::{Column, Kind};
use super::queries::{Row, Totals};
use super::view::View;
use crate::accounts::initials;
use crate::projects::{ProjectState, allowed_moves};
use crate::text::{Locale, formats};
use crate::values::dates::Precision;
use crate::web::Shell;

/// Money as the editor shows it: millions, exact to the kopeck.
pub fn exact_millions(t: Locale, kopecks: i64) -> String {
    let text = format!("{}.{:08}", kopecks / 100_000_000, kopecks % 100_000_000);
    let short = text.trim_end_matches('0').trim_end_matches('.');
    match t {
        Locale::Ru => short.replace('.', ","),
        Locale::En => short.to_owned(),
    }
}

/// A cell of a row.
pub struct Cell {
    pub column: Column,
    pub text: String,
    /// What the editor begins with, where that is not what is shown.
    pub raw: Option<String>,
    /// The exact number behind the text, for sums of a range.
    pub n: Option<String>,
    /// A text of the source file that could not be read, shown in the empty field.
    pub unread: Option<String>,
    /// Only the beginning is here, so the editor of the grid would cut off the rest.
    pub is_cut: bool,
}

impl Cell {
    pub fn word(&self) -> &'static str {
        self.column.word()
    }

    /// Alignment, and what the list of a phone shows.
    pub fn class(&self) -> &'static str {
        match self.column {
            Column::Name => "c-project",
            Column::District => "c-district",
            Column::Requested => "num c-req",
            Column::Own | Column::Total | Column::Tax | Column::Jobs => "num",
            _ => "",
        }
    }

    pub fn is_state(&self) -> bool {
        self.column == Column::State
    }

    pub fn is_person(&self) -> bool {
        self.column == Column::Lead && !self.text.is_empty()
    }

    /// Whether the cell stands on a phone, where no heading says its unit.
    pub fn is_listed_amount(&self) -> bool {
        self.column == Column::Requested
    }
}

/// Rows of the register and where the next ones are.
#[derive(Template)]
#[template(path = "register/_rows.html")]
pub struct Rows {
    pub t: Locale,
    pub icons: &'static str,
    pub rows: Vec<Row>,
    /// Address of the next rows, for the script.
    pub next: Option<String>,
    /// The same as a page, for a plain link.
    pub next_page: Option<String>,
    /// Why none of the rows can be edited, if that is so.
    pub lock: Option<String>,
    /// Rows that can be edited when only one's own may be.
    pub own: Option<std::collections::HashSet<uuid::Uuid>>,
    pub lock_of_others: String,
    /// Ids that were asked for and are no longer in the register.
    pub gone: Vec<String>,
    /// Those that fit the filter of the page; none if it has no filter.
    pub matching: Option<std::collections::HashSet<uuid::Uuid>>,
    pub unmatched_words: String,
    pub gone_words: String,
    pub unread_hint: String,
    pub unit: String,
    pub words: StateWords,
}

/// Names of the states, whole and as short as a cell has room for; looked up once per page.
pub struct StateWords(Vec<(ProjectState, String, String)>);

impl StateWords {
    pub fn new(t: Locale) -> StateWords {
        StateWords(
            ProjectState::ALL
                .iter()
                .map(|s| {
                    let short = match s {
                        ProjectState::InCommission => "state-in-commission-short",
                        _ => s.label(),
                    };
                    (
                        *s,
                        t.text(s.label()).into_owned(),
                        t.text(short).into_owned(),
                    )
                })
                .collect(),
        )
    }

    fn of(&self, state: ProjectState) -> (&str, &str) {
        self.0
            .iter()
            .find(|(s, _, _)| *s == state)
            .map_or(("", ""), |(_, name, short)| (name, short))
    }
}

impl Rows {
    /// It changed and is no longer what the filter asks for; it stays where it is until the page is asked anew.
    pub fn is_unmatched(&self, row: &Row) -> bool {
        self.matching
            .as_ref()
            .is_some_and(|m| !m.contains(&row.project_id))
    }

    pub fn lock_of(&self, row: &Row) -> Option<&str> {
        if let Some(lock) = &self.lock {
            return Some(lock);
        }
        match &self.own {
            Some(own) if !own.contains(&row.project_id) => Some(&self.lock_of_others),
            _ => None,
        }
    }

    pub fn state(&self, row: &Row) -> ProjectState {
        ProjectState::from_word(&row.state).unwrap_or(ProjectState::ApplicationShort)
    }

    pub fn state_name(&self, row: &Row) -> &str {
        self.words.of(self.state(row)).0
    }

    pub fn state_short(&self, row: &Row) -> &str {
        self.words.of(self.state(row)).1
    }

    pub fn lead_initials(&self, row: &Row) -> String {
        initials(&row.lead_name)
    }

    /// Where the project may go by the table, for the list of the editor.
    pub fn moves(&self, row: &Row) -> String {
        allowed_moves(self.state(row))
            .iter()
            .map(|s| s.word())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The cells behind number and client.
    pub fn cells(&self, row: &Row) -> Vec<Cell> {
        let t = self.t;
        Column::ALL[2..]
            .iter()
            .map(|column| {
                let (text, raw) = shown(t, row, *column);
                let unread = (text.is_empty())
                    .then(|| row.unread.get(column.word())?.as_str().map(str::to_owned))
                    .flatten();
                Cell {
                    n: exact_number(row, *column),
                    column: *column,
                    text,
                    raw,
                    unread,
                    is_cut: *column == Column::Description && row.description_is_cut,
                }
            })
            .collect()
    }
}

/// The number behind a cell, with a point, in the unit that the column shows.
fn exact_number(row: &Row, column: Column) -> Option<String> {
    let kopecks = match column {
        Column::Own => row.own_kopecks,
        Column::Requested => row.requested_kopecks,
        Column::Total => row.total_kopecks,
        Column::Tax => row.tax_kopecks,
        Column::Jobs => return (row.jobs >= 0).then(|| row.jobs.to_string()),
        _ => return None,
    };
    (kopecks >= 0).then(|| exact_millions(Locale::En, kopecks))
}

/// Text of a cell, and what its editor begins with where that differs.
pub fn shown(t: Locale, row: &Row, column: Column) -> (String, Option<String>) {
    let money = |kopecks: i64| {
        if kopecks < 0 {
            return (String::new(), None);
        }
        let (text, exact) = (formats::millions(t, kopecks), exact_millions(t, kopecks));
        let raw = (text != exact).then_some(exact);
        (text, raw)
    };
    match column {
        Column::Number => (row.number.clone(), None),
        Column::Client => (row.client_name.clone(), None),
        Column::Name => (row.name.clone(), None),
        Column::State => (row.state.clone(), None),
        Column::Inn => (row.client_inn.clone(), None),
        Column::District => (row.district.clone(), None),
        Column::Industry => (row.industry.clone(), None),
        Column::Own => money(row.own_kopecks),
        Column::Requested => money(row.requested_kopecks),
        Column::Total => money(row.total_kopecks),
        Column::Tax => money(row.tax_kopecks),
        Column::Jobs if row.jobs < 0 => (String::new(), None),
        Column::Jobs => (
            formats::whole(t, row.jobs.into()),
            Some(row.jobs.to_string()),
        ),
        Column::Date => {
            let known =
                row.application_date > chrono::NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default();
            let precision = match row.application_date_precision.as_str() {
                "month" => Precision::Month,
                "quarter" => Precision::Quarter,
                "year" => Precision::Year,
                _ => Precision::Day,
            };
            let text = if known {
                formats::date(t, row.application_date, precision)
            } else {
                String::new()
            };
            (text, None)
        }
        Column::Lead => {
            let more = row.people_count - 1;
            if row.lead_name.is_empty() || more < 1 {
                (row.lead_name.clone(), None)
            } else {
                (
                    format!("{}, +{more}", row.lead_name),
                    Some(row.lead_name.clone()),
                )
            }
        }
        Column::Description if row.description_is_cut => (format!("{}…", row.description), None),
        Column::Description => (row.description.clone(), None),
    }
}

/// A heading of the register.
pub struct Heading {
    pub column: Column,
    pub label: String,
    /// Address of the register in this column's order; none if it cannot be sorted.
    pub href: Option<String>,
    pub sorted: Option<&'static str>,
}

impl Heading {
    pub fn word(&self) -> &'static str {
        self.column.word()
    }

    pub fn editor(&self) -> &'static str {
        self.column.editor()
    }

    pub fn is_edited(&self) -> bool {
        self.column.field().is_some()
    }

    /// Class of the column's width.
    pub fn width(&self) -> &'static str {
        match self.column {
            Column::Number => "w-id",
            Column::Client => "w-client",
            Column::Name => "w-project",
            Column::State => "w-state",
            Column::Inn => "w-inn",
            Column::District => "w-district",
            Column::Industry => "w-industry",
            Column::Own | Column::Requested | Column::Total | Column::Tax => "w-money",
            Column::Jobs => "w-int",
            Column::Date => "w-date",
            Column::Lead => "w-person",
            Column::Description => "w-long",
        }
    }

    pub fn class(&self) -> &'static str {
        match self.column {
            Column::Number => "s1",
            Column::Client => "s2",
            _ if matches!(self.column.kind(), Kind::Money | Kind::Whole) => "num",
            _ => "",
        }
    }

    pub fn is_sorted_down(&self) -> bool {
        self.sorted == Some("descending")
    }
}

/// A filter that is set, as one sentence with a way to remove it.
pub struct Chip {
    pub name: &'static str,
    pub label: String,
    pub value: String,
    pub without: String,
}

/// A tab over the register: a ready view.
pub struct Tab {
    pub label: String,
    pub n: Option<String>,
    pub href: String,
    pub is_current: bool,
}

#[derive(Template)]
#[template(path = "register/index.html")]
pub struct Index {
    pub shell: Shell,
    pub headings: Vec<Heading>,
    pub rows: Rows,
    pub tabs: Vec<Tab>,
    pub chips: Vec<Chip>,
    /// Names and labels of all filters.
    pub filters: Vec<(&'static str, String)>,
    pub query: String,
    pub search: String,
    /// Filters and order beside the search, as hidden fields of its form.
    pub kept: Vec<(&'static str, String)>,
    /// Number of rows, where it is known without counting them.
    pub count: Option<i64>,
    pub count_text: String,
    pub may_create: bool,
    pub may_export: bool,
    pub view_is_filtered: bool,
    /// Address without any filter, in the same order.
    pub reset_href: String,
    /// The register has no project at all.
    pub is_empty: bool,
}

impl Index {
    fn chip(&self, name: &str) -> Option<&Chip> {
        self.chips.iter().find(|c| c.name == name)
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

/// The choices of one filter.
#[derive(Template)]
#[template(path = "register/_filter.html")]
pub struct Filter {
    pub t: Locale,
    pub name: &'static str,
    pub label: String,
    /// Value, name, chosen.
    pub options: Vec<(String, String, bool)>,
    pub kept: Vec<(&'static str, String)>,
}

/// Without script the choices are a page of their own.
#[derive(Template)]
#[template(path = "register/filter.html")]
pub struct FilterPage {
    pub shell: Shell,
    /// Address of the list that is being filtered.
    pub back: String,
    pub form: Filter,
}

#[derive(Template)]
#[template(path = "register/_totals.html")]
pub struct TotalsView {
    pub t: Locale,
    pub totals: Totals,
    /// The number beside the title is not known yet and comes along.
    pub with_head: bool,
    pub own: String,
    pub requested: String,
    pub jobs: String,
}

impl TotalsView {
    fn count(&self) -> String {
        self.t.count("register-projects", self.totals.n)
    }

    pub fn new(t: Locale, totals: Totals, with_head: bool) -> TotalsView {
        let money = |kopecks| {
            format!(
                "{}\u{a0}{}",
                formats::millions(t, kopecks),
                t.text("unit-millions")
            )
        };
        TotalsView {
            own: money(totals.own),
            requested: money(totals.requested),
            jobs: formats::whole(t, totals.jobs),
            t,
            totals,
            with_head,
        }
    }
}

/// Without script the totals are a page of their own.
#[derive(Template)]
#[template(path = "register/totals.html")]
pub struct TotalsPage {
    pub shell: Shell,
    pub back: String,
    pub totals: TotalsView,
}

/// Address of the register with a view.
pub fn address(path: &str, view: &View) -> String {
    let query = view.to_query();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_editor_shows_money_to_the_kopeck() {
        for (kopecks, shown) in [
            (4_850_000_000, "48,5"),
            (1_234_567_890, "12,3456789"),
            (0, "0"),
            (1, "0,00000001"),
        ] {
            assert_eq!(exact_millions(Locale::Ru, kopecks), shown);
        }
    }
}
