//! What the values of a column look like, from a sample of its rows: shares of INN, dates, sums, names and
//! so on. Headers lie more often than values do.

use std::collections::HashMap;

use super::closed_words::read_state;
use super::grid::{Grid, is_empty, shown};
use super::rows::{RowKind, RowReader};
use crate::imports::reading::Value;
use crate::values::dates::{read_date, year_is_sensible};
use crate::values::emails::read_emails;
use crate::values::money::{MoneyUnit, read_money};
use crate::values::names::read_holder;
use crate::values::numbers::read_decimal;
use crate::values::people::is_person;
use crate::values::phones::{Piece, split_phones};
use crate::values::registry_numbers::{inn_is_valid, ogrn_is_valid, read_inn};
use crate::values::text::is_letter;
use crate::values::yes_no::read_yes_no;

/// Counts over the sampled cells of a column that hold anything but an error.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    pub filled: u32,
    pub numbers: u32,
    pub dates: u32,
    pub serials: u32,
    pub money: u32,
    pub whole: u32,
    pub inn: u32,
    pub ogrn: u32,
    pub nine_digits: u32,
    pub six_digits: u32,
    pub phones: u32,
    pub emails: u32,
    pub states: u32,
    pub holders: u32,
    pub people: u32,
    pub yes_no: u32,
    pub links: u32,
    pub districts: u32,
    /// Numbers that are rarely sums in roubles.
    pub small: u32,
    pub letters: u32,
    pub length: u64,
    pub distinct: u32,
}

/// A project rarely costs less; a column of smaller numbers is in thousands or millions.
const SMALL_SUM: f64 = 100_000.0;

/// Cells looked at in a column.
const SAMPLE: usize = 300;

impl Profile {
    /// Share of a count among the filled cells.
    pub fn share(&self, count: u32) -> f32 {
        if self.filled == 0 {
            0.0
        } else {
            count as f32 / self.filled as f32
        }
    }
}

impl Profile {
    /// Most of its numbers are too small to be roubles.
    pub fn has_small_sums(&self) -> bool {
        self.numbers >= 5 && self.small * 10 >= self.numbers * 7
    }
}

/// Profiles of the columns of a sheet below its header, by column.
pub fn profiles(grid: &Grid<'_>, reader: &RowReader, header_end: u32) -> HashMap<u16, Profile> {
    let mut profiles: HashMap<u16, Profile> = HashMap::new();
    let mut seen: HashMap<u16, std::collections::HashSet<String>> = HashMap::new();
    let rows: Vec<_> = grid.rows().filter(|r| r.number() > header_end).collect();
    let step = (rows.len() / SAMPLE).max(1);
    for row in rows.into_iter().step_by(step) {
        if reader.kind(grid, row) != RowKind::Data {
            continue;
        }
        for (col, value) in row.cells() {
            if is_empty(value) || matches!(value, Value::Error(_)) {
                continue;
            }
            let text = shown(value, grid.workbook.date1904);
            let profile = profiles.entry(col).or_default();
            profile.add(value, &text);
            let known = seen.entry(col).or_default();
            if known.len() < SAMPLE && known.insert(text.into_owned()) {
                profile.distinct += 1;
            }
        }
    }
    profiles
}

impl Profile {
    fn add(&mut self, value: Value<'_>, text: &str) {
        self.filled += 1;
        self.length += text.chars().count() as u64;
        self.letters += u32::from(text.chars().any(is_letter));
        match value {
            Value::Date(_) => self.dates += 1,
            Value::Number(n) => {
                self.numbers += 1;
                self.money += 1;
                self.small += u32::from(n > 0.0 && n < SMALL_SUM);
                self.whole += u32::from(n.fract() == 0.0);
                self.serials += u32::from(n.fract() == 0.0 && (25_000.0..60_000.0).contains(&n));
                self.dates += u32::from(
                    n.fract() == 0.0 && year_is_sensible(n as i32) && (1990.0..2100.0).contains(&n),
                );
            }
            Value::Text(..) => self.add_text(text),
            _ => {}
        }
        self.add_digits(text, matches!(value, Value::Number(_)));
        self.yes_no += u32::from(read_yes_no(text).is_some());
    }

    fn add_text(&mut self, text: &str) {
        // In a file of plain text numbers are texts too.
        if let Some(n) = read_decimal(text).and_then(|n| n.parse::<f64>().ok()) {
            self.numbers += 1;
            self.small += u32::from(n > 0.0 && n < SMALL_SUM);
            self.whole += u32::from(n.fract() == 0.0);
        }
        self.dates += u32::from(read_date(text).is_ok());
        self.money += u32::from(read_money(text, MoneyUnit::Rub).is_ok());
        self.states += u32::from(read_state(text).is_some());
        self.emails += u32::from(text.contains('@') && !read_emails(text).emails.is_empty());
        self.phones += u32::from(has_phone(text));
        self.people += u32::from(is_person(text));
        self.holders += u32::from(read_holder(text).kind.is_some());
        self.links += u32::from(is_link(text));
        let folded = crate::values::text::fold_words(text);
        self.districts += u32::from(folded.split(' ').any(|w| {
            matches!(w, "район" | "рн" | "го" | "мо" | "мр" | "округ" | "районе") || w == "р"
        }));
    }

    fn add_digits(&mut self, text: &str, is_number: bool) {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let others = text.chars().filter(|c| is_letter(*c)).count();
        if others > 4 {
            return;
        }
        let plain: String = text.chars().filter(char::is_ascii_digit).collect();
        match digits {
            6 => self.six_digits += 1,
            9 => self.nine_digits += 1,
            13 | 15 => self.ogrn += u32::from(ogrn_is_valid(&plain)),
            _ => {}
        }
        let inn = match digits {
            9 | 11 | 19 | 21 => read_inn(text).is_ok(),
            10 | 12 => inn_is_valid(&plain),
            _ => false,
        };
        self.inn += u32::from(inn);
        let phone = matches!(digits, 10 | 11) && !inn && plain.starts_with(['7', '8', '9']);
        self.phones += u32::from(phone && is_number && text.bytes().all(|b| b.is_ascii_digit()));
    }
}

/// A telephone, or nothing but local numbers.
fn has_phone(text: &str) -> bool {
    let pieces = split_phones(text);
    let bare = !text.chars().any(|c| is_letter(c) || c == ':');
    pieces
        .iter()
        .any(|p| matches!(p, Piece::Phone(_)) || (bare && matches!(p, Piece::Short(_))))
}

/// "http://…", "www.…", "name.zone".
pub fn is_link(text: &str) -> bool {
    let t = text.trim();
    if t.contains(char::is_whitespace) || t.contains('@') || !t.is_ascii() {
        return false;
    }
    let host = t
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    let named = host.len() < t.len() || host.starts_with("www.");
    let host = host.split('/').next().unwrap_or(host);
    let labels: Vec<&str> = host.split('.').collect();
    let zone_ok = labels
        .last()
        .is_some_and(|z| z.len() >= 2 && z.bytes().all(|b| b.is_ascii_alphabetic()));
    labels.len() >= 2
        && zone_ok
        && labels.iter().all(|l| !l.is_empty())
        && (named || labels[0].len() > 2)
}
