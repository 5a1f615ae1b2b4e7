//! Dates and periods as people write them, with the precision that they really have. Excel's serial numbers
//! in both date systems (1900 with its false 29 February, 1904).

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::text::{fold, is_letter, is_space};

/// How exactly a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    Day,
    Month,
    Quarter,
    Year,
}

/// A date or the first day of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PartialDate {
    pub date: NaiveDate,
    pub precision: Precision,
}

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    #[error("nothing there")]
    Empty,
    #[error("no date")]
    NotADate,
    /// 31.02.2023, 12.13.2022.
    #[error("no such day")]
    Impossible,
    /// 0021, 2222: a slip in the year.
    #[error("senseless year")]
    BadYear,
    /// "2024-2027": a span of years.
    #[error("span")]
    Span,
}

/// Years that a register of present projects can mean.
const YEARS: std::ops::RangeInclusive<i32> = 1950..=2100;

impl PartialDate {
    /// A day.
    pub fn day(date: NaiveDate) -> PartialDate {
        PartialDate {
            date,
            precision: Precision::Day,
        }
    }

    /// ISO text cut to the precision: "2021-03-12", "2021-03", "2021-Q2", "2021".
    pub fn to_iso(self) -> String {
        match self.precision {
            Precision::Day => self.date.format("%Y-%m-%d").to_string(),
            Precision::Month => self.date.format("%Y-%m").to_string(),
            Precision::Quarter => format!("{}-Q{}", self.date.year(), self.date.month0() / 3 + 1),
            Precision::Year => self.date.year().to_string(),
        }
    }

    /// The date that [`PartialDate::to_iso`] wrote.
    pub fn from_iso(text: &str) -> Option<PartialDate> {
        let (year, rest) = text.split_once('-').unwrap_or((text, ""));
        let year = year.parse().ok()?;
        let (month, day, precision) = match rest.split_once('-') {
            Some((month, day)) => (month.parse().ok()?, day.parse().ok()?, Precision::Day),
            None if rest.is_empty() => (1, 1, Precision::Year),
            None => match rest.strip_prefix('Q') {
                Some(quarter) => {
                    let before = quarter.parse::<u32>().ok()?.checked_sub(1)?;
                    (before * 3 + 1, 1, Precision::Quarter)
                }
                None => (rest.parse().ok()?, 1, Precision::Month),
            },
        };
        Some(PartialDate {
            date: NaiveDate::from_ymd_opt(year, month, day)?,
            precision,
        })
    }
}

/// True for a year that makes sense in a register.
pub fn year_is_sensible(year: i32) -> bool {
    YEARS.contains(&year)
}

/// The day of an Excel serial number. In the 1900 system the false 29.02.1900 (60) and anything outside
/// the years 1900 to 9999 is None.
pub fn from_serial(serial: f64, date1904: bool) -> Option<NaiveDate> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let days = serial.floor() as u64;
    let base = if date1904 {
        NaiveDate::from_ymd_opt(1904, 1, 1)?
    } else {
        match days {
            0 | 60 => return None,
            1..=59 => NaiveDate::from_ymd_opt(1899, 12, 31)?,
            _ => NaiveDate::from_ymd_opt(1899, 12, 30)?,
        }
    };
    base.checked_add_days(Days::new(days))
}

/// Reads "12.03.2021", "12.03.21", "2021-03-12", "12 марта 2021 г.", "от 12.03.2021", "март 2021",
/// "03.2021", "II кв. 2020", "2025 г.". A time after the day is dropped.
pub fn read_date(raw: &str) -> Result<PartialDate, DateError> {
    let text = fold(raw);
    let text = text.trim_matches(|c: char| is_space(c) || matches!(c, ';' | ',' | '.'));
    if text.is_empty() || text.chars().all(|c| matches!(c, '-' | '–' | '—')) {
        return Err(DateError::Empty);
    }
    let text = text
        .strip_prefix("от ")
        .or_else(|| text.strip_prefix("с "))
        .unwrap_or(text);
    let text = strip_year_word(text);
    let parts = parts_of(text).ok_or(DateError::NotADate)?;
    from_parts(&parts)
}

/// Drops "г", "г.", "год", "года", "гг" after the year.
fn strip_year_word(text: &str) -> &str {
    for end in ["года", "год", "гг.", "гг", "г.", "г", "y"] {
        if let Some(rest) = text.strip_suffix(end) {
            let rest = rest.trim_end_matches(is_space);
            if rest.ends_with(|c: char| c.is_ascii_digit()) {
                return rest;
            }
        }
    }
    text
}

