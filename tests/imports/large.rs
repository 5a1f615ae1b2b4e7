//! Workbooks at the ends of what a spreadsheet can hold: as many columns, rows and letters as there may be.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use invest_crm::imports::draft::column_letters;
use invest_crm::imports::reading::{Limit, Refusal, read_bytes};

use super::{app_with_worker, bring, text, wait_until_done};

/// A workbook of one sheet; the rows are written as they come.
fn workbook(rows: impl FnOnce(&mut dyn Write)) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            r#"<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook><sheets><sheet name="Лист" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/s.xml"/></Relationships>"#,
        ),
    ] {
        zip.start_file(name, options).expect("a part");
        zip.write_all(text.as_bytes()).expect("its text");
    }
    zip.start_file("xl/worksheets/s.xml", options)
        .expect("the sheet");
    zip.write_all(b"<worksheet><sheetData>").expect("its head");
    rows(&mut zip);
    zip.write_all(b"</sheetData></worksheet>")
        .expect("its foot");
    zip.finish().expect("a workbook").into_inner()
}

fn row(out: &mut dyn Write, number: u32, cells: impl Iterator<Item = (u16, String)>) {
    write!(out, "<row r=\"{number}\">").expect("a row");
    for (col, text) in cells {
        let at = column_letters(col);
        write!(
            out,
            "<c r=\"{at}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"
        )
        .expect("a cell");
    }
    out.write_all(b"</row>").expect("its end");
}

/// The heading or the value of a column; those after the first three have no home.
fn cell(col: u16, number: u32) -> String {
    match (number, col) {
        (1, 1) => "Клиент".to_owned(),
        (1, 2) => "Проект".to_owned(),
        (1, 3) => "Стоимость".to_owned(),
        (1, _) => format!("Показатель {col}"),
        (_, 1) => format!("ООО «Завод {number}»"),
        (_, 2) => format!("Цех {number}"),
        (_, 3) => "5000000".to_owned(),
        _ => format!("значение {}", u32::from(col) % 50 + number),
    }
}

#[test]
fn a_sheet_of_every_column_that_there_is_comes_over_and_can_be_looked_at() {
    let app = app_with_worker();
    let head = app.as_manager();
    let book = workbook(|out| {
        for number in 1..=4 {
            row(
                out,
                number,
                (1..=16_384).map(|col| (col, cell(col, number))),
            );
        }
    });
    let answer = bring(&head, "широкая.xlsx", book).expect(303);
    let address = answer.location().to_owned();
    wait_until_done(&head, &address);
    let begun = Instant::now();
    let page = head.get(&format!("{address}/columns")).expect(200);
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert!(
        page.body.len() < 3 << 20,
        "{} bytes of page",
        page.body.len()
    );
    assert!(
        page.text().contains("Слишком много столбцов"),
        "it says what is left out"
    );
    head.post(&format!("{address}/write"), &[]).expect(303);
    wait_until_done(&head, &address);
    let projects = "SELECT count(*)::text AS text FROM projects WHERE name LIKE 'Цех %'";
    assert_eq!(text(&app, projects), "3");
    let fields = text(
        &app,
        "SELECT count(*)::text AS text FROM custom_fields WHERE import_id IS NOT NULL",
    );
    assert_eq!(fields, "200");
    // What found no field is in the row that is kept.
    let id = text(&app, "SELECT id::text AS text FROM imports");
    let row = head
        .get(&format!("/imports/{id}/rows/0/2"))
        .expect(200)
        .text();
    assert!(row.contains("XFD"));
}

#[test]
fn more_rows_than_one_import_takes_are_refused_with_the_reason() {
    let begun = Instant::now();
    let book = workbook(|out| {
        for number in 1..=1_048_576 {
            write!(out, "<row><c><v>{number}</v></c><c><v>7</v></c></row>").expect("a row");
        }
    });
    let refused = read_bytes(&book).err();
    assert!(
        matches!(
            refused,
            Some(Refusal::TooLarge {
                limit: Limit::Rows(_)
            })
        ),
        "{refused:?}"
    );
    assert!(begun.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_cell_as_long_as_there_may_be_is_kept_wherever_it_stands() {
    let app = app_with_worker();
    let head = app.as_manager();
    let long = "Очень длинный рассказ о проекте. ".repeat(1000);
    let long: String = long.chars().take(32_767).collect();
    let headings = [
        "Клиент",
        "ИНН",
        "Адрес",
        "Телефон",
        "Контактное лицо",
        "Проект",
        "Отрасль",
        "Район",
        "Стоимость",
        "Рабочие места",
        "Дата заявки",
        "Статус",
        "Ответственный",
        "Описание",
        "Особое мнение",
    ];
    let book = workbook(|out| {
        let cells = headings.iter().enumerate();
        row(out, 1, cells.map(|(i, h)| (i as u16 + 1, (*h).to_owned())));
        for number in 2..=1 + headings.len() as u32 {
            row(
                out,
                number,
                (1..=headings.len() as u16).filter_map(|col| {
                    let name = match col {
                        _ if u32::from(col) == number - 1 => long.clone(),
                        1 => format!("ООО «Завод {number}»"),
                        6 => format!("Цех {number}"),
                        _ => return None,
                    };
                    Some((col, name))
                }),
            );
        }
    });
    let answer = bring(&head, "длинная.xlsx", book).expect(303);
    let address = answer.location().to_owned();
    wait_until_done(&head, &address);
    head.get(&format!("{address}/columns")).expect(200);
    head.post(&format!("{address}/write"), &[]).expect(303);
    let page = wait_until_done(&head, &address);
    assert!(page.contains("Загружено"), "it is written");
    let whole =
        "SELECT count(*)::text AS text FROM projects WHERE char_length(description) > 32000";
    assert_eq!(text(&app, whole), "1");
    let id = text(&app, "SELECT id::text AS text FROM imports");
    for sheet_row in [2, 3, 10] {
        let row = head
            .get(&format!("/imports/{id}/rows/0/{sheet_row}"))
            .expect(200);
        assert!(
            row.text().chars().count() > 32_000,
            "row {sheet_row} is kept whole"
        );
    }
    head.get("/register").expect(200);
    head.get("/clients").expect(200);
}
