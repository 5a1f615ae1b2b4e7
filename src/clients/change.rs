//! The fields of a client that people change on its card, and how a typed text becomes a value. Pure.

use super::model::{ClientKind, Record};
use crate::refusal::Refusal;
use crate::text::Message;
use crate::values::registry_numbers::{inn_is_valid, kpp_is_valid, ogrn_is_valid};

const LONGEST_NAME: usize = 500;
const LONGEST_NUMBER: usize = 20;

/// A field of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClientField {
    Kind,
    Name,
    ShortName,
    LastName,
    FirstName,
    MiddleName,
    Inn,
    Kpp,
    Ogrn,
    Responsible,
    District,
    City,
    PostCode,
    Street,
}

impl ClientField {
    pub const ALL: [ClientField; 14] = [
        ClientField::Kind,
        ClientField::Name,
        ClientField::ShortName,
        ClientField::LastName,
        ClientField::FirstName,
        ClientField::MiddleName,
        ClientField::Inn,
        ClientField::Kpp,
        ClientField::Ogrn,
        ClientField::Responsible,
        ClientField::District,
        ClientField::City,
        ClientField::PostCode,
        ClientField::Street,
    ];

    /// Name in forms and in the history.
    pub fn word(self) -> &'static str {
        match self {
            ClientField::Kind => "kind",
            ClientField::Name => "name",
            ClientField::ShortName => "short_name",
            ClientField::LastName => "last_name",
            ClientField::FirstName => "first_name",
            ClientField::MiddleName => "middle_name",
            ClientField::Inn => "inn",
            ClientField::Kpp => "kpp",
            ClientField::Ogrn => "ogrn",
            ClientField::Responsible => "responsible",
            ClientField::District => "district",
            ClientField::City => "city",
            ClientField::PostCode => "post_code",
            ClientField::Street => "street",
        }
    }

    pub fn from_word(word: &str) -> Option<ClientField> {
        ClientField::ALL.into_iter().find(|f| f.word() == word)
    }

    /// Key of the field's label.
    pub fn label(self) -> &'static str {
        match self {
            ClientField::Kind => "client-kind",
            ClientField::Name => "client-name",
            ClientField::ShortName => "client-short-name",
            ClientField::LastName => "last-name",
            ClientField::FirstName => "first-name",
            ClientField::MiddleName => "middle-name",
            ClientField::Inn => "inn",
            ClientField::Kpp => "kpp",
            ClientField::Ogrn => "ogrn",
            ClientField::Responsible => "client-responsible",
            ClientField::District => "field-district",
            ClientField::City => "client-city",
            ClientField::PostCode => "client-post-code",
            ClientField::Street => "client-street",
        }
    }

    /// One of a list: a directory, the members, the kinds.
    pub fn is_choice(self) -> bool {
        matches!(
            self,
            ClientField::Kind
                | ClientField::Responsible
                | ClientField::District
                | ClientField::City
        )
    }

    /// Of what a client of this kind has.
    pub fn is_of(self, kind: ClientKind) -> bool {
        match self {
            ClientField::Name | ClientField::ShortName | ClientField::Kpp => !kind.is_person(),
            ClientField::LastName | ClientField::FirstName | ClientField::MiddleName => {
                kind.is_person()
            }
            _ => true,
        }
    }
}

/// The text of a field as the card and an editor have it; of a choice, its name.
pub fn current(client: &Record, field: ClientField) -> String {
    let text = match field {
        ClientField::Kind => Some(&client.kind),
        ClientField::Name => Some(&client.name),
        ClientField::ShortName => client.short_name.as_ref(),
        ClientField::LastName => client.last_name.as_ref(),
        ClientField::FirstName => client.first_name.as_ref(),
        ClientField::MiddleName => client.middle_name.as_ref(),
        ClientField::Inn => client.inn.as_ref(),
        ClientField::Kpp => client.kpp.as_ref(),
        ClientField::Ogrn => client.ogrn.as_ref(),
        ClientField::Responsible => None,
        ClientField::District => client.district.as_ref(),
        ClientField::City => client.city.as_ref(),
        ClientField::PostCode => client.post_code.as_ref(),
        ClientField::Street => client.street.as_ref(),
    };
    text.cloned().unwrap_or_default()
}

