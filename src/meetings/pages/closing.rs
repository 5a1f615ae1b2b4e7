//! The look ahead before a meeting is closed, and closing it.

use actix_web::web;
use uuid::Uuid;

use crate::accounts::{Action, Actor, in_work, may, shell};
use crate::meetings::actions::whose;
use crate::meetings::closing::{self, Closed, Outlook, outlook};
use crate::meetings::model::{Item, Meeting};
use crate::meetings::queries;
use crate::meetings::views::{ClosingPage, FollowLine, MeetingPage, troubles, ways};
use crate::refusal::Refusal;
use crate::web::{Answer, AppError, Cx, Fields, FormView, Outcome, Place, path_id};

/// `GET /meetings/{id}/closing`
pub async fn preview(cx: Cx, path: web::Path<String>) -> Outcome {
    page(&cx, path_id(&path)?, Fields::default(), None).await
}

/// `POST /meetings/{id}/closing`
pub async fn close(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    let id = path_id(&path)?;
    if form.has("show_form") {
        return page(&cx, id, form, None).await;
    }
    let sent = form.clone();
    let done = in_work(&cx, move |work, actor| {
        let archive: Vec<Uuid> = sent
            .every("archive")
            .filter_map(|id| Uuid::try_parse(id).ok())
            .collect();
        Ok(closing::close(
            work,
            actor,
            id,
            sent.get("protocol"),
            &archive,
        )?)
    })
    .await;
    match done {
        Ok(Closed::Done) => Ok(Answer::see_other(&format!(
            "/meetings/{id}?done=meeting-closed"
        ))),
        Ok(Closed::Not(_)) => {
            let refusal = Refusal::NotAllowedNow {
                code: "troubles",
                reason: "meeting-troubles".into(),
                ways_out: Vec::new(),
            };
            page(&cx, id, form, Some(refusal)).await
        }
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            page(&cx, id, form, Some(refusal)).await
        }
        Err(e) => Err(e),
    }
}

async fn page(cx: &Cx, id: Uuid, fields: Fields, refused: Option<Refusal>) -> Outcome {
    let shell_cx = cx.clone();
    in_work(cx, move |work, actor| {
        let meeting = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
        let items = queries::items(work, id)?;
        may(actor, Action::RecordDecision, whose(&items))?;
        if meeting.is_closed() {
            return Ok(Answer::see_other(&format!("/meetings/{id}")));
        }
        let looked = outlook(work, &meeting, &items)?;
        let page = filled(
            actor,
            &shell_cx,
            (&meeting, &items),
            looked,
            &fields,
            refused.as_ref(),
        );
        let answer = Answer::html(&page)?;
        Ok(match &refused {
            Some(refusal) => answer.refused(refusal),
            None => answer,
        })
    })
    .await
}

fn filled(
    actor: &Actor,
    cx: &Cx,
    (meeting, items): (&Meeting, &[Item]),
    looked: Outlook,
    fields: &Fields,
    refused: Option<&Refusal>,
) -> ClosingPage {
    let t = actor.locale;
    let mut form = FormView::new(t, fields, &["protocol"]);
    if !fields.has("protocol") {
        form.set("protocol", looked.number);
    }
    if let Some(refusal) = refused {
        form.refuse(t, refusal);
    }
    let plan = looked.plan;
    let places: Vec<String> = plan.undecided.iter().map(usize::to_string).collect();
    ClosingPage {
        shell: shell(cx, actor, Place::Meetings),
        form,
        id: meeting.id,
        title: MeetingPage::title_of(t, meeting),
        all: items.len() as i64,
        ways: ways(t, &plan),
        undecided: places.join(", "),
        follows: plan
            .follows
            .iter()
            .map(|f| FollowLine {
                project: f.project,
                name: format!("{} {}", f.number, f.name),
                to: f.to.map(|s| (s.look(), t.text(s.label()).into_owned())),
                may_archive: f.may_archive,
            })
            .collect(),
        troubles: troubles(t, &plan.troubles),
    }
}
