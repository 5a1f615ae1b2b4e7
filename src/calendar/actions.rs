//! The verbs of the room: load a year, set the norms.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde_json::json;

use super::days::Year;
use super::queries;
use crate::accounts::{Action, Actor, Subject, may};
use crate::db::{Announcement, Work};
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{FieldError, Refusal, Refused};
use crate::text::Message;
use crate::values::dates::{Precision, read_date};

/// States that may have a norm: from the others a project goes nowhere.
pub const STATES: [&str; 5] = [
    "application_short",
    "application_full",
    "in_commission",
    "on_support",
    "frozen",
];
const MOST_DAYS: i64 = 2000;

/// Days as people list them: by lines, commas or spaces, `01.05` or `01.05.2026`.
fn read_days(
    field: &'static str,
    year: i32,
    text: &str,
    errors: &mut Vec<FieldError>,
) -> BTreeSet<NaiveDate> {
    let mut days = BTreeSet::new();
    for word in text.split([',', ';', '\n', '\r', ' ']).map(str::trim) {
        if word.is_empty() {
            continue;
        }
        let whole = match word.matches('.').count() {
            1 => format!("{word}.{year}"),
            _ => word.to_owned(),
        };
        match read_date(&whole) {
            Ok(d) if d.precision == Precision::Day && d.date.year() == year => {
                days.insert(d.date);
            }
            _ => errors.push(FieldError {
                field: field.into(),
                code: "not_a_day",
                message: Message::new("calendar-bad-day").text("x", word),
            }),
        }
    }
    days
}

/// The year of the address, if there can be one.
pub fn check_year(text: &str) -> Result<i32, Refusal> {
    text.parse()
        .ok()
        .filter(|y| (1990..=2200).contains(y))
        .ok_or(Refusal::NotFound)
}

/// Loads a year in the place of what was there of it.
pub fn load_year(
    work: &mut Work,
    actor: &Actor,
    year: i32,
    (off, worked): (&str, &str),
) -> Result<(), Refused> {
    may(actor, Action::ManageOrganization, Subject::NONE)?;
    let mut errors = Vec::new();
    let days = Year {
        days_off: read_days("days_off", year, off, &mut errors),
        working_days: read_days("working_days", year, worked, &mut errors),
    };
    if !errors.is_empty() {
        return Err(Refusal::Invalid(errors).into());
    }
    set_year(work, year, &days)?;
    record(work, "calendar", json!(year))?;
    work.announce(Announcement::ListChanged);
    Ok(())
}

/// The same from a file of ours, by nobody.
pub fn set_year(work: &mut Work, year: i32, days: &Year) -> Result<(), Refused> {
    Ok(queries::put_year(work, year, days)?)
}

/// Sets the norm of every state; an empty one has none.
pub fn set_norms(
    work: &mut Work,
    actor: &Actor,
    typed: &[(&'static str, String)],
) -> Result<(), Refused> {
    may(actor, Action::ManageOrganization, Subject::NONE)?;
    let mut errors = Vec::new();
    let mut norms = Vec::new();
    for (state, text) in typed {
        match text.trim() {
            "" => norms.push((*state, None)),
            text => match text.parse::<i64>() {
                Ok(n) if (1..=MOST_DAYS).contains(&n) => norms.push((*state, Some(n as i32))),
                _ => errors.push(FieldError {
                    field: (*state).into(),
                    code: "out_of_range",
                    message: "norm-bad".into(),
                }),
            },
        }
    }
    if !errors.is_empty() {
        return Err(Refusal::Invalid(errors).into());
    }
    for (state, days) in &norms {
        queries::set_norm(work, state, *days)?;
    }
    record(work, "norms", json!(norms))?;
    work.announce(Announcement::ListChanged);
    Ok(())
}

fn record(work: &mut Work, field: &'static str, to: serde_json::Value) -> Result<(), Refused> {
    let id = work.organization();
    let version = history::next_version(work, SubjectKind::Organization, id)?;
    Ok(history::record(
        work,
        &[Change {
            kind: SubjectKind::Organization,
            id,
            version,
            field,
            from: None,
            to: Some(to),
        }],
    )?)
}
