//! What a person chooses in the wizard; after each choice the file is checked again in the background.

use std::collections::BTreeSet;

use actix_web::web;
use uuid::Uuid;

use super::super::choices::{Choices, Policy, STATES, WordAnswer, cell_key};
use super::super::draft::{Field, ProjectState};
use super::super::model::{Import, Step};
use super::super::understanding::{ColumnTarget, SheetChoice, fill_name};
use super::super::{actions, queries};
use crate::accounts::{self, Action, Subject, in_work, may};
use crate::db::{DbError, Work};
use crate::directories::{self, Kind};
use crate::refusal::{Refusal, Refused};
use crate::values::money::MoneyUnit;
use crate::values::text::clean;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, path_id};

/// The import, if it is there for this person.
fn import(work: &mut Work, id: Uuid) -> Result<Import, AppError> {
    Ok(queries::find(work, id)?.ok_or(Refusal::NotFound)?)
}

/// `POST /imports/{id}/file`: sheets taken or left, rows of their headers.
pub async fn file(cx: Cx, path: web::Path<String>, fields: Fields) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        may(actor, Action::Import, Subject::NONE)?;
        let import = import(work, id)?;
        actions::choose(work, actor, id, |choices| {
            choose_sheets(&import, &fields, choices);
        })?;
        Ok(Answer::see_other(&Step::File.address(id)))
    })
    .await
}

fn choose_sheets(import: &Import, fields: &Fields, choices: &mut Choices) {
    let taken: Vec<&str> = fields.every("taken").collect();
    for (index, plan) in import.sheets.as_array().into_iter().flatten().enumerate() {
        let choice = choices.sheets.entry(index as u16).or_default();
        let is_taken = taken.contains(&index.to_string().as_str());
        if plan["taken"].as_bool().unwrap_or(false) != is_taken {
            choice.taken = Some(is_taken);
        }
        let header = fields.number(&format!("header_{index}"));
        if header != plan["header_rows"][0].as_i64()
            && let Some(row) = header
                .and_then(|n| u32::try_from(n).ok())
                .filter(|n| *n > 0)
        {
            // Other headings: what was chosen for columns is about others.
            choice.header_row = Some(row);
            choice.columns.clear();
            choice.taken = Some(true);
        }
    }
    choices.sheets.retain(|_, choice| !choice.is_empty());
}

/// `POST /imports/{id}/columns`: what columns become, cells mended, rows left out.
pub async fn columns(cx: Cx, path: web::Path<String>, fields: Fields) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        may(actor, Action::Import, Subject::NONE)?;
        let import = import(work, id)?;
        let sheet = fields.number("sheet").unwrap_or(0).clamp(0, 1 << 15) as u16;
        actions::choose(work, actor, id, |choices| {
            mend_cells(&fields, choices);
            let choice = choices.sheets.entry(sheet).or_default();
            choose_columns(&import.sheets[usize::from(sheet)], &fields, choice);
            leave_rows(&fields, choice);
            name_fills(&import.sheets[usize::from(sheet)], &fields, choice);
            choices.sheets.retain(|_, choice| !choice.is_empty());
        })?;
        Ok(Answer::see_other(&format!(
            "/imports/{id}/columns?sheet={sheet}"
        )))
    })
    .await
}

fn mend_cells(fields: &Fields, choices: &mut Choices) {
    for (name, value) in fields.pairs() {
        let Some(key) = name.strip_prefix("cell.") else {
            continue;
        };
        let was = fields.exact(&format!("was.{key}"));
        if clean(was) != clean(value) {
            choices
                .cells
                .insert(key.to_owned(), value.trim().to_owned());
        }
    }
}

