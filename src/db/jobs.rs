//! Work to be done later, by whichever process takes it. The table holds ids only; what is to be done
//! is read in the organization.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Integer, Text, Timestamptz};
use uuid::Uuid;

use super::schema::jobs;
use super::{Db, DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

/// Whoever holds a job says every few seconds that they live; after this time it is another's.
const HELD_FOR: Duration = Duration::seconds(30);
/// A job that failed this often is given up: something about it kills its worker.
const MOST_ATTEMPTS: i32 = 5;

/// A job taken.
#[derive(Debug, Clone, QueryableByName)]
pub struct Job {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    pub organization_id: Uuid,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = SqlUuid)]
    pub subject_id: Uuid,
    #[diesel(sql_type = Integer)]
    pub attempts: i32,
}

impl Job {
    /// It has been tried too often.
    pub fn is_hopeless(&self) -> bool {
        self.attempts > MOST_ATTEMPTS
    }
}

/// Adds a job with this work: it is there if and only if the work commits. Gives its id.
pub fn enqueue(work: &mut Work, kind: &str, subject: Uuid) -> Result<Uuid, DbError> {
    let id = Uuid::now_v7();
    diesel::insert_into(jobs::table)
        .values((
            jobs::id.eq(id),
            jobs::organization_id.eq(work.organization()),
            jobs::kind.eq(kind),
            jobs::subject_id.eq(subject),
            jobs::due_at.eq(work.now()),
        ))
        .execute(work.conn())?;
    Ok(id)
}

/// The same unless such a job waits already: what it will find includes what this work does.
pub fn enqueue_once(work: &mut Work, kind: &str, subject: Uuid) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    sql(
        "INSERT INTO jobs (id, organization_id, kind, subject_id, due_at) SELECT $1, $2, $3, $4, $5 \
         WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE organization_id = $2 AND kind = $3 AND subject_id = $4 \
            AND held_until IS NULL)",
    )
    .bind::<SqlUuid, _>(Uuid::now_v7())
    .bind::<SqlUuid, _>(organization)
    .bind::<Text, _>(kind.to_owned())
    .bind::<SqlUuid, _>(subject)
    .bind::<Timestamptz, _>(now)
    .execute(work.conn())?;
    Ok(())
}

/// Takes the oldest due job of these kinds that nobody holds.
pub fn take(db: &Db, kinds: &[&str]) -> Result<Option<Job>, DbError> {
    let mut work = Work::begin(db, Uuid::nil())?;
    let now = work.now();
    let kinds: Vec<String> = kinds.iter().map(|k| (*k).to_owned()).collect();
    let job: Option<Job> = sql(
        "UPDATE jobs SET held_until = $1, attempts = attempts + 1 WHERE id = ( \
            SELECT id FROM jobs WHERE kind = ANY ($2) AND due_at <= $3 \
            AND (held_until IS NULL OR held_until < $3) \
            ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED) \
         RETURNING id, organization_id, kind, subject_id, attempts",
    )
    .bind::<Timestamptz, _>(now + HELD_FOR)
    .bind::<Array<Text>, _>(kinds)
    .bind::<Timestamptz, _>(now)
    .get_result(work.conn())
    .optional()?;
    work.commit_only()?;
    Ok(job)
}

/// Says that the worker still lives.
pub fn hold(db: &Db, job: &Job) -> Result<(), DbError> {
    let mut work = Work::begin(db, Uuid::nil())?;
    let until = work.now() + HELD_FOR;
    diesel::update(jobs::table.find(job.id))
        .set(jobs::held_until.eq(until))
        .execute(work.conn())?;
    work.commit_only()
}

/// The job is left until a later time, to be taken again.
pub fn put_off(work: &mut Work, job: Uuid, until: DateTime<Utc>) -> Result<(), DbError> {
    diesel::update(jobs::table.find(job))
        .set((
            jobs::due_at.eq(until),
            jobs::held_until.eq(None::<DateTime<Utc>>),
        ))
        .execute(work.conn())?;
    Ok(())
}

/// The job is done; in the work that did it, so that it is done once.
pub fn finish(work: &mut Work, job: Uuid) -> Result<(), DbError> {
    diesel::delete(jobs::table.find(job)).execute(work.conn())?;
    Ok(())
}

/// Work that waits: its kind, how many, seconds since the oldest was due.
#[derive(Debug, Clone, PartialEq, QueryableByName)]
pub struct Waiting {
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub n: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub oldest: i64,
}

/// What is due and not done, over all organizations.
pub fn waiting(db: &Db) -> Result<Vec<Waiting>, DbError> {
    let mut work = Work::begin(db, Uuid::nil())?;
    let now = work.now();
    let found = sql(
        "SELECT kind, count(*) AS n, greatest(extract(epoch FROM $1 - min(due_at)), 0)::bigint AS oldest \
         FROM jobs WHERE due_at <= $1 GROUP BY kind ORDER BY kind",
    )
    .bind::<Timestamptz, _>(now)
    .load(work.conn())?;
    work.commit_only()?;
    Ok(found)
}
