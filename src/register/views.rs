//! What the templates of the room show. No query, no permission.

use std::borrow::Cow;
use std::sync::LazyLock;

use askama::Template;

use super::cell_text::{self, Exact, Id, Millions, Whole};
use super::columns::{Column, Kind};
use super::hands::Hands;
use super::queries::{Row, Totals};
use super::view::View;
use crate::accounts::initials;
use crate::projects::{ProjectState, allowed_moves};
use crate::text::{Locale, formats};
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

impl Row {
    fn id(&self) -> Id {
        Id::of(self.project_id)
    }

    fn client(&self) -> Option<Id> {
        self.client_id.map(Id::of)
    }

    fn jobs(&self) -> Option<i32> {
        (self.jobs >= 0).then_some(self.jobs)
    }

    fn has_date(&self) -> bool {
        self.application_date > chrono::NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default()
    }

    fn unread_of(&self, word: &str) -> Option<&str> {
        self.unread.as_ref()?.get(word)?.as_str()
    }
}

/// A row with its markup, generously.
const BYTES_OF_A_ROW: usize = 2500;
/// The page around the rows.
const BYTES_AROUND: usize = 24_000;

/// Templates hand over references.
impl Rows {
    /// Room for what is written: growing to it by doubling would copy it all several times.
    pub fn size(&self) -> usize {
        self.rows.len() * BYTES_OF_A_ROW + BYTES_AROUND
    }

    /// It changed and is no longer what the filter asks for; it stays where it is until the page is asked anew.
    fn is_unmatched(&self, row: &Row) -> bool {
        self.matching
            .as_ref()
            .is_some_and(|m| !m.contains(&row.project_id))
    }

    fn lock_of(&self, row: &Row) -> Option<&str> {
        if let Some(lock) = &self.lock {
            return Some(lock);
        }
        match &self.own {
            Some(own) if !own.contains(&row.project_id) => Some(&self.lock_of_others),
            _ => None,
        }
    }

    fn state(&self, row: &Row) -> &'static StateWords {
        let state = ProjectState::from_word(&row.state).unwrap_or(ProjectState::ApplicationShort);
        let at = Locale::ALL.iter().position(|t| *t == self.t).unwrap_or(0);
        let of_locale = &STATES[at];
        of_locale
            .iter()
            .find(|words| words.state == state)
            .unwrap_or(&of_locale[0])
    }

    fn lead_initials(&self, row: &Row) -> String {
        initials(&row.lead_name)
    }

    fn is_none(&self, kopecks: &i64) -> bool {
        *kopecks < 0
    }

    fn is_shortened(&self, kopecks: &i64) -> bool {
        cell_text::is_shortened(*kopecks)
    }

    fn millions(&self, kopecks: &i64) -> Millions {
        Millions(self.t, *kopecks)
    }

    fn exact(&self, kopecks: &i64) -> Exact {
        Exact(self.t, *kopecks)
    }

    /// With a point, as scripts read it.
    fn number(&self, kopecks: &i64) -> Exact {
        Exact(Locale::En, *kopecks)
    }

    fn whole(&self, n: &i32) -> Whole {
        Whole(self.t, *n)
    }

    fn date<'r>(&self, row: &'r Row) -> cell_text::Date<'r> {
        cell_text::Date(self.t, row)
    }
}

/// Text of a cell, for files.
pub fn shown(t: Locale, row: &Row, column: Column) -> String {
    let money = |kopecks: i64| Millions(t, kopecks).to_string();
    match column {
        Column::Number => row.number.clone(),
        Column::Client => row.client_name.clone(),
        Column::Name => row.name.clone(),
        Column::State => row.state.clone(),
        Column::Inn => row.client_inn.clone(),
        Column::District => row.district.clone(),
        Column::Industry => row.industry.clone(),
        Column::Own => money(row.own_kopecks),
        Column::Requested => money(row.requested_kopecks),
        Column::Total => money(row.total_kopecks),
        Column::Tax => money(row.tax_kopecks),
        Column::Jobs => row
            .jobs()
            .map_or_else(String::new, |jobs| formats::whole(t, jobs.into())),
        Column::Date => cell_text::Date(t, row).to_string(),
        Column::Lead if row.people_count > 1 && !row.lead_name.is_empty() => {
            format!("{}, +{}", row.lead_name, row.people_count - 1)
        }
        Column::Lead => row.lead_name.clone(),
        Column::Description if row.description_is_cut => format!("{}…", row.description),
        Column::Description => row.description.clone(),
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
    pub hands: Hands,
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
    pub may_bulk: bool,
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

    fn row() -> Row {
        Row {
            project_id: uuid::Uuid::nil(),
            version: 3,
            number_value: 7,
            number: "ИП-0007".to_owned(),
            client_id: None,
            client_name: String::new(),
            client_inn: String::new(),
            name: "Теплица <№ 1>".to_owned(),
            state: "in_commission".to_owned(),
            state_rank: 2,
            district: String::new(),
            industry: String::new(),
            own_kopecks: 4_850_000_000,
            requested_kopecks: -1,
            total_kopecks: 5_000_000_000,
            tax_kopecks: -1,
            jobs: -1,
            application_date: chrono::NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default(),
            application_date_precision: "day".to_owned(),
            lead_name: "Ким Е.".to_owned(),
            lead_hue: 2,
            people_count: 3,
            description: String::new(),
            description_is_cut: false,
            unread: Some(serde_json::json!({"jobs": "человек десять", "own": "не виден"})),
        }
    }

    fn written(t: Locale) -> String {
        let rows = Rows {
            t,
            icons: "/icons.svg",
            rows: vec![row()],
            next: None,
            next_page: None,
            lock: None,
            own: None,
            lock_of_others: String::new(),
            gone: Vec::new(),
            matching: None,
            unmatched_words: String::new(),
            gone_words: String::new(),
            unread_hint: String::new(),
            unit: "млн ₽".to_owned(),
        };
        rows.render().expect("the template is complete")
    }

    #[test]
    fn the_cells_of_a_row_stand_in_the_order_of_the_columns() {
        let html = written(Locale::Ru);
        let found: Vec<&str> = html
            .split("data-col=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert_eq!(found, Column::ALL.map(Column::word));
    }

    #[test]
    fn a_cell_says_what_is_shown_edited_and_summed() {
        let html = written(Locale::Ru);
        for cell in [
            "data-col=\"name\">Теплица &#60;№ 1&#62;</td>",
            "data-col=\"own\" data-n=\"48.5\">48,5</td>",
            "data-col=\"total\" data-v=\"50\" data-n=\"50\">50,0</td>",
            "data-col=\"requested\" data-unit=\"млн ₽\"></td>",
            "data-col=\"jobs\" data-v=\"\" data-unread><span class=\"unread\"",
            "data-col=\"lead\" data-v=\"Ким Е.\"><span class=\"person\">",
        ] {
            assert!(html.contains(cell), "{cell}\n{html}");
        }
    }
}
