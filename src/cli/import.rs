//! Commands about workbooks: bring one in, and dump what an organization has.

use std::io::Read;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use uuid::Uuid;

use super::{Failure, database, people};
use crate::accounts;
use crate::app::State;
use crate::config::Config;
use crate::db::jobs;
use crate::imports::{self, ImportState, worker};

const LOOK_AGAIN: Duration = Duration::from_millis(100);

#[derive(Args)]
pub struct Import {
    /// .xlsx, .xls, .ods or .csv
    file: PathBuf,
    /// Name or id of the organization.
    #[arg(long)]
    organization: String,
}

#[derive(Args)]
pub struct Dump {
    /// Name or id of the organization.
    #[arg(long)]
    organization: String,
}

/// The command `import`: reads, accepts every proposal, writes.
pub fn import(config: &Config, args: &Import) -> Result<(), Failure> {
    let database = database::open(config)?;
    database.prepare()?;
    let state = database.state(config);
    let organization = people::named(&state.db, &args.organization)?;
    let name = args
        .file
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let file =
        std::fs::File::open(&args.file).map_err(|e| format!("{}: {e}", args.file.display()))?;
    let counts = bring(&state, organization, &name, file)?;
    println!("{counts}");
    state.hub.close();
    database.close();
    Ok(())
}

/// Brings a workbook into an organization in the name of its owner and waits until it is written.
pub fn bring(
    state: &State,
    organization: Uuid,
    name: &str,
    file: impl Read,
) -> Result<serde_json::Value, Failure> {
    let id = Uuid::now_v7();
    let limit = state.config.import_limit;
    accounts::in_organization(&state.db, organization, |work| {
        let owner = accounts::owner(work)?
            .ok_or_else(|| crate::refusal::Refused::Broken("no owner".to_owned()))?;
        work.acts_for(owner);
        imports::bring_for(work, owner, &state.store, id, name, file, limit)
    })
    .map_err(|e| format!("{e:?}"))?;
    loop {
        // A server that runs at the same time may take the job first; then this only waits.
        if let Some(job) = jobs::take(&state.db, &worker::KINDS)? {
            worker::run(&state.db, &state.store, &job);
        }
        let import =
            accounts::in_organization(&state.db, organization, |work| Ok(imports::find(work, id)?))
                .map_err(|e| format!("{e:?}"))?
                .ok_or("the import vanished")?;
        match import.state() {
            ImportState::Ready => {
                accounts::in_organization(&state.db, organization, |work| {
                    imports::write_without_asking(work, id)
                })
                .map_err(|e| format!("{e:?}"))?;
            }
            ImportState::Done => return Ok(import.counts),
            ImportState::Failed | ImportState::Undone | ImportState::Stopped => {
                let error = import.error.unwrap_or_default();
                return Err(format!("{name} was not imported: {error}").into());
            }
            ImportState::Reading | ImportState::Writing => std::thread::sleep(LOOK_AGAIN),
        }
    }
}

/// The command `dump`: everything of an organization as JSON, to standard output.
pub fn dump(config: &Config, args: &Dump) -> Result<(), Failure> {
    let database = database::open(config)?;
    database.prepare()?;
    let state = database.state(config);
    let organization = people::named(&state.db, &args.organization)?;
    let dump = accounts::in_organization(&state.db, organization, |work| Ok(imports::dump(work)?))
        .map_err(|e| format!("{e:?}"))?;
    println!("{dump}");
    state.hub.close();
    database.close();
    Ok(())
}
