//! Rows whose values slipped one column to the side, all of them or those from some column on: told by values that
//! make no sense where they stand and do make sense one column on. They are read where they belong.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::imports::draft::Field;
use crate::imports::reading::{RowView, Slip, Value, Workbook};
use crate::imports::understanding::closed_words::read_state;
use crate::imports::understanding::directory::find_person;
use crate::imports::understanding::grid::is_empty;
use crate::imports::understanding::{Knowledge, Plan, SheetPlan};
use crate::values::dates::{DateError, Precision, read_date};
use crate::values::numbers::read_whole;
use crate::values::registry_numbers::{read_inn, read_ogrn};
use crate::values::text::{fold, is_space};

/// Reads the rows of the taken sheets that slipped as if they stood where they belong, but for those of which a
/// person said that they stand right. True if there are any: then the sheets are to be understood once more.
pub fn straighten(book: &mut Workbook, plan: &Plan, knowledge: &Knowledge) -> bool {
    let sense = Sense::new(knowledge);
    let mut slips = Vec::new();
    for (at, sheet) in plan.sheets.iter().enumerate().filter(|(_, s)| s.taken) {
        let fields = fields(sheet);
        let rows = book.rows(at);
        for row in rows.filter(|r| r.number() > sheet.header_end()) {
            if !sheet.stay_rows.contains(&row.number())
                && let Some(slip) = slip_of(&sense, &fields, row)
            {
                slips.push((at as u16, row.number(), slip));
            }
        }
    }
    for (sheet, row, slip) in &slips {
        book.put_back(*sheet, *row, *slip);
    }
    !slips.is_empty()
}

/// The field of each column.
fn fields(sheet: &SheetPlan) -> Vec<Option<Field>> {
    let last = sheet.columns.iter().map(|c| usize::from(c.index)).max();
    let mut fields = vec![None; last.unwrap_or(0) + 1];
    for column in &sheet.columns {
        fields[usize::from(column.index)] = column.field();
    }
    fields
}

/// How a row slipped: moved back, at least two fewer of its values are senseless and more make sense. Of equal
/// guesses that which moves most.
fn slip_of(sense: &Sense<'_>, fields: &[Option<Field>], row: RowView<'_>) -> Option<Slip> {
    let (bad, good) = weigh(sense, fields, row, None);
    if bad < 2 {
        return None;
    }
    let mut best: Option<((u32, u32), Slip)> = None;
    for (from, value) in row.cells() {
        for to_right in [true, false] {
            let fits = to_right || (from > 1 && is_empty(row.value(from - 1)));
            if !fits || is_empty(value) {
                continue;
            }
            let slip = Slip { from, to_right };
            let (bad_there, good_there) = weigh(sense, fields, row, Some(slip));
            let better =
                best.is_none_or(|((b, g), _)| bad_there < b || (bad_there == b && good_there > g));
            if bad_there + 2 <= bad && good_there > good && better {
                best = Some(((bad_there, good_there), slip));
            }
        }
    }
    best.map(|(_, slip)| slip)
}

/// How many values of a row cannot stand where they are read, and how many surely can.
fn weigh(
    sense: &Sense<'_>,
    fields: &[Option<Field>],
    row: RowView<'_>,
    slip: Option<Slip>,
) -> (u32, u32) {
    let (mut bad, mut good) = (0, 0);
    for (col, value) in row.cells() {
        let read_as = slip.map_or(col, |s| s.reads_as(col));
        let Some(field) = fields.get(usize::from(read_as)).copied().flatten() else {
            continue;
        };
        match sense.of(field, value) {
            Some(true) => good += 1,
            Some(false) => bad += 1,
            None => {}
        }
    }
    (bad, good)
}

/// Tells whether a value can stand in a field. States and members repeat in every row, so they are remembered.
struct Sense<'k> {
    knowledge: &'k Knowledge,
    states: RefCell<HashMap<String, bool>>,
    people: RefCell<HashMap<String, bool>>,
}

/// Distinct texts remembered at most.
const REMEMBERED: usize = 20_000;

fn remembered(known: &RefCell<HashMap<String, bool>>, text: &str, is: impl Fn() -> bool) -> bool {
    if let Some(known) = known.borrow().get(text) {
        return *known;
    }
    let is = is();
    let mut known = known.borrow_mut();
    if known.len() < REMEMBERED {
        known.insert(text.to_owned(), is);
    }
    is
}

impl<'k> Sense<'k> {
    fn new(knowledge: &'k Knowledge) -> Sense<'k> {
        Sense {
            knowledge,
            states: RefCell::default(),
            people: RefCell::default(),
        }
    }

    fn is_state(&self, text: &str) -> bool {
        remembered(&self.states, text, || {
            self.knowledge.states.contains_key(&fold(text)) || read_state(text).is_some()
        })
    }

    fn is_person(&self, text: &str) -> bool {
        remembered(&self.people, text, || {
            find_person(text, &self.knowledge.people).is_some()
        })
    }

    /// None where nothing can be said.
    fn of(&self, field: Field, value: Value<'_>) -> Option<bool> {
        if is_empty(value) || matches!(value, Value::Error(_) | Value::Bool(_)) {
            return None;
        }
        let text = match value {
            Value::Text(_, t) => Some(t.trim_matches(is_space)),
            _ => None,
        };
        let number = match value {
            Value::Number(n) => Some(n),
            _ => None,
        };
        let is_date = matches!(value, Value::Date(_));
        match field {
            f if f.is_date() => Some(match (text, number) {
                (Some(t), _) => !matches!(read_date(t), Err(DateError::NotADate)),
                (_, Some(n)) => (20_000.0..60_000.0).contains(&n) || (1950.0..2100.0).contains(&n),
                _ => true,
            }),
            Field::State => Some(text.is_some_and(|t| self.is_state(t))),
            Field::Jobs => match (text, number) {
                (Some(t), _) if speaks_of_money(t) || is_day(t) || t.contains(',') => Some(false),
                (Some(t), _) => read_whole(t).is_ok().then_some(true),
                (_, Some(n)) => Some((0.0..20_000.0).contains(&n)),
                _ => Some(false),
            },
            Field::Responsible => match text {
                Some(t) if !self.knowledge.people.is_empty() => Some(self.is_person(t)),
                Some(_) => None,
                None => Some(false),
            },
            f if f.is_money() => (is_date || text.is_some_and(is_day)).then_some(false),
            Field::Inn | Field::Ogrn => match text {
                Some(t) if read_inn(t).is_ok() || read_ogrn(t).is_ok() => Some(true),
                Some(t) if !looks_like_a_number(t) => Some(false),
                _ => is_date.then_some(false),
            },
            Field::Phone => is_date.then_some(false),
            Field::Industry
            | Field::District
            | Field::City
            | Field::ClientName
            | Field::ProjectName => Some(text.is_some()),
            _ => None,
        }
    }
}

/// "14.03.2021", but not "12.03".
fn is_day(text: &str) -> bool {
    let marks = text
        .chars()
        .filter(|c| matches!(c, '.' | '-' | '/'))
        .count();
    marks >= 2 && read_date(text).is_ok_and(|d| d.precision == Precision::Day)
}

/// Of a register, however badly written.
fn looks_like_a_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 5 && !text.contains(',') && !is_day(text)
}

fn speaks_of_money(text: &str) -> bool {
    ["млн", "тыс", "руб", "р."].iter().any(|w| text.contains(w))
}
