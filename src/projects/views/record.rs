//! A project's card.

use askama::Template;
use serde_json::Value;
use uuid::Uuid;

use super::{People, StatePanel};
use crate::accounts::Person;
use crate::comments::CommentsPanel;
use crate::directories::CustomValues;
use crate::history::{Entry, Sources, Timeline, Words};
use crate::projects::{Project, ProjectField, ProjectState};
use crate::supports;
use crate::text::{Locale, formats};
use crate::values::dates::Precision;
use crate::values::money::{MoneyUnit, read_money};
use crate::web::{Fact, Shell};

/// The title with the identity of the project.
#[derive(Template)]
#[template(path = "projects/_head.html")]
pub struct Head {
    pub t: Locale,
    pub id: Uuid,
    pub icons: &'static str,
    pub name: String,
    pub number: String,
    pub look: &'static str,
    pub state: String,
    pub client: Option<(Uuid, String)>,
    pub district: Option<String>,
    /// Name, initials and colour.
    pub lead: Option<(String, String, i16)>,
    pub is_beside: bool,
}

impl Head {
    pub fn new(t: Locale, project: &Project, lead: Option<&Person>) -> Head {
        let state = project.state();
        Head {
            t,
            id: project.id,
            icons: crate::web::assets().icons(),
            name: project.name.clone(),
            number: project.number.clone(),
            look: state.look(),
            state: t.text(state.label()).into_owned(),
            client: project.client_id.zip(project.client_name.clone()),
            district: project.district.clone(),
            lead: lead.map(|p| (p.short_name(), p.initials(), p.hue)),
            is_beside: false,
        }
    }
}

/// Facts under a heading.
pub struct Group {
    pub title: String,
    pub facts: Vec<Fact>,
}

#[derive(Template)]
#[template(path = "projects/show.html")]
pub struct RecordPage {
    pub shell: Shell,
    pub head: Head,
    pub state: StatePanel,
    pub groups: Vec<Group>,
    pub may_change: bool,
    pub supports: supports::Section,
    pub custom: CustomValues,
    pub people: People,
    /// The person may not delete, but ask.
    pub may_ask_removal: bool,
    pub comments: CommentsPanel,
    pub sources: Sources,
    pub timeline: Timeline,
    /// Texts from the file that belong to no fact above, with their fields.
    pub unread: Vec<(String, String)>,
}

/// The answer to a saved field: the fact, and beside it what follows from it.
#[derive(Template)]
#[template(path = "projects/saved.html")]
pub struct Saved {
    pub fact: Fact,
    pub head: Head,
    pub state: StatePanel,
    pub timeline: Timeline,
}

const LONGEST_SHOWN: usize = 300;

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// A value of the history in words.
pub fn value(t: Locale, field: Option<ProjectField>, value: Option<&Value>) -> String {
    let text = match value {
        None | Some(Value::Null) => return String::new(),
        Some(Value::String(text)) => text.as_str(),
        Some(Value::Object(named)) => {
            let name = named.get("name").and_then(Value::as_str);
            return shortened(name.unwrap_or_default());
        }
        Some(Value::Number(n)) => {
            return n
                .as_i64()
                .map_or_else(|| n.to_string(), |n| formats::whole(t, n));
        }
        Some(other) => return shortened(&other.to_string()),
    };
    match field {
        Some(ProjectField::State) => ProjectState::from_word(text)
            .map_or_else(|| text.to_owned(), |s| t.text(s.label()).into_owned()),
        Some(f) if f.is_money() => match read_money(text, MoneyUnit::Rub) {
            Ok(m) => format!("{}\u{a0}₽", formats::money(t, m.kopecks)),
            Err(_) => text.to_owned(),
        },
        Some(ProjectField::Date) => match chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            Ok(day) => formats::date(t, day, Precision::Day),
            Err(_) => text.to_owned(),
        },
        _ => shortened(text),
    }
}

/// A change of a project in words.
pub fn words(t: Locale, entry: &Entry) -> Words {
    let field = ProjectField::from_word(&entry.field);
    Words {
        field: field
            .filter(|f| *f != ProjectField::State)
            .map(ProjectField::word),
        label: match (field, entry.field.as_str()) {
            (Some(f), _) => t.text(f.label()).into_owned(),
            (None, "reason") => t.text("move-reason").into_owned(),
            (None, "people") => t.text("people-title").into_owned(),
            (None, "wake_on") => t.text("wake-on").into_owned(),
            (None, "undo") => t.text("history-undo").into_owned(),
            (None, other) => other.to_owned(),
        },
        from: value(t, field, entry.from.as_ref()),
        to: value(t, field, entry.to.as_ref()),
    }
}
