//! Ranges in a real browser: what Excel and LibreOffice put into the clipboard, fill, undo, new rows.

use super::{cell, open_register, wait_until_saved};
use crate::fixtures::agency::{GREENHOUSE, HATCHERY, HOTEL};
use crate::support::TestApp;
use crate::support::browser::Window;

const GROMOV: &str = "p.gromov@agency.example";
const VETROVA: &str = "a.vetrova@agency.example";

/// Rows stand by number, newest first: the hotel, the cold store, the hatchery, the greenhouse, the idea.
fn wait_for(window: &Window, id: uuid::Uuid, column: &str, text: &str) {
    window.wait_for_text(&cell(id, column), text);
}

#[test]
fn what_excel_copies_goes_in_as_it_is_and_back_at_one_stroke() {
    let app = TestApp::start();
    let window = app.window_of(GROMOV);
    open_register(&window);
    window.click(&cell(HATCHERY, "own"));
    window.paste("1 234,50\t2,5\t\t31\t\"0,1\"\t15.10.2026\r\n3\t4,25\t7\t32\t0,2\t2026-10-16\r\n");
    wait_until_saved(&window);
    wait_for(&window, HATCHERY, "own", "1\u{a0}234,5");
    wait_for(&window, HATCHERY, "jobs", "31");
    wait_for(&window, HATCHERY, "date", "15.10.2026");
    wait_for(&window, GREENHOUSE, "requested", "4,3");
    wait_for(&window, GREENHOUSE, "date", "16.10.2026");
    window.wait_for_text("#toasts", "Изменено 11 ячеек");
    // What is copied is what can be pasted: exact values, in the form of Excel.
    window.click(&cell(GREENHOUSE, "requested"));
    window.press_with(&["Shift"], "ArrowRight");
    assert_eq!(window.take("copy"), "4,25\t7");
    window.press_with(&["Ctrl"], "z");
    wait_for(&window, GREENHOUSE, "requested", "48,5");
    window.wait_until(
        "all of it",
        &format!(
            "document.querySelector('{}').innerText.trim() === ''",
            cell(HATCHERY, "own")
        ),
    );
    window.press_with(&["Ctrl"], "y");
    wait_for(&window, HATCHERY, "own", "1\u{a0}234,5");
    assert_eq!(window.complaints(), Vec::<String>::new());
}

#[test]
fn quotes_and_line_ends_of_both_programs_stay_in_their_cell() {
    let app = TestApp::start();
    let window = app.window_of(GROMOV);
    open_register(&window);
    window.click(&cell(HATCHERY, "description"));
    window.paste("\"Цех \"\"Север\"\"\nвторая строка\"\r\nпросто\r\n");
    wait_until_saved(&window);
    let texts = app.in_agency(|work| {
        crate::support::sql::lines(
            work.conn(),
            "SELECT description AS line FROM projects WHERE description LIKE 'Цех%'",
        )
    });
    assert_eq!(texts, ["Цех \"Север\"\nвторая строка"]);
    wait_for(&window, GREENHOUSE, "description", "просто");
    window.click(&cell(HATCHERY, "name"));
    window.paste("\"Ромашка\" на берегу\n");
    wait_until_saved(&window);
    wait_for(&window, HATCHERY, "name", "\"Ромашка\" на берегу");
}

#[test]
fn one_value_fills_what_is_chosen_and_delete_empties_it() {
    let app = TestApp::start();
    let window = app.window_of(GROMOV);
    open_register(&window);
    window.click(&cell(HOTEL, "jobs"));
    window.press_with(&["Shift"], "ArrowDown");
    window.press_with(&["Shift"], "ArrowDown");
    window.paste("12");
    wait_until_saved(&window);
    wait_for(&window, HOTEL, "jobs", "12");
    wait_for(&window, HATCHERY, "jobs", "12");
    window.wait_for_text("[data-slot=range]", "36");
    // Down from the first row, over what was there.
    window.click(&cell(HATCHERY, "requested"));
    window.press_with(&["Shift"], "ArrowDown");
    window.press_with(&["Ctrl"], "d");
    wait_until_saved(&window);
    wait_for(&window, GREENHOUSE, "requested", "250,0");
    window.click(&cell(HATCHERY, "own"));
    window.press_with(&["Shift"], "ArrowRight");
    window.press("Delete");
    wait_until_saved(&window);
    window.wait_until(
        "it is empty",
        &format!(
            "document.querySelector('{}').innerText.trim() === ''",
            cell(HATCHERY, "requested")
        ),
    );
    window.press_with(&["Ctrl"], "z");
    wait_for(&window, HATCHERY, "requested", "250,0");
}

