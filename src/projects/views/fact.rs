//! A fact of a project: shown with a way to change it, or opened as a form of one field.

use askama::Template;
use uuid::Uuid;

use crate::clients::Found;
use crate::projects::change::{self, FieldValue};
use crate::projects::{Project, ProjectField};
use crate::text::{Locale, formats};
use crate::values::money::to_decimal;

/// How a field is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Line,
    Area,
    Money,
    Whole,
    Date,
    /// One of a list.
    Choice,
    /// A client, found by typing.
    Client,
}

pub fn kind(field: ProjectField) -> Kind {
    match field {
        ProjectField::Client => Kind::Client,
        ProjectField::Name => Kind::Line,
        ProjectField::Description => Kind::Area,
        ProjectField::Jobs => Kind::Whole,
        ProjectField::Date => Kind::Date,
        ProjectField::State
        | ProjectField::District
        | ProjectField::Industry
        | ProjectField::Lead => Kind::Choice,
        ProjectField::Own | ProjectField::Requested | ProjectField::Total | ProjectField::Tax => {
            Kind::Money
        }
    }
}

/// A field in words, money in full.
fn shown_in_full(t: Locale, project: &Project, field: ProjectField) -> String {
    match change::current(project, field) {
        FieldValue::Money(Some(k)) => format!("{}\u{a0}₽", formats::money(t, k)),
        value => change::shown(t, &value),
    }
}

/// A field as an editor begins with it: what is typed back unchanged is read as the same value.
pub fn edited(t: Locale, project: &Project, field: ProjectField) -> String {
    match change::current(project, field) {
        FieldValue::Money(Some(k)) if t == Locale::Ru => formats::money(t, k),
        FieldValue::Money(Some(k)) => to_decimal(k),
        FieldValue::Whole(Some(n)) => n.to_string(),
        FieldValue::Date(Some(d)) => formats::date(Locale::Ru, d.date, d.precision),
        value => change::shown(t, &value),
    }
}

/// Two values for one field.
pub struct Clash {
    pub base: String,
    pub mine: String,
    /// The entry that was chosen, where the field is a choice.
    pub mine_choice: String,
    pub theirs: String,
    pub theirs_choice: String,
    pub by: String,
    pub their_initials: String,
    pub their_hue: i16,
    pub my_initials: String,
    pub my_hue: i16,
}

/// The form of one field.
pub struct Editor {
    pub kind: Kind,
    pub value: String,
    /// Value and words of each choice.
    pub options: Vec<(String, String)>,
    pub chosen: String,
    pub base: String,
    pub version: i64,
    pub error: Option<String>,
    pub clash: Option<Clash>,
    /// What was typed to find a client, and who was found.
    pub q: String,
    pub found: Option<Found>,
}

#[derive(Template)]
#[template(path = "projects/_fact.html")]
pub struct Fact {
    pub t: Locale,
    pub icons: &'static str,
    pub project: Uuid,
    pub field: &'static str,
    pub label: String,
    pub text: String,
    pub href: Option<String>,
    /// What stood in the file where the field is empty.
    pub unread: Option<String>,
    pub is_wide: bool,
    pub may_change: bool,
    pub editor: Option<Editor>,
}

/// "Project" is the head of a column; on the project's own card it is its name.
fn label(t: Locale, field: ProjectField) -> String {
    let key = match field {
        ProjectField::Name => "project-name",
        other => other.label(),
    };
    t.text(key).into_owned()
}

impl Fact {
    pub fn new(t: Locale, project: &Project, field: ProjectField, may_change: bool) -> Fact {
        let text = shown_in_full(t, project, field);
        let unread = text
            .is_empty()
            .then(|| {
                project
                    .unread
                    .get(field.word())?
                    .as_str()
                    .map(str::to_owned)
            })
            .flatten();
        let client = project.client_id.filter(|_| field == ProjectField::Client);
        Fact {
            t,
            icons: crate::web::assets().icons(),
            project: project.id,
            field: field.word(),
            label: label(t, field),
            text,
            href: client.map(|id| format!("/clients/{id}")),
            unread,
            is_wide: matches!(
                field,
                ProjectField::Description | ProjectField::Name | ProjectField::Client
            ),
            may_change,
            editor: None,
        }
    }

    fn has_error(&self) -> bool {
        self.editor.as_ref().is_some_and(|e| e.error.is_some())
    }
}

impl Editor {
    fn is(&self, kind: &str) -> bool {
        match self.kind {
            Kind::Line => kind == "line",
            Kind::Area => kind == "area",
            Kind::Money => kind == "money",
            Kind::Whole => kind == "whole",
            Kind::Date => kind == "date",
            Kind::Choice => kind == "choice",
            Kind::Client => kind == "client",
        }
    }
}
