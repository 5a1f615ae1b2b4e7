//! Values of the fields that an admin or an import added to clients, projects and supports, in words.
//! Pure.

use serde_json::Value;
use uuid::Uuid;

use super::CustomField;
use crate::text::{Locale, formats};
use crate::values::money::{MoneyUnit, read_money};

/// A value with its label; `href` for a link that leads to a web page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomText {
    pub label: String,
    pub text: String,
    pub href: Option<String>,
}

/// The values of a record that are not empty, in words. `name_of` names a person.
pub fn custom_texts(
    t: Locale,
    fields: &[CustomField],
    values: &Value,
    name_of: impl Fn(Uuid) -> Option<String>,
) -> Vec<CustomText> {
    fields
        .iter()
        .filter_map(|f| {
            let text = in_words(t, &f.type_, values.get(&f.key)?, &name_of);
            let is_link =
                f.type_ == "url" && (text.starts_with("https://") || text.starts_with("http://"));
            (!text.is_empty()).then(|| CustomText {
                label: f.label.clone(),
                href: is_link.then(|| text.clone()),
                text,
            })
        })
        .collect()
}

/// A value in words; `name_of` names a person.
pub fn in_words(
    t: Locale,
    kind: &str,
    value: &Value,
    name_of: &impl Fn(Uuid) -> Option<String>,
) -> String {
    match (kind, value) {
        (_, Value::Null) => String::new(),
        ("boolean", Value::Bool(b)) => t.text(if *b { "yes" } else { "no" }).into_owned(),
        ("money", Value::String(s)) => match read_money(s, MoneyUnit::Rub) {
            Ok(m) => format!("{}\u{a0}₽", formats::money(t, m.kopecks)),
            Err(_) => s.clone(),
        },
        ("date", Value::String(s)) => match chrono::NaiveDate::parse_from_str(s, "%Y-%m-%d") {
            Ok(d) => formats::date(t, d, crate::values::dates::Precision::Day),
            Err(_) => s.clone(),
        },
        ("user", Value::String(s)) => Uuid::try_parse(s)
            .ok()
            .and_then(name_of)
            .unwrap_or_else(|| s.clone()),
        (_, Value::Array(all)) => all
            .iter()
            .map(|v| in_words(t, kind, v, name_of))
            .collect::<Vec<_>>()
            .join(", "),
        (_, Value::String(s)) => s.clone(),
        (_, other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_link_is_only_what_leads_to_a_web_page() {
        let field = |key: &str, type_: &str| CustomField {
            key: key.into(),
            label: key.into(),
            type_: type_.into(),
        };
        let fields = [
            field("site", "url"),
            field("bad", "url"),
            field("cost", "money"),
        ];
        let values =
            json!({"site": "https://a.example", "bad": "javascript:alert(1)", "cost": "1234.50"});
        let shown = custom_texts(Locale::Ru, &fields, &values, |_| None);
        assert_eq!(shown[0].href.as_deref(), Some("https://a.example"));
        assert_eq!(shown[1].href, None);
        assert_eq!(shown[2].text, "1\u{a0}234,50\u{a0}₽");
    }
}
