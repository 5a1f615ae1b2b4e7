//! HTML handlers of tasks.

use actix_web::web;
use chrono::NaiveDate;
use uuid::Uuid;

use super::views::{MyDay, Panel, TasksPage};
use crate::accounts::{self, Action, Actor, Subject, in_work, may, permissions::allows, shell};
use crate::calendar;
use crate::db::Work;
use crate::refusal::Refusal;
use crate::tasks::{self, NewTask, TaskChange, TaskOf};
use crate::values::dates::{Precision, read_date};
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place, path_id};

const MOST_OF_RECORD: i64 = 100;
const MOST_OF_DAY: i64 = 300;
/// "In 5 days" counts working days; further is a slip.
const MOST_WORKING_DAYS: i64 = 500;

fn of(kind: &str, id: Uuid) -> Result<TaskOf, Refusal> {
    match kind {
        "project" => Ok(TaskOf::Project(id)),
        "client" => Ok(TaskOf::Client(id)),
        "deal" => Ok(TaskOf::Deal(id)),
        _ => Err(Refusal::NotFound),
    }
}

fn today(work: &Work, actor: &Actor) -> NaiveDate {
    work.now().with_timezone(&actor.zone).date_naive()
}

fn panel(work: &mut Work, actor: &Actor, kind: &str, id: Uuid) -> Result<Panel, AppError> {
    let of = of(kind, id)?;
    let found = tasks::of_subject(work, of, MOST_OF_RECORD)?;
    let people = accounts::names(work)?;
    let today = today(work, actor);
    let may_create = tasks::may_make(work, actor, of)?;
    Ok(Panel::new(
        actor, kind, id, found, &people, today, may_create,
    ))
}

/// `GET /tasks/of/{kind}/{id}`: a part of the record's card, or a page of its own.
pub async fn of_record(cx: Cx, path: web::Path<(String, String)>) -> Outcome {
    let (kind, id) = (path.0.clone(), path_id(&path.1)?);
    let page_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let of = of(&kind, id)?;
        if !tasks::is_there(work, of)? {
            return Err(Refusal::NotFound.into());
        }
        let panel = panel(work, actor, &kind, id)?;
        if page_cx.is_fragment {
            return Answer::html(&panel);
        }
        Answer::html(&TasksPage {
            shell: shell(&page_cx, actor, Place::Tasks),
            panel,
        })
    })
    .await
}

/// A day as people write it: a date, or in so many working days from today.
fn due(work: &mut Work, actor: &Actor, form: &Fields) -> Result<Option<NaiveDate>, AppError> {
    let (text, days) = (form.get("due"), form.number("in_days"));
    let bad = |key: &'static str| Refusal::field("due", "not_a_date", key.into());
    match (text, days) {
        ("", Some(days)) if (1..=MOST_WORKING_DAYS).contains(&days) => {
            let terms = calendar::terms(work)?;
            Ok(Some(terms.calendar.after(today(work, actor), days)))
        }
        ("", _) => Ok(None),
        (text, _) => match text.parse::<NaiveDate>() {
            Ok(day) => Ok(Some(day)),
            Err(_) => match read_date(text) {
                Ok(d) if d.precision == Precision::Day => Ok(Some(d.date)),
                _ => Err(bad("date-bad").into()),
            },
        },
    }
}

/// `POST /tasks/of/{kind}/{id}`
pub async fn create(cx: Cx, path: web::Path<(String, String)>, form: Fields) -> Outcome {
    let (kind, id) = (path.0.clone(), path_id(&path.1)?);
    in_work(&cx, move |work, actor| {
        let of = of(&kind, id)?;
        if !tasks::is_there(work, of)? {
            return Err(Refusal::NotFound.into());
        }
        may(actor, Action::Create, Subject::NONE)?;
        let new = NewTask {
            id: form.id("id").unwrap_or_else(Uuid::now_v7),
            of,
            title: form.get("title").to_owned(),
            description: None,
            due_date: due(work, actor, &form)?,
            is_done: false,
            assignee_id: form.id("assignee"),
        };
        let today = today(work, actor);
        tasks::make_task(work, actor, &new, today)?;
        work.announce_record(&kind, id);
        Ok(Answer::see_other(&format!(
            "/{kind}s/{id}?done=saved#record-tasks"
        )))
    })
    .await
}

/// `POST /tasks/{id}/done`: done, or with `undone` still to do.
pub async fn set_done(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    let id = path_id(&path)?;
    let back = cx.from_page.clone().unwrap_or_else(|| "/tasks".to_owned());
    in_work(&cx, move |work, actor| {
        let task = tasks::lock(work, id)?.ok_or(Refusal::NotFound)?;
        let change = TaskChange {
            is_done: Some(!form.has("undone")),
            ..TaskChange::default()
        };
        let today = today(work, actor);
        tasks::change_task(work, actor, &task, &change, today)?;
        match task.of() {
            Some(TaskOf::Project(of)) => work.announce_record("project", of),
            Some(TaskOf::Client(of)) => work.announce_record("client", of),
            Some(TaskOf::Deal(of)) => work.announce_record("deal", of),
            None => {}
        }
        Ok(Answer::see_other(&back))
    })
    .await
}

/// `GET /tasks`: what this person has to do, by day.
pub async fn my_day(cx: Cx) -> Outcome {
    let page_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let found = tasks::assigned_to(work, actor.user, MOST_OF_DAY)?;
        let names = tasks::names_of_subjects(work, &found)?;
        let today = today(work, actor);
        let frame = shell(&page_cx, actor, Place::Tasks);
        let mut day = MyDay::new(frame, actor, found, &names, today);
        day.may_hand_over = allows(actor, Action::BulkChange, Subject::NONE);
        Answer::html(&day)
    })
    .await
}
