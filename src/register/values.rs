//! Values of tests as people type them and as an address keeps them: amounts in millions with a point,
//! days as YYYY-MM-DD. Pure.

use chrono::NaiveDate;

use crate::projects::{FieldValue, ProjectField, TypedIn, read_field};
use crate::values::dates::read_date;
use crate::values::numbers::{read_decimal, read_whole};

const MILLION: i64 = 1_000_000;

/// An amount typed in a column of millions, in kopecks.
pub fn kopecks(text: &str) -> Option<i64> {
    match read_field(ProjectField::Own, text, TypedIn::Millions) {
        Ok(FieldValue::Money(kopecks)) => kopecks,
        _ => None,
    }
}

/// Kopecks as an address keeps them: exact millions.
pub fn millions(kopecks: i64) -> String {
    let text = format!(
        "{}.{:08}",
        kopecks / (100 * MILLION),
        kopecks % (100 * MILLION)
    );
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A number with a fraction, in millionths; digits behind them are dropped.
pub fn millionths(text: &str) -> Option<i64> {
    let plain = read_decimal(text)?;
    let (sign, plain) = match plain.strip_prefix('-') {
        Some(rest) => (-1, rest.to_owned()),
        None => (1, plain),
    };
    let (whole, part) = plain.split_once('.').unwrap_or((plain.as_str(), ""));
    let part: String = part.chars().chain("000000".chars()).take(6).collect();
    let whole: i64 = whole.parse().ok()?;
    whole
        .checked_mul(MILLION)?
        .checked_add(part.parse().ok()?)
        .map(|n| n * sign)
}

/// Millionths as an address keeps them.
pub fn decimal(millionths: i64) -> String {
    let n = millionths.unsigned_abs();
    let text = format!("{}.{:06}", n / MILLION as u64, n % MILLION as u64);
    let short = text.trim_end_matches('0').trim_end_matches('.');
    format!("{}{short}", if millionths < 0 { "-" } else { "" })
}

pub fn whole(text: &str) -> Option<i64> {
    read_whole(text)
        .ok()
        .filter(|n| (0..=i64::from(i32::MAX)).contains(n))
}

/// A day, however it is written; the first one of a month or year.
pub fn day(text: &str) -> Option<NaiveDate> {
    read_date(text).ok().map(|d| d.date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_kept_in_one_form_however_they_are_typed() {
        for (typed, kept) in [
            ("48,5", "48.5"),
            ("48.5", "48.5"),
            ("48 500 000", "48.5"),
            ("0,0005", "0.0005"),
        ] {
            assert_eq!(
                kopecks(typed).map(millions).as_deref(),
                Some(kept),
                "{typed}"
            );
        }
        for (typed, kept) in [("1,5", "1.5"), ("-0,25", "-0.25"), ("1200", "1200")] {
            assert_eq!(
                millionths(typed).map(decimal).as_deref(),
                Some(kept),
                "{typed}"
            );
        }
        for typed in ["14.10.2026", "2026-10-14"] {
            assert_eq!(
                day(typed).map(|d| d.to_string()).as_deref(),
                Some("2026-10-14")
            );
        }
        assert_eq!(kopecks("много"), None);
        assert_eq!(whole("-1"), None);
        assert_eq!(day("осенью"), None);
    }
}
