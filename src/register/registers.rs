//! The registers that share the grid: where each is found, which table holds its read rows, which columns it
//! has and which of them it begins with. Pure.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::columns::Column;
use crate::web::{AppError, Place};

/// Whose rows a grid shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Register {
    #[default]
    Projects,
}

use Column::{
    Changed, City, Client, ClientDistrict, ClientKind, ClientPhone, Date, Days, Description,
    District, Filled, Industry, Inn, Jobs, Lead, Measure, Name, Number, Own, Programme, Requested,
    State, Tax, Total,
};

const PROJECTS: [Column; 24] = [
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
    Jobs,
    Tax,
    Date,
    Lead,
    Description,
    Days,
    Filled,
    City,
    Measure,
    Programme,
    ClientKind,
    ClientDistrict,
    ClientPhone,
    Changed,
];

impl Register {
    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Register::Projects => "projects",
        }
    }

    /// Address of the page.
    pub fn page(self) -> &'static str {
        match self {
            Register::Projects => "/register",
        }
    }

    /// What the addresses of its parts begin with.
    pub fn base(self) -> &'static str {
        match self {
            Register::Projects => "/register",
        }
    }

    /// Where the card of a row is found.
    pub fn cards(self) -> &'static str {
        match self {
            Register::Projects => "/projects",
        }
    }

    pub fn place(self) -> Place {
        match self {
            Register::Projects => Place::Register,
        }
    }

    /// The table of its read rows.
    pub fn table(self) -> &'static str {
        match self {
            Register::Projects => "project_rows",
        }
    }

    /// The id of a row in that table.
    pub fn id(self) -> &'static str {
        match self {
            Register::Projects => "project_id",
        }
    }

    /// The table of the rows themselves, with their added fields.
    pub fn source(self) -> &'static str {
        match self {
            Register::Projects => "projects",
        }
    }

    /// Whose added fields it shows, as their table calls it.
    pub fn entity(self) -> &'static str {
        match self {
            Register::Projects => "project",
        }
    }

    /// Event of the stream that says which rows changed.
    pub fn topic(self) -> &'static str {
        match self {
            Register::Projects => "project_rows",
        }
    }

    /// Every column of its own, added fields aside.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Register::Projects => &PROJECTS,
        }
    }

    /// The columns that are shown until somebody chooses others.
    pub fn usual(self) -> &'static [Column] {
        match self {
            Register::Projects => &PROJECTS[..15],
        }
    }

    /// The column that leads to the card; it is always there.
    pub fn title(self) -> Column {
        match self {
            Register::Projects => Number,
        }
    }

    pub fn has(self, column: Column) -> bool {
        matches!(column, Column::Custom(_)) || self.columns().contains(&column)
    }

    /// Whether cells of the column can be changed here.
    pub fn edits(self, column: Column) -> bool {
        match self {
            Register::Projects => column.field().is_some() || matches!(column, Column::Custom(_)),
        }
    }

    /// The order that a list begins in, and whether it goes down.
    pub fn usual_order(self) -> (Column, bool) {
        match self {
            Register::Projects => (Number, true),
        }
    }

    /// What search knows its rows as.
    pub fn searched(self) -> &'static str {
        match self {
            Register::Projects => "project",
        }
    }

    fn from_path(path: &str) -> Register {
        let _ = path;
        Register::Projects
    }
}

/// The register that the path of a request is about.
impl FromRequest for Register {
    type Error = AppError;
    type Future = Ready<Result<Register, AppError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Register::from_path(req.path())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_register_has_its_title_and_its_order_among_its_columns() {
        let register = Register::Projects;
        assert!(register.has(register.title()));
        assert!(register.has(register.usual_order().0));
        assert!(register.usual().iter().all(|c| register.has(*c)));
    }
}
