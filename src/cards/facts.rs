//! Changing one fact of a client by a form of one field, on its card.

use std::collections::HashMap;

use actix_web::web;
use uuid::Uuid;

use super::pages::card;
use crate::accounts::{self, Action, Actor, Person, in_work, may, permissions::allows};
use crate::clients::{self, ClientField, ClientKind, ClientWrite, Record};
use crate::db::Work;
use crate::directories;
use crate::history::{self, SubjectKind};
use crate::refusal::{Conflict, Refusal};
use crate::text::formats;
use crate::web::{
    Answer, AppError, Clash, Cx, Editor, Fact, FieldKind, Fields, Outcome, Query, path_id,
};

/// A field that is to be opened, as it is or as it was sent.
pub struct Opening {
    field: ClientField,
    sent: Option<Fields>,
    refused: Option<Refusal>,
}

impl Opening {
    pub fn fresh(field: ClientField) -> Opening {
        Opening {
            field,
            sent: None,
            refused: None,
        }
    }
}

/// The field that an address names.
pub fn field_of(word: &str) -> Result<ClientField, AppError> {
    ClientField::from_word(word).ok_or_else(|| Refusal::NotFound.into())
}

/// `GET /clients/{id}/fields/{field}`: the field opened, or with `closed` as it stands.
pub async fn field(cx: Cx, path: web::Path<(String, String)>, query: Query) -> Outcome {
    let (id, field) = (path_id(&path.0)?, field_of(&path.1)?);
    if query.0.has("closed") && cx.is_fragment {
        return in_work(&cx, move |work, actor| {
            may(actor, Action::See, accounts::Subject::NONE)?;
            Answer::html(&closed(work, actor, id, field)?)
        })
        .await;
    }
    opened(&cx, id, Opening::fresh(field)).await
}

fn closed(work: &mut Work, actor: &Actor, id: Uuid, field: ClientField) -> Result<Fact, AppError> {
    let id = living(work, id)?;
    let client = clients::record(work, id)?.ok_or(Refusal::NotFound)?;
    let people = accounts::names(work)?;
    Ok(fact(actor, &client, &people, field))
}

/// The client, or what it became by a merge: the page may be from before it.
fn living(work: &mut Work, id: Uuid) -> Result<Uuid, AppError> {
    Ok(history::alias_of(work, SubjectKind::Client, id)?.unwrap_or(id))
}

