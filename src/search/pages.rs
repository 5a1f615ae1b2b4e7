//! HTML handlers: the page of everything found, and the part of it that drops from the box.

use super::model::Found;
use super::typed::Typed;
use super::views::{Hits, Index};
use super::{commands, finding, queries, vocabulary};
use crate::accounts::{
    Action, Actor, Subject, in_organization, in_work, may, permissions::allows, shell,
};
use crate::db::Work;
use crate::web::{Answer, AppError, Cx, Outcome, Place, Query};

/// Hits of a group in the box, and on the page.
const IN_BOX: usize = 6;
const ON_PAGE: usize = 40;

/// `GET /search`
pub async fn index(cx: Cx, query: Query) -> Outcome {
    let shell_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        Answer::html(&Index {
            shell: shell(&shell_cx, actor, Place::Elsewhere),
            hits: found(work, actor, query.0.get("q"), ON_PAGE)?,
        })
    })
    .await
}

/// `GET /search/hits`: what drops from the box while somebody types.
pub async fn hits(cx: Cx, query: Query) -> Outcome {
    let db = cx.db.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let organization = actor.organization;
        if !vocabulary::is_kept(work) {
            // Whoever opens the box will soon mistype; the words are read meanwhile.
            drop(actix_web::rt::task::spawn_blocking(move || {
                in_organization(&db, organization, |work| Ok(vocabulary::of(work, false)?))
                    .map(drop)
            }));
        }
        Answer::html(&found(work, actor, query.0.get("q"), IN_BOX)?)
    })
    .await
}

fn found(work: &mut Work, actor: &Actor, text: &str, most: usize) -> Result<Hits, AppError> {
    let typed = Typed::read(text);
    let is_recent = typed.is_empty();
    let found = match is_recent {
        true => Found {
            hits: queries::recent(work, actor.user)?,
            instead: None,
        },
        false => finding::find(work, text, most)?,
    };
    let commands = commands::meant(actor.locale, &typed)
        .into_iter()
        .filter(|c| allows(actor, c.needs, Subject::NONE))
        .collect();
    Ok(Hits::new(actor.locale, text, is_recent, found, commands))
}
