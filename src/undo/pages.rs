//! HTML handlers: the list of one's acts, the buttons with what comes next, back and again.

use std::collections::HashMap;

use serde_json::{Value, json};
use uuid::Uuid;

use super::actions::{self, Reversed, Way};
use super::views::{Acts, Item, Kept, Next, field_label, label};
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
        let numbers = numbers_of(work, &all)?;
        let items = all.iter().map(|act| item(actor, act, &numbers)).collect();
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
    let numbers = names_of(work, &ids)?;
    let what = label(t, act, &numbers);
    let nothing = done.rows.is_empty() && !done.goes_on;
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
    let kept: Vec<Kept> = kept(actor, &done.kept, &numbers);
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

fn kept(actor: &Actor, kept: &[Value], numbers: &HashMap<Uuid, String>) -> Vec<Kept> {
    let text = |k: &Value, name: &str| {
        let found = k.get(name).and_then(Value::as_str);
        found.unwrap_or_default().to_owned()
    };
    kept.iter()
        .map(|k| {
            let id = Uuid::try_parse(&text(k, "id")).unwrap_or_default();
            Kept {
                id,
                number: numbers.get(&id).cloned().unwrap_or_default(),
                field: field_label(actor.locale, &text(k, "field")).unwrap_or_default(),
                why: text(k, "why"),
            }
        })
        .collect()
}

fn numbers_of(work: &mut Work, all: &[ActRow]) -> Result<HashMap<Uuid, String>, Refused> {
    let mut ids: Vec<Uuid> = all.iter().filter_map(|a| a.subject_id).collect();
    for act in all {
        ids.extend(kept_ids(act.kept.as_array().map_or(&[], Vec::as_slice)));
    }
    names_of(work, &ids)
}

/// What rows are called: numbers of projects, names of clients.
fn names_of(work: &mut Work, ids: &[Uuid]) -> Result<HashMap<Uuid, String>, Refused> {
    let mut names = projects::numbers(work, ids)?;
    if ids.iter().any(|id| !names.contains_key(id)) {
        names.extend(clients::labels(work, ids)?);
    }
    Ok(names)
}

fn item(actor: &Actor, act: &ActRow, numbers: &HashMap<Uuid, String>) -> Item {
    let t = actor.locale;
    let state = match act.state.as_str() {
        "done" => "",
        "undone" => "act-state-undone",
        "over" => "act-state-over",
        _ => "act-state-going",
    };
    let list = act.kept.as_array().map_or(&[][..], Vec::as_slice);
    Item {
        label: label(t, act, numbers),
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
        kept: kept(actor, list, numbers),
    }
}

fn next_of(work: &mut Work, actor: &Actor) -> Result<Next, Refused> {
    let back = actions::next(work, actor, Way::Back)?;
    let again = actions::next(work, actor, Way::Again)?;
    let both: Vec<ActRow> = back.iter().chain(&again).cloned().collect();
    let numbers = numbers_of(work, &both)?;
    let t = actor.locale;
    let named = |act: Option<ActRow>| act.map(|act| (act.id, label(t, &act, &numbers)));
    Ok(Next {
        t,
        icons: crate::web::assets().icons(),
        back: named(back),
        again: named(again),
    })
}
