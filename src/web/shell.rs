//! What every page shows around its own part.

use super::assets;
use crate::text::Locale;

/// The page frame of a person who is not signed in, and of errors.
#[derive(Debug, Clone)]
pub struct Bare {
    pub t: Locale,
    pub assets: &'static str,
    pub icons: &'static str,
}

impl Bare {
    pub fn new(t: Locale) -> Bare {
        Bare {
            t,
            assets: assets().base(),
            icons: assets().icons(),
        }
    }
}

/// The rooms of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Overview,
    Register,
    Board,
    Clients,
    Tasks,
    Meetings,
    Deals,
    Contacts,
    Pipeline,
    Imports,
    Settings,
    Elsewhere,
}

/// The page frame of a signed-in person.
#[derive(Debug, Clone)]
pub struct Shell {
    pub t: Locale,
    pub assets: &'static str,
    pub icons: &'static str,
    pub place: Place,
    pub time_zone: String,
    pub organization_id: String,
    pub organization: String,
    pub region: String,
    pub user_id: String,
    pub person: String,
    pub initials: String,
    pub hue: i16,
    pub theme: String,
    pub density: String,
    pub may_import: bool,
    /// Parts of the product that the organization uses: the navigation shows those.
    pub uses_register: bool,
    pub uses_pipeline: bool,
    /// The register as this person last filtered it here.
    pub register_href: String,
    /// What was announced when the page was rendered; its stream begins after that.
    pub mark: String,
    /// Path of this page, for coming back after a switch of language or theme.
    pub address: String,
    /// One line at the bottom of the page after a redirect: what was done.
    pub toast: Option<String>,
}

impl Shell {
    /// Whether this page belongs to the room with this topic.
    pub fn is_here(&self, topic: &str) -> bool {
        self.topic() == topic
    }

    /// The board with the filters of the register: they are the same.
    pub fn board_href(&self) -> String {
        self.register_href.replacen("/register", "/board", 1)
    }

    /// Name of the place for presence and live updates.
    pub fn topic(&self) -> &'static str {
        match self.place {
            Place::Overview => "overview",
            Place::Register => "register",
            Place::Board => "board",
            Place::Tasks => "tasks",
            Place::Clients => "clients",
            Place::Meetings => "meetings",
            Place::Deals => "deals",
            Place::Contacts => "contacts",
            Place::Pipeline => "pipeline",
            Place::Imports => "imports",
            Place::Settings => "settings",
            Place::Elsewhere => "page",
        }
    }
}
