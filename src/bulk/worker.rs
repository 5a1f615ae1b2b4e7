//! Changes of many rows go on in the background, each thousand in a transaction of its own. Whoever takes the job up
//! again goes on where it was left.

use super::{actions, queries};
use crate::accounts::{self, in_organization};
use crate::db::jobs::{self, Job};
use crate::db::{Announcement, Db, Door};
use crate::refusal::{Refusal, Refused};

/// Kind of the job that tries a change.
pub const CHECK: &str = "bulk-check";
/// Kind of the job that writes it.
pub const WRITE: &str = "bulk-write";

/// Does the job to its end, or until the database goes away.
pub fn run(db: &Db, job: &Job) -> Result<(), Refused> {
    while !step(db, job)? {
        jobs::hold(db, job)?;
    }
    Ok(())
}

/// One transaction; true at the end.
fn step(db: &Db, job: &Job) -> Result<bool, Refused> {
    in_organization(db, job.organization_id, |work| {
        let bulk = queries::lock(work, job.subject_id)?.ok_or(Refusal::NotFound)?;
        let actor = accounts::actor_of(work, bulk.made_by)?;
        let done = match &actor {
            Some(actor) if !job.is_hopeless() => {
                work.acts_for(bulk.made_by);
                work.door = Door::Grid;
                match bulk.state.as_str() {
                    "checking" => actions::step_of_check(work, actor, &bulk)?,
                    "writing" => actions::step_of_write(work, actor, &bulk)?,
                    _ => true,
                }
            }
            // Who is no longer a member changes nothing; and what fails again and again is given up.
            _ => {
                queries::set_state(work, bulk.id, "failed", bulk.n)?;
                true
            }
        };
        if done {
            work.announce(Announcement::ListChanged);
            jobs::finish(work, job.id)?;
        }
        Ok(done)
    })
}