fn refuse(field: ClientField, code: &'static str, message: impl Into<Message>) -> Refusal {
    Refusal::field(field.word(), code, message.into())
}

/// Reads what was typed into a field of text. A number with a wrong length or check digit is taken where
/// the person says that it is right.
pub fn read(
    kind: ClientKind,
    field: ClientField,
    text: &str,
    accepts: bool,
) -> Result<Option<String>, Refusal> {
    let text = text.trim();
    if matches!(
        field,
        ClientField::Inn | ClientField::Ogrn | ClientField::Kpp
    ) {
        return read_number(kind, field, text, accepts);
    }
    if text.chars().count() > LONGEST_NAME {
        let message = Message::new("text-too-long").number("n", LONGEST_NAME as i64);
        return Err(refuse(field, "too_long", message));
    }
    let needed = match field {
        ClientField::Name => Some("client-name-needed"),
        ClientField::LastName => Some("last-name-needed"),
        ClientField::FirstName => Some("first-name-needed"),
        _ => None,
    };
    if let Some(key) = needed.filter(|_| text.is_empty()) {
        return Err(refuse(field, "required", key));
    }
    let is_code = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
    if field == ClientField::PostCode && !text.is_empty() && !is_code {
        return Err(refuse(field, "bad", "post-code-bad"));
    }
    Ok(Some(text.to_owned()).filter(|t| !t.is_empty()))
}

fn read_number(
    kind: ClientKind,
    field: ClientField,
    text: &str,
    accepts: bool,
) -> Result<Option<String>, Refusal> {
    let number: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    if number.is_empty() {
        return Ok(None);
    }
    if field == ClientField::Kpp {
        return match kpp_is_valid(&number) {
            true => Ok(Some(number)),
            false => Err(refuse(field, "bad", "kpp-bad")),
        };
    }
    let is_inn = field == ClientField::Inn;
    if number.len() > LONGEST_NUMBER || !number.bytes().all(|b| b.is_ascii_digit()) {
        let key = if is_inn { "inn-digits" } else { "ogrn-digits" };
        return Err(refuse(field, "not_a_number", key));
    }
    if accepts {
        return Ok(Some(number));
    }
    let length = if kind.is_person() { 12 } else { 10 };
    if is_inn && number.len() != length {
        let message = Message::new("inn-length")
            .number("n", length as i64)
            .number("now", number.len() as i64);
        return Err(refuse(field, "bad_length", message));
    }
    match is_inn {
        true if !inn_is_valid(&number) => Err(refuse(field, "bad_check_digit", "inn-check")),
        false if !ogrn_is_valid(&number) => Err(refuse(field, "bad_check_digit", "ogrn-check")),
        _ => Ok(Some(number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_a_value_or_refused_with_its_reason() {
        let company = ClientKind::LegalEntity;
        for (field, text, accepts, expected) in [
            (ClientField::Inn, "7707 083893", false, "7707083893"),
            (ClientField::Inn, "7707083894", false, "bad_check_digit"),
            (ClientField::Inn, "7707083894", true, "7707083894"),
            (ClientField::Inn, "770708389", false, "bad_length"),
            (ClientField::Inn, "много", true, "not_a_number"),
            (ClientField::Kpp, "650101001", false, "650101001"),
            (ClientField::Kpp, "65", true, "bad"),
            (ClientField::Name, "  ", false, "required"),
            (ClientField::PostCode, "69300", false, "bad"),
            (ClientField::Street, " ул. Мира, 1 ", false, "ул. Мира, 1"),
            (ClientField::Street, "", false, ""),
        ] {
            let found = match read(company, field, text, accepts) {
                Ok(value) => value.unwrap_or_default(),
                Err(Refusal::Invalid(fields)) => fields[0].code.to_owned(),
                Err(other) => panic!("{other:?}"),
            };
            assert_eq!(found, expected, "{field:?} {text}");
        }
    }
}
