//! Writes a draft in one transaction: directory entries, custom fields, addresses, clients, projects,
//! supports, decisions. Rows go in by the thousand, as arrays; they are made ready on a thread of their own, and
//! what search finds is written on a second connection meanwhile. The rows of the file are kept when it is read.

mod beside;
mod clients;
mod entries;
mod json;
mod kept;
mod pipeline;
mod projects;
mod rows;
mod supports;
mod undo;

use std::borrow::Cow;
use std::collections::HashMap;

use uuid::Uuid;

use serde_json::{Value, json};

use super::draft::{
    CellRef, ClientIndex, CustomValue, DecisionDraft, Draft, FieldIndex, NoteDraft, NoteKind,
    ProjectIndex, SupportDraft, Text, WordIndex,
};
use super::joining::CustomColumns;
use crate::db::{Announcement, Door, Work};
use crate::projects::take_numbers;
use crate::refusal::Refused;
use crate::values::money::to_decimal;

pub use beside::clear_lost;
pub use kept::problems as write_problems;
pub use rows::{FileRow, forget_rows, rows_after, rows_of, source_row, write_rows};
pub use undo::undo;

/// Rows that go in with one statement.
pub(super) const CHUNK: usize = 1000;

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
    /// Name and INN of clients that were there before.
    pub known: HashMap<Uuid, (String, String)>,
    pub projects: Vec<Uuid>,
    pub project_is_new: Vec<bool>,
    pub columns: CustomColumns,
    /// Address rows already made: one for each distinct address.
    pub addresses: HashMap<AddressKey, Uuid>,
    /// The number of the next new project, and what numbers begin with.
    pub number: (i64, String),
}

pub(super) type AddressKey = (Option<Uuid>, Option<Uuid>, String, String);

impl<'d> Ctx<'d> {
    /// Makes what the draft refers to, takes numbers for what is new.
    fn open(work: &mut Work, draft: &'d Draft, import: Uuid) -> Result<Ctx<'d>, Refused> {
        let new = draft
            .projects
            .iter()
            .filter(|p| p.existing.is_none())
            .count();
        Ok(Ctx {
            draft,
            import,
            words: entries::write(work, draft)?,
            field_keys: entries::write_fields(work, draft)?,
            clients: Vec::with_capacity(draft.clients.len()),
            known: clients::known(work, draft)?,
            projects: Vec::with_capacity(draft.projects.len()),
            project_is_new: Vec::with_capacity(draft.projects.len()),
            columns: draft.custom_columns(),
            addresses: HashMap::new(),
            number: take_numbers(work, new as i64)?,
        })
    }

    /// The number of a new project, and as it is shown.
    fn next_number(&mut self) -> (i64, String) {
        let (next, prefix) = &mut self.number;
        *next += 1;
        (*next - 1, format!("{prefix}{:04}", *next - 1))
    }

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

    /// The project of a support or decision, made by this import or there before.
    pub fn project(&self, index: Option<ProjectIndex>) -> Option<Uuid> {
        Some(self.projects[index?.0 as usize])
    }

    /// Custom values as {"key": value}; several different ones as a list.
    fn custom(&self, cells: Vec<(FieldIndex, CellRef)>) -> String {
        let mut fields: Vec<FieldIndex> = cells.iter().map(|(field, _)| *field).collect();
        fields.sort_unstable();
        if fields.windows(2).any(|pair| pair[0] == pair[1]) {
            return self.custom_lists(cells);
        }
        let mut json = String::with_capacity(2 + 64 * cells.len());
        json.push('{');
        for (field, cell) in cells {
            if json.len() > 1 {
                json.push(',');
            }
            json::push_text(&mut json, &self.field_keys[usize::from(field.0)]);
            json.push(':');
            json::push_text(&mut json, &self.custom_text(field, cell));
        }
        json.push('}');
        json
    }

    fn custom_text(&self, field: FieldIndex, cell: CellRef) -> Cow<'_, str> {
        match self.draft.custom_value(field, cell) {
            CustomValue::Text(text) => text,
            CustomValue::Number(n) => Cow::Owned(n),
            CustomValue::Money(k) => Cow::Owned(to_decimal(k)),
            CustomValue::Date(date) => Cow::Owned(date.to_string()),
            // People write yes and no in many ways; which of them means what is theirs to say.
            CustomValue::YesNo(_) => self.draft.cell_text(cell),
        }
    }

    /// The same where several cells belong to one field.
    fn custom_lists(&self, cells: Vec<(FieldIndex, CellRef)>) -> String {
        let mut found: serde_json::Map<String, Value> = serde_json::Map::new();
        for (field, cell) in cells {
            let value = json!(self.custom_text(field, cell).replace('\0', ""));
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
    let ctx = Ctx::open(work, draft, import)?;
    progress(5);
    pipeline::run(work, ctx, progress)?;
    work.announce(Announcement::ListChanged);
    Ok(())
}
