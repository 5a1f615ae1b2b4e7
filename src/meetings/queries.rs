//! All SQL of the room: meetings, their members and what was written about each question.

mod agenda;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, Text, Timestamptz};
use uuid::Uuid;

use super::model::{Commission, CommissionMember, Meeting, Seat};
use crate::db::schema::{commission_members, meetings};
use crate::db::{DbError, Work, sql};
use crate::supports::Body;

pub use agenda::{
    add_items, first_values_since, items, lock_projects, outcomes_since_entry, ready, remove_item,
    set_item, swap_items,
};

type SqlUuid = diesel::sql_types::Uuid;

const MEETING: &str = "SELECT m.id, m.kind, m.meeting_date, m.starts_at, m.place, m.state, m.protocol_number, \
    m.agenda_sent_at, \
    (SELECT count(*) FROM meeting_items i WHERE i.organization_id = m.organization_id AND i.meeting_id = m.id) AS items, \
    (SELECT count(*) FROM meeting_items i WHERE i.organization_id = m.organization_id AND i.meeting_id = m.id \
        AND i.outcome IS NOT NULL) AS decided \
    FROM meetings m WHERE m.organization_id = $1";
const BY_ID: &str = const_format::concatcp!(MEETING, " AND m.id = $2");
const LOCKED: &str = const_format::concatcp!(BY_ID, " FOR NO KEY UPDATE OF m");
const ALL: &str = const_format::concatcp!(
    MEETING,
    " ORDER BY m.meeting_date DESC, m.id DESC LIMIT 300"
);

fn one(work: &mut Work, text: &'static str, id: Uuid) -> Result<Option<Meeting>, DbError> {
    let organization = work.organization();
    Ok(sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .get_result(work.conn())
        .optional()?)
}

pub fn find(work: &mut Work, id: Uuid) -> Result<Option<Meeting>, DbError> {
    one(work, BY_ID, id)
}

/// The same, locked until the end of this work: who closes, closes alone.
pub fn lock(work: &mut Work, id: Uuid) -> Result<Option<Meeting>, DbError> {
    one(work, LOCKED, id)
}

/// Meetings, the latest first.
pub fn all(work: &mut Work) -> Result<Vec<Meeting>, DbError> {
    let organization = work.organization();
    Ok(sql(ALL)
        .bind::<SqlUuid, _>(organization)
        .load(work.conn())?)
}

/// False if a meeting with this id is there already: the form was sent twice.
pub fn insert(
    work: &mut Work,
    id: Uuid,
    body: Body,
    date: NaiveDate,
    starts_at: &str,
    place: &str,
) -> Result<bool, DbError> {
    let rows = diesel::insert_into(meetings::table)
        .values((
            meetings::organization_id.eq(work.organization()),
            meetings::id.eq(id),
            meetings::kind.eq(body.word()),
            meetings::meeting_date.eq(date),
            meetings::starts_at.eq(starts_at),
            meetings::place.eq(place),
        ))
        .on_conflict((meetings::organization_id, meetings::id))
        .do_nothing()
        .execute(work.conn())?;
    Ok(rows == 1)
}

/// Date, time and place; gives the new version.
pub fn set_facts(
    work: &mut Work,
    id: Uuid,
    date: NaiveDate,
    starts_at: &str,
    place: &str,
) -> Result<i64, DbError> {
    let (organization, now) = (work.organization(), work.now());
    Ok(diesel::update(meetings::table.find((organization, id)))
        .set((
            meetings::meeting_date.eq(date),
            meetings::starts_at.eq(starts_at),
            meetings::place.eq(place),
            meetings::version.eq(meetings::version + 1),
            meetings::updated_at.eq(now),
        ))
        .returning(meetings::version)
        .get_result(work.conn())?)
}

/// The agenda was sent out; gives the new version.
pub fn set_announced(work: &mut Work, id: Uuid) -> Result<i64, DbError> {
    let (organization, now) = (work.organization(), work.now());
    Ok(diesel::update(meetings::table.find((organization, id)))
        .set((
            meetings::state.eq("announced"),
            meetings::agenda_sent_at.eq(now),
            meetings::version.eq(meetings::version + 1),
            meetings::updated_at.eq(now),
        ))
        .returning(meetings::version)
        .get_result(work.conn())?)
}

/// The number of a protocol: its year, its place in it where it has one, and as it is written.
pub struct Protocol {
    pub year: i32,
    pub value: Option<i32>,
    pub number: String,
}

