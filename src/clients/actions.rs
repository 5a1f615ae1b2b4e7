//! The verbs of the room.

use uuid::Uuid;

use super::model::{Client, ClientKind};
use super::queries;
use crate::accounts::{Action, Actor, Subject, may};
use crate::db::{DbError, Work};
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{FieldError, Refusal, Refused};
use crate::text::Message;
use crate::values::names::read_holder;
use crate::values::phones::read_phone;
use crate::values::registry_numbers::{inn_is_valid, kpp_is_valid, ogrn_is_valid};
use crate::values::search;

const LONGEST_NAME: usize = 500;
/// Longer than any number of the state, so that a slip may be overridden but not a text.
const LONGEST_NUMBER: usize = 20;

/// A client as a form gives it; every text as typed.
#[derive(Debug, Clone, Default)]
pub struct NewClient {
    /// Made with the form, so that a form sent twice makes one client.
    pub id: Uuid,
    pub kind: String,
    pub name: String,
    pub short_name: String,
    pub last_name: String,
    pub first_name: String,
    pub middle_name: String,
    pub inn: String,
    pub kpp: String,
    pub ogrn: String,
    /// Of the person to talk to: a client with the same is a look-alike.
    pub phone: String,
    /// A number with a wrong check digit is taken all the same.
    pub accept_warnings: bool,
    /// It is another client than those that look like it.
    pub accept_alike: bool,
}

fn filled(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|t| !t.is_empty())
}

fn digits(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect()
}

impl NewClient {
    /// Full name: as given, or made of the three names of a person.
    pub fn full_name(&self) -> String {
        if ClientKind::from_word(&self.kind).is_some_and(ClientKind::is_person) {
            [&self.last_name, &self.first_name, &self.middle_name]
                .iter()
                .filter_map(|n| filled(n))
                .collect::<Vec<_>>()
                .join(" ")
        } else {
            self.name.trim().to_owned()
        }
    }

    /// Everything that is wrong, at once.
    pub fn errors(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut add = |field: &'static str, code: &'static str, message: Message| {
            errors.push(FieldError {
                field: field.into(),
                code,
                message,
            });
        };
        let Some(kind) = ClientKind::from_word(&self.kind) else {
            add("kind", "required", "client-kind-needed".into());
            return errors;
        };
        if kind.is_person() {
            if filled(&self.last_name).is_none() {
                add("last_name", "required", "last-name-needed".into());
            }
            if filled(&self.first_name).is_none() {
                add("first_name", "required", "first-name-needed".into());
            }
        } else if filled(&self.name).is_none() {
            add("client_name", "required", "client-name-needed".into());
        }
        let named = if kind.is_person() {
            "last_name"
        } else {
            "client_name"
        };
        for (field, text) in [
            (named, self.full_name()),
            ("short_name", self.short_name.clone()),
        ] {
            if text.chars().count() > LONGEST_NAME {
                let message = Message::new("text-too-long").number("n", LONGEST_NAME as i64);
                add(field, "too_long", message);
            }
        }
        errors.extend(self.number_errors(kind));
        errors
    }

    /// What is wrong with the registry numbers. A wrong length or check digit may be overridden, since
    /// the state itself has issued such numbers; what is no number may not.
    fn number_errors(&self, kind: ClientKind) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut add = |field: &'static str, code: &'static str, message: Message| {
            errors.push(FieldError {
                field: field.into(),
                code,
                message,
            });
        };
        let (inn, ogrn) = (digits(&self.inn), digits(&self.ogrn));
        let is_number =
            |n: &str| n.len() <= LONGEST_NUMBER && n.bytes().all(|b| b.is_ascii_digit());
        let inn_length = if kind.is_person() { 12 } else { 10 };
        if !is_number(&inn) {
            add("inn", "not_a_number", "inn-digits".into());
        } else if !inn.is_empty() && !self.accept_warnings {
            if inn.len() != inn_length {
                let message = Message::new("inn-length")
                    .number("n", inn_length as i64)
                    .number("now", inn.len() as i64);
                add("inn", "bad_length", message);
            } else if !inn_is_valid(&inn) {
                add("inn", "bad_check_digit", "inn-check".into());
            }
        }
        if !is_number(&ogrn) {
            add("ogrn", "not_a_number", "ogrn-digits".into());
        } else if !ogrn.is_empty() && !self.accept_warnings && !ogrn_is_valid(&ogrn) {
            add("ogrn", "bad_check_digit", "ogrn-check".into());
        }
        if !digits(&self.kpp).is_empty() && !kpp_is_valid(&digits(&self.kpp)) {
            add("kpp", "bad", "kpp-bad".into());
        }
        errors
    }
}

/// Clients found by name, INN or phone; the one chosen already comes first.
pub fn look(work: &mut Work, typed: &str, chosen: Option<Uuid>) -> Result<Vec<Client>, DbError> {
    let mut found = queries::search(work, &search::patterns(typed))?;
    if let Some(id) = chosen
        && let Some(client) = queries::find(work, id)?
    {
        found.retain(|c| c.id != id);
        found.insert(0, client);
    }
    Ok(found)
}

