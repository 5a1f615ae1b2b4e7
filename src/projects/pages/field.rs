//! Changing one fact of a project by a form of one field.

use actix_web::web;
use askama::Template;
use uuid::Uuid;

use super::record::{head, may_change, record, state_panel, timeline};
use crate::accounts::{self, Action, Actor, Subject, in_work, may};
use crate::clients::{self, Found};
use crate::db::Work;
use crate::directories;
use crate::projects::actions::{self, FieldWrite};
use crate::projects::views::{Saved, edited, fact, kind};
use crate::projects::{Project, ProjectField, TypedIn, queries};
use crate::refusal::{Conflict, Refusal};
use crate::text::formats;
use crate::web::{
    Answer, AppError, Clash, Cx, Editor, FieldKind as Kind, Fields, Outcome, Query, path_id,
};

/// A field that is to be opened, as it is or as it was sent.
pub struct Opening {
    pub field: ProjectField,
    /// What was typed to find a client.
    q: String,
    sent: Option<Fields>,
    refused: Option<Refusal>,
}

impl Opening {
    pub fn fresh(field: ProjectField, q: &str) -> Opening {
        Opening {
            field,
            q: q.to_owned(),
            sent: None,
            refused: None,
        }
    }
}

fn field_of(word: &str) -> Result<ProjectField, AppError> {
    ProjectField::from_word(word)
        .filter(|f| *f != ProjectField::State)
        .ok_or_else(|| Refusal::NotFound.into())
}

/// `GET /projects/{id}/fields/{field}`: the field opened, or with `closed` as it stands.
pub async fn field(cx: Cx, path: web::Path<(String, String)>, query: Query) -> Outcome {
    let id = path_id(&path.0)?;
    let field = field_of(&path.1)?;
    if query.0.has("closed") && cx.is_fragment {
        return in_work(&cx, move |work, actor| {
            may(actor, Action::See, Subject::NONE)?;
            let project = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
            let may_change = may_change(actor, &project);
            Answer::html(&fact(actor.locale, &project, field, may_change))
        })
        .await;
    }
    opened(&cx, id, Opening::fresh(field, query.0.get("q"))).await
}

/// `POST /projects/{id}/fields/{field}`
pub async fn change_field(cx: Cx, path: web::Path<(String, String)>, form: Fields) -> Outcome {
    let id = path_id(&path.0)?;
    let field = field_of(&path.1)?;
    let opening = |refused| Opening {
        field,
        q: String::new(),
        sent: Some(form.clone()),
        refused,
    };
    if form.has("show_form") {
        return opened(&cx, id, opening(None)).await;
    }
    match save(&cx, id, field, form.clone()).await {
        Err(AppError::Refusal(refusal @ (Refusal::Invalid(_) | Refusal::Conflict(_)))) => {
            opened(&cx, id, opening(Some(refusal))).await
        }
        other => other,
    }
}

async fn save(cx: &Cx, id: Uuid, field: ProjectField, form: Fields) -> Outcome {
    let is_fragment = cx.is_fragment;
    in_work(cx, move |work, actor| {
        let write = FieldWrite {
            field,
            text: form.exact("value"),
            choice: form.id("choice"),
            base: form.exact("base"),
            version: form.number("version").unwrap_or(0),
            typed_in: TypedIn::Roubles,
        };
        actions::change_field(work, actor, id, &write)?;
        if is_fragment {
            return Answer::html(&saved(work, actor, id, field)?);
        }
        let place = field.word();
        Ok(Answer::see_other(&format!(
            "/projects/{id}?done=saved#fact-{place}"
        )))
    })
    .await
}

/// The fact as it is now, and the parts of the card that follow from it.
fn saved(work: &mut Work, actor: &Actor, id: Uuid, field: ProjectField) -> Result<Saved, AppError> {
    let project = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
    let people = accounts::names(work)?;
    let mut parts = Saved {
        fact: fact(actor.locale, &project, field, may_change(actor, &project)),
        head: head(actor.locale, &project, &people),
        state: state_panel(work, actor, &project)?,
        timeline: timeline(work, actor, &project, &people, None)?,
    };
    parts.head.is_beside = true;
    parts.state.is_beside = true;
    parts.timeline.is_beside = true;
    Ok(parts)
}

/// The field with its form: alone for a script, in its card otherwise.
async fn opened(cx: &Cx, id: Uuid, opening: Opening) -> Outcome {
    let page_cx = cx.clone();
    in_work(cx, move |work, actor| {
        let project = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
        let subject = Subject {
            is_own: project.is_own,
        };
        may(actor, Action::ChangeRegister, subject)?;
        let refused = opening.refused.clone();
        let answer = |answer: Answer| match &refused {
            Some(refusal) => answer.refused(refusal),
            None => answer,
        };
        if !page_cx.is_fragment {
            let page = record(work, actor, &page_cx, id, Some(opening), None)?;
            return Ok(answer(Answer::html(&page)?));
        }
        let mut opened = fact(actor.locale, &project, opening.field, true);
        opened.editor = Some(open(work, actor, &project, opening)?);
        Ok(answer(Answer::html(&opened)?))
    })
    .await
}

