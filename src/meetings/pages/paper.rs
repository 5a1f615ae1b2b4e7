//! A meeting on paper: agenda, protocol, extract.

use actix_web::web;
use uuid::Uuid;

use crate::accounts::{Action, Actor, Subject, in_work, may};
use crate::db::Work;
use crate::meetings::model::{Duty, Seat};
use crate::meetings::queries;
use crate::meetings::quorum::quorum;
use crate::meetings::views::{MeetingPage, Paper, paper_items};
use crate::refusal::Refusal;
use crate::text::{Locale, formats};
use crate::values::dates::Precision;
use crate::web::{Answer, AppError, Bare, Cx, Outcome, path_id};

/// `GET /meetings/{id}/agenda`
pub async fn agenda(cx: Cx, path: web::Path<String>) -> Outcome {
    on_paper(&cx, path_id(&path)?, "agenda", None).await
}

/// `GET /meetings/{id}/protocol`; a draft of it while the meeting is open.
pub async fn protocol(cx: Cx, path: web::Path<String>) -> Outcome {
    on_paper(&cx, path_id(&path)?, "protocol", None).await
}

/// `GET /meetings/{id}/extracts/{project}`
pub async fn extract(cx: Cx, path: web::Path<(String, String)>) -> Outcome {
    on_paper(&cx, path_id(&path.0)?, "extract", Some(path_id(&path.1)?)).await
}

async fn on_paper(cx: &Cx, id: Uuid, kind: &'static str, project: Option<Uuid>) -> Outcome {
    in_work(cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        Answer::html(&paper(work, actor, id, kind, project)?)
    })
    .await
}

fn people(t: Locale, seats: &[Seat], present: bool) -> Vec<(String, String, String)> {
    let those = seats.iter().filter(|s| s.is_present == present);
    let words = |s: &Seat| match s.duty() {
        Duty::Member => String::new(),
        duty => t.text(duty.label()).into_owned(),
    };
    those
        .map(|s| (s.name.clone(), s.position.clone(), words(s)))
        .collect()
}

fn paper(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    kind: &'static str,
    project: Option<Uuid>,
) -> Result<Paper, AppError> {
    let t = actor.locale;
    let meeting = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
    let (items, seats) = (queries::items(work, id)?, queries::seats(work, id)?);
    if project.is_some_and(|p| !meeting.is_closed() || !items.iter().any(|i| i.project_id == p)) {
        return Err(Refusal::NotFound.into());
    }
    let percent = queries::commission(work, meeting.body())?.quorum_percent;
    let all = paper_items(t, &meeting, &items, &seats);
    let kept = all.into_iter().zip(&items);
    Ok(Paper {
        bare: Bare::new(t),
        organization: actor.organization_name.clone(),
        kind,
        title: MeetingPage::title_of(t, &meeting),
        commission: t.text(meeting.body().label()).into_owned(),
        number: meeting.protocol_number.clone().unwrap_or_default(),
        date: formats::date(t, meeting.meeting_date, Precision::Day),
        starts_at: meeting.starts_at.clone(),
        place: meeting.place.clone(),
        is_draft: !meeting.is_closed(),
        quorum: quorum(&seats, &[], percent),
        present: people(t, &seats, true),
        absent: people(t, &seats, false),
        items: kept
            .filter(|(_, i)| project.is_none_or(|p| i.project_id == p))
            .map(|(paper, _)| paper)
            .collect(),
        chair: Paper::of_duty(&seats, Duty::Chair),
        secretary: Paper::of_duty(&seats, Duty::Secretary),
    })
}
