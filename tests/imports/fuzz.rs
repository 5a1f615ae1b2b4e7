//! Random files and random values: nothing panics, nothing is invented. The number of inputs that were tried is
//! printed; `bin/fuzz` tries many.

use std::sync::atomic::{AtomicU64, Ordering};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use invest_crm::imports::joining::{draft, straighten};
use invest_crm::imports::reading::read_bytes;
use invest_crm::imports::understanding::{Knowledge, part_tables, understand};
use invest_crm::values::money::{MoneyUnit, read_money};
use invest_crm::values::{dates, emails, names, numbers, people, phones, registry_numbers};

use super::workbook;

/// Inputs of each kind: few in bin/test, as many as `FUZZ` says in bin/fuzz.
fn cases() -> u32 {
    std::env::var("FUZZ")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(200)
}

/// Tries a property on so many inputs and says how many they were.
fn tries<S: Strategy>(what: &str, cases: u32, inputs: &S, property: impl Fn(S::Value)) {
    let tried = AtomicU64::new(0);
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new(config);
    let done = runner.run(inputs, |input| {
        tried.fetch_add(1, Ordering::Relaxed);
        property(input);
        Ok(())
    });
    println!("fuzz: {what}: {} inputs", tried.load(Ordering::Relaxed));
    done.expect("the property holds");
}

#[test]
fn readers_of_values_take_any_text() {
    let text = "(\\PC{0,60}|[0-9 .,/+()№%₽-]{0,30}(тыс|млн|руб|га|г\\.|кв|чел)?[ а-яё]{0,12})";
    tries("values", cases().saturating_mul(10), &text, |text| {
        if let Ok(money) = read_money(&text, MoneyUnit::Thousand) {
            assert!(
                text.chars().any(|c| c.is_numeric()),
                "{text:?}: {}",
                money.kopecks
            );
        }
        if let Ok(date) = dates::read_date(&text) {
            assert!(
                text.chars().any(|c| c.is_numeric()),
                "{text:?}: {}",
                date.to_iso()
            );
        }
        if let Ok(inn) = registry_numbers::read_inn(&text) {
            assert!(registry_numbers::inn_is_valid(&inn.inn), "{text:?}");
        }
        if let Ok(ogrn) = registry_numbers::read_ogrn(&text) {
            assert!(registry_numbers::ogrn_is_valid(&ogrn), "{text:?}");
        }
        let _ = numbers::read_whole(&text);
        let _ = phones::split_phones(&text);
        let _ = emails::read_emails(&text);
        let _ = names::read_holder(&text);
        let _ = people::read_person(&text);
    });
}

#[test]
fn readers_of_files_take_any_damage() {
    let books: Vec<Vec<u8>> = [
        "register-small.csv",
        "register-small.xls",
        "register-small.ods",
    ]
    .iter()
    .map(|name| std::fs::read(workbook(name)).expect("a fixture"))
    .collect();
    let demo = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/register.xlsx");
    let demo = std::fs::read(demo).expect("the demo workbook");
    let damage = (
        0..4usize,
        prop::collection::vec((any::<u32>(), any::<u8>()), 1..8),
        any::<u32>(),
    );
    tries("files", cases() / 2, &damage, |(which, changes, cut)| {
        let mut bytes = books.get(which).unwrap_or(&demo).clone();
        for (at, byte) in changes {
            let at = at as usize % bytes.len();
            bytes[at] = byte;
        }
        if cut % 4 == 0 {
            bytes.truncate(cut as usize % bytes.len());
        }
        let _ = read_bytes(&bytes);
    });
}

#[test]
fn any_table_makes_a_draft_that_invents_nothing() {
    let cell = "([-а-яА-Я0-9 .,/+()«»@]{0,16}|ООО «[А-Я][а-я]{2,8}»|[0-9]{9,12}|[0-9]{1,2}\\.[0-9]{1,2}\\.20[0-9]{2})";
    let rows = prop::collection::vec(prop::collection::vec(cell, 8), 1..14);
    let header = "Клиент;ИНН;Проект;Сумма, тыс. руб.;Статус;Дата заявки;Телефон;Район\n";
    tries("tables", cases(), &rows, |rows| {
        let mut csv = String::from(header);
        for row in &rows {
            csv.push_str(&row.join(";"));
            csv.push('\n');
        }
        let Ok(mut book) = read_bytes(csv.as_bytes()) else {
            return;
        };
        part_tables(&mut book);
        let knowledge = Knowledge::default();
        let mut plan = understand(&book, &knowledge);
        if straighten(&mut book, &plan, &knowledge) {
            plan = understand(&book, &knowledge);
        }
        let made = draft(&std::sync::Arc::new(book), &plan, &knowledge);
        assert!(made.projects.len() <= rows.len() && made.clients.len() <= rows.len());
        assert!(made.projects.iter().all(|p| p.total.is_none_or(|t| t >= 0)));
        for client in &made.clients {
            let inn = made.text(client.inn);
            assert!(
                inn.is_empty() || registry_numbers::inn_is_valid(inn),
                "{inn}"
            );
        }
    });
}
