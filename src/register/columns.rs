//! The columns of the register in their order, how each is shown, sorted and edited. Pure.

use crate::projects::ProjectField;

/// What a column holds; decides alignment, editor and export format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Number,
    Client,
    Text,
    State,
    Inn,
    Entry,
    Person,
    Money,
    Whole,
    Date,
}

/// A column of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Number,
    Client,
    Name,
    State,
    Inn,
    District,
    Industry,
    Own,
    Requested,
    Total,
    Tax,
    Jobs,
    Date,
    Lead,
    Description,
}

impl Column {
    pub const ALL: [Column; 15] = [
        Column::Number,
        Column::Client,
        Column::Name,
        Column::State,
        Column::Inn,
        Column::District,
        Column::Industry,
        Column::Own,
        Column::Requested,
        Column::Total,
        Column::Jobs,
        Column::Tax,
        Column::Date,
        Column::Lead,
        Column::Description,
    ];

    /// Name in addresses and in the markup.
    pub fn word(self) -> &'static str {
        match self {
            Column::Number => "number",
            Column::Client => "client",
            Column::Inn => "inn",
            _ => self.field().map_or("", ProjectField::word),
        }
    }

    pub fn from_word(word: &str) -> Option<Column> {
        Column::ALL.into_iter().find(|c| c.word() == word)
    }

    /// The field of a project that the column edits; none for what is changed elsewhere.
    pub fn field(self) -> Option<ProjectField> {
        Some(match self {
            Column::Number | Column::Client | Column::Inn => return None,
            Column::Name => ProjectField::Name,
            Column::State => ProjectField::State,
            Column::District => ProjectField::District,
            Column::Industry => ProjectField::Industry,
            Column::Own => ProjectField::Own,
            Column::Requested => ProjectField::Requested,
            Column::Total => ProjectField::Total,
            Column::Tax => ProjectField::Tax,
            Column::Jobs => ProjectField::Jobs,
            Column::Date => ProjectField::Date,
            Column::Lead => ProjectField::Lead,
            Column::Description => ProjectField::Description,
        })
    }

    pub fn kind(self) -> Kind {
        match self {
            Column::Number => Kind::Number,
            Column::Client => Kind::Client,
            Column::Name | Column::Description => Kind::Text,
            Column::State => Kind::State,
            Column::Inn => Kind::Inn,
            Column::District | Column::Industry => Kind::Entry,
            Column::Lead => Kind::Person,
            Column::Own | Column::Requested | Column::Total | Column::Tax => Kind::Money,
            Column::Jobs => Kind::Whole,
            Column::Date => Kind::Date,
        }
    }

    /// Key of the heading; amounts name their unit in it.
    pub fn heading(self) -> &'static str {
        match self {
            Column::Number => "column-number",
            Column::Client => "column-client",
            Column::Inn => "column-inn",
            Column::Own => "column-own",
            Column::Requested => "column-requested",
            Column::Total => "column-total",
            Column::Tax => "column-tax",
            Column::Jobs => "column-jobs",
            Column::Date => "column-date",
            Column::Lead => "column-lead",
            _ => self.field().map_or("", ProjectField::label),
        }
    }

    /// The sorted column of `project_rows`.
    pub fn key(self) -> &'static str {
        match self {
            Column::Number => "number_value",
            Column::Client => "client_name",
            Column::Name => "name",
            Column::State => "state_rank",
            Column::Inn => "client_inn",
            Column::District => "district",
            Column::Industry => "industry",
            Column::Own => "own_kopecks",
            Column::Requested => "requested_kopecks",
            Column::Total => "total_kopecks",
            Column::Tax => "tax_kopecks",
            Column::Jobs => "jobs",
            Column::Date => "application_date",
            Column::Lead => "lead_name",
            // Long texts are found, not sorted.
            Column::Description => "number_value",
        }
    }

    pub fn is_sortable(self) -> bool {
        self != Column::Description
    }

    /// How the grid's editor is told to behave.
    pub fn editor(self) -> &'static str {
        match self.kind() {
            Kind::Number | Kind::Client | Kind::Inn => "readonly",
            Kind::Text => "text",
            Kind::State => "state",
            Kind::Entry => "choice",
            Kind::Person => "person",
            Kind::Money => "money",
            Kind::Whole => "number",
            Kind::Date => "date",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_found_by_its_name() {
        for column in Column::ALL {
            assert_eq!(Column::from_word(column.word()), Some(column));
        }
    }
}
