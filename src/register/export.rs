//! What the grid shows as a workbook or as a table of text: the same filter, columns and order; numbers as
//! numbers and dates as dates; nothing that a spreadsheet would take for a formula.

use std::collections::HashMap;

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use uuid::Uuid;

use super::columns::{Column, Kind};
use super::pages::opened;
use super::queries::{self, Ask, Frame, Row, Stored, Texts};
use super::registers::Register;
use super::view::View;
use super::views::{Context, Labels, shown};
use crate::accounts::{self, Action, Actor, Person, Subject, in_work, may};
use crate::db::Work;
use crate::text::Locale;
use crate::web::{Answer, AppError, Cx, Outcome, Query};

/// Rows read at a time: memory stays bounded whatever the size of the register.
const CHUNK: i64 = 2000;

/// Calls `each` for every row of the view in its order.
fn every_row(
    work: &mut Work,
    view: &View,
    frame: &Frame,
    mut each: impl FnMut(&Row) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let mut after = None;
    loop {
        let ask = Ask {
            texts: Texts::Whole,
            ..Ask::page(after.as_ref(), CHUNK)
        };
        let rows = queries::rows(work, view, frame, &ask)?;
        rows.iter().try_for_each(&mut each)?;
        match rows.last() {
            Some(last) if rows.len() as i64 == CHUNK => after = Some(last.cursor(view.sort)),
            _ => return Ok(()),
        }
    }
}

/// Heading of a column of the file: amounts are in roubles there.
fn heading(labels: &Labels<'_>, column: Column) -> String {
    match column.kind() {
        Kind::Money => format!("{}, {}", labels.of(column), labels.t.text("unit-roubles")),
        _ => labels.heading(column),
    }
}

/// The view of an address and what its values need to be shown.
struct File {
    view: View,
    frame: Frame,
    people: HashMap<Uuid, Person>,
}

impl File {
    fn open(
        work: &mut Work,
        actor: &Actor,
        register: Register,
        query: &Query,
    ) -> Result<File, AppError> {
        may(actor, Action::Export, Subject::NONE)?;
        let (view, frame) = opened(work, actor, register, &query.0, false)?;
        Ok(File {
            people: match frame.added.is_empty() {
                true => HashMap::new(),
                false => accounts::names(work)?,
            },
            view,
            frame,
        })
    }

    /// A value as people read it.
    fn shown(&self, t: Locale, row: &Row, column: Column) -> String {
        let context = Context {
            t,
            zone: self.frame.zone,
            today: self.frame.today,
            people: &self.people,
        };
        shown(&context, row, column)
    }

    /// Its name without an ending.
    fn name(&self, t: Locale) -> String {
        t.text(self.view.register.texts().file).into_owned()
    }
}

/// A text that a spreadsheet would run as a formula gets an apostrophe in front.
pub fn harmless(text: &str) -> std::borrow::Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

/// `GET /register/export.csv`: UTF-8 with a byte order mark and semicolons, as Excel opens it.
pub async fn csv(cx: Cx, register: Register, query: Query) -> Outcome {
    in_work(&cx, move |work, actor| {
        let (t, file) = (actor.locale, File::open(work, actor, register, &query)?);
        let (columns, labels) = (file.view.columns(), Labels::new(t, &file.frame));
        let mut out = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{feff}".as_bytes().to_vec());
        let head: Vec<String> = columns.iter().map(|c| heading(&labels, *c)).collect();
        out.write_record(&head).map_err(AppError::broken)?;
        every_row(work, &file.view, &file.frame, |row| {
            let cell = |column: &Column| match (column.kind(), row.amount(*column)) {
                (Kind::Money, Some(kopecks)) => csv_money(t, kopecks),
                (Kind::Whole, Some(n)) => n.to_string(),
                _ => harmless(&file.shown(t, row, *column)).into_owned(),
            };
            let cells: Vec<String> = columns.iter().map(cell).collect();
            out.write_record(&cells).map_err(AppError::broken)
        })?;
        let body = out.into_inner().map_err(AppError::broken)?;
        let name = format!("{}.csv", file.name(t));
        Ok(Answer::file("text/csv; charset=utf-8", &name, body))
    })
    .await
}

/// Roubles without grouping, which a spreadsheet reads as a number.
fn csv_money(t: Locale, kopecks: i64) -> String {
    if kopecks < 0 {
        return String::new();
    }
    let point = if t == Locale::Ru { ',' } else { '.' };
    format!("{}{point}{:02}", kopecks / 100, kopecks % 100)
}

