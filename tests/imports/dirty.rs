//! A long and wide workbook with dirt in every kind of column: read, written and taken back in its time.
//! `bin/soak dirty` brings 20,000 rows of 60 columns and prints the seconds.

use std::time::{Duration, Instant};

use rust_xlsxwriter::Workbook;

use super::{app_with_worker, bring, text};
use crate::support::runtime::eventually;
use crate::support::soak::rounds;
use crate::support::{Caller, TestApp};

/// Headings of columns that have a home; as many again and more have none.
const HEADINGS: [&str; 24] = [
    "№ п/п",
    "Заявитель",
    "ИНН",
    "КПП",
    "ОГРН",
    "Адрес",
    "Контактное лицо",
    "Должность",
    "Телефон",
    "Эл. почта",
    "Наименование проекта",
    "Отрасль",
    "Район реализации",
    "Стоимость, млн руб.",
    "Собственные средства",
    "Запрашиваемая поддержка",
    "Рабочие места",
    "Налоги",
    "Статус",
    "Дата заявки",
    "Ответственный",
    "Описание",
    "Вложено",
    "Осталось",
];
const COLUMNS: u16 = 60;

/// The ten digits of a company's tax number with the right last one.
fn inn(n: u32) -> String {
    let body = format!("6598{:05}", n % 100_000);
    let weights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
    let sum: u32 = body
        .bytes()
        .zip(weights)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    format!("{body}{}", sum % 11 % 10)
}

/// A text of a row and column as people write it, sometimes well and sometimes not.
fn cell(n: u32, col: u16) -> String {
    let pick =
        |all: &[&str]| all[(n.wrapping_mul(2_654_435_761) >> 16) as usize % all.len()].to_owned();
    let company = n / 3;
    let sum = 1_000 + n % 9_000;
    match col {
        0 => n.to_string(),
        1 if n % 3 == 1 => "то же".to_owned(),
        1 => match n % 7 {
            0 => format!("ООО \"Завод {company}\""),
            1 => format!("Завод {company}, ООО"),
            2 => format!("ооо «завод {company}»"),
            _ => format!("ООО «Завод {company}»"),
        },
        2 if n % 3 == 1 => String::new(),
        2 => match n % 11 {
            0 => format!("ИНН {}", inn(company)),
            1 => format!("{}/650101001", inn(company)),
            2 => format!("{} ", inn(company)),
            3 => format!("{}1", &inn(company)[..9]),
            _ => inn(company),
        },
        3 => pick(&["650101001", "", "-", "6501"]),
        4 => pick(&["", "н/д", "1027700132195"]),
        5 => format!("693000, г. Южно-Сахалинск, ул. Ленина, д. {}", n % 200),
        6 => pick(&["Петров И.И.", "Сидорова Анна Павловна", "", "директор Ким"]),
        7 => pick(&["директор", "гл. бухгалтер", ""]),
        8 => format!(
            "8 (924) {:03}-{:02}-{:02}, доб. 1{}",
            n % 1000,
            n % 100,
            n % 97,
            n % 9
        ),
        9 => pick(&[
            "a@b.example; c@d.example",
            "нет",
            "office(at)x",
            "x@y.example",
        ]),
        10 => format!("Цех № {n} по выпуску изделий"),
        11 => pick(&["с/х", "Туризм", "строительство", "добыча", "рыба"]),
        12 => pick(&[
            "Анивский р-н",
            "Корсаковский городской округ",
            "Невельский",
            "г. Холмск",
        ]),
        13 => match n % 13 {
            0 => "уточняется".to_owned(),
            1 => format!("{sum} млн. руб."),
            2 => format!("{sum} - {} млн", sum + 5),
            3 => format!("{sum} тыс. $"),
            _ => format!("{sum},5"),
        },
        14 | 15 => format!("{} {:03},00", sum, n % 1000),
        16 => pick(&["12", "около 15", "5+3", "7 чел.", ""]),
        17 => pick(&["1,5", "2 млн руб.", "-", "300 тыс."]),
        18 => pick(&["НЗ", "полная", "на сопров.", "архив", "думают", ""]),
        19 => match n % 9 {
            0 => "31.02.2023".to_owned(),
            1 => "март 2023".to_owned(),
            2 => "2 кв. 2022 г.".to_owned(),
            3 => format!("{:02}.{:02}.23", 1 + n % 28, 1 + n % 12),
            _ => format!("{:02}.{:02}.2023 г.", 1 + n % 28, 1 + n % 12),
        },
        20 => pick(&["Ветрова", "Громов П. / Ли", "Кто-то", ""]),
        21 => format!("Производство изделий вида {n}.\nЖдут решения.").repeat(1 + (n % 3) as usize),
        _ => match (n + u32::from(col)) % 6 {
            0 => String::new(),
            1 => format!("значение {}", n % 50),
            2 => (n % 700).to_string(),
            3 => "да".to_owned(),
            4 => "#Н/Д".to_owned(),
            _ => format!("{:02}.05.2024", 1 + n % 28),
        },
    }
}