fn options(work: &mut Work, field: ProjectField) -> Result<Vec<(String, String)>, AppError> {
    let kind = match field {
        ProjectField::District => directories::Kind::District,
        ProjectField::Industry => directories::Kind::Industry,
        ProjectField::Lead => {
            return Ok(accounts::people(work)?
                .into_iter()
                .filter(|p| p.is_member)
                .map(|p| (p.id.to_string(), p.short_name()))
                .collect());
        }
        _ => return Ok(Vec::new()),
    };
    Ok(directories::entries(work, kind)?
        .into_iter()
        .filter(|e| e.active)
        .map(|e| (e.id.to_string(), e.name))
        .collect())
}

fn chosen_now(project: &Project, field: ProjectField) -> Option<Uuid> {
    match field {
        ProjectField::Client => project.client_id,
        ProjectField::District => project.district_id,
        ProjectField::Industry => project.industry_id,
        ProjectField::Lead => project.lead_id,
        _ => None,
    }
}

/// The form of one field: fresh, or with what was sent and why it was not taken.
pub fn open(
    work: &mut Work,
    actor: &Actor,
    project: &Project,
    opening: Opening,
) -> Result<Editor, AppError> {
    let (t, field) = (actor.locale, opening.field);
    let now = edited(t, project, field);
    let chosen_now = chosen_now(project, field);
    let sent = opening.sent.as_ref();
    let chosen = sent.map_or(chosen_now, |f| f.id("choice"));
    let mut editor = Editor {
        kind: kind(field),
        value: sent.map_or_else(|| now.clone(), |f| f.exact("value").to_owned()),
        options: options(work, field)?,
        chosen: chosen.map(|id| id.to_string()).unwrap_or_default(),
        base: sent.map_or_else(|| now.clone(), |f| f.exact("base").to_owned()),
        version: sent.map_or(project.version, |f| f.number("version").unwrap_or(0)),
        error: None,
        clash: None,
        found: None,
        q: opening.q,
        may_accept: false,
    };
    if editor.kind == Kind::Client {
        let found = clients::look(work, &editor.q, chosen)?;
        let found = Found::new(t, "choice", &found, chosen, &editor.q);
        editor.found = Some(found.render().map_err(AppError::broken)?);
    }
    match opening.refused {
        Some(Refusal::Invalid(fields)) => {
            let reasons = fields.iter().map(|f| t.message(&f.message));
            editor.error = Some(reasons.collect::<Vec<_>>().join(" "));
        }
        Some(Refusal::Conflict(conflict)) => {
            let mine = name_of(work, &editor, chosen)?;
            editor.version = conflict.version;
            editor.base.clone_from(&now);
            editor.clash = Some(clash(
                work, actor, *conflict, mine, chosen, now, chosen_now,
            )?);
        }
        _ => {}
    }
    Ok(editor)
}

/// What the person wanted, in words.
fn name_of(work: &mut Work, editor: &Editor, chosen: Option<Uuid>) -> Result<String, AppError> {
    Ok(match (editor.kind, chosen) {
        (Kind::Client, Some(id)) => clients::find(work, id)?
            .map(|c| c.label().to_owned())
            .unwrap_or_default(),
        (Kind::Choice, Some(id)) => {
            let id = id.to_string();
            let option = editor.options.iter().find(|(value, _)| *value == id);
            option.map(|(_, words)| words.clone()).unwrap_or_default()
        }
        (Kind::Client | Kind::Choice, None) => String::new(),
        _ => editor.value.clone(),
    })
}

fn clash(
    work: &mut Work,
    actor: &Actor,
    conflict: Conflict,
    mine: String,
    mine_choice: Option<Uuid>,
    theirs: String,
    theirs_choice: Option<Uuid>,
) -> Result<Clash, AppError> {
    let them = accounts::people(work)?
        .into_iter()
        .find(|p| Some(p.id) == conflict.by);
    let name = them.as_ref().map_or_else(
        || actor.locale.text("somebody").into_owned(),
        accounts::Person::short_name,
    );
    let word = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    Ok(Clash {
        base: conflict.base,
        mine,
        mine_choice: word(mine_choice),
        theirs,
        theirs_choice: word(theirs_choice),
        by: format!("{name}, {}", formats::time(conflict.at, actor.zone)),
        their_initials: them
            .as_ref()
            .map(accounts::Person::initials)
            .unwrap_or_default(),
        their_hue: them.as_ref().map_or(9, |p| p.hue),
        my_initials: actor.initials(),
        my_hue: actor.hue,
    })
}
