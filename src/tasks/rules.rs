//! What a task must be. Pure; today is an argument, since pages and programs count days differently.

use chrono::NaiveDate;

use crate::refusal::{FieldError, Refusal};
use crate::text::Message;

const LONGEST_TITLE: usize = 200;
const LONGEST_TEXT: usize = 10_000;

/// A title of 1 to 200 characters, a description of at most 10,000: everything that is wrong at once.
pub fn check_texts(title: &str, description: Option<&str>) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    let mut add = |field: &'static str, code: &'static str, message: Message| {
        errors.push(FieldError {
            field: field.into(),
            code,
            message,
        });
    };
    let too_long = |n: usize| Message::new("text-too-long").number("n", n as i64);
    if title.trim().is_empty() {
        add("title", "required", "task-title-needed".into());
    } else if title.chars().count() > LONGEST_TITLE {
        add("title", "too_long", too_long(LONGEST_TITLE));
    }
    if description.is_some_and(|d| d.chars().count() > LONGEST_TEXT) {
        add("description", "too_long", too_long(LONGEST_TEXT));
    }
    if errors.is_empty() {
        return Ok(());
    }
    Err(Refusal::Invalid(errors))
}

/// A day that is set is today or later; one that stays may have passed.
pub fn check_due(
    before: Option<NaiveDate>,
    wanted: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<(), Refusal> {
    if wanted != before && wanted.is_some_and(|d| d < today) {
        return Err(Refusal::field(
            "due_date",
            "in_the_past",
            "task-due-past".into(),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_the_past_may_stay_and_may_not_be_set() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d);
        let today = day(25).expect("a day");
        for (before, wanted, may_be) in [
            (None, day(25), true),
            (None, day(26), true),
            (None, day(24), false),
            (day(20), day(20), true),
            (day(20), day(21), false),
            (day(20), None, true),
        ] {
            assert_eq!(
                check_due(before, wanted, today).is_ok(),
                may_be,
                "{before:?} {wanted:?}"
            );
        }
    }

    #[test]
    fn a_title_is_needed_and_has_an_end() {
        for (title, fits) in [("", false), ("  ", false), ("Позвонить", true)] {
            assert_eq!(check_texts(title, None).is_ok(), fits, "{title}");
        }
        assert!(check_texts(&"я".repeat(200), None).is_ok());
        assert!(check_texts(&"я".repeat(201), None).is_err());
        assert!(check_texts("x", Some(&"я".repeat(10_001))).is_err());
    }
}
