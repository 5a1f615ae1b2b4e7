//! A project's card.

use std::collections::HashMap;

use actix_web::web;
use uuid::Uuid;

use super::field::{Opening, open};
use crate::accounts::{
    self, Action, Actor, Person, Subject, in_work, may, permissions::allows, shell,
};
use crate::calendar;
use crate::comments;
use crate::db::{DbError, Work};
use crate::directories::{self, CustomValues};
use crate::history::{self, Sources, SubjectKind, Timeline};
use crate::projects::lifecycle::Decided;
use crate::projects::views::{
    Group, Head, People, RecordPage, Someone, StateFacts, StatePanel, fact, words,
};
use crate::projects::{Project, ProjectField, ProjectState, moves, queries};
use crate::refusal::Refusal;
use crate::supports;
use crate::text::Locale;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place, Query, path_id};

/// The facts of the card, group by group.
const GROUPS: [(&str, &[ProjectField]); 3] = [
    (
        "facts-what",
        &[
            ProjectField::Name,
            ProjectField::Client,
            ProjectField::Industry,
            ProjectField::District,
            ProjectField::Description,
        ],
    ),
    (
        "facts-economy",
        &[
            ProjectField::Own,
            ProjectField::Requested,
            ProjectField::Total,
            ProjectField::Tax,
            ProjectField::Jobs,
        ],
    ),
    ("facts-work", &[ProjectField::Lead, ProjectField::Date]),
];

/// `GET /projects/{id}`; `?edit=own` opens that field, `?before=12` shows older history.
pub async fn show(cx: Cx, path: web::Path<String>, query: Query) -> Outcome {
    let id = path_id(&path)?;
    let page_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let opening = ProjectField::from_word(query.0.get("edit"))
            .map(|field| Opening::fresh(field, query.0.get("q")));
        let before = query.0.number("before");
        Answer::html(&record(work, actor, &page_cx, id, opening, before)?)
    })
    .await
}

/// The query of the page: what of the timeline it asks for.
fn asked_of(cx: &Cx) -> Fields {
    let query = cx.address.split_once('?').map_or("", |(_, query)| query);
    let pairs = form_urlencoded::parse(query.as_bytes());
    Fields::from_pairs(pairs.into_owned().collect())
}

/// The whole card, with one field opened if one is to be changed.
pub fn record(
    work: &mut Work,
    actor: &Actor,
    cx: &Cx,
    id: Uuid,
    opening: Option<Opening>,
    before: Option<i64>,
) -> Result<RecordPage, AppError> {
    let t = actor.locale;
    let project = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
    let people = accounts::names(work)?;
    let may_change = may_change(actor, &project);
    let fields = directories::custom_fields(work, "project")?;
    let name_of = |id| people.get(&id).map(Person::short_name);
    let custom = directories::custom_texts(t, &fields, &project.custom, name_of);
    let sources = history::sources(work, SubjectKind::Project, id)?;
    let supports = supports::section(work, actor, id, project.is_own)?;
    Ok(RecordPage {
        shell: shell(cx, actor, Place::Register),
        head: head(t, &project, &people),
        state: state_panel(work, actor, &project)?,
        groups: groups(work, actor, &project, may_change, opening)?,
        may_change,
        supports,
        custom: CustomValues { t, items: custom },
        may_ask_removal: allows(actor, Action::Create, Subject::NONE)
            && !allows(actor, Action::Delete, Subject::NONE),
        people: assigned(work, actor, &project, &people)?,
        comments: comments::panel(work, actor, "project", id, &asked_of(cx), &people)?,
        sources: Sources::new(t, sources, allows(actor, Action::Import, Subject::NONE)),
        timeline: timeline(work, actor, &project, &people, before)?,
        unread: unread(t, &project),
    })
}

pub fn may_change(actor: &Actor, project: &Project) -> bool {
    let subject = Subject {
        is_own: project.is_own,
    };
    allows(actor, Action::ChangeRegister, subject) && project.state() != ProjectState::Deleted
}

pub fn head(t: Locale, project: &Project, people: &HashMap<Uuid, Person>) -> Head {
    Head::new(t, project, project.lead_id.and_then(|id| people.get(&id)))
}