fn choose_columns(plan: &serde_json::Value, fields: &Fields, choice: &mut SheetChoice) {
    for column in plan["columns"].as_array().into_iter().flatten() {
        let index = column["index"].as_u64().unwrap_or(0) as u16;
        let now = match column["target"]["to"].as_str() {
            Some("field") => column["target"]["field"].as_str().unwrap_or_default(),
            other => other.unwrap_or_default(),
        };
        let wanted = fields.get(&format!("target_{index}"));
        let target = match wanted {
            "" => None,
            same if same == now => None,
            "custom" => Some(ColumnTarget::Custom),
            "skip" => Some(ColumnTarget::Skip),
            key => Field::from_key(key).map(ColumnTarget::Field),
        };
        let unit = match fields.get(&format!("unit_{index}")) {
            same if same == column["unit"].as_str().unwrap_or_default() => None,
            "rub" => Some(MoneyUnit::Rub),
            "thousand" => Some(MoneyUnit::Thousand),
            "million" => Some(MoneyUnit::Million),
            "billion" => Some(MoneyUnit::Billion),
            _ => None,
        };
        if target.is_some() || unit.is_some() {
            let chosen = choice.columns.entry(index).or_default();
            chosen.target = target.or(chosen.target);
            chosen.unit = unit.or(chosen.unit);
        }
    }
}

/// What the backgrounds of rows mean, where it is another thing than before.
fn name_fills(plan: &serde_json::Value, fields: &Fields, choice: &mut SheetChoice) {
    for known in plan["fills"].as_array().into_iter().flatten() {
        let fill = known["fill"].as_u64().and_then(|f| u32::try_from(f).ok());
        let name = fill_name(fill);
        let field = format!("fill_{name}");
        let state = fields.get(&field);
        if fields.has(&field) && known["state"].as_str().unwrap_or_default() != state {
            choice.fills.insert(name, ProjectState::from_key(state));
        }
    }
}

fn leave_rows(fields: &Fields, choice: &mut SheetChoice) {
    tick(fields, ("shown", "left"), &mut choice.left_rows);
    tick(fields, ("slipped", "stay"), &mut choice.stay_rows);
}

/// Of the rows that were asked about, those that are ticked.
fn tick(fields: &Fields, (asked, ticked): (&str, &str), rows: &mut BTreeSet<u32>) {
    let ticked: Vec<&str> = fields.every(ticked).collect();
    for row in fields.every(asked) {
        if let Ok(number) = row.parse() {
            if ticked.contains(&row) {
                rows.insert(number);
            } else {
                rows.remove(&number);
            }
        }
    }
}

/// `POST /imports/{id}/replace`: one text instead of another in all cells with the same problem.
pub async fn replace(cx: Cx, path: web::Path<String>, fields: Fields) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        may(actor, Action::Import, Subject::NONE)?;
        import(work, id)?;
        let kind = fields.get("kind");
        let places = queries::places_of(work, id, kind, fields.exact("raw"))?;
        let value = fields.get("value");
        actions::choose(work, actor, id, |choices| {
            for p in places {
                let key = cell_key(p.sheet as u16, p.number as u32, p.col as u16);
                choices.cells.insert(key, value.to_owned());
            }
        })?;
        Ok(Answer::see_other(&Step::Columns.address(id)))
    })
    .await
}

/// `POST /imports/{id}/words`: what the words of the file mean.
pub async fn words(cx: Cx, path: web::Path<String>, fields: Fields) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        may(actor, Action::Import, Subject::NONE)?;
        import(work, id)?;
        let keys = fields.pairs().iter().filter(|(n, _)| n == "key");
        let answers = fields.pairs().iter().filter(|(n, _)| n == "answer");
        let mut answered = Vec::new();
        for ((_, key), (_, text)) in keys.zip(answers) {
            if let Some(answer) = answer(work, key, text.trim())? {
                answered.push((key.clone(), answer));
            }
        }
        actions::choose(work, actor, id, |choices| choices.words.extend(answered))?;
        Ok(Answer::see_other(&Step::Columns.address(id)))
    })
    .await
}

