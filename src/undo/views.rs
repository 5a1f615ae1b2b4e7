//! What the templates of the room show.

use std::collections::HashMap;

use askama::Template;
use uuid::Uuid;

use crate::clients::ClientField;
use crate::history::acts::ActRow;
use crate::projects::ProjectField;
use crate::supports::SupportField;
use crate::text::Locale;
use crate::web::Shell;

/// What the rows of acts are called: projects by their numbers, clients by their names.
#[derive(Default)]
pub struct Called {
    pub projects: HashMap<Uuid, String>,
    pub clients: HashMap<Uuid, String>,
}

impl Called {
    pub fn of(&self, id: Uuid) -> Option<&String> {
        self.projects.get(&id).or_else(|| self.clients.get(&id))
    }

    /// A field of that row in words; the same word may be another field of a client.
    pub fn field(&self, t: Locale, of: Option<Uuid>, field: &str) -> Option<String> {
        if of.is_some_and(|id| self.clients.contains_key(&id))
            && let Some(field) = ClientField::from_word(field)
        {
            return Some(t.text(field.label()).into_owned());
        }
        field_label(t, field)
    }
}

/// What an act was, in a few words: «Вставка: 24 ячейки», «Правка: Рабочие места, ИП-0432».
pub fn label(t: Locale, act: &ActRow, called: &Called) -> String {
    let kind = t.text(match act.kind.as_str() {
        "paste" => "act-paste",
        "fill" => "act-fill",
        "clear" => "act-clear",
        "cut" => "act-cut",
        "bulk" => "act-bulk",
        "move" => "act-move",
        "create" => "act-create",
        "merge" => "act-merge",
        "import" => "act-import",
        _ => "act-cell",
    });
    let field = called.field(t, act.subject_id, &act.field);
    let row = act.subject_id.and_then(|id| called.of(id));
    let mut parts: Vec<String> = field.into_iter().collect();
    match row {
        Some(number) => parts.push(number.clone()),
        None if act.cells > 0 => parts.push(t.count("act-cells", act.cells.into())),
        None => {}
    }
    if parts.is_empty() {
        return kind.into_owned();
    }
    format!("{kind}: {}", parts.join(", "))
}

/// What people call a field, of whatever record; of an added one the key.
fn field_label(t: Locale, word: &str) -> Option<String> {
    if let Some(key) = word.strip_prefix("custom.") {
        return Some(key.to_owned());
    }
    let key = ProjectField::from_word(word)
        .map(ProjectField::label)
        .or_else(|| ClientField::from_word(word).map(ClientField::label))
        .or_else(|| SupportField::from_word(word).map(SupportField::label))?;
    Some(t.text(key).into_owned())
}

/// The two buttons, each with the act it is about.
#[derive(Template)]
#[template(path = "undo/_next.html")]
pub struct Next {
    pub t: Locale,
    pub icons: &'static str,
    pub back: Option<(Uuid, String)>,
    pub again: Option<(Uuid, String)>,
}

/// A value that stayed when its act was taken back.
pub struct Kept {
    /// Where the row is shown.
    pub href: String,
    pub number: String,
    pub field: String,
    pub why: String,
}

impl Kept {
    pub fn line(&self) -> String {
        let place: Vec<&str> = [self.number.as_str(), self.field.as_str()]
            .into_iter()
            .filter(|p| !p.is_empty())
            .collect();
        format!("{}: {}", place.join(", "), self.why)
    }
}

/// One act of the list.
pub struct Item {
    pub label: String,
    pub when: String,
    /// Empty for one that stands.
    pub state: String,
    pub kept_n: String,
    pub kept: Vec<Kept>,
}

#[derive(Template)]
#[template(path = "undo/index.html")]
pub struct Acts {
    pub shell: Shell,
    pub items: Vec<Item>,
    pub next: Next,
}
