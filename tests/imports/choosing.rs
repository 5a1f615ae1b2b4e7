//! What a person may say of a file beyond its columns: measures that are here already, colours of rows, columns
//! for the timeline, rows that slipped.

use std::time::Duration;

use rust_xlsxwriter::{Color, Format, Workbook};

use super::{app_with_worker, bring, text, wait_until_done};
use crate::support::Caller;
use crate::support::runtime::eventually;

/// Brings a file and gives its address once it is read.
fn read(caller: &Caller, name: &str, bytes: Vec<u8>) -> String {
    let address = bring(caller, name, bytes).expect(303).location().to_owned();
    wait_until_done(caller, &address);
    address
}

fn choose(caller: &Caller, address: &str, part: &str, fields: &[(&str, &str)]) {
    caller
        .post(&format!("{address}/{part}"), fields)
        .expect(303);
    wait_until_done(caller, address);
}

fn write(caller: &Caller, address: &str) {
    caller.post(&format!("{address}/write"), &[]).expect(303);
    eventually("it is written", Duration::from_secs(30), || {
        caller.get(address).text().contains("Загружено")
    });
}

const PROJECTS: &str = "Клиент;ИНН;Проект;Стоимость\n\
    ООО «Кедр»;6599711017;Лесопилка;9000000\n\
    ООО «Ель»;6599711024;Пилорама;5000000\n";

fn measures(amount: &str, body: &str) -> Vec<u8> {
    format!(
        "Клиент;Проект;Вид поддержки;Программа;Уровень;Размер;Единица;Начало;Кто предоставляет\n\
         ООО «Кедр»;Лесопилка;финансовая;Гранты промышленности;региональный;{amount};руб.;01.03.2024;{body}\n\
         ООО «Ель»;Пилорама;кредитная;Льготный заём;региональный;300000;руб.;05.03.2024;Фонд развития\n"
    )
    .into_bytes()
}

#[test]
fn a_measure_that_is_here_is_changed_by_a_file_and_given_back() {
    let app = app_with_worker();
    let head = app.as_manager();
    let projects = read(&head, "проекты.csv", PROJECTS.as_bytes().to_vec());
    write(&head, &projects);
    let first = read(&head, "меры.csv", measures("700000", ""));
    write(&head, &first);
    let now = "SELECT concat_ws(' ', s.amount, b.name) AS text FROM supports s JOIN projects p ON p.id = s.project_id \
        LEFT JOIN directory_entries b ON b.id = s.body_id WHERE p.name = 'Лесопилка'";
    assert_eq!(text(&app, now), "700000.00");
    let second = read(&head, "меры2.csv", measures("800000", "Фонд развития"));
    let page = head.get(&format!("{second}/matches")).page();
    let rows = page.texts("#differences tbody tr");
    assert_eq!(rows.len(), 2, "the amount and who grants: {rows:?}");
    let kept = page.attributes("input[name=kept]", "value");
    assert_eq!(kept.len(), 1, "the amount stays until it is said: {kept:?}");
    let fields = [("field", "support.amount"), ("policy", "overwrite")];
    choose(&head, &second, "policies", &fields);
    write(&head, &second);
    assert_eq!(text(&app, now), "800000.00 Фонд развития");
    let again = read(&head, "меры3.csv", measures("800000", "Фонд развития"));
    let page = head.get(&format!("{again}/matches")).page();
    assert_eq!(page.texts("#differences tbody tr"), Vec::<String>::new());
    head.post(&format!("{second}/undo"), &[]).expect(303);
    eventually("it is undone", Duration::from_secs(30), || {
        head.get(&second).text().contains("Отменено")
    });
    assert_eq!(text(&app, now), "700000.00");
}

