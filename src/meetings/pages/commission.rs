//! A commission: who sits on it, how it decides and numbers.

use actix_web::web;
use uuid::Uuid;

use super::{body_of, day, today};
use crate::accounts::{Action, Actor, Subject, in_work, may, permissions::allows, shell};
use crate::db::Work;
use crate::meetings::commission::{self, TypedMember};
use crate::meetings::model::{CommissionMember, Duty};
use crate::meetings::queries;
use crate::meetings::views::{CommissionPage, MemberLine};
use crate::refusal::Refusal;
use crate::supports::Body;
use crate::text::{Locale, formats};
use crate::values::dates::Precision;
use crate::web::{Answer, AppError, Cx, Fields, FormView, Outcome, Place, path_id};

const FIELDS: [&str; 6] = ["id", "name", "position", "email", "duty", "from"];

/// `GET /commissions/{kind}`
pub async fn show(cx: Cx, path: web::Path<String>) -> Outcome {
    let body = body_of(&path)?;
    page(&cx, body, Fields::default(), None).await
}

/// `POST /commissions/{kind}/members`
pub async fn add_member(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    let body = body_of(&path)?;
    if form.has("show_form") {
        return page(&cx, body, form, None).await;
    }
    let typed = TypedMember {
        id: form.id("id").unwrap_or_else(Uuid::now_v7),
        name: form.get("name").to_owned(),
        position: form.get("position").to_owned(),
        email: form.get("email").to_owned(),
        duty: Duty::from_word(form.get("duty")).unwrap_or(Duty::Member),
        has_vote: form.has("has_vote"),
        from: day(form.get("from")),
    };
    let done = move |work: &mut Work, actor: &Actor| {
        Ok(commission::add_member(work, actor, body, &typed)?)
    };
    back(&cx, body, form, done).await
}

/// `POST /commissions/{kind}/members/{id}/end`
pub async fn end_member(cx: Cx, path: web::Path<(String, String)>) -> Outcome {
    let (body, id) = (body_of(&path.0)?, path_id(&path.1)?);
    let done = move |work: &mut Work, actor: &Actor| Ok(commission::end_member(work, actor, id)?);
    back(&cx, body, Fields::default(), done).await
}

/// `POST /commissions/{kind}/rules`
pub async fn set_rules(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    let body = body_of(&path)?;
    let sent = form.clone();
    let done = move |work: &mut Work, actor: &Actor| {
        let (percent, format) = (sent.number("percent"), sent.get("format"));
        Ok(commission::set_rules(work, actor, body, percent, format)?)
    };
    back(&cx, body, form, done).await
}

async fn back<F>(cx: &Cx, body: Body, form: Fields, done: F) -> Outcome
where
    F: FnOnce(&mut Work, &Actor) -> Result<(), AppError> + Send + 'static,
{
    match in_work(cx, done).await {
        Ok(()) => Ok(Answer::see_other(&format!(
            "/commissions/{}?done=saved",
            body.word()
        ))),
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            page(cx, body, form, Some(refusal)).await
        }
        Err(e) => Err(e),
    }
}

fn line(t: Locale, m: &CommissionMember) -> MemberLine {
    let day = |d| formats::date(t, d, Precision::Day);
    let since = t.with("since", &day(m.active_from));
    let until = m.active_until.map(|d| t.with("until", &day(d)));
    let duty = Duty::from_word(&m.duty).unwrap_or(Duty::Member);
    MemberLine {
        id: m.id,
        name: m.name.clone(),
        position: m.position.clone(),
        duty: t.text(duty.label()).into_owned(),
        has_vote: m.has_vote,
        is_active: until.is_none(),
        term: [Some(since), until]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
    }
}

async fn page(cx: &Cx, body: Body, fields: Fields, refused: Option<Refusal>) -> Outcome {
    let shell_cx = cx.clone();
    in_work(cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let t = actor.locale;
        let rules = queries::commission(work, body)?;
        let mut form = FormView::new(t, &fields, &FIELDS);
        if fields.id("id").is_none() {
            form.set("id", Uuid::now_v7().to_string());
            form.set(
                "from",
                formats::date(Locale::Ru, today(work, actor), Precision::Day),
            );
        }
        if let Some(refusal) = &refused {
            form.refuse(t, refusal);
        }
        let page = CommissionPage {
            shell: shell(&shell_cx, actor, Place::Meetings),
            form,
            kind: body.word(),
            title: t.text(body.label()).into_owned(),
            members: queries::members(work, body)?
                .iter()
                .map(|m| line(t, m))
                .collect(),
            duties: Duty::ALL
                .iter()
                .map(|d| (d.word().to_owned(), t.text(d.label()).into_owned()))
                .collect(),
            has_vote: !fields.has("id") || fields.has("has_vote"),
            may_record: allows(actor, Action::RecordDecision, Subject::NONE),
            may_rule: allows(actor, Action::ManageDirectories, Subject::NONE),
            percent: rules.quorum_percent.to_string(),
            format: rules.number_format,
        };
        let answer = Answer::html(&page)?;
        Ok(match &refused {
            Some(refusal) => answer.refused(refusal),
            None => answer,
        })
    })
    .await
}
