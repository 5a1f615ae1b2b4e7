//! What the templates of the cards show. No query, no permission.

use askama::Template;
use chrono_tz::Tz;
use serde_json::Value;
use uuid::Uuid;

use crate::clients::{ClientField, ClientKind, Record};
use crate::comments::CommentsPanel;
use crate::contacts;
use crate::directories::CustomValues;
use crate::history::{Entry, Sources, Timeline, Words};
use crate::projects::ClientProjects;
use crate::removals::RemovalPanel;
use crate::supports;
use crate::text::{Locale, formats};
use crate::values::dates::Precision;
use crate::web::{Bare, Fact, Shell};

/// Who the client is, in words.
pub struct Identity {
    pub id: Uuid,
    pub label: String,
    /// The full name where the short one is the title.
    pub full_name: Option<String>,
    pub kind: String,
    pub is_person: bool,
    pub district: Option<String>,
    /// Label and value of each registry number and of the address.
    pub details: Vec<(String, String)>,
    /// Texts from the file that could not be read, with their fields.
    pub unread: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "cards/client.html")]
pub struct ClientCard {
    pub shell: Shell,
    pub facts: Vec<Fact>,
    pub removal: RemovalPanel,
    pub may_change: bool,
    /// The client is a person, and this person may erase who they are.
    pub may_erase: bool,
    pub who: Identity,
    pub projects: ClientProjects,
    pub contacts: contacts::List,
    pub custom: CustomValues,
    pub comments: CommentsPanel,
    pub sources: Sources,
    pub timeline: Timeline,
    /// Name, initials and colour.
    pub responsible: Option<(String, String, i16)>,
}

/// A move of a project on paper.
pub struct PaperMove {
    pub state: String,
    pub when: String,
    pub who: String,
}

#[derive(Template)]
#[template(path = "cards/print_project.html")]
pub struct PrintProject {
    pub bare: Bare,
    pub organization: String,
    pub printed: String,
    pub number: String,
    pub name: String,
    pub facts: Vec<(String, String)>,
    pub people: String,
    pub supports: Vec<supports::SupportRow>,
    pub moves: Vec<PaperMove>,
}

#[derive(Template)]
#[template(path = "cards/print_client.html")]
pub struct PrintClient {
    pub bare: Bare,
    pub organization: String,
    pub printed: String,
    pub who: Identity,
    pub facts: Vec<(String, String)>,
    pub contacts: Vec<contacts::Line>,
    pub projects: ClientProjects,
    /// How many did not find room, in words.
    pub more_projects: Option<String>,
    pub more_contacts: Option<String>,
    /// When, who, what.
    pub said: Vec<(String, String, String)>,
}

/// Key of the label of a client's field in the history and among unread texts.
fn label(field: &str) -> Option<&'static str> {
    if let Some(field) = ClientField::from_word(field) {
        return Some(field.label());
    }
    Some(match field {
        "deleted" => "state-deleted",
        "reason" => "move-reason",
        "full_name" => "client-name",
        "address" => "client-address",
        "other_names" => "client-other-names",
        "merged" => "client-merged",
        "merged_into" => "client-merged-into",
        "merge_undone" => "client-merge-undone",
        "erased" => "client-erased",
        "phone" | "phones" => "contact-phone",
        "email" | "emails" => "contact-email",
        _ => return None,
    })
}

fn label_text(t: Locale, field: &str) -> String {
    label(field).map_or_else(|| field.to_owned(), |key| t.text(key).into_owned())
}

fn in_words(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Object(named)) => named
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        Some(other) => other.to_string(),
    }
}

/// A value of a field in words.
pub fn value_words(t: Locale, field: &str, value: Option<&Value>) -> String {
    let text = in_words(value);
    match ClientKind::from_word(&text) {
        Some(kind) if field == ClientField::Kind.word() => t.text(kind.label()).into_owned(),
        _ => text,
    }
}

/// A change of a client in words.
pub fn client_words(t: Locale, entry: &Entry) -> Words {
    let words = |value| value_words(t, &entry.field, value);
    Words {
        field: ClientField::from_word(&entry.field).map(ClientField::word),
        label: label_text(t, &entry.field),
        from: words(entry.from.as_ref()),
        to: words(entry.to.as_ref()),
    }
}

impl Identity {
    pub fn new(t: Locale, zone: Tz, client: &Record) -> Identity {
        let added = client.created_at.with_timezone(&zone).date_naive();
        let details = [
            ("client-other-names", Some(client.other_names.join("; "))),
            (
                "client-since",
                Some(formats::date(t, added, Precision::Day)),
            ),
        ];
        let texts = client.unread.as_object();
        Identity {
            id: client.id,
            label: client.label().to_owned(),
            full_name: client.short_name.is_some().then(|| client.name.clone()),
            kind: t.text(client.kind().label()).into_owned(),
            is_person: client.kind().is_person(),
            district: client.district.clone(),
            details: details
                .into_iter()
                .filter_map(|(key, text)| {
                    let text = text.filter(|text| !text.is_empty())?;
                    Some((t.text(key).into_owned(), text))
                })
                .collect(),
            unread: texts
                .into_iter()
                .flatten()
                .filter_map(|(key, text)| Some((label_text(t, key), text.as_str()?.to_owned())))
                .collect(),
        }
    }
}
