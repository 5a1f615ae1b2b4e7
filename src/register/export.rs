//! What the grid shows as a workbook or as a table of text: the same filter, columns and order; numbers as
//! numbers and dates as dates; nothing that a spreadsheet would take for a formula.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::columns::{Column, Kind};
use super::queries::{self, Row, Texts};
use super::view::View;
use super::views::shown;
use crate::accounts::{Action, Subject, in_work, may};
use crate::db::Work;
use crate::projects::ProjectState;
use crate::text::Locale;
use crate::web::{Answer, AppError, Cx, Outcome, Query};

/// Rows read at a time: memory stays bounded whatever the size of the register.
const CHUNK: i64 = 2000;

/// Calls `each` for every row of the view in its order.
fn every_row(
    work: &mut Work,
    view: &View,
    mut each: impl FnMut(&Row) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let mut after = None;
    loop {
        let rows = queries::rows(work, view, after.as_ref(), CHUNK, Texts::Whole)?;
        rows.iter().try_for_each(&mut each)?;
        match rows.last() {
            Some(last) if rows.len() as i64 == CHUNK => after = Some(last.cursor(view.sort)),
            _ => return Ok(()),
        }
    }
}

/// Heading of a column of the file: amounts are in roubles there.
fn heading(t: Locale, column: Column) -> String {
    match column.kind() {
        Kind::Money => format!(
            "{}, {}",
            t.text(column.field().map_or("", |f| f.label())),
            t.text("unit-roubles")
        ),
        _ => t.text(column.heading()).into_owned(),
    }
}

fn text_of(t: Locale, row: &Row, column: Column) -> String {
    match column {
        Column::State => ProjectState::from_word(&row.state)
            .map_or_else(String::new, |s| t.text(s.label()).into_owned()),
        _ => shown(t, row, column),
    }
}

fn kopecks(row: &Row, column: Column) -> i64 {
    match column {
        Column::Own => row.own_kopecks,
        Column::Requested => row.requested_kopecks,
        Column::Total => row.total_kopecks,
        _ => row.tax_kopecks,
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
pub async fn csv(cx: Cx, query: Query) -> Outcome {
    in_work(&cx, move |work, actor| {
        may(actor, Action::Export, Subject::NONE)?;
        let (t, view) = (actor.locale, View::from_query(&query.0));
        let mut out = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{feff}".as_bytes().to_vec());
        let head: Vec<String> = Column::ALL.iter().map(|c| heading(t, *c)).collect();
        out.write_record(&head).map_err(AppError::broken)?;
        every_row(work, &view, |row| {
            let cells: Vec<String> = Column::ALL
                .iter()
                .map(|column| match column.kind() {
                    Kind::Money => csv_money(t, kopecks(row, *column)),
                    Kind::Whole if row.jobs >= 0 => row.jobs.to_string(),
                    _ => harmless(&text_of(t, row, *column)).into_owned(),
                })
                .collect();
            out.write_record(&cells).map_err(AppError::broken)
        })?;
        let body = out.into_inner().map_err(AppError::broken)?;
        let name = format!("{}.csv", t.text("export-file"));
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
pub async fn xlsx(cx: Cx, query: Query) -> Outcome {
    in_work(&cx, move |work, actor| {
        may(actor, Action::Export, Subject::NONE)?;
        let (t, view) = (actor.locale, View::from_query(&query.0));
        let mut book = Workbook::new();
        let sheet = book
            .add_worksheet_with_constant_memory()
            .map_err(AppError::broken)?;
        write_head(t, sheet).map_err(AppError::broken)?;
        let looks = Looks::new();
        let mut n = 0;
        every_row(work, &view, |row| {
            n += 1;
            write_row(t, sheet, n, row, &looks).map_err(AppError::broken)
        })?;
        let body = book.save_to_buffer().map_err(AppError::broken)?;
        let name = format!("{}.xlsx", t.text("export-file"));
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

fn write_head(t: Locale, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_text_wrap();
    sheet.set_freeze_panes(1, 2)?;
    for (i, column) in Column::ALL.iter().enumerate() {
        let width = match column.kind() {
            Kind::Text | Kind::Client => 40,
            Kind::Number | Kind::Whole => 11,
            _ => 18,
        };
        sheet.set_column_width(i as u16, width)?;
        sheet.write_string_with_format(0, i as u16, heading(t, *column), &bold)?;
    }
    Ok(())
}

fn write_row(
    t: Locale,
    sheet: &mut Worksheet,
    n: u32,
    row: &Row,
    looks: &Looks,
) -> Result<(), XlsxError> {
    for (i, column) in Column::ALL.iter().enumerate() {
        let at = i as u16;
        match column.kind() {
            Kind::Money => {
                let k = kopecks(row, *column);
                if k >= 0 {
                    sheet.write_number_with_format(n, at, k as f64 / 100.0, &looks.money)?;
                }
            }
            Kind::Whole if row.jobs >= 0 => {
                sheet.write_number(n, at, f64::from(row.jobs))?;
            }
            Kind::Date if row.application_date_precision == "day" => {
                if !shown(t, row, *column).is_empty() {
                    sheet.write_date_with_format(n, at, row.application_date, &looks.date)?;
                }
            }
            // A string cell is never run as a formula; its first character stays as it was written.
            _ => {
                let text = at_most(LONGEST_CELL, text_of(t, row, *column));
                if !text.is_empty() {
                    sheet.write_string_with_format(n, at, text, &looks.text)?;
                }
            }
        }
    }
    Ok(())
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
