//! What the templates of the room show. No query, no permission.

mod cells;
mod filters;
mod page;
mod row;
mod saved;
mod totals;

use askama::Template;
use chrono::NaiveDate;
use chrono_tz::Tz;

pub use cells::{Cells, Context, exact_millions, shown, word_label};
pub use filters::{BuilderLine, BuilderPage, Chip, Choice, ColumnFilter, FilterPage, TestLine};
pub use page::{
    ColumnLine, ColumnsPage, GroupRow, Heading, Index, Labels, Tab, address, layout, usual_frozen,
};
pub use row::{RowField, RowPage, current};
pub use saved::{SavedCounts, SavedLine, SavedPage};
pub use totals::{TotalsLine, TotalsPage, TotalsRow, TotalsView};

use cells::Look;

use super::queries::Row;
use crate::accounts::Person;
use crate::text::Locale;

/// Rows of a register and where the next ones are.
#[derive(Template)]
#[template(path = "register/_rows.html")]
pub struct Rows {
    pub t: Locale,
    pub icons: &'static str,
    /// What the cells of each row are, in their order.
    pub cells: Cells,
    pub rows: Vec<Row>,
    /// Address of the next rows, for the script.
    pub next: Option<String>,
    /// The same as a page, for a plain link.
    pub next_page: Option<String>,
    /// Why none of the rows can be edited, if that is so.
    pub lock: Option<String>,
    /// Rows that can be edited when only one's own may be.
    pub own: Option<std::collections::HashSet<uuid::Uuid>>,
    pub lock_of_others: String,
    /// Ids that were asked for and are no longer in the register.
    pub gone: Vec<String>,
    /// Those that fit the filter of the page; none if it has no filter.
    pub matching: Option<std::collections::HashSet<uuid::Uuid>>,
    pub unmatched_words: String,
    pub gone_words: String,
    pub unread_hint: String,
    pub unit: String,
    pub today: NaiveDate,
    pub zone: Tz,
    /// Those whom added fields name, where one of them is shown.
    pub people: std::collections::HashMap<uuid::Uuid, Person>,
}

/// A row with its markup, generously.
const BYTES_OF_A_ROW: usize = 2500;
/// The page around the rows.
const BYTES_AROUND: usize = 24_000;

impl Rows {
    /// Room for what is written: growing to it by doubling would copy it all several times.
    pub fn size(&self) -> usize {
        self.rows.len() * BYTES_OF_A_ROW + BYTES_AROUND
    }

    /// It changed and is no longer what the filter asks for; it stays where it is until the page is asked anew.
    fn is_unmatched(&self, row: &Row) -> bool {
        self.matching.as_ref().is_some_and(|m| !m.contains(&row.id))
    }

    fn lock_of(&self, row: &Row) -> Option<&str> {
        if let Some(lock) = &self.lock {
            return Some(lock);
        }
        match &self.own {
            Some(own) if !own.contains(&row.id) => Some(&self.lock_of_others),
            _ => None,
        }
    }
}

/// The rows before and after the one whose card is shown.
#[derive(Template)]
#[template(path = "register/_neighbours.html")]
pub struct Neighbours {
    pub t: Locale,
    pub icons: &'static str,
    pub before: Option<String>,
    pub after: Option<String>,
}
