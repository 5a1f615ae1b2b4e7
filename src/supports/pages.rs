//! HTML handlers: a new measure, a measure changed, alone or in place on the card of its project.

use actix_web::http::header::HeaderName;
use actix_web::web;
use uuid::Uuid;

use super::actions::{self, Outcome as Done, SupportWrite};
use super::model::{OfProject, Support};
use super::queries;
use super::reading::{SupportField, SupportValues, Typed, read};
use super::views::{ConflictLine, FormPage, FormPart, Lists, base_name, words};
use crate::accounts::{self, Action, Actor, Subject, in_work, may, permissions::allows, shell};
use crate::db::{DbError, Work};
use crate::directories::{self, Kind};
use crate::history::{self, SubjectKind, Timeline};
use crate::refusal::{Conflict, Refusal};
use crate::text::{Locale, formats};
use crate::values::dates::Precision;
use crate::web::{Answer, AppError, Cx, Fields, FormView, Outcome, Place, Query, path_id};

fn names() -> Vec<&'static str> {
    std::iter::once("id")
        .chain(SupportField::ALL.iter().map(|f| f.word()))
        .collect()
}

fn typed(form: &Fields) -> Typed {
    let text = |f: SupportField| (f, form.get(f.word()).to_owned());
    SupportField::ALL.into_iter().map(text).collect()
}

fn base(form: &Fields) -> Typed {
    let text = |f: SupportField| (f, form.get(&base_name(f)).to_owned());
    SupportField::ALL.into_iter().map(text).collect()
}

/// After saving: to the card; a script is told where to go.
fn saved(cx: &Cx, project: Uuid, done: &str) -> Answer {
    let to = format!("/projects/{project}?done={done}#supports");
    match cx.is_fragment {
        true => Answer::no_content().header(HeaderName::from_static("hx-redirect"), &to),
        false => Answer::see_other(&to),
    }
}

/// `GET /projects/{id}/supports/new`
pub async fn new_form(cx: Cx, path: web::Path<String>, query: Query) -> Outcome {
    new_page(&cx, path_id(&path)?, query.0, None).await
}

/// `POST /projects/{id}/supports`
pub async fn create(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    let project = path_id(&path)?;
    if form.has("show_form") {
        return new_page(&cx, project, form, None).await;
    }
    let id = form.id("id").unwrap_or_else(Uuid::now_v7);
    let values = typed(&form);
    let done = in_work(&cx, move |work, actor| {
        Ok(actions::make_support(work, actor, id, project, &values)?)
    })
    .await;
    match done {
        Ok(()) => Ok(saved(&cx, project, "support-made")),
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            new_page(&cx, project, form, Some(refusal)).await
        }
        Err(e) => Err(e),
    }
}

async fn new_page(cx: &Cx, project: Uuid, fields: Fields, refused: Option<Refusal>) -> Outcome {
    let page_cx = cx.clone();
    in_work(cx, move |work, actor| {
        may(actor, Action::Create, Subject::NONE)?;
        let project = queries::project(work, project)?.filter(|p| !p.is_deleted);
        let project = project.ok_or(Refusal::NotFound)?;
        let t = actor.locale;
        let mut form = FormView::new(t, &fields, &names());
        if fields.id("id").is_none() {
            form.set("id", Uuid::now_v7().to_string());
            form.set("type", fields.given("type").unwrap_or("finance"));
            form.set("unit", "rub");
            let today = work.now().with_timezone(&actor.zone).date_naive();
            form.set(
                "date_start",
                formats::date(Locale::Ru, today, Precision::Day),
            );
        }
        if let Some(refusal) = &refused {
            form.refuse(t, refusal);
        }
        let action = format!("/projects/{}/supports", project.id);
        let part = part(work, t, project.id, form, action)?;
        answer(&page_cx, actor, &project, part, None, refused.as_ref())
    })
    .await
}

fn part(
    work: &mut Work,
    t: Locale,
    project: Uuid,
    form: FormView,
    action: String,
) -> Result<FormPart, DbError> {
    Ok(FormPart {
        t,
        icons: crate::web::assets().icons(),
        form,
        action,
        is_new: true,
        project,
        version: 0,
        base: Vec::new(),
        conflicts: Vec::new(),
        lists: lists(work, t)?,
        removal: None,
        refused: None,
    })
}

