//! Workbooks of other people: other sheets, other orders of columns, other words and other dirt than in the
//! agency's own. None of their names is known to any rule.

use std::sync::Arc;

use invest_crm::imports::draft::{
    ClientKind, DecisionKind, Draft, Outcome, ProblemKind, ProjectDraft, ProjectState,
};
use invest_crm::imports::joining::{draft, straighten};
use invest_crm::imports::reading::read_bytes;
use invest_crm::imports::understanding::{Knowledge, Person, part_tables, understand};
use rust_xlsxwriter::{Format, Note, Workbook, Worksheet};
use uuid::Uuid;

/// The people of the organization.
fn knowledge() -> Knowledge {
    let person = |last: &str, first: &str, middle: &str| Person {
        id: Uuid::new_v4(),
        last: last.into(),
        first: first.into(),
        middle: middle.into(),
    };
    Knowledge {
        people: vec![
            person("Захарова", "Юлия", "Петровна"),
            person("Brown", "Alice", ""),
        ],
        ..Knowledge::default()
    }
}

/// What an import would make of a file.
fn draft_of(bytes: &[u8]) -> Draft {
    let mut book = read_bytes(bytes).expect("a workbook");
    part_tables(&mut book);
    let knowledge = knowledge();
    let mut plan = understand(&book, &knowledge);
    if straighten(&mut book, &plan, &knowledge) {
        plan = understand(&book, &knowledge);
    }
    draft(&Arc::new(book), &plan, &knowledge)
}

fn project<'d>(d: &'d Draft, name: &str) -> &'d ProjectDraft {
    let found = d.projects.iter().find(|p| d.text(p.name) == name);
    found.unwrap_or_else(|| {
        let names: Vec<&str> = d.projects.iter().map(|p| d.text(p.name)).collect();
        panic!("no {name} in {names:?}")
    })
}

/// Roubles of a sum.
fn roubles(kopecks: Option<i64>) -> Option<f64> {
    kopecks.map(|k| k as f64 / 100.0)
}

fn client_of<'d>(
    d: &'d Draft,
    project: &ProjectDraft,
) -> &'d invest_crm::imports::draft::ClientDraft {
    &d.clients[project.client.expect("a client").0 as usize]
}

fn put(sheet: &mut Worksheet, row: u32, col: u16, cells: &[&str]) {
    for (at, cell) in cells.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
        sheet.write(row, col + at as u16, *cell).expect("a cell");
    }
}

