//! A form as a template shows it: what was typed, and what is wrong with it beside each field.

use std::collections::HashMap;

use super::Fields;
use crate::refusal::Refusal;
use crate::text::Locale;

/// Values and errors by field name.
#[derive(Debug, Clone)]
pub struct FormView {
    values: HashMap<String, String>,
    errors: HashMap<String, String>,
    /// Fields with an error, in the order in which the form has them, and words above the form.
    pub summary: Vec<(String, String)>,
    order: Vec<&'static str>,
    pub t: Locale,
}

impl FormView {
    /// `names` are the fields of the form in their order.
    pub fn new(t: Locale, fields: &Fields, names: &[&'static str]) -> FormView {
        FormView {
            values: names
                .iter()
                .map(|n| ((*n).to_owned(), fields.exact(n).to_owned()))
                .collect(),
            errors: HashMap::new(),
            summary: Vec::new(),
            order: names.to_vec(),
            t,
        }
    }

    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.values.insert(name.to_owned(), value.into());
    }

    /// Address of the icon sprite, for the sign beside an error.
    pub fn icons(&self) -> &'static str {
        super::assets().icons()
    }

    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    pub fn error(&self, name: &str) -> Option<&str> {
        self.errors.get(name).map(String::as_str)
    }

    pub fn has_error(&self, name: &str) -> bool {
        self.errors.contains_key(name)
    }

    /// Puts the reasons beside their fields.
    pub fn refuse(&mut self, t: Locale, refusal: &Refusal) {
        let Refusal::Invalid(fields) = refusal else {
            return;
        };
        for f in fields {
            self.errors
                .insert(f.field.to_string(), t.message(&f.message));
        }
        let place = |name: &str| {
            self.order
                .iter()
                .position(|n| *n == name)
                .unwrap_or(usize::MAX)
        };
        self.summary = fields
            .iter()
            .map(|f| (f.field.to_string(), t.message(&f.message)))
            .collect();
        self.summary.sort_by_key(|(name, _)| place(name));
    }
}