fn lists(work: &mut Work, t: Locale) -> Result<Lists, DbError> {
    let mut entries = |kind| -> Result<Vec<(String, String)>, DbError> {
        let all = directories::entries(work, kind)?.into_iter();
        Ok(all.map(|e| (e.id.to_string(), e.name)).collect())
    };
    Ok(Lists {
        programmes: entries(Kind::Programme)?,
        bodies: entries(Kind::Body)?,
        ..Lists::closed(t)
    })
}

/// The part alone for a script, in a page of its own otherwise.
fn answer(
    cx: &Cx,
    actor: &Actor,
    project: &OfProject,
    part: FormPart,
    timeline: Option<Timeline>,
    refused: Option<&Refusal>,
) -> Outcome {
    let answer = match cx.is_fragment {
        true => Answer::html(&part)?,
        false => Answer::html(&FormPage {
            shell: shell(cx, actor, Place::Register),
            project_name: project.name.clone(),
            project_number: project.number.clone(),
            part,
            timeline,
        })?,
    };
    Ok(match refused {
        Some(refusal) => answer.refused(refusal),
        None => answer,
    })
}

/// `GET /supports/{id}`; `?before=12` shows older history.
pub async fn show(cx: Cx, path: web::Path<String>, query: Query) -> Outcome {
    let id = path_id(&path)?;
    change_page(
        &cx,
        id,
        Fields::default(),
        None,
        Vec::new(),
        query.0.number("before"),
    )
    .await
}

/// `POST /supports/{id}`
pub async fn change(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    let id = path_id(&path)?;
    if form.has("show_form") {
        return change_page(&cx, id, form, None, Vec::new(), None).await;
    }
    let write = SupportWrite {
        typed: typed(&form),
        base: base(&form),
        version: form.number("version").unwrap_or(0),
    };
    let done = in_work(&cx, move |work, actor| {
        Ok(actions::change_support(work, actor, id, &write)?)
    })
    .await;
    match done {
        Ok(Done::Saved(support)) => Ok(saved(&cx, support.project_id, "saved")),
        Ok(Done::Conflicts(conflicts)) => change_page(&cx, id, form, None, conflicts, None).await,
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            change_page(&cx, id, form, Some(refusal), Vec::new(), None).await
        }
        Err(e) => Err(e),
    }
}

/// `POST /supports/{id}/removal`
pub async fn remove(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    let done = in_work(&cx, move |work, actor| {
        Ok(actions::remove_support(work, actor, id)?)
    })
    .await;
    match done {
        Ok(project) => Ok(saved(&cx, project, "support-removed")),
        Err(AppError::Refusal(refusal @ Refusal::NotAllowedNow { .. })) => {
            change_page(&cx, id, Fields::default(), Some(refusal), Vec::new(), None).await
        }
        Err(e) => Err(e),
    }
}

/// The form of a measure: as it is, or as it was sent with what stands against it.
async fn change_page(
    cx: &Cx,
    id: Uuid,
    fields: Fields,
    refused: Option<Refusal>,
    conflicts: Vec<Conflict>,
    before: Option<i64>,
) -> Outcome {
    let page_cx = cx.clone();
    in_work(cx, move |work, actor| {
        let support = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
        let project = queries::project(work, support.project_id)?.ok_or(Refusal::NotFound)?;
        let subject = Subject {
            is_own: project.is_own,
        };
        may(actor, Action::ChangeRegister, subject)?;
        let mut part = filled(work, actor, &support, &fields)?;
        if allows(actor, Action::Delete, subject) && !queries::is_used(work, id)? {
            part.removal = Some(format!("/supports/{id}/removal"));
        }
        if let Some(refusal) = &refused {
            part.form.refuse(actor.locale, refusal);
            part.refused = reason(actor.locale, refusal);
        }
        part.conflicts = lines(work, actor, &part.lists, &conflicts)?;
        let timeline = timeline(work, actor, &support, &part.lists, before)?;
        let refused = refused.or(conflicts
            .into_iter()
            .next()
            .map(|c| Refusal::Conflict(c.into())));
        answer(
            &page_cx,
            actor,
            &project,
            part,
            Some(timeline),
            refused.as_ref(),
        )
    })
    .await
}