#[test]
fn an_english_pipeline_comes_over() {
    let mut book = Workbook::new();
    let sheet = book
        .add_worksheet()
        .set_name("Pipeline FY25")
        .expect("a name");
    put(sheet, 0, 0, &["Investment pipeline, FY 2025"]);
    put(sheet, 1, 0, &["amounts in mln RUB unless stated otherwise"]);
    put(
        sheet,
        3,
        0,
        &[
            "No.",
            "Project title",
            "Company",
            "Tax ID",
            "Sector",
            "District",
            "Total cost (mln RUB)",
            "Own funds (mln RUB)",
            "Requested support (mln RUB)",
            "Jobs",
            "Status",
            "Application date",
            "Manager",
            "Contact person",
            "Phone",
            "E-mail",
            "Comments",
            "Loan bank",
        ],
    );
    let rows = [
        [
            "1",
            "Fish plant",
            "LLC Northern Fish",
            "7707083893",
            "Fishing",
            "Nevelsky",
            "120,5",
            "20.5",
            "100",
            "45",
            "on support",
            "2025-03-14",
            "Alice Brown",
            "John Petrov",
            "+7 924 111-22-33",
            "john@fish.example",
            "calls on Fridays",
            "Island Bank",
        ],
        [
            "2",
            "Greenhouse, stage 2",
            "Ostrov Agro LLC",
            "7830002293",
            "Agriculture",
            "Anivsky",
            "48",
            "8",
            "40",
            "12",
            "full application",
            "14.04.2025",
            "A. Brown",
            "",
            "8 (924) 111 22 34; 8-924-111-22-35",
            "",
            "",
            "Island Bank",
        ],
        [
            "3",
            "Hotel by the sea",
            "IE Ivanova Anna",
            "500100732259",
            "Tourism",
            "Korsakovsky",
            "tbd",
            "",
            "15",
            "about 10",
            "archived",
            "2025-05-01",
            "Alice Brown",
            "Anna Ivanova",
            "",
            "anna@hotel.example",
            "",
            "",
        ],
    ];
    for (at, row) in rows.iter().enumerate() {
        put(sheet, 4 + at as u32, 0, row);
    }
    put(sheet, 7, 1, &["Total", "", "", "", "", "168,5"]);
    let d = draft_of(&book.save_to_buffer().expect("a workbook"));
    assert_eq!((d.clients.len(), d.projects.len()), (3, 3));
    let plant = project(&d, "Fish plant");
    assert_eq!(roubles(plant.total), Some(120_500_000.0));
    assert_eq!(roubles(plant.own), Some(20_500_000.0));
    assert_eq!(roubles(plant.requested), Some(100_000_000.0));
    assert_eq!(
        (plant.jobs, plant.state),
        (Some(45), Some(ProjectState::OnSupport))
    );
    assert_eq!(
        plant.application_date.map(|d| d.to_iso()).as_deref(),
        Some("2025-03-14")
    );
    assert_eq!(plant.people.len(), 1);
    let client = client_of(&d, plant);
    assert_eq!(d.text(client.inn), "7707083893");
    assert_eq!(d.text(client.phones[0].e164), "+79241112233");
    assert_eq!(d.text(client.emails[0]), "john@fish.example");
    assert_eq!(d.text(client.contacts[0].name), "John Petrov");
    let greenhouse = project(&d, "Greenhouse, stage 2");
    assert_eq!(greenhouse.state, Some(ProjectState::ApplicationFull));
    assert_eq!(client_of(&d, greenhouse).phones.len(), 2);
    let hotel = project(&d, "Hotel by the sea");
    assert_eq!(
        (hotel.total, roubles(hotel.requested)),
        (None, Some(15_000_000.0))
    );
    assert_eq!(hotel.state, Some(ProjectState::Archived));
    let labels: Vec<&str> = d.fields.iter().map(|f| f.label.as_str()).collect();
    assert_eq!(labels, ["Comments", "Loan bank"]);
    let said: Vec<ProblemKind> = d.problems.iter().map(|p| p.kind).collect();
    assert!(said.contains(&ProblemKind::AmountNotNumber), "{said:?}");
    assert!(said.contains(&ProblemKind::JobsUnclear), "{said:?}");
}

