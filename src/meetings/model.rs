//! The words of the room: commissions, their members, meetings and what stands on the agenda.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, Text, Timestamptz};
use uuid::Uuid;

use crate::projects::ProjectState;
use crate::supports::{Body, DecisionOutcome, SupportType, Unit};

type SqlUuid = diesel::sql_types::Uuid;

/// How far a meeting has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeetingState {
    /// The agenda is being put together.
    Draft,
    /// The agenda was sent out.
    Announced,
    /// Decided, numbered, locked.
    Closed,
}

impl MeetingState {
    pub fn from_word(word: &str) -> MeetingState {
        match word {
            "announced" => MeetingState::Announced,
            "closed" => MeetingState::Closed,
            _ => MeetingState::Draft,
        }
    }

    /// Key of the name that people read.
    pub fn label(self) -> &'static str {
        match self {
            MeetingState::Draft => "meeting-draft",
            MeetingState::Announced => "meeting-announced",
            MeetingState::Closed => "meeting-closed",
        }
    }

    /// Hue and glyph of the chip.
    pub fn look(self) -> (&'static str, &'static str) {
        match self {
            MeetingState::Draft => ("st-incomplete", "edit"),
            MeetingState::Announced => ("st-review", "clock"),
            MeetingState::Closed => ("st-done", "lock"),
        }
    }
}

/// What a member does on the commission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    Chair,
    Secretary,
    Member,
}

impl Duty {
    pub const ALL: [Duty; 3] = [Duty::Chair, Duty::Secretary, Duty::Member];

    pub fn word(self) -> &'static str {
        match self {
            Duty::Chair => "chair",
            Duty::Secretary => "secretary",
            Duty::Member => "member",
        }
    }

    pub fn from_word(word: &str) -> Option<Duty> {
        Duty::ALL.into_iter().find(|d| d.word() == word)
    }

    /// Key of the name that people read.
    pub fn label(self) -> &'static str {
        match self {
            Duty::Chair => "duty-chair",
            Duty::Secretary => "duty-secretary",
            Duty::Member => "duty-member",
        }
    }
}

/// How a commission decides and numbers.
#[derive(Debug, Clone, QueryableByName)]
pub struct Commission {
    #[diesel(sql_type = Integer)]
    pub quorum_percent: i32,
    #[diesel(sql_type = Text)]
    pub number_format: String,
}

/// A member of a commission, of now or of before.
#[derive(Debug, Clone, QueryableByName)]
pub struct CommissionMember {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub position: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub email: Option<String>,
    #[diesel(sql_type = Text)]
    pub duty: String,
    #[diesel(sql_type = Bool)]
    pub has_vote: bool,
    #[diesel(sql_type = Date)]
    pub active_from: NaiveDate,
    #[diesel(sql_type = Nullable<Date>)]
    pub active_until: Option<NaiveDate>,
}

#[derive(Debug, Clone, QueryableByName)]
pub struct Meeting {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Date)]
    pub meeting_date: NaiveDate,
    #[diesel(sql_type = Text)]
    pub starts_at: String,
    #[diesel(sql_type = Text)]
    pub place: String,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub protocol_number: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub agenda_sent_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = BigInt)]
    pub items: i64,
    #[diesel(sql_type = BigInt)]
    pub decided: i64,
}

impl Meeting {
    pub fn body(&self) -> Body {
        Body::from_word(&self.kind).unwrap_or(Body::Commission)
    }

    pub fn state(&self) -> MeetingState {
        MeetingState::from_word(&self.state)
    }

    pub fn is_closed(&self) -> bool {
        self.state() == MeetingState::Closed
    }
}

/// A member as they were on the day of the meeting.
#[derive(Debug, Clone, QueryableByName)]
pub struct Seat {
    #[diesel(sql_type = SqlUuid)]
    pub member_id: Uuid,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub position: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub email: Option<String>,
    #[diesel(sql_type = Text)]
    pub duty: String,
    #[diesel(sql_type = Bool)]
    pub has_vote: bool,
    #[diesel(sql_type = Bool)]
    pub is_present: bool,
}

impl Seat {
    pub fn duty(&self) -> Duty {
        Duty::from_word(&self.duty).unwrap_or(Duty::Member)
    }
}

