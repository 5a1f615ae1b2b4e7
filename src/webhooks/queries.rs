//! All SQL of the room.

use diesel::prelude::*;
use diesel::sql_types::{Array, Text, Timestamptz};
use uuid::Uuid;

use super::model::{Delivery, SEND, Tried, Webhook};
use crate::db::schema::{webhook_deliveries, webhooks};
use crate::db::{DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

const MOST: i64 = 100;
/// Deliveries are shown and kept for so long.
const KEPT_DAYS: i64 = 30;

/// All of the organization, oldest first.
pub fn all(work: &mut Work) -> Result<Vec<Webhook>, DbError> {
    let organization = work.organization();
    Ok(webhooks::table
        .filter(webhooks::organization_id.eq(organization))
        .order((webhooks::created_at, webhooks::id))
        .limit(MOST)
        .select(Webhook::as_select())
        .load(work.conn())?)
}

/// Those that are to be told.
pub fn active(work: &mut Work) -> Result<Vec<Webhook>, DbError> {
    let organization = work.organization();
    Ok(webhooks::table
        .filter(webhooks::organization_id.eq(organization))
        .filter(webhooks::active)
        .limit(MOST)
        .select(Webhook::as_select())
        .load(work.conn())?)
}

pub fn find(work: &mut Work, id: Uuid) -> Result<Option<Webhook>, DbError> {
    let organization = work.organization();
    Ok(webhooks::table
        .find((organization, id))
        .select(Webhook::as_select())
        .first(work.conn())
        .optional()?)
}

/// The same, locked until the end of the work.
pub fn lock(work: &mut Work, id: Uuid) -> Result<Option<Webhook>, DbError> {
    let organization = work.organization();
    Ok(webhooks::table
        .find((organization, id))
        .select(Webhook::as_select())
        .for_update()
        .first(work.conn())
        .optional()?)
}

/// False if there is one with this id already: the form was sent twice.
pub fn insert(work: &mut Work, webhook: &Webhook, made_by: Uuid) -> Result<bool, DbError> {
    let (organization, now) = (work.organization(), work.now());
    let rows = diesel::insert_into(webhooks::table)
        .values((
            webhooks::organization_id.eq(organization),
            webhooks::id.eq(webhook.id),
            webhooks::url.eq(&webhook.url),
            webhooks::kinds.eq(&webhook.kinds),
            webhooks::secret.eq(&webhook.secret),
            webhooks::made_by.eq(made_by),
            webhooks::created_at.eq(now),
            webhooks::updated_at.eq(now),
        ))
        .on_conflict((webhooks::organization_id, webhooks::id))
        .do_nothing()
        .execute(work.conn())?;
    Ok(rows == 1)
}

/// Writes what may be changed, with the version that it names.
pub fn update(work: &mut Work, to: &Webhook) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    diesel::update(webhooks::table.find((organization, to.id)))
        .set((
            webhooks::url.eq(&to.url),
            webhooks::kinds.eq(&to.kinds),
            webhooks::active.eq(to.active),
            webhooks::version.eq(to.version),
            webhooks::updated_at.eq(now),
        ))
        .execute(work.conn())?;
    Ok(())
}

/// Removes one with its deliveries; jobs that wait for them find nothing and end.
pub fn delete(work: &mut Work, id: Uuid) -> Result<(), DbError> {
    let organization = work.organization();
    diesel::delete(
        webhook_deliveries::table
            .filter(webhook_deliveries::organization_id.eq(organization))
            .filter(webhook_deliveries::webhook_id.eq(id)),
    )
    .execute(work.conn())?;
    diesel::delete(webhooks::table.find((organization, id))).execute(work.conn())?;
    Ok(())
}

/// A delivery to be made.
pub struct NewDelivery {
    pub id: Uuid,
    pub webhook: Uuid,
    pub event: String,
    pub body: String,
}

