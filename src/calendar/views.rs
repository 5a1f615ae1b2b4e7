//! What the templates of the room show.

use std::collections::BTreeSet;

use askama::Template;
use chrono::{Datelike, NaiveDate};

use super::actions::STATES;
use super::days::{Calendar, Terms};
use crate::accounts::NavItem;
use crate::text::{Locale, Message, formats};
use crate::web::{Fields, FormView, Shell};

/// A year in the list.
pub struct Line {
    pub year: i32,
    pub words: String,
    pub is_missing: bool,
}

#[derive(Template)]
#[template(path = "calendar/show.html")]
pub struct CalendarPage {
    pub shell: Shell,
    pub nav: Vec<NavItem>,
    pub years: Vec<Line>,
    /// The year for which nothing is loaded and which is running or about to.
    pub missing: Option<String>,
    pub form: FormView,
    /// State, its name.
    pub states: Vec<(&'static str, String)>,
}

/// Key of a state's name.
fn state_name(state: &str) -> String {
    format!("state-{}", state.replace('_', "-"))
}

fn line(t: Locale, calendar: &Calendar, year: i32) -> Line {
    let Some(days) = calendar.years.get(&year) else {
        return Line {
            year,
            words: t.text("calendar-not-loaded").into_owned(),
            is_missing: true,
        };
    };
    let first = NaiveDate::from_ymd_opt(year - 1, 12, 31);
    let last = NaiveDate::from_ymd_opt(year, 12, 31);
    let working = first.zip(last).map_or(0, |(a, b)| calendar.between(a, b));
    Line {
        year,
        words: t.message(
            &Message::new("calendar-year")
                .number("working", working)
                .number("off", days.days_off.len() as i64)
                .number("moved", days.working_days.len() as i64),
        ),
        is_missing: false,
    }
}

impl CalendarPage {
    pub fn new(
        shell: Shell,
        nav: Vec<NavItem>,
        terms: &Terms,
        (this_year, needed_to): (i32, i32),
        sent: Option<&Fields>,
    ) -> CalendarPage {
        let t = shell.t;
        let first = terms.calendar.years.keys().next().copied();
        let last = terms.calendar.years.keys().next_back().copied();
        let from = first.unwrap_or(this_year).min(this_year);
        let to = last.unwrap_or(this_year).max(this_year + 1);
        let mut form = FormView::new(t, sent.unwrap_or(&Fields::default()), &STATES);
        if sent.is_none() {
            for (state, days) in &terms.norms {
                form.set(state, days.to_string());
            }
        }
        let missing = terms.calendar.missing(this_year, needed_to);
        CalendarPage {
            years: (from..=to).map(|y| line(t, &terms.calendar, y)).collect(),
            missing: missing
                .first()
                .map(|y| t.with("calendar-missing", &y.to_string())),
            states: STATES
                .map(|s| (s, t.text(&state_name(s)).into_owned()))
                .to_vec(),
            form,
            nav,
            shell,
        }
    }
}

#[derive(Template)]
#[template(path = "calendar/year.html")]
pub struct YearPage {
    pub shell: Shell,
    pub nav: Vec<NavItem>,
    pub year: i32,
    pub form: FormView,
}

fn listed(days: &BTreeSet<NaiveDate>) -> String {
    let words = days
        .iter()
        .map(|d| formats::date(Locale::Ru, *d, crate::values::dates::Precision::Day));
    words.collect::<Vec<_>>().join("\n")
}

impl YearPage {
    pub fn new(
        shell: Shell,
        nav: Vec<NavItem>,
        year: i32,
        calendar: &Calendar,
        sent: Option<&Fields>,
    ) -> YearPage {
        let t = shell.t;
        let empty = Fields::default();
        let mut form = FormView::new(t, sent.unwrap_or(&empty), &["days_off", "working_days"]);
        if sent.is_none() {
            match calendar.years.get(&year) {
                Some(days) => {
                    form.set("days_off", listed(&days.days_off));
                    form.set("working_days", listed(&days.working_days));
                }
                None => form.set("days_off", listed(&holidays(year))),
            }
        }
        YearPage {
            shell,
            nav,
            year,
            form,
        }
    }
}

/// Holidays of the Labour Code (article 112) that fall on weekdays, to begin a year's form with; the days
/// that the Government moves are the admin's to add.
fn holidays(year: i32) -> BTreeSet<NaiveDate> {
    let january = (1..=8).map(|day| (1, day));
    let others = [(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)];
    january
        .chain(others)
        .filter_map(|(month, day)| NaiveDate::from_ymd_opt(year, month, day))
        .filter(|d| d.weekday().num_days_from_monday() < 5)
        .collect()
}
