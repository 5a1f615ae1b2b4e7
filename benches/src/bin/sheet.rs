//! The limit of an import: `sheet write FILE ROWS` makes a workbook of forty columns as an agency might keep it,
//! `sheet copy FILE` streams it into a table without indexes by COPY, `sheet read FILE` only streams it.
//! No header is understood, no value checked, no client joined.

use std::io::Write;
use std::time::Instant;

use calamine::{DataRef, Reader, Xlsx, open_workbook};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Text,
    Number,
    Date,
}
use Kind::{Date, Number, Text};

/// Headers as people write them. Half of them are fields of the product, the rest become fields of the agency's own.
const COLUMNS: [(&str, Kind); 40] = [
    ("Заявитель", Text),
    ("ИНН", Text),
    ("ОГРН", Text),
    ("Наименование проекта", Text),
    ("Отрасль", Text),
    ("Район", Text),
    ("Стадия", Text),
    ("Собственные средства, руб.", Number),
    ("Запрашиваемая поддержка, руб.", Number),
    ("Общая стоимость, руб.", Number),
    ("Рабочие места", Number),
    ("Налоги, руб.", Number),
    ("Дата заявки", Date),
    ("Контактное лицо", Text),
    ("Телефон", Text),
    ("Электронная почта", Text),
    ("Описание", Text),
    ("Кадастровый номер участка", Text),
    ("Площадка", Text),
    ("Банк", Text),
    ("Способ связи", Text),
    ("Источник сведений", Text),
    ("Категория земель", Text),
    ("Заключение эксперта", Text),
    ("Площадь участка, кв. м", Number),
    ("Мощность, кВт", Number),
    ("Водопотребление", Number),
    ("Выручка за 2023", Number),
    ("Выручка за 2024", Number),
    ("Выручка за 2025", Number),
    ("Срок окупаемости", Number),
    ("Ставка", Number),
    ("Фонд оплаты труда", Number),
    ("Число заездов", Number),
    ("Дата договора", Date),
    ("Дата ввода", Date),
    ("Дата осмотра", Date),
    ("Оценка риска", Number),
    ("Число осмотров", Number),
    ("Номер папки", Number),
];

mod schema {
    diesel::table! { sheet_row (c0) {
        c0 -> Text, c1 -> Text, c2 -> Text, c3 -> Text, c4 -> Text, c5 -> Text, c6 -> Text, c7 -> Text, c8 -> Text, c9 -> Text,
        c10 -> Text, c11 -> Text, c12 -> Text, c13 -> Text, c14 -> Text, c15 -> Text, c16 -> Text, c17 -> Text, c18 -> Text, c19 -> Text,
        c20 -> Text, c21 -> Text, c22 -> Text, c23 -> Text, c24 -> Text, c25 -> Text, c26 -> Text, c27 -> Text, c28 -> Text, c29 -> Text,
        c30 -> Text, c31 -> Text, c32 -> Text, c33 -> Text, c34 -> Text, c35 -> Text, c36 -> Text, c37 -> Text, c38 -> Text, c39 -> Text,
    } }
}
use schema::sheet_row;

/// A registration number with its last digit as the rules ask for it.
fn inn(n: u64) -> String {
    let base = format!("65{:07}", n % 10_000_000);
    let sum: u32 = base
        .bytes()
        .zip([2, 4, 10, 3, 5, 9, 4, 6, 8])
        .map(|(d, w)| u32::from(d - b'0') * w)
        .sum();
    format!("{base}{}", sum % 11 % 10)
}

fn ogrn(n: u64) -> String {
    let base = 102_650_000_000 + n % 1_000_000_000;
    format!("{base}{}", base % 11 % 10)
}

const INDUSTRIES: [&str; 6] = [
    "Сельское хозяйство",
    "Туризм",
    "Строительство",
    "Лесное хозяйство",
    "Торговля",
    "Энергетика",
];
const DISTRICTS: [&str; 6] = [
    "Анивский",
    "Долинский",
    "Корсаковский",
    "Ногликский",
    "Охинский",
    "Холмский",
];
const STATES: [&str; 5] = [
    "Неполная заявка",
    "Полная заявка",
    "На сопровождении",
    "Завершено",
    "В архиве",
];
const WORKS: [&str; 5] = [
    "Строительство теплицы",
    "Модернизация цеха",
    "База отдыха",
    "Покупка техники",
    "Реконструкция причала",
];
const LAST: [&str; 6] = [
    "Соколова",
    "Петрова",
    "Кимова",
    "Григорьева",
    "Лебедева",
    "Морозова",
];
const FIRST: [&str; 5] = ["Анна", "Елена", "Ирина", "Ольга", "Мария"];

