//! The columns of the registers: what each holds, where its sorted value stands, how wide it is and how it
//! is edited. A field that an organization added is a column like any other. Pure.

use std::fmt::{self, Display, Formatter};
use std::ops::Deref;

use uuid::Uuid;

use crate::projects::ProjectField;

/// What a column holds; decides alignment, editor, filters, totals and export format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Number,
    Client,
    Text,
    State,
    Inn,
    /// An entry of a directory.
    Entry,
    Person,
    Money,
    Whole,
    Date,
    /// Days since a moment.
    Days,
    Percent,
    /// One of a few words that the program knows.
    Word,
    Phone,
    Moment,
    /// A number with a fraction, kept in millionths.
    Decimal,
    Flag,
    Link,
    /// One or several of the choices of an added field.
    Choice,
    Choices,
}

impl Kind {
    /// Has a sum and a mean.
    pub fn is_summed(self) -> bool {
        matches!(self, Kind::Money | Kind::Whole | Kind::Decimal)
    }

    /// Stands at the right edge of its cell.
    pub fn is_right(self) -> bool {
        self.is_summed() || matches!(self, Kind::Days | Kind::Percent)
    }
}

/// A column of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    Number,
    Client,
    Name,
    State,
    Days,
    Inn,
    District,
    City,
    Industry,
    Own,
    Requested,
    Total,
    Tax,
    Jobs,
    Date,
    Lead,
    Description,
    Measure,
    Programme,
    ClientKind,
    ClientDistrict,
    ClientPhone,
    Filled,
    Changed,
    // Of clients.
    FullName,
    ShortName,
    LastName,
    FirstName,
    MiddleName,
    Kpp,
    Ogrn,
    PostCode,
    Street,
    Responsible,
    Contact,
    Phone,
    Email,
    Projects,
    Created,
    // Of measures of support.
    Body,
    Level,
    Status,
    Amount,
    Granted,
    Paid,
    Quantity,
    Unit,
    Start,
    End,
    /// A field that the organization added.
    Custom(Custom),
}

/// An added field: its id and what it holds, both of which its word in addresses says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Custom {
    pub id: Uuid,
    pub kind: Kind,
}

/// What is known of a column.
struct Definition {
    column: Column,
    word: &'static str,
    kind: Kind,
    heading: &'static str,
    /// The sorted column of the read rows.
    key: &'static str,
    width: &'static str,
    /// The same in pixels.
    pixels: u16,
}

