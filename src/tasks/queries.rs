//! All SQL of the room.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Timestamptz};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::model::{Task, TaskOf};
use crate::db::rows::{Cast, Filter, Page, Shape};
use crate::db::{DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

/// The table as programs see it.
pub const TASKS: Shape = Shape {
    table: "tasks",
    columns: &[
        ("deal_id", "deal_id", Cast::Uuid),
        ("project_id", "project_id", Cast::Uuid),
        ("client_id", "client_id", Cast::Uuid),
        ("title", "title", Cast::Text),
        ("description", "description", Cast::Text),
        ("due_date", "due_date", Cast::Date),
        ("is_done", "is_done", Cast::Boolean),
        ("assignee_id", "assignee_id", Cast::Uuid),
    ],
    written: &[],
    computed: &[],
    joins: "",
    only: " AND t.deleted_at IS NULL",
};

fn task_of(row: Value) -> Result<Task, DbError> {
    serde_json::from_value(row)
        .map_err(|e| DbError::Query(diesel::result::Error::DeserializationError(Box::new(e))))
}

fn parsed(rows: Vec<String>) -> Result<Vec<Task>, DbError> {
    rows.iter()
        .map(|r| {
            serde_json::from_str(r).map_err(|e| {
                DbError::Query(diesel::result::Error::DeserializationError(Box::new(e)))
            })
        })
        .collect()
}

/// The task as programs see it.
pub fn row(work: &mut Work, id: Uuid) -> Result<Option<Value>, DbError> {
    TASKS.find(work, id)
}

pub fn find(work: &mut Work, id: Uuid) -> Result<Option<Task>, DbError> {
    TASKS.find(work, id)?.map(task_of).transpose()
}

/// The same, locked until the end of the work.
pub fn lock(work: &mut Work, id: Uuid) -> Result<Option<Task>, DbError> {
    TASKS.lock(work, id)?.map(task_of).transpose()
}

pub fn count(work: &mut Work, filter: &Filter) -> Result<i64, DbError> {
    TASKS.count(work, filter)
}

fn by_due(limit: i64) -> Page {
    Page {
        by: "t.is_done, t.due_date",
        may_be_empty: true,
        descending: false,
        limit,
        offset: 0,
    }
}

/// Tasks of a deal, project or client: open ones first, by their day.
pub fn of_subject(work: &mut Work, of: TaskOf, limit: i64) -> Result<Vec<Task>, DbError> {
    let mut filter = Filter::default();
    let condition = match of {
        TaskOf::Deal(_) => "t.deal_id = {}::uuid",
        TaskOf::Project(_) => "t.project_id = {}::uuid",
        // Those of a client that was merged into this one are this one's.
        TaskOf::Client(_) => {
            "(t.client_id = {}::uuid OR t.client_id IN (SELECT a.old_id FROM aliases a \
             WHERE a.organization_id = t.organization_id AND a.kind = 'client' AND a.new_id = {}::uuid))"
        }
    };
    filter.and(condition, of.id().to_string());
    parsed(TASKS.page(work, &filter, by_due(limit))?)
}

/// Open tasks of a person, by their day.
pub fn assigned_to(work: &mut Work, person: Uuid, limit: i64) -> Result<Vec<Task>, DbError> {
    let mut filter = Filter::default();
    filter.and("t.assignee_id = {}::uuid", person.to_string());
    filter.and_also("NOT t.is_done");
    parsed(TASKS.page(work, &filter, by_due(limit))?)
}

/// Whether what a task belongs to is there, and is the person's own: a deal that they own, a project that they
/// are assigned to, a client that they answer for.
pub fn is_own_subject(work: &mut Work, of: TaskOf, user: Uuid) -> Result<Option<bool>, DbError> {
    let organization = work.organization();
    let text = match of {
        TaskOf::Deal(_) => {
            "SELECT owner_id = $3 FROM deals WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL \
             FOR KEY SHARE"
        }
        TaskOf::Project(_) => {
            "SELECT EXISTS (SELECT 1 FROM project_people q WHERE q.organization_id = $1 AND q.project_id = p.id \
             AND q.user_id = $3) FROM projects p WHERE p.organization_id = $1 AND p.id = $2"
        }
        TaskOf::Client(_) => {
            "SELECT coalesce(responsible_id = $3, false) FROM clients \
             WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL"
        }
    };
    Ok(sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(of.id())
        .bind::<SqlUuid, _>(user)
        .by_place::<Bool>()
        .get_result(work.conn())
        .optional()?)
}

/// False if there is a task with this id already.
pub fn insert(work: &mut Work, id: Uuid, values: &Map<String, Value>) -> Result<bool, DbError> {
    let is_made = TASKS.insert(work, id, values)?;
    let (organization, author) = (work.organization(), work.user());
    if is_made {
        sql(
            "UPDATE tasks SET author_id = $3, done_at = CASE WHEN is_done THEN created_at END \
             WHERE organization_id = $1 AND id = $2",
        )
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .bind::<Nullable<SqlUuid>, _>(author)
        .execute(work.conn())?;
    }
    Ok(is_made)
}

/// Writes what differs and gives the new version.
pub fn update(work: &mut Work, id: Uuid, values: &[(&str, Value)]) -> Result<i64, DbError> {
    let version = TASKS.update(work, id, values)?;
    if values.iter().any(|(name, _)| *name == "is_done") {
        let (organization, now) = (work.organization(), work.now());
        sql("UPDATE tasks SET done_at = CASE WHEN is_done THEN $3 END WHERE organization_id = $1 AND id = $2")
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(id)
            .bind::<Timestamptz, _>(now)
            .execute(work.conn())?;
    }
    Ok(version)
}

/// To the bin, or back from it; gives the new version, none if it is there already.
pub fn set_deleted(work: &mut Work, id: Uuid, deleted: bool) -> Result<Option<i64>, DbError> {
    let (organization, now) = (work.organization(), work.now());
    Ok(sql("UPDATE tasks SET deleted_at = CASE WHEN $3 THEN $4 END, version = version + 1, updated_at = $4 \
         WHERE organization_id = $1 AND id = $2 AND (deleted_at IS NULL) = $3 RETURNING version")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .bind::<Bool, _>(deleted)
        .bind::<Timestamptz, _>(now)
        .by_place::<diesel::sql_types::BigInt>()
        .get_result(work.conn())
        .optional()?)
}

/// The open and done tasks of a deal go to the bin with it; gives each with its new version.
pub fn bin_of_deal(work: &mut Work, deal: Uuid) -> Result<Vec<(Uuid, i64)>, DbError> {
    let (organization, now) = (work.organization(), work.now());
    Ok(sql(
        "UPDATE tasks SET deleted_at = $3, version = version + 1, updated_at = $3 \
         WHERE organization_id = $1 AND deal_id = $2 AND deleted_at IS NULL RETURNING id, version",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(deal)
    .bind::<Timestamptz, _>(now)
    .by_place::<(SqlUuid, diesel::sql_types::BigInt)>()
    .load(work.conn())?)
}

/// Those that went to the bin with the deal come back with it.
pub fn restore_of_deal(
    work: &mut Work,
    deal: Uuid,
    since: DateTime<Utc>,
) -> Result<Vec<(Uuid, i64)>, DbError> {
    let (organization, now) = (work.organization(), work.now());
    Ok(sql(
        "UPDATE tasks SET deleted_at = NULL, version = version + 1, updated_at = $4 \
         WHERE organization_id = $1 AND deal_id = $2 AND deleted_at = $3 RETURNING id, version",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(deal)
    .bind::<Timestamptz, _>(since)
    .bind::<Timestamptz, _>(now)
    .by_place::<(SqlUuid, diesel::sql_types::BigInt)>()
    .load(work.conn())?)
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    id: Uuid,
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
}

/// Names of the projects and clients that these tasks belong to.
pub fn names_of_subjects(
    work: &mut Work,
    tasks: &[Task],
) -> Result<std::collections::HashMap<Uuid, String>, DbError> {
    let organization = work.organization();
    let ids: Vec<Uuid> = tasks.iter().filter_map(|t| Some(t.of()?.id())).collect();
    let found: Vec<Named> = crate::db::sql(
        "SELECT id, name FROM projects WHERE organization_id = $1 AND id = ANY ($2) \
         UNION ALL SELECT id, coalesce(short_name, name) FROM clients WHERE organization_id = $1 AND id = ANY ($2) \
         UNION ALL SELECT id, title FROM deals WHERE organization_id = $1 AND id = ANY ($2)",
    )
    .bind::<diesel::sql_types::Uuid, _>(organization)
    .bind::<diesel::sql_types::Array<diesel::sql_types::Uuid>, _>(ids)
    .load(work.conn())?;
    Ok(found.into_iter().map(|n| (n.id, n.name)).collect())
}

/// A project that sleeps until a day, or whose task for such a day is still open.
#[derive(Debug, Clone, QueryableByName)]
pub struct Frozen {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub lead: Option<Uuid>,
    #[diesel(sql_type = Nullable<diesel::sql_types::Date>)]
    pub until: Option<chrono::NaiveDate>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub task: Option<Uuid>,
}

/// Those of these projects that are one or the other.
pub fn frozen_or_awaited(work: &mut Work, ids: &[Uuid]) -> Result<Vec<Frozen>, DbError> {
    let organization = work.organization();
    Ok(sql("SELECT p.id, p.name, p.lead_id AS lead, p.frozen_until AS until, t.id AS task FROM projects p \
         LEFT JOIN tasks t ON t.organization_id = p.organization_id AND t.project_id = p.id AND t.origin = 'waking' \
            AND NOT t.is_done AND t.deleted_at IS NULL \
         WHERE p.organization_id = $1 AND p.id = ANY ($2) AND (p.frozen_until IS NOT NULL OR t.id IS NOT NULL)")
    .bind::<SqlUuid, _>(organization)
    .bind::<diesel::sql_types::Array<SqlUuid>, _>(ids.to_vec())
    .load(work.conn())?)
}

/// A task for the day on which a frozen project is looked at again.
pub fn insert_waking(
    work: &mut Work,
    id: Uuid,
    project: Uuid,
    title: &str,
    day: chrono::NaiveDate,
    assignee: Uuid,
) -> Result<(), DbError> {
    let (organization, author, now) = (work.organization(), work.user(), work.now());
    sql("INSERT INTO tasks (organization_id, id, project_id, title, due_date, assignee_id, author_id, origin, \
         created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'waking', $8, $8)")
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(id)
    .bind::<SqlUuid, _>(project)
    .bind::<diesel::sql_types::Text, _>(title.to_owned())
    .bind::<diesel::sql_types::Date, _>(day)
    .bind::<SqlUuid, _>(assignee)
    .bind::<Nullable<SqlUuid>, _>(author)
    .bind::<Timestamptz, _>(now)
    .execute(work.conn())?;
    Ok(())
}

/// Open tasks of a person, locked, by their ids.
pub fn lock_open_of(work: &mut Work, person: Uuid) -> Result<Vec<Task>, DbError> {
    let mut filter = Filter::default();
    filter.and("t.assignee_id = {}::uuid", person.to_string());
    filter.and_also("NOT t.is_done");
    let rows = TASKS.lock_all(work, &filter)?;
    rows.into_iter().map(task_of).collect()
}
