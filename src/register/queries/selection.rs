//! The rows of a view by their ids: for what is done to all of them, whatever the order on the screen.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use uuid::Uuid;

use super::conditions::{Bind, Condition, bound};
use super::frame::Frame;
use crate::db::{DbError, Work, assembled, sql};
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
    frame: &Frame,
    after: Uuid,
    limit: i64,
) -> Result<Vec<(Uuid, i64)>, DbError> {
    let mut condition = Condition::of(view, work.organization(), frame);
    let later = condition.part("r.project_id > ?", vec![Bind::Id(after)]);
    condition.and(&later);
    let text = format!(
        "SELECT r.project_id, r.version FROM project_rows r WHERE {} ORDER BY r.project_id LIMIT {limit}",
        condition.text
    );
    let found: Vec<Selected> = bound(assembled(text), condition.binds).load(work.conn())?;
    Ok(found
        .into_iter()
        .map(|s| (s.project_id, s.version))
        .collect())
}

#[derive(QueryableByName)]
struct Zone {
    #[diesel(sql_type = Text)]
    time_zone: String,
}

/// The time zone of the organization.
pub fn zone(work: &mut Work) -> Result<chrono_tz::Tz, DbError> {
    let organization = work.organization();
    let found: Zone = sql("SELECT time_zone FROM organizations WHERE id = $1")
        .bind::<SqlUuid, _>(organization)
        .get_result(work.conn())?;
    Ok(found.time_zone.parse().unwrap_or(chrono_tz::UTC))
}
