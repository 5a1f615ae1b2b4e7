//! Supports of a project and decisions on a support, by the path.

use uuid::Uuid;

use super::super::queries::{self, PROJECTS, SUPPORTS};
use super::decisions::Decisions;
use super::supports::Supports;
use crate::accounts::{Action, Subject, in_api, may};
use crate::db::Work;
use crate::db::rows::Filter;
use crate::refusal::Refusal;
use crate::rest::{self, Resource};
use crate::web::api::{Call, Endpoint, Mode, Shown, read_body_with};
use crate::web::{AppError, Outcome};

const SUPPORTS_OF: &str = "/api/v1/projects/{id}/supports";
const DECISIONS_OF: &str = "/api/v1/projects/{id}/supports/{support_id}/decisions";
const DECISIONS_ON: &str = "/api/v1/supports/{id}/decisions";

/// Endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = Vec::new();
    for (path, of, row, fields, parameters) in [
        (
            SUPPORTS_OF,
            "supports of a project",
            Supports::ROW,
            Supports::FIELDS,
            Supports::PARAMETERS,
        ),
        (
            DECISIONS_OF,
            "decisions on a support of a project",
            Decisions::ROW,
            Decisions::FIELDS,
            Decisions::PARAMETERS,
        ),
        (
            DECISIONS_ON,
            "decisions on a support",
            Decisions::ROW,
            Decisions::FIELDS,
            Decisions::PARAMETERS,
        ),
    ] {
        all.push(
            Endpoint::new("GET", path, format!("List of {of}"))
                .tag("projects")
                .parameters(parameters)
                .answers(200, Shown::List(row))
                .by_cursor(),
        );
        all.push(
            Endpoint::new("POST", path, format!("Make one of {of}"))
                .tag("projects")
                .body(fields)
                .answers(201, Shown::Row(row)),
        );
    }
    all
}

fn only(column: &'static str, id: Uuid) -> Filter {
    let mut filter = Filter::default();
    filter.and(column, id.to_string());
    filter
}

/// The project of the path, if it is there.
fn project(work: &mut Work, call: &Call) -> Result<Uuid, AppError> {
    let id = call.id("id")?;
    PROJECTS.find(work, id)?.ok_or(Refusal::NotFound)?;
    Ok(id)
}

/// The support of the path: one of the project of the path, where it names one.
fn support(work: &mut Work, call: &Call) -> Result<Uuid, AppError> {
    if !call.has_name("support_id") {
        let id = call.id("id")?;
        SUPPORTS.find(work, id)?.ok_or(Refusal::NotFound)?;
        return Ok(id);
    }
    let id = call.id("support_id")?;
    let of = project(work, call)?;
    if queries::project_of(work, id)? != Some(of) {
        return Err(Refusal::NotFound.into());
    }
    Ok(id)
}

/// `GET /api/v1/projects/{id}/supports`
pub async fn supports(call: Call) -> Outcome {
    in_api(call, |work, _, call| {
        let id = project(work, call)?;
        rest::list_where::<Supports>(work, call, only("t.project_id = {}::uuid", id))
    })
    .await
}

/// `POST /api/v1/projects/{id}/supports`
pub async fn make_support(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, Action::Create, Subject::NONE)?;
        let of = [("project_id", project(work, call)?)];
        let body = read_body_with(call.json()?, Supports::FIELDS, Mode::Create, &of)?;
        rest::make::<Supports>(work, actor, Uuid::now_v7(), body.values)
    })
    .await
}

/// `GET …/supports/{id}/decisions`, with or without a project before it.
pub async fn decisions(call: Call) -> Outcome {
    in_api(call, |work, _, call| {
        let id = support(work, call)?;
        rest::list_where::<Decisions>(work, call, only("t.support_id = {}::uuid", id))
    })
    .await
}

/// `POST …/supports/{id}/decisions`, with or without a project before it.
pub async fn make_decision(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, Action::Create, Subject::NONE)?;
        let of = [("support_id", support(work, call)?)];
        let body = read_body_with(call.json()?, Decisions::FIELDS, Mode::Create, &of)?;
        rest::make::<Decisions>(work, actor, Uuid::now_v7(), body.values)
    })
    .await
}
