//! The cards on paper: a project's, and a client's on at most two sheets of A4.

use actix_web::web;
use uuid::Uuid;

use super::views::{Identity, PaperMove, PrintClient, PrintProject};
use crate::accounts::{self, Action, Actor, Person, Subject, in_work, may};
use crate::clients::{self, ClientField};
use crate::db::Work;
use crate::history::{self, SubjectKind};
use crate::projects::{self, ProjectField};
use crate::refusal::Refusal;
use crate::text::{Locale, formats};
use crate::values::dates::Precision;
use crate::web::{Answer, AppError, Bare, Cx, Outcome, path_id};
use crate::{comments, contacts, supports};

/// So many of each fit two sheets; of the rest the paper says how many there are.
const PROJECTS: usize = 24;
const CONTACTS: usize = 8;
const SAID: usize = 4;
const LONGEST_NAME: usize = 90;
const LONGEST_SAID: usize = 280;

fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn today(work: &Work, actor: &Actor) -> String {
    let day = work.now().with_timezone(&actor.zone).date_naive();
    formats::date(actor.locale, day, Precision::Day)
}

/// `GET /projects/{id}/print`
pub async fn project(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        Answer::html(&project_paper(work, actor, id)?)
    })
    .await
}

fn project_paper(work: &mut Work, actor: &Actor, id: Uuid) -> Result<PrintProject, AppError> {
    let t = actor.locale;
    let project = projects::find_project(work, id)?.ok_or(Refusal::NotFound)?;
    let people = accounts::names(work)?;
    let facts = ProjectField::ALL
        .into_iter()
        .filter(|f| *f != ProjectField::Name)
        .map(|f| {
            (
                t.text(f.label()).into_owned(),
                projects::shown_in_full(t, &project, f),
            )
        })
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let moves = projects::past_moves(work, id)?;
    let moves = projects::moves_in_force(&moves)
        .into_iter()
        .map(|m| PaperMove {
            state: t.text(m.to.label()).into_owned(),
            when: formats::moment(t, m.at, actor.zone),
            who: m
                .by
                .and_then(|id| people.get(&id))
                .map(Person::short_name)
                .unwrap_or_default(),
        })
        .collect();
    Ok(PrintProject {
        bare: Bare::new(t),
        organization: actor.organization_name.clone(),
        printed: today(work, actor),
        number: project.number.clone(),
        name: project.name.clone(),
        facts,
        people: assigned(work, id, &people)?,
        supports: supports::section(work, actor, id, project.is_own)?.rows,
        moves,
    })
}

fn assigned(
    work: &mut Work,
    id: Uuid,
    people: &std::collections::HashMap<Uuid, Person>,
) -> Result<String, AppError> {
    let names: Vec<String> = projects::people_of(work, id)?
        .iter()
        .filter_map(|id| people.get(id))
        .map(Person::short_name)
        .collect();
    Ok(names.join(", "))
}

/// `GET /clients/{id}/print`
pub async fn client(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let id = history::alias_of(work, SubjectKind::Client, id)?.unwrap_or(id);
        Answer::html(&client_paper(work, actor, id)?)
    })
    .await
}

fn client_paper(work: &mut Work, actor: &Actor, id: Uuid) -> Result<PrintClient, AppError> {
    let t = actor.locale;
    let client = clients::record(work, id)?.ok_or(Refusal::NotFound)?;
    let people = accounts::names(work)?;
    let mut projects = projects::list_of_client(work, actor, id, &people)?;
    let mut contacts = contacts::list_of_client(work, actor, id)?.lines;
    let more_projects = projects.lines.len().saturating_sub(PROJECTS);
    let more_contacts = contacts.len().saturating_sub(CONTACTS);
    projects.lines.truncate(PROJECTS);
    contacts.truncate(CONTACTS);
    for line in &mut projects.lines {
        line.name = cut(&line.name, LONGEST_NAME);
    }
    let said = comments::last(work, actor, "client", id, &people, SAID)?;
    let counted = |key, n: usize| (n > 0).then(|| t.count(key, n as i64));
    Ok(PrintClient {
        bare: Bare::new(t),
        organization: actor.organization_name.clone(),
        printed: today(work, actor),
        facts: facts(t, &client, &people),
        who: Identity::new(t, actor.zone, &client),
        projects,
        contacts,
        more_projects: counted("print-more-projects", more_projects),
        more_contacts: counted("print-more-contacts", more_contacts),
        said: said
            .into_iter()
            .map(|(when, who, text)| (when, who, cut(&text, LONGEST_SAID)))
            .collect(),
    })
}

fn facts(
    t: Locale,
    client: &clients::Record,
    people: &std::collections::HashMap<Uuid, Person>,
) -> Vec<(String, String)> {
    let of = |field: ClientField| match field {
        ClientField::Kind => t.text(client.kind().label()).into_owned(),
        ClientField::Responsible => client
            .responsible_id
            .and_then(|id| people.get(&id))
            .map(Person::short_name)
            .unwrap_or_default(),
        other => clients::current(client, other),
    };
    ClientField::ALL
        .into_iter()
        .filter(|f| f.is_of(client.kind()))
        .map(|f| (t.text(f.label()).into_owned(), cut(&of(f), LONGEST_SAID)))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}
