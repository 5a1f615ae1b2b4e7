//! The wizard of the import, from the dropped file to the undo.

use crate::support::browser::{Window, quoted};

const GROMOV: &str = "p.gromov@agency.example";

const TABLE: &str = "Клиент;ИНН;Проект;Стоимость, руб.;Статус\\n\
    ООО «Кедр»;6599711017;Лесопилка;около 15;думают\\n\
    ООО «Ель»;6599711024;Пилорама;2000000;полная\\n";

/// Lets a file fall on the drop zone, as a hand does.
fn drop_file(window: &Window, name: &str) {
    let script = format!(
        "(() => {{ const data = new DataTransfer(); \
         data.items.add(new File(['{TABLE}'], {}, {{type: 'text/csv'}})); \
         const input = document.querySelector('.dropzone input'); input.files = data.files; \
         input.dispatchEvent(new Event('change', {{bubbles: true}})); }})()",
        quoted(name)
    );
    window.value(&script);
}

fn wait_for_step(window: &Window, selector: &str) {
    window.wait_until(
        selector,
        &format!("document.querySelector({})", quoted(selector)),
    );
}

#[test]
fn a_file_goes_through_the_wizard_from_the_drop_to_the_undo() {
    let app = crate::imports::app_with_worker();
    let window = app.window_of(GROMOV);
    window.open("/imports");
    wait_for_step(&window, ".dropzone input");
    drop_file(&window, "лес.csv");
    window.wait_for_text(".dropzone", "лес.csv");
    window.click(".upload .btn-primary");
    // The page looks again by itself until the file is read.
    wait_for_step(&window, "#sheets, #columns");
    window
        .value("location.assign(location.pathname.replace(/\\/(file|columns)$/, '') + '/columns')");
    wait_for_step(&window, "#columns td.p-bad input");
    // The unread cell is mended where it stands, the word is answered.
    window.value("document.querySelector('#columns td.p-bad input').value = '15000000'");
    window.click(".imp-foot button[form=columns]");
    window.wait_until(
        "the file is checked again",
        "document.querySelector('#words select') && \
         ![...document.querySelectorAll('#columns [name^=\"was.\"]')].some((i) => i.value === 'около 15')",
    );
    window.value("document.querySelector('#words select').value = 'frozen'");
    window.click("#words footer button");
    window.wait_until(
        "nothing is asked any more",
        "document.querySelector('#columns') && !document.querySelector('#words')",
    );
    window.click(".imp-foot .btn-primary");
    window.wait_for_text(".wizard [aria-current]", "Совпадения");
    window.click(".imp-foot .btn-primary");
    window.wait_for_text("main h2", "Что будет записано");
    window.click(".imp-foot .btn-primary");
    window.wait_for_text(".notice-ok", "Загружено");
    window.click(".imp-foot .btn-danger");
    window.wait_for_text(".notice", "Отменено");
    assert_eq!(window.complaints(), Vec::<String>::new());
    assert_eq!(window.barriers(), Vec::<String>::new());
}
