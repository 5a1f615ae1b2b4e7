//! The words of the room.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::db::schema::{webhook_deliveries, webhooks};

/// Kinds of rows whose changes are told, as the history names them.
pub const KINDS: [&str; 7] = [
    "contact", "deal", "task", "client", "project", "support", "decision",
];

/// Kind of the job that sends one delivery.
pub const SEND: &str = "webhook-send";

/// An address that is told what changed.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = webhooks)]
pub struct Webhook {
    pub id: Uuid,
    pub url: String,
    pub kinds: Vec<String>,
    pub secret: String,
    pub active: bool,
    pub version: i64,
}

/// Something that was sent, or is to be.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = webhook_deliveries)]
pub struct Delivery {
    pub id: Uuid,
    pub webhook_id: Uuid,
    pub event: String,
    pub body: String,
    pub state: String,
    pub attempts: i32,
    pub status: Option<i32>,
    pub error: Option<String>,
    pub created_at: DateTime<Utc>,
    pub tried_at: Option<DateTime<Utc>>,
}

/// Something that happened to a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// `deal.changed`
    pub name: String,
    pub kind: &'static str,
    /// What is sent of the row.
    pub data: Value,
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tried {
    /// The receiver took it, with this status.
    Delivered(u16),
    /// It did not; why, and with which status if it answered at all.
    Not { status: Option<u16>, why: String },
}
