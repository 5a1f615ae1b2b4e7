//! Reads one cell as the value of its field. What cannot be read leaves the field empty, keeps the text as a
//! note and becomes a problem; nothing is guessed.

use super::identity::is_nothing;
use super::joiner::{Context, Joiner, note};
use crate::imports::draft::{CellRef, Field, NoteDraft, NoteKind, ProblemKind, Text};
use crate::imports::reading::Value;
use crate::imports::understanding::grid::{is_empty, shown};
use crate::values::dates::{
    DateError, PartialDate, Precision, from_serial, read_date, year_is_sensible,
};
use crate::values::money::{MoneyError, MoneyUnit, kopecks_of, read_money};
use crate::values::numbers::{NumberError, read_whole};

/// A cell that is being read into a field.
#[derive(Clone, Copy)]
pub struct Cell<'v> {
    pub at: CellRef,
    pub field: Field,
    pub value: Value<'v>,
}

impl Joiner<'_> {
    /// Notes that the value of a cell stays unread.
    pub fn unread(&mut self, kind: ProblemKind, cell: Cell<'_>, notes: &mut Vec<NoteDraft>) {
        let raw = self.raw_of(cell.value);
        self.problem(kind, cell.at, Some(cell.field), raw);
        if !matches!(cell.value, Value::Error(_)) {
            notes.push(note(NoteKind::Unread, cell.at, Some(cell.field), raw));
        }
    }

    /// Kopecks of a money cell.
    pub fn money(
        &mut self,
        context: &Context<'_>,
        cell: Cell<'_>,
        notes: &mut Vec<NoteDraft>,
    ) -> Option<i64> {
        let unit = context.unit(cell.at.col);
        let read = match cell.value {
            v if is_empty(v) => return None,
            Value::Number(n) => self.money_number(context, cell, n, unit),
            Value::Text(_, t) => match read_money(t, unit) {
                Ok(m) => Ok(m.kopecks),
                Err(MoneyError::Empty) => return None,
                Err(MoneyError::Ambiguous {
                    as_decimal,
                    as_thousands,
                }) => Ok(match decimals_in_column(context, cell.at.col) {
                    Some(true) => as_decimal,
                    Some(false) => as_thousands,
                    None => self.ambiguous(cell, as_thousands),
                }),
                Err(e) => Err(problem_of_money(e)),
            },
            Value::Error(_) => return None,
            _ => Err(ProblemKind::AmountNotNumber),
        };
        match read {
            Ok(kopecks) if kopecks < 0 => {
                self.unread(ProblemKind::AmountNegative, cell, notes);
                None
            }
            Ok(kopecks) => Some(kopecks),
            Err(kind) => {
                self.unread(kind, cell, notes);
                None
            }
        }
    }

    /// A number in a column of thousands or millions that is a thousand times its neighbours was typed in
    /// roubles.
    fn money_number(
        &mut self,
        context: &Context<'_>,
        cell: Cell<'_>,
        n: f64,
        unit: MoneyUnit,
    ) -> Result<i64, ProblemKind> {
        let kopecks = kopecks_of(n, unit).ok_or(ProblemKind::AmountTooLarge)?;
        let typical = context.medians.get(&cell.at.col).copied().unwrap_or(0.0);
        let roubles = unit != MoneyUnit::Rub && typical > 0.0 && n.fract() == 0.0 && n >= 100_000.0;
        let sum = if roubles {
            self.sum_says(context, cell, n, unit)
        } else {
            None
        };
        if roubles && sum.unwrap_or(n > typical * 100.0) {
            let as_roubles = kopecks_of(n, MoneyUnit::Rub).ok_or(ProblemKind::AmountTooLarge)?;
            let raw = self.raw_of(cell.value);
            let value = self.own(&crate::values::money::to_decimal(as_roubles));
            self.problem_with(
                ProblemKind::AmountHeaderUnitMismatch,
                cell.at,
                Some(cell.field),
                raw,
                value,
            );
            return Ok(as_roubles);
        }
        Ok(kopecks)
    }

    /// Whether own and requested make the total with this one number in roubles (true) or in the unit of its
    /// column as it stands (false); None where the sum tells nothing.
    fn sum_says(
        &self,
        context: &Context<'_>,
        cell: Cell<'_>,
        n: f64,
        unit: MoneyUnit,
    ) -> Option<bool> {
        let number = |field: Field| {
            let col = context.column(field)?;
            match context
                .grid
                .workbook
                .value(usize::from(context.index), cell.at.row, col)
            {
                Value::Number(x) => Some(x),
                _ => None,
            }
        };
        let parts = [
            number(Field::Own)?,
            number(Field::Requested)?,
            number(Field::Total)?,
        ];
        let place = [Field::Own, Field::Requested, Field::Total]
            .iter()
            .position(|f| *f == cell.field)?;
        let fits =
            |parts: [f64; 3]| (parts[0] + parts[1] - parts[2]).abs() <= parts[2].abs() * 0.01;
        if fits(parts) {
            return Some(false);
        }
        let mut in_roubles = parts;
        in_roubles[place] = n / unit.roubles() as f64;
        fits(in_roubles).then_some(true)
    }

    /// "1.234" or "1,234": whole roubles of a register are thousands more often than fractions of three digits.
    fn ambiguous(&mut self, cell: Cell<'_>, as_thousands: i64) -> i64 {
        let raw = self.raw_of(cell.value);
        let value = self.own(&crate::values::money::to_decimal(as_thousands));
        self.problem_with(
            ProblemKind::AmountAmbiguous,
            cell.at,
            Some(cell.field),
            raw,
            value,
        );
        as_thousands
    }

    /// A date with at least the precision of a month; anything vaguer stays unread.
    pub fn date(&mut self, cell: Cell<'_>, notes: &mut Vec<NoteDraft>) -> Option<PartialDate> {
        let read = match cell.value {
            v if is_empty(v) => return None,
            Value::Error(_) => return None,
            Value::Date(n) => self.serial(n),
            Value::Number(n) if n.fract() == 0.0 && (1950.0..2101.0).contains(&n) => {
                read_date(&n.to_string())
            }
            Value::Number(n) => self.serial(n),
            Value::Text(_, t) => read_date(t),
            _ => Err(DateError::NotADate),
        };
        let kind = match read {
            Ok(date) if date.precision == Precision::Day => return Some(date),
            Ok(date) if date.precision == Precision::Month => {
                let raw = self.raw_of(cell.value);
                let value = self.own(&date.to_iso());
                self.problem_with(
                    ProblemKind::DateMonth,
                    cell.at,
                    Some(cell.field),
                    raw,
                    value,
                );
                return Some(date);
            }
            Ok(date) if date.precision == Precision::Quarter => ProblemKind::DateQuarter,
            Ok(_) => ProblemKind::DateYear,
            Err(DateError::Empty) => return None,
            Err(DateError::Impossible) => ProblemKind::DateImpossible,
            Err(DateError::BadYear) => ProblemKind::DateBadYear,
            Err(DateError::NotADate | DateError::Span) => ProblemKind::DateNotDate,
        };
        self.unread(kind, cell, notes);
        None
    }

    fn serial(&self, n: f64) -> Result<PartialDate, DateError> {
        let day = from_serial(n, self.workbook.date1904).ok_or(DateError::NotADate)?;
        if year_is_sensible(chrono::Datelike::year(&day)) {
            Ok(PartialDate::day(day))
        } else {
            Err(DateError::BadYear)
        }
    }

    /// A count.
    pub fn whole(&mut self, cell: Cell<'_>, notes: &mut Vec<NoteDraft>) -> Option<i64> {
        let read = match cell.value {
            v if is_empty(v) => return None,
            Value::Error(_) => return None,
            Value::Number(n) if n.fract() == 0.0 && n.abs() < 1e9 => Ok(n as i64),
            Value::Number(_) => Err(NumberError::Fraction),
            Value::Text(_, t) => read_whole(t),
            _ => Err(NumberError::NotANumber),
        };
        match read {
            Ok(n) if n >= 0 => Some(n),
            Err(NumberError::Empty) => None,
            _ => {
                self.unread(ProblemKind::JobsUnclear, cell, notes);
                None
            }
        }
    }

    /// A plain text; words such as "нет данных" and marks are none.
    pub fn plain(&mut self, value: Value<'_>) -> Text {
        if is_empty(value) || matches!(value, Value::Error(_)) {
            return Text::NONE;
        }
        let text = self.text_of(value);
        if is_nothing(self.str(text)) {
            Text::NONE
        } else {
            text
        }
    }

    /// A text with its line breaks, for descriptions.
    pub fn long_text(&mut self, value: Value<'_>) -> Text {
        match value {
            Value::Text(id, t) if !is_empty(value) => {
                let trimmed = crate::values::text::trim(t);
                if trimmed.len() == t.len() {
                    Text::of_workbook(id)
                } else {
                    self.own(trimmed)
                }
            }
            value => self.plain(value),
        }
    }

    /// The text of a value as shown.
    pub fn shown<'v>(&self, value: Value<'v>) -> std::borrow::Cow<'v, str> {
        shown(value, self.workbook.date1904)
    }
}

