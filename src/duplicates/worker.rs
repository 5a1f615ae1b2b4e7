//! Looks for pairs in the background after clients were made or changed. The page shows what was found last.

use std::sync::Arc;
use std::time::Duration;

use super::{FIND, actions};
use crate::accounts::in_organization;
use crate::db::jobs::{self, Job};
use crate::db::{Db, DbError};
use crate::live::Hub;
use crate::refusal::Refused;

/// Nobody waits for it, so it gathers what a minute of typing brings.
const POLL: Duration = Duration::from_secs(2);
/// How often the thread looks whether the server stops.
const STEP: Duration = Duration::from_millis(200);

/// Starts the thread; it ends when the hub closes.
pub fn start(db: Db, hub: Arc<Hub>) -> std::thread::JoinHandle<()> {
    std::thread::Builder::new()
        .name("duplicates".to_owned())
        .spawn(move || {
            while !*hub.closing().borrow() {
                match jobs::take(&db, &[FIND]) {
                    Ok(Some(job)) => run(&db, &job),
                    Ok(None) => pause(&hub, POLL),
                    Err(error) => {
                        tracing::warn!(%error, "the search for duplicates waits for the database");
                        pause(&hub, POLL * 2);
                    }
                }
            }
        })
        .expect("a thread can be started")
}

fn pause(hub: &Hub, time: Duration) {
    let mut left = time;
    while !left.is_zero() && !*hub.closing().borrow() {
        std::thread::sleep(STEP.min(left));
        left = left.saturating_sub(STEP);
    }
}

/// Does one job. One that fails again and again is given up: the next change asks anew.
pub fn run(db: &Db, job: &Job) {
    let done = in_organization(db, job.organization_id, |work| {
        if !job.is_hopeless() {
            actions::find_pairs(work)?;
        }
        Ok(jobs::finish(work, job.id)?)
    });
    match done {
        Ok(()) => {}
        Err(Refused::Database(DbError::Away(_))) => {
            tracing::warn!("the database went away during the search for duplicates");
        }
        Err(refused) => tracing::error!(?refused, "the search for duplicates failed"),
    }
}