/// A question of the agenda with what it is about.
#[derive(Debug, Clone, QueryableByName)]
pub struct Item {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    #[diesel(sql_type = Integer)]
    pub position: i32,
    #[diesel(sql_type = SqlUuid)]
    pub project_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    pub support_id: Uuid,
    #[diesel(sql_type = Text)]
    pub presenter: String,
    #[diesel(sql_type = Text)]
    pub notes: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub outcome: Option<String>,
    /// Text and terms for the protocol.
    #[diesel(sql_type = Text)]
    pub decision: String,
    #[diesel(sql_type = Nullable<Integer>)]
    pub votes_for: Option<i32>,
    #[diesel(sql_type = Nullable<Integer>)]
    pub votes_against: Option<i32>,
    #[diesel(sql_type = Nullable<Integer>)]
    pub votes_abstained: Option<i32>,
    #[diesel(sql_type = Nullable<Bool>)]
    pub chair_for: Option<bool>,
    #[diesel(sql_type = Array<SqlUuid>)]
    pub recused: Vec<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub changed_by: Option<Uuid>,
    #[diesel(sql_type = Text)]
    pub project_number: String,
    #[diesel(sql_type = Text)]
    pub project_name: String,
    #[diesel(sql_type = Text)]
    pub project_state: String,
    #[diesel(sql_type = BigInt)]
    pub project_version: i64,
    /// The actor is among the people assigned to the project.
    #[diesel(sql_type = Bool)]
    pub is_own: bool,
    #[diesel(sql_type = Nullable<Text>)]
    pub client: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub district: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub kind: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub programme: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub amount_hundredths: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub unit: Option<String>,
    /// What the expert group recommended, as far as it is in force.
    #[diesel(sql_type = Nullable<Text>)]
    pub recommended: Option<String>,
}

impl Item {
    pub fn outcome(&self) -> Option<DecisionOutcome> {
        DecisionOutcome::from_word(self.outcome.as_deref()?)
    }

    pub fn project_state(&self) -> ProjectState {
        ProjectState::from_word(&self.project_state).unwrap_or(ProjectState::ApplicationShort)
    }

    pub fn unit(&self) -> Option<Unit> {
        Unit::from_word(self.unit.as_deref()?)
    }

    pub fn type_(&self) -> Option<SupportType> {
        SupportType::from_word(self.kind.as_deref()?)
    }

    pub fn recommended(&self) -> Option<DecisionOutcome> {
        DecisionOutcome::from_word(self.recommended.as_deref()?)
    }
}

/// A measure that may go onto an agenda.
#[derive(Debug, Clone, QueryableByName)]
pub struct Ready {
    #[diesel(sql_type = SqlUuid)]
    pub support_id: Uuid,
    #[diesel(sql_type = Text)]
    pub project_number: String,
    #[diesel(sql_type = Text)]
    pub project_name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub client: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub kind: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub amount_hundredths: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub unit: Option<String>,
    #[diesel(sql_type = Bool)]
    pub was_postponed: bool,
}

/// What a secretary writes about a question, field by field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemField {
    Outcome,
    Decision,
    For,
    Against,
    Abstained,
    Chair,
    Recused,
    Presenter,
    Notes,
}

impl ItemField {
    pub const ALL: [ItemField; 9] = [
        ItemField::Outcome,
        ItemField::Decision,
        ItemField::For,
        ItemField::Against,
        ItemField::Abstained,
        ItemField::Chair,
        ItemField::Recused,
        ItemField::Presenter,
        ItemField::Notes,
    ];

    /// Name in forms and in the history.
    pub fn word(self) -> &'static str {
        match self {
            ItemField::Outcome => "outcome",
            ItemField::Decision => "decision",
            ItemField::For => "for",
            ItemField::Against => "against",
            ItemField::Abstained => "abstained",
            ItemField::Chair => "chair",
            ItemField::Recused => "recused",
            ItemField::Presenter => "presenter",
            ItemField::Notes => "notes",
        }
    }

    /// What the question holds in this field, as text.
    pub fn text(self, item: &Item) -> String {
        let number = |n: Option<i32>| n.map(|n| n.to_string()).unwrap_or_default();
        match self {
            ItemField::Outcome => item.outcome.clone().unwrap_or_default(),
            ItemField::Decision => item.decision.clone(),
            ItemField::For => number(item.votes_for),
            ItemField::Against => number(item.votes_against),
            ItemField::Abstained => number(item.votes_abstained),
            ItemField::Chair => match item.chair_for {
                Some(true) => "for".to_owned(),
                Some(false) => "against".to_owned(),
                None => String::new(),
            },
            ItemField::Recused => {
                let mut ids: Vec<String> = item.recused.iter().map(Uuid::to_string).collect();
                ids.sort();
                ids.join(" ")
            }
            ItemField::Presenter => item.presenter.clone(),
            ItemField::Notes => item.notes.clone(),
        }
    }
}