const fn column(
    column: Column,
    word: &'static str,
    kind: Kind,
    heading: &'static str,
    key: &'static str,
    (width, pixels): (&'static str, u16),
) -> Definition {
    Definition {
        column,
        word,
        kind,
        heading,
        key,
        width,
        pixels,
    }
}

const MONEY: (&str, u16) = ("w-money", 80);
const CITY: (&str, u16) = ("w-city", 128);

#[rustfmt::skip]
const LIST: [Definition; 49] = [
    column(Column::Number, "number", Kind::Number, "column-number", "number_value", ("w-id", 72)),
    column(Column::Client, "client", Kind::Client, "column-client", "client_name", ("w-client", 196)),
    column(Column::Name, "name", Kind::Text, "field-name", "name", ("w-project", 208)),
    column(Column::State, "state", Kind::State, "field-state", "state_rank", ("w-state", 160)),
    column(Column::Days, "days", Kind::Days, "column-days", "state_changed_at", ("w-days", 84)),
    column(Column::Inn, "inn", Kind::Inn, "column-inn", "client_inn", ("w-inn", 106)),
    column(Column::District, "district", Kind::Entry, "field-district", "district", ("w-district", 124)),
    column(Column::City, "city", Kind::Entry, "column-city", "city", CITY),
    column(Column::Industry, "industry", Kind::Entry, "field-industry", "industry", ("w-industry", 130)),
    column(Column::Own, "own", Kind::Money, "column-own", "own_kopecks", MONEY),
    column(Column::Requested, "requested", Kind::Money, "column-requested", "requested_kopecks", MONEY),
    column(Column::Total, "total", Kind::Money, "column-total", "total_kopecks", MONEY),
    column(Column::Tax, "tax", Kind::Money, "column-tax", "tax_kopecks", MONEY),
    column(Column::Jobs, "jobs", Kind::Whole, "column-jobs", "jobs", ("w-int", 76)),
    column(Column::Date, "date", Kind::Date, "column-date", "application_date", ("w-date", 96)),
    column(Column::Lead, "lead", Kind::Person, "column-lead", "lead_name", ("w-person", 140)),
    column(Column::Description, "description", Kind::Text, "field-description", "description", ("w-long", 240)),
    column(Column::Measure, "measure", Kind::Word, "column-measure", "measure", ("w-measure", 128)),
    column(Column::Programme, "programme", Kind::Entry, "column-programme", "programme", ("w-industry", 130)),
    column(Column::ClientKind, "client_kind", Kind::Word, "column-client-kind", "client_kind", ("w-measure", 128)),
    column(Column::ClientDistrict, "client_district", Kind::Entry, "column-client-district", "client_district", ("w-district", 124)),
    column(Column::ClientPhone, "client_phone", Kind::Phone, "column-client-phone", "client_phone", ("w-person", 140)),
    column(Column::Filled, "filled", Kind::Percent, "column-filled", "filled", ("w-int", 76)),
    column(Column::Changed, "changed", Kind::Moment, "column-changed", "updated_at", ("w-person", 140)),
    column(Column::FullName, "full_name", Kind::Text, "client-name", "full_name", ("w-long", 240)),
    column(Column::ShortName, "short_name", Kind::Text, "client-short-name", "short_name", ("w-client", 196)),
    column(Column::LastName, "last_name", Kind::Text, "last-name", "last_name", ("w-district", 124)),
    column(Column::FirstName, "first_name", Kind::Text, "first-name", "first_name", ("w-district", 124)),
    column(Column::MiddleName, "middle_name", Kind::Text, "middle-name", "middle_name", ("w-district", 124)),
    column(Column::Kpp, "kpp", Kind::Inn, "kpp", "kpp", ("w-inn", 106)),
    column(Column::Ogrn, "ogrn", Kind::Inn, "ogrn", "ogrn", ("w-district", 124)),
    column(Column::PostCode, "post_code", Kind::Inn, "client-post-code", "post_code", ("w-int", 76)),
    column(Column::Street, "street", Kind::Text, "client-street", "street", ("w-client", 196)),
    column(Column::Responsible, "responsible", Kind::Person, "client-responsible", "responsible_name", ("w-person", 140)),
    column(Column::Contact, "contact", Kind::Text, "column-contact", "contact", ("w-client", 196)),
    column(Column::Phone, "phone", Kind::Phone, "column-phone", "phone", ("w-person", 140)),
    column(Column::Email, "email", Kind::Link, "column-email", "email", ("w-client", 196)),
    column(Column::Projects, "projects", Kind::Whole, "client-projects", "projects", ("w-int", 76)),
    column(Column::Created, "created", Kind::Moment, "client-since", "created_at", ("w-person", 140)),
    column(Column::Body, "body", Kind::Entry, "column-body", "body", ("w-client", 196)),
    column(Column::Level, "level", Kind::Word, "support-level", "level", ("w-measure", 128)),
    column(Column::Status, "status", Kind::Word, "column-status", "status", ("w-measure", 128)),
    column(Column::Amount, "amount", Kind::Money, "column-amount", "amount_kopecks", MONEY),
    column(Column::Granted, "granted", Kind::Money, "column-granted", "granted_kopecks", MONEY),
    column(Column::Paid, "paid", Kind::Money, "column-paid", "paid_kopecks", MONEY),
    column(Column::Quantity, "quantity", Kind::Decimal, "column-quantity", "quantity", ("w-money", 80)),
    column(Column::Unit, "unit", Kind::Word, "support-unit", "unit", ("w-int", 76)),
    column(Column::Start, "start", Kind::Date, "support-start", "date_start", ("w-date", 96)),
    column(Column::End, "end", Kind::Date, "support-end", "date_end", ("w-date", 96)),
];

const CUSTOM: Definition = column(Column::Number, "", Kind::Text, "", "", ("w-measure", 128));

/// The name of a column in addresses and in the markup; short enough to need no memory of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Fixed(&'static str),
    Custom([u8; 34]),
}

impl Deref for Word {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Word::Fixed(word) => word,
            Word::Custom(bytes) => std::str::from_utf8(bytes).unwrap_or_default(),
        }
    }
}

impl Display for Word {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

/// Kinds of added fields and the letter by which a word says them.
const CUSTOM_KINDS: [(u8, Kind, &str); 9] = [
    (b't', Kind::Text, "text"),
    (b'n', Kind::Decimal, "number"),
    (b'm', Kind::Money, "money"),
    (b'd', Kind::Date, "date"),
    (b'b', Kind::Flag, "boolean"),
    (b'c', Kind::Choice, "choice"),
    (b's', Kind::Choices, "choices"),
    (b'p', Kind::Person, "user"),
    (b'u', Kind::Link, "url"),
];

impl Custom {
    /// An added field by the word of its type.
    pub fn of_type(id: Uuid, type_: &str) -> Option<Custom> {
        let (_, kind, _) = CUSTOM_KINDS.into_iter().find(|(.., t)| *t == type_)?;
        Some(Custom { id, kind })
    }