fn reason(t: Locale, refusal: &Refusal) -> Option<String> {
    match refusal {
        Refusal::NotAllowedNow { reason, .. } => Some(t.message(reason)),
        _ => None,
    }
}

/// The form with what the measure holds; where it was sent before, with what was typed. After a
/// conflict it is based on what there is now, so that sending it once more is a decision.
fn filled(
    work: &mut Work,
    actor: &Actor,
    support: &Support,
    sent: &Fields,
) -> Result<FormPart, DbError> {
    let t = actor.locale;
    let values = SupportValues::of(support);
    let is_sent = sent.has("version");
    let mut form = FormView::new(t, sent, &names());
    if !is_sent {
        for field in SupportField::ALL {
            form.set(field.word(), edited(field, &values));
        }
    }
    let mut part = part(
        work,
        t,
        support.project_id,
        form,
        format!("/supports/{}", support.id),
    )?;
    let is_stale = sent.number("version") != Some(support.version);
    let base = base(sent);
    if is_sent && is_stale {
        show_what_others_made_of_the_rest(&mut part.form, sent, &values);
    }
    part.is_new = false;
    part.version = support.version;
    part.base = SupportField::ALL
        .into_iter()
        .map(|f| {
            let opened_with = base
                .iter()
                .find(|(b, _)| *b == f)
                .map(|(_, text)| text.clone());
            let keeps = is_sent && !is_stale;
            (
                base_name(f),
                opened_with
                    .filter(|_| keeps)
                    .unwrap_or_else(|| values.text(f)),
            )
        })
        .collect();
    Ok(part)
}

/// Fields that the person left alone show what others made of them meanwhile.
fn show_what_others_made_of_the_rest(form: &mut FormView, sent: &Fields, now: &SupportValues) {
    let (Ok(mine), Ok(base)) = (read(&typed(sent)), read(&base(sent))) else {
        return;
    };
    for field in SupportField::ALL {
        if mine.text(field) == base.text(field) {
            form.set(field.word(), edited(field, now));
        }
    }
}

/// A field as the form begins with it.
fn edited(field: SupportField, values: &SupportValues) -> String {
    let money = |h: Option<i64>| h.map(|h| formats::money(Locale::Ru, h)).unwrap_or_default();
    let day = |d: Option<chrono::NaiveDate>| {
        d.map(|d| formats::date(Locale::Ru, d, Precision::Day))
            .unwrap_or_default()
    };
    match field {
        SupportField::Amount => money(values.amount),
        SupportField::Granted => money(values.granted),
        SupportField::Paid => money(values.paid),
        SupportField::Start => day(values.start),
        SupportField::End => day(values.end),
        other => values.text(other),
    }
}

fn lines(
    work: &mut Work,
    actor: &Actor,
    lists: &Lists,
    conflicts: &[Conflict],
) -> Result<Vec<ConflictLine>, DbError> {
    if conflicts.is_empty() {
        return Ok(Vec::new());
    }
    let (t, people) = (actor.locale, accounts::people(work)?);
    let line = |c: &Conflict| {
        let field = SupportField::from_word(c.field)?;
        let them = people.iter().find(|p| Some(p.id) == c.by);
        let name = them.map_or_else(|| t.text("somebody").into_owned(), |p| p.short_name());
        Some(ConflictLine {
            label: t.text(field.label()).into_owned(),
            base: lists.in_words(t, field, &c.base),
            mine: lists.in_words(t, field, &c.mine),
            theirs: lists.in_words(t, field, &c.theirs),
            by: format!("{name}, {}", formats::time(c.at, actor.zone)),
        })
    };
    Ok(conflicts.iter().filter_map(line).collect())
}

fn timeline(
    work: &mut Work,
    actor: &Actor,
    support: &Support,
    lists: &Lists,
    before: Option<i64>,
) -> Result<Timeline, DbError> {
    let people = accounts::names(work)?;
    let entries = history::of_row(
        work,
        SubjectKind::Support,
        support.id,
        before,
        history::PAGE,
    )?;
    let address = format!("/supports/{}", support.id);
    let t = actor.locale;
    Ok(Timeline::new(
        t,
        actor.zone,
        &entries,
        &people,
        (&address, None),
        |e| words(t, lists, e),
    ))
}