/// Locks the meeting for good; gives the new version.
pub fn set_closed(work: &mut Work, id: Uuid, protocol: &Protocol) -> Result<i64, DbError> {
    let (organization, now, user) = (work.organization(), work.now(), work.user());
    Ok(diesel::update(meetings::table.find((organization, id)))
        .set((
            meetings::state.eq("closed"),
            meetings::protocol_year.eq(protocol.year),
            meetings::protocol_value.eq(protocol.value),
            meetings::protocol_number.eq(&protocol.number),
            meetings::closed_at.eq(now),
            meetings::closed_by.eq(user),
            meetings::version.eq(meetings::version + 1),
            meetings::updated_at.eq(now),
        ))
        .returning(meetings::version)
        .get_result(work.conn())?)
}

/// How the commission decides and numbers; made with the usual rules where nobody set any.
pub fn commission(work: &mut Work, body: Body) -> Result<Commission, DbError> {
    let organization = work.organization();
    let rows: Vec<Commission> = sql("SELECT quorum_percent, number_format FROM commissions \
         WHERE organization_id = $1 AND kind = $2")
    .bind::<SqlUuid, _>(organization)
    .bind::<Text, _>(body.word())
    .load(work.conn())?;
    Ok(rows.into_iter().next().unwrap_or(Commission {
        quorum_percent: 50,
        number_format: "{n}".to_owned(),
    }))
}

/// Holds the commission's row, so that two protocols are numbered one after the other.
pub fn lock_numbering(work: &mut Work, body: Body) -> Result<(), DbError> {
    let organization = work.organization();
    sql(
        "INSERT INTO commissions (organization_id, kind) VALUES ($1, $2) \
         ON CONFLICT (organization_id, kind) DO UPDATE SET updated_at = commissions.updated_at",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Text, _>(body.word())
    .execute(work.conn())?;
    Ok(())
}

pub fn set_commission(
    work: &mut Work,
    body: Body,
    percent: i32,
    format: &str,
) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    sql("INSERT INTO commissions (organization_id, kind, quorum_percent, number_format) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (organization_id, kind) DO UPDATE SET quorum_percent = $3, number_format = $4, \
            version = commissions.version + 1, updated_at = $5")
    .bind::<SqlUuid, _>(organization)
    .bind::<Text, _>(body.word())
    .bind::<Integer, _>(percent)
    .bind::<Text, _>(format)
    .bind::<Timestamptz, _>(now)
    .execute(work.conn())?;
    Ok(())
}

/// The highest number of a year so far.
pub fn last_number(work: &mut Work, body: Body, year: i32) -> Result<i32, DbError> {
    let organization = work.organization();
    Ok(sql("SELECT coalesce(max(protocol_value), 0) FROM meetings \
         WHERE organization_id = $1 AND kind = $2 AND protocol_year = $3")
    .bind::<SqlUuid, _>(organization)
    .bind::<Text, _>(body.word())
    .bind::<Integer, _>(year)
    .by_place::<Integer>()
    .get_result(work.conn())?)
}

/// Another meeting of the commission has this number in this year.
pub fn is_taken(work: &mut Work, body: Body, year: i32, number: &str) -> Result<bool, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT EXISTS (SELECT 1 FROM meetings WHERE organization_id = $1 AND kind = $2 \
         AND protocol_year = $3 AND protocol_number = $4)",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Text, _>(body.word())
    .bind::<Integer, _>(year)
    .bind::<Text, _>(number)
    .by_place::<Bool>()
    .get_result(work.conn())?)
}

/// Members of a commission of now and of before, by name.
pub fn members(work: &mut Work, body: Body) -> Result<Vec<CommissionMember>, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT id, kind, name, position, email, duty, has_vote, active_from, active_until \
         FROM commission_members WHERE organization_id = $1 AND kind = $2 \
         ORDER BY active_until IS NOT NULL, array_position(ARRAY['chair', 'secretary', 'member'], duty), name, id LIMIT 500",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Text, _>(body.word())
    .load(work.conn())?)
}

