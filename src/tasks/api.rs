//! `/api/v1/tasks`: sections 14 and 24 of the contract. Days are those of UTC here.

use chrono::NaiveDate;
use serde_json::Value;
use uuid::Uuid;

use super::actions::{self, whose};
use super::model::{NewTask, TaskChange, TaskOf};
use super::queries;
use crate::accounts::{Action, Subject, in_api, may};
use crate::db::Work;
use crate::db::rows::Filter;
use crate::refusal::{FieldError, Refusal};
use crate::web::api::{
    Asked, Call, Endpoint, Field, Kind, ListRules, Mode, Order, Parameter, Shown, Values, created,
    output_schema, read_body, row, wrong,
};
use crate::web::{AppError, Outcome};

const TASK: [Field; 13] = [
    Field::new("id", Kind::Id).output(),
    Field::new("organization_id", Kind::Id).output(),
    Field::new("deal_id", Kind::Id).or_null(),
    Field::new("project_id", Kind::Id).or_null(),
    Field::new("client_id", Kind::Id).or_null(),
    Field::new("title", Kind::Text(200)).required(),
    Field::new("description", Kind::LongText(10_000)).or_null(),
    Field::new("due_date", Kind::Date).or_null(),
    Field::new("is_done", Kind::Flag).default("false"),
    Field::new("assignee_id", Kind::Id),
    Field::new("created_at", Kind::Time).output(),
    Field::new("updated_at", Kind::Time).output(),
    Field::new("version", Kind::Whole(1, i64::MAX)).output(),
];

const LIST: ListRules = ListRules {
    orders: &[
        Order::by("created_at", "t.created_at"),
        Order::or_empty("due_date", "t.due_date"),
        Order::by("title", "t.title"),
    ],
    searches: false,
};

/// Endpoints of the room, for the description.
pub fn endpoints() -> Vec<Endpoint> {
    let task = Shown::Row("Task");
    let list = [
        ("deal_id", Kind::Id),
        ("project_id", Kind::Id),
        ("client_id", Kind::Id),
        ("assignee_id", Kind::Id),
        ("only_open", Kind::Flag),
        ("is_done", Kind::Flag),
        ("due_before", Kind::Date),
        ("due_after", Kind::Date),
        ("order_by", Kind::Word(&["created_at", "due_date", "title"])),
    ];
    [
        Endpoint::new("GET", "/api/v1/tasks", "Tasks")
            .parameters(&list.map(|(name, kind)| Parameter::new(name, kind)))
            .answers(200, Shown::List("Task"))
            .by_cursor(),
        Endpoint::new("POST", "/api/v1/tasks", "Make a task")
            .body(&TASK)
            .answers(201, task),
        Endpoint::new("GET", "/api/v1/tasks/{id}", "A task").answers(200, task),
        Endpoint::new("PATCH", "/api/v1/tasks/{id}", "Change a task")
            .body(&TASK)
            .answers(200, task),
    ]
    .into_iter()
    .map(|e| e.tag("tasks"))
    .collect()
}

/// Rows of the room, for the description.
pub fn rows() -> Vec<(&'static str, Value)> {
    vec![("Task", output_schema(&TASK))]
}

/// `GET /api/v1/tasks`
pub async fn list(call: Call) -> Outcome {
    in_api(call, |work, _, call| {
        let mut asked = Asked::of(call, LIST);
        let filter = filter_of(&mut asked);
        asked.check()?;
        let total = queries::count(work, &filter)?;
        let rows = asked.load(work, &queries::TASKS, &filter, total)?;
        Ok(asked.answer(rows, total))
    })
    .await
}

fn filter_of(asked: &mut Asked<'_>) -> Filter {
    let mut filter = Filter::default();
    for (name, condition) in [
        ("deal_id", "t.deal_id = {}::uuid"),
        ("project_id", "t.project_id = {}::uuid"),
        ("client_id", "t.client_id = {}::uuid"),
        ("assignee_id", "t.assignee_id = {}::uuid"),
    ] {
        if let Some(id) = asked.id(name) {
            filter.and(condition, id.to_string());
        }
    }
    for (name, condition) in [
        ("due_before", "t.due_date <= {}::date"),
        ("due_after", "t.due_date >= {}::date"),
    ] {
        if let Some(day) = asked.date(name) {
            filter.and(condition, day);
        }
    }
    if asked.flag("only_open") == Some(true) {
        filter.and_also("NOT t.is_done");
    }
    match asked.flag("is_done") {
        Some(true) => filter.and_also("t.is_done"),
        Some(false) => filter.and_also("NOT t.is_done"),
        None => {}
    }
    filter
}

