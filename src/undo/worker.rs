//! Large acts go back in the background, a bounded number of rows in each transaction. Whoever takes a job up
//! again goes on where it was left: what is done is no longer among the parts of the act.

use std::sync::Arc;
use std::time::Duration;

use super::actions::{ROWS, Reversed, Way, finish, reverse_rows};
use crate::accounts::{self, in_organization};
use crate::bulk;
use crate::db::jobs::{self, Job};
use crate::db::{Announcement, Db, Door};
use crate::history::acts;
use crate::live::Hub;
use crate::refusal::{Refusal, Refused};

/// Kind of the job that takes a large act back, or does it again.
pub const REVERSE: &str = "act-reverse";

const POLL: Duration = Duration::from_millis(300);

/// Starts the thread; it ends when the hub closes.
pub fn start(db: Db, hub: Arc<Hub>) -> std::thread::JoinHandle<()> {
    std::thread::Builder::new()
        .name("acts".to_owned())
        .spawn(move || {
            while !*hub.closing().borrow() {
                match jobs::take(&db, &KINDS) {
                    Ok(Some(job)) => {
                        if let Err(refused) = do_job(&db, &job) {
                            tracing::warn!(act = %job.subject_id, ?refused, "an act goes on later");
                            std::thread::sleep(POLL);
                        }
                    }
                    Ok(None) => std::thread::sleep(POLL),
                    Err(error) => {
                        tracing::warn!(%error, "jobs wait for the database");
                        std::thread::sleep(POLL * 5);
                    }
                }
            }
        })
        .expect("a thread can be started")
}

/// Everything that this worker does: bulk changes, and the taking back of large acts.
const KINDS: [&str; 3] = [REVERSE, bulk::worker::CHECK, bulk::worker::WRITE];

fn do_job(db: &Db, job: &Job) -> Result<(), Refused> {
    match job.kind.as_str() {
        REVERSE => run(db, job),
        _ => bulk::worker::run(db, job),
    }
}

/// Does the job to its end, or until the database goes away.
pub fn run(db: &Db, job: &Job) -> Result<(), Refused> {
    let mut done = Reversed::default();
    while !step(db, job, &mut done)? {
        jobs::hold(db, job)?;
    }
    Ok(())
}

/// One transaction; true at the end.
fn step(db: &Db, job: &Job, done: &mut Reversed) -> Result<bool, Refused> {
    in_organization(db, job.organization_id, |work| {
        let act = acts::lock(work, job.subject_id)?.ok_or(Refusal::NotFound)?;
        let way = match act.state.as_str() {
            "undoing" => Way::Back,
            "redoing" => Way::Again,
            _ => {
                jobs::finish(work, job.id)?;
                return Ok(true);
            }
        };
        if job.is_hopeless() {
            acts::set_state(work, act.id, "over", act.pass, &done.kept, done.kept_n)?;
            jobs::finish(work, job.id)?;
            return Ok(true);
        }
        work.acts_for(act.user_id);
        work.door = Door::Grid;
        // Who is no longer a member takes nothing back.
        let actor = accounts::actor_of(work, act.user_id)?;
        let rows = match &actor {
            Some(actor) => reverse_rows(work, actor, &act, way, act.pass, ROWS, done)?,
            None => 0,
        };
        if rows > 0 {
            return Ok(false);
        }
        finish(work, &act, way, act.pass, done)?;
        work.announce(Announcement::ListChanged);
        jobs::finish(work, job.id)?;
        Ok(true)
    })
}