#[derive(Debug, PartialEq, Eq)]
enum Part {
    Number(u32, usize),
    Month(u32),
    Quarter(u32),
    QuarterWord,
    Dash,
}

/// The numbers and words of a date; None where a word is no part of one. Time of day is dropped.
fn parts_of(text: &str) -> Option<Vec<Part>> {
    let text = match text.find(|c: char| c == 't' || is_space(c)) {
        Some(at) if text[at + 1..].contains(':') && text[..at].len() >= 8 => &text[..at],
        _ => text,
    };
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c.is_ascii_digit() {
            let end = rest
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(rest.len());
            parts.push(Part::Number(rest[..end].parse().ok()?, end));
            rest = &rest[end..];
        } else if is_letter(c) {
            let end = rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len());
            parts.push(word_part(&rest[..end])?);
            rest = &rest[end..];
        } else {
            if !(is_space(c) || matches!(c, '.' | '/' | ',' | '-' | '–' | '—' | '"' | '«' | '»'))
            {
                return None;
            }
            if matches!(c, '-' | '–' | '—') {
                parts.push(Part::Dash);
            }
            rest = &rest[c.len_utf8()..];
        }
        if parts.len() > 7 {
            return None;
        }
    }
    Some(parts)
}

fn word_part(word: &str) -> Option<Part> {
    const MONTHS: [&[&str]; 12] = [
        &["янв", "jan"],
        &["фев", "feb"],
        &["мар", "mar"],
        &["апр", "apr"],
        &["мая", "май", "may", "мае"],
        &["июн", "jun"],
        &["июл", "jul"],
        &["авг", "aug"],
        &["сен", "sep"],
        &["окт", "oct"],
        &["ноя", "nov"],
        &["дек", "dec"],
    ];
    let roman = match word {
        "i" | "і" => Some(1),
        "ii" => Some(2),
        "iii" => Some(3),
        "iv" => Some(4),
        _ => None,
    };
    if let Some(n) = roman {
        return Some(Part::Quarter(n));
    }
    if word.starts_with("кв") || word == "q" {
        return Some(Part::QuarterWord);
    }
    let month = MONTHS
        .iter()
        .position(|names| names.iter().any(|n| word.starts_with(n)))?;
    (word.chars().count() <= 9).then_some(Part::Month(month as u32 + 1))
}

fn from_parts(parts: &[Part]) -> Result<PartialDate, DateError> {
    let dashes = parts.iter().filter(|p| **p == Part::Dash).count();
    let solid: Vec<&Part> = parts.iter().filter(|p| **p != Part::Dash).collect();
    match solid.as_slice() {
        [
            Part::Number(y, 4),
            Part::Number(m, 1..=2),
            Part::Number(d, 1..=2),
        ] => day(*y, 4, *m, *d),
        [
            Part::Number(d, 1..=2),
            Part::Number(m, 1..=2),
            Part::Number(y, n @ (2 | 4)),
        ] => day(*y, *n, *m, *d),
        [
            Part::Number(d, 1..=2),
            Part::Month(m),
            Part::Number(y, n @ (2 | 4)),
        ]
        | [
            Part::Month(m),
            Part::Number(d, 1..=2),
            Part::Number(y, n @ (2 | 4)),
        ] => day(*y, *n, *m, *d),
        [Part::Month(m), Part::Number(y, n @ (2 | 4))] => period(*y, *n, *m, Precision::Month),
        [Part::Number(m, 1..=2), Part::Number(y, 4)] => month(*y, *m),
        [Part::Number(y, 4), Part::Number(m, 1..=2)] => month(*y, *m),
        [
            Part::Quarter(q),
            Part::QuarterWord,
            Part::Number(y, n @ (2 | 4)),
        ]
        | [
            Part::QuarterWord,
            Part::Quarter(q),
            Part::Number(y, n @ (2 | 4)),
        ] => quarter(*y, *n, *q),
        [
            Part::Number(q, 1),
            Part::QuarterWord,
            Part::Number(y, n @ (2 | 4)),
        ]
        | [
            Part::QuarterWord,
            Part::Number(q, 1),
            Part::Number(y, n @ (2 | 4)),
        ] => quarter(*y, *n, *q),
        [Part::Number(_, 4), Part::Number(_, 4)] if dashes > 0 => Err(DateError::Span),
        [Part::Number(y, 4)] => period(*y, 4, 1, Precision::Year),
        _ => Err(DateError::NotADate),
    }
}

fn full_year(year: u32, digits: usize) -> i32 {
    match (digits, year) {
        (2, 70..) => 1900 + year as i32,
        (2, _) => 2000 + year as i32,
        _ => year as i32,
    }
}

