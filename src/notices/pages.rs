//! HTML handlers: the bell, and the list behind it.

use super::queries;
use super::views::{Bell, Index, Line};
use crate::accounts::{self, Action, Subject, in_work, may, shell};
use crate::web::{Answer, Cx, Outcome, Place};

/// Notices of the list.
const SHOWN: i64 = 100;

/// `GET /notices`: what was told; looking at it is having seen it.
pub async fn index(cx: Cx) -> Outcome {
    let page_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let told = queries::of_person(work, actor.user, SHOWN)?;
        let people = accounts::names(work)?;
        queries::mark_read(work, actor.user)?;
        Answer::html(&Index {
            shell: shell(&page_cx, actor, Place::Elsewhere),
            lines: told
                .into_iter()
                .map(|n| Line::new(actor, n, &people))
                .collect(),
        })
    })
    .await
}

/// `GET /notices/bell`: the bell with the number of what was not seen.
pub async fn bell(cx: Cx) -> Outcome {
    if !cx.is_fragment {
        return Ok(Answer::see_other("/notices"));
    }
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let unread = queries::unread(work, actor.user)?;
        Answer::html(&Bell {
            t: actor.locale,
            icons: crate::web::assets().icons(),
            unread,
        })
    })
    .await
}
