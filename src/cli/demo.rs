//! The demo agency: people, directories and the workbook that they keep, as `demo/` has them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use super::{Failure, database, import};
use crate::accounts::{self, NewPerson, Role};
use crate::app::State;
use crate::calendar;
use crate::config::Config;
use crate::db::{Db, Work};
use crate::directories::{self, Kind};
use crate::refusal::Refused;
use crate::text::Locale;

/// The workbook that the agency keeps today.
const REGISTER: &[u8] = include_bytes!("../../demo/register.xlsx");
const AGENCY: &str = include_str!("../../demo/agency.json");

#[derive(Deserialize)]
struct Agency {
    organization: Organization,
    password: String,
    people: Vec<DemoPerson>,
    districts: Vec<String>,
    cities: Vec<String>,
    industries: Vec<String>,
    bodies: Vec<String>,
    programmes: Vec<Programme>,
    calendar: Vec<DemoYear>,
    norms: BTreeMap<String, i32>,
}

#[derive(Deserialize)]
struct DemoYear {
    year: i32,
    days_off: BTreeSet<NaiveDate>,
    working_days: BTreeSet<NaiveDate>,
}

#[derive(Deserialize)]
struct Organization {
    name: String,
    region: String,
    time_zone: String,
}

#[derive(Deserialize)]
struct DemoPerson {
    last_name: String,
    first_name: String,
    email: String,
    role: String,
}

#[derive(Deserialize)]
struct Programme {
    name: String,
    level: Option<String>,
}

fn agency() -> Result<Agency, Failure> {
    Ok(serde_json::from_str(AGENCY)?)
}

fn failed(refused: Refused) -> Failure {
    format!("{refused:?}").into()
}

/// The command `demo`.
pub fn make(config: &Config) -> Result<(), Failure> {
    let database = database::open(config)?;
    database.prepare()?;
    let state = database.state(config);
    if !make_if_empty(&state)? {
        println!("there is an organization already; the demo is made on an empty database only");
    }
    print_people(&state.db)
}

/// The demo agency, if it is there.
pub fn organization(db: &Db) -> Result<Uuid, Failure> {
    let mut work = Work::begin(db, Uuid::nil())?;
    let name = agency()?.organization.name;
    accounts::find_organization(&mut work, &name)?.ok_or_else(|| "no demo agency".into())
}

/// Makes the agency on an empty database. False if there is an organization already.
pub fn make_if_empty(state: &State) -> Result<bool, Failure> {
    let agency = agency()?;
    let mut work = Work::begin(&state.db, Uuid::nil())?;
    if !accounts::no_organization_yet(&mut work)? {
        return Ok(false);
    }
    let hash = accounts::hash_password(&agency.password)?;
    let made = fill(&mut work, &agency, &hash).map_err(failed)?;
    work.commit().map_err(failed)?;
    tracing::info!(organization = %made, "the demo agency is made");
    let counts = import::bring(state, made, "register.xlsx", REGISTER)?;
    tracing::info!(%counts, "the demo register is imported");
    Ok(true)
}

fn fill(work: &mut Work, agency: &Agency, password_hash: &str) -> Result<Uuid, Refused> {
    let of = &agency.organization;
    let id = accounts::make_organization(work, &of.name, &of.region, &of.time_zone)?;
    for person in &agency.people {
        let name = format!("{} {}", person.last_name, person.first_name);
        let new = NewPerson {
            email: &person.email,
            name: &name,
            parts: Some((&person.last_name, &person.first_name, None)),
            password_hash: Some(password_hash),
            locale: Locale::Ru,
        };
        let role = Role::from_word(&person.role)
            .ok_or_else(|| Refused::Broken(format!("no role {}", person.role)))?;
        accounts::make_person(work, &new, role, false)?;
    }
    for (kind, names) in [
        (Kind::District, &agency.districts),
        (Kind::City, &agency.cities),
        (Kind::Industry, &agency.industries),
        (Kind::Body, &agency.bodies),
    ] {
        for name in names {
            directories::insert(work, kind, name, None)?;
        }
    }
    for programme in &agency.programmes {
        directories::insert(
            work,
            Kind::Programme,
            &programme.name,
            programme.level.as_deref(),
        )?;
    }
    for year in &agency.calendar {
        let days = calendar::Year {
            days_off: year.days_off.clone(),
            working_days: year.working_days.clone(),
        };
        calendar::set_year(work, year.year, &days)?;
    }
    for (state, days) in &agency.norms {
        calendar::set_norm(work, state, Some(*days))?;
    }
    Ok(id)
}

/// Prints the log-ins of the demo people, while the demo agency is there.
pub fn print_people(db: &Db) -> Result<(), Failure> {
    let agency = agency()?;
    let mut work = Work::begin(db, Uuid::nil())?;
    if accounts::find_organization(&mut work, &agency.organization.name)?.is_none() {
        return Ok(());
    }
    println!("the demo people, password {}:", agency.password);
    for p in &agency.people {
        println!(
            "  {:<8} {} {} — {}",
            p.role, p.last_name, p.first_name, p.email
        );
    }
    Ok(())
}
