//! The people assigned to a project.

use askama::Template;
use uuid::Uuid;

use crate::text::Locale;

/// A person who is assigned.
pub struct Someone {
    pub id: Uuid,
    pub name: String,
    pub initials: String,
    pub hue: i16,
    pub is_lead: bool,
}

#[derive(Template)]
#[template(path = "projects/_people.html")]
pub struct People {
    pub t: Locale,
    pub icons: &'static str,
    pub project: Uuid,
    pub assigned: Vec<Someone>,
    /// Members who are not: id and name.
    pub others: Vec<(String, String)>,
    pub may_change: bool,
    /// The person is not the lead yet.
    pub may_take: bool,
}
