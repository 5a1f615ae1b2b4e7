//! What the templates of the room show. No query, no permission.

mod as_of;
mod fact;
mod new;
mod of_client;
mod people;
mod record;
mod state;

pub use as_of::{AsOfPage, PastFact};
pub use fact::{edited, fact, kind, label, shown_in_full, value_in_full};
pub use new::{Lists, NewPage};
pub use of_client::ClientProjects;
pub use people::{People, Someone};
pub use record::{Group, Head, RecordPage, Saved, value, words};
pub use state::{Blocked, Open, Refused, StateFacts, StatePanel, targets};
