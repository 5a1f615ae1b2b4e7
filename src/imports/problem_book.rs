//! A workbook of the rows that have problems, under the headings of their sheets: mended in Excel, it is brought
//! again like any other file. The cells are coloured, what is wrong stands in a column of its own.

use std::collections::HashMap;

use rust_xlsxwriter::{Color, Format, Workbook, Worksheet, XlsxError};

use super::draft::column_letters;
use super::model::Import;
use super::queries::{self, CellProblem, FileRow};
use crate::db::{DbError, Work};
use crate::text::Locale;

/// The type of such a file.
pub const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Rows of a sheet at most: whoever has more mends the cause, not the rows.
const MOST_ROWS: i64 = 20_000;
/// A cell holds no more characters.
const LONGEST_CELL: usize = 32_767;

/// Rows of one sheet.
pub struct SheetRows {
    name: String,
    header: Vec<i32>,
    last_column: u16,
    rows: Vec<FileRow>,
    problems: Vec<CellProblem>,
}

/// The rows to be mended of every sheet that has any.
pub fn load(work: &mut Work, import: &Import) -> Result<Vec<SheetRows>, DbError> {
    let mut sheets = Vec::new();
    for (index, plan) in import.sheets.as_array().into_iter().flatten().enumerate() {
        if !plan["taken"].as_bool().unwrap_or(false) {
            continue;
        }
        let header = plan["header_rows"].as_array().into_iter().flatten();
        let header: Vec<i32> = header.filter_map(|n| Some(n.as_i64()? as i32)).collect();
        let rows = queries::rows_to_mend(work, import.id, index as i32, &header, MOST_ROWS)?;
        if rows.len() <= header.len() {
            continue;
        }
        let numbers = rows.iter().map(|r| r.number).collect();
        let columns = plan["columns"].as_array().into_iter().flatten();
        let last = columns.filter_map(|c| c["index"].as_u64()).max();
        sheets.push(SheetRows {
            name: plan["name"].as_str().unwrap_or_default().to_owned(),
            header,
            last_column: last.unwrap_or(0) as u16,
            problems: queries::problems_of_rows(work, import.id, index as i32, numbers)?,
            rows,
        });
    }
    Ok(sheets)
}

/// The workbook; with nothing to mend it has one empty sheet.
pub fn write(t: Locale, sheets: &[SheetRows]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    if sheets.is_empty() {
        book.add_worksheet();
    }
    for sheet in sheets {
        let page = book.add_worksheet();
        page.set_name(&sheet.name)?;
        write_sheet(t, page, sheet)?;
    }
    book.save_to_buffer()
}

fn write_sheet(t: Locale, page: &mut Worksheet, sheet: &SheetRows) -> Result<(), XlsxError> {
    let text = Format::new().set_num_format("@");
    let bold = text.clone().set_bold();
    let wrong = text.clone().set_background_color(Color::RGB(0x00FF_D7D7));
    let mut said: HashMap<i32, Vec<&CellProblem>> = HashMap::new();
    for problem in sheet.problems.iter().filter(|p| p.severity != "note") {
        said.entry(problem.number).or_default().push(problem);
    }
    let remarks = sheet.last_column;
    for (at, row) in sheet.rows.iter().enumerate() {
        let at = at as u32;
        let is_header = sheet.header.contains(&row.number);
        let problems = said.get(&row.number).map_or(&[][..], Vec::as_slice);
        for col in 1..=sheet.last_column {
            let cell = row.cells[&column_letters(col)].as_str().unwrap_or_default();
            let is_wrong = problems.iter().any(|p| p.col == Some(i32::from(col)));
            let format = match (is_header, is_wrong) {
                (true, _) => &bold,
                (_, true) => &wrong,
                _ => &text,
            };
            let cell: String = cell.chars().take(LONGEST_CELL).collect();
            if !cell.is_empty() || is_wrong {
                page.write_string_with_format(at, col - 1, cell, format)?;
            }
        }
        if is_header && sheet.header.last() == Some(&row.number) {
            page.write_string_with_format(at, remarks, t.text("imports-remarks"), &bold)?;
        } else if !is_header {
            page.write_string_with_format(at, remarks, in_words(t, problems), &text)?;
        }
    }
    page.set_column_width(remarks, 60)?;
    page.set_freeze_panes(sheet.header.len() as u32, 0)?;
    Ok(())
}

/// What is wrong with a row: each cell with its problem.
fn in_words(t: Locale, problems: &[&CellProblem]) -> String {
    let words: Vec<String> = problems
        .iter()
        .map(|p| {
            let kind = t.text(&format!("problem-{}", p.kind.replace('_', "-")));
            match p.col {
                Some(col) => format!("{}: {kind}", column_letters(col as u16)),
                None => kind.into_owned(),
            }
        })
        .collect();
    words.join("; ")
}