#[test]
fn a_table_from_the_third_column_under_two_rows_of_headings_comes_over() {
    let mut book = Workbook::new();
    let bold = Format::new();
    let sheet = book.add_worksheet().set_name("Кв.2").expect("a name");
    put(sheet, 1, 2, &["Мониторинг инвестпроектов муниципалитетов"]);
    for (from, to, label) in [
        (3u16, 5u16, "Инициатор"),
        (6, 8, "Проект"),
        (9, 11, "Финансы, тыс. руб."),
    ] {
        sheet
            .merge_range(4, from, 4, to, label, &bold)
            .expect("a group");
    }
    sheet
        .merge_range(4, 2, 5, 2, "№", &bold)
        .expect("a heading");
    sheet
        .merge_range(4, 12, 5, 12, "Стадия", &bold)
        .expect("a heading");
    sheet
        .merge_range(4, 13, 5, 13, "Куратор", &bold)
        .expect("a heading");
    put(
        sheet,
        5,
        3,
        &[
            "Наименование",
            "ИНН",
            "Телефон",
            "Название",
            "Отрасль",
            "МО",
            "Всего",
            "в т.ч. собственные",
            "Просят",
        ],
    );
    sheet
        .merge_range(6, 3, 7, 3, "АО «Рассвет»", &bold)
        .expect("merged down");
    put(
        sheet,
        6,
        2,
        &[
            "1",
            "",
            "7707083893",
            "30-11-22",
            "Молочная ферма",
            "Сельское хозяйство",
            "Невельский р-н",
            "15 000",
            "5 000,5",
            "9 999,5",
            "сопровождается",
            "Захарова Ю.П.",
        ],
    );
    put(
        sheet,
        7,
        2,
        &[
            "2",
            "",
            "",
            "",
            "Сыроварня",
            "с/х",
            "то же",
            "7500",
            "",
            "2500",
            "полная",
            "Захарова",
        ],
    );
    put(sheet, 8, 3, &["Корсаковский район"]);
    put(
        sheet,
        9,
        2,
        &[
            "3",
            "КФХ Лебедев Н.И.",
            "500100732259",
            "8-924-111-22-33 (Лебедев)",
            "Теплица",
            "с/х",
            "Корсаков",
            "900",
            "100",
            "800",
            "архив",
            "Юля",
        ],
    );
    put(sheet, 10, 3, &["Итого", "", "", "", "", "", "23 400"]);
    sheet
        .insert_note(6, 6, &Note::new("ждут решения банка"))
        .expect("a note");
    let d = draft_of(&book.save_to_buffer().expect("a workbook"));
    assert_eq!((d.clients.len(), d.projects.len()), (2, 3));
    let farm = project(&d, "Молочная ферма");
    assert_eq!(roubles(farm.total), Some(15_000_000.0));
    assert_eq!(roubles(farm.own), Some(5_000_500.0));
    assert_eq!(roubles(farm.requested), Some(9_999_500.0));
    assert_eq!(farm.state, Some(ProjectState::OnSupport));
    assert_eq!(farm.people.len(), 1);
    assert!(
        farm.notes
            .iter()
            .any(|n| d.text(n.text).contains("ждут решения банка"))
    );
    let dairy = project(&d, "Сыроварня");
    assert_eq!(dairy.client, farm.client, "merged down");
    assert_eq!(dairy.state, Some(ProjectState::ApplicationFull));
    assert_eq!(roubles(dairy.total), Some(7_500_000.0));
    let greenhouse = project(&d, "Теплица");
    assert_eq!(client_of(&d, greenhouse).kind, ClientKind::SoleProprietor);
    assert_eq!(greenhouse.state, Some(ProjectState::Archived));
    let phones: Vec<&str> = client_of(&d, greenhouse)
        .phones
        .iter()
        .map(|p| d.text(p.e164))
        .collect();
    assert_eq!(phones, ["+79241112233"]);
}

