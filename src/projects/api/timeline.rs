//! `/api/v1/projects/{id}/activities`.

use super::super::queries::PROJECTS;
use crate::accounts::{Action, Subject, in_api, may};
use crate::history::{self, TimelineOf};
use crate::refusal::Refusal;
use crate::web::Outcome;
use crate::web::api::{
    Asked, Call, Endpoint, Field, Kind, ListRules, Parameter, Shown, created, list_of, read_comment,
};

/// Entries of a timeline of the register, by type.
pub const KINDS: &[&str] = &[
    "comment",
    "status_changed",
    "stage_changed",
    "state_changed",
    "task_created",
    "file_added",
    "mail_sent",
    "decision_recorded",
    "system",
];

/// An entry.
pub const ACTIVITY: [Field; 7] = [
    Field::new("id", Kind::Id).output(),
    Field::new("organization_id", Kind::Id).output(),
    Field::new("project_id", Kind::Id).output(),
    Field::new("author_id", Kind::Id).or_null().output(),
    Field::new("type", Kind::Word(KINDS)).required(),
    Field::new("payload", Kind::Object).required(),
    Field::new("created_at", Kind::Time).output(),
];

const RULES: ListRules = ListRules {
    orders: &[],
    searches: false,
};

/// Endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let path = "/api/v1/projects/{id}/activities";
    vec![
        Endpoint::new("GET", path, "Timeline of a project")
            .tag("projects")
            .parameters(&[Parameter::repeated("type", Kind::Word(KINDS))])
            .answers(200, Shown::List("ProjectActivity")),
        Endpoint::new("POST", path, "Comment on a project")
            .tag("projects")
            .body(&ACTIVITY)
            .answers(201, Shown::Row("ProjectActivity")),
    ]
}

/// `GET /api/v1/projects/{id}/activities`
pub async fn list(call: Call) -> Outcome {
    in_api(call, |work, _, call| {
        let id = call.id("id")?;
        PROJECTS.find(work, id)?.ok_or(Refusal::NotFound)?;
        let mut asked = Asked::of(call, RULES);
        let kinds = asked.words("type", KINDS);
        asked.check()?;
        let of = TimelineOf::Project(id);
        let total = history::count_timeline(work, of, &kinds)?;
        let rows = history::timeline(work, of, &kinds, asked.rows())?;
        Ok(list_of(&rows, total, asked.page, asked.page_size))
    })
    .await
}

/// `POST /api/v1/projects/{id}/activities`
pub async fn comment(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, Action::Create, Subject::NONE)?;
        let id = call.id("id")?;
        PROJECTS.find(work, id)?.ok_or(Refusal::NotFound)?;
        let text = read_comment(call.json()?, &ACTIVITY)?;
        let of = TimelineOf::Project(id);
        let made = history::tell(work, of, "comment", &serde_json::json!({"text": text}))?;
        let made = history::activity(work, of, made)?.ok_or(Refusal::NotFound)?;
        created(&format!("projects/{id}/activities"), &made)
    })
    .await
}
