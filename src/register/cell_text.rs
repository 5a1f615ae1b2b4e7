//! The values of a row as the grid shows them, written straight into the page: a page holds a thousand cells, and a
//! text made for each would cost more than the query. Pure.

use std::fmt::{self, Display, Formatter, Write as _};

use chrono::{Datelike, NaiveDate};

use super::queries::Row;
use crate::text::{Locale, formats};
use crate::values::dates::Precision;

const MILLION: i64 = 100_000_000;
const TENTH: i64 = MILLION / 10;
/// Below this an amount has more than one decimal, or a rounded one is zero.
const SMALL: i64 = MILLION / 20;
/// From here on thousands of millions are grouped.
const GROUPED: i64 = 1000 * MILLION;

/// An amount in millions as the column shows it; nothing for an empty one.
#[derive(Clone, Copy)]
pub struct Millions(pub Locale, pub i64);

impl Display for Millions {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Millions(t, kopecks) = *self;
        match kopecks {
            ..0 => Ok(()),
            SMALL..GROUPED if (kopecks + SMALL) / MILLION < 1000 => {
                let tenths = (kopecks + SMALL) / TENTH;
                let point = point(t);
                write!(f, "{}{point}{}", tenths / 10, tenths % 10)
            }
            _ => f.write_str(&formats::millions(t, kopecks)),
        }
    }
}

/// An amount in millions, exact to the kopeck: what the editor begins with, and what a range is summed by.
#[derive(Clone, Copy)]
pub struct Exact(pub Locale, pub i64);

impl Display for Exact {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Exact(t, kopecks) = *self;
        write!(f, "{}", kopecks / MILLION)?;
        let mut rest = kopecks % MILLION;
        if rest == 0 {
            return Ok(());
        }
        let mut places = 8;
        while rest % 10 == 0 {
            (rest, places) = (rest / 10, places - 1);
        }
        f.write_char(point(t))?;
        write!(f, "{rest:0places$}")
    }
}

fn point(t: Locale) -> char {
    match t {
        Locale::Ru => ',',
        Locale::En => '.',
    }
}

/// Whether the editor must begin with something else than what is shown.
pub fn is_shortened(kopecks: i64) -> bool {
    match kopecks {
        ..0 => false,
        SMALL..GROUPED => kopecks % TENTH != 0 || kopecks % MILLION == 0,
        _ => Millions(Locale::Ru, kopecks).to_string() != Exact(Locale::Ru, kopecks).to_string(),
    }
}

/// The date of application, no more exact than it is known; nothing for an empty one.
pub struct Date<'r>(pub Locale, pub &'r Row);

impl Display for Date<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Date(t, row) = *self;
        let date = row.application_date;
        if date <= NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default() {
            return Ok(());
        }
        let precision = precision(&row.application_date_precision);
        match (t, precision) {
            (Locale::Ru, Precision::Day) => {
                write!(
                    f,
                    "{:02}.{:02}.{:04}",
                    date.day(),
                    date.month(),
                    date.year()
                )
            }
            _ => f.write_str(&formats::date(t, date, precision)),
        }
    }
}

fn precision(word: &str) -> Precision {
    match word {
        "month" => Precision::Month,
        "quarter" => Precision::Quarter,
        "year" => Precision::Year,
        _ => Precision::Day,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::views::exact_millions;

    #[test]
    fn an_amount_is_written_as_everywhere_else() {
        let edges = [
            0,
            1,
            99,
            4_999_999,
            5_000_000,
            5_000_001,
            9_999_999,
            10_000_000,
            4_850_000_000,
            99_994_999_999,
            99_995_000_000,
            99_999_999_999,
            100_000_000_000,
            841_255_000_000,
            1_234_567_890,
        ];
        let many = (0..2000).map(|n: i64| n * n * 7_919_777 % 200_000_000_000);
        for kopecks in edges.into_iter().chain(many) {
            for t in Locale::ALL {
                let (shown, exact) = (formats::millions(t, kopecks), exact_millions(t, kopecks));
                assert_eq!(Millions(t, kopecks).to_string(), shown);
                assert_eq!(Exact(t, kopecks).to_string(), exact);
                assert_eq!(is_shortened(kopecks), shown != exact, "{kopecks}");
            }
        }
    }

    #[test]
    fn an_empty_amount_shows_nothing() {
        assert_eq!(Millions(Locale::Ru, -1).to_string(), "");
        assert!(!is_shortened(-1));
    }
}
