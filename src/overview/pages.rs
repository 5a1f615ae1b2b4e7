//! HTML handlers: the overview, and the list behind each of its figures.

use chrono::{DateTime, Days, NaiveDate, TimeZone as _, Utc};

use super::figure::{AGES, AT_WORK, Figure};
use super::period::{Period, quarter_of};
use super::queries::{self, Moments};
use super::views::{Index, List, Numbers};
use crate::accounts::{Action, Actor, Subject, in_work, may, shell};
use crate::calendar::{self, Terms};
use crate::db::Work;
use crate::refusal::Refusal;
use crate::web::{Answer, AppError, Cx, Outcome, Place, Query};

/// Projects on one page of a list.
const PAGE: i64 = 100;

/// The first moment of a day of the organization.
fn start_of(actor: &Actor, day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    actor
        .zone
        .from_local_datetime(&midnight)
        .earliest()
        .map_or_else(|| midnight.and_utc(), |at| at.with_timezone(&Utc))
}

fn moments(actor: &Actor, terms: &Terms, today: NaiveDate) -> Moments {
    let before = |days: i64| today.checked_sub_days(Days::new(days as u64));
    Moments {
        late: AT_WORK
            .iter()
            .filter_map(|state| {
                let last = terms.calendar.older_than(today, terms.norm(state.word())?);
                Some((
                    state.word().to_owned(),
                    start_of(actor, last.succ_opt().unwrap_or(last)),
                ))
            })
            .collect(),
        ages: AGES
            .iter()
            .filter_map(|days| Some(start_of(actor, before(*days)?)))
            .collect(),
    }
}

/// `GET /overview`
pub async fn index(cx: Cx, query: Query) -> Outcome {
    let shell_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let today = work.now().with_timezone(&actor.zone).date_naive();
        let asked = Period::of(&query.0, today);
        let period = match Period::is_open(&query.0) {
            true => with_applications(work, asked, today)?,
            false => asked,
        };
        let terms = calendar::terms(work)?;
        let numbers = numbers(work, actor, &period, &terms, today)?;
        let shell = shell(&shell_cx, actor, Place::Overview);
        Answer::html(&Index::new(
            shell,
            period,
            period != asked,
            &terms,
            &numbers,
        ))
    })
    .await
}

/// This year, or the last one that has applications: a page of zeros tells nobody anything.
fn with_applications(work: &mut Work, year: Period, today: NaiveDate) -> Result<Period, AppError> {
    let last = queries::last_application(work, today)?;
    Ok(last
        .filter(|day| *day < year.from)
        .and_then(Period::year_of)
        .unwrap_or(year))
}

fn numbers(
    work: &mut Work,
    actor: &Actor,
    period: &Period,
    terms: &Terms,
    today: NaiveDate,
) -> Result<Numbers, AppError> {
    let moments = moments(actor, terms, today);
    let quarters = period.quarters();
    let first = quarters
        .first()
        .map_or_else(|| quarter_of(period.to), |(first, _)| *first);
    Ok(Numbers {
        applied: queries::totals(work, Figure::Applied, period, &moments)?,
        before: queries::totals(work, Figure::Applied, &period.before(), &moments)?,
        granted: queries::totals(work, Figure::Granted, period, &moments)?,
        late: queries::totals(work, Figure::Late, period, &moments)?,
        funnel: queries::funnel(work, period)?,
        by_quarter: queries::quarters(work, first, period.to)?,
        quarters,
        districts: queries::by_district(work, period)?,
        industries: queries::by_industry(work, period)?,
        present: queries::present(work, &moments)?,
    })
}

/// `GET /overview/projects`: the projects that a figure counts.
pub async fn list(cx: Cx, query: Query) -> Outcome {
    let shell_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let today = work.now().with_timezone(&actor.zone).date_naive();
        let period = Period::of(&query.0, today);
        let figure = Figure::of(&query.0).ok_or(Refusal::NotFound)?;
        let moments = moments(actor, &calendar::terms(work)?, today);
        let totals = queries::totals(work, figure, &period, &moments)?;
        let skipped = query.0.number("skip").unwrap_or(0).clamp(0, 1_000_000);
        let rows = queries::list(work, figure, &period, &moments, skipped, PAGE)?;
        let shell = shell(&shell_cx, actor, Place::Overview);
        Answer::html(&List::new(shell, figure, &period, totals, rows, skipped))
    })
    .await
}
