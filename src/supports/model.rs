//! The words of the room: measures of support, and what was decided about them.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text, Timestamptz};
use uuid::Uuid;

type SqlUuid = diesel::sql_types::Uuid;

/// A closed list: each variant with its stored word and the key of its name.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$of:meta])* $variant:ident, $word:literal, $label:literal;)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$of])* $variant),+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            pub fn from_word(word: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|v| v.word() == word)
            }

            /// Key of the name that people read.
            pub fn label(self) -> &'static str {
                match self { $($name::$variant => $label),+ }
            }
        }
    };
}

words! {
    /// What kind of support a measure is.
    SupportType {
        Finance, "finance", "support-finance";
        Credit, "credit", "support-credit";
        Land, "land", "support-land";
        Equipment, "equipment", "support-equipment";
        Technical, "technical", "support-technical";
    }
}

words! {
    /// What the amount of a measure counts; sums never mix two of them.
    Unit {
        Rub, "rub", "unit-rub";
        Pieces, "pieces", "unit-pieces";
        Metres, "metres", "unit-metres";
        SquareMetres, "square_metres", "unit-square-metres";
        CubicMetres, "cubic_metres", "unit-cubic-metres";
        Hectares, "hectares", "unit-hectares";
    }
}

words! {
    /// Where a measure stands; the commission's outcomes move it.
    SupportStatus {
        Requested, "requested", "support-status-requested";
        Granted, "granted", "support-status-granted";
        Refused, "refused", "support-status-refused";
        Withdrawn, "withdrawn", "support-status-withdrawn";
        Ended, "ended", "support-status-ended";
    }
}

words! {
    /// Whose budget a programme is.
    Level {
        Federal, "federal", "level-federal";
        Regional, "regional", "level-regional";
        Municipal, "municipal", "level-municipal";
    }
}

words! {
    /// Who decides.
    Body {
        ExpertGroup, "expert_group", "body-expert-group";
        Commission, "interdepartmental_commission", "body-commission";
    }
}

words! {
    /// What was decided, in the order of the keys 1 to 5.
    DecisionOutcome {
        Granted, "granted", "outcome-granted";
        Rework, "rework", "outcome-rework";
        Refused, "refused", "outcome-refused";
        Postponed, "postponed", "outcome-postponed";
        Withdrawn, "withdrawn", "outcome-withdrawn";
    }
}

impl SupportType {
    /// Units that fit this type, the usual one first.
    pub fn units(self) -> &'static [Unit] {
        match self {
            SupportType::Finance | SupportType::Credit => &[Unit::Rub],
            SupportType::Equipment | SupportType::Technical => &[Unit::Pieces],
            SupportType::Land => &[
                Unit::Hectares,
                Unit::SquareMetres,
                Unit::Metres,
                Unit::CubicMetres,
            ],
        }
    }

    /// Name of the sign in the icon sprite.
    pub fn icon(self) -> &'static str {
        match self {
            SupportType::Finance => "m-money",
            SupportType::Credit => "m-credit",
            SupportType::Land => "m-land",
            SupportType::Equipment => "m-equip",
            SupportType::Technical => "m-tech",
        }
    }
}

impl DecisionOutcome {
    /// What the measure becomes by an outcome of the commission; none: it stays what it was.
    pub fn status(self) -> Option<SupportStatus> {
        match self {
            DecisionOutcome::Granted => Some(SupportStatus::Granted),
            DecisionOutcome::Refused => Some(SupportStatus::Refused),
            DecisionOutcome::Withdrawn => Some(SupportStatus::Withdrawn),
            DecisionOutcome::Rework | DecisionOutcome::Postponed => None,
        }
    }

    /// Sign and colour.
    pub fn look(self) -> (&'static str, &'static str) {
        match self {
            DecisionOutcome::Granted => ("check", "verdict-yes"),
            DecisionOutcome::Rework => ("undo", "verdict-re"),
            DecisionOutcome::Refused => ("x", "verdict-no"),
            DecisionOutcome::Postponed => ("clock", ""),
            DecisionOutcome::Withdrawn => ("x", ""),
        }
    }
}

/// A measure with the names of what it refers to.
#[derive(Debug, Clone, QueryableByName)]
pub struct Support {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    pub project_id: Uuid,
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    #[diesel(sql_type = Nullable<Text>)]
    pub kind: Option<String>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub programme_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    pub programme: Option<String>,
    /// Of the programme, where the measure has none of its own.
    #[diesel(sql_type = Nullable<Text>)]
    pub programme_level: Option<String>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub body_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    pub body: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub level: Option<String>,
    /// In hundredths of its unit.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub amount_hundredths: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub unit: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub granted_hundredths: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub paid_hundredths: Option<i64>,
    #[diesel(sql_type = Nullable<Date>)]
    pub date_start: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Date>)]
    pub date_end: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Text>)]
    pub description: Option<String>,
    #[diesel(sql_type = Text)]
    pub status: String,
    /// A file may lack what the form asks for.
    #[diesel(sql_type = Bool)]
    pub is_imported: bool,
}

impl Support {
    pub fn type_(&self) -> Option<SupportType> {
        SupportType::from_word(self.kind.as_deref()?)
    }

    pub fn unit(&self) -> Option<Unit> {
        Unit::from_word(self.unit.as_deref()?)
    }

    pub fn status(&self) -> SupportStatus {
        SupportStatus::from_word(&self.status).unwrap_or(SupportStatus::Requested)
    }
}

/// What this room needs to know of the project of a measure.
#[derive(Debug, Clone, QueryableByName)]
pub struct OfProject {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    #[diesel(sql_type = Text)]
    pub number: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Bool)]
    pub is_deleted: bool,
    /// The actor is among the people assigned.
    #[diesel(sql_type = Bool)]
    pub is_own: bool,
}

/// A decision on a measure, or from a file on the project alone.
#[derive(Debug, Clone, QueryableByName)]
pub struct Decision {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    pub project_id: Uuid,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub support_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    pub decision_type: Option<String>,
    #[diesel(sql_type = Nullable<Date>)]
    pub decision_date: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Text>)]
    pub protocol_number: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub outcome: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub decision: Option<String>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub meeting_id: Option<Uuid>,
    /// The decision that took its place, if one did.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub annulled_by: Option<Uuid>,
    /// Why it took the place of another.
    #[diesel(sql_type = Nullable<Text>)]
    pub annuls_reason: Option<String>,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
}

impl Decision {
    /// A file that names no body means the commission.
    pub fn body(&self) -> Body {
        self.decision_type
            .as_deref()
            .and_then(Body::from_word)
            .unwrap_or(Body::Commission)
    }

    pub fn outcome(&self) -> Option<DecisionOutcome> {
        DecisionOutcome::from_word(self.outcome.as_deref()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_lists_are_read_back_as_they_are_written() {
        for outcome in DecisionOutcome::ALL {
            assert_eq!(DecisionOutcome::from_word(outcome.word()), Some(*outcome));
        }
        assert_eq!(Body::from_word("committee"), None);
    }

    #[test]
    fn every_type_of_measure_has_a_unit_that_fits() {
        for kind in SupportType::ALL {
            assert!(!kind.units().is_empty());
            let is_money = matches!(kind, SupportType::Finance | SupportType::Credit);
            assert_eq!(kind.units().contains(&Unit::Rub), is_money);
        }
    }
}
