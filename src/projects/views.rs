//! What the templates of the room show. No query, no permission.

mod fact;
mod new;
mod of_client;
mod record;
mod state;
mod supports;

pub use fact::{Clash, Editor, Fact, Kind, edited, kind};
pub use new::{Lists, NewPage};
pub use of_client::ClientProjects;
pub use record::{Assigned, Group, Head, RecordPage, Saved, words};
pub use state::StatePanel;
pub use supports::Supports;
