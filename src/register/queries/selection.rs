//! The rows of a view by their ids: for what is done to all of them, whatever the order on the screen.

use std::fmt::Write as _;

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use uuid::Uuid;

use super::{Bind, bound, conditions};
use crate::db::{DbError, Work, assembled};
use crate::register::view::View;

type SqlUuid = diesel::sql_types::Uuid;

#[derive(QueryableByName)]
struct Selected {
    #[diesel(sql_type = SqlUuid)]
    project_id: Uuid,
    #[diesel(sql_type = BigInt)]
    version: i64,
}

/// Ids and versions of the rows that fit a view, after an id.
pub fn selected(
    work: &mut Work,
    view: &View,
    after: Uuid,
    limit: i64,
) -> Result<Vec<(Uuid, i64)>, DbError> {
    let (mut condition, mut binds) = conditions(view, work.organization());
    binds.push(Bind::Id(after));
    let _ = write!(condition, " AND project_id > ${}", binds.len());
    let text = format!(
        "SELECT project_id, version FROM project_rows WHERE {condition} ORDER BY project_id LIMIT {limit}"
    );
    let found: Vec<Selected> = bound(assembled(text), binds).load(work.conn())?;
    Ok(found
        .into_iter()
        .map(|s| (s.project_id, s.version))
        .collect())
}
