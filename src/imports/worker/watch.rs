//! Watches over a job while it is at work: says every few seconds that its worker lives, and breaks it off soon
//! after a person stopped it, in the middle of a statement too.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::STOPPED;
use crate::accounts::in_organization;
use crate::db::jobs::{self, Job};
use crate::db::{Db, Work};
use crate::imports::queries;
use crate::refusal::Refused;

/// How soon a stop is noticed.
const LOOK_EVERY: Duration = Duration::from_millis(500);
const HOLD_EVERY: Duration = Duration::from_secs(5);

/// What the worker and its watcher know of each other.
#[derive(Default)]
pub(super) struct Watch {
    stopped: AtomicBool,
    at_work: Mutex<AtWork>,
    changed: Condvar,
}

#[derive(Default)]
struct AtWork {
    is_over: bool,
    /// Process of the database that runs the job's statements.
    backend: Option<i32>,
}

impl Watch {
    /// Somebody stopped the job: what it did is to be dropped.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Between two steps of the job.
    pub fn check(&self) -> Result<(), Refused> {
        if self.is_stopped() {
            return Err(Refused::Broken(STOPPED.to_owned()));
        }
        Ok(())
    }

    /// A panic elsewhere leaves nothing half written in here.
    fn lock(&self) -> MutexGuard<'_, AtWork> {
        self.at_work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on the statements of this work may be broken off.
    pub fn guard(&self, work: &mut Work) -> Result<(), Refused> {
        let backend = queries::backend(work)?;
        self.lock().backend = Some(backend);
        Ok(())
    }

    /// The statements that follow are nobody's to break off.
    pub fn release(&self) {
        self.lock().backend = None;
    }

    /// The job is over; the watcher ends.
    pub fn end(&self) {
        let mut at_work = self.lock();
        at_work.is_over = true;
        at_work.backend = None;
        self.changed.notify_all();
    }

    /// Looks after the job until it is over.
    pub fn run(&self, db: &Db, job: &Job) {
        let mut held = Instant::now();
        while self.waits() {
            if !self.is_stopped() && was_stopped(db, job) {
                self.stopped.store(true, Ordering::Relaxed);
            }
            if self.is_stopped() {
                self.break_off(db, job);
            } else if held.elapsed() > HOLD_EVERY {
                held = Instant::now();
                if let Err(error) = jobs::hold(db, job) {
                    tracing::warn!(%error, "a job could not be held");
                }
            }
        }
    }

    /// False when the job is over.
    fn waits(&self) -> bool {
        let at_work = self.lock();
        let (at_work, _) = self
            .changed
            .wait_timeout_while(at_work, LOOK_EVERY, |a| !a.is_over)
            .unwrap_or_else(PoisonError::into_inner);
        !at_work.is_over
    }

    /// Breaks off the statement that is running. The worker cannot hand its connection on meanwhile.
    fn break_off(&self, db: &Db, job: &Job) {
        let at_work = self.lock();
        let Some(backend) = at_work.backend else {
            return;
        };
        let told = in_organization(db, job.organization_id, |work| {
            Ok(queries::cancel(work, backend)?)
        });
        if let Err(error) = told {
            tracing::warn!(?error, "a statement could not be broken off");
        }
    }
}

/// Whether the import has another job by now, or none. A database that does not answer says nothing.
fn was_stopped(db: &Db, job: &Job) -> bool {
    let at_work = in_organization(db, job.organization_id, |work| {
        Ok(queries::job_of(work, job.subject_id)?)
    });
    at_work.is_ok_and(|at_work| at_work != Some(job.id))
}
