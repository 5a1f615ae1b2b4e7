//! What a board shows: by what it is divided, which folded columns are open, which place in a column comes
//! next. Read from the address and written back to it. Pure.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::projects::ProjectState;
use crate::web::Fields;

/// By what cards stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    State,
    Lead,
    District,
    Industry,
    Support,
}

impl Grouping {
    pub const ALL: [Grouping; 5] = [
        Grouping::State,
        Grouping::Lead,
        Grouping::District,
        Grouping::Industry,
        Grouping::Support,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Grouping::State => "state",
            Grouping::Lead => "lead",
            Grouping::District => "district",
            Grouping::Industry => "industry",
            Grouping::Support => "support",
        }
    }

    pub fn from_word(word: &str) -> Grouping {
        let found = Grouping::ALL.into_iter().find(|g| g.word() == word);
        found.unwrap_or(Grouping::State)
    }

    /// Key of its name.
    pub fn label(self) -> &'static str {
        match self {
            Grouping::State => "field-state",
            Grouping::Lead => "field-lead",
            Grouping::District => "field-district",
            Grouping::Industry => "field-industry",
            Grouping::Support => "board-by-support",
        }
    }
}

/// States of the board in their order; those in which a project ends are folded.
pub const STATES: [ProjectState; 7] = [
    ProjectState::ApplicationShort,
    ProjectState::ApplicationFull,
    ProjectState::InCommission,
    ProjectState::OnSupport,
    ProjectState::Frozen,
    ProjectState::Ended,
    ProjectState::Archived,
];

/// Where work goes on; a board by anything but state shows these.
pub const IN_WORK: [ProjectState; 4] = [
    ProjectState::ApplicationShort,
    ProjectState::ApplicationFull,
    ProjectState::InCommission,
    ProjectState::OnSupport,
];

/// How the board is divided, and which folded columns are open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    pub grouping: Grouping,
    pub open: Vec<ProjectState>,
}

impl Layout {
    pub fn from_query(fields: &Fields) -> Layout {
        Layout {
            grouping: Grouping::from_word(fields.get("group")),
            open: fields
                .every("open")
                .filter_map(ProjectState::from_word)
                .filter(|s| is_folded(*s))
                .collect(),
        }
    }

    /// As name and value for an address.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if self.grouping != Grouping::State {
            pairs.push(("group", self.grouping.word().to_owned()));
        }
        pairs.extend(self.open.iter().map(|s| ("open", s.word().to_owned())));
        pairs
    }

    pub fn is_open(&self, state: ProjectState) -> bool {
        !is_folded(state) || self.open.contains(&state)
    }

    /// The same with this column opened, or folded again.
    pub fn turned(&self, state: ProjectState) -> Layout {
        let mut open = self.open.clone();
        match open.iter().position(|s| *s == state) {
            Some(at) => drop(open.remove(at)),
            None => open.push(state),
        }
        Layout {
            open,
            ..self.clone()
        }
    }

    pub fn by(&self, grouping: Grouping) -> Layout {
        Layout {
            grouping,
            ..self.clone()
        }
    }
}

pub fn is_folded(state: ProjectState) -> bool {
    !IN_WORK.contains(&state)
}

/// A place in a column: after this card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    pub at: DateTime<Utc>,
    pub id: Uuid,
}

impl After {
    pub fn parse(text: &str) -> Option<After> {
        let (micros, id) = text.split_once('.')?;
        Some(After {
            at: DateTime::from_timestamp_micros(micros.parse().ok()?)?,
            id: Uuid::try_parse(id).ok()?,
        })
    }

    pub fn word(&self) -> String {
        format!("{}.{}", self.at.timestamp_micros(), self.id.simple())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Layout {
        let pairs = form_urlencoded::parse(query.as_bytes());
        Layout::from_query(&Fields::from_pairs(pairs.into_owned().collect()))
    }

    #[test]
    fn a_layout_survives_the_address_and_an_unknown_one_is_the_usual() {
        let layout = read("group=lead&open=frozen&open=nothing&open=on_support");
        assert_eq!(layout.grouping, Grouping::Lead);
        assert_eq!(layout.open, [ProjectState::Frozen]);
        let query: String = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(layout.pairs())
            .finish();
        assert_eq!(read(&query), layout);
        assert_eq!(read("group=moon").grouping, Grouping::State);
    }

    #[test]
    fn a_folded_column_is_opened_and_folded_again() {
        let layout = read("").turned(ProjectState::Ended);
        assert!(layout.is_open(ProjectState::Ended) && !layout.is_open(ProjectState::Frozen));
        assert!(
            !layout
                .turned(ProjectState::Ended)
                .is_open(ProjectState::Ended)
        );
    }

    #[test]
    fn a_place_in_a_column_survives_the_address() {
        let after = After {
            at: DateTime::from_timestamp_micros(1_790_000_000_123_456).expect("a time"),
            id: Uuid::from_u128(7),
        };
        assert_eq!(After::parse(&after.word()), Some(after));
        assert_eq!(After::parse("x.y"), None);
    }
}
