//! What the templates of the room show. No query, no permission.

mod fact;
mod new;
mod of_client;
mod people;
mod record;
mod state;

pub use fact::{edited, fact, kind};
pub use new::{Lists, NewPage};
pub use of_client::ClientProjects;
pub use people::{People, Someone};
pub use record::{Group, Head, RecordPage, Saved, words};
pub use state::{Blocked, Open, Refused, StateFacts, StatePanel, targets};
