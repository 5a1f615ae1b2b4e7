//! The steps of the wizard: what is chosen holds, is checked again, is remembered for the next file.

use std::time::Duration;

use super::{app_with_worker, bring, text, wait_until_done};
use crate::support::runtime::eventually;
use crate::support::{Caller, TestApp};

/// Brings a table and gives its address once it is read.
fn read(caller: &Caller, name: &str, table: &str) -> String {
    let answer = bring(caller, name, table.as_bytes().to_vec()).expect(303);
    let address = answer.location().to_owned();
    wait_until_done(caller, &address);
    address
}

/// Sends a choice and waits until the file is checked again.
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

const TABLE: &str = "Клиент;ИНН;Проект;Стоимость;Заметка\n\
    ООО «Кедр»;6599711017;Лесопилка;около 15;первая\n\
    ООО «Ель»;6599711024;Пилорама;около 15;вторая\n\
    ООО «Сосна»;6599711040;Склад досок;2000000;третья\n";

#[test]
fn a_cell_is_mended_in_the_preview_and_equal_ones_in_one_act() {
    let app = app_with_worker();
    let head = app.as_manager();
    let address = read(&head, "лес.csv", TABLE);
    let page = head.get(&format!("{address}/columns?show=bad")).page();
    assert_eq!(page.attributes("input[name^='cell.']", "value").len(), 2);
    let kind = [
        ("kind", "amount_not_number"),
        ("raw", "около 15"),
        ("value", "15000000"),
    ];
    let text_of = head
        .get(&format!("{address}/columns?kind=amount_not_number"))
        .text();
    assert!(
        text_of.contains("Заменить в 2 ячейках"),
        "both are one question"
    );
    choose(&head, &address, "replace", &kind);
    let fields = [
        ("sheet", "0"),
        ("cell.0!B4", "6599711031"),
        ("was.0!B4", "6599711040"),
    ];
    choose(&head, &address, "columns", &fields);
    write(&head, &address);
    let sums = text(
        &app,
        "SELECT total_amount::text AS text FROM projects WHERE name IN ('Лесопилка', 'Пилорама') ORDER BY name",
    );
    assert_eq!(sums, "15000000.00|15000000.00");
    let inn = text(
        &app,
        "SELECT inn AS text FROM clients WHERE name LIKE '%Сосна%'",
    );
    assert_eq!(inn, "6599711031");
}

#[test]
fn what_a_column_becomes_is_chosen_and_remembered_for_its_layout() {
    let app = app_with_worker();
    let head = app.as_manager();
    let address = read(&head, "лес.csv", TABLE);
    let fields = [
        ("sheet", "0"),
        ("target_5", "project.description"),
        ("target_4", "project.requested"),
        ("unit_4", "thousand"),
    ];
    choose(&head, &address, "columns", &fields);
    write(&head, &address);
    let found = text(
        &app,
        "SELECT description || ' ' || requested_amount AS text FROM projects WHERE name = 'Склад досок'",
    );
    assert_eq!(found, "третья 2000000000.00");
    let address = read(
        &head,
        "ещё.csv",
        "Клиент;ИНН;Проект;Стоимость;Заметка\nООО «Липа»;6599711031;Цех;7;пятая\n",
    );
    let page = head.get(&format!("{address}/columns")).page();
    let chosen =
        |name: &str| page.attribute(&format!("select[name={name}] option[selected]"), "value");
    assert_eq!(chosen("target_5").as_deref(), Some("project.description"));
    assert_eq!(chosen("unit_4").as_deref(), Some("thousand"));
}

#[test]
fn a_word_is_asked_once_answered_and_remembered() {
    let app = app_with_worker();
    let head = app.as_manager();
    let table = "Клиент;Проект;Район;Статус\n\
        ООО «Кедр»;Лесопилка;за перевалом;думают\n\
        ООО «Ель»;Пилорама;за перевалом;думают\n";
    let address = read(&head, "слова.csv", table);
    let page = head.get(&format!("{address}/columns")).page();
    let words = page.attributes("#words input[name=key]", "value");
    assert_eq!(words, ["district:за перевалом", "state:думают"]);
    let answers = [
        ("key", "district:за перевалом"),
        ("answer", "Охинский"),
        ("key", "state:думают"),
        ("answer", "application_full"),
    ];
    choose(&head, &address, "words", &answers);
    let page = head.get(&format!("{address}/columns")).page();
    assert_eq!(page.texts("#words tbody tr"), Vec::<String>::new());
    write(&head, &address);
    let states = text(
        &app,
        "SELECT state AS text FROM projects WHERE name = 'Лесопилка'",
    );
    assert_eq!(states, "application_full");
    let again = read(&head, "ещё.csv", &table.replace("Лесопилка", "Баня"));
    let page = head.get(&format!("{again}/columns")).page();
    assert_eq!(
        page.texts("#words tbody tr"),
        Vec::<String>::new(),
        "it is remembered"
    );
}