/// So many rows of it, with a title above, headings in the middle and sums of parts.
fn workbook(rows: u32) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "СВОД ПО ПРОЕКТАМ").expect("a title");
    let heading = |col: u16| {
        let known = HEADINGS.get(usize::from(col));
        known.map_or_else(|| format!("Показатель {col}"), |h| (*h).to_owned())
    };
    let mut at = 2;
    for n in 0..rows {
        if n % 5000 == 0 {
            for col in 0..COLUMNS {
                sheet.write(at, col, heading(col)).expect("a heading");
            }
            at += 1;
        }
        for col in 0..COLUMNS {
            let text = cell(n, col);
            if !text.is_empty() {
                sheet.write(at, col, text).expect("a cell");
            }
        }
        at += 1;
        if n % 1000 == 999 {
            sheet.write(at, 1, "Итого").expect("a total");
            sheet.write(at, 13, 1_000_000).expect("its sum");
            at += 1;
        }
    }
    book.save_to_buffer().expect("a workbook")
}

fn wait_for(caller: &Caller, address: &str, words: &str) -> Duration {
    let begun = Instant::now();
    eventually(words, Duration::from_secs(600), || {
        caller.get(address).text().contains(words)
    });
    begun.elapsed()
}

fn count(app: &TestApp) -> String {
    text(
        app,
        "SELECT concat_ws(' ', (SELECT count(*) FROM projects WHERE import_id IS NOT NULL), \
         (SELECT count(*) FROM clients WHERE import_id IS NOT NULL)) AS text",
    )
}

#[test]
fn a_long_wide_and_dirty_workbook_comes_over_and_goes_again() {
    let rows = rounds(400, 20_000);
    let app = app_with_worker();
    let head = app.as_manager();
    let book = workbook(rows);
    let begun = Instant::now();
    let answer = bring(&head, "грязная.xlsx", book).expect(303);
    let address = answer.location().to_owned();
    wait_for(&head, &address, "Принять всё и записать");
    let read = begun.elapsed();
    head.post(&format!("{address}/write"), &[]).expect(303);
    let written = wait_for(&head, &address, "Загружено");
    let clients = (0..rows).map(|n| n / 3).max().unwrap_or(0) + 1;
    assert_eq!(count(&app), format!("{rows} {clients}"));
    head.post(&format!("{address}/undo"), &[]).expect(303);
    let undone = wait_for(&head, &address, "Отменено");
    assert_eq!(count(&app), "0 0");
    println!(
        "{rows} rows × {COLUMNS}: read in {read:.1?}, written in {written:.1?}, undone in {undone:.1?}"
    );
    assert!(
        read + written < Duration::from_secs(60),
        "{read:?} + {written:?}"
    );
    assert!(undone < Duration::from_secs(60), "{undone:?}");
}
