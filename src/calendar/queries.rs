//! All SQL of the room.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::days::{Calendar, Terms, Year};
use crate::db::schema::{state_norms, working_calendars};
use crate::db::{DbError, Work};

type YearRow = (i32, Vec<NaiveDate>, Vec<NaiveDate>);

/// The calendar and the norms of the organization.
pub fn terms(work: &mut Work) -> Result<Terms, DbError> {
    let organization = work.organization();
    let years: Vec<YearRow> = working_calendars::table
        .filter(working_calendars::organization_id.eq(organization))
        .select((
            working_calendars::year,
            working_calendars::days_off,
            working_calendars::working_days,
        ))
        .load(work.conn())?;
    let norms: Vec<(String, i32)> = state_norms::table
        .filter(state_norms::organization_id.eq(organization))
        .select((state_norms::state, state_norms::working_days))
        .load(work.conn())?;
    let years = years.into_iter().map(|(year, off, worked)| {
        let days = Year {
            days_off: off.into_iter().collect(),
            working_days: worked.into_iter().collect(),
        };
        (year, days)
    });
    Ok(Terms {
        calendar: Calendar {
            years: years.collect(),
        },
        norms: norms
            .into_iter()
            .map(|(state, days)| (state, days.into()))
            .collect::<BTreeMap<_, _>>(),
    })
}

/// Puts a year in the place of what was there of it.
pub fn put_year(work: &mut Work, year: i32, days: &Year) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    let off: Vec<NaiveDate> = days.days_off.iter().copied().collect();
    let worked: Vec<NaiveDate> = days.working_days.iter().copied().collect();
    diesel::insert_into(working_calendars::table)
        .values((
            working_calendars::organization_id.eq(organization),
            working_calendars::year.eq(year),
            working_calendars::days_off.eq(&off),
            working_calendars::working_days.eq(&worked),
            working_calendars::updated_at.eq(now),
        ))
        .on_conflict((working_calendars::organization_id, working_calendars::year))
        .do_update()
        .set((
            working_calendars::days_off.eq(&off),
            working_calendars::working_days.eq(&worked),
            working_calendars::updated_at.eq(now),
            working_calendars::version.eq(working_calendars::version + 1),
        ))
        .execute(work.conn())?;
    Ok(())
}

/// Sets the norm of a state, or takes it away.
pub fn set_norm(work: &mut Work, state: &str, days: Option<i32>) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    match days {
        Some(days) => diesel::insert_into(state_norms::table)
            .values((
                state_norms::organization_id.eq(organization),
                state_norms::state.eq(state),
                state_norms::working_days.eq(days),
                state_norms::updated_at.eq(now),
            ))
            .on_conflict((state_norms::organization_id, state_norms::state))
            .do_update()
            .set((
                state_norms::working_days.eq(days),
                state_norms::updated_at.eq(now),
            ))
            .execute(work.conn())?,
        None => {
            diesel::delete(state_norms::table.find((organization, state))).execute(work.conn())?
        }
    };
    Ok(())
}
