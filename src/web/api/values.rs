//! Small readings that several kinds of values share. Pure.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use uuid::Uuid;

/// A UUID with hyphens, and nothing else that the library would take for one.
pub fn id_of(text: &str) -> Option<Uuid> {
    (text.len() == 36).then(|| Uuid::try_parse(text).ok())?
}

/// One @, something before it, a dot in what follows, no spaces; at most 254 characters.
pub fn looks_like_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else {
        return false;
    };
    let no_spaces = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let labels: Vec<&str> = host.split('.').collect();
    !name.is_empty()
        && no_spaces
        && !host.contains('@')
        && text.chars().count() <= 254
        && labels.len() >= 2
        && labels.iter().all(|l| !l.is_empty())
}

/// `2026-01-31` and nothing else.
pub fn read_date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    let shape = bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| match i {
            4 | 7 => *b == b'-',
            _ => b.is_ascii_digit(),
        });
    let date = shape.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())??;
    (date.year() >= 1).then_some(date)
}

/// A moment with its offset, or the first moment of a day in UTC.
pub fn read_moment(text: &str) -> Option<DateTime<Utc>> {
    if let Some(date) = read_date(text) {
        return Some(date.and_hms_opt(0, 0, 0)?.and_utc());
    }
    let moment = DateTime::parse_from_rfc3339(text).ok()?.to_utc();
    (1..=9999).contains(&moment.year()).then_some(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_uuid_with_hyphens_is_an_id() {
        for (text, is_id) in [
            ("0199a000-0000-7000-8000-000000000001", true),
            ("0199A000-0000-7000-8000-000000000001", true),
            ("0199a0000000700080000000000000010000", false),
            ("{0199a000-0000-7000-8000-00000000000}", false),
            ("0199a000000070008000000000000001", false),
            ("1", false),
        ] {
            assert_eq!(id_of(text).is_some(), is_id, "{text}");
        }
    }

    #[test]
    fn dates_are_dates_of_the_calendar() {
        for (text, is_date) in [
            ("2026-01-31", true),
            ("2026-02-30", false),
            ("2026-1-5", false),
            ("0000-01-01", false),
            ("31.01.2026", false),
        ] {
            assert_eq!(read_date(text).is_some(), is_date, "{text}");
        }
        for (text, is_moment) in [
            ("2026-01-31", true),
            ("2026-01-31T08:15:30.123456Z", true),
            ("2026-01-31T08:15:30+11:00", true),
            ("2026-01-31T08:15:30", false),
            ("9999-12-31T23:59:59-11:00", false),
        ] {
            assert_eq!(read_moment(text).is_some(), is_moment, "{text}");
        }
    }
}
