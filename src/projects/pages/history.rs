//! The past of a project: each field's history with "put this value back", and the project as of a day.

use actix_web::web;
use chrono::{DateTime, Days, NaiveDate, TimeZone, Utc};
use uuid::Uuid;

use super::record::may_change;
use crate::accounts::{self, Action, Actor, Person, Subject, in_work, may, shell};
use crate::db::Work;
use crate::history::{self, About, FieldHistory, Side, SubjectKind};
use crate::projects::change;
use crate::projects::past::{self, FormerValue};
use crate::projects::views::{AsOfPage, PastFact, label, shown_in_full, value, value_in_full};
use crate::projects::{Project, ProjectField, queries};
use crate::refusal::Refusal;
use crate::text::formats;
use crate::values::dates::{Precision, read_date};
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place, Query, path_id};

/// Changes of one field on its page; nobody reads more.
const MOST: i64 = 200;

fn field_of(word: &str) -> Result<ProjectField, AppError> {
    ProjectField::from_word(word).ok_or_else(|| Refusal::NotFound.into())
}

/// `GET /projects/{id}/fields/{field}/history`
pub async fn field_history(cx: Cx, path: web::Path<(String, String)>) -> Outcome {
    let (id, field) = (path_id(&path.0)?, field_of(&path.1)?);
    page(&cx, id, field, None).await
}

/// `POST /projects/{id}/fields/{field}/history`: a former value is put back.
pub async fn put_back(cx: Cx, path: web::Path<(String, String)>, form: Fields) -> Outcome {
    let (id, field) = (path_id(&path.0)?, field_of(&path.1)?);
    if form.has("show_form") {
        return page(&cx, id, field, None).await;
    }
    let done = in_work(&cx, move |work, actor| {
        let former = FormerValue {
            of: form.id("of").ok_or(Refusal::NotFound)?,
            version: form.number("of_version").unwrap_or_default(),
            side: Side::from_word(form.get("side")).ok_or(Refusal::NotFound)?,
            seen: form.number("seen").unwrap_or_default(),
        };
        past::put_value_back(work, actor, id, field, former)?;
        let place = field.word();
        Ok(Answer::see_other(&format!(
            "/projects/{id}?done=value-back#fact-{place}"
        )))
    })
    .await;
    match done {
        Err(AppError::Refusal(refusal @ (Refusal::Invalid(_) | Refusal::Conflict(_)))) => {
            page(&cx, id, field, Some(refusal)).await
        }
        other => other,
    }
}

async fn page(cx: &Cx, id: Uuid, field: ProjectField, refused: Option<Refusal>) -> Outcome {
    let page_cx = cx.clone();
    in_work(cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let project = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
        let mut page = history_of(work, actor, &page_cx, &project, field)?;
        Ok(match refused {
            Some(refusal) => {
                page.refused = Some(refusal.in_words(actor.locale));
                Answer::html(&page)?.refused(&refusal)
            }
            None => Answer::html(&page)?,
        })
    })
    .await
}

fn history_of(
    work: &mut Work,
    actor: &Actor,
    cx: &Cx,
    project: &Project,
    field: ProjectField,
) -> Result<FieldHistory, AppError> {
    let t = actor.locale;
    let word = field.word();
    let entries = history::of_field(work, SubjectKind::Project, project.id, word, MOST)?;
    let people = accounts::names(work)?;
    let about = About {
        address: format!("/projects/{}", project.id),
        name: project.name.clone(),
        field: word,
        label: label(t, field),
        seen: project.version,
        now: change::current(project, field).to_json(),
        // A state goes back by taking its last move back, on the card.
        may_change: may_change(actor, project) && field != ProjectField::State,
    };
    let frame = shell(cx, actor, Place::Register);
    let words = |v: Option<&serde_json::Value>| value(t, Some(field), v);
    Ok(FieldHistory::new(
        frame, actor.zone, &entries, &people, about, words,
    ))
}

/// `GET /projects/{id}/as-of?on=2026-11-20`: the project at the end of that day.
pub async fn as_of(cx: Cx, path: web::Path<String>, query: Query) -> Outcome {
    let id = path_id(&path)?;
    let page_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let project = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
        let typed = query.0.get("on");
        let today = work.now().with_timezone(&actor.zone).date_naive();
        let day = match typed {
            "" => Some(today),
            typed => read_day(typed),
        };
        let mut page = AsOfPage {
            shell: shell(&page_cx, actor, Place::Register),
            address: format!("/projects/{id}"),
            number: project.number.clone(),
            name: project.name.clone(),
            on: day.map_or_else(|| typed.to_owned(), |d| d.to_string()),
            day: String::new(),
            error: None,
            is_before: false,
            facts: Vec::new(),
        };
        let t = actor.locale;
        let Some(day) = day else {
            let refusal = Refusal::field("on", "not_a_date", "date-bad".into());
            page.error = Some(refusal.in_words(t));
            return Ok(Answer::html(&page)?.refused(&refusal));
        };
        page.day = formats::date(t, day, Precision::Day);
        let moment = end_of(day, actor);
        page.is_before = queries::made_at(work, id)? >= moment;
        if !page.is_before {
            page.facts = facts(work, actor, &project, moment)?;
        }
        Answer::html(&page)
    })
    .await
}

fn read_day(text: &str) -> Option<NaiveDate> {
    let read = || {
        read_date(text)
            .ok()
            .filter(|d| d.precision == Precision::Day)
    };
    text.parse().ok().or_else(|| Some(read()?.date))
}

/// The first moment after a day where the organization is.
fn end_of(day: NaiveDate, actor: &Actor) -> DateTime<Utc> {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    let midnight = next.and_time(chrono::NaiveTime::MIN);
    let local = actor.zone.from_local_datetime(&midnight).earliest();
    local.map_or_else(|| midnight.and_utc(), |at| at.with_timezone(&Utc))
}

fn facts(
    work: &mut Work,
    actor: &Actor,
    project: &Project,
    moment: DateTime<Utc>,
) -> Result<Vec<PastFact>, AppError> {
    let t = actor.locale;
    let later = history::later_than(work, SubjectKind::Project, project.id, moment)?;
    let mut facts: Vec<PastFact> = ProjectField::ALL
        .into_iter()
        .map(|field| {
            let then = value_in_full(t, &past::value_before(project, field, &later));
            let now = shown_in_full(t, project, field);
            PastFact {
                label: label(t, field),
                now: (now != then).then_some(now),
                then,
            }
        })
        .collect();
    let names = accounts::names(work)?;
    let assigned = queries::people(work, project.id)?;
    let in_words = |ids: Vec<Uuid>| {
        let mut words: Vec<String> = ids
            .iter()
            .filter_map(|id| names.get(id))
            .map(Person::short_name)
            .collect();
        words.sort();
        words.join(", ")
    };
    let then = in_words(past::people_before(&assigned, &later).into_iter().collect());
    let now = in_words(assigned);
    facts.push(PastFact {
        label: t.text("people-title").into_owned(),
        now: (now != then).then_some(now),
        then,
    });
    Ok(facts)
}
