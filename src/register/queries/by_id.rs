//! Single rows by their ids, and what is asked of them: do they fit a view, whose are they.

use std::collections::HashSet;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use uuid::Uuid;

use super::conditions::{Bind, Condition, bound};
use super::expressions::rows_of;
use super::frame::Frame;
use super::row::{Row, Texts, Values, select_list};
use crate::db::{DbError, Work, assembled, sql};
use crate::projects::ProjectState;
use crate::register::registers::Register;
use crate::register::view::View;

type SqlUuid = diesel::sql_types::Uuid;

/// Rows by their ids, in no order; deleted and foreign ones are simply not there.
pub fn rows_by_id(work: &mut Work, view: &View, ids: &[Uuid]) -> Result<Vec<Row>, DbError> {
    let organization = work.organization();
    let register = view.register;
    let text = format!(
        "SELECT {} FROM {} r WHERE r.organization_id = $1 AND r.{} = ANY ($2)",
        select_list(view, Texts::Beginning),
        rows_of(register),
        register.id()
    );
    let found: Vec<Values> = assembled(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<Array<SqlUuid>, _>(ids.to_vec())
        .load(work.conn())?;
    let customs = view.customs();
    let row = |v| Row::of(register, &customs, v);
    Ok(found.into_iter().map(row).collect())
}

/// One row, if it is there; a list of ids would be planned anew each time.
pub fn row_by_id(work: &mut Work, view: &View, id: Uuid) -> Result<Option<Row>, DbError> {
    let organization = work.organization();
    let register = view.register;
    let text = format!(
        "SELECT {} FROM {} r WHERE r.organization_id = $1 AND r.{} = $2",
        select_list(view, Texts::Beginning),
        rows_of(register),
        register.id()
    );
    let found: Option<Values> = assembled(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .get_result(work.conn())
        .optional()?;
    Ok(found.map(|v| Row::of(register, &view.customs(), v)))
}

#[derive(QueryableByName)]
struct StateCount {
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// Number of projects by state, from the counters.
pub fn counts(work: &mut Work) -> Result<Vec<(ProjectState, i64)>, DbError> {
    let organization = work.organization();
    let found: Vec<StateCount> = sql(
        "SELECT state, sum(n)::bigint AS n FROM project_counts WHERE organization_id = $1 GROUP BY state",
    )
    .bind::<SqlUuid, _>(organization)
    .load(work.conn())?;
    Ok(found
        .into_iter()
        .filter_map(|c| Some((ProjectState::from_word(&c.state)?, c.n)))
        .collect())
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// Which of these rows are the person's own: assigned to them, or their clients.
pub fn own_among(
    work: &mut Work,
    register: Register,
    user: Uuid,
    ids: &[Uuid],
) -> Result<HashSet<Uuid>, DbError> {
    let organization = work.organization();
    let text = match register {
        Register::Projects => {
            "SELECT project_id AS id FROM project_people \
             WHERE organization_id = $1 AND user_id = $2 AND project_id = ANY ($3)"
        }
        Register::Clients => {
            "SELECT client_id AS id FROM client_rows \
             WHERE organization_id = $1 AND responsible_id = $2 AND client_id = ANY ($3)"
        }
        Register::Supports => {
            "SELECT s.id FROM supports s JOIN project_people pp ON pp.organization_id = s.organization_id \
             AND pp.project_id = s.project_id WHERE s.organization_id = $1 AND pp.user_id = $2 AND s.id = ANY ($3)"
        }
    };
    let found: Vec<Id> = sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(user)
        .bind::<Array<SqlUuid>, _>(ids.to_vec())
        .load(work.conn())?;
    Ok(found.into_iter().map(|f| f.id).collect())
}

/// Which of these rows fit a view.
pub fn matching(
    work: &mut Work,
    view: &View,
    frame: &Frame,
    ids: &[Uuid],
) -> Result<HashSet<Uuid>, DbError> {
    let mut condition = Condition::of(view, work.organization(), frame);
    let id = view.register.id();
    let among = condition.part(&format!("r.{id} = ANY (?)"), vec![Bind::Ids(ids.to_vec())]);
    condition.and(&among);
    let text = format!(
        "SELECT r.{id} AS id FROM {} r WHERE {}",
        rows_of(view.register),
        condition.text
    );
    let found: Vec<Id> = bound(assembled(text), condition.binds).load(work.conn())?;
    Ok(found.into_iter().map(|f| f.id).collect())
}
