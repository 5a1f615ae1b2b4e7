//! The time that an overview is of, and the one before that it is compared with. Pure.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::web::Fields;

/// How a period was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    Month,
    Quarter,
    Year,
    Own,
}

impl Preset {
    pub const ALL: [Preset; 3] = [Preset::Month, Preset::Quarter, Preset::Year];

    pub fn word(self) -> &'static str {
        match self {
            Preset::Month => "month",
            Preset::Quarter => "quarter",
            Preset::Year => "year",
            Preset::Own => "own",
        }
    }

    /// Key of its name.
    pub fn label(self) -> &'static str {
        match self {
            Preset::Month => "overview-month",
            Preset::Quarter => "overview-quarter",
            Preset::Year => "overview-year",
            Preset::Own => "overview-own",
        }
    }

    fn months(self) -> Option<u32> {
        match self {
            Preset::Month => Some(1),
            Preset::Quarter => Some(3),
            Preset::Year => Some(12),
            Preset::Own => None,
        }
    }
}

/// Both days belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub preset: Preset,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// The first day of the quarter of this day.
pub fn quarter_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1)
        .and_then(|d| d.with_month0(day.month0() / 3 * 3))
        .unwrap_or(day)
}

impl Period {
    /// The one of the address; this year up to today where it names none.
    pub fn of(fields: &Fields, today: NaiveDate) -> Period {
        let given = |name: &str| fields.get(name).parse::<NaiveDate>().ok();
        if let (Some(from), Some(to)) = (given("from"), given("to"))
            && from <= to
            && (1900..2200).contains(&from.year())
            && to.year() < 2200
        {
            return Period {
                preset: Preset::Own,
                from,
                to,
            };
        }
        let preset = Preset::ALL
            .into_iter()
            .find(|p| p.word() == fields.get("period"))
            .unwrap_or(Preset::Year);
        let first = today.with_day(1).unwrap_or(today);
        let from = match preset {
            Preset::Month => first,
            Preset::Quarter => quarter_of(today),
            _ => first.with_month0(0).unwrap_or(first),
        };
        Period {
            preset,
            from,
            to: today,
        }
    }

    /// Whether the address leaves it open.
    pub fn is_open(fields: &Fields) -> bool {
        ["period", "from", "to"]
            .iter()
            .all(|name| fields.get(name).is_empty())
    }

    /// The year of this day, whole.
    pub fn year_of(day: NaiveDate) -> Option<Period> {
        Some(Period {
            preset: Preset::Own,
            from: NaiveDate::from_ymd_opt(day.year(), 1, 1)?,
            to: NaiveDate::from_ymd_opt(day.year(), 12, 31)?,
        })
    }

    /// As many months or days before, up to the same day: a year begun is not compared with a whole one.
    pub fn before(&self) -> Period {
        let days = (self.to - self.from).num_days().unsigned_abs() + 1;
        let earlier = |day: NaiveDate| match self.preset.months() {
            Some(n) => day.checked_sub_months(Months::new(n)),
            None => day.checked_sub_days(Days::new(days)),
        };
        Period {
            preset: Preset::Own,
            from: earlier(self.from).unwrap_or(self.from),
            to: earlier(self.to).unwrap_or(self.to),
        }
    }

    /// The last eight quarters up to its end.
    pub fn quarters(&self) -> Vec<(NaiveDate, NaiveDate)> {
        let last = quarter_of(self.to);
        (0..8)
            .rev()
            .filter_map(|n| {
                let from = last.checked_sub_months(Months::new(3 * n))?;
                let to = from.checked_add_months(Months::new(3))?.pred_opt()?;
                Some((from, to.min(self.to)))
            })
            .collect()
    }
}

/// How much more than before, in whole per cent; none where there was nothing.
pub fn growth(now: i64, before: i64) -> Option<i64> {
    (before > 0).then(|| ((i128::from(now) - i128::from(before)) * 100 / i128::from(before)) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn of(pairs: &[(&str, &str)]) -> Period {
        let pairs = pairs.iter().map(|(n, v)| ((*n).into(), (*v).into()));
        Period::of(&Fields::from_pairs(pairs.collect()), day("2026-11-25"))
    }

    #[test]
    fn a_period_begun_is_compared_with_the_same_part_of_the_one_before() {
        for (period, from, before) in [
            ("month", "2026-11-01", ("2026-10-01", "2026-10-25")),
            ("quarter", "2026-10-01", ("2026-07-01", "2026-08-25")),
            ("year", "2026-01-01", ("2025-01-01", "2025-11-25")),
        ] {
            let period = of(&[("period", period)]);
            assert_eq!((period.from, period.to), (day(from), day("2026-11-25")));
            let earlier = period.before();
            assert_eq!((earlier.from, earlier.to), (day(before.0), day(before.1)));
        }
        let own = of(&[("from", "2026-03-01"), ("to", "2026-03-10")]).before();
        assert_eq!((own.from, own.to), (day("2026-02-19"), day("2026-02-28")));
        let broken = of(&[("from", "2026-03-10"), ("to", "2026-03-01")]);
        assert_eq!(broken.preset, Preset::Year);
    }

    #[test]
    fn eight_quarters_end_with_the_present_one() {
        let quarters = of(&[]).quarters();
        assert_eq!(quarters.len(), 8);
        assert_eq!(quarters[0], (day("2025-01-01"), day("2025-03-31")));
        assert_eq!(quarters[7], (day("2026-10-01"), day("2026-11-25")));
    }

    #[test]
    fn growth_is_of_what_there_was() {
        for (now, before, percent) in [(118, 100, Some(18)), (50, 100, Some(-50)), (5, 0, None)] {
            assert_eq!(growth(now, before), percent);
        }
    }
}
