//! HTML handlers of the room.

pub mod closing;
pub mod commission;
pub mod draft;
pub mod meeting;
pub mod paper;
pub mod single;

use chrono::NaiveDate;

use crate::accounts::Actor;
use crate::db::Work;
use crate::refusal::Refusal;
use crate::supports::Body;
use crate::values::dates::{Precision, read_date};
use crate::web::AppError;

/// A typed day; nothing else is one.
fn day(text: &str) -> Option<NaiveDate> {
    read_date(text)
        .ok()
        .filter(|d| d.precision == Precision::Day)
        .map(|d| d.date)
}

fn today(work: &Work, actor: &Actor) -> NaiveDate {
    work.now().with_timezone(&actor.zone).date_naive()
}

fn body_of(word: &str) -> Result<Body, AppError> {
    Body::from_word(word).ok_or_else(|| Refusal::NotFound.into())
}
