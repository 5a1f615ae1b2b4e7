//! What must fit together in a measure, whoever writes it: a form, a program or a file. Pure.

use chrono::NaiveDate;

use super::model::{SupportType, Unit};

/// The values that depend on each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fitting {
    pub kind: Option<SupportType>,
    pub unit: Option<Unit>,
    pub start: Option<NaiveDate>,
    pub end: Option<NaiveDate>,
}

/// What does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// The unit is none of those of the type.
    Unit,
    /// The end is before the start.
    End,
}

/// What does not fit; a unit that stands there from a file is not made worse by a change elsewhere.
pub fn misfits(before: Option<Fitting>, after: Fitting) -> Vec<Misfit> {
    let mut found = Vec::new();
    if let (Some(kind), Some(unit)) = (after.kind, after.unit)
        && !kind.units().contains(&unit)
        && before.is_none_or(|b| (b.kind, b.unit) != (after.kind, after.unit))
    {
        found.push(Misfit::Unit);
    }
    if let (Some(start), Some(end)) = (after.start, after.end)
        && end < start
    {
        found.push(Misfit::End);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_fits_the_type() {
        let units = [
            Unit::Rub,
            Unit::Pieces,
            Unit::Metres,
            Unit::SquareMetres,
            Unit::CubicMetres,
            Unit::Hectares,
        ];
        for (kind, expected) in [
            (SupportType::Finance, "y....."),
            (SupportType::Credit, "y....."),
            (SupportType::Equipment, ".y...."),
            (SupportType::Technical, ".y...."),
            (SupportType::Land, "..yyyy"),
        ] {
            let fits = |unit| {
                let after = Fitting {
                    kind: Some(kind),
                    unit: Some(unit),
                    ..Fitting::default()
                };
                misfits(None, after).is_empty()
            };
            let found: String = units
                .map(|u| if fits(u) { 'y' } else { '.' })
                .iter()
                .collect();
            assert_eq!(found, expected, "{kind:?}");
        }
    }

    #[test]
    fn what_a_file_brought_may_stay_and_an_end_is_never_before_its_start() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d);
        let from_file = Fitting {
            kind: Some(SupportType::Finance),
            unit: Some(Unit::Pieces),
            ..Fitting::default()
        };
        let dated = Fitting {
            start: day(25),
            end: day(24),
            ..from_file
        };
        assert_eq!(misfits(Some(from_file), from_file), []);
        assert_eq!(misfits(None, from_file), [Misfit::Unit]);
        assert_eq!(misfits(Some(from_file), dated), [Misfit::End]);
    }
}
