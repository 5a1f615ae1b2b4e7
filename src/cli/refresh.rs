//! The command `refresh`: the copies that the register and the search keep are made anew.

use clap::Args;
use uuid::Uuid;

use super::{Failure, database, people};
use crate::accounts;
use crate::config::Config;
use crate::register;

#[derive(Args)]
pub struct Refresh {
    /// Name or id of the organization.
    #[arg(long)]
    organization: String,
}

/// Goes through the organization a few thousand rows at a time, so that nobody waits for long.
pub fn refresh(config: &Config, args: &Refresh) -> Result<(), Failure> {
    let database = database::open(config)?;
    database.prepare()?;
    let state = database.state(config);
    let organization = people::named(&state.db, &args.organization)?;
    let mut after = Some(Uuid::nil());
    while let Some(last) = after {
        after = accounts::in_organization(&state.db, organization, |work| {
            Ok(register::touch_after(work, last)?)
        })
        .map_err(|e| format!("{e:?}"))?;
    }
    state.hub.close();
    database.close();
    Ok(())
}
