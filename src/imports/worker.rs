//! Reading and writing in the background: one thread per process takes the jobs of imports. The page
//! may be closed meanwhile, the process may die: another one takes the job up again.

mod watch;

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;

use self::watch::Watch;
use super::model::ImportState;
use super::{drafting, queries, reading, updating, writer};
use crate::accounts::in_organization;
use crate::db::jobs::{self, Job};
use crate::db::{Db, DbError, Work};
use crate::history::acts;
use crate::live::Hub;
use crate::refusal::Refused;
use crate::storage::Store;

/// Kind of the job that reads a file and stops at "ready".
pub const READ: &str = "import-read";
/// Kind of the job that takes an import back.
pub const UNDO: &str = "import-undo";
/// Kind of the job that writes a draft.
pub const WRITE: &str = "import-write";

/// Everything that this worker does.
pub const KINDS: [&str; 3] = [READ, WRITE, UNDO];

/// Says that somebody stopped the job while it was at work: its transaction is dropped, the job is over.
const STOPPED: &str = "stopped by a person";

const POLL: Duration = Duration::from_millis(300);
/// How long a job waits for a database that went away, before it is left to whoever takes it next.
const WAIT_FOR_DATABASE: Duration = Duration::from_secs(30);

/// Starts the thread; it ends when the hub closes.
pub fn start(db: Db, store: Store, hub: Arc<Hub>) -> std::thread::JoinHandle<()> {
    std::thread::Builder::new()
        .name("imports".to_owned())
        .spawn(move || {
            while !*hub.closing().borrow() {
                match jobs::take(&db, &KINDS) {
                    Ok(Some(job)) => run_apart(&db, &store, &job),
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

/// Does the job on a thread of its own: with the thread ends the memory that a large workbook took.
fn run_apart(db: &Db, store: &Store, job: &Job) {
    let ended = std::thread::scope(|scope| scope.spawn(|| run(db, store, job)).join());
    if ended.is_err() {
        tracing::error!(import = %job.subject_id, "a job broke off");
    }
}

/// Does one job; whatever goes wrong is written on the import, never half a change.
pub fn run(db: &Db, store: &Store, job: &Job) {
    let watch = Watch::default();
    let done = std::thread::scope(|scope| {
        scope.spawn(|| watch.run(db, job));
        // The watcher ends with the job, were it by a panic.
        let _over = Over(&watch);
        if job.is_hopeless() {
            Err(Refused::Broken("the job was tried too often".to_owned()))
        } else if job.kind == READ {
            read(db, store, job, &watch)
        } else if job.kind == WRITE {
            write(db, store, job, &watch)
        } else {
            undo(db, job, &watch)
        }
    });
    let Err(refused) = done else { return };
    if watch.is_stopped() || matches!(&refused, Refused::Broken(why) if why == STOPPED) {
        let over = in_organization(db, job.organization_id, |work| {
            clear_after(work, job)?;
            Ok(jobs::finish(work, job.id)?)
        });
        if let Err(error) = over {
            tracing::warn!(?error, "a job that was stopped could not be removed");
        }
    } else if is_away(&refused) {
        tracing::warn!(import = %job.subject_id, ?refused, "the database went away during an import");
        give_back(db, job);
    } else {
        tracing::error!(import = %job.subject_id, ?refused, "an import failed");
        if let Err(again) = fail(db, job, json!({"code": "broken"})) {
            tracing::error!(import = %job.subject_id, ?again, "the failure could not be noted");
        }
    }
}

struct Over<'w>(&'w Watch);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// The connection was lost, and with it all that the job had written.
fn is_away(refused: &Refused) -> bool {
    const SAID: [&str; 5] = [
        "server closed the connection",
        "terminating connection",
        "connection to server",
        "connection to the server",
        "the database system is",
    ];
    match refused {
        Refused::Database(DbError::Away(_)) => true,
        Refused::Database(DbError::Query(error)) => {
            let said = error.to_string();
            SAID.iter().any(|words| said.contains(words))
        }
        _ => false,
    }
}

/// The job is to be done again as soon as the database answers.
fn give_back(db: &Db, job: &Job) {
    let begun = Instant::now();
    while begun.elapsed() < WAIT_FOR_DATABASE {
        std::thread::sleep(POLL);
        let given = in_organization(db, job.organization_id, |work| {
            let now = work.now();
            Ok(jobs::put_off(work, job.id, now)?)
        });
        if given.is_ok() {
            return;
        }
    }
}

fn fail(db: &Db, job: &Job, error: serde_json::Value) -> Result<(), Refused> {
    in_organization(db, job.organization_id, |work| {
        clear_after(work, job)?;
        if !queries::is_at_work(work, job.subject_id, job.id)? {
            return Ok(jobs::finish(work, job.id)?);
        }
        queries::change(
            work,
            job.subject_id,
            queries::Change {
                state: Some(ImportState::Failed.word()),
                error: Some(error),
                job_id: Some(None),
                ..queries::Change::default()
            },
        )?;
        Ok(jobs::finish(work, job.id)?)
    })
}

/// Clears what a writing that ended early has left beside its transaction.
fn clear_after(work: &mut Work, job: &Job) -> Result<(), Refused> {
    if job.kind != WRITE {
        return Ok(());
    }
    match queries::find(work, job.subject_id)? {
        Some(import) => writer::clear_lost(work, &import),
        None => Ok(()),
    }
}

/// Says how far it is.
struct Reporter<'a> {
    db: &'a Db,
    job: &'a Job,
}

impl Reporter<'_> {
    fn progress(&self, percent: i32) {
        // A figure that is not shown harms nothing; what is broken shows at the next statement of the job.
        let _ = in_organization(self.db, self.job.organization_id, |work| {
            queries::progress(work, self.job.subject_id, self.job.id, percent)?;
            Ok(())
        });
    }
}

/// Where the workbook lies on this machine.
fn local(store: &Store, job: &Job) -> Result<std::path::PathBuf, Refused> {
    let file = store.local(job.organization_id, job.subject_id);
    file.map_err(|error| Refused::Broken(error.to_string()))
}

fn read(db: &Db, store: &Store, job: &Job, watch: &Watch) -> Result<(), Refused> {
    let reporter = Reporter { db, job };
    reporter.progress(10);
    let file = local(store, job)?;
    let made = in_organization(db, job.organization_id, |work| {
        drafting::make(work, &file, job.subject_id, &|| watch.check())
    })?;
    let drafted = match made {
        Ok(drafted) => drafted,
        Err(refusal) => return fail(db, job, json!(refusal)),
    };
    reporter.progress(80);
    in_organization(db, job.organization_id, |work| {
        watch.guard(work)?;
        if !queries::is_at_work(work, job.subject_id, job.id)? {
            return Ok(jobs::finish(work, job.id)?);
        }
        queries::clear_draft(work, job.subject_id)?;
        writer::write_problems(work, job.subject_id, &drafted.draft)?;
        writer::write_rows(work, job.subject_id, &drafted.draft)?;
        queries::put_differences(work, job.subject_id, &drafted.comparison.differences)?;
        watch.release();
        watch.check()?;
        queries::change(
            work,
            job.subject_id,
            queries::Change {
                state: Some(ImportState::Ready.word()),
                progress: Some(100),
                sheets: Some(drafted.sheets()),
                counts: Some(drafted.counts()),
                questions: Some(drafted.questions()),
                job_id: Some(None),
                ..queries::Change::default()
            },
        )?;
        Ok(jobs::finish(work, job.id)?)
    })
}

fn undo(db: &Db, job: &Job, watch: &Watch) -> Result<(), Refused> {
    in_organization(db, job.organization_id, |work| {
        watch.guard(work)?;
        queries::take_turn(work)?;
        let import = queries::find(work, job.subject_id)?;
        let done = import.filter(|i| i.state() == ImportState::Writing);
        if let Some(import) = done {
            work.acts_for(import.made_by);
            let mut kept = updating::take_back(work, import.id)?;
            kept.extend(writer::undo(work, import.id)?);
            queries::drop_unplaced(work, import.id)?;
            watch.release();
            if !queries::is_at_work(work, import.id, job.id)? {
                return Err(Refused::Broken(STOPPED.to_owned()));
            }
            let change = queries::Change {
                state: Some(ImportState::Undone.word()),
                progress: Some(100),
                kept: Some(kept.into()),
                job_id: Some(None),
                ..queries::Change::default()
            };
            queries::change(work, import.id, change)?;
            acts::set_state(work, import.id, "over", 1, &[], 0)?;
        }
        Ok(jobs::finish(work, job.id)?)
    })
}

fn write(db: &Db, store: &Store, job: &Job, watch: &Watch) -> Result<(), Refused> {
    let reporter = Reporter { db, job };
    reporter.progress(1);
    in_organization(db, job.organization_id, |work| {
        watch.guard(work)?;
        // What another import of the organization has written by then is seen, and not made twice.
        queries::take_turn(work)?;
        let Some(import) = queries::find(work, job.subject_id)? else {
            return Ok(jobs::finish(work, job.id)?);
        };
        if import.state() != ImportState::Writing {
            return Ok(jobs::finish(work, job.id)?);
        }
        work.acts_for(import.made_by);
        // A process that was killed here before could not clear up after itself.
        writer::clear_lost(work, &import)?;
        let file = local(store, job)?;
        let drafted = match drafting::make(work, &file, job.subject_id, &|| watch.check())? {
            Ok(drafted) => drafted,
            Err(refusal) => return Err(Refused::Broken(refusal.to_string())),
        };
        writer::write(work, &drafted.draft, job.subject_id, &mut |n| {
            reporter.progress(n)
        })?;
        let not_done = updating::apply(work, &drafted)?;
        queries::put_unplaced(work, job.subject_id, &drafted.draft)?;
        watch.release();
        if !queries::is_at_work(work, job.subject_id, job.id)? {
            return Err(Refused::Broken(STOPPED.to_owned()));
        }
        reading::forget(&file);
        let now = work.now();
        queries::change(
            work,
            job.subject_id,
            queries::Change {
                state: Some(ImportState::Done.word()),
                progress: Some(100),
                counts: Some(drafted.counts()),
                kept: Some(not_done.into()),
                job_id: Some(None),
                written_at: Some(now),
                ..queries::Change::default()
            },
        )?;
        acts::note(work, import.made_by, "import", import.id)?;
        Ok(jobs::finish(work, job.id)?)
    })
}
