//! What an import is about to make: clients, projects, supports, decisions, custom fields, directory
//! words and the list of problems. Pure data made by `joining`, read by the preview and the writer;
//! nothing here knows a database or a page.

mod field;
mod problem;
mod text;
mod words;

pub use field::{CustomType, Entity, Field};
pub use problem::{Problem, ProblemKind, Severity, column_letters};
pub use text::Text;
pub use words::{
    Answer, ClientKind, DecisionKind, Level, NewEntry, Outcome, ProjectState, SupportType, Word,
    WordKind,
};

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use crate::imports::reading::{TextArena, Workbook};
use crate::imports::understanding::Plan;
use crate::values::dates::PartialDate;
use crate::values::units::Unit;

/// Index of a client in `Draft::clients`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct ClientIndex(pub u32);

/// Index of a project in `Draft::projects`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct ProjectIndex(pub u32);

/// Index of a word in `Draft::words`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct WordIndex(pub u32);

/// Index of a custom field in `Draft::fields`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct FieldIndex(pub u16);

/// A row of the workbook that a record came from. `row` is 1-based, as a person counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Source {
    pub row: u32,
    pub sheet: u16,
}

/// A cell of the workbook; `row` and `col` are 1-based.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct CellRef {
    pub row: u32,
    pub sheet: u16,
    pub col: u16,
}

/// A postal address in parts. District and city are words that lead to directory entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AddressDraft {
    pub district: Option<WordIndex>,
    pub city: Option<WordIndex>,
    pub post_code: Text,
    pub street: Text,
}

/// A telephone ready to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneDraft {
    /// E.164 with the plus sign.
    pub e164: Text,
    pub extension: Text,
}

/// A person to talk to at a client. Phones and e-mails that stood beside the name are here as well as
/// on the client.
#[derive(Clone, Debug, Default)]
pub struct ContactDraft {
    pub name: Text,
    /// Other spellings of the name in the file ("Крутых Л.Т.", "Лариса Крутых").
    pub other_names: Vec<Text>,
    pub position: Text,
    pub other_positions: Vec<Text>,
    pub phones: Vec<PhoneDraft>,
    pub emails: Vec<Text>,
}

/// A text kept beside a record: the comment of a cell, or a value that could not be read
/// ("not later than autumn" in a date column).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoteDraft {
    pub kind: NoteKind,
    pub cell: CellRef,
    /// The field that the text was meant for, if it is an unread value.
    pub field: Option<Field>,
    pub text: Text,
}

/// Where a kept text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// The comment (note) attached to a cell.
    Comment,
    /// The raw text of a value that could not be read; the field stays empty.
    Unread,
    /// Words around what was understood: "after 18:00" beside a phone.
    Rest,
}

/// A client that the import makes or completes.
#[derive(Clone, Debug, Default)]
pub struct ClientDraft {
    pub kind: ClientKind,
    /// What it is told from others by: its INN, its OGRN or its name.
    pub mark: Text,
    /// Whether the kind was seen (legal form, INN length, kind column) or only assumed.
    pub kind_seen: bool,
    pub full_name: Text,
    pub short_name: Text,
    pub last_name: Text,
    pub first_name: Text,
    pub middle_name: Text,
    /// Every other spelling and former name that the file has, in order of appearance.
    pub other_names: Vec<Text>,
    pub inn: Text,
    pub kpp: Text,
    pub ogrn: Text,
    pub address: AddressDraft,
    pub phones: Vec<PhoneDraft>,
    pub emails: Vec<Text>,
    pub contacts: Vec<ContactDraft>,
    pub notes: Vec<NoteDraft>,
    pub sources: Vec<Source>,
    /// The client of the organization that this one is, by INN, OGRN or name; None = new.
    pub existing: Option<Uuid>,
}

/// A project that the import makes or completes. Money is in kopecks.
#[derive(Clone, Debug, Default)]
pub struct ProjectDraft {
    pub client: Option<ClientIndex>,
    pub name: Text,
    pub number: Text,
    pub industry: Option<WordIndex>,
    pub description: Text,
    pub address: AddressDraft,
    pub own: Option<i64>,
    pub requested: Option<i64>,
    pub total: Option<i64>,
    pub taxes: Option<i64>,
    pub jobs: Option<i64>,
    pub application_date: Option<PartialDate>,
    pub state: Option<ProjectState>,
    /// In the order written; the first is the lead.
    pub people: Vec<WordIndex>,
    pub notes: Vec<NoteDraft>,
    pub sources: Vec<Source>,
    pub existing: Option<Uuid>,
}

/// A support measure of a project. `amount_hundredths` is in hundredths of `unit` (kopecks for roubles).
#[derive(Clone, Debug, Default)]
pub struct SupportDraft {
    pub client: Option<ClientIndex>,
    pub project: Option<ProjectIndex>,
    pub kind: Option<SupportType>,
    pub programme: Option<WordIndex>,
    pub level: Option<Level>,
    pub body: Option<WordIndex>,
    pub amount_hundredths: Option<i64>,
    pub unit: Option<Unit>,
    pub start: Option<PartialDate>,
    pub end: Option<PartialDate>,
    pub description: Text,
    pub notes: Vec<NoteDraft>,
    pub sources: Vec<Source>,
    /// The measure of the organization that this one is.
    pub existing: Option<Uuid>,
}

