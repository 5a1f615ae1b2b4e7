//! The order of writing: one thread makes rows ready, this one sends them, a third keeps the second connection
//! busy. All of them end with the import, whatever happens.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{ScopedJoinHandle, scope};

use super::beside::{self, Searchable};
use super::{CHUNK, Ctx, Progress, clients, kept, projects, supports};
use crate::db::Work;
use crate::refusal::Refused;
use crate::register::{self, Names};

/// Rows that are ready.
enum Batch {
    Clients(Box<clients::Batch>),
    Projects(Box<projects::Batch>),
}

/// Batches that wait: enough to keep both sides busy, few enough to stay small.
const WAITING: usize = 2;

/// Writes everything that has an id of its own or hangs on it. The work is the caller's to commit.
pub(super) fn run(work: &mut Work, ctx: Ctx<'_>, progress: Progress<'_>) -> Result<(), Refused> {
    let (draft, import) = (ctx.draft, ctx.import);
    let names = Names::read(work)?;
    let second = Work::begin(&work.db().clone(), work.organization())?;
    scope(|threads| {
        let (search, coming) = sync_channel(2 * WAITING);
        let (ready, batches) = sync_channel(WAITING);
        let beside = threads.spawn(move || beside::write(second, &coming));
        let builder = threads.spawn(move || build(ctx, &ready, &search));
        let made = send(
            work,
            &names,
            import,
            batches,
            draft.projects.len(),
            progress,
        );
        let ctx = ended(builder)?;
        register::count_made(work, &made?)?;
        supports::write(work, &ctx)?;
        register::add_imported(work, import)?;
        kept::sources(work, &ctx)?;
        kept::notes(work, &ctx)?;
        progress(90);
        // Before the records: without them these rows are nothing, the other way round they would be missed.
        ended(beside)??.commit()
    })
}

fn ended<T>(thread: ScopedJoinHandle<'_, T>) -> Result<T, Refused> {
    thread
        .join()
        .map_err(|_| Refused::Broken("a thread of the import broke off".to_owned()))
}

/// Makes the rows of clients and projects ready, in this order. Ends early when nobody takes them.
fn build<'d>(
    mut ctx: Ctx<'d>,
    ready: &SyncSender<Batch>,
    search: &SyncSender<Searchable>,
) -> Ctx<'d> {
    let hand_over = |mut found: Searchable, kind, batch| {
        found.kind = kind;
        // Whether the second connection broke is seen at its end.
        let _ = found.ids.is_empty() || search.send(found).is_ok();
        ready.send(batch).is_ok()
    };
    for at in (0..ctx.draft.clients.len()).step_by(CHUNK) {
        let mut batch = clients::Batch::build(&mut ctx, at);
        let mut people = std::mem::take(&mut batch.people);
        people.kind = "contact";
        // Whether the second connection broke is seen at its end.
        let _ = people.ids.is_empty() || search.send(people).is_ok();
        let found = std::mem::take(&mut batch.search);
        if !hand_over(found, "client", Batch::Clients(Box::new(batch))) {
            return ctx;
        }
    }
    for at in (0..ctx.draft.projects.len()).step_by(CHUNK) {
        let mut batch = projects::Batch::build(&mut ctx, at);
        let found = std::mem::take(&mut batch.search);
        if !hand_over(found, "project", Batch::Projects(Box::new(batch))) {
            return ctx;
        }
    }
    ctx
}

/// Sends what is ready; gives the number of projects made by their states.
fn send(
    work: &mut Work,
    names: &Names,
    import: uuid::Uuid,
    batches: Receiver<Batch>,
    projects: usize,
    progress: Progress<'_>,
) -> Result<register::Counted, Refused> {
    let mut made = register::Counted::new();
    let mut sent = 0;
    for batch in batches {
        match batch {
            Batch::Clients(clients) => clients.write(work, import)?,
            Batch::Projects(batch) => {
                batch.write(work, import)?;
                if !batch.shown.ids.is_empty() {
                    register::add_made(work, names, &batch.shown)?;
                }
                batch.shown.count_into(&mut made);
                sent += CHUNK;
                progress(10 + (75 * sent.min(projects) / projects.max(1)) as i32);
            }
        }
    }
    Ok(made)
}
