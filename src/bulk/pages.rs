//! HTML handlers: choose a field and a value, see what would become of it, write it.

use actix_web::web;
use uuid::Uuid;

use super::actions::{self, FIELDS};
use super::model::Bulk;
use super::queries;
use super::views::{New, Panel, Show, ValueForm};
use crate::accounts::{self, Action, Actor, Subject, in_work, may, shell};
use crate::db::{Door, Work};
use crate::directories::{self, Kind};
use crate::projects::{ProjectField, ProjectState};
use crate::refusal::{Refusal, Refused};
use crate::register;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place, Query, path_id};

/// Rows that were left and are listed with their reasons.
const LEFT: i64 = 200;

/// `GET /bulk/new?field=…&` with the filter of the register.
pub async fn new_form(cx: Cx, query: Query) -> Outcome {
    let page_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::BulkChange, Subject::NONE)?;
        let field = actions::field_of(query.0.get("field")).ok();
        let filter = register::filter_of(&query.0);
        Answer::html(&form(work, actor, &page_cx, field, &filter, None)?)
    })
    .await
}

fn form(
    work: &mut Work,
    actor: &Actor,
    cx: &Cx,
    field: Option<ProjectField>,
    filter: &str,
    refused: Option<(&Fields, &Refusal)>,
) -> Result<New, AppError> {
    let t = actor.locale;
    let value = match field {
        Some(field) => Some(ValueForm {
            field: field.word(),
            label: t.text(field.label()).into_owned(),
            options: options(work, actor, field)?,
            id: refused
                .and_then(|(form, _)| form.id("id"))
                .unwrap_or_else(Uuid::now_v7),
            value: refused.map_or_else(String::new, |(form, _)| form.get("value").to_owned()),
            error: refused.map(|(_, refusal)| refusal.in_words(t)),
        }),
        None => None,
    };
    Ok(New {
        shell: shell(cx, actor, Place::Register),
        fields: FIELDS
            .map(|f| (f.word(), t.text(f.label()).into_owned(), Some(f) == field))
            .to_vec(),
        kept: form_urlencoded::parse(filter.as_bytes())
            .into_owned()
            .collect(),
        filter: filter.to_owned(),
        value,
    })
}

/// The choices of a field that has some: what is sent, and its name.
fn options(
    work: &mut Work,
    actor: &Actor,
    field: ProjectField,
) -> Result<Vec<(String, String)>, AppError> {
    let t = actor.locale;
    let entries = |work: &mut Work, kind| -> Result<Vec<(String, String)>, AppError> {
        Ok(directories::entries(work, kind)?
            .into_iter()
            .filter(|e| e.active)
            .map(|e| (e.id.to_string(), e.name))
            .collect())
    };
    match field {
        ProjectField::District => entries(work, Kind::District),
        ProjectField::Industry => entries(work, Kind::Industry),
        ProjectField::Lead => Ok(accounts::people(work)?
            .into_iter()
            .filter(|p| p.is_member)
            .map(|p| (p.id.to_string(), p.short_name()))
            .collect()),
        ProjectField::State => Ok(ProjectState::ALL
            .iter()
            .filter(|s| **s != ProjectState::Deleted)
            .map(|s| (s.word().to_owned(), t.text(s.label()).into_owned()))
            .collect()),
        _ => Ok(Vec::new()),
    }
}

/// `POST /bulk`: the trial.
pub async fn create(cx: Cx, form_fields: Fields) -> Outcome {
    let page_cx = cx.clone();
    let (sent, filter) = (form_fields.clone(), form_fields.get("filter").to_owned());
    let tried = in_work(&cx, move |work, actor| {
        let field = actions::field_of(form_fields.get("field"))?;
        let typed = form_fields.get("value").to_owned();
        let bulk = Bulk {
            id: form_fields.id("id").unwrap_or_else(Uuid::now_v7),
            made_by: actor.user,
            field: field.word().to_owned(),
            // A choice comes as an id; of a state the word is the value.
            choice: Uuid::try_parse(&typed).ok(),
            value: typed,
            query: form_fields.get("filter").to_owned(),
            state: String::new(),
            n: 0,
        };
        actions::start(work, actor, &bulk)?;
        Ok(Answer::see_other(&format!("/bulk/{}", bulk.id)))
    })
    .await;
    match tried {
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            in_work(&page_cx.clone(), move |work, actor| {
                let field = actions::field_of(sent.get("field")).ok();
                let page = form(
                    work,
                    actor,
                    &page_cx,
                    field,
                    &filter,
                    Some((&sent, &refusal)),
                )?;
                Ok(Answer::html(&page)?.refused(&refusal))
            })
            .await
        }
        other => other,
    }
}

/// `GET /bulk/{id}`: what would become of it, what is being done, what came of it.
pub async fn show(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    let page_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::BulkChange, Subject::NONE)?;
        let panel = panel(work, actor, id)?;
        if page_cx.is_fragment {
            return Answer::html(&panel);
        }
        Answer::html(&Show {
            shell: shell(&page_cx, actor, Place::Register),
            panel,
        })
    })
    .await
}

fn panel(work: &mut Work, actor: &Actor, id: Uuid) -> Result<Panel, Refused> {
    let bulk = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
    let counts = queries::counts(work, id)?;
    let left = queries::left(work, id, LEFT)?;
    let field = actions::field_of(&bulk.field)?;
    let name = match bulk.choice {
        Some(choice) => named(work, field, choice)?,
        None => match ProjectState::from_word(&bulk.value) {
            Some(state) => actor.locale.text(state.label()).into_owned(),
            None => bulk.value.clone(),
        },
    };
    Ok(Panel::new(actor.locale, &bulk, field, name, &counts, left))
}

fn named(work: &mut Work, field: ProjectField, id: Uuid) -> Result<String, Refused> {
    let kind = match field {
        ProjectField::District => Kind::District,
        ProjectField::Industry => Kind::Industry,
        _ => {
            let people = accounts::people(work)?;
            let found = people.iter().find(|p| p.id == id);
            return Ok(found.map(accounts::Person::short_name).unwrap_or_default());
        }
    };
    Ok(directories::entry(work, kind, id)?
        .map(|e| e.name)
        .unwrap_or_default())
}

/// `POST /bulk/{id}/write`
pub async fn write(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        work.door = Door::Grid;
        actions::start_writing(work, actor, id)?;
        Ok(Answer::see_other(&format!("/bulk/{id}")))
    })
    .await
}
