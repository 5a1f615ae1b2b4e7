//! Recording a decision without a meeting, and one that takes the place of another. Both show what
//! would follow before they are recorded.

use actix_web::web;
use uuid::Uuid;

use super::{day, today};
use crate::accounts::{Actor, in_work, shell};
use crate::db::Work;
use crate::meetings::single::{self, Wanted, ahead, decidable};
use crate::meetings::views::DecisionPage;
use crate::projects::{Project, ProjectState};
use crate::refusal::{Refusal, Refused};
use crate::supports::{self, Body, Decision, DecisionOutcome, Support, Verdict};
use crate::text::{Locale, formats};
use crate::values::dates::Precision;
use crate::web::{Answer, AppError, Cx, Fields, FormView, Outcome, Place, path_id};

const FIELDS: [&str; 7] = [
    "id", "body", "date", "protocol", "outcome", "text", "reason",
];

fn wanted(form: &Fields) -> Wanted {
    Wanted {
        id: form.id("id").unwrap_or_else(Uuid::now_v7),
        body: Body::from_word(form.get("body")).unwrap_or(Body::Commission),
        date: day(form.get("date")),
        protocol: form.get("protocol").to_owned(),
        outcome: DecisionOutcome::from_word(form.get("outcome")),
        text: form.get("text").to_owned(),
        reason: form.get("reason").to_owned(),
    }
}

/// What the form is about: a measure, or a decision whose place another takes.
#[derive(Clone, Copy)]
enum About {
    Support(Uuid),
    Old(Uuid),
}

/// `GET /supports/{id}/decisions/new`
pub async fn new_form(cx: Cx, path: web::Path<String>) -> Outcome {
    page(
        &cx,
        About::Support(path_id(&path)?),
        Fields::default(),
        None,
    )
    .await
}

/// `POST /supports/{id}/decisions`: shows what would follow; with `confirmed` it is recorded.
pub async fn create(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    sent(&cx, About::Support(path_id(&path)?), form).await
}

/// `GET /decisions/{id}/annulment`
pub async fn annulment_form(cx: Cx, path: web::Path<String>) -> Outcome {
    page(&cx, About::Old(path_id(&path)?), Fields::default(), None).await
}

/// `POST /decisions/{id}/annulment`
pub async fn annul(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    sent(&cx, About::Old(path_id(&path)?), form).await
}

async fn sent(cx: &Cx, about: About, form: Fields) -> Outcome {
    if form.has("show_form") || !form.has("confirmed") {
        return page(cx, about, form, None).await;
    }
    let wanted = wanted(&form);
    let done = in_work(cx, move |work, actor| {
        let project = match about {
            About::Support(id) => {
                single::decide(work, actor, id, &wanted)?;
                supports::find(work, id)?.map(|s| s.project_id)
            }
            About::Old(id) => {
                single::annul(work, actor, id, &wanted)?;
                supports::decision(work, id)?.map(|d| d.project_id)
            }
        };
        Ok(project.ok_or(Refusal::NotFound)?)
    })
    .await;
    match done {
        Ok(project) => Ok(Answer::see_other(&format!(
            "/projects/{project}?done=decision-made#supports"
        ))),
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            page(cx, about, form, Some(refusal)).await
        }
        Err(e) => Err(e),
    }
}

/// The measure, its project, and the decision whose place is taken.
fn found(
    work: &mut Work,
    actor: &Actor,
    about: About,
) -> Result<(Support, Project, Option<Decision>), Refused> {
    let (support, old) = match about {
        About::Support(id) => (id, None),
        About::Old(id) => {
            let old = supports::lock_in_force(work, id)?;
            (old.support_id.ok_or(Refusal::NotFound)?, Some(old))
        }
    };
    let (support, project) = decidable(work, actor, support)?;
    Ok((support, project, old))
}

async fn page(cx: &Cx, about: About, fields: Fields, refused: Option<Refusal>) -> Outcome {
    let shell_cx = cx.clone();
    in_work(cx, move |work, actor| {
        let t = actor.locale;
        let (support, project, old) = found(work, actor, about)?;
        let mut form = FormView::new(t, &fields, &FIELDS);
        let is_sent = fields.id("id").is_some();
        if !is_sent {
            form.set("id", Uuid::now_v7().to_string());
            form.set(
                "body",
                old.as_ref().map_or(Body::Commission, Decision::body).word(),
            );
            form.set(
                "date",
                formats::date(Locale::Ru, today(work, actor), Precision::Day),
            );
        }
        if let Some(refusal) = &refused {
            form.refuse(t, refusal);
        }
        let looked = match is_sent && refused.is_none() {
            true => look(work, t, &support, &project, old.as_ref(), &wanted(&fields))?,
            false => None,
        };
        let answer = Answer::html(&DecisionPage {
            shell: shell(&shell_cx, actor, Place::Register),
            form,
            action: match about {
                About::Support(id) => format!("/supports/{id}/decisions"),
                About::Old(id) => format!("/decisions/{id}/annulment"),
            },
            project: project.id,
            project_name: project.name.clone(),
            project_number: project.number.clone(),
            measure: measure(t, &support),
            bodies: bodies(t),
            choices: DecisionPage::outcomes(t),
            old: old.map(|d| in_words(t, &d)),
            ahead: looked,
        })?;
        Ok(match &refused {
            Some(refusal) => answer.refused(refusal),
            None => answer,
        })
    })
    .await
}

/// What recording it would do; none while no outcome is chosen.
fn look(
    work: &mut Work,
    t: Locale,
    support: &Support,
    project: &Project,
    old: Option<&Decision>,
    wanted: &Wanted,
) -> Result<Option<String>, Refused> {
    let Some(outcome) = wanted.outcome else {
        return Ok(None);
    };
    let body = old.map_or(wanted.body, Decision::body);
    words_ahead(work, t, support, project, body, outcome, old).map(Some)
}

fn bodies(t: Locale) -> Vec<(String, String)> {
    let body = |b: &Body| (b.word().to_owned(), t.text(b.label()).into_owned());
    Body::ALL.iter().map(body).collect()
}

fn measure(t: Locale, s: &Support) -> String {
    let (_, kind) = supports::kind_of(t, s);
    let parts = [
        kind,
        supports::programme_of(t, s),
        supports::amount(t, s.amount_hundredths, s.unit()),
    ];
    parts
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

fn in_words(t: Locale, d: &Decision) -> String {
    let verdict = Verdict::new(t, d);
    format!("{}, {}", verdict.outcome, verdict.details)
}

/// What recording it would do, in words.
fn words_ahead(
    work: &mut Work,
    t: Locale,
    support: &Support,
    project: &Project,
    body: Body,
    outcome: DecisionOutcome,
    old: Option<&Decision>,
) -> Result<String, Refused> {
    if body == Body::ExpertGroup {
        return Ok(t.text("ahead-recommends").into_owned());
    }
    // What an annulled decision moved goes back before the commission first.
    let returns = old.is_some()
        && matches!(
            project.state(),
            ProjectState::OnSupport | ProjectState::ApplicationFull
        );
    if project.state() != ProjectState::InCommission && !returns {
        return Ok(t.with("ahead-stays", &t.text(project.state().label())));
    }
    let to = match returns {
        true => crate::meetings::consequence(&[outcome]),
        false => ahead(work, project.id, Some((support.id, outcome)))?,
    };
    Ok(match to {
        Some(state) => t.with("ahead-goes", &t.text(state.label())),
        None => t.with("ahead-stays", &t.text(ProjectState::InCommission.label())),
    })
}