fn text(row: u32, col: u16) -> String {
    let n = u64::from(row);
    let client = n / 5;
    let pick = |from: &[&str], by: u64| from[(n * by % from.len() as u64) as usize].to_owned();
    match col {
        0 => format!("ООО «Сахалинское предприятие {client}»"),
        1 => inn(client + 1000),
        2 => ogrn(client),
        3 => format!("{}, участок {row}", pick(&WORKS, 7)),
        4 => pick(&INDUSTRIES, 5),
        5 => pick(&DISTRICTS, 7),
        6 => pick(&STATES, 3),
        13 => format!(
            "{} {}",
            LAST[(client % 6) as usize],
            FIRST[(client % 5) as usize]
        ),
        14 => format!(
            "+7 (914) {:03}-{:02}-{:02}",
            client / 10_000 % 1000,
            client / 100 % 100,
            client % 100
        ),
        15 => format!("office{client}@example.ru"),
        16 => {
            format!("Закупка оборудования, подключение к сетям и набор персонала по договору {row}")
        }
        17 => format!(
            "65:{:02}:{:07}:{}",
            n % 18 + 1,
            n * 31 % 10_000_000,
            n % 999
        ),
        _ => format!("Вариант {} из списка", (n + u64::from(col)) % 24),
    }
}

fn number(row: u32, col: u16) -> f64 {
    match col {
        7..=9 => f64::from(row % 5000 + 50) * 10_000.0 * f64::from(col - 6),
        10 => f64::from(row % 240 + 1),
        11 => f64::from(row % 900) * 1000.5,
        _ => f64::from(row % 10_000) * 1.25 + f64::from(col),
    }
}

fn write(path: &str, rows: u32) {
    use rust_xlsxwriter::{Format, Workbook};
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("dd.mm.yyyy");
    let sheet = book
        .add_worksheet_with_constant_memory()
        .expect("a sheet")
        .set_name("Реестр")
        .expect("a name");
    for (col, (header, _)) in COLUMNS.iter().enumerate() {
        sheet.write_string(0, col as u16, *header).expect("a cell");
    }
    for row in 1..=rows {
        for (col, (_, kind)) in COLUMNS.iter().enumerate() {
            let col = col as u16;
            match kind {
                Text => sheet.write_string(row, col, text(row, col)),
                Number => sheet.write_number(row, col, number(row, col)),
                Date => sheet.write_number_with_format(
                    row,
                    col,
                    43_000.0 + f64::from(row % 2000),
                    &date,
                ),
            }
            .expect("a cell");
        }
    }
    book.save(path).expect("a file");
}

fn escape(out: &mut Vec<u8>, text: &str) {
    for b in text.bytes() {
        match b {
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b => out.push(b),
        }
    }
}

/// One pass over the sheet, a line of COPY for each row.
fn lines(path: &str, mut sink: impl FnMut(&[u8])) -> u32 {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let name = book.sheet_names()[0].clone();
    let mut cells = book.worksheet_cells_reader(&name).expect("a sheet");
    let mut out: Vec<u8> = Vec::with_capacity(1 << 17);
    let (mut row, mut rows) = (0, 0);
    while let Some(cell) = cells.next_cell().expect("a cell") {
        let (r, c) = cell.get_position();
        if r == 0 {
            continue;
        }
        if r != row {
            if rows > 0 {
                out.push(b'\n');
            }
            if out.len() > 1 << 16 {
                sink(&out);
                out.clear();
            }
            (row, rows) = (r, rows + 1);
        }
        if c > 0 {
            out.push(b'\t');
        }
        match cell.get_value() {
            DataRef::SharedString(s) => escape(&mut out, s),
            DataRef::String(s) => escape(&mut out, s),
            DataRef::Float(f) => write!(out, "{f}").expect("memory"),
            DataRef::DateTime(d) => {
                write!(out, "{}", d.as_datetime().expect("a date").date()).expect("memory")
            }
            _ => out.extend_from_slice(b"\\N"),
        }
    }
    out.push(b'\n');
    sink(&out);
    rows
}

fn copy(path: &str) -> u32 {
    let url = std::env::var("DATABASE_URL").expect("DATABASE_URL");
    let mut conn = PgConnection::establish(&url).expect("a connection");
    let of = |kind| match kind {
        Text => "text",
        Number => "double precision",
        Date => "date",
    };
    let columns: Vec<String> = COLUMNS
        .iter()
        .enumerate()
        .map(|(i, (_, kind))| format!("c{i} {}", of(*kind)))
        .collect();
    conn.batch_execute(&format!(
        "DROP TABLE IF EXISTS sheet_row; CREATE TABLE sheet_row ({})",
        columns.join(", ")
    ))
    .expect("a table");
    let rows = std::cell::Cell::new(0);
    diesel::copy_from(sheet_row::table)
        .from_raw_data(sheet_row::table, |w| {
            rows.set(lines(path, |some| {
                w.write_all(some).expect("a server that takes it")
            }));
            Ok::<(), diesel::result::Error>(())
        })
        .execute(&mut conn)
        .expect("COPY");
    rows.get()
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let begun = Instant::now();
    let rows = match args[1].as_str() {
        "write" => {
            let rows = args[3].parse().expect("a number of rows");
            write(&args[2], rows);
            rows
        }
        "read" => lines(&args[2], |_| ()),
        "copy" => copy(&args[2]),
        _ => panic!("sheet write FILE ROWS | read FILE | copy FILE"),
    };
    println!("{rows} {:.3}", begun.elapsed().as_secs_f64());
}
