//! What only a browser shows: two people at one grid, the keyboard, a line that breaks, and barriers for some.

mod barriers;
mod board;
mod deals;
mod files;
mod hands;
mod keyboard;
mod meeting;
mod offline;
mod registers;
mod search;
mod two_people;
mod wizard;

use uuid::Uuid;

use crate::support::browser::Window;

/// Selects the cell of a row.
fn cell(id: Uuid, column: &str) -> String {
    format!("tr[data-id=\"{id}\"] [data-col={column}]")
}

/// The register of this window, with the grid at work and the stream open.
fn open_register(window: &Window) {
    window.open("/register");
    window.wait_until(
        "the grid is at work",
        "document.querySelector('tbody [data-col][tabindex=\"0\"]')",
    );
}

/// Types a new value over the old one and leaves the cell with Enter.
fn type_over(window: &Window, id: Uuid, column: &str, value: &str) {
    window.click(&cell(id, column));
    window.press("F2");
    window.wait_until("the cell is open", "document.activeElement.select");
    window.value("document.activeElement.select()");
    window.write(value);
    window.press("Enter");
}

/// A save that takes no time shows no sign, so the list of what waits is asked too.
fn wait_until_saved(window: &Window) {
    window.wait_until(
        "nothing waits to be sent",
        "!Object.keys(localStorage).some((name) => name.startsWith('unsaved:'))",
    );
    window.wait_for_text("[data-slot=save]", "Всё сохранено");
}
