//! Days by words that move with the calendar: "this month", "the last 30 days". Pure.

use chrono::{Datelike, Days, Months, NaiveDate};

/// Words of periods in the order in which they are offered, with the key of what people read.
pub const PERIODS: [(&str, &str); 16] = [
    ("today", "period-today"),
    ("yesterday", "period-yesterday"),
    ("this_week", "period-this-week"),
    ("last_week", "period-last-week"),
    ("this_month", "period-this-month"),
    ("last_month", "period-last-month"),
    ("this_quarter", "period-this-quarter"),
    ("last_quarter", "period-last-quarter"),
    ("this_year", "period-this-year"),
    ("last_year", "period-last-year"),
    ("last_7_days", "period-last-7-days"),
    ("last_30_days", "period-last-30-days"),
    ("last_90_days", "period-last-90-days"),
    ("next_30_days", "period-next-30-days"),
    ("before_30_days", "period-before-30-days"),
    ("before_365_days", "period-before-365-days"),
];

/// First and last day; an end that is open is none.
pub type Span = (Option<NaiveDate>, Option<NaiveDate>);

/// The days that the word means today; none for a word that means nothing.
pub fn span(word: &str, today: NaiveDate) -> Option<Span> {
    let day = |n: u64| today.checked_sub_days(Days::new(n));
    let week = day(today.weekday().num_days_from_monday().into())?;
    let month = today.with_day(1)?;
    let quarter = month.checked_sub_months(Months::new(month.month0() % 3))?;
    let year = month.with_month(1)?;
    let of = |first: NaiveDate, months: u32| {
        let next = first.checked_add_months(Months::new(months))?;
        Some((Some(first), next.pred_opt()))
    };
    let back =
        |first: NaiveDate, months: u32| of(first.checked_sub_months(Months::new(months))?, months);
    let seven = |first: NaiveDate| (Some(first), first.checked_add_days(Days::new(6)));
    match word {
        "today" => Some((Some(today), Some(today))),
        "yesterday" => Some((day(1), day(1))),
        "this_week" => Some(seven(week)),
        "last_week" => Some(seven(week.checked_sub_days(Days::new(7))?)),
        "this_month" => of(month, 1),
        "last_month" => back(month, 1),
        "this_quarter" => of(quarter, 3),
        "last_quarter" => back(quarter, 3),
        "this_year" => of(year, 12),
        "last_year" => back(year, 12),
        "last_7_days" => Some((day(6), Some(today))),
        "last_30_days" => Some((day(29), Some(today))),
        "last_90_days" => Some((day(89), Some(today))),
        "next_30_days" => Some((Some(today), today.checked_add_days(Days::new(29)))),
        "before_30_days" => Some((None, day(30))),
        "before_365_days" => Some((None, day(365))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(word: &str, today: &str) -> String {
        let today = today.parse().expect("a date");
        let (from, to) = span(word, today).expect("a period");
        let text = |d: Option<NaiveDate>| d.map_or_else(|| "…".to_owned(), |d| d.to_string());
        format!("{}..{}", text(from), text(to))
    }

    #[test]
    fn a_word_moves_with_the_calendar() {
        for (word, today, expected) in [
            ("today", "2026-11-25", "2026-11-25..2026-11-25"),
            ("yesterday", "2026-03-01", "2026-02-28..2026-02-28"),
            ("this_week", "2026-11-25", "2026-11-23..2026-11-29"),
            ("last_week", "2026-11-23", "2026-11-16..2026-11-22"),
            ("this_month", "2028-02-29", "2028-02-01..2028-02-29"),
            ("last_month", "2026-01-31", "2025-12-01..2025-12-31"),
            ("this_quarter", "2026-11-25", "2026-10-01..2026-12-31"),
            ("last_quarter", "2026-02-10", "2025-10-01..2025-12-31"),
            ("this_year", "2026-11-25", "2026-01-01..2026-12-31"),
            ("last_year", "2026-11-25", "2025-01-01..2025-12-31"),
            ("last_7_days", "2026-11-25", "2026-11-19..2026-11-25"),
            ("last_30_days", "2026-11-25", "2026-10-27..2026-11-25"),
            ("next_30_days", "2026-11-25", "2026-11-25..2026-12-24"),
            ("before_30_days", "2026-11-25", "…..2026-10-26"),
        ] {
            assert_eq!(shown(word, today), expected, "{word} on {today}");
        }
    }

    #[test]
    fn every_period_that_is_offered_means_something() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 25).expect("a date");
        for (word, _) in PERIODS {
            assert!(span(word, today).is_some(), "{word}");
        }
        assert_eq!(span("someday", today), None);
    }
}