/// A decision of a commission. `project` is None when the file names a project that it has nowhere;
/// the names as written are then in `client_text` and `project_text`.
#[derive(Clone, Debug, Default)]
pub struct DecisionDraft {
    pub client: Option<ClientIndex>,
    pub project: Option<ProjectIndex>,
    pub client_text: Text,
    pub project_text: Text,
    pub kind: Option<DecisionKind>,
    pub date: Option<PartialDate>,
    pub protocol: Text,
    pub outcome: Option<Outcome>,
    /// The outcome as written, with its terms ("in part, reduce by 20 %").
    pub outcome_text: Text,
    pub notes: Vec<NoteDraft>,
    pub sources: Vec<Source>,
    /// The decision of the organization that this one is.
    pub existing: Option<Uuid>,
}

/// A column without a home: becomes a field that the organization adds to its records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CustomFieldDraft {
    pub label: String,
    pub entity: Entity,
    pub kind: CustomType,
    /// Distinct values, for a choice.
    pub options: Vec<String>,
}

/// A value of a custom field, typed as its field.
#[derive(Clone, Debug, PartialEq)]
pub enum CustomValue<'a> {
    Text(std::borrow::Cow<'a, str>),
    /// A number as exact decimal text.
    Number(String),
    /// Kopecks.
    Money(i64),
    Date(NaiveDate),
    YesNo(bool),
}

/// Two clients that may be the same; a person decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DuplicatePair {
    pub first: ClientIndex,
    pub second: ClientIndex,
    pub reason: DuplicateReason,
    /// Under which the answer is remembered.
    pub key: String,
}

/// Why two clients were proposed as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DuplicateReason {
    /// Same normal form of the name, but two different INN.
    SameNameOtherInn,
    /// Same normal form of the name; one of them has no INN and several could be meant.
    SameName,
    /// Names differ by a slip, and a phone or an e-mail is shared.
    LikeName,
    /// One INN with two KPP.
    OtherKpp,
}

/// A client of the file and one of the organization that may be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Match {
    pub client: ClientIndex,
    pub known: Uuid,
    pub reason: MatchReason,
}

/// Why a person is asked about a client that is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchReason {
    /// Only the name is the same.
    SameName,
    /// The organization has this INN several times.
    DoubledHere,
}

/// A row that made no record, with the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SkippedRow {
    pub source: Source,
    pub reason: SkipReason,
}

/// Why a row is not data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    Title,
    Header,
    RepeatedHeader,
    Subtotal,
    Section,
    Remark,
    LeftOut,
}

/// How much there is of everything, for the preview and the API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub clients_new: u32,
    pub clients_matched: u32,
    pub projects_new: u32,
    pub projects_matched: u32,
    pub supports_new: u32,
    pub decisions_new: u32,
    pub rows_read: u32,
    pub rows_skipped: u32,
    pub problems: u32,
    /// Words and pairs that a person should answer before writing.
    pub questions: u32,
}

/// Everything an import is about to do. Records refer to each other by index, and to texts by `Text`;
/// values of custom columns are read from the workbook when asked, so that a long sheet stays small.
pub struct Draft {
    pub workbook: Arc<Workbook>,
    pub plan: Arc<Plan>,
    /// Texts made while reading (cleaned names, formatted numbers); those as they stood are the workbook's.
    pub texts: TextArena,
    pub clients: Vec<ClientDraft>,
    pub projects: Vec<ProjectDraft>,
    pub supports: Vec<SupportDraft>,
    pub decisions: Vec<DecisionDraft>,
    pub fields: Vec<CustomFieldDraft>,
    pub words: Vec<Word>,
    pub new_entries: Vec<NewEntry>,
    pub duplicates: Vec<DuplicatePair>,
    /// Clients of the file that may be clients of the organization; a person decides.
    pub matches: Vec<Match>,
    pub skipped: Vec<SkippedRow>,
    /// Texts of rows and cells that belong to no record (titles, remarks, orphan notes).
    pub loose_notes: Vec<NoteDraft>,
    pub problems: Vec<Problem>,
    pub counts: Counts,
}

impl Draft {
    /// The text, empty for `Text::NONE`.
    pub fn text(&self, text: Text) -> &str {
        text.resolve(&self.workbook.texts, &self.texts)
    }

    /// The text, or None where there is none.
    pub fn some_text(&self, text: Text) -> Option<&str> {
        (!text.is_none()).then(|| self.text(text))
    }

    /// Name of the sheet.
    pub fn sheet_name(&self, sheet: u16) -> &str {
        &self.workbook.sheets[usize::from(sheet)].name
    }

    /// A client as a person would call it: short name, else full name, else last, first and middle name.
    pub fn client_label(&self, client: ClientIndex) -> String {
        let c = &self.clients[client.0 as usize];
        for t in [c.short_name, c.full_name] {
            if let Some(name) = self.some_text(t) {
                return name.to_owned();
            }
        }
        let parts = [c.last_name, c.first_name, c.middle_name];
        let parts: Vec<&str> = parts.iter().filter_map(|t| self.some_text(*t)).collect();
        parts.join(" ")
    }
}
