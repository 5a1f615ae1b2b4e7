//! Commands about accounts. A password is read from standard input, so that no process list shows it.

use clap::Args;
use uuid::Uuid;

use super::{Failure, database};
use crate::accounts::{self, NewPerson, Role};
use crate::config::Config;
use crate::db::Work;
use crate::text::Locale;

#[derive(Args)]
pub struct CreateUser {
    /// Name or id of the organization.
    #[arg(long)]
    organization: String,
    #[arg(long)]
    email: String,
    /// Full name, surname first.
    #[arg(long)]
    name: String,
    /// owner, admin, manager, member or viewer.
    #[arg(long, default_value = "member")]
    role: String,
}

#[derive(Args)]
pub struct ResetPassword {
    #[arg(long)]
    email: String,
}

fn read_password() -> Result<String, Failure> {
    use std::io::IsTerminal;
    if std::io::stdin().is_terminal() {
        eprint!("password: ");
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    if (8..=200).contains(&password.chars().count()) {
        Ok(password)
    } else {
        Err("a password has 8 to 200 characters".into())
    }
}

/// The command `create-user`.
pub fn create(config: &Config, args: &CreateUser) -> Result<(), Failure> {
    let role = Role::from_word(&args.role).ok_or("no such role")?;
    let hash = accounts::hash_password(&read_password()?)?;
    let database = database::open(config)?;
    database.prepare()?;
    let state = database.state(config);
    let organization = named(&state.db, &args.organization)?;
    accounts::in_organization(&state.db, organization, |work| {
        let person = NewPerson {
            email: &args.email,
            name: &args.name,
            parts: None,
            password_hash: Some(&hash),
            locale: Locale::Ru,
        };
        accounts::make_person(work, &person, role, false)
    })
    .map_err(|e| format!("{e:?}"))?;
    println!("{} may sign in", args.email);
    Ok(())
}

/// The organization with this name or id.
pub fn named(db: &crate::db::Db, name: &str) -> Result<Uuid, Failure> {
    let mut work = Work::begin(db, Uuid::nil())?;
    accounts::find_organization(&mut work, name)?
        .ok_or_else(|| format!("no organization, or more than one, is called {name}").into())
}

/// The command `reset-password`.
pub fn reset(config: &Config, args: &ResetPassword) -> Result<(), Failure> {
    let hash = accounts::hash_password(&read_password()?)?;
    let database = database::open(config)?;
    database.prepare()?;
    let state = database.state(config);
    let mut work = Work::begin(&state.db, Uuid::nil())?;
    accounts::set_password(&mut work, &args.email, &hash).map_err(|e| format!("{e:?}"))?;
    work.commit().map_err(|e| format!("{e:?}"))?;
    println!("{} has a new password", args.email);
    Ok(())
}
