//! One file: what it shows, its versions, its past.

use std::collections::HashMap;

use askama::Template;
use chrono_tz::Tz;
use serde_json::Value;
use uuid::Uuid;

use super::{kinds, name_of, preview_of, size_in_words};
use crate::accounts::Person;
use crate::files::model::{File, FileKind, FileOf, Version};
use crate::history::{Entry, Timeline, Words};
use crate::refusal::Refusal;
use crate::text::{Locale, formats};
use crate::web::{Fields, FormView, Shell};

/// What the person may do with the file.
#[derive(Debug, Clone, Copy)]
pub struct Rights {
    pub may_change: bool,
    pub may_remove: bool,
    pub may_restore: bool,
    pub may_erase: bool,
}

/// A version in words.
pub struct Line {
    pub number: i64,
    pub name: String,
    pub size: String,
    pub who: String,
    pub when: String,
}

#[derive(Template)]
#[template(path = "files/show.html")]
pub struct FilePage {
    pub shell: Shell,
    pub of: FileOf,
    /// Address and name of what the file belongs to; none while that is in the bin.
    pub owner: Option<(String, String)>,
    pub id: Uuid,
    pub name: String,
    pub kind: String,
    pub size: String,
    pub is_picture: bool,
    pub is_pdf: bool,
    pub is_removed: bool,
    pub versions: Vec<Line>,
    pub rights: Rights,
    pub form: FormView,
    pub kinds: Vec<(&'static str, String, bool)>,
    pub new_id: Uuid,
    pub limit_mb: i64,
    /// Why the file was not taken.
    pub refused: Option<String>,
    pub timeline: Timeline,
}

fn label(field: &str) -> Option<&'static str> {
    Some(match field {
        "name" => "file-name",
        "kind" => "file-kind",
        "newest" => "file-version",
        "deleted" => "file-in-bin-label",
        _ => return None,
    })
}

fn words(t: Locale, entry: &Entry) -> Words {
    let value = |value: Option<&Value>| match value {
        None | Some(Value::Null | Value::Object(_)) => String::new(),
        Some(Value::String(text)) => match FileKind::from_word(text) {
            Some(kind) if entry.field == "kind" => t.text(kind.label()).into_owned(),
            _ => text.clone(),
        },
        Some(Value::Bool(yes)) => t.text(if *yes { "yes" } else { "no" }).into_owned(),
        Some(other) => other.to_string(),
    };
    Words {
        field: None,
        label: label(&entry.field)
            .map_or_else(|| entry.field.clone(), |key| t.text(key).into_owned()),
        from: value(entry.from.as_ref()),
        to: value(entry.to.as_ref()),
    }
}

impl FilePage {
    pub fn new(
        shell: Shell,
        zone: Tz,
        (file, versions, entries): (File, Vec<Version>, Vec<Entry>),
        rights: Rights,
        people: &HashMap<Uuid, Person>,
        limit: u64,
    ) -> FilePage {
        let t = shell.t;
        let (is_picture, is_pdf) = preview_of(&file.media_type);
        let mut form = FormView::new(t, &Fields::default(), &["name", "kind"]);
        form.set("name", file.name.clone());
        let address = format!("/files/{}", file.id);
        FilePage {
            timeline: Timeline::new(t, zone, &entries, people, (&address, None), |e| words(t, e)),
            versions: versions
                .into_iter()
                .map(|v| Line {
                    number: i64::from(v.number),
                    name: v.name,
                    size: size_in_words(t, v.size),
                    who: name_of(t, v.author.and_then(|id| people.get(&id))),
                    when: formats::moment(t, v.at, zone),
                })
                .collect(),
            of: file.of,
            owner: None,
            id: file.id,
            kind: t.text(file.kind.label()).into_owned(),
            kinds: kinds(t, file.kind.word()),
            size: size_in_words(t, file.size),
            is_removed: file.deleted_at.is_some(),
            name: file.name,
            new_id: Uuid::now_v7(),
            limit_mb: (limit >> 20) as i64,
            refused: None,
            shell,
            is_picture,
            is_pdf,
            rights,
            form,
        }
    }

    /// The form as it was sent.
    pub fn type_again(&mut self, sent: &Fields) {
        self.form.set("name", sent.exact("name"));
        self.kinds = kinds(self.shell.t, sent.get("kind"));
    }

    /// Why something was not taken: beside the field of the form, or above the versions.
    pub fn refuse(&mut self, refusal: &Refusal) {
        let t = self.shell.t;
        match refusal {
            Refusal::Invalid(fields) if fields.iter().all(|f| f.field != "file") => {
                self.form.refuse(t, refusal);
            }
            other => self.refused = Some(other.in_words(t)),
        }
    }
}
