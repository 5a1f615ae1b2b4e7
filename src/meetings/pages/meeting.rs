//! Meetings: the list, a new one, the agenda with outcomes and attendance.

use actix_web::web;
use uuid::Uuid;

use super::{body_of, day, today};
use crate::accounts::{Action, Actor, Subject, in_work, may, permissions::allows, shell};
use crate::db::Work;
use crate::meetings::actions::{self, MeetingFacts, whose};
use crate::meetings::closing::outlook;
use crate::meetings::model::{Duty, Item, Meeting, Seat};
use crate::meetings::queries;
use crate::meetings::quorum::quorum;
use crate::meetings::views::{
    Attendee, Bar, IndexPage, MeetingLine, MeetingPage, NewPage, Sums, picks, rows,
};
use crate::refusal::Refusal;
use crate::supports::Body;
use crate::text::{Locale, Message, formats};
use crate::values::dates::Precision;
use crate::web::{Answer, AppError, Cx, Fields, FormView, Outcome, Place, Query, path_id};

const FACTS: [&str; 4] = ["id", "date", "starts_at", "place"];

/// `GET /meetings`
pub async fn index(cx: Cx) -> Outcome {
    let shell_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let t = actor.locale;
        let mut commissions = Vec::new();
        for body in Body::ALL {
            let ready = t.count("measures-ready", queries::ready(work, *body)?.len() as i64);
            commissions.push((body.word(), t.text(body.label()).into_owned(), ready));
        }
        Answer::html(&IndexPage {
            shell: shell(&shell_cx, actor, Place::Meetings),
            lines: queries::all(work)?.iter().map(|m| line(t, m)).collect(),
            may_record: allows(actor, Action::RecordDecision, Subject { is_own: true }),
            commissions,
        })
    })
    .await
}

fn line(t: Locale, m: &Meeting) -> MeetingLine {
    MeetingLine {
        id: m.id,
        title: t.text(m.body().label()).into_owned(),
        date: formats::date(t, m.meeting_date, Precision::Day),
        place: m.place.clone(),
        chip: chip(t, m),
        items: m.items,
        decided: m.decided,
        protocol: m.protocol_number.clone().unwrap_or_default(),
    }
}

fn chip(t: Locale, m: &Meeting) -> (&'static str, &'static str, String) {
    let (class, icon) = m.state().look();
    (class, icon, t.text(m.state().label()).into_owned())
}

/// `GET /meetings/new?kind=…`
pub async fn new_form(cx: Cx, query: Query) -> Outcome {
    new_page(&cx, query.0, None).await
}

/// `POST /meetings`
pub async fn create(cx: Cx, form: Fields) -> Outcome {
    if form.has("show_form") {
        return new_page(&cx, form, None).await;
    }
    let id = form.id("id").unwrap_or_else(Uuid::now_v7);
    let sent = form.clone();
    let done = in_work(&cx, move |work, actor| {
        may(actor, Action::RecordDecision, Subject { is_own: true })?;
        let facts = facts(&sent)?;
        let supports: Vec<Uuid> = ids(&sent, "support");
        let body = body_of(sent.get("kind"))?;
        Ok(actions::make_meeting(
            work, actor, id, body, &facts, &supports,
        )?)
    })
    .await;
    match done {
        Ok(()) => Ok(Answer::see_other(&format!(
            "/meetings/{id}?done=meeting-made"
        ))),
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            new_page(&cx, form, Some(refusal)).await
        }
        Err(e) => Err(e),
    }
}

fn ids(form: &Fields, name: &str) -> Vec<Uuid> {
    form.every(name)
        .filter_map(|id| Uuid::try_parse(id).ok())
        .collect()
}

fn facts(form: &Fields) -> Result<MeetingFacts, Refusal> {
    let bad = || Refusal::field("date", "not_a_date", "support-date-bad".into());
    Ok(MeetingFacts {
        date: day(form.get("date")).ok_or_else(bad)?,
        starts_at: form.get("starts_at").to_owned(),
        place: form.get("place").to_owned(),
    })
}

