//! The registers in a real browser: a long list, widths by the mouse, clients, added fields, saved views.

use uuid::Uuid;

use super::{cell, open_register, type_over, wait_until_saved};
use crate::fixtures::agency::{COMPANY, GREENHOUSE};
use crate::fixtures::many::add_projects;
use crate::support::TestApp;
use crate::support::browser::Window;

const GROMOV: &str = "p.gromov@agency.example";

fn open(window: &Window, path: &str) {
    window.open(path);
    window.wait_until(
        "the grid is at work",
        "document.querySelector('tbody [data-col][tabindex=\"0\"]')",
    );
}

const ROWS: &str = "[...document.querySelectorAll('tr[data-id]')]";

/// Puts the scrollbar at this part of its way.
fn scroll(window: &Window, part: f64) {
    window.value(&format!(
        "(() => {{ const w = document.querySelector('.grid-wrap'); w.scrollTop = (w.scrollHeight - w.clientHeight) * {part}; return 1 }})()"
    ));
}

#[test]
fn a_long_list_is_reached_anywhere_at_once_and_the_page_stays_small() {
    let app = TestApp::start();
    add_projects(&app, 2000);
    let window = app.window_of(GROMOV);
    open_register(&window);
    window.wait_until(
        "the scrollbar knows the length",
        "document.querySelector('.grid-gap:not([hidden])')",
    );
    let height = "document.querySelector('.grid-wrap').scrollHeight";
    let before = window.value(height).as_f64().unwrap_or_default();
    assert!(before > 2000.0 * 20.0, "{before}");
    // A row in the middle of what is seen, by its place in the list.
    let middle = "(() => { const box = document.querySelector('.grid-wrap').getBoundingClientRect(); \
        const row = document.elementFromPoint(box.left + 300, box.top + 300)?.closest('tr[data-id]'); return Number(row?.ariaRowIndex ?? 0) })()";
    for part in [0.5, 0.95, 0.2] {
        scroll(&window, part);
        let wanted = 2005.0 * part;
        window.wait_until(
            "the rows of that place are here",
            &format!("Math.abs({middle} - {wanted}) < 60"),
        );
        assert!(
            window.value(height).as_f64().unwrap_or_default() - before < 100.0,
            "nothing jumps"
        );
        assert!(window.is(&format!("{ROWS}.length <= 700")));
    }
    // All the way by the wheel, the rows behind are taken out.
    scroll(&window, 0.0);
    window.wait_until("the beginning", &format!("{ROWS}[0].ariaRowIndex === '2'"));
    for n in 1..=60 {
        scroll(&window, f64::from(n) / 60.0);
        std::thread::sleep(std::time::Duration::from_millis(60));
    }
    window.wait_until("the end", &format!("{ROWS}.at(-1).ariaRowIndex === '2006'"));
    assert!(window.is(&format!("{ROWS}.length <= 700")));
    // The keyboard reaches both ends too.
    let last = format!("{ROWS}.at(-1).dataset.id");
    let id = window.value(&last).as_str().unwrap_or_default().to_owned();
    window.click(&format!("tr[data-id=\"{id}\"] [data-col=jobs]"));
    window.press_with(&["Ctrl"], "Home");
    window.wait_until(
        "the first row has the focus",
        "document.activeElement.closest('tr')?.ariaRowIndex === '2'",
    );
    window.press_with(&["Ctrl"], "End");
    window.wait_until(
        "the last row has the focus",
        "document.activeElement.closest('tr')?.ariaRowIndex === '2006'",
    );
    assert_eq!(window.complaints(), Vec::<String>::new());
}

