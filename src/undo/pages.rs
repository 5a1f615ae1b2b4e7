//! HTML handlers: the list of one's acts, the buttons with what comes next, back and again.

use std::collections::HashMap;

use serde_json::{Value, json};
use uuid::Uuid;

use super::actions::{self, Reversed, Way};
use super::views::{Acts, Called, Item, Kept, Next, label};
use crate::accounts::{Action, Actor, Subject, in_work, may, shell};
use crate::clients;
use crate::db::{Door, Work};
use crate::history::acts::{self, ActRow};
use crate::projects;
use crate::refusal::Refused;
use crate::text::formats;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place};

/// `GET /undo`: the last acts of the person, with what stayed of those taken back.
pub async fn index(cx: Cx) -> Outcome {
    let page_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let all = acts::recent(work, actor.user)?;
        let called = called_of(work, &all)?;
        let items = all.iter().map(|act| item(actor, act, &called)).collect();
        Answer::html(&Acts {
            shell: shell(&page_cx, actor, Place::Register),
            items,
            next: next_of(work, actor)?,
        })
    })
    .await
}

/// `GET /undo/next`: the two buttons.
pub async fn next(cx: Cx) -> Outcome {
    if !cx.is_fragment {
        return Ok(Answer::see_other("/undo"));
    }
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        Answer::html(&next_of(work, actor)?)
    })
    .await
}

/// `POST /undo`
pub async fn undo(cx: Cx, form: Fields) -> Outcome {
    reverse(cx, form, Way::Back).await
}

/// `POST /redo`
pub async fn redo(cx: Cx, form: Fields) -> Outcome {
    reverse(cx, form, Way::Again).await
}

async fn reverse(cx: Cx, form: Fields, way: Way) -> Outcome {
    let is_fragment = cx.is_fragment;
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        if form.id("user").is_some_and(|user| user != actor.user) {
            return Err(AppError::OtherPerson);
        }
        work.door = Door::Grid;
        if let Some(tab) = form.given("tab") {
            work.tab = Some(tab.to_owned());
        }
        let done = actions::reverse(work, actor, way, form.id("act"))?;
        if is_fragment {
            return Answer::json(&told(work, actor, way, &done)?);
        }
        let word = match (&done.act, way) {
            (None, _) => "undo-nothing",
            (_, Way::Back) => "act-undone",
            (_, Way::Again) => "act-redone",
        };
        Ok(Answer::see_other(&format!("/undo?done={word}")))
    })
    .await
}

/// What a script shows: a line, the rows to ask for again, and what stayed.
fn told(work: &mut Work, actor: &Actor, way: Way, done: &Reversed) -> Result<Value, AppError> {
    let t = actor.locale;
    let Some(act) = &done.act else {
        let key = match way {
            Way::Back => "undo-nothing",
            Way::Again => "redo-nothing",
        };
        return Ok(json!({"said": t.text(key), "rows": [], "kept": []}));
    };
    let ids: Vec<Uuid> = kept_ids(&done.kept).chain(act.subject_id).collect();
    let called = called_by(work, &ids)?;
    let what = label(t, act, &called);
    let nothing = done.rows.is_empty() && !done.goes_on && !done.list_changed;
    let key = match (way, done.goes_on, nothing) {
        (Way::Back, true, _) => "undo-goes-on",
        (Way::Again, true, _) => "redo-goes-on",
        (_, _, true) => "undo-kept-all",
        (Way::Back, ..) => "undo-done",
        (Way::Again, ..) => "redo-done",
    };
    let mut said = t.with(key, &what);
    if done.kept_n > 0 {
        said = format!("{said}. {}", t.count("undo-kept", done.kept_n.into()));
    }
    let kept: Vec<Kept> = kept(actor, &done.kept, &called);
    Ok(json!({
        "said": said,
        "rows": done.rows,
        "list_changed": done.list_changed,
        "kept": kept.iter().map(Kept::line).collect::<Vec<_>>(),
    }))
}

fn kept_ids(kept: &[Value]) -> impl Iterator<Item = Uuid> {
    kept.iter()
        .filter_map(|k| Uuid::try_parse(k.get("id")?.as_str()?).ok())
}

fn kept(actor: &Actor, kept: &[Value], called: &Called) -> Vec<Kept> {
    let text = |k: &Value, name: &str| {
        let found = k.get(name).and_then(Value::as_str);
        found.unwrap_or_default().to_owned()
    };
    kept.iter()
        .map(|k| {
            let id = Uuid::try_parse(&text(k, "id")).unwrap_or_default();
            let field = called.field(actor.locale, Some(id), &text(k, "field"));
            let room = match called.clients.contains_key(&id) {
                true => "clients",
                false => "projects",
            };
            Kept {
                href: format!("/{room}/{id}"),
                number: called.of(id).cloned().unwrap_or_default(),
                field: field.unwrap_or_default(),
                why: text(k, "why"),
            }
        })
        .collect()
}

fn called_of(work: &mut Work, all: &[ActRow]) -> Result<Called, Refused> {
    let mut ids: Vec<Uuid> = all.iter().filter_map(|a| a.subject_id).collect();
    for act in all {
        ids.extend(kept_ids(act.kept.as_array().map_or(&[], Vec::as_slice)));
    }
    called_by(work, &ids)
}

fn called_by(work: &mut Work, ids: &[Uuid]) -> Result<Called, Refused> {
    let projects = projects::numbers(work, ids)?;
    let is_other = |id: &&Uuid| !projects.contains_key(*id);
    let others: Vec<Uuid> = ids.iter().filter(is_other).copied().collect();
    let clients = match others.is_empty() {
        true => HashMap::new(),
        false => clients::labels(work, &others)?,
    };
    Ok(Called { projects, clients })
}

fn item(actor: &Actor, act: &ActRow, called: &Called) -> Item {
    let t = actor.locale;
    let state = match act.state.as_str() {
        "done" => "",
        "undone" => "act-state-undone",
        "over" => "act-state-over",
        _ => "act-state-going",
    };
    let list = act.kept.as_array().map_or(&[][..], Vec::as_slice);
    Item {
        label: label(t, act, called),
        when: formats::moment(t, act.made_at, actor.zone),
        state: if state.is_empty() {
            String::new()
        } else {
            t.text(state).into_owned()
        },
        kept_n: match act.kept_n {
            0 => String::new(),
            n => t.count("undo-kept", n.into()),
        },
        kept: kept(actor, list, called),
    }
}

fn next_of(work: &mut Work, actor: &Actor) -> Result<Next, Refused> {
    let back = actions::next(work, actor, Way::Back)?;
    let again = actions::next(work, actor, Way::Again)?;
    let both: Vec<ActRow> = back.iter().chain(&again).cloned().collect();
    let called = called_of(work, &both)?;
    let t = actor.locale;
    let named = |act: Option<ActRow>| act.map(|act| (act.id, label(t, &act, &called)));
    Ok(Next {
        t,
        icons: crate::web::assets().icons(),
        back: named(back),
        again: named(again),
    })
}
