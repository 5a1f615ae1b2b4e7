//! The values of a row as the grid shows them, written straight into the page: a page holds a thousand cells, and a
//! text made for each would cost more than the query. Pure.

use std::fmt::{self, Display, Formatter};

use askama::{FastWritable, Values};
use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use crate::text::{Locale, formats};
use crate::values::dates::Precision;

const MILLION: i64 = 100_000_000;
const TENTH: i64 = MILLION / 10;
/// Below this an amount has more than one decimal, or a rounded one is zero.
const SMALL: i64 = MILLION / 20;
/// From here on thousands of millions are grouped.
const GROUPED: i64 = 1000 * MILLION;

/// A text of a few characters that needs no memory of its own.
struct Short {
    bytes: [u8; 40],
    len: usize,
}

impl Short {
    fn new() -> Short {
        Short {
            bytes: [0; 40],
            len: 0,
        }
    }

    fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.len) {
            *place = byte;
            self.len += 1;
        }
    }

    /// A number with at least so many digits.
    fn push_number(&mut self, n: i64, least: usize) {
        let mut digits = [b'0'; 20];
        let (mut rest, mut at) = (n.unsigned_abs(), digits.len());
        while rest > 0 || digits.len() - at < least {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        for digit in &digits[at..] {
            self.push(*digit);
        }
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or_default()
    }
}

/// An id as addresses have it.
pub struct Id(Short);

impl Id {
    pub fn of(id: Uuid) -> Id {
        let mut short = Short::new();
        id.as_hyphenated().encode_lower(&mut short.bytes);
        short.len = uuid::fmt::Hyphenated::LENGTH;
        Id(short)
    }
}

impl Display for Id {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.text())
    }
}

/// An amount in millions as the column shows it; nothing for an empty one.
#[derive(Clone, Copy)]
pub struct Millions(pub Locale, pub i64);

impl Millions {
    /// The common case: one decimal, no groups.
    fn short(self) -> Option<Short> {
        let Millions(t, kopecks) = self;
        let tenths = (kopecks + SMALL) / TENTH;
        if !(SMALL..GROUPED).contains(&kopecks) || tenths >= 10_000 {
            return None;
        }
        let mut short = Short::new();
        short.push_number(tenths / 10, 1);
        short.push(point(t));
        short.push_number(tenths % 10, 1);
        Some(short)
    }
}

impl Display for Millions {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.short() {
            Some(short) => f.write_str(short.text()),
            None if self.1 < 0 => Ok(()),
            None => f.write_str(&formats::millions(self.0, self.1)),
        }
    }
}

/// An amount in millions, exact to the kopeck: what the editor begins with, and what a range is summed by.
#[derive(Clone, Copy)]
pub struct Exact(pub Locale, pub i64);

impl Exact {
    fn short(self) -> Short {
        let Exact(t, kopecks) = self;
        let mut short = Short::new();
        short.push_number(kopecks / MILLION, 1);
        let mut rest = kopecks % MILLION;
        if rest > 0 {
            let mut places = 8;
            while rest % 10 == 0 {
                (rest, places) = (rest / 10, places - 1);
            }
            short.push(point(t));
            short.push_number(rest, places);
        }
        short
    }
}

impl Display for Exact {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.short().text())
    }
}

// Past the machinery of format strings, which costs more than the text.
macro_rules! written_at_once {
    ($($type:ty),+) => {$(
        impl FastWritable for $type {
            fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn Values) -> askama::Result<()> {
                Ok(self.write(dest)?)
            }
        }
    )+};
}
written_at_once!(Id, Millions, Exact, Whole, Date<'_>);

impl Id {
    fn write(&self, dest: &mut dyn fmt::Write) -> fmt::Result {
        dest.write_str(self.0.text())
    }
}

impl Millions {
    fn write(self, dest: &mut dyn fmt::Write) -> fmt::Result {
        match self.short() {
            Some(short) => dest.write_str(short.text()),
            None => write!(dest, "{self}"),
        }
    }
}

impl Exact {
    fn write(self, dest: &mut dyn fmt::Write) -> fmt::Result {
        dest.write_str(self.short().text())
    }
}

fn point(t: Locale) -> u8 {
    match t {
        Locale::Ru => b',',
        Locale::En => b'.',
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

/// A whole number, grouped.
pub struct Whole(pub Locale, pub i64);

impl Whole {
    fn write(&self, dest: &mut dyn fmt::Write) -> fmt::Result {
        if !(0..1000).contains(&self.1) {
            return dest.write_str(&formats::whole(self.0, self.1));
        }
        let mut short = Short::new();
        short.push_number(self.1, 1);
        dest.write_str(short.text())
    }
}

impl Display for Whole {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.write(f)
    }
}

/// A date, no more exact than it is known; nothing for an empty one.
pub struct Date<'r>(pub Locale, pub Option<NaiveDate>, pub &'r str);

impl Date<'_> {
    fn write(&self, dest: &mut dyn fmt::Write) -> fmt::Result {
        let Date(t, Some(date), precision) = *self else {
            return Ok(());
        };
        let precision = exactness(precision);
        if t != Locale::Ru || precision != Precision::Day {
            return dest.write_str(&formats::date(t, date, precision));
        }
        let mut short = Short::new();
        short.push_number(date.day().into(), 2);
        short.push(b'.');
        short.push_number(date.month().into(), 2);
        short.push(b'.');
        short.push_number(date.year().into(), 4);
        dest.write_str(short.text())
    }
}

impl Display for Date<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.write(f)
    }
}

fn exactness(word: &str) -> Precision {
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
    fn a_whole_number_is_grouped_as_everywhere_else() {
        for n in [0, 7, 999, 1000, 1_000_000] {
            for t in Locale::ALL {
                assert_eq!(Whole(t, n).to_string(), formats::whole(t, n));
            }
        }
    }

    #[test]
    fn an_empty_amount_shows_nothing() {
        assert_eq!(Millions(Locale::Ru, -1).to_string(), "");
        assert!(!is_shortened(-1));
    }
}
