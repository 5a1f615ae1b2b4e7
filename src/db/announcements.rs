//! What a unit of work leaves behind for others: the rows it touched and what the other browsers
//! are to be told after commit.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// Rows that a unit of work wrote; the projections of the upper rooms refresh their copies of them.
#[derive(Debug, Default, Clone)]
pub struct Touched {
    pub projects: BTreeSet<Uuid>,
    /// Projects of which only values of their own row changed: no name has to be looked up for the copy.
    pub own_values: BTreeSet<Uuid>,
    /// Those of them that were made or changed their state: counters follow.
    pub counted: BTreeSet<Uuid>,
    /// Those that are about to be removed for good: copies of them go first.
    pub removed: BTreeSet<Uuid>,
    /// Those of them of which a text changed that can be searched.
    pub searched: BTreeSet<Uuid>,
    pub clients: BTreeSet<Uuid>,
    /// Clients that were just made.
    pub new_clients: Vec<Uuid>,
    /// Clients that went to the bin, into another one, or for good.
    pub gone_clients: BTreeSet<Uuid>,
    /// Clients of which only a contact changed.
    pub contacts_of: BTreeSet<Uuid>,
    /// Rows of which an added field changed, beside those that are named above.
    pub custom: BTreeSet<Uuid>,
    /// A directory entry was renamed: the copies of its name are stale.
    pub directory_entries: BTreeSet<Uuid>,
    /// A person was renamed: the same.
    pub people: BTreeSet<Uuid>,
    /// What the history was given in this work, for those outside who are told of changes.
    pub recorded: Vec<Recorded>,
    /// More than is worth naming: an import, a bulk change.
    pub is_much_recorded: bool,
}

/// A change as the history has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    pub kind: &'static str,
    pub id: Uuid,
    pub version: i64,
    pub field: String,
    pub from: Option<Value>,
    pub to: Option<Value>,
}

/// Beyond so many changes in one work it is said that much changed, and not what.
const MOST_RECORDED: usize = 2000;

/// What of a row changed, so that no more is refreshed than must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aspect {
    /// A value that stands in the row itself.
    OwnValue,
    /// What the row refers to.
    Reference,
    /// The client it refers to, whose name can be searched.
    Client,
    /// A text of the row itself, which can be searched.
    Text,
    /// An added field, whose values stand beside the row.
    Custom,
    State,
    Made,
    Removed,
}

impl Touched {
    pub fn project(&mut self, id: Uuid, aspect: Aspect) {
        if aspect == Aspect::Removed {
            self.removed.insert(id);
            return;
        }
        match aspect {
            Aspect::OwnValue | Aspect::Text | Aspect::Custom => self.own_values.insert(id),
            _ => self.projects.insert(id),
        };
        if matches!(aspect, Aspect::State | Aspect::Made) {
            self.counted.insert(id);
        }
        if matches!(aspect, Aspect::Text | Aspect::Client | Aspect::Made) {
            self.searched.insert(id);
        }
        // A program that writes a whole row says that its client may be another.
        if matches!(aspect, Aspect::Custom | Aspect::Client | Aspect::Made) {
            self.custom.insert(id);
        }
    }

    /// Keeps a change for those who are told.
    pub fn record(&mut self, change: Recorded) {
        if self.recorded.len() >= MOST_RECORDED {
            self.is_much_recorded = true;
        }
        if self.is_much_recorded {
            self.recorded.clear();
        } else {
            self.recorded.push(change);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.projects.is_empty()
            && self.own_values.is_empty()
            && self.removed.is_empty()
            && self.clients.is_empty()
            && self.new_clients.is_empty()
            && self.gone_clients.is_empty()
            && self.contacts_of.is_empty()
            && self.custom.is_empty()
            && self.directory_entries.is_empty()
            && self.people.is_empty()
            && self.recorded.is_empty()
            && !self.is_much_recorded
    }
}

/// One message to all processes, and by them to the open browsers of the organization.
/// Carries ids and versions only: each browser fetches again under its own rights.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum Announcement {
    /// Rows of the project register, with the version that each has now.
    ProjectRows {
        rows: Vec<(Uuid, i64)>,
        actor: Option<Uuid>,
        tab: Option<String>,
    },
    /// Something of a record changed that its card shows: a client's fact, a comment, a file.
    Record {
        kind: String,
        id: Uuid,
        actor: Option<Uuid>,
        tab: Option<String>,
    },
    /// More changed than is worth naming: an import, a bulk change.
    ListChanged,
    /// The state of an import changed.
    Import { id: Uuid },
    /// Where somebody is, in which cell; without a place: gone.
    Presence {
        user: Uuid,
        tab: String,
        place: String,
        row: String,
        col: String,
        editing: bool,
    },
    /// Sessions or the membership of a person ended: their streams, in whatever organization, ask whether they
    /// may go on.
    AccessEnded { user: Uuid },
    /// Something may have been missed: fetch again what is shown.
    Resync,
}

/// Takes announcements after commit. The live room gives the only one.
pub trait Announcer: Send + Sync {
    fn announce(&self, organization: Uuid, what: Announcement);

    /// Where the announcements stand now. A page is rendered with it, and its stream begins after it.
    fn mark(&self) -> String;
}