#[test]
fn a_sheet_and_a_row_are_left_out() {
    let app = app_with_worker();
    let head = app.as_manager();
    let address = read(&head, "лес.csv", TABLE);
    let fields = [
        ("sheet", "0"),
        ("shown", "2"),
        ("shown", "3"),
        ("left", "3"),
    ];
    choose(&head, &address, "columns", &fields);
    write(&head, &address);
    let names = text(
        &app,
        "SELECT name::text AS text FROM projects WHERE name IN ('Лесопилка', 'Пилорама', 'Склад досок') ORDER BY name",
    );
    assert_eq!(names, "Лесопилка|Склад досок");
    let address = read(&head, "второй.csv", &TABLE.replace("Лесопилка", "Баня"));
    choose(&head, &address, "file", &[("header_0", "1")]);
    let text_of = head.get(&format!("{address}/columns")).text();
    assert!(
        text_of.contains("Записывать нечего"),
        "its only sheet is left"
    );
}

#[test]
fn changes_of_what_is_here_are_shown_written_and_taken_back() {
    let app = app_with_worker();
    let head = app.as_manager();
    let address = read(&head, "лес.csv", TABLE);
    write(&head, &address);
    let changed = "Клиент;ИНН;Проект;Стоимость;Рабочие места\n\
        ООО «Кедр»;6599711017;Лесопилка;18000000;7\n\
        ООО «Сосна»;;Склад досок;3000000;\n";
    let second = read(&head, "правки.csv", changed);
    let page = head.get(&format!("{second}/matches")).page();
    let rows = page.texts("#differences tbody tr");
    assert_eq!(rows.len(), 3, "{rows:?}");
    // Blanks are filled, what is here stays until the person says otherwise.
    let conflict = page.attributes("input[name=kept]", "value");
    assert_eq!(conflict.len(), 1, "{conflict:?}");
    let fields = [("field", "project.total"), ("policy", "overwrite")];
    choose(&head, &second, "policies", &fields);
    write(&head, &second);
    let now = "SELECT concat_ws(' ', total_amount, jobs) AS text FROM projects \
        WHERE name IN ('Лесопилка', 'Склад досок') ORDER BY name";
    assert_eq!(text(&app, now), "18000000.00 7|3000000.00");
    head.post(&format!("{second}/undo"), &[]).expect(303);
    eventually("it is undone", Duration::from_secs(30), || {
        head.get(&second).text().contains("Отменено")
    });
    assert_eq!(text(&app, now), "|2000000.00");
}

#[test]
fn two_clients_of_one_name_are_a_question_that_is_remembered() {
    let app = app_with_worker();
    let head = app.as_manager();
    let table = "Клиент;ИНН;Проект\nООО «Маяк»;6599711017;Склад\nООО «Маяк»;6599711024;Цех\n";
    let address = read(&head, "маяк.csv", table);
    let page = head.get(&format!("{address}/matches")).page();
    let keys = page.attributes("input[name=key_0]", "value");
    assert_eq!(keys, ["inn:6599711017|inn:6599711024"]);
    choose(
        &head,
        &address,
        "pairs",
        &[("key_0", &keys[0]), ("same_0", "yes")],
    );
    write(&head, &address);
    let clients = text(
        &app,
        "SELECT inn AS text FROM clients WHERE name LIKE '%Маяк%'",
    );
    assert_eq!(clients, "6599711017");
    let again = read(&head, "маяк2.csv", table);
    let page = head.get(&format!("{again}/matches")).page();
    assert_eq!(page.texts(".twins"), Vec::<String>::new());
}

#[test]
fn a_colleague_continues_where_somebody_stopped() {
    let app = app_with_worker();
    let address = read(&app.as_manager(), "лес.csv", TABLE);
    let colleague = app.as_admin();
    choose(
        &colleague,
        &address,
        "columns",
        &[("sheet", "0"), ("target_5", "skip")],
    );
    let page = app.as_manager().get(&format!("{address}/columns")).page();
    let chosen = page.attribute("select[name=target_5] option[selected]", "value");
    assert_eq!(chosen.as_deref(), Some("skip"));
}

