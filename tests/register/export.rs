//! Out again: what leaves as a file is what the grid shows, and nothing in it runs.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::edit;
use crate::fixtures::agency::{GREENHOUSE, IDEA};
use crate::fixtures::many::add_projects;
use crate::support::TestApp;

fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(text.as_bytes());
    let rows = reader.records().map(|r| r.expect("a record"));
    rows.map(|r| r.iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn a_table_of_text_opens_in_excel_as_it_is() {
    let app = TestApp::start();
    let answer = app.as_manager().get("/register/export.csv").expect(200);
    assert!(
        answer.body.starts_with(b"\xef\xbb\xbf"),
        "a byte order mark says that it is UTF-8"
    );
    assert!(
        answer
            .header("content-disposition")
            .starts_with("attachment; filename=")
    );
    let text = answer.text();
    let rows = csv_rows(text.trim_start_matches('\u{feff}'));
    assert_eq!(rows.len(), 6);
    assert!(rows.iter().all(|r| r.len() == 15));
    let greenhouse = rows
        .iter()
        .find(|r| r[2] == "Тепличный комплекс")
        .expect("it is there");
    assert_eq!(greenhouse[1], "ООО «Островные теплицы»");
    assert_eq!(greenhouse[8], "48500000,00", "roubles and kopecks");
    assert_eq!(greenhouse[12], "14.10.2026");
}

#[test]
fn what_looks_like_a_formula_runs_in_neither_file() {
    let app = TestApp::start();
    for text in ["=HYPERLINK(\"http://x\")", "+7 924", "-1", "@SUM(A1)"] {
        edit(&app.as_manager(), IDEA, "name", text).expect(200);
        let csv = app
            .as_manager()
            .get("/register/export.csv")
            .expect(200)
            .text();
        let rows = csv_rows(csv.trim_start_matches('\u{feff}'));
        assert!(rows.iter().any(|r| r[2] == format!("'{text}")), "{text}");
        let mut book = workbook(
            app.as_manager()
                .get("/register/export.xlsx")
                .expect(200)
                .body,
        );
        let name = book.sheet_names()[0].clone();
        let formulas = book.worksheet_formula(&name).expect("the sheet is read");
        assert_eq!(formulas.used_cells().count(), 0);
        let sheet = book.worksheet_range(&name).expect("the sheet is read");
        assert!(
            sheet.rows().any(|r| r[2] == Data::String(text.to_owned())),
            "{text} as it was"
        );
    }
}

fn workbook(body: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(body)).expect("it is a workbook")
}

#[test]
fn a_workbook_holds_the_same_rows_as_numbers_and_dates() {
    let app = TestApp::start();
    add_projects(&app, 300);
    let manager = app.as_manager();
    let query = "sort=total&dir=desc&state=frozen&state=application_full";
    let csv = manager
        .get(&format!("/register/export.csv?{query}"))
        .expect(200)
        .text();
    let rows = csv_rows(csv.trim_start_matches('\u{feff}'));
    let mut book = workbook(
        manager
            .get(&format!("/register/export.xlsx?{query}"))
            .expect(200)
            .body,
    );
    let sheet = book
        .worksheet_range_at(0)
        .expect("a sheet")
        .expect("it is read");
    let cells: Vec<&[Data]> = sheet.rows().collect();
    assert_eq!(cells.len(), rows.len());
    assert!(rows.len() > 60, "more than one page");
    for (text, cells) in rows.iter().zip(cells).skip(1) {
        for (i, (text, cell)) in text.iter().zip(cells).enumerate() {
            match cell {
                Data::Float(n) if (7..=11).contains(&i) => {
                    let there: f64 = text.replace(',', ".").parse().unwrap_or(f64::NAN);
                    assert!((n - there).abs() < 0.005, "column {i}: {n} and {text}");
                }
                Data::DateTime(at) => {
                    let date = at
                        .as_datetime()
                        .expect("a date")
                        .format("%d.%m.%Y")
                        .to_string();
                    assert_eq!(&date, text);
                }
                Data::Empty => assert_eq!(text, "", "column {i}"),
                Data::String(there) => {
                    assert_eq!(there, text.trim_start_matches('\''), "column {i}")
                }
                other => panic!("column {i}: {other:?} for {text}"),
            }
        }
    }
}

#[test]
fn the_order_and_the_filter_of_the_grid_are_those_of_the_file() {
    let app = TestApp::start();
    add_projects(&app, 130);
    let manager = app.as_manager();
    let query = "sort=jobs&dir=asc&q=ферма";
    let shown: Vec<String> = super::every_page(&manager, query);
    let csv = manager
        .get(&format!("/register/export.csv?{query}"))
        .expect(200)
        .text();
    assert_eq!(csv_rows(&csv).len() - 1, shown.len());
    let first = super::row(&manager, shown[0].parse().expect("an id")).text("[data-col=number]");
    assert_eq!(csv_rows(&csv)[1][0], first);
}

#[test]
fn a_long_text_leaves_whole() {
    let app = TestApp::start();
    let long = "Очень подробно. ".repeat(100).trim().to_owned();
    edit(&app.as_manager(), GREENHOUSE, "description", &long).expect(200);
    let csv = app
        .as_manager()
        .get("/register/export.csv")
        .expect(200)
        .text();
    assert!(
        csv_rows(&csv).iter().any(|r| r[14] == long),
        "all {} characters",
        long.chars().count()
    );
}