/// `POST /clients/{id}/fields/{field}`
pub async fn change_field(cx: Cx, path: web::Path<(String, String)>, form: Fields) -> Outcome {
    let (id, field) = (path_id(&path.0)?, field_of(&path.1)?);
    let opening = |refused| Opening {
        field,
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

async fn save(cx: &Cx, id: Uuid, field: ClientField, form: Fields) -> Outcome {
    let is_fragment = cx.is_fragment;
    in_work(cx, move |work, actor| {
        let write = ClientWrite {
            field,
            text: form.exact("value"),
            choice: form.get("choice"),
            base: form.exact("base"),
            version: form.number("version").unwrap_or(0),
            accepts: form.has("accept_warnings"),
        };
        clients::change_client(work, actor, id, &write)?;
        let id = living(work, id)?;
        if is_fragment {
            return Answer::html(&closed(work, actor, id, field)?);
        }
        let place = field.word();
        Ok(Answer::see_other(&format!(
            "/clients/{id}?done=saved#fact-{place}"
        )))
    })
    .await
}

/// The field with its form: alone for a script, in its card otherwise.
async fn opened(cx: &Cx, id: Uuid, opening: Opening) -> Outcome {
    let page_cx = cx.clone();
    in_work(cx, move |work, actor| {
        let id = living(work, id)?;
        let client = clients::record(work, id)?.ok_or(Refusal::NotFound)?;
        may(
            actor,
            Action::ChangeRegister,
            clients::whose(&client, actor),
        )?;
        let refused = opening.refused.clone();
        let answer = |answer: Answer| match &refused {
            Some(refusal) => answer.refused(refusal),
            None => answer,
        };
        if !page_cx.is_fragment {
            let page = card(work, actor, &page_cx, id, Some(opening), None)?;
            return Ok(answer(Answer::html(&page)?));
        }
        let people = accounts::names(work)?;
        let mut shown = fact(actor, &client, &people, opening.field);
        shown.editor = Some(open(work, actor, &client, opening)?);
        Ok(answer(Answer::html(&shown)?))
    })
    .await
}

/// The facts of the card that a client of this kind has.
pub fn client_facts(
    work: &mut Work,
    actor: &Actor,
    client: &Record,
    people: &HashMap<Uuid, Person>,
    mut opening: Option<Opening>,
) -> Result<Vec<Fact>, AppError> {
    let mut facts = Vec::new();
    for field in ClientField::ALL
        .into_iter()
        .filter(|f| f.is_of(client.kind()))
    {
        let mut shown = fact(actor, client, people, field);
        if shown.may_change
            && let Some(opening) = opening.take_if(|o| o.field == field)
        {
            shown.editor = Some(open(work, actor, client, opening)?);
        }
        facts.push(shown);
    }
    Ok(facts)
}

fn fact(
    actor: &Actor,
    client: &Record,
    people: &HashMap<Uuid, Person>,
    field: ClientField,
) -> Fact {
    let t = actor.locale;
    let text = match field {
        ClientField::Kind => t.text(client.kind().label()).into_owned(),
        ClientField::Responsible => client
            .responsible_id
            .and_then(|id| people.get(&id))
            .map(Person::short_name)
            .unwrap_or_default(),
        other => clients::current(client, other),
    };
    let unread = text
        .is_empty()
        .then(|| client.unread.get(field.word())?.as_str().map(str::to_owned))
        .flatten();
    Fact {
        t,
        icons: crate::web::assets().icons(),
        record: format!("/clients/{}", client.id),
        field: field.word(),
        label: t.text(field.label()).into_owned(),
        text,
        href: None,
        unread,
        is_wide: field == ClientField::Name,
        may_change: allows(actor, Action::ChangeRegister, clients::whose(client, actor)),
        editor: None,
    }
}

/// What a choice may hold, and what is chosen now.
fn options(
    work: &mut Work,
    actor: &Actor,
    client: &Record,
    field: ClientField,
) -> Result<(Vec<(String, String)>, String), AppError> {
    let entries = |work: &mut Work, kind| -> Result<Vec<(String, String)>, AppError> {
        Ok(directories::entries(work, kind)?
            .into_iter()
            .filter(|e| e.active)
            .map(|e| (e.id.to_string(), e.name))
            .collect())
    };
    let word = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    Ok(match field {
        ClientField::Kind => (
            ClientKind::ALL
                .map(|k| {
                    (
                        k.word().to_owned(),
                        actor.locale.text(k.label()).into_owned(),
                    )
                })
                .to_vec(),
            client.kind.clone(),
        ),
        ClientField::Responsible => (
            accounts::people(work)?
                .into_iter()
                .filter(|p| p.is_member)
                .map(|p| (p.id.to_string(), p.short_name()))
                .collect(),
            word(client.responsible_id),
        ),
        ClientField::District => (
            entries(work, directories::Kind::District)?,
            word(client.district_id),
        ),
        ClientField::City => (
            entries(work, directories::Kind::City)?,
            word(client.city_id),
        ),
        _ => (Vec::new(), String::new()),
    })
}

/// The form of one field: fresh, or with what was sent and why it was not taken.
fn open(
    work: &mut Work,
    actor: &Actor,
    client: &Record,
    opening: Opening,
) -> Result<Editor, AppError> {
    let (t, field) = (actor.locale, opening.field);
    let (options, chosen_now) = options(work, actor, client, field)?;
    let now = clients::current(client, field);
    let sent = opening.sent.as_ref();
    let mut editor = Editor {
        kind: match field.is_choice() {
            true => FieldKind::Choice,
            false => FieldKind::Line,
        },
        value: sent.map_or_else(|| now.clone(), |f| f.exact("value").to_owned()),
        options,
        chosen: sent.map_or_else(|| chosen_now.clone(), |f| f.get("choice").to_owned()),
        base: sent.map_or_else(|| now.clone(), |f| f.exact("base").to_owned()),
        version: sent.map_or(client.version, |f| f.number("version").unwrap_or(0)),
        error: None,
        clash: None,
        q: String::new(),
        found: None,
        may_accept: false,
    };
    match opening.refused {
        Some(Refusal::Invalid(fields)) => {
            editor.may_accept = fields
                .iter()
                .any(|e| matches!(e.code, "bad_check_digit" | "bad_length"));
            let reasons = fields.iter().map(|f| t.message(&f.message));
            editor.error = Some(reasons.collect::<Vec<_>>().join(" "));
        }
        Some(Refusal::Conflict(conflict)) => {
            editor.version = conflict.version;
            editor.base.clone_from(&now);
            editor.clash = Some(clash(work, actor, &editor, *conflict, now, chosen_now)?);
        }
        _ => {}
    }
    Ok(editor)
}

fn clash(
    work: &mut Work,
    actor: &Actor,
    editor: &Editor,
    conflict: Conflict,
    now: String,
    chosen_now: String,
) -> Result<Clash, AppError> {
    let names = accounts::names(work)?;
    let them = conflict.by.and_then(|id| names.get(&id));
    let name = them.map_or_else(
        || actor.locale.text("somebody").into_owned(),
        Person::short_name,
    );
    let of_choice = |id: &str, otherwise: String| {
        let option = editor.options.iter().find(|(value, _)| value == id);
        option.map_or(otherwise, |(_, words)| words.clone())
    };
    Ok(Clash {
        base: conflict.base,
        mine: of_choice(&editor.chosen, editor.value.clone()),
        mine_choice: editor.chosen.clone(),
        theirs: of_choice(&chosen_now, now),
        theirs_choice: chosen_now,
        by: format!("{name}, {}", formats::time(conflict.at, actor.zone)),
        their_initials: them.map(Person::initials).unwrap_or_default(),
        their_hue: them.map_or(9, |p| p.hue),
        my_initials: actor.initials(),
        my_hue: actor.hue,
    })
}
