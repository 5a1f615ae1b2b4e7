//! What the templates of the room show. No query, no permission.

use askama::Template;
use chrono::NaiveDate;

use super::charts::Bar;
use super::figure::Figure;
use super::lines::{self, LOADED};
use super::period::{Period, Preset};
use super::queries::{Listed, Present, Quarter, Share, StepCount, Totals};
use crate::calendar::Terms;
use crate::projects::ProjectState;
use crate::text::{Locale, Message, formats};
use crate::values::dates::Precision;
use crate::web::Shell;

/// Everything that is counted.
pub struct Numbers {
    pub applied: Totals,
    pub before: Totals,
    pub granted: Totals,
    pub late: Totals,
    pub funnel: StepCount,
    pub by_quarter: Vec<Quarter>,
    pub quarters: Vec<(NaiveDate, NaiveDate)>,
    pub districts: Vec<Share>,
    pub industries: Vec<Share>,
    pub present: Vec<Present>,
}

/// One of the large figures.
pub struct Headline {
    pub label: String,
    pub value: String,
    pub unit: String,
    pub href: String,
    pub note: String,
    /// `+18 %`, and whether it is more.
    pub growth: Option<(String, bool)>,
    pub is_bad: bool,
}

/// A bar of a chart with its words and its list.
pub struct Line {
    pub label: String,
    pub href: Option<String>,
    pub bar: Bar,
    pub look: &'static str,
    pub n: String,
    pub sum: String,
    /// Share of the step before.
    pub share: String,
}

/// A quarter: two standing bars.
pub struct QuarterBar {
    pub label: String,
    pub x: i64,
    pub requested: (i64, i64),
    pub granted: (i64, i64),
    pub requested_text: String,
    pub granted_text: String,
    pub href: String,
}

