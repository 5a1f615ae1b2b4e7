//! The words of the room.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// What speaks for two clients being one, or makes it a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    SameInn,
    OtherKpp,
    SameOgrn,
    SameName,
    SimilarName,
    SamePhone,
    SameEmail,
    SameDistrict,
}

impl Reason {
    const ALL: [Reason; 8] = [
        Reason::SameInn,
        Reason::OtherKpp,
        Reason::SameOgrn,
        Reason::SameName,
        Reason::SimilarName,
        Reason::SamePhone,
        Reason::SameEmail,
        Reason::SameDistrict,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Reason::SameInn => "same_inn",
            Reason::OtherKpp => "other_kpp",
            Reason::SameOgrn => "same_ogrn",
            Reason::SameName => "same_name",
            Reason::SimilarName => "similar_name",
            Reason::SamePhone => "same_phone",
            Reason::SameEmail => "same_email",
            Reason::SameDistrict => "same_district",
        }
    }

    pub fn from_word(word: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|r| r.word() == word)
    }

    /// Key of the words for it.
    pub fn label(self) -> &'static str {
        match self {
            Reason::SameInn => "duplicates-same-inn",
            Reason::OtherKpp => "duplicates-other-kpp",
            Reason::SameOgrn => "duplicates-same-ogrn",
            Reason::SameName => "duplicates-same-name",
            Reason::SimilarName => "duplicates-similar-name",
            Reason::SamePhone => "duplicates-same-phone",
            Reason::SameEmail => "duplicates-same-email",
            Reason::SameDistrict => "duplicates-same-district",
        }
    }
}

/// By what a client is told from others.
#[derive(Debug, Clone)]
pub struct Marks {
    pub id: Uuid,
    pub name_key: String,
    pub inn: Option<String>,
    pub kpp: Option<String>,
    pub ogrn: Option<String>,
    pub district: Option<String>,
    pub phones: Vec<String>,
    pub emails: Vec<String>,
}

/// A pair and what was decided of it.
#[derive(Debug, Clone)]
pub struct Pair {
    pub first: Uuid,
    pub second: Uuid,
    pub score: i16,
    pub reasons: Vec<Reason>,
}

/// What a merge did, as it is kept for taking it back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Done {
    pub fields: Vec<FieldDone>,
    pub projects: Vec<Uuid>,
    pub contacts: Vec<Uuid>,
    /// Clients that had been merged into the one that went.
    pub aliases: Vec<Uuid>,
    /// Version that the merge gave the client that stays.
    pub version: i64,
}

/// A field of the client that stays, before and after.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FieldDone {
    pub field: String,
    pub from: Value,
    pub to: Value,
}

/// A merge that was made.
#[derive(Debug, Clone)]
pub struct Merge {
    pub kept: Uuid,
    pub gone: Uuid,
    pub done: Done,
    pub at: chrono::DateTime<chrono::Utc>,
    pub is_undone: bool,
}
