//! How the form of a deal is read, and how it meets a deal that others changed meanwhile. Pure. What a field may
//! hold is read by the same reader as the bodies of programs.

use serde_json::Value;
use uuid::Uuid;

use super::asked::amount;
use super::model::{Deal, DealChange, STAGES, STATUSES};
use crate::refusal::{FieldError, Refusal};
use crate::web::Fields;
use crate::web::api::{Kind, read_value};

/// The fields of the form in its order.
pub const FIELDS: [&str; 7] = [
    "title",
    "contact_id",
    "amount",
    "currency",
    "status",
    "stage",
    "owner_id",
];

const KINDS: [Kind; 7] = [
    Kind::Text(200),
    Kind::Id,
    Kind::Amount,
    Kind::Currency,
    Kind::Word(STATUSES),
    Kind::Word(STAGES),
    Kind::Id,
];

/// The name under which the form sends back what a field held.
pub fn base_name(field: &str) -> String {
    format!("base_{field}")
}

fn typed(form: &Fields, field: &str) -> String {
    match field {
        "amount" => amount(form.get(field)).unwrap_or_else(|| form.get(field).to_owned()),
        "currency" => form.get(field).to_uppercase(),
        _ => form.get(field).to_owned(),
    }
}

/// The values of a new deal, or all that is wrong at once: it has a title and a contact.
pub fn read_new(form: &Fields) -> Result<Vec<(&'static str, String)>, Refusal> {
    read_with(form, &["title", "contact_id"])
}

/// The same of a deal that is there. A field that the form does not have is not read.
pub fn read(form: &Fields) -> Result<Vec<(&'static str, String)>, Refusal> {
    read_with(form, &[])
}

fn read_with(form: &Fields, needed: &[&str]) -> Result<Vec<(&'static str, String)>, Refusal> {
    let (mut values, mut errors) = (Vec::new(), Vec::new());
    for (field, kind) in FIELDS.into_iter().zip(KINDS) {
        let is_left_out = !form.has(field) || (field == "amount" && form.get(field).is_empty());
        if is_left_out && !needed.contains(&field) {
            continue;
        }
        let text = typed(form, field);
        if text.is_empty() && field == "contact_id" {
            errors.push(FieldError {
                field: field.into(),
                code: "required",
                message: "deal-contact-needed".into(),
            });
            continue;
        }
        match read_value(kind, &Value::String(text)) {
            Ok(value) => values.push((field, value.as_str().unwrap_or_default().to_owned())),
            Err((code, message)) => errors.push(FieldError {
                field: field.into(),
                code,
                message,
            }),
        }
    }
    if errors.is_empty() {
        return Ok(values);
    }
    Err(Refusal::Invalid(errors))
}

/// A change to these values.
pub fn change_to(values: &[(&'static str, String)]) -> DealChange {
    let text = |name: &str| {
        let found = values.iter().find(|(field, _)| *field == name);
        found.map(|(_, value)| value.clone())
    };
    let id = |name: &str| text(name).and_then(|t| Uuid::try_parse(&t).ok());
    DealChange {
        contact_id: id("contact_id"),
        title: text("title"),
        amount: text("amount"),
        currency: text("currency"),
        status: text("status"),
        stage: text("stage"),
        owner_id: id("owner_id"),
    }
}

/// What the person changed in the form; what others changed in other fields stands. Fields that both changed,
/// differently, are in conflict.
pub fn merge(
    form: &Fields,
    stored: &Deal,
) -> Result<Result<DealChange, Vec<&'static str>>, Refusal> {
    let now = stored.values();
    let (mut wanted, mut conflicts) = (Vec::new(), Vec::new());
    for (field, mine) in read(form)? {
        let stored = now.iter().find(|(name, _)| *name == field);
        let stored = stored.map_or("", |(_, value)| value.as_str());
        let base = form.get(&base_name(field));
        if mine == base || mine == stored {
            continue;
        }
        if stored != base && form.has(&base_name(field)) {
            conflicts.push(field);
        }
        wanted.push((field, mine));
    }
    if conflicts.is_empty() {
        return Ok(Ok(change_to(&wanted)));
    }
    Ok(Err(conflicts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Utc;

    fn deal() -> Deal {
        Deal {
            id: Uuid::nil(),
            contact_id: Uuid::nil(),
            title: "Теплицы".into(),
            amount: "10.00".into(),
            currency: "RUB".into(),
            status: "new".into(),
            stage: "proposal".into(),
            owner_id: Uuid::nil(),
            created_at: Utc::now(),
            updated_at: Utc::now(),
            version: 2,
        }
    }

    fn form(pairs: &[(&str, &str)]) -> Fields {
        let pairs = pairs
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        Fields::from_pairs(pairs.collect())
    }

    #[test]
    fn changes_of_two_people_to_different_fields_both_stand() {
        // Somebody else moved the stage meanwhile.
        let sent = form(&[
            ("title", "Ангар"),
            ("base_title", "Теплицы"),
            ("stage", "qualification"),
            ("base_stage", "qualification"),
            ("amount", "10"),
            ("base_amount", "10.00"),
        ]);
        let change = merge(&sent, &deal())
            .expect("readable")
            .expect("no conflict");
        let expected = DealChange {
            title: Some("Ангар".into()),
            ..DealChange::default()
        };
        assert_eq!(change, expected);
        let sent = form(&[("stage", "closed"), ("base_stage", "qualification")]);
        assert_eq!(merge(&sent, &deal()).expect("readable"), Err(vec!["stage"]));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let sent = form(&[
            ("title", " "),
            ("contact_id", ""),
            ("amount", "много"),
            ("currency", "р"),
            ("status", "x"),
        ]);
        let Err(Refusal::Invalid(errors)) = read(&sent) else {
            panic!("it was taken");
        };
        let fields: Vec<&str> = errors.iter().map(|e| e.field.as_ref()).collect();
        assert_eq!(
            fields,
            ["title", "contact_id", "amount", "currency", "status"]
        );
    }
}
