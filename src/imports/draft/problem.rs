//! What an import has to say about cells, rows and sheets. No human text: the message is made elsewhere
//! from the kind.

use serde::{Deserialize, Serialize};

use super::{CellRef, Field, Text};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A value was left out; its text is kept.
    Error,
    /// A value was taken, but looks wrong.
    Warning,
    /// Understood; said so that a person may check.
    Note,
}

macro_rules! kinds {
    ($($name:ident $key:literal $severity:ident,)*) => {
        /// The kind of a problem; its key is stable, messages are chosen by it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum ProblemKind { $(#[serde(rename = $key)] $name,)* }

        impl ProblemKind {
            /// Every kind.
            pub const ALL: &'static [ProblemKind] = &[$(ProblemKind::$name,)*];

            /// The stable key.
            pub fn key(self) -> &'static str {
                match self { $(ProblemKind::$name => $key,)* }
            }

            /// How bad a problem of this kind is.
            pub fn severity(self) -> Severity {
                match self { $(ProblemKind::$name => Severity::$severity,)* }
            }
        }
    };
}

kinds! {
    // sheets and columns
    HiddenSheet "hidden_sheet" Note,
    NonDataSheet "non_data_sheet" Note,
    DuplicateHeader "duplicate_header" Note,
    UnnamedColumn "unnamed_column" Note,
    TooManyColumns "too_many_columns" Warning,
    StateByFill "state_by_fill" Note,
    // rows
    SectionRow "section_row" Note,
    ShiftedRow "shifted_row" Warning,
    OrphanProject "orphan_project" Warning,
    DuplicateProject "duplicate_project" Note,
    DuplicateProjectConflict "duplicate_project_conflict" Warning,
    SupportUnmatched "support_unmatched" Warning,
    DecisionUnmatched "decision_unmatched" Warning,
    // clients
    InnBadChecksum "inn_bad_checksum" Warning,
    InnBadLength "inn_bad_length" Error,
    InnLostZero "inn_lost_zero" Note,
    InnScientific "inn_scientific_text" Error,
    InnTwoInCell "inn_two_in_cell" Warning,
    InnNotNumber "inn_not_number" Error,
    InnMismatch "inn_mismatch" Warning,
    KppBad "kpp_bad" Error,
    KppDiffers "kpp_differs" Warning,
    OgrnBadChecksum "ogrn_bad_checksum" Warning,
    OgrnBadLength "ogrn_bad_length" Error,
    RenamedSameInn "renamed_same_inn" Warning,
    SameNameOtherInn "same_name_other_inn" Warning,
    ClientNameUnsure "client_name_unsure" Warning,
    PhoneBad "phone_bad" Error,
    PhoneShort "phone_short" Warning,
    EmailBad "email_bad" Error,
    EmailCyrillicLetter "email_cyrillic_letter" Error,
    PostCodeBad "post_code_bad" Error,
    // values
    ErrorCell "error_cell" Error,
    AmountCurrency "amount_currency" Error,
    AmountHeaderUnitMismatch "amount_header_unit_mismatch" Warning,
    AmountNegative "amount_negative" Error,
    AmountNotMoney "amount_not_money" Error,
    AmountNotNumber "amount_not_number" Error,
    AmountRange "amount_range" Error,
    AmountTwoValues "amount_two_values" Error,
    AmountAmbiguous "amount_ambiguous" Warning,
    AmountTooLarge "amount_too_large" Error,
    TotalMismatch "total_mismatch" Warning,
    DateImpossible "date_impossible" Error,
    DateBadYear "date_bad_year" Error,
    DateMonth "date_month_text" Warning,
    DateQuarter "date_quarter_text" Warning,
    DateYear "date_year_text" Warning,
    DateNotDate "date_not_date" Error,
    JobsUnclear "jobs_unclear" Error,
    StateUnknown "state_unknown" Error,
    ResponsibleUnknown "responsible_unknown" Error,
    WordUnknown "word_unknown" Error,
    CustomValueUnread "custom_value_unread" Warning,
    ValueConflict "value_conflict" Warning,
}

/// One thing that a person should know, with its place. `row` and `col` of the cell are 1-based; a col of
/// zero is the whole row, a row of zero the whole sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    pub kind: ProblemKind,
    pub cell: CellRef,
    pub field: Option<Field>,
    /// The text as it stood.
    pub raw: Text,
    /// What it becomes; `Text::NONE` = nothing.
    pub value: Text,
}

impl Problem {
    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }

    /// The cell as a person names it, `D17`; None for a whole row or sheet.
    pub fn cell_name(&self) -> Option<String> {
        (self.cell.col > 0).then(|| format!("{}{}", column_letters(self.cell.col), self.cell.row))
    }
}

/// Letters of a 1-based column: 1 → A, 28 → AB.
pub fn column_letters(col: u16) -> String {
    let mut letters = Vec::new();
    let mut n = u32::from(col);
    while n > 0 {
        letters.push(b'A' + ((n - 1) % 26) as u8);
        n = (n - 1) / 26;
    }
    letters.iter().rev().map(|b| char::from(*b)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_a_spreadsheet() {
        for (col, name) in [
            (1, "A"),
            (26, "Z"),
            (27, "AA"),
            (28, "AB"),
            (702, "ZZ"),
            (703, "AAA"),
            (16384, "XFD"),
        ] {
            assert_eq!(column_letters(col), name);
        }
    }
}