/// A specialist: pieces of a bar, one for each state.
pub struct Load {
    pub name: String,
    pub y: i64,
    pub text: i64,
    pub after: i64,
    pub n: i64,
    /// Look, where it begins, how wide, how many, its list.
    pub pieces: Vec<(&'static str, i64, i64, i64, String)>,
}

/// A state: how many projects are in it for how long.
pub struct AgeRow {
    pub look: &'static str,
    pub label: String,
    /// How many, heat, list.
    pub cells: Vec<(i64, &'static str, String)>,
    pub norm: String,
}

/// A chart of shares.
pub struct Shares {
    pub title: String,
    pub id: &'static str,
    pub lines: Vec<Line>,
    pub height: i64,
}

#[derive(Template)]
#[template(path = "overview/index.html")]
pub struct Index {
    pub shell: Shell,
    pub presets: Vec<(String, String, bool)>,
    pub from: String,
    pub to: String,
    pub words: String,
    pub headlines: Vec<Headline>,
    pub funnel: Vec<Line>,
    pub quarters: Vec<QuarterBar>,
    /// Lines of the scale: where, and what they say.
    pub scale: Vec<(i64, String)>,
    pub loads: Vec<Load>,
    pub load_height: i64,
    pub load_states: Vec<(&'static str, String)>,
    pub age_heads: Vec<String>,
    pub ages: Vec<AgeRow>,
    pub shares: Vec<Shares>,
}

#[derive(Template)]
#[template(path = "overview/list.html")]
pub struct List {
    pub shell: Shell,
    pub title: String,
    pub words: String,
    pub back: String,
    pub totals: Totals,
    pub count: String,
    pub sums: Vec<(String, String)>,
    pub rows: Vec<Row>,
    pub next: Option<String>,
}

/// A project in a list.
pub struct Row {
    pub href: String,
    pub number: String,
    pub name: String,
    pub client: String,
    pub lead: String,
    pub look: &'static str,
    pub state: String,
    pub requested: String,
    pub granted: String,
}

fn days(t: Locale, period: &Period) -> String {
    let day = |d| formats::date(t, d, Precision::Day);
    format!("{} – {}", day(period.from), day(period.to))
}

impl Line {
    /// A name that would not fit beside its bar is cut; the table has all of it.
    pub fn short(&self, letters: &usize) -> String {
        if self.label.chars().count() <= *letters {
            return self.label.clone();
        }
        let cut: String = self.label.chars().take(letters - 1).collect();
        format!("{}…", cut.trim_end())
    }
}

/// Address, name, and whether it is the one shown.
fn presets(t: Locale, period: &Period) -> Vec<(String, String, bool)> {
    let one = |p: &Preset| {
        (
            format!("/overview?period={}", p.word()),
            t.text(p.label()).into_owned(),
            *p == period.preset,
        )
    };
    Preset::ALL.iter().map(one).collect()
}

fn shares(t: Locale, period: &Period, numbers: &Numbers) -> Vec<Shares> {
    let districts = ("overview-districts", "by-district");
    let industries = ("overview-industries", "by-industry");
    vec![
        lines::shares(t, period, districts, &numbers.districts, Figure::District),
        lines::shares(t, period, industries, &numbers.industries, Figure::Industry),
    ]
}

impl Index {
    /// `is_older`: nothing was applied for in the year begun, so an older one is shown unasked.
    pub fn new(
        shell: Shell,
        period: Period,
        is_older: bool,
        terms: &Terms,
        numbers: &Numbers,
    ) -> Index {
        let t = shell.t;
        let (quarters, scale) = lines::quarters(t, numbers);
        let loads = lines::loads(t, &period, &numbers.present);
        let name = |s: &ProjectState| (s.look(), t.text(s.label()).into_owned());
        let heads = [
            "overview-age-0",
            "overview-age-1",
            "overview-age-2",
            "overview-age-3",
        ];
        Index {
            presets: presets(t, &period),
            from: period.from.to_string(),
            to: period.to.to_string(),
            words: match is_older {
                true => t.with("overview-last-year", &days(t, &period)),
                false => days(t, &period),
            },
            headlines: lines::headlines(t, &period, numbers),
            funnel: lines::funnel(t, &period, numbers),
            quarters,
            scale,
            load_height: 27 * loads.len() as i64 + 4,
            loads,
            load_states: LOADED.iter().map(name).collect(),
            age_heads: heads.map(|key| t.text(key).into_owned()).to_vec(),
            ages: lines::ages(t, &period, terms, &numbers.present),
            shares: shares(t, &period, numbers),
            shell,
        }
    }
}

impl List {
    pub fn new(
        shell: Shell,
        figure: Figure,
        period: &Period,
        totals: Totals,
        rows: Vec<Listed>,
        skipped: i64,
    ) -> List {
        let t = shell.t;
        let millions = |kopecks| formats::millions(t, kopecks);
        let shown = skipped + rows.len() as i64;
        List {
            title: t.text(figure.title()).into_owned(),
            words: match figure.is_of_now() {
                true => t.text("overview-now").into_owned(),
                false => t.message(&Message::new("overview-of-period").text("x", days(t, period))),
            },
            back: format!("/overview?from={}&to={}", period.from, period.to),
            totals,
            count: t.count("register-projects", totals.n),
            sums: vec![
                (
                    t.text("overview-requested").into_owned(),
                    millions(totals.requested),
                ),
                (
                    t.text("overview-granted").into_owned(),
                    millions(totals.granted),
                ),
                (t.text("overview-tax").into_owned(), millions(totals.tax)),
                (
                    t.text("overview-jobs").into_owned(),
                    formats::whole(t, totals.jobs),
                ),
            ],
            next: (shown < totals.n).then(|| format!("{}&skip={shown}", figure.href(period))),
            rows: rows.into_iter().map(|r| row(t, r)).collect(),
            shell,
        }
    }
}

fn row(t: Locale, r: Listed) -> Row {
    let state = ProjectState::from_word(&r.state).unwrap_or(ProjectState::ApplicationShort);
    let money = |kopecks: i64| match kopecks {
        k if k < 0 => String::new(),
        k => formats::millions(t, k),
    };
    Row {
        href: format!("/projects/{}", r.id),
        number: r.number,
        name: r.name,
        client: r.client,
        lead: r.lead,
        look: state.look(),
        state: t.text(state.label()).into_owned(),
        requested: money(r.requested),
        granted: if r.granted > 0 {
            money(r.granted)
        } else {
            String::new()
        },
    }
}
