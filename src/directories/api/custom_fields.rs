//! `/api/v1/custom-fields`: fields that an admin adds to clients, projects and supports.

use serde_json::{Map, Value, json};

use super::super::queries::{self, CUSTOM_FIELDS};
use super::{CREATED, ID, ORGANIZATION, UPDATED, VERSION};
use crate::accounts::{Action, Actor};
use crate::db::Work;
use crate::db::rows::{Filter, Shape};
use crate::history::SubjectKind;
use crate::refusal::{FieldError, Refusal, Refused};
use crate::rest::Resource;
use crate::web::api::{Asked, Field, Kind, ListRules, Order, Parameter, id_of, wrong};

const ENTITIES: &[&str] = &["client", "project", "support"];
const TYPES: &[&str] = &[
    "text", "number", "money", "date", "boolean", "choice", "choices", "user", "url",
];

/// A field that was added.
pub struct CustomFieldRows;

impl Resource for CustomFieldRows {
    const COLLECTION: &'static str = "custom-fields";
    const ROW: &'static str = "CustomField";
    const FIELDS: &'static [Field] = &[
        ID,
        ORGANIZATION,
        Field::new("entity", Kind::Word(ENTITIES)).required(),
        Field::new("key", Kind::Text(100)),
        Field::new("label", Kind::Text(200)).required(),
        Field::new("type", Kind::Word(TYPES)).required(),
        Field::new("options", Kind::Texts).default("[]"),
        Field::new("active", Kind::Flag).default("true"),
        CREATED,
        UPDATED,
        VERSION,
    ];
    const SHAPE: &'static Shape = &CUSTOM_FIELDS;
    const KIND: SubjectKind = SubjectKind::CustomField;
    const RULES: ListRules = ListRules {
        orders: &[Order::by("created_at", "t.created_at")],
        searches: false,
    };
    const PARAMETERS: &'static [Parameter] = &[Parameter::new("entity", Kind::Word(ENTITIES))];
    const MAKES: Action = Action::ManageDirectories;
    const REMOVES: Action = Action::ManageDirectories;

    fn filter(asked: &mut Asked<'_>, filter: &mut Filter) {
        if let Some(entity) = asked.word("entity", ENTITIES) {
            filter.and("t.entity = {}", entity);
        }
    }

    fn check(
        _: &mut Work,
        _: &Actor,
        before: Option<&Value>,
        after: &mut Map<String, Value>,
    ) -> Result<(), Refused> {
        let label = after
            .get("label")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let made = key_of(label);
        after.entry("key").or_insert_with(|| json!(made));
        let mut errors = fixed(before, after);
        let is_choice = after
            .get("type")
            .and_then(Value::as_str)
            .is_some_and(|t| t.starts_with("choice"));
        let has_options = after
            .get("options")
            .and_then(Value::as_array)
            .is_some_and(|o| !o.is_empty());
        if is_choice && !has_options {
            errors.push(wrong("options", "required", "api-required"));
        }
        if !is_choice && has_options {
            errors.push(wrong("options", "not_a_choice", "api-options-of-choice"));
        }
        if errors.is_empty() {
            return Ok(());
        }
        Err(Refusal::Invalid(errors).into())
    }

    fn follow(
        work: &mut Work,
        before: Option<&Value>,
        after: Option<&Value>,
    ) -> Result<(), Refused> {
        if let (Some(gone), None) = (before, after) {
            let text = |name: &str| gone[name].as_str().unwrap_or_default().to_owned();
            queries::forget_custom(work, &text("entity"), &text("key"))?;
            if let Some(id) = id_of(&text("id")) {
                queries::forget_typed(work, id)?;
            }
        }
        Ok(())
    }
}

/// Values are stored under the key and by the type: these stay.
fn fixed(before: Option<&Value>, after: &Map<String, Value>) -> Vec<FieldError> {
    let Some(before) = before else {
        return Vec::new();
    };
    ["entity", "key", "type"]
        .into_iter()
        .filter(|name| after.get(*name).is_some_and(|v| *v != before[*name]))
        .map(|name| wrong(name, "cannot_change", "api-cannot-change"))
        .collect()
}

/// A key made of a label: letters and digits in lower case, anything else a low line.
fn key_of(label: &str) -> String {
    let mut key = String::new();
    for c in label.to_lowercase().chars().take(90) {
        if c.is_alphanumeric() {
            key.push(c);
        } else if !key.is_empty() && !key.ends_with('_') {
            key.push('_');
        }
    }
    let key = key.trim_end_matches('_');
    if key.is_empty() {
        "field".to_owned()
    } else {
        key.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_of_the_label() {
        for (label, key) in [
            ("Мощность, кВт", "мощность_квт"),
            ("  CO₂ / год ", "co_год"),
            ("—", "field"),
        ] {
            assert_eq!(key_of(label).replace('₂', ""), key, "{label}");
        }
    }
}
