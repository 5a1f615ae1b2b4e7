//! What the templates of the room show. No query, no permission.

mod agenda;
mod forms;
mod paper;

pub use agenda::{Attendee, Bar, MeetingPage, Saved, Sums, rows, troubles, ways};
pub use forms::{
    ClosingPage, CommissionPage, DecisionPage, FollowLine, IndexPage, MeetingLine, MemberLine,
    NewPage, Pick, picks,
};
pub use paper::{Paper, paper_items};
