//! The words of the room.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

/// What may become of a deal.
pub const STATUSES: &[&str] = &["new", "in_progress", "won", "lost"];
/// How far a deal has come, in this order.
pub const STAGES: &[&str] = &["qualification", "proposal", "negotiation", "closed"];

/// A deal.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Deal {
    pub id: Uuid,
    pub contact_id: Uuid,
    pub title: String,
    /// Exact, with two places.
    pub amount: String,
    pub currency: String,
    pub status: String,
    pub stage: String,
    pub owner_id: Uuid,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub version: i64,
}

/// What somebody wants of a deal; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DealChange {
    pub contact_id: Option<Uuid>,
    pub title: Option<String>,
    pub amount: Option<String>,
    pub currency: Option<String>,
    pub status: Option<String>,
    pub stage: Option<String>,
    pub owner_id: Option<Uuid>,
}

impl Deal {
    /// The deal as it will be.
    pub fn with(&self, change: &DealChange) -> Deal {
        fn or<T: Clone>(wanted: &Option<T>, now: &T) -> T {
            wanted.clone().unwrap_or_else(|| now.clone())
        }
        Deal {
            contact_id: or(&change.contact_id, &self.contact_id),
            title: or(&change.title, &self.title),
            amount: or(&change.amount, &self.amount),
            currency: or(&change.currency, &self.currency),
            status: or(&change.status, &self.status),
            stage: or(&change.stage, &self.stage),
            owner_id: or(&change.owner_id, &self.owner_id),
            ..self.clone()
        }
    }

    /// Each field with its value as the wire and the history have it.
    pub fn values(&self) -> [(&'static str, String); 7] {
        [
            ("contact_id", self.contact_id.to_string()),
            ("title", self.title.clone()),
            ("amount", self.amount.clone()),
            ("currency", self.currency.clone()),
            ("status", self.status.clone()),
            ("stage", self.stage.clone()),
            ("owner_id", self.owner_id.to_string()),
        ]
    }

    /// The amount in hundredths, as digits.
    pub fn hundredths(&self) -> String {
        self.amount.replace('.', "")
    }
}