/// Rows looked at to learn how a column writes its sums.
const COLUMN_ROWS: usize = 3_000;

/// Whether one mark before three digits is a decimal mark in this column: its other values say it, or nothing
/// does.
fn decimals_in_column(context: &Context<'_>, col: u16) -> Option<bool> {
    let rows = context.grid.rows();
    let below = rows.filter(|r| r.number() > context.plan.header_end());
    let (mut decimals, mut thousands) = (0u32, 0u32);
    for row in below.take(COLUMN_ROWS) {
        if let Value::Text(_, text) = row.value(col) {
            match writes_decimals(text) {
                Some(true) => decimals += 1,
                Some(false) => thousands += 1,
                None => {}
            }
        }
    }
    match (decimals, thousands) {
        (0, 0) => None,
        (_, 0) => Some(true),
        (0, _) => Some(false),
        _ => None,
    }
}

/// What a single sum shows of its column: "12,5" has decimals, "1.234.567" has groups, "1.234" tells nothing.
fn writes_decimals(text: &str) -> Option<bool> {
    let number: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        .collect();
    let number = number.trim_end_matches(['.', ',']);
    let mut groups = number.split(['.', ',']).skip(1);
    match (groups.next(), groups.next()) {
        (Some(fraction), None) if fraction.len() != 3 => Some(true),
        (Some(first), Some(_)) if first.len() == 3 => Some(false),
        _ => None,
    }
}

/// The problem that a failed reading of money is.
pub fn problem_of_money(e: MoneyError) -> ProblemKind {
    match e {
        MoneyError::Range => ProblemKind::AmountRange,
        MoneyError::TwoValues => ProblemKind::AmountTwoValues,
        MoneyError::Currency => ProblemKind::AmountCurrency,
        MoneyError::OtherUnit => ProblemKind::AmountNotMoney,
        MoneyError::Ambiguous { .. } => ProblemKind::AmountAmbiguous,
        MoneyError::TooLarge => ProblemKind::AmountTooLarge,
        MoneyError::Empty | MoneyError::NotANumber | MoneyError::Approximate => {
            ProblemKind::AmountNotNumber
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_shows_how_its_column_is_written() {
        for (text, shown) in [
            ("12,5 млн", Some(true)),
            ("3.75", Some(true)),
            ("1.234.567", Some(false)),
            ("1,234", None),
            ("15 000", None),
            ("уточняется", None),
        ] {
            assert_eq!(writes_decimals(text), shown, "{text}");
        }
    }
}
