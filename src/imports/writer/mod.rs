//! Writes a draft in one transaction: directory entries, custom fields, addresses, clients, projects,
//! supports, decisions, and every source row as it stood. Rows go in by the thousand, as arrays.

mod clients;
mod entries;
mod kept;
mod projects;
mod supports;
mod undo;

use std::collections::HashMap;

use uuid::Uuid;

use serde_json::{Value, json};

use super::draft::{
    CellRef, ClientIndex, CustomValue, DecisionDraft, Draft, FieldIndex, NoteDraft, NoteKind,
    ProjectIndex, SupportDraft, Text, WordIndex,
};
use super::joining::CustomColumns;
use crate::db::{Announcement, Door, Work};
use crate::refusal::Refused;
use crate::values::money::to_decimal;

pub use kept::problems as write_problems;
pub use undo::undo;

/// Rows that go in with one statement.
pub(super) const CHUNK: usize = 2000;

/// What the writer knows while it writes.
pub(super) struct Ctx<'d> {
    pub draft: &'d Draft,
    pub import: Uuid,
    /// Directory entry or person of each word; none where the word means nothing.
    pub words: Vec<Option<Uuid>>,
    /// Key of each custom field, by its index in the draft.
    pub field_keys: Vec<String>,
    /// Id of each client, by its index in the draft.
    pub clients: Vec<Uuid>,
    pub client_is_new: Vec<bool>,
    pub projects: Vec<Uuid>,
    pub project_is_new: Vec<bool>,
    pub columns: CustomColumns,
    /// Address rows already made: one for each distinct address.
    pub addresses: HashMap<AddressKey, Uuid>,
}

pub(super) type AddressKey = (Option<Uuid>, Option<Uuid>, String, String);

impl Ctx<'_> {
    pub fn text(&self, text: Text) -> Option<String> {
        self.draft
            .some_text(text)
            .map(|t| t.replace('\0', ""))
            .filter(|t| !t.is_empty())
    }

    /// Several texts in one, each on a line; none if there are none.
    pub fn lines(&self, texts: &[Text]) -> Option<String> {
        let all: Vec<String> = texts
            .iter()
            .filter_map(|t| self.text(*t))
            .map(|t| t.replace('\n', " "))
            .collect();
        (!all.is_empty()).then(|| all.join("\n"))
    }

    pub fn word(&self, word: Option<WordIndex>) -> Option<Uuid> {
        word.and_then(|w| self.words[w.at()])
    }

    /// The project, if this import makes it; what was there before keeps its own supports.
    pub fn new_project(&self, index: Option<ProjectIndex>) -> Option<Uuid> {
        let at = index?.0 as usize;
        self.project_is_new[at].then(|| self.projects[at])
    }

    /// Custom values as {"key": value}; several different ones as a list.
    fn custom(&self, cells: Vec<(FieldIndex, CellRef)>) -> String {
        let mut found: serde_json::Map<String, Value> = serde_json::Map::new();
        for (field, cell) in cells {
            let value = match self.draft.custom_value(field, cell) {
                CustomValue::Text(text) => json!(text.replace('\0', "")),
                CustomValue::Number(n) => json!(n),
                CustomValue::Money(k) => json!(to_decimal(k)),
                CustomValue::Date(date) => json!(date.to_string()),
                // People write yes and no in many ways; which of them means what is theirs to say.
                CustomValue::YesNo(_) => json!(self.draft.cell_text(cell).replace('\0', "")),
            };
            let key = &self.field_keys[usize::from(field.0)];
            match found.get_mut(key) {
                None => {
                    found.insert(key.clone(), value);
                }
                Some(Value::Array(all)) if !all.contains(&value) => all.push(value),
                Some(Value::Array(_)) => {}
                Some(before) if *before != value => {
                    *before = json!([before.clone(), value]);
                }
                Some(_) => {}
            }
        }
        Value::Object(found).to_string()
    }

    pub fn custom_of_client(&self, index: ClientIndex) -> String {
        self.custom(self.draft.custom_of_client(&self.columns, index))
    }

    pub fn custom_of_project(&self, index: ProjectIndex) -> String {
        self.custom(self.draft.custom_of_project(&self.columns, index))
    }

    pub fn custom_of_support(&self, support: &SupportDraft) -> String {
        self.custom(self.draft.custom_of_support(&self.columns, support))
    }

    pub fn custom_of_decision(&self, decision: &DecisionDraft) -> String {
        self.custom(self.draft.custom_of_decision(&self.columns, decision))
    }

    /// Unread values as {"field": "text as it stood"}.
    pub fn unread(&self, notes: &[NoteDraft], name: fn(&str) -> &str) -> String {
        let mut found = serde_json::Map::new();
        for note in notes.iter().filter(|n| n.kind == NoteKind::Unread) {
            let (Some(field), Some(text)) = (note.field, self.text(note.text)) else {
                continue;
            };
            let key = field.key().split_once('.').map_or("", |(_, f)| f);
            found.entry(name(key)).or_insert(text.into());
        }
        serde_json::Value::Object(found).to_string()
    }
}

/// How far the writing is, in per cent; called now and then.
pub type Progress<'p> = &'p mut dyn FnMut(i32);

/// Writes everything. The work is the caller's to commit.
pub fn write(
    work: &mut Work,
    draft: &Draft,
    import: Uuid,
    progress: Progress<'_>,
) -> Result<(), Refused> {
    work.door = Door::Import;
    work.import = Some(import);
    let mut ctx = Ctx {
        draft,
        import,
        words: entries::write(work, draft)?,
        field_keys: entries::write_fields(work, draft)?,
        clients: Vec::new(),
        client_is_new: Vec::new(),
        projects: Vec::new(),
        project_is_new: Vec::new(),
        columns: draft.custom_columns(),
        addresses: HashMap::new(),
    };
    progress(5);
    clients::write(work, &mut ctx)?;
    progress(25);
    projects::write(work, &mut ctx)?;
    progress(50);
    supports::write(work, &ctx)?;
    progress(55);
    kept::sources(work, &ctx)?;
    kept::notes(work, &ctx)?;
    kept::rows(work, &ctx)?;
    progress(75);
    work.project_now()?;
    progress(95);
    work.announce(Announcement::ListChanged);
    Ok(())
}