/// Six projects, three of them in yellow rows; nothing says what yellow means.
fn coloured(word: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let yellow = Format::new().set_background_color(Color::RGB(0xff_ff00));
    for (col, heading) in ["Клиент", "Проект", "Стоимость"].iter().enumerate()
    {
        sheet.write(0, col as u16, *heading).expect("a heading");
    }
    for n in 1..=6u32 {
        let cells = [
            format!("ООО «{word} {n}»"),
            format!("{word} {n}"),
            "5000000".into(),
        ];
        for (col, cell) in cells.iter().enumerate() {
            let done = match n <= 3 {
                true => sheet.write_with_format(n, col as u16, cell, &yellow),
                false => sheet.write(n, col as u16, cell),
            };
            done.expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn the_colour_of_rows_is_a_state_when_a_person_says_so_and_for_the_next_file_too() {
    let app = app_with_worker();
    let head = app.as_manager();
    let address = read(&head, "цвета.xlsx", coloured("Цех"));
    let page = head.get(&format!("{address}/columns")).page();
    assert_eq!(page.texts(".fills li").len(), 2, "yellow and none");
    let fields = [
        ("sheet", "0"),
        ("fill_ffff00", "on_support"),
        ("fill_none", ""),
    ];
    choose(&head, &address, "columns", &fields);
    write(&head, &address);
    let states = "SELECT concat_ws(' ', state, count(*)) AS text FROM projects WHERE name LIKE 'Цех %' \
        OR name LIKE 'Склад %' GROUP BY state ORDER BY state";
    assert_eq!(text(&app, states), "application_short 3|on_support 3");
    let next = read(&head, "ещё.xlsx", coloured("Склад"));
    write(&head, &next);
    assert_eq!(text(&app, states), "application_short 6|on_support 6");
}

#[test]
fn a_column_goes_to_the_timeline_and_leaves_it_with_the_undo() {
    let app = app_with_worker();
    let head = app.as_manager();
    let table =
        "Клиент;Проект;Стоимость;Что было\nООО «Кедр»;Лесопилка;9000000;звонил, ждёт письма\n";
    let address = read(&head, "лес.csv", table.as_bytes().to_vec());
    let fields = [("sheet", "0"), ("target_4", "project.note")];
    choose(&head, &address, "columns", &fields);
    write(&head, &address);
    let notes = "SELECT a.payload ->> 'text' AS text FROM activities a JOIN projects p ON p.id = a.subject_id \
        WHERE p.name = 'Лесопилка' AND a.type = 'comment'";
    assert_eq!(text(&app, notes), "звонил, ждёт письма");
    assert_eq!(
        text(
            &app,
            "SELECT label AS text FROM custom_fields WHERE import_id IS NOT NULL"
        ),
        ""
    );
    head.post(&format!("{address}/undo"), &[]).expect(303);
    wait_until_done(&head, &address);
    assert_eq!(text(&app, notes), "");
}

#[test]
fn a_row_that_slipped_is_put_back_unless_a_person_says_that_it_stands_right() {
    let app = app_with_worker();
    let head = app.as_manager();
    let table = "Клиент;Проект;Стоимость;Рабочие места;Дата заявки;Статус\n\
        ООО «Кедр»;Лесопилка;9000000;12;12.03.2024;в архиве\n\
        ООО «Ель»;Пилорама;;7000000;9;14.03.2024;на сопровождении\n";
    let address = read(&head, "лес.csv", table.as_bytes().to_vec());
    let page = head.get(&format!("{address}/columns?show=all")).page();
    assert_eq!(page.attributes("input[name=stay]", "value"), ["3"]);
    write(&head, &address);
    let found = "SELECT concat_ws(' ', total_amount, jobs, state) AS text FROM projects WHERE name = 'Пилорама'";
    assert_eq!(text(&app, found), "7000000.00 9 on_support");
    head.post(&format!("{address}/undo"), &[]).expect(303);
    wait_until_done(&head, &address);
    let address = read(&head, "лес2.csv", table.as_bytes().to_vec());
    let fields = [("sheet", "0"), ("slipped", "3"), ("stay", "3")];
    choose(&head, &address, "columns", &fields);
    write(&head, &address);
    assert_eq!(text(&app, found), "application_short");
}

#[test]
fn a_decision_about_an_unknown_project_waits_until_a_person_says_whose_it_is() {
    let app = app_with_worker();
    let head = app.as_manager();
    let projects = read(&head, "проекты.csv", PROJECTS.as_bytes().to_vec());
    write(&head, &projects);
    let decisions = "№ протокола;Дата;Комиссия;Организация;Проект;Решение\n\
        12/2024;05.03.2024;МВК;ООО «Кедр»;Лесопилка;одобрить\n\
        13/2024;12.03.2024;экспертная группа;ООО «Никто»;Неведомый цех;отказать\n";
    let address = read(&head, "решения.csv", decisions.as_bytes().to_vec());
    write(&head, &address);
    let result = format!("{address}/result");
    let waiting = head.get(&result).page().texts(".unplaced li");
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    assert!(waiting[0].contains("Неведомый цех") && waiting[0].contains("13/2024"));
    let place = format!("{address}/decisions/0/3");
    let answer = head.post(&place, &[("project", "99999")]).expect(303);
    let page = head.get(answer.location().split('#').next().expect("an address"));
    assert!(page.text().contains("Проекта с таким номером нет"));
    let number = text(
        &app,
        "SELECT number AS text FROM projects WHERE name = 'Пилорама'",
    );
    for _ in 0..2 {
        head.post(&place, &[("project", &number)]).expect(303);
    }
    assert_eq!(
        head.get(&result).page().texts(".unplaced li"),
        Vec::<String>::new()
    );
    let placed = "SELECT concat_ws(' ', d.protocol_number, d.outcome) AS text FROM decisions d \
        JOIN projects p ON p.id = d.project_id WHERE p.name = 'Пилорама'";
    assert_eq!(text(&app, placed), "13/2024 refused");
    head.post(&format!("{address}/undo"), &[]).expect(303);
    eventually("it is undone", Duration::from_secs(30), || {
        head.get(&address).text().contains("Отменено")
    });
    assert_eq!(text(&app, placed), "");
}
