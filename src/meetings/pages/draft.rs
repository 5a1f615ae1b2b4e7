//! What is written about the questions of a meeting, by script one by one and without it all at once.

use actix_web::web;
use uuid::Uuid;

use super::meeting::meeting_page;
use crate::accounts::{Actor, in_work};
use crate::db::Work;
use crate::meetings::actions::{self, Clash, ItemEdit};
use crate::meetings::closing::outlook;
use crate::meetings::model::{Item, ItemField};
use crate::meetings::queries;
use crate::meetings::views::{Bar, Saved, Sums, rows};
use crate::refusal::Refusal;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, path_id};

/// What the form says of the questions that it names.
fn edits(form: &Fields, items: &[Item]) -> Vec<ItemEdit> {
    let picked: Vec<&str> = form.every("pick").collect();
    let set = form.given("set");
    let edit = |item: &Item| {
        let id = item.id;
        let version = form.number(&format!("version_{id}"))?;
        let is_picked = set.is_some() && picked.contains(&id.to_string().as_str());
        let fields = ItemField::ALL.into_iter().map(|field| {
            let name = format!("{}_{id}", field.word());
            let text = match field {
                ItemField::Outcome if is_picked => set.unwrap_or_default().to_owned(),
                ItemField::Recused => {
                    let mut ids: Vec<&str> =
                        form.every(&name).flat_map(str::split_whitespace).collect();
                    ids.sort_unstable();
                    ids.join(" ")
                }
                _ => form.get(&name).to_owned(),
            };
            (field, text)
        });
        Some(ItemEdit {
            item: id,
            version,
            fields: fields.collect(),
        })
    };
    items.iter().filter_map(edit).collect()
}

/// `POST /meetings/{id}/draft`: what was written about one question, or about all of them.
pub async fn write_draft(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    let id = path_id(&path)?;
    if !cx.is_fragment {
        return whole_draft(&cx, id, form).await;
    }
    in_work(&cx, move |work, actor| {
        if let Some(tab) = form.given("tab") {
            work.tab = Some(tab.to_owned());
        }
        let edits = edits(&form, &queries::items(work, id)?);
        let clashes = actions::write_items(work, actor, id, &edits)?;
        let sent: Vec<Uuid> = edits.iter().map(|e| e.item).collect();
        let answer = Answer::html(&saved(work, actor, id, &sent, &clashes)?)?;
        Ok(match clashes.is_empty() {
            true => answer,
            false => answer.in_conflict(),
        })
    })
    .await
}

/// Without a script: all questions at once. What clashes stays as others made it and is said.
async fn whole_draft(cx: &Cx, id: Uuid, form: Fields) -> Outcome {
    let clashes = in_work(cx, move |work, actor| {
        let edits = edits(&form, &queries::items(work, id)?);
        Ok(actions::write_items(work, actor, id, &edits)?)
    })
    .await;
    let clashes = match clashes {
        Err(AppError::Refusal(refusal @ (Refusal::Invalid(_) | Refusal::NotAllowedNow { .. }))) => {
            return meeting_page(cx, id, Some(refusal)).await;
        }
        other => other?,
    };
    if clashes.is_empty() {
        return Ok(Answer::see_other(&format!(
            "/meetings/{id}?done=draft-saved"
        )));
    }
    let refusal = Refusal::NotAllowedNow {
        code: "conflict",
        reason: "draft-clash".into(),
        ways_out: Vec::new(),
    };
    meeting_page(cx, id, Some(refusal)).await
}

fn saved(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    sent: &[Uuid],
    clashes: &[Clash],
) -> Result<Saved, AppError> {
    let t = actor.locale;
    let meeting = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
    let (items, seats) = (queries::items(work, id)?, queries::seats(work, id)?);
    let looked = outlook(work, &meeting, &items)?;
    let mut rows = rows(t, &meeting, &items, &seats, clashes, true);
    rows.retain(|r| sent.contains(&r.id));
    Ok(Saved {
        rows,
        sums: Sums::new(t, &items, true),
        bar: Bar::new(t, &meeting, &looked.plan, &items, true),
    })
}