/// Clients that may be the same one: equal INN or OGRN, the same normal form of the name, a phone of theirs.
pub fn alike(work: &mut Work, new: &NewClient) -> Result<Vec<Client>, DbError> {
    let (inn, ogrn) = (digits(&new.inn), digits(&new.ogrn));
    let key = read_holder(&new.full_name()).key;
    let phone = read_phone(&new.phone).map(|p| p.e164);
    if inn.is_empty() && ogrn.is_empty() && key.is_empty() && phone.is_none() {
        return Ok(Vec::new());
    }
    let numbers = (filled(&inn), filled(&ogrn));
    let found = queries::look_alikes(work, numbers, filled(&key), phone.as_deref())?;
    Ok(found.into_iter().filter(|c| c.id != new.id).collect())
}

/// The phones and addresses of a client's contacts changed: search must find the client by them.
pub fn contacts_changed(work: &mut Work, client: Uuid) -> Result<(), DbError> {
    work.touch_contacts_of(client);
    queries::refresh_search(work, &[client])
}

/// An equal INN and KPP is the same client; another likeness is a question to the person.
fn check_alike(work: &mut Work, new: &NewClient) -> Result<(), Refused> {
    let (inn, kpp) = (digits(&new.inn), digits(&new.kpp));
    // Two people who take the same application at once must not make two clients of it.
    if !inn.is_empty() {
        queries::lock_inn(work, &inn)?;
    }
    let alike = alike(work, new)?;
    let same = alike.iter().find(|c| {
        !inn.is_empty()
            && c.inn.as_deref() == Some(inn.as_str())
            && c.kpp.as_deref().unwrap_or("") == kpp
    });
    if let Some(same) = same {
        let message = Message::new("inn-taken").text("x", same.label());
        return Err(Refusal::field("inn", "taken", message).into());
    }
    if !alike.is_empty() && !new.accept_alike {
        return Err(Refusal::field("accept_alike", "alike", "clients-alike-decide".into()).into());
    }
    Ok(())
}

/// Makes a client, once for its id. An equal INN and KPP is the same client and refused with a way to
/// it; a manager makes another one by a merge undone, never by this form.
pub fn make_client(work: &mut Work, actor: &Actor, new: &NewClient) -> Result<Uuid, Refused> {
    may(actor, Action::Create, Subject::NONE)?;
    if queries::exists(work, new.id)? {
        return Ok(new.id);
    }
    let errors = new.errors();
    if !errors.is_empty() {
        return Err(Refusal::Invalid(errors).into());
    }
    check_alike(work, new)?;
    let name = new.full_name();
    let key = read_holder(&name).key;
    let (inn, kpp, ogrn) = (digits(&new.inn), digits(&new.kpp), digits(&new.ogrn));
    let is_person = ClientKind::from_word(&new.kind).is_some_and(ClientKind::is_person);
    let of_person = |text| filled(text).filter(|_| is_person);
    let made = queries::insert(
        work,
        &queries::Insert {
            organization_id: work.organization(),
            id: new.id,
            kind: &new.kind,
            name: &name,
            short_name: filled(&new.short_name),
            last_name: of_person(&new.last_name),
            first_name: of_person(&new.first_name),
            middle_name: of_person(&new.middle_name),
            name_key: &key,
            inn: filled(&inn),
            kpp: filled(&kpp),
            ogrn: filled(&ogrn),
            responsible_id: Some(actor.user),
        },
    )?;
    if made {
        history::record(
            work,
            &[Change {
                kind: SubjectKind::Client,
                id: new.id,
                version: 1,
                field: "",
                from: None,
                to: Some(serde_json::json!({"name": name, "inn": inn})),
            }],
        )?;
        work.touch_new_clients(vec![new.id]);
    }
    Ok(new.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(client: &NewClient) -> Vec<(String, &'static str)> {
        client
            .errors()
            .into_iter()
            .map(|e| (e.field.to_string(), e.code))
            .collect()
    }

    #[test]
    fn all_that_is_wrong_with_a_client_is_said_at_once() {
        let client = NewClient {
            kind: "legal_entity".into(),
            inn: "659912345".into(),
            kpp: "12".into(),
            ..NewClient::default()
        };
        let found = codes(&client);
        assert_eq!(
            found,
            [
                ("client_name".to_owned(), "required"),
                ("inn".to_owned(), "bad_length"),
                ("kpp".to_owned(), "bad"),
            ]
        );
    }

    #[test]
    fn a_wrong_check_digit_can_be_overridden() {
        let mut client = NewClient {
            kind: "legal_entity".into(),
            name: "ООО «Сопка»".into(),
            inn: "7707083894".into(),
            ..NewClient::default()
        };
        assert_eq!(codes(&client), [("inn".to_owned(), "bad_check_digit")]);
        client.accept_warnings = true;
        assert!(codes(&client).is_empty());
    }
}