    /// The word of its type in the table of added fields.
    pub fn type_(self) -> &'static str {
        let found = CUSTOM_KINDS.iter().find(|(_, k, _)| *k == self.kind);
        found.map_or("text", |(.., type_)| type_)
    }

    fn word(self) -> Word {
        let mut bytes = [b'x'; 34];
        let letter = CUSTOM_KINDS.iter().find(|(_, k, _)| *k == self.kind);
        bytes[1] = letter.map_or(b't', |(letter, ..)| *letter);
        let mut id = [0; 32];
        self.id.as_simple().encode_lower(&mut id);
        bytes[2..].copy_from_slice(&id);
        Word::Custom(bytes)
    }

    fn from_word(word: &str) -> Option<Custom> {
        let rest = word.strip_prefix('x')?;
        let letter = *rest.as_bytes().first()?;
        let (_, kind, _) = CUSTOM_KINDS.into_iter().find(|(l, ..)| *l == letter)?;
        let id = rest.get(1..).filter(|id| id.len() == 32)?;
        Some(Custom {
            id: Uuid::try_parse(id).ok()?,
            kind,
        })
    }
}

impl Column {
    fn definition(self) -> &'static Definition {
        LIST.iter().find(|d| d.column == self).unwrap_or(&CUSTOM)
    }

    /// Name in addresses and in the markup.
    pub fn word(self) -> Word {
        match self {
            Column::Custom(custom) => custom.word(),
            _ => Word::Fixed(self.definition().word),
        }
    }

    /// The column of this name in any register.
    pub fn from_word(word: &str) -> Option<Column> {
        let fixed = LIST.iter().find(|d| d.word == word).map(|d| d.column);
        fixed.or_else(|| Custom::from_word(word).map(Column::Custom))
    }

    /// The field of a project that the column edits; none for what is changed elsewhere.
    pub fn field(self) -> Option<ProjectField> {
        match self {
            Column::Client => None,
            _ => ProjectField::from_word(&self.word()),
        }
    }

    pub fn kind(self) -> Kind {
        match self {
            Column::Custom(custom) => custom.kind,
            _ => self.definition().kind,
        }
    }

    /// Key of the heading; amounts name their unit in it. An added field has a label of its own.
    pub fn heading(self) -> &'static str {
        self.definition().heading
    }

    /// The sorted column of the read rows.
    pub fn key(self) -> &'static str {
        match self {
            Column::Custom(custom) => match custom.kind {
                Kind::Money | Kind::Decimal | Kind::Flag => "s.number_value",
                Kind::Date => "s.date_value",
                _ => "s.text_value",
            },
            _ => self.definition().key,
        }
    }

    /// Long texts are found, not sorted.
    pub fn is_sortable(self) -> bool {
        self != Column::Description
    }

    /// Rows can be gathered by it.
    pub fn is_grouped(self) -> bool {
        !matches!(self, Column::Custom(_))
            && matches!(
                self.kind(),
                Kind::State | Kind::Entry | Kind::Person | Kind::Word
            )
    }

    /// Class of the usual width.
    pub fn width(self) -> &'static str {
        self.definition().width
    }

    /// The usual width in pixels.
    pub fn pixels(self) -> u16 {
        self.definition().pixels
    }

    /// How the grid's editor is told to behave where the column can be edited.
    pub fn editor(self) -> &'static str {
        match self.kind() {
            Kind::Number | Kind::Client | Kind::Days | Kind::Percent | Kind::Moment => "readonly",
            Kind::Text | Kind::Inn | Kind::Phone | Kind::Link | Kind::Choices => "text",
            Kind::State => "state",
            Kind::Entry | Kind::Word | Kind::Flag | Kind::Choice => "choice",
            Kind::Person => "person",
            Kind::Money => "money",
            Kind::Whole | Kind::Decimal => "number",
            Kind::Date => "date",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_found_by_its_name() {
        for definition in &LIST {
            let column = definition.column;
            assert_eq!(Column::from_word(&column.word()), Some(column));
        }
    }

    #[test]
    fn an_added_field_says_in_its_word_what_it_holds() {
        let id = Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_00f1);
        for (_, kind, type_) in CUSTOM_KINDS {
            let custom = Custom::of_type(id, type_).expect("every type has a kind");
            let column = Column::Custom(custom);
            assert_eq!(column.kind(), kind);
            assert_eq!(Column::from_word(&column.word()), Some(column), "{type_}");
        }
        for wrong in ["x", "xq", "xm12", "xш0190", ""] {
            assert_eq!(Column::from_word(wrong), None, "{wrong}");
        }
    }
}
