//! What each step of the wizard shows, loaded and rendered.

use askama::Template;

use super::super::model::{Import, ImportState, Step};
use super::super::queries::{self, RowFilter, Shown};
use super::super::questions::{PairQuestion, Questions, Side};
use super::super::views::{
    ColumnsStep, Known, MatchesStep, Preview, ResultStep, SheetsStep, WordsPart,
};
use crate::accounts::{self, Actor};
use crate::clients;
use crate::db::Work;
use crate::directories::{self, Kind};
use crate::text::Locale;
use crate::web::{AppError, Fields};

/// Rows of the preview on a page.
const ROWS: i64 = 50;
/// Differences on a page.
const DIFFERENCES: i64 = 100;

/// The step as a part of the page; empty while something is being done or nothing was read.
pub fn body(
    work: &mut Work,
    actor: &Actor,
    import: &Import,
    step: Step,
    query: &Fields,
) -> Result<String, AppError> {
    let t = actor.locale;
    let is_open = import.state() == ImportState::Ready;
    let is_over = matches!(import.state(), ImportState::Done | ImportState::Undone);
    if !is_open && !is_over {
        return Ok(String::new());
    }
    match step {
        Step::File => render(&SheetsStep::new(t, import, is_open)),
        Step::Columns => columns(work, t, import, is_open, query),
        Step::Matches => matches(work, t, import, is_open, query),
        Step::Result => {
            let mut step = ResultStep::new(t, import);
            if import.state() == ImportState::Done {
                step.ask(import, &queries::unplaced(work, import.id)?, query);
            }
            render(&step)
        }
    }
}

fn render(part: &impl Template) -> Result<String, AppError> {
    part.render().map_err(AppError::broken)
}

fn columns(
    work: &mut Work,
    t: Locale,
    import: &Import,
    is_open: bool,
    query: &Fields,
) -> Result<String, AppError> {
    let preview = preview(work, import, query)?;
    let questions = match is_open {
        true => queries::questions(work, import.id)?,
        false => Questions::default(),
    };
    let lists = lists(work, &questions)?;
    let words = render(&WordsPart::new(t, import.id, &questions, lists))?;
    render(&ColumnsStep::new(t, import, is_open, &preview, words))
}

/// The sheet that the address names, else the first one with what is asked for.
fn preview(work: &mut Work, import: &Import, query: &Fields) -> Result<Preview, AppError> {
    let kinds = queries::problem_counts(work, import.id)?;
    let kind = query.given("kind").map(str::to_owned);
    let is_bad = import.counts["rows"]["bad"].as_i64().unwrap_or(0) > 0;
    let usual = if is_bad { Shown::Bad } else { Shown::All };
    let shown = query
        .given("show")
        .and_then(Shown::from_word)
        .unwrap_or(usual);
    let after = query.number("after").unwrap_or(0) as i32;
    let candidates = candidates(import, query);
    let mut sheet = candidates.first().copied().unwrap_or(0);
    let mut rows = Vec::new();
    for candidate in candidates {
        let header = import.sheets[candidate]["header_rows"].as_array();
        let header = header.and_then(|h| h.last()?.as_i64()).unwrap_or(0) as i32;
        let filter = RowFilter {
            sheet: candidate as i32,
            shown,
            kind: kind.as_deref(),
            after: after.max(header),
            limit: ROWS + 1,
        };
        rows = queries::file_rows(work, import.id, &filter)?;
        if !rows.is_empty() {
            sheet = candidate;
            break;
        }
    }
    let has_more = rows.len() as i64 > ROWS;
    rows.truncate(ROWS as usize);
    let numbers = rows.iter().map(|r| r.number).collect();
    let equal = match &kind {
        Some(kind) => queries::raw_groups(work, import.id, kind)?,
        None => Vec::new(),
    };
    Ok(Preview {
        from: query.number("from").unwrap_or(0).max(0) as usize,
        problems: queries::problems_of_rows(work, import.id, sheet as i32, numbers)?,
        sheet,
        shown,
        kind,
        rows,
        equal,
        kinds,
        has_more,
    })
}

/// The sheet that the address names, or all that are taken.
fn candidates(import: &Import, query: &Fields) -> Vec<usize> {
    let sheets = import.sheets.as_array().map_or(0, Vec::len);
    let named = query.number("sheet").map(|n| n.max(0) as usize);
    let taken = |i: &usize| import.sheets[*i]["taken"].as_bool().unwrap_or(false);
    match named.filter(|n| *n < sheets) {
        Some(sheet) => vec![sheet],
        None => (0..sheets).filter(taken).collect(),
    }
}

/// Suggestions for the words that are asked.
fn lists(work: &mut Work, questions: &Questions) -> Result<Vec<(String, Vec<String>)>, AppError> {
    let mut lists = Vec::new();
    let asks = |list: &str| questions.words.iter().any(|w| w.list == list);
    for kind in Kind::ALL {
        if asks(kind.word()) {
            let entries = directories::entries(work, kind)?.into_iter();
            let names = entries.filter(|e| e.active).map(|e| e.name);
            lists.push((kind.word().to_owned(), names.collect()));
        }
    }
    if asks("person") {
        let people = accounts::people(work)?.into_iter();
        let names = people.filter(|p| p.is_member).map(|p| p.name);
        lists.push(("person".to_owned(), names.collect()));
    }
    Ok(lists)
}

fn matches(
    work: &mut Work,
    t: Locale,
    import: &Import,
    is_open: bool,
    query: &Fields,
) -> Result<String, AppError> {
    let mut step = MatchesStep::new(t, import, is_open);
    let pairs = queries::questions(work, import.id)?.pairs;
    let known = known(work, &pairs)?;
    step.ask(import, &pairs, &known);
    let choices = queries::choices(work, import.id)?;
    let fields = queries::fields_that_differ(work, import.id)?;
    step.list(&fields, |field| choices.policy(field));
    let after = query.number("after").unwrap_or(0) as i32;
    let differences = queries::differences(work, import.id, None, after, DIFFERENCES)?;
    step.show(&differences, DIFFERENCES);
    render(&step)
}

/// The clients of the organization that questions are about.
fn known(work: &mut Work, pairs: &[PairQuestion]) -> Result<Vec<Known>, AppError> {
    let mut found = Vec::new();
    for id in pairs.iter().filter_map(|p| p.known) {
        if let Some(client) = clients::find(work, id)? {
            let side = Side {
                label: client.label().to_owned(),
                inn: client.inn.clone().unwrap_or_default(),
                reached: queries::reached(work, id)?,
                ..Side::default()
            };
            found.push(Known { id, side });
        }
    }
    Ok(found)
}