#[test]
fn a_paste_past_the_last_row_shows_what_it_will_make_and_makes_projects() {
    let app = TestApp::start();
    let window = app.window_of(GROMOV);
    open_register(&window);
    let last = "tbody tr[data-id]:last-of-type [data-col=name]";
    window.click(last);
    window.paste("Смотровая\nНовый причал\nНовый склад\n");
    window.wait_for_text("#batch", "Будут созданы 2 новых проекта");
    window.click("#batch [data-slot=go]");
    wait_until_saved(&window);
    window.wait_for_text("tbody", "Новый склад");
    let made = "SELECT count(*) AS n FROM projects WHERE name LIKE 'Новый%' AND state = 'application_short'";
    assert_eq!(
        app.in_agency(|work| crate::support::sql::number(work.conn(), made)),
        2
    );
    window.press_with(&["Ctrl"], "z");
    window.wait_for_text("#toasts", "Отменено: Вставка");
    assert_eq!(
        app.in_agency(|work| crate::support::sql::number(work.conn(), made)),
        0
    );
}

#[test]
fn what_does_not_fit_is_listed_and_stays_in_its_cell() {
    let app = TestApp::start();
    let window = app.window_of(GROMOV);
    open_register(&window);
    window.click(&cell(HATCHERY, "jobs"));
    window.paste("много\n33\n");
    window.wait_for_text("#batch", "1 ячейка не подходит");
    wait_for(&window, GREENHOUSE, "jobs", "33");
    window.click("#batch [data-slot=close]");
    window.wait_for_text("[data-slot=save]", "Не сохранена 1 ячейка");
    assert_eq!(window.text(&cell(HATCHERY, "jobs")), "много");
}

#[test]
fn undo_outlives_the_session_and_leaves_what_a_colleague_changed() {
    let app = TestApp::start();
    let (one, two) = (app.window_of(GROMOV), app.window_of(VETROVA));
    open_register(&one);
    one.click(&cell(HATCHERY, "jobs"));
    one.paste("41\n42\n");
    wait_until_saved(&one);
    open_register(&two);
    super::type_over(&two, GREENHOUSE, "jobs", "99");
    wait_until_saved(&two);
    // Signed in anew, the page loaded anew.
    app.in_agency(|work| {
        use diesel::connection::SimpleConnection as _;
        work.conn()
            .batch_execute("DELETE FROM sessions")
            .expect("all sessions end");
    });
    one.set_cookie(&app.session_cookie(GROMOV));
    open_register(&one);
    one.wait_until(
        "the button says what",
        "document.querySelector('[data-undo=back]')?.title.includes('Вставка')",
    );
    one.click("[data-undo=back]");
    one.wait_for_text("#toasts", "Осталось без изменений 1 значение");
    wait_for(&one, GREENHOUSE, "jobs", "99");
    one.wait_until(
        "the rest is back",
        &format!(
            "document.querySelector('{}').innerText.trim() === ''",
            cell(HATCHERY, "jobs")
        ),
    );
}

#[test]
fn find_goes_from_cell_to_cell_and_the_menu_names_the_keys() {
    let app = TestApp::start();
    let window = app.window_of(GROMOV);
    open_register(&window);
    window.click(&cell(HOTEL, "name"));
    window.press_with(&["Ctrl"], "f");
    window.write("теплич");
    window.press("Enter");
    window.wait_for_text(".find-bar", "1 из 1");
    window.press("Escape");
    assert_eq!(
        window.value("document.activeElement.closest('tr').dataset.id"),
        GREENHOUSE.to_string()
    );
    window.press_with(&["Shift"], "F10");
    window.wait_for_text(".cell-menu", "Ctrl+D");
    window.press("Escape");
    assert!(!window.is("document.querySelector('.cell-menu')"));
    assert_eq!(window.complaints(), Vec::<String>::new());
}
