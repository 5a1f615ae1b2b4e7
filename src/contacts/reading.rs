//! How the form of a contact is read: each text as typed becomes a value, or a reason why not. Pure.

use super::model::ContactValues;
use crate::refusal::{FieldError, Refusal};
use crate::text::Message;
use crate::values::emails::is_email;
use crate::values::phones::read_phone;

const LONGEST: usize = 300;

/// A contact as typed.
#[derive(Debug, Clone, Default)]
pub struct TypedContact {
    pub name: String,
    pub position: String,
    pub phone: String,
    pub email: String,
    pub notify: bool,
}

fn given(text: &str) -> Option<String> {
    Some(text.trim())
        .filter(|t| !t.is_empty())
        .map(str::to_owned)
}

/// The stored form of a telephone: E.164, an extension as `;ext=12`.
fn phone(text: &str) -> Option<String> {
    let phone = read_phone(text)?;
    Some(match phone.extension {
        Some(extension) => format!("{};ext={extension}", phone.e164),
        None => phone.e164,
    })
}

/// The values, or all that is wrong at once.
pub fn read(typed: &TypedContact) -> Result<ContactValues, Refusal> {
    let mut errors = Vec::new();
    let mut wrong = |field: &'static str, code: &'static str, message: Message| {
        errors.push(FieldError {
            field: field.into(),
            code,
            message,
        });
    };
    for (field, text) in [("name", &typed.name), ("position", &typed.position)] {
        if text.chars().count() > LONGEST {
            let message = Message::new("text-too-long").number("n", LONGEST as i64);
            wrong(field, "too_long", message);
        }
    }
    let stored_phone = given(&typed.phone).map(|text| phone(&text));
    if stored_phone == Some(None) {
        wrong("phone", "not_a_phone", "phone-bad".into());
    }
    let email = given(&typed.email).map(|e| e.to_lowercase());
    if email
        .as_deref()
        .is_some_and(|e| e.len() > 254 || !is_email(e))
    {
        wrong("email", "not_an_email", "email-bad".into());
    }
    let values = ContactValues {
        name: typed.name.trim().to_owned(),
        position: given(&typed.position),
        phone: stored_phone.flatten(),
        email,
        notify: typed.notify,
    };
    let nothing =
        values.name.is_empty() && given(&typed.phone).is_none() && given(&typed.email).is_none();
    if nothing {
        wrong("name", "required", "contact-empty".into());
    }
    if values.notify && values.email.is_none() {
        wrong("email", "required", "contact-notify-email".into());
    }
    if errors.is_empty() {
        Ok(values)
    } else {
        Err(Refusal::Invalid(errors))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(phone: &str, email: &str) -> TypedContact {
        TypedContact {
            name: "Валерия Плещеева".into(),
            phone: phone.into(),
            email: email.into(),
            ..TypedContact::default()
        }
    }

    #[test]
    fn a_phone_is_kept_in_one_form_with_its_extension() {
        for (text, stored) in [
            ("8 (424) 200-11-22", "+74242001122"),
            ("+7 424 200-11-22 доб. 12", "+74242001122;ext=12"),
        ] {
            let values = read(&typed(text, "")).expect(text);
            assert_eq!(values.phone.as_deref(), Some(stored));
        }
    }

    #[test]
    fn what_is_no_phone_or_address_is_refused_beside_its_field() {
        let Err(Refusal::Invalid(errors)) = read(&typed("позвонить завтра", "почта"))
        else {
            panic!("it was taken");
        };
        let fields: Vec<_> = errors.iter().map(|e| e.field.as_ref()).collect();
        assert_eq!(fields, ["phone", "email"]);
    }
}