#[test]
fn two_tables_on_one_sheet_are_two_tables() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Всё сразу").expect("a name");
    put(sheet, 0, 0, &["Проекты"]);
    put(
        sheet,
        1,
        0,
        &[
            "Организация",
            "ИНН",
            "Наименование проекта",
            "Стоимость, млн руб.",
            "Статус",
        ],
    );
    put(
        sheet,
        2,
        0,
        &[
            "ООО «Кедр»",
            "7707083893",
            "Лесопилка",
            "12,5",
            "на сопровождении",
        ],
    );
    put(
        sheet,
        3,
        0,
        &["ООО «Ель»", "7830002293", "Пилорама", "3", "полная заявка"],
    );
    put(sheet, 6, 0, &["Решения комиссии"]);
    put(
        sheet,
        7,
        0,
        &[
            "№ протокола",
            "Дата",
            "Комиссия",
            "Организация",
            "Проект",
            "Решение",
        ],
    );
    put(
        sheet,
        8,
        0,
        &[
            "12/2024",
            "05.03.2024",
            "МВК",
            "ООО «Кедр»",
            "Лесопилка",
            "одобрить",
        ],
    );
    put(
        sheet,
        9,
        0,
        &[
            "13/2024",
            "12.03.2024",
            "экспертная группа",
            "ООО «Ель»",
            "Пилорама",
            "на доработку",
        ],
    );
    // Beside the projects, with an empty column between.
    put(sheet, 1, 7, &["Клиент", "Телефон", "Почта"]);
    put(
        sheet,
        2,
        7,
        &["ООО «Кедр»", "8 924 111-22-33", "kedr@example.org"],
    );
    put(
        sheet,
        3,
        7,
        &["ООО «Липа»", "8 924 111-22-44", "lipa@example.org"],
    );
    let d = draft_of(&book.save_to_buffer().expect("a workbook"));
    assert_eq!(d.projects.len(), 2);
    let names: Vec<String> = (0..d.clients.len() as u32)
        .map(|i| d.client_label(invest_crm::imports::draft::ClientIndex(i)))
        .collect();
    assert_eq!(names, ["ООО «Кедр»", "ООО «Ель»", "ООО «Липа»"]);
    assert_eq!(roubles(project(&d, "Лесопилка").total), Some(12_500_000.0));
    assert_eq!(
        d.clients[0].phones.len(),
        1,
        "the second table is about the same company"
    );
    let decided: Vec<_> = d
        .decisions
        .iter()
        .map(|e| (d.text(e.protocol), e.kind, e.outcome, e.project.is_some()))
        .collect();
    assert_eq!(
        decided,
        [
            (
                "12/2024",
                Some(DecisionKind::Commission),
                Some(Outcome::Granted),
                true
            ),
            (
                "13/2024",
                Some(DecisionKind::ExpertGroup),
                Some(Outcome::Rework),
                true
            ),
        ]
    );
    assert_eq!(d.sheet_name(d.decisions[0].sources[0].sheet), "Всё сразу");
    assert_eq!(d.decisions[0].sources[0].row, 9);
}

#[test]
fn a_table_of_an_old_program_in_cp1251_comes_over() {
    let text = "Выгрузка из базы;;;;;;;;\r\n\
        Код;Наим. организации;ИНН/КПП;Наим. проекта;Объём инвестиций, тыс.руб.;Раб. места;Дата поступления;Стадия;Исполнитель\r\n\
        0001;\"ООО \"\"Прибой\"\"\";7707083893/650101001;Причал;\"1 234,5\";12 чел.;05.02.2024 г.;НЗ;Захарова Ю. П.\r\n\
        0002;ИП Ким С.Д.;500100732259;\"Кафе \"\"Волна\"\"\";850;5;февраль 2024;ПЗ;захарова\r\n\
        0003;Прибой ООО;;Склад;уточн.;;2024;сопр.;Сидоров\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
    let d = draft_of(&bytes);
    assert_eq!((d.clients.len(), d.projects.len()), (2, 3));
    let pier = project(&d, "Причал");
    assert_eq!(
        (roubles(pier.total), pier.jobs),
        (Some(1_234_500.0), Some(12))
    );
    assert_eq!(pier.state, Some(ProjectState::ApplicationShort));
    assert_eq!(pier.people.len(), 1);
    assert_eq!(d.text(client_of(&d, pier).kpp), "650101001");
    let cafe = project(&d, "Кафе \"Волна\"");
    assert_eq!(
        cafe.application_date.map(|d| d.to_iso()).as_deref(),
        Some("2024-02")
    );
    assert_eq!(
        (roubles(cafe.total), cafe.state),
        (Some(850_000.0), Some(ProjectState::ApplicationFull))
    );
    assert_eq!(cafe.people.len(), 1);
    let store = project(&d, "Склад");
    assert_eq!(store.client, pier.client);
    assert_eq!(
        (store.total, store.state),
        (None, Some(ProjectState::OnSupport))
    );
    let said: Vec<ProblemKind> = d.problems.iter().map(|p| p.kind).collect();
    for kind in [
        ProblemKind::AmountNotNumber,
        ProblemKind::DateMonth,
        ProblemKind::DateYear,
        ProblemKind::ResponsibleUnknown,
    ] {
        assert!(said.contains(&kind), "{kind:?} of {said:?}");
    }
}
