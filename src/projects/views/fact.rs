//! The facts of a project's card.

use crate::projects::change::{self, FieldValue};
use crate::projects::{Project, ProjectField};
use crate::text::{Locale, formats};
use crate::values::money::to_decimal;
use crate::web::{Fact, FieldKind as Kind};

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
pub fn shown_in_full(t: Locale, project: &Project, field: ProjectField) -> String {
    value_in_full(t, &change::current(project, field))
}

/// A value in words, money in full.
pub fn value_in_full(t: Locale, value: &FieldValue) -> String {
    match value {
        FieldValue::Money(Some(k)) => format!("{}\u{a0}₽", formats::money(t, *k)),
        value => change::shown(t, value),
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

/// "Project" is the head of a column; on the project's own card it is its name.
pub fn label(t: Locale, field: ProjectField) -> String {
    let key = match field {
        ProjectField::Name => "project-name",
        other => other.label(),
    };
    t.text(key).into_owned()
}

pub fn fact(t: Locale, project: &Project, field: ProjectField, may_change: bool) -> Fact {
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
        record: format!("/projects/{}", project.id),
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
