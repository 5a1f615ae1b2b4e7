//! Files as people bring them: dropped, pasted, chosen; a line that breaks, and what a colleague brings.

use crate::fixtures::agency::GREENHOUSE;
use crate::support::TestApp;
use crate::support::browser::Window;

const VETROVA: &str = "a.vetrova@agency.example";
const GROMOV: &str = "p.gromov@agency.example";

/// Files of a script's making, in what a drop or a paste carries.
fn carried(names: &[&str]) -> String {
    let files = names.iter().map(|name| {
        format!(
            "d.items.add(new File(['%PDF-1.4 {name}'], '{name}', {{ type: 'application/pdf' }}));"
        )
    });
    format!(
        "const d = new DataTransfer(); {}",
        files.collect::<String>()
    )
}

fn drop_files(window: &Window, names: &[&str]) {
    window.value(&format!(
        "(() => {{ {} document.querySelector('main').dispatchEvent(new DragEvent('drop', \
         {{ dataTransfer: d, bubbles: true, cancelable: true }})); }})()",
        carried(names)
    ));
}

fn open_card(window: &Window) {
    window.open(&format!("/projects/{GREENHOUSE}"));
    window.wait_until(
        "the files are there, and their script",
        "document.querySelector('#record-files .file-form .row[hidden]')",
    );
}

#[test]
fn files_are_dropped_and_pasted_and_a_colleague_sees_them_without_reload() {
    let app = TestApp::start();
    let (mine, theirs) = (app.window_of(VETROVA), app.window_of(GROMOV));
    open_card(&theirs);
    open_card(&mine);
    drop_files(&mine, &["plan.pdf", "application.pdf"]);
    mine.wait_for_text("#file-list", "plan.pdf");
    mine.wait_for_text("#file-list", "application.pdf");
    theirs.wait_for_text("#file-list", "application.pdf");
    // A picture from the clipboard gets a name; what is typed meanwhile stays.
    mine.value("document.querySelector('#comment-text').value = 'half a sentence'");
    mine.value(&format!(
        "(() => {{ {} document.querySelector('#comment-text').dispatchEvent(new ClipboardEvent('paste', \
         {{ clipboardData: d, bubbles: true, cancelable: true }})); }})()",
        "const d = new DataTransfer(); const png = Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=='), (c) => c.charCodeAt(0)); \
         d.items.add(new File([png], 'image.png', { type: 'image/png' }));"
    ));
    mine.wait_for_text("#file-list", "снимок 20");
    assert!(mine.is("document.querySelector('#comment-text').value === 'half a sentence'"));
    assert!(mine.is("document.querySelector('[data-slot=count]').textContent === '3'"));
    assert_eq!(mine.complaints(), Vec::<String>::new());
    // The picture is shown on its own page, in spite of all guards.
    mine.value("[...document.querySelectorAll('#file-list a')].find((a) => a.innerText.includes('.png')).click()");
    mine.wait_until(
        "the picture is shown",
        "document.querySelector('.file-picture img')?.naturalWidth === 1",
    );
    let barriers = mine.barriers();
    assert!(barriers.is_empty(), "{}", barriers.join("\n"));
}

#[test]
fn an_upload_that_breaks_off_stays_in_the_list_and_goes_again() {
    let mut app = TestApp::start();
    let window = app.window_of(VETROVA);
    open_card(&window);
    app.stop();
    drop_files(&window, &["first.pdf", "second.pdf"]);
    window.wait_for_text(".file-queue", "Связь оборвалась");
    app.start_again();
    // The second may have waited long enough to find the server back by itself.
    let brought = "(() => { \
        document.querySelectorAll('.file-queue .ways:not([hidden]) button:first-child:not([hidden])').forEach((b) => b.click()); \
        const list = document.querySelector('#file-list').innerText; \
        return list.includes('first.pdf') && list.includes('second.pdf') })()";
    window.wait_until("what broke off goes again by its button", brought);
}

#[test]
fn what_the_server_refuses_is_named_with_the_reason_and_the_others_go_on() {
    let app = TestApp::start();
    let window = app.window_of(VETROVA);
    open_card(&window);
    window.value(
        "(() => { const d = new DataTransfer(); d.items.add(new File(['<html>'], 'picture.png')); \
         d.items.add(new File(['%PDF-1.4'], 'good.pdf')); \
         document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer: d, bubbles: true, cancelable: true })); })()",
    );
    window.wait_for_text("#file-list", "good.pdf");
    window.wait_for_text(".file-queue .why", "содержимое не то");
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{}", barriers.join("\n"));
    window.click(".file-queue .ways button:not([hidden])");
    window.wait_until("it is gone", "!document.querySelector('.file-queue .why')");
}
