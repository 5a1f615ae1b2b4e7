//! What no file holds any more goes from the store in the background, so that an erasing never waits for the
//! store and none is forgotten.

use std::sync::Arc;
use std::time::Duration;

use crate::accounts::in_organization;
use crate::db::Db;
use crate::db::jobs::{self, Job};
use crate::live::Hub;
use crate::refusal::Refused;
use crate::storage::Store;

/// Kind of the job that removes something from the store.
pub const FORGET: &str = "file-forget";

const POLL: Duration = Duration::from_secs(2);

/// Starts the thread; it ends when the hub closes.
pub fn start(db: Db, store: Store, hub: Arc<Hub>) -> std::io::Result<std::thread::JoinHandle<()>> {
    std::thread::Builder::new()
        .name("files".to_owned())
        .spawn(move || {
            while !*hub.closing().borrow() {
                match jobs::take(&db, &[FORGET]) {
                    Ok(Some(job)) => {
                        if let Err(refused) = run(&db, &store, &job) {
                            tracing::warn!(stored = %job.subject_id, ?refused, "a stored file goes later");
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
}

/// Removes what the job names; done twice, it is done once.
pub fn run(db: &Db, store: &Store, job: &Job) -> Result<(), Refused> {
    let removed = store.remove(job.organization_id, job.subject_id);
    if let Err(error) = removed
        && !job.is_hopeless()
    {
        return Err(Refused::Broken(error.to_string()));
    }
    in_organization(db, job.organization_id, |work| {
        Ok(jobs::finish(work, job.id)?)
    })
}