#[test]
fn a_column_is_drawn_wider_and_stays_so() {
    let app = TestApp::start();
    let window = app.window_of(GROMOV);
    open_register(&window);
    window.wait_until(
        "the edge can be taken",
        "document.querySelector('th[data-col=own] .col-grip')",
    );
    window.drag(
        "th[data-col=own] .col-grip",
        "th[data-col=total] .col-grip",
        |_| {},
    );
    window.wait_until(
        "the address has the width",
        "location.search.includes('w=own-')",
    );
    window.wait_until(
        "the column is wider",
        "document.querySelector('th[data-col=own]')?.offsetWidth > 150",
    );
    assert_eq!(window.complaints(), Vec::<String>::new());
}

#[test]
fn clients_are_edited_in_their_grid_and_others_see_it() {
    let app = TestApp::start();
    let (one, two) = (
        app.window_of(GROMOV),
        app.window_of("a.vetrova@agency.example"),
    );
    open(&one, "/clients?cols=client.inn.street.projects");
    open(&two, "/clients?cols=client.inn.street.projects");
    type_over(&one, COMPANY, "street", "ул. Мира, 1");
    wait_until_saved(&one);
    one.wait_for_text(&cell(COMPANY, "street"), "ул. Мира, 1");
    two.wait_for_text(&cell(COMPANY, "street"), "ул. Мира, 1");
    one.click(&cell(COMPANY, "street"));
    one.press_with(&["Ctrl"], "z");
    one.wait_until(
        "it is taken back",
        &format!(
            "!document.querySelector('{}').innerText.includes('Мира')",
            cell(COMPANY, "street")
        ),
    );
    assert_eq!(one.complaints(), Vec::<String>::new());
    assert_eq!(two.complaints(), Vec::<String>::new());
}

#[test]
fn an_added_field_is_a_column_that_is_typed_into() {
    let app = TestApp::start();
    let id = Uuid::now_v7();
    app.in_agency(|work| {
        use diesel::connection::SimpleConnection as _;
        let add = format!(
            "INSERT INTO custom_fields (organization_id, id, entity, key, label, type) \
             VALUES (app_org(), '{id}', 'project', 'power', 'Мощность, кВт', 'number')"
        );
        work.conn()
            .batch_execute(&add)
            .expect("a field can be added");
    });
    let column = format!("xn{}", id.simple());
    let window = app.window_of(GROMOV);
    open(&window, &format!("/register?cols=number.name.{column}"));
    assert!(window.text("thead").contains("Мощность, кВт"));
    type_over(&window, GREENHOUSE, &column, "1 250,5");
    wait_until_saved(&window);
    window.wait_for_text(&cell(GREENHOUSE, &column), "1250,5");
    window.click(&format!("th[data-col={column}] a"));
    window.wait_until(
        "the list is sorted by it",
        &format!("location.search.includes('sort={column}')"),
    );
    window.wait_until(
        "the filled one comes first",
        &format!("document.querySelector('tr[data-id]')?.dataset.id === '{GREENHOUSE}'"),
    );
    assert_eq!(window.complaints(), Vec::<String>::new());
}

#[test]
fn a_list_is_saved_as_a_view_and_found_among_the_tabs() {
    let app = TestApp::start();
    let window = app.window_of(GROMOV);
    open(&window, "/register?state=frozen&sort=own&dir=desc");
    window.click(".tab-add");
    window.wait_until(
        "the form is here",
        "document.querySelector('.saved-new [name=name]')",
    );
    window.click(".saved-new [name=name]");
    window.write("Замороженные");
    window.click(".saved-new .btn-primary");
    window.wait_until(
        "it is a tab",
        "document.querySelector('.tabs [aria-current]')?.innerText.includes('Замороженные')",
    );
    window.click(".tabs a");
    window.wait_until("all of them", "!location.search.includes('state=')");
    window.click(".tabs a:nth-last-of-type(2)");
    window.wait_until("the view again", "location.search.includes('state=frozen')");
    window.wait_until(
        "with its number",
        "/1/.test(document.querySelector('.tabs [aria-current] .n')?.innerText ?? '')",
    );
    assert_eq!(window.complaints(), Vec::<String>::new());
}