pub fn state_panel(
    work: &mut Work,
    actor: &Actor,
    project: &Project,
) -> Result<StatePanel, AppError> {
    let decided = match project.state() {
        ProjectState::InCommission => queries::decided(work, project.id)?,
        _ => Decided::default(),
    };
    let subject = Subject {
        is_own: project.is_own,
    };
    let lock = match may(actor, Action::MoveProject, subject) {
        Err(Refusal::MayNot(reason)) => Some(actor.locale.message(&reason)),
        _ => None,
    };
    let facts = StateFacts {
        decided,
        history: moves::past_moves(work, project.id)?,
        made_at: queries::made_at(work, project.id)?,
        terms: calendar::terms(work)?,
        now: work.now(),
        zone: actor.zone,
        lock,
        may_delete: allows(actor, Action::Delete, subject),
        user: actor.user,
    };
    Ok(StatePanel::new(actor.locale, project, &facts))
}

pub fn timeline(
    work: &mut Work,
    actor: &Actor,
    project: &Project,
    people: &HashMap<Uuid, Person>,
    before: Option<i64>,
) -> Result<Timeline, DbError> {
    let (t, id) = (actor.locale, project.id);
    let entries = history::of_row(work, SubjectKind::Project, id, before, history::PAGE)?;
    let address = format!("/projects/{id}");
    let seen = may_change(actor, project).then_some(project.version);
    let mut timeline = Timeline::new(t, actor.zone, &entries, people, (&address, seen), |e| {
        words(t, e)
    });
    timeline.as_of = Some(format!("{address}/as-of"));
    Ok(timeline)
}

fn groups(
    work: &mut Work,
    actor: &Actor,
    project: &Project,
    may_change: bool,
    mut opening: Option<Opening>,
) -> Result<Vec<Group>, AppError> {
    let t = actor.locale;
    let mut groups = Vec::new();
    for (title, fields) in GROUPS {
        let mut facts = Vec::new();
        for field in fields {
            let mut fact = fact(t, project, *field, may_change);
            if may_change && let Some(opening) = opening.take_if(|o| o.field == *field) {
                fact.editor = Some(open(work, actor, project, opening)?);
            }
            facts.push(fact);
        }
        groups.push(Group {
            title: t.text(title).into_owned(),
            facts,
        });
    }
    Ok(groups)
}

/// The people assigned, and those who may be.
pub fn assigned(
    work: &mut Work,
    actor: &Actor,
    project: &Project,
    people: &HashMap<Uuid, Person>,
) -> Result<People, DbError> {
    let assigned = queries::people(work, project.id)?;
    let someone = |p: &Person| Someone {
        id: p.id,
        name: p.short_name(),
        initials: p.initials(),
        hue: p.hue,
        is_lead: Some(p.id) == project.lead_id,
    };
    let mut others: Vec<&Person> = people
        .values()
        .filter(|p| p.is_member && !assigned.contains(&p.id))
        .collect();
    others.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(People {
        t: actor.locale,
        icons: crate::web::assets().icons(),
        project: project.id,
        may_change: may_change(actor, project),
        may_take: project.lead_id != Some(actor.user),
        others: others
            .into_iter()
            .map(|p| (p.id.to_string(), p.short_name()))
            .collect(),
        assigned: assigned
            .iter()
            .filter_map(|id| people.get(id))
            .map(someone)
            .collect(),
    })
}

/// Texts of a file for fields that are not among the facts.
fn unread(t: Locale, project: &Project) -> Vec<(String, String)> {
    let Some(texts) = project.unread.as_object() else {
        return Vec::new();
    };
    texts
        .iter()
        .filter(|(key, _)| {
            let is_fact = |f: &ProjectField| f.word() == key.as_str();
            !GROUPS.iter().any(|(_, fields)| fields.iter().any(is_fact))
        })
        .filter_map(|(key, value)| {
            let label = ProjectField::from_word(key)
                .map_or_else(|| key.clone(), |f| t.text(f.label()).into_owned());
            Some((label, value.as_str()?.to_owned()))
        })
        .collect()
}