fn today() -> NaiveDate {
    chrono::Utc::now().date_naive()
}

fn shown(work: &mut Work, id: Uuid) -> Result<Value, AppError> {
    queries::row(work, id)?.ok_or_else(|| Refusal::NotFound.into())
}

/// What the task belongs to: exactly one thing is named.
fn subject_of(values: &Values) -> Result<TaskOf, Refusal> {
    let named: Vec<TaskOf> = [
        values.id("deal_id").map(TaskOf::Deal),
        values.id("project_id").map(TaskOf::Project),
        values.id("client_id").map(TaskOf::Client),
    ]
    .into_iter()
    .flatten()
    .collect();
    match named.as_slice() {
        [] => Err(Refusal::Invalid(vec![wrong(
            "deal_id",
            "required",
            "api-required",
        )])),
        [one] => Ok(*one),
        more => Err(Refusal::Invalid(
            more.iter()
                .map(|of| wrong(of.field(), "one_of_three", "api-one-subject"))
                .collect(),
        )),
    }
}

fn day(values: &Values) -> Option<NaiveDate> {
    values.text("due_date").and_then(|d| d.parse().ok())
}

/// `POST /api/v1/tasks`
pub async fn create(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, Action::Create, Subject::NONE)?;
        let values = read_new(call)?;
        let new = NewTask {
            id: Uuid::now_v7(),
            of: subject_of(&values)?,
            title: values.text("title").unwrap_or_default().to_owned(),
            description: values.text("description").map(str::to_owned),
            due_date: day(&values),
            is_done: values.flag("is_done").unwrap_or(false),
            assignee_id: values.id("assignee_id"),
        };
        actions::make_task(work, actor, &new, today())?;
        created("tasks", &shown(work, new.id)?)
    })
    .await
}

/// The body, with a missing subject named among everything else that is wrong.
fn read_new(call: &Call) -> Result<Values, AppError> {
    let bytes = call.json()?;
    match read_body(bytes, &TASK, Mode::Create) {
        Ok(body) => Ok(body.values),
        Err(Refusal::Invalid(mut errors)) => {
            let sent: Value = serde_json::from_slice(bytes).unwrap_or_default();
            let is_named = |name: &str| !sent[name].is_null();
            if !["deal_id", "project_id", "client_id"]
                .into_iter()
                .any(is_named)
            {
                errors.push(wrong("deal_id", "required", "api-required"));
            }
            Err(Refusal::Invalid(errors).into())
        }
        Err(other) => Err(other.into()),
    }
}

/// `GET /api/v1/tasks/{id}`
pub async fn show(call: Call) -> Outcome {
    in_api(call, |work, _, call| row(&shown(work, call.id("id")?)?)).await
}

/// A task stays where it was made.
fn check_subject(values: &Values, stored: &Value) -> Result<(), Refusal> {
    let moved: Vec<FieldError> = ["deal_id", "project_id", "client_id"]
        .into_iter()
        .filter(|name| values.get(name).is_some_and(|v| *v != stored[*name]))
        .map(|name| wrong(name, "cannot_change", "api-cannot-change"))
        .collect();
    if moved.is_empty() {
        return Ok(());
    }
    Err(Refusal::Invalid(moved))
}

/// `PATCH /api/v1/tasks/{id}`
pub async fn change(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, Action::Create, Subject::NONE)?;
        let id = call.id("id")?;
        let task = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
        whose(work, actor, &task)?;
        let body = read_body(call.json()?, &TASK, Mode::Patch)?;
        check_subject(&body.values, &shown(work, id)?)?;
        call.check_version(&body, task.version)?;
        let values = &body.values;
        let change = TaskChange {
            title: values.text("title").map(str::to_owned),
            description: values
                .get("description")
                .map(|d| d.as_str().map(str::to_owned)),
            due_date: values.has("due_date").then(|| day(values)),
            is_done: values.flag("is_done"),
            assignee_id: values.id("assignee_id"),
        };
        actions::change_task(work, actor, &task, &change, today())?;
        row(&shown(work, id)?)
    })
    .await
}