fn day(y: u32, digits: usize, m: u32, d: u32) -> Result<PartialDate, DateError> {
    let year = full_year(y, digits);
    let date = NaiveDate::from_ymd_opt(year, m, d).ok_or(DateError::Impossible)?;
    if year_is_sensible(year) {
        Ok(PartialDate::day(date))
    } else {
        Err(DateError::BadYear)
    }
}

fn month(y: u32, m: u32) -> Result<PartialDate, DateError> {
    if (1..=12).contains(&m) {
        period(y, 4, m, Precision::Month)
    } else {
        Err(DateError::Impossible)
    }
}

fn quarter(y: u32, digits: usize, q: u32) -> Result<PartialDate, DateError> {
    if (1..=4).contains(&q) {
        period(y, digits, q * 3 - 2, Precision::Quarter)
    } else {
        Err(DateError::Impossible)
    }
}

fn period(y: u32, digits: usize, m: u32, precision: Precision) -> Result<PartialDate, DateError> {
    let year = full_year(y, digits);
    if !year_is_sensible(year) {
        return Err(DateError::BadYear);
    }
    let date = NaiveDate::from_ymd_opt(year, m, 1).ok_or(DateError::Impossible)?;
    Ok(PartialDate { date, precision })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_days_and_periods() {
        for (raw, iso) in [
            ("12.03.2021", "2021-03-12"),
            ("12.03.21", "2021-03-12"),
            ("2021-03-12", "2021-03-12"),
            ("12.03.2021г", "2021-03-12"),
            ("12.03.2021 г.", "2021-03-12"),
            ("от 12.03.2021", "2021-03-12"),
            ("12 марта 2021 г.", "2021-03-12"),
            ("12 мая 2021 года", "2021-05-12"),
            ("12/03/2021", "2021-03-12"),
            ("12-03-2021", "2021-03-12"),
            ("2021-03-12T10:20:00", "2021-03-12"),
            ("12.03.2021 10:20", "2021-03-12"),
            ("март 2021", "2021-03"),
            ("03.2021", "2021-03"),
            ("II кв. 2020", "2020-Q2"),
            ("2 квартал 2020 г.", "2020-Q2"),
            ("IV кв. 2025", "2025-Q4"),
            ("2025", "2025"),
            ("2025 г.", "2025"),
            ("Mar 12, 2021", "2021-03-12"),
            ("1 декабря 2020", "2020-12-01"),
            (" 10.11.2020 ", "2020-11-10"),
        ] {
            assert_eq!(
                read_date(raw).map(PartialDate::to_iso),
                Ok(iso.to_owned()),
                "{raw}"
            );
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        use DateError::*;
        for (raw, error) in [
            ("", Empty),
            ("-", Empty),
            ("31.02.2023", Impossible),
            ("12.13.2022", Impossible),
            ("00.03.2022", Impossible),
            ("21.04.0020", BadYear),
            ("30.05.2222", BadYear),
            ("бессрочно", NotADate),
            ("2024-2027 гг.", Span),
            ("12 мая", NotADate),
            ("65:08:0064181:63", NotADate),
            ("12345", NotADate),
        ] {
            assert_eq!(read_date(raw), Err(error), "{raw}");
        }
    }

    #[test]
    fn serials_of_both_systems() {
        let d = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
        assert_eq!(from_serial(1.0, false), d(1900, 1, 1));
        assert_eq!(from_serial(59.0, false), d(1900, 2, 28));
        assert_eq!(from_serial(60.0, false), None);
        assert_eq!(from_serial(61.0, false), d(1900, 3, 1));
        assert_eq!(from_serial(44206.75, false), d(2021, 1, 10));
        assert_eq!(from_serial(0.0, true), d(1904, 1, 1));
        assert_eq!(from_serial(42744.0, true), d(2021, 1, 10));
        assert_eq!(from_serial(-1.0, false), None);
        assert_eq!(from_serial(f64::NAN, false), None);
    }

    proptest! {
        #[test]
        fn russian_text_round_trips(days in 0i64..40_000) {
            let date = NaiveDate::from_ymd_opt(1960, 1, 1).unwrap() + chrono::Duration::days(days);
            let text = date.format("%d.%m.%Y").to_string();
            prop_assert_eq!(read_date(&text), Ok(PartialDate::day(date)));
            prop_assert_eq!(read_date(&date.to_string()), Ok(PartialDate::day(date)));
        }

        #[test]
        fn never_panics(s in "\\PC{0,30}", n in proptest::num::f64::ANY) {
            let _ = (read_date(&s), from_serial(n, false), from_serial(n, true));
        }
    }
}