async fn new_page(cx: &Cx, fields: Fields, refused: Option<Refusal>) -> Outcome {
    let shell_cx = cx.clone();
    in_work(cx, move |work, actor| {
        may(actor, Action::RecordDecision, Subject { is_own: true })?;
        let t = actor.locale;
        let body = Body::from_word(fields.get("kind")).unwrap_or(Body::Commission);
        let mut form = FormView::new(t, &fields, &FACTS);
        if fields.id("id").is_none() {
            form.set("id", Uuid::now_v7().to_string());
            form.set(
                "date",
                formats::date(Locale::Ru, today(work, actor), Precision::Day),
            );
        }
        if let Some(refusal) = &refused {
            form.refuse(t, refusal);
        }
        let ready = queries::ready(work, body)?;
        let members = queries::members(work, body)?
            .iter()
            .filter(|m| m.active_until.is_none())
            .count();
        let kinds = Body::ALL
            .iter()
            .map(|b| (b.word(), t.text(b.label()).into_owned()));
        let answer = Answer::html(&NewPage {
            shell: shell(&shell_cx, actor, Place::Meetings),
            form,
            kind: body.word(),
            kinds: kinds.collect(),
            picks: picks(t, &ready),
            members,
        })?;
        Ok(match &refused {
            Some(refusal) => answer.refused(refusal),
            None => answer,
        })
    })
    .await
}

/// `GET /meetings/{id}`
pub async fn show(cx: Cx, path: web::Path<String>) -> Outcome {
    meeting_page(&cx, path_id(&path)?, None).await
}

pub async fn meeting_page(cx: &Cx, id: Uuid, refused: Option<Refusal>) -> Outcome {
    let page_cx = cx.clone();
    in_work(cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let page = page(work, actor, &page_cx, id, refused.as_ref())?;
        let answer = Answer::html(&page)?;
        Ok(match &refused {
            Some(refusal) => answer.refused(refusal),
            None => answer,
        })
    })
    .await
}

fn page(
    work: &mut Work,
    actor: &Actor,
    cx: &Cx,
    id: Uuid,
    refused: Option<&Refusal>,
) -> Result<MeetingPage, AppError> {
    let t = actor.locale;
    let meeting = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
    let (items, seats) = (queries::items(work, id)?, queries::seats(work, id)?);
    let may = allows(actor, Action::RecordDecision, whose(&items));
    let is_open = may && !meeting.is_closed();
    let percent = queries::commission(work, meeting.body())?.quorum_percent;
    let quorum = quorum(&seats, &[], percent);
    let looked = outlook(work, &meeting, &items)?;
    let ready = match is_open {
        true => queries::ready(work, meeting.body())?,
        false => Vec::new(),
    };
    Ok(MeetingPage {
        shell: shell(cx, actor, Place::Meetings),
        id,
        title: MeetingPage::title_of(t, &meeting),
        kind: meeting.body().word(),
        date: formats::date(t, meeting.meeting_date, Precision::Day),
        starts_at: meeting.starts_at.clone(),
        place: meeting.place.clone(),
        chip: chip(t, &meeting),
        quorum,
        quorum_words: quorum_words(t, quorum),
        rows: rows(t, &meeting, &items, &seats, &[], is_open),
        bar: Bar::new(t, &meeting, &looked.plan, &items, may),
        attendees: seats.iter().map(|s| attendee(t, s)).collect(),
        picks: picks(t, &ready),
        sums: Sums::new(t, &items, is_open),
        is_open,
        is_closed: meeting.is_closed(),
        is_announced: meeting.agenda_sent_at.is_some(),
        moves_projects: meeting.body() == Body::Commission,
        error: refused.map(|r| reason(t, r)),
        extracts: extracts(&meeting, &items),
    })
}

fn attendee(t: Locale, s: &Seat) -> Attendee {
    Attendee {
        id: s.member_id,
        name: s.name.clone(),
        position: s.position.clone(),
        is_present: s.is_present,
        has_vote: s.has_vote,
        duty: s.duty().word(),
        duty_words: t.text(s.duty().label()).into_owned(),
    }
}

