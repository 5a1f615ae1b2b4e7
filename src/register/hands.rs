//! What the script of the grid needs for many cells at once: the dialog before and after a paste, and its words.

use askama::Template;

use crate::text::Locale;

#[derive(Template)]
#[template(path = "register/_hands.html")]
pub struct Hands {
    pub t: Locale,
    pub icons: &'static str,
}

const SINGLE: [&str; 18] = [
    "newrow",
    "trying",
    "untried",
    "show",
    "unsent",
    "undo",
    "find",
    "pastego",
    "again",
    "giveup",
    "refusedall",
    "menu-edit",
    "menu-copy",
    "menu-clear",
    "menu-filldown",
    "menu-fillright",
    "menu-undo",
    "menu-record",
];

const PLURAL: [&str; 3] = ["paste", "left", "found"];

impl Hands {
    /// Attribute and words; plurals in each form.
    fn words(&self) -> Vec<(String, String)> {
        let text = |key: &str| self.t.text(&format!("grid-{key}")).into_owned();
        let single = SINGLE.iter().map(|w| ((*w).to_owned(), text(w)));
        let plural = PLURAL.iter().flat_map(|word| {
            ["one", "few", "many", "other"].map(|form| {
                let name = format!("{word}-{form}");
                let words = text(&name);
                (name, words)
            })
        });
        single.chain(plural).collect()
    }
}