/// Adds a member, once for the id.
pub fn insert_member(work: &mut Work, m: &CommissionMember) -> Result<bool, DbError> {
    let rows = diesel::insert_into(commission_members::table)
        .values((
            commission_members::organization_id.eq(work.organization()),
            commission_members::id.eq(m.id),
            commission_members::kind.eq(&m.kind),
            commission_members::name.eq(&m.name),
            commission_members::position.eq(&m.position),
            commission_members::email.eq(&m.email),
            commission_members::duty.eq(&m.duty),
            commission_members::has_vote.eq(m.has_vote),
            commission_members::active_from.eq(m.active_from),
        ))
        .on_conflict((commission_members::organization_id, commission_members::id))
        .do_nothing()
        .execute(work.conn())?;
    Ok(rows == 1)
}

/// Ends a membership on a day; gives the new version, none if there is no such member.
pub fn end_member(work: &mut Work, id: Uuid, day: NaiveDate) -> Result<Option<i64>, DbError> {
    let (organization, now) = (work.organization(), work.now());
    Ok(sql(
        "UPDATE commission_members SET active_until = greatest($3, active_from), version = version + 1, updated_at = $4 \
         WHERE organization_id = $1 AND id = $2 AND active_until IS NULL RETURNING version",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(id)
    .bind::<Date, _>(day)
    .bind::<Timestamptz, _>(now)
    .by_place::<BigInt>()
    .get_result(work.conn())
    .optional()?)
}

/// Takes over the members of the commission on the day of the meeting; those who are there stay as
/// they are.
pub fn seat_members(work: &mut Work, meeting: Uuid) -> Result<(), DbError> {
    let organization = work.organization();
    sql("INSERT INTO meeting_members (organization_id, meeting_id, member_id, name, position, email, duty, has_vote) \
         SELECT m.organization_id, m.id, c.id, c.name, c.position, c.email, c.duty, c.has_vote \
         FROM meetings m JOIN commission_members c ON c.organization_id = m.organization_id AND c.kind = m.kind \
            AND c.active_from <= m.meeting_date AND (c.active_until IS NULL OR c.active_until > m.meeting_date) \
         WHERE m.organization_id = $1 AND m.id = $2 ON CONFLICT DO NOTHING")
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(meeting)
    .execute(work.conn())?;
    sql("DELETE FROM meeting_members s USING commission_members c, meetings m \
         WHERE s.organization_id = $1 AND s.meeting_id = $2 AND c.organization_id = $1 AND c.id = s.member_id \
         AND m.organization_id = $1 AND m.id = $2 \
         AND NOT (c.active_from <= m.meeting_date AND (c.active_until IS NULL OR c.active_until > m.meeting_date))")
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(meeting)
    .execute(work.conn())?;
    Ok(())
}

/// The members of a meeting: chair, secretary, the others by name.
pub fn seats(work: &mut Work, meeting: Uuid) -> Result<Vec<Seat>, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT member_id, name, position, email, duty, has_vote, is_present FROM meeting_members \
         WHERE organization_id = $1 AND meeting_id = $2 \
         ORDER BY array_position(ARRAY['chair', 'secretary', 'member'], duty), name, member_id LIMIT 500",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(meeting)
    .load(work.conn())?)
}

/// Sets who of these came and who did not.
pub fn set_present(
    work: &mut Work,
    meeting: Uuid,
    changed: &[(Uuid, bool)],
) -> Result<(), DbError> {
    let organization = work.organization();
    sql(
        "UPDATE meeting_members s SET is_present = x.is_present FROM unnest($3, $4) AS x (id, is_present) \
         WHERE s.organization_id = $1 AND s.meeting_id = $2 AND s.member_id = x.id",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(meeting)
    .bind::<Array<SqlUuid>, _>(changed.iter().map(|(id, _)| *id).collect::<Vec<_>>())
    .bind::<Array<Bool>, _>(changed.iter().map(|(_, p)| *p).collect::<Vec<_>>())
    .execute(work.conn())?;
    Ok(())
}

/// Makes a member chair or secretary of the day; who was it before becomes an ordinary member.
pub fn set_duty(
    work: &mut Work,
    meeting: Uuid,
    duty: &str,
    member: Option<Uuid>,
) -> Result<(), DbError> {
    let organization = work.organization();
    sql(
        "UPDATE meeting_members SET duty = CASE WHEN member_id = $4 THEN $3 ELSE 'member' END \
         WHERE organization_id = $1 AND meeting_id = $2 AND (duty = $3 OR member_id = $4)",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(meeting)
    .bind::<Text, _>(duty)
    .bind::<Nullable<SqlUuid>, _>(member)
    .execute(work.conn())?;
    Ok(())
}
