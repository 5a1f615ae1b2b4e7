//! HTML handlers: the years, a year, the norms.

use actix_web::web;
use chrono::Datelike;

use super::actions::{self, STATES, check_year};
use super::queries;
use super::views::{CalendarPage, YearPage};
use crate::accounts::{Action, Actor, Subject, in_work, may, settings_nav, shell};
use crate::db::Work;
use crate::refusal::Refusal;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place};

/// `GET /settings/calendar`
pub async fn show(cx: Cx) -> Outcome {
    overview(&cx, None, None).await
}

/// `POST /settings/calendar/norms`
pub async fn set_norms(cx: Cx, form: Fields) -> Outcome {
    if form.has("show_form") {
        return overview(&cx, Some(form), None).await;
    }
    let typed = STATES.map(|s| (s, form.get(s).to_owned()));
    let done = in_work(&cx, move |work, actor| {
        Ok(actions::set_norms(work, actor, &typed)?)
    })
    .await;
    match done {
        Ok(()) => Ok(Answer::see_other("/settings/calendar?done=saved")),
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            overview(&cx, Some(form), Some(refusal)).await
        }
        Err(e) => Err(e),
    }
}

async fn overview(cx: &Cx, sent: Option<Fields>, refused: Option<Refusal>) -> Outcome {
    let page_cx = cx.clone();
    in_work(cx, move |work, actor| {
        may(actor, Action::ManageOrganization, Subject::NONE)?;
        let terms = queries::terms(work)?;
        let mut page = CalendarPage::new(
            shell(&page_cx, actor, Place::Settings),
            settings_nav(actor, "/settings/calendar"),
            &terms,
            needed_years(work, actor),
            sent.as_ref(),
        );
        let answer = match &refused {
            Some(refusal) => {
                page.form.refuse(actor.locale, refusal);
                Answer::html(&page)?.refused(refusal)
            }
            None => Answer::html(&page)?,
        };
        Ok(answer)
    })
    .await
}

/// This year and the last one that terms already reach into: the Government names the moved days of a year in the
/// autumn before it.
fn needed_years(work: &Work, actor: &Actor) -> (i32, i32) {
    let today = work.now().with_timezone(&actor.zone).date_naive();
    let autumn = today.month() >= 10;
    (today.year(), today.year() + i32::from(autumn))
}

/// `GET /settings/calendar/{year}`
pub async fn year_form(cx: Cx, path: web::Path<String>) -> Outcome {
    year_page(&cx, check_year(&path)?, None, None).await
}

/// `POST /settings/calendar/{year}`
pub async fn load_year(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    let year = check_year(&path)?;
    if form.has("show_form") {
        return year_page(&cx, year, Some(form), None).await;
    }
    let sent = form.clone();
    let done = in_work(&cx, move |work, actor| {
        let days = (sent.get("days_off"), sent.get("working_days"));
        Ok(actions::load_year(work, actor, year, days)?)
    })
    .await;
    match done {
        Ok(()) => Ok(Answer::see_other("/settings/calendar?done=saved")),
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            year_page(&cx, year, Some(form), Some(refusal)).await
        }
        Err(e) => Err(e),
    }
}

async fn year_page(cx: &Cx, year: i32, sent: Option<Fields>, refused: Option<Refusal>) -> Outcome {
    let page_cx = cx.clone();
    in_work(cx, move |work, actor| {
        may(actor, Action::ManageOrganization, Subject::NONE)?;
        let terms = queries::terms(work)?;
        let mut page = YearPage::new(
            shell(&page_cx, actor, Place::Settings),
            settings_nav(actor, "/settings/calendar"),
            year,
            &terms.calendar,
            sent.as_ref(),
        );
        let answer = match &refused {
            Some(refusal) => {
                page.form.refuse(actor.locale, refusal);
                Answer::html(&page)?.refused(refusal)
            }
            None => Answer::html(&page)?,
        };
        Ok(answer)
    })
    .await
}