/// `POST /imports/{id}/decisions/{sheet}/{row}`: whose a decision is; a number that no project has is said beside
/// its field.
pub async fn place_decision(
    cx: Cx,
    path: web::Path<(String, i32, i32)>,
    fields: Fields,
) -> Outcome {
    let (id, sheet, row) = path.into_inner();
    let id = path_id(&id)?;
    in_work(&cx, move |work, actor| {
        let number = fields.get("project");
        let done = actions::place_decision(work, actor, id, (sheet, row), number);
        let result = Step::Result.address(id);
        match done {
            Err(Refused::Because(Refusal::Invalid(_))) => {
                let mut query = form_urlencoded::Serializer::new(String::new());
                query.append_pair("at", &format!("{sheet}/{row}"));
                query.append_pair("number", number);
                Ok(Answer::see_other(&format!(
                    "{result}?{}#unplaced",
                    query.finish()
                )))
            }
            done => done
                .map(|()| Answer::see_other(&format!("{result}#unplaced")))
                .map_err(AppError::from),
        }
    })
    .await
}

/// The typed answer; none where it means nobody that is known.
fn answer(work: &mut Work, key: &str, text: &str) -> Result<Option<WordAnswer>, DbError> {
    let list = key.split_once(':').map_or("", |(list, _)| list);
    if text.is_empty() {
        return Ok(Some(WordAnswer::Nothing));
    }
    if list == STATES {
        return Ok(ProjectState::from_key(text).map(WordAnswer::State));
    }
    if list == "person" {
        let typed = directories::key(text);
        let people = accounts::people(work)?;
        let found = people.iter().filter(|p| p.is_member).find(|p| {
            directories::key(&p.name) == typed
                || directories::key(&p.short_name().replace('\u{a0}', " ")) == typed
        });
        return Ok(found.map(|p| WordAnswer::Existing(p.id)));
    }
    let Some(kind) = Kind::from_word(list) else {
        return Ok(None);
    };
    Ok(Some(match directories::find(work, kind, text)? {
        Some(entry) => WordAnswer::Existing(entry.id),
        None => WordAnswer::New(text.to_owned()),
    }))
}

/// `POST /imports/{id}/pairs`: which clients are one.
pub async fn pairs(cx: Cx, path: web::Path<String>, fields: Fields) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        may(actor, Action::Import, Subject::NONE)?;
        import(work, id)?;
        actions::choose(work, actor, id, |choices| {
            for (name, key) in fields.pairs() {
                if let Some(n) = name.strip_prefix("key_") {
                    let same = fields.get(&format!("same_{n}")) == "yes";
                    choices.pairs.insert(key.clone(), same);
                }
            }
        })?;
        Ok(Answer::see_other(&Step::Matches.address(id)))
    })
    .await
}

/// `POST /imports/{id}/policies`: what happens with each field.
pub async fn policies(cx: Cx, path: web::Path<String>, fields: Fields) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        may(actor, Action::Import, Subject::NONE)?;
        import(work, id)?;
        actions::choose(work, actor, id, |choices| {
            for (field, word) in fields.every("field").zip(fields.every("policy")) {
                match Policy::from_word(word) {
                    Some(Policy::Fill) | None => choices.policies.remove(field),
                    Some(policy) => choices.policies.insert(field.to_owned(), policy),
                };
            }
        })?;
        Ok(Answer::see_other(&Step::Matches.address(id)))
    })
    .await
}

/// `POST /imports/{id}/values`: single values taken or left.
pub async fn values(cx: Cx, path: web::Path<String>, fields: Fields) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        may(actor, Action::Import, Subject::NONE)?;
        import(work, id)?;
        let wanted: Vec<&str> = fields.every("take").collect();
        actions::choose(work, actor, id, |choices| {
            for key in fields.every("taken").filter(|k| !wanted.contains(k)) {
                choices.values.insert(key.to_owned(), false);
            }
            for key in fields.every("kept").filter(|k| wanted.contains(k)) {
                choices.values.insert(key.to_owned(), true);
            }
        })?;
        Ok(Answer::see_other(&Step::Matches.address(id)))
    })
    .await
}
