//! Words of the workbook that stand for something the organization knows: directory entries, people; and
//! the closed lists (states, kinds, levels) with their stable keys.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Text, WordIndex};

/// The list that a word belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordKind {
    District,
    City,
    Industry,
    Programme,
    Body,
    Person,
}

/// What a word is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// An entry (or a person) of the organization.
    Existing(Uuid),
    /// An entry that the import makes: index in `Draft::new_entries`.
    New(u32),
    /// Nothing; the text is kept.
    Unknown,
}

/// One distinct word of the file and what it is taken for. Asked once, however often it occurs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Word {
    pub kind: WordKind,
    /// The first spelling seen.
    pub raw: Text,
    pub answer: Answer,
    /// The name of what it is taken for; the raw text where unknown.
    pub name: Text,
    /// 0 to 1; below 1 the person should look.
    pub confidence: f32,
    pub uses: u32,
}

/// A directory entry that the import would make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewEntry {
    pub kind: WordKind,
    pub name: String,
    /// Level of a new programme, where the file tells it.
    pub level: Option<Level>,
}

impl WordIndex {
    /// The index as a number for slices.
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $key:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $(#[serde(rename = $key)] $variant,)* }

        impl $name {
            /// Every value.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The stable key.
            pub fn key(self) -> &'static str {
                match self { $($name::$variant => $key,)* }
            }

            /// The value with this key.
            pub fn from_key(key: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|v| v.key() == key)
            }
        }
    };
}

closed_list! {
    /// Kind of a client.
    ClientKind {
        LegalEntity "legal_entity",
        SoleProprietor "sole_proprietor",
        Person "person",
        Nonprofit "nonprofit",
    }
}

impl Default for ClientKind {
    /// Most clients of such a register are companies; `kind_seen` tells whether it was only assumed.
    fn default() -> Self {
        ClientKind::LegalEntity
    }
}

closed_list! {
    /// State of a project.
    ProjectState {
        ApplicationShort "application_short",
        ApplicationFull "application_full",
        InCommission "in_commission",
        OnSupport "on_support",
        Frozen "frozen",
        Ended "ended",
        Archived "archived",
        Deleted "deleted",
    }
}

closed_list! {
    /// Type of a support measure.
    SupportType {
        Finance "finance",
        Credit "credit",
        Land "land",
        Equipment "equipment",
        Technical "technical",
    }
}

closed_list! {
    /// Level of a support programme.
    Level {
        Federal "federal",
        Regional "regional",
        Municipal "municipal",
    }
}

closed_list! {
    /// The body that decides.
    DecisionKind {
        ExpertGroup "expert_group",
        Commission "interdepartmental_commission",
    }
}

closed_list! {
    /// Outcome of a decision.
    Outcome {
        Granted "granted",
        Refused "refused",
        Rework "rework",
        Postponed "postponed",
        Withdrawn "withdrawn",
    }
}
