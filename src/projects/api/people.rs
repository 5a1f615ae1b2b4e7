//! `/api/v1/projects/{id}/users`: who is assigned.

use uuid::Uuid;

use super::super::people::{assign_person, unassign_person};
use super::super::queries::{self, PROJECTS};
use super::projects::Projects;
use crate::accounts::{self, Action, Subject, in_api, may};
use crate::db::Work;
use crate::db::rows::Filter;
use crate::refusal::{Refusal, RequestRefusal};
use crate::rest::{self, Resource};
use crate::web::api::{Asked, Call, Endpoint, ListRules, Shown, list_of, wrong};
use crate::web::{Answer, AppError, Outcome};

const RULES: ListRules = ListRules {
    orders: &[],
    searches: false,
};

/// Endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let one = "/api/v1/projects/{id}/users/{user_id}";
    vec![
        Endpoint::new("GET", "/api/v1/projects/{id}/users", "People assigned")
            .tag("projects")
            .answers(200, Shown::List("User")),
        Endpoint::new("GET", "/api/v1/users/{id}/projects", "Projects of somebody")
            .tag("users")
            .parameters(Projects::PARAMETERS)
            .answers(200, Shown::List(Projects::ROW)),
        Endpoint::new("PUT", one, "Assign somebody")
            .tag("projects")
            .answers(201, Shown::Object)
            .answers(204, Shown::Nothing),
        Endpoint::new("DELETE", one, "Take somebody off")
            .tag("projects")
            .answers(204, Shown::Nothing),
    ]
}

/// `GET /api/v1/projects/{id}/users`
pub async fn list(call: Call) -> Outcome {
    in_api(call, |work, _, call| {
        let id = call.id("id")?;
        PROJECTS.find(work, id)?.ok_or(Refusal::NotFound)?;
        let mut asked = Asked::of(call, RULES);
        asked.check()?;
        let assigned = queries::people(work, id)?;
        let page = asked.rows();
        let mut rows = Vec::new();
        for user in assigned
            .iter()
            .skip(page.offset as usize)
            .take(page.limit as usize)
        {
            rows.extend(accounts::user_row(work, *user)?.map(|row| row.to_string()));
        }
        Ok(list_of(
            &rows,
            assigned.len() as i64,
            asked.page,
            asked.page_size,
        ))
    })
    .await
}

/// The project and the person of the path; the actor may change the project.
fn both(work: &mut Work, actor: &accounts::Actor, call: &Call) -> Result<(Uuid, Uuid), AppError> {
    may(actor, Action::Create, Subject::NONE)?;
    let id = call.id("id")?;
    let row = PROJECTS.lock(work, id)?.ok_or(Refusal::NotFound)?;
    let user = call.id("user_id")?;
    Projects::may_change(work, actor, &row)?;
    Ok((id, user))
}

/// `PUT /api/v1/projects/{id}/users/{user_id}`
pub async fn assign(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        let (id, user) = both(work, actor, call)?;
        if !accounts::is_member(work, user)? {
            let missing = vec![wrong("user_id", "not_found", "api-no-such-row")];
            return Err(Refusal::from(RequestRefusal::NoSuchRow(missing)).into());
        }
        if queries::is_assigned(work, id, user)? {
            return Ok(Answer::no_content());
        }
        assign_person(work, actor, id, user, false)?;
        let row = accounts::user_row(work, user)?.ok_or(Refusal::NotFound)?;
        let at = format!("/api/v1/projects/{id}/users/{user}");
        Ok(Answer::json(&row)?.made().located(&at))
    })
    .await
}

/// `DELETE /api/v1/projects/{id}/users/{user_id}`
pub async fn unassign(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        let (id, user) = both(work, actor, call)?;
        if !queries::is_assigned(work, id, user)? {
            return Err(Refusal::NotFound.into());
        }
        unassign_person(work, actor, id, user)?;
        Ok(Answer::no_content())
    })
    .await
}

/// `GET /api/v1/users/{id}/projects`
pub async fn projects(call: Call) -> Outcome {
    in_api(call, |work, _, call| {
        let id = call.id("id")?;
        accounts::user_row(work, id)?.ok_or(Refusal::NotFound)?;
        let mut filter = Filter::default();
        filter.and(
            "t.id IN (SELECT q.project_id FROM project_people q WHERE q.organization_id = $1 AND q.user_id = {}::uuid)",
            id.to_string(),
        );
        rest::list_where::<Projects>(work, call, filter)
    })
    .await
}
