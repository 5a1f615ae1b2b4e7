//! Counting in working days. Pure: an event's own day does not count, and nothing is guessed of a year that
//! nobody has loaded but Monday to Friday.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// How far a count goes back; a norm is at most 2000 working days.
const LONGEST_SEARCH_DAYS: u32 = 4000;

/// What differs in a year from Monday to Friday.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Year {
    /// Weekdays that are off.
    pub days_off: BTreeSet<NaiveDate>,
    /// Days of weekends that are worked.
    pub working_days: BTreeSet<NaiveDate>,
}

/// The years that were loaded.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    pub years: BTreeMap<i32, Year>,
}

fn is_weekday(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Mondays to Fridays after `from` up to `to`.
fn weekdays(from: NaiveDate, to: NaiveDate) -> i64 {
    let days = (to - from).num_days();
    let rest = (1..=days % 7)
        .filter_map(|n| from.checked_add_days(Days::new(n as u64)))
        .filter(|day| is_weekday(*day))
        .count();
    days / 7 * 5 + rest as i64
}

impl Calendar {
    pub fn is_working(&self, day: NaiveDate) -> bool {
        match self.years.get(&day.year()) {
            Some(year) if is_weekday(day) => !year.days_off.contains(&day),
            Some(year) => year.working_days.contains(&day),
            None => is_weekday(day),
        }
    }

    /// Working days after `from` up to `to`: none on the same day, and none backwards.
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        if to <= from {
            return 0;
        }
        let within = |days: &BTreeSet<NaiveDate>| {
            use std::ops::Bound::{Excluded, Included};
            let range = days.range((Excluded(from), Included(to)));
            (
                range.clone().filter(|d| is_weekday(**d)).count() as i64,
                range.filter(|d| !is_weekday(**d)).count() as i64,
            )
        };
        let mut days = weekdays(from, to);
        for year in self.years.range(from.year()..=to.year()).map(|(_, y)| y) {
            days += within(&year.working_days).1 - within(&year.days_off).0;
        }
        days
    }

    /// The day on which so many working days have passed since `day`.
    pub fn after(&self, day: NaiveDate, working_days: i64) -> NaiveDate {
        let (mut at, mut left) = (day, working_days);
        while left > 0 {
            let Some(next) = at.succ_opt() else { return at };
            at = next;
            left -= i64::from(self.is_working(at));
        }
        at
    }

    /// The last day on which something may have begun that is older today than so many working days.
    pub fn older_than(&self, today: NaiveDate, working_days: i64) -> NaiveDate {
        let (mut at, mut passed) = (today, 0);
        for _ in 0..LONGEST_SEARCH_DAYS {
            passed += i64::from(self.is_working(at));
            let Some(before) = at.pred_opt() else { break };
            at = before;
            if passed > working_days {
                break;
            }
        }
        at
    }

    /// Years of this span that nobody has loaded.
    pub fn missing(&self, from: i32, to: i32) -> Vec<i32> {
        (from..=to)
            .filter(|y| !self.years.contains_key(y))
            .collect()
    }
}

/// The calendar with the norm of each state, by its word.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    pub calendar: Calendar,
    pub norms: BTreeMap<String, i64>,
}

impl Terms {
    pub fn norm(&self, state: &str) -> Option<i64> {
        self.norms.get(state).copied()
    }

    /// Working days in the state, and whether that is more than its norm.
    pub fn stay(&self, state: &str, since: NaiveDate, today: NaiveDate) -> (i64, bool) {
        let days = self.calendar.between(since, today);
        (days, self.norm(state).is_some_and(|norm| days > norm))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn days(texts: &[&str]) -> BTreeSet<NaiveDate> {
        texts.iter().map(|t| day(t)).collect()
    }

    /// The year 2024 with a worked Saturday and holidays of May.
    fn calendar() -> Calendar {
        let year = Year {
            days_off: days(&[
                "2024-04-29",
                "2024-04-30",
                "2024-05-01",
                "2024-05-09",
                "2024-05-10",
            ]),
            working_days: days(&["2024-04-27"]),
        };
        Calendar {
            years: BTreeMap::from([(2024, year)]),
        }
    }

    #[derive(serde::Deserialize)]
    struct Demo {
        calendar: Vec<DemoYear>,
    }

    #[derive(serde::Deserialize)]
    struct DemoYear {
        year: i32,
        days_off: BTreeSet<NaiveDate>,
        working_days: BTreeSet<NaiveDate>,
    }

    /// Working days of each month by the production calendar for a week of 40 hours: Labour Code article 112 and the
    /// Government's decrees 1314 of 10.08.2023, 1335 of 04.10.2024, 1466 of 24.09.2025. A year whose decree is
    /// not there yet is not in the demo: it would be a guess.
    #[test]
    fn the_years_of_the_demo_are_those_of_the_production_calendar() {
        let demo: Demo = serde_json::from_str(include_str!("../../demo/agency.json"))
            .expect("the demo can be read");
        let official = [
            (2024, [17, 20, 20, 21, 20, 19, 23, 22, 21, 23, 21, 21], 248),
            (2025, [17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22], 247),
            (2026, [15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22], 247),
        ];
        assert_eq!(demo.calendar.len(), official.len());
        for (given, (year, months, whole)) in demo.calendar.into_iter().zip(official) {
            assert_eq!(given.year, year);
            let loaded = Year {
                days_off: given.days_off,
                working_days: given.working_days,
            };
            let c = Calendar {
                years: BTreeMap::from([(year, loaded)]),
            };
            let last_before = |month: u32| {
                let (y, m) = (year + (month as i32 - 1) / 12, (month - 1) % 12 + 1);
                let first = NaiveDate::from_ymd_opt(y, m, 1).expect("a day");
                first.pred_opt().expect("a day before")
            };
            let counted: Vec<i64> = (1..=12)
                .map(|m| c.between(last_before(m), last_before(m + 1)))
                .collect();
            assert_eq!(counted, months, "{year}");
            assert_eq!(counted.iter().sum::<i64>(), whole, "{year}");
        }
    }

    #[test]
    fn holidays_do_not_count_and_a_worked_saturday_does() {
        let c = calendar();
        for (from, to, expected) in [
            ("2024-04-26", "2024-04-26", 0),
            ("2024-04-26", "2024-04-27", 1),
            ("2024-04-26", "2024-05-02", 2),
            ("2024-05-08", "2024-05-13", 1),
            ("2024-05-13", "2024-05-08", 0),
        ] {
            assert_eq!(c.between(day(from), day(to)), expected, "{from} {to}");
        }
        assert_eq!(c.after(day("2024-04-26"), 2), day("2024-05-02"));
    }

    proptest! {
        #[test]
        fn counting_by_weeks_is_counting_day_by_day(start in 0_u64..900, length in 0_u64..900) {
            let c = calendar();
            let from = day("2023-03-01") + Days::new(start);
            let to = from + Days::new(length);
            let one_by_one = (1..=length).filter(|n| c.is_working(from + Days::new(*n))).count();
            prop_assert_eq!(c.between(from, to), one_by_one as i64);
        }

        #[test]
        fn what_is_older_than_a_norm_is_late_and_the_next_day_is_not(ago in 0_u64..500, norm in 1_i64..60) {
            let c = calendar();
            let today = day("2024-02-01") + Days::new(ago);
            let last = c.older_than(today, norm);
            prop_assert!(c.between(last, today) > norm);
            prop_assert!(c.between(last + Days::new(1), today) <= norm);
        }
    }
}
