//! All SQL of the room.

use diesel::prelude::*;
use uuid::Uuid;

use super::model::{Letter, Tried};
use crate::db::schema::outbox_messages;
use crate::db::{DbError, Work};

pub fn insert(
    work: &mut Work,
    to: &str,
    subject: &str,
    body: &str,
    link_for: Option<Uuid>,
) -> Result<Uuid, DbError> {
    let (id, organization, now) = (Uuid::now_v7(), work.organization(), work.now());
    diesel::insert_into(outbox_messages::table)
        .values((
            outbox_messages::organization_id.eq(organization),
            outbox_messages::id.eq(id),
            outbox_messages::to_address.eq(to),
            outbox_messages::subject.eq(subject),
            outbox_messages::body.eq(body),
            outbox_messages::link_for.eq(link_for),
            outbox_messages::created_at.eq(now),
        ))
        .execute(work.conn())?;
    Ok(id)
}

/// The letter, if it is still to be sent.
pub fn waiting(work: &mut Work, id: Uuid) -> Result<Option<Letter>, DbError> {
    type Row = (Uuid, String, String, String, Option<Uuid>);
    let organization = work.organization();
    let row: Option<Row> = outbox_messages::table
        .find((organization, id))
        .filter(outbox_messages::state.eq("waiting"))
        .select((
            outbox_messages::id,
            outbox_messages::to_address,
            outbox_messages::subject,
            outbox_messages::body,
            outbox_messages::link_for,
        ))
        .first(work.conn())
        .optional()?;
    Ok(row.map(|(id, to, subject, body, link_for)| Letter {
        id,
        to,
        subject,
        body,
        link_for,
    }))
}

/// Writes down what became of a try.
pub fn note(work: &mut Work, id: Uuid, tries: i32, tried: &Tried) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    let (state, error, sent_at) = match tried {
        Tried::Sent => ("sent", None, Some(now)),
        Tried::Again { why, .. } => ("waiting", Some(why.as_str()), None),
        Tried::Failed { why } => ("failed", Some(why.as_str()), None),
    };
    diesel::update(outbox_messages::table.find((organization, id)))
        .set((
            outbox_messages::state.eq(state),
            outbox_messages::attempts.eq(tries),
            outbox_messages::error.eq(error),
            outbox_messages::sent_at.eq(sent_at),
        ))
        .execute(work.conn())?;
    Ok(())
}