/// Puts deliveries and their jobs where the worker finds them, if this work commits.
pub fn enqueue(work: &mut Work, new: &[NewDelivery]) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    let ids: Vec<Uuid> = new.iter().map(|d| d.id).collect();
    sql(
        "INSERT INTO webhook_deliveries (organization_id, created_at, id, webhook_id, event, body) \
         SELECT $1, $2, x.* FROM unnest($3, $4, $5, $6) AS x",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Timestamptz, _>(now)
    .bind::<Array<SqlUuid>, _>(ids.clone())
    .bind::<Array<SqlUuid>, _>(new.iter().map(|d| d.webhook).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(new.iter().map(|d| d.event.clone()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(new.iter().map(|d| d.body.clone()).collect::<Vec<_>>())
    .execute(work.conn())?;
    sql(
        "INSERT INTO jobs (id, organization_id, kind, subject_id, due_at) \
         SELECT gen_random_uuid(), $1, $2, x, $3 FROM unnest($4) AS x",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Text, _>(SEND)
    .bind::<Timestamptz, _>(now)
    .bind::<Array<SqlUuid>, _>(ids)
    .execute(work.conn())?;
    Ok(())
}

/// The latest deliveries of one, newest first.
pub fn deliveries(work: &mut Work, webhook: Uuid) -> Result<Vec<Delivery>, DbError> {
    let organization = work.organization();
    Ok(webhook_deliveries::table
        .filter(webhook_deliveries::organization_id.eq(organization))
        .filter(webhook_deliveries::webhook_id.eq(webhook))
        .order((
            webhook_deliveries::created_at.desc(),
            webhook_deliveries::id.desc(),
        ))
        .limit(MOST)
        .select(Delivery::as_select())
        .load(work.conn())?)
}

pub fn delivery(work: &mut Work, id: Uuid) -> Result<Option<Delivery>, DbError> {
    let organization = work.organization();
    Ok(webhook_deliveries::table
        .find((organization, id))
        .select(Delivery::as_select())
        .first(work.conn())
        .optional()?)
}

/// Writes down what came of a try; `is_last`: it will not be tried again by itself.
pub fn note(
    work: &mut Work,
    id: Uuid,
    attempts: i32,
    tried: &Tried,
    is_last: bool,
) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    let (state, status, error) = match tried {
        Tried::Delivered(status) => ("delivered", Some(*status), None),
        Tried::Not { status, why } if is_last => ("failed", *status, Some(why)),
        Tried::Not { status, why } => ("waiting", *status, Some(why)),
    };
    diesel::update(webhook_deliveries::table.find((organization, id)))
        .set((
            webhook_deliveries::state.eq(state),
            webhook_deliveries::attempts.eq(attempts),
            webhook_deliveries::status.eq(status.map(i32::from)),
            webhook_deliveries::error.eq(error),
            webhook_deliveries::tried_at.eq(now),
        ))
        .execute(work.conn())?;
    Ok(())
}

/// A delivery waits again.
pub fn reset(work: &mut Work, id: Uuid) -> Result<(), DbError> {
    let organization = work.organization();
    diesel::update(webhook_deliveries::table.find((organization, id)))
        .set((
            webhook_deliveries::state.eq("waiting"),
            webhook_deliveries::error.eq(None::<String>),
        ))
        .execute(work.conn())?;
    Ok(())
}

/// Old deliveries of an address go, whatever came of them.
pub fn forget_old(work: &mut Work, webhook: Uuid) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    diesel::delete(
        webhook_deliveries::table
            .filter(webhook_deliveries::organization_id.eq(organization))
            .filter(webhook_deliveries::webhook_id.eq(webhook))
            .filter(webhook_deliveries::created_at.lt(now - chrono::Duration::days(KEPT_DAYS)))
            .filter(webhook_deliveries::state.ne("waiting")),
    )
    .execute(work.conn())?;
    Ok(())
}