fn quorum_words(t: Locale, q: crate::meetings::quorum::Quorum) -> String {
    let key = if q.is_there() {
        "quorum-there"
    } else {
        "quorum-lacks"
    };
    let message = Message {
        key,
        args: Vec::new(),
    };
    t.message(
        &message
            .number("present", q.present as i64)
            .number("voting", q.voting as i64)
            .number("needed", q.needed as i64),
    )
}

fn extracts(meeting: &Meeting, items: &[Item]) -> Vec<(Uuid, String)> {
    let mut found: Vec<(Uuid, String)> = Vec::new();
    for item in items.iter().filter(|_| meeting.is_closed()) {
        if !found.iter().any(|(id, _)| *id == item.project_id) {
            found.push((item.project_id, item.project_number.clone()));
        }
    }
    found
}

/// Why something was not done, in one line.
pub fn reason(t: Locale, refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotAllowedNow { reason, .. } | Refusal::MayNot(reason) => t.message(reason),
        Refusal::Invalid(fields) => {
            let all = fields.iter().map(|f| t.message(&f.message));
            all.collect::<Vec<_>>().join(" ")
        }
        _ => t.text("error-not-now").into_owned(),
    }
}

/// Does something to a meeting and comes back to it, with the reason where it was not done.
async fn done<F>(cx: &Cx, id: Uuid, word: &str, f: F) -> Outcome
where
    F: FnOnce(&mut Work, &Actor) -> Result<(), AppError> + Send + 'static,
{
    match in_work(cx, f).await {
        Ok(()) => Ok(Answer::see_other(&format!("/meetings/{id}?done={word}"))),
        Err(AppError::Refusal(refusal @ (Refusal::Invalid(_) | Refusal::NotAllowedNow { .. }))) => {
            meeting_page(cx, id, Some(refusal)).await
        }
        Err(e) => Err(e),
    }
}

/// `POST /meetings/{id}/facts`
pub async fn change_facts(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    let id = path_id(&path)?;
    done(&cx, id, "saved", move |work, actor| {
        let facts = facts(&form)?;
        Ok(actions::change_facts(work, actor, id, &facts)?)
    })
    .await
}

/// `POST /meetings/{id}/items`
pub async fn add_items(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    let id = path_id(&path)?;
    done(&cx, id, "saved", move |work, actor| {
        Ok(actions::add_items(work, actor, id, &ids(&form, "support"))?)
    })
    .await
}

/// `POST /meetings/{id}/items/{item}/place`: up, down, off the agenda.
pub async fn place_item(cx: Cx, path: web::Path<(String, String)>, form: Fields) -> Outcome {
    let (id, item) = (path_id(&path.0)?, path_id(&path.1)?);
    done(&cx, id, "saved", move |work, actor| {
        Ok(actions::place_item(work, actor, id, item, form.get("to"))?)
    })
    .await
}

/// `POST /meetings/{id}/sending`
pub async fn send_agenda(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    done(&cx, id, "agenda-sent", move |work, actor| {
        Ok(actions::send_agenda(work, actor, id)?)
    })
    .await
}

/// `POST /meetings/{id}/attendance`
pub async fn set_attendance(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    let id = path_id(&path)?;
    done(&cx, id, "saved", move |work, actor| {
        let present = match form.has("all") {
            true => queries::seats(work, id)?
                .iter()
                .map(|s| s.member_id)
                .collect(),
            false => ids(&form, "present"),
        };
        let duty = |d: Duty| Some((d, form.id(d.word())?));
        let duties: Vec<(Duty, Uuid)> = [Duty::Chair, Duty::Secretary]
            .into_iter()
            .filter_map(duty)
            .collect();
        let was = ids(&form, "was");
        Ok(actions::set_attendance(
            work, actor, id, &was, &present, &duties,
        )?)
    })
    .await
}
