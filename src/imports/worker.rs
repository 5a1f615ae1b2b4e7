//! Reading and writing in the background: one thread per process takes the jobs of imports. The page
//! may be closed meanwhile, the process may die: another one takes the job up again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;

use super::draft::Draft;
use super::model::ImportState;
use super::{joining, queries, reading, understanding, writer};
use crate::accounts::in_organization;
use crate::db::jobs::{self, Job};
use crate::db::{Db, Work};
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

const POLL: Duration = Duration::from_millis(300);
const HOLD_EVERY: Duration = Duration::from_secs(5);

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
    let done = if job.is_hopeless() {
        Err(Refused::Broken("the job was tried too often".to_owned()))
    } else if job.kind == READ {
        read(db, store, job)
    } else if job.kind == WRITE {
        write(db, store, job)
    } else {
        undo(db, job)
    };
    if let Err(refused) = done {
        if matches!(refused, Refused::Database(crate::db::DbError::Away(_))) {
            // The job stays and is taken up when the database is back.
            tracing::warn!(import = %job.subject_id, "the database went away during an import");
            return;
        }
        tracing::error!(import = %job.subject_id, ?refused, "an import failed");
        let failed = fail(db, job, json!({"code": "broken"}));
        if let Err(again) = failed {
            tracing::error!(import = %job.subject_id, ?again, "the failure could not be noted");
        }
    }
}

fn fail(db: &Db, job: &Job, error: serde_json::Value) -> Result<(), Refused> {
    in_organization(db, job.organization_id, |work| {
        queries::change(
            work,
            job.subject_id,
            queries::Change {
                state: Some(ImportState::Failed.word()),
                error: Some(error),
                ..queries::Change::default()
            },
        )?;
        Ok(jobs::finish(work, job.id)?)
    })
}

/// Says how far it is, and that the worker lives; at most every few seconds.
struct Reporter<'a> {
    db: &'a Db,
    job: &'a Job,
    told: Instant,
}

impl Reporter<'_> {
    fn progress(&mut self, percent: i32) {
        let told = in_organization(self.db, self.job.organization_id, |work| {
            queries::change(
                work,
                self.job.subject_id,
                queries::Change {
                    progress: Some(percent),
                    ..queries::Change::default()
                },
            )?;
            Ok(())
        });
        if told.is_err() || self.told.elapsed() > HOLD_EVERY {
            self.told = Instant::now();
            if let Err(error) = jobs::hold(self.db, self.job) {
                tracing::warn!(%error, "a job could not be held");
            }
        }
    }
}

/// The draft that the file gives with what the organization knows now.
fn draft(
    work: &mut Work,
    store: &Store,
    job: &Job,
) -> Result<Result<Draft, reading::Refusal>, Refused> {
    let path = store.path(job.organization_id, job.subject_id);
    let book = match reading::read_path(&path) {
        Ok(book) => Arc::new(book),
        Err(refusal) => return Ok(Err(refusal)),
    };
    let knowledge = queries::knowledge(work)?;
    let plan = understanding::understand(&book, &knowledge);
    Ok(Ok(joining::draft(&book, &plan, &knowledge)))
}

fn read(db: &Db, store: &Store, job: &Job) -> Result<(), Refused> {
    let mut reporter = Reporter {
        db,
        job,
        told: Instant::now(),
    };
    reporter.progress(10);
    let read = in_organization(db, job.organization_id, |work| draft(work, store, job))?;
    let draft = match read {
        Ok(draft) => draft,
        Err(refusal) => return fail(db, job, json!(refusal)),
    };
    reporter.progress(80);
    in_organization(db, job.organization_id, |work| {
        queries::clear_problems(work, job.subject_id)?;
        writer::write_problems(work, job.subject_id, &draft)?;
        writer::write_rows(work, job.subject_id, &draft)?;
        queries::change(
            work,
            job.subject_id,
            queries::Change {
                state: Some(ImportState::Ready.word()),
                progress: Some(100),
                sheets: Some(sheets(&draft)),
                counts: Some(json!(draft.counts)),
                ..queries::Change::default()
            },
        )?;
        Ok(jobs::finish(work, job.id)?)
    })
}

/// Sheets as the page and the API show them.
fn sheets(draft: &Draft) -> serde_json::Value {
    let columns = |plan: &understanding::SheetPlan| -> Vec<serde_json::Value> {
        plan.columns
            .iter()
            .map(|c| json!({"index": c.index, "label": c.label, "target": c.target}))
            .collect()
    };
    draft
        .plan
        .sheets
        .iter()
        .map(|s| {
            json!({
                "name": s.name, "rows": s.rows, "header_rows": s.header_rows, "taken": s.taken,
                "reason": s.reason, "hidden": understanding::is_hidden(s), "columns": columns(s),
            })
        })
        .collect::<Vec<_>>()
        .into()
}

fn undo(db: &Db, job: &Job) -> Result<(), Refused> {
    in_organization(db, job.organization_id, |work| {
        let import = queries::find(work, job.subject_id)?;
        let done = import.filter(|i| i.state() == ImportState::Writing);
        if let Some(import) = done {
            work.acts_for(import.made_by);
            let kept = writer::undo(work, import.id)?;
            let change = queries::Change {
                state: Some(ImportState::Undone.word()),
                progress: Some(100),
                kept: Some(kept.into()),
                ..queries::Change::default()
            };
            queries::change(work, import.id, change)?;
        }
        Ok(jobs::finish(work, job.id)?)
    })
}

fn write(db: &Db, store: &Store, job: &Job) -> Result<(), Refused> {
    let mut reporter = Reporter {
        db,
        job,
        told: Instant::now(),
    };
    reporter.progress(1);
    in_organization(db, job.organization_id, |work| {
        let Some(import) = queries::find(work, job.subject_id)? else {
            return Ok(jobs::finish(work, job.id)?);
        };
        if import.state() == ImportState::Done {
            return Ok(jobs::finish(work, job.id)?);
        }
        work.acts_for(import.made_by);
        let draft = match draft(work, store, job)? {
            Ok(draft) => draft,
            Err(refusal) => return Err(Refused::Broken(refusal.to_string())),
        };
        writer::write(work, &draft, job.subject_id, &mut |n| reporter.progress(n))?;
        reading::forget(&store.path(job.organization_id, job.subject_id));
        let now = work.now();
        queries::change(
            work,
            job.subject_id,
            queries::Change {
                state: Some(ImportState::Done.word()),
                progress: Some(100),
                counts: Some(json!(draft.counts)),
                written_at: Some(now),
                ..queries::Change::default()
            },
        )?;
        Ok(jobs::finish(work, job.id)?)
    })
}