/// `GET /register/export.xlsx`
pub async fn xlsx(cx: Cx, register: Register, query: Query) -> Outcome {
    in_work(&cx, move |work, actor| {
        let (t, file) = (actor.locale, File::open(work, actor, register, &query)?);
        let columns = file.view.columns();
        let mut book = Workbook::new();
        let sheet = book
            .add_worksheet_with_constant_memory()
            .map_err(AppError::broken)?;
        write_head(&Labels::new(t, &file.frame), sheet, &columns).map_err(AppError::broken)?;
        let looks = Looks::new();
        let mut n = 0;
        every_row(work, &file.view, &file.frame, |row| {
            n += 1;
            write_row((t, &file), sheet, n, (row, &columns), &looks).map_err(AppError::broken)
        })?;
        let body = book.save_to_buffer().map_err(AppError::broken)?;
        let name = format!("{}.xlsx", file.name(t));
        Ok(Answer::file(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            &name,
            body,
        ))
    })
    .await
}

/// A cell of a workbook holds no more characters than this.
const LONGEST_CELL: usize = 32_767;

/// The text, or its beginning with a sign that there is more.
fn at_most(most: usize, text: String) -> String {
    if text.chars().count() <= most {
        return text;
    }
    text.chars()
        .take(most - 1)
        .chain(std::iter::once('…'))
        .collect()
}

struct Looks {
    money: Format,
    date: Format,
    text: Format,
}

impl Looks {
    fn new() -> Looks {
        Looks {
            money: Format::new().set_num_format("#,##0.00"),
            date: Format::new().set_num_format("dd.mm.yyyy"),
            text: Format::new().set_num_format("@"),
        }
    }
}

fn write_head(
    labels: &Labels<'_>,
    sheet: &mut Worksheet,
    columns: &[Column],
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_text_wrap();
    sheet.set_freeze_panes(1, 2)?;
    for (i, column) in columns.iter().enumerate() {
        let width = match column.kind() {
            Kind::Text | Kind::Client => 40,
            Kind::Number | Kind::Whole => 11,
            _ => 18,
        };
        sheet.set_column_width(i as u16, width)?;
        sheet.write_string_with_format(0, i as u16, heading(labels, *column), &bold)?;
    }
    Ok(())
}

fn write_row(
    (t, file): (Locale, &File),
    sheet: &mut Worksheet,
    n: u32,
    (row, columns): (&Row, &[Column]),
    looks: &Looks,
) -> Result<(), XlsxError> {
    for (i, column) in columns.iter().enumerate() {
        let at = i as u16;
        match (column.kind(), row.amount(*column)) {
            (Kind::Money, Some(kopecks)) => {
                sheet.write_number_with_format(n, at, kopecks as f64 / 100.0, &looks.money)?;
            }
            (Kind::Whole, Some(whole)) => {
                sheet.write_number(n, at, whole as f64)?;
            }
            (Kind::Decimal, Some(millionths)) => {
                sheet.write_number(n, at, millionths as f64 / 1_000_000.0)?;
            }
            (Kind::Date, _) if is_whole_day(row, *column) => {
                if let Some(date) = row.date(Row::stored(*column)) {
                    sheet.write_date_with_format(n, at, date, &looks.date)?;
                }
            }
            // A string cell is never run as a formula; its first character stays as it was written.
            _ => {
                let text = at_most(LONGEST_CELL, file.shown(t, row, *column));
                if !text.is_empty() {
                    sheet.write_string_with_format(n, at, text, &looks.text)?;
                }
            }
        }
    }
    Ok(())
}

/// The day of an application may be known less exactly than that.
fn is_whole_day(row: &Row, column: Column) -> bool {
    match column {
        Column::Date => row.text(Stored::DatePrecision) == "day",
        other => row.date(Row::stored(other)).is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_made_harmless() {
        for (text, safe) in [
            ("=1+1", "'=1+1"),
            ("+7 924", "'+7 924"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("ООО «Сопка»", "ООО «Сопка»"),
        ] {
            assert_eq!(harmless(text), safe);
        }
    }

    #[test]
    fn money_is_written_to_the_kopeck() {
        assert_eq!(csv_money(Locale::Ru, 123_450), "1234,50");
        assert_eq!(csv_money(Locale::En, 5), "0.05");
        assert_eq!(csv_money(Locale::Ru, -1), "");
    }
}