#[test]
fn the_problem_workbook_is_mended_and_brought_again() {
    let app = app_with_worker();
    let head = app.as_manager();
    let address = read(&head, "лес.csv", TABLE);
    write(&head, &address);
    let book = head
        .get(&format!("{address}/problems.xlsx"))
        .expect(200)
        .body;
    let read_back = invest_crm::imports::reading::read_bytes(&book).expect("a workbook");
    assert_eq!(
        read_back.sheets[0].row_count(),
        4,
        "the header and three rows"
    );
    let answer = bring(&head, "исправить.xlsx", book).expect(303);
    let again = answer.location().to_owned();
    wait_until_done(&head, &again);
    let counts = head.get(&format!("{again}/result")).page().texts(".count");
    let new = counts.iter().filter(|c| c.contains("новых"));
    assert!(new.clone().all(|c| c.starts_with('0')), "{counts:?}");
}

#[test]
fn a_row_of_the_file_is_read_from_the_record() {
    let app = app_with_worker();
    let head = app.as_manager();
    let address = read(&head, "лес.csv", TABLE);
    write(&head, &address);
    let id = text(
        &app,
        "SELECT id::text AS text FROM projects WHERE name = 'Лесопилка'",
    );
    let member = app.as_member();
    let page = member.get(&format!("/projects/{id}")).page();
    let link = page.link("строка 2").expect("a link to the row");
    let row = member.get(&link).expect(200).text();
    assert!(row.contains("около 15") && row.contains("Стоимость"));
}

#[test]
fn a_writing_that_is_stopped_leaves_the_draft() {
    let app = TestApp::start();
    let head = app.as_manager();
    let answer = bring(&head, "лес.csv", TABLE.as_bytes().to_vec()).expect(303);
    let address = answer.location().to_owned();
    // Nobody works yet: the reading is stopped before it begins, and taken up again.
    head.post(&format!("{address}/stop"), &[]).expect(303);
    assert!(head.get(&address).text().contains("Остановлено"));
    head.post(&format!("{address}/read"), &[]).expect(303);
    let id: uuid::Uuid = address
        .rsplit('/')
        .next()
        .and_then(|id| id.parse().ok())
        .expect("an id");
    let run = || {
        let kinds = invest_crm::imports::worker::KINDS;
        while let Some(job) = invest_crm::db::jobs::take(&app.state.db, &kinds).expect("jobs") {
            assert_eq!(job.subject_id, id);
            invest_crm::imports::worker::run(&app.state.db, &app.state.store, &job);
        }
    };
    run();
    head.post(&format!("{address}/write"), &[]).expect(303);
    head.post(&format!("{address}/stop"), &[]).expect(303);
    run();
    assert_eq!(
        text(
            &app,
            "SELECT name::text AS text FROM projects WHERE name = 'Лесопилка'"
        ),
        ""
    );
    assert!(head.get(&address).text().contains("Принять всё и записать"));
    head.post(&format!("{address}/write"), &[]).expect(303);
    run();
    assert_ne!(
        text(
            &app,
            "SELECT name::text AS text FROM projects WHERE name = 'Лесопилка'"
        ),
        ""
    );
}

/// What search is told of an import is committed a moment before its records. A process that dies between the two
/// leaves texts of nothing: they are never found, and the next try clears them.
#[test]
fn what_a_killed_writing_left_for_search_is_cleared_by_the_next() {
    let app = app_with_worker();
    let head = app.as_manager();
    let address = read(&head, "лес.csv", TABLE);
    app.in_agency(|work| {
        use diesel::RunQueryDsl as _;
        let ids = vec![uuid::Uuid::now_v7(), uuid::Uuid::now_v7()];
        invest_crm::db::sql("SELECT search_add('project', $1, ARRAY['призрак 1', 'призрак 2'], ARRAY['призрак 1 2'], 32)")
            .bind::<diesel::sql_types::Array<diesel::sql_types::Uuid>, _>(ids)
            .execute(work.conn())
            .expect("texts without records");
    });
    let left = "SELECT count(*)::text AS text FROM search_find('project', ARRAY['%призрак%'])";
    assert_eq!(text(&app, left), "2");
    assert!(!head.get("/search?q=призрак").text().contains("призрак 1"));
    write(&head, &address);
    assert_eq!(text(&app, left), "0");
    let found = "SELECT count(*)::text AS text FROM search_find('project', ARRAY['%лесопилка%'])";
    assert_eq!(text(&app, found), "1");
}
