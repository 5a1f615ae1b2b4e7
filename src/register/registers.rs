//! The registers that share the grid, each described once: where it is found, which rows it reads, which columns
//! it has and which of them it begins with. Pure.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::columns::Column;
use crate::clients::ClientField;
use crate::supports::SupportField;
use crate::web::{AppError, Place};

/// Whose rows a grid shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Register {
    #[default]
    Projects,
    Clients,
    Supports,
}

use Column::{
    Amount, Body, Changed, City, Client, ClientDistrict, ClientKind, ClientPhone, Contact, Created,
    Date, Days, Description as Text, District, Email, End, Filled, FirstName, FullName, Granted,
    Industry, Inn, Jobs, Kpp, LastName, Lead, Level, Measure, MiddleName, Name, Number, Ogrn, Own,
    Paid, Phone, PostCode, Programme, Projects, Quantity, Requested, Responsible, ShortName, Start,
    State, Status, Street, Tax, Total, Unit,
};

/// What is known of a register.
struct Description {
    /// The word in tables.
    word: &'static str,
    page: &'static str,
    base: &'static str,
    cards: &'static str,
    place: Place,
    id: &'static str,
    entity: &'static str,
    /// What search knows of its rows, and the column that holds the id of that.
    searched: (&'static str, &'static str),
    topic: &'static str,
    columns: &'static [Column],
    /// So many of them are shown until somebody chooses others.
    usual: usize,
    title: Column,
    usual_order: (Column, bool),
    /// Columns that are offered as filters at once.
    filters: &'static [Column],
    /// Column of the person whose rows they are.
    owner: Column,
    texts: Texts,
}

/// Keys of what people read about a register.
#[derive(Debug, Clone, Copy)]
pub struct Texts {
    pub title: &'static str,
    /// The number of rows in words.
    pub rows: &'static str,
    pub new: &'static str,
    pub find: &'static str,
    pub all: &'static str,
    pub file: &'static str,
    pub table: &'static str,
    pub caption: &'static str,
    /// Nothing is there yet, and what may be done about it.
    pub empty: (&'static str, &'static str),
    /// Nothing fits.
    pub none: (&'static str, &'static str),
}

#[rustfmt::skip]
const OF_PROJECTS: Description = Description {
    word: "projects",
    page: "/register",
    base: "/register",
    cards: "/projects",
    place: Place::Register,
    id: "project_id",
    entity: "project",
    searched: ("project", "project_id"),
    topic: "project_rows",
    columns: &[
        Number, Client, Name, State, Inn, District, Industry, Own, Requested, Total, Jobs, Tax, Date, Lead, Text,
        Days, Filled, City, Measure, Programme, ClientKind, ClientDistrict, ClientPhone, Changed,
    ],
    usual: 15,
    title: Number,
    usual_order: (Number, true),
    filters: &[State, District, Industry, Lead],
    owner: Lead,
    texts: Texts {
        title: "register-title",
        rows: "register-projects",
        new: "register-new",
        find: "register-find",
        all: "register-tab-all",
        file: "export-file",
        table: "register-table",
        caption: "register-caption",
        empty: ("register-empty", "register-empty-way"),
        none: ("register-none", "register-none-way"),
    },
};

#[rustfmt::skip]
const OF_CLIENTS: Description = Description {
    word: "clients",
    page: "/clients",
    base: "/register/clients",
    cards: "/clients",
    place: Place::Clients,
    id: "client_id",
    entity: "client",
    searched: ("client", "client_id"),
    topic: "record",
    columns: &[
        Client, ClientKind, Inn, District, City, Responsible, Projects, Requested, Contact, Phone, Email,
        FullName, ShortName, LastName, FirstName, MiddleName, Kpp, Ogrn, PostCode, Street, Created, Changed,
    ],
    usual: 12,
    title: Client,
    usual_order: (Client, false),
    filters: &[ClientKind, District, Responsible],
    owner: Responsible,
    texts: Texts {
        title: "clients-title",
        rows: "clients-rows",
        new: "client-new",
        find: "clients-find",
        all: "clients-tab-all",
        file: "clients-title",
        table: "clients-table",
        caption: "clients-caption",
        empty: ("clients-empty", "clients-empty-way"),
        none: ("clients-none", "clients-none-way"),
    },
};

#[rustfmt::skip]
const OF_SUPPORTS: Description = Description {
    word: "supports",
    page: "/supports",
    base: "/register/supports",
    cards: "/projects",
    place: Place::Register,
    id: "support_id",
    entity: "support",
    searched: ("project", "project_id"),
    topic: "project_rows",
    columns: &[
        Number, Client, Name, Measure, Status, Programme, Body, Level, Amount, Granted, Paid, Quantity, Unit, Start,
        End, Text, State, District, Lead, Inn, Created, Changed,
    ],
    usual: 17,
    title: Number,
    usual_order: (Number, true),
    filters: &[Status, Measure, Programme, Lead],
    owner: Lead,
    texts: Texts {
        title: "measures-title",
        rows: "measures-rows",
        new: "support-new",
        find: "register-find",
        all: "measures-tab-all",
        file: "measures-title",
        table: "measures-table",
        caption: "measures-caption",
        empty: ("measures-empty", "measures-empty-way"),
        none: ("measures-none", "measures-none-way"),
    },
};

impl Register {
    pub const ALL: [Register; 3] = [Register::Projects, Register::Clients, Register::Supports];

    fn about(self) -> &'static Description {
        match self {
            Register::Projects => &OF_PROJECTS,
            Register::Clients => &OF_CLIENTS,
            Register::Supports => &OF_SUPPORTS,
        }
    }

    /// The word in tables.
    pub fn word(self) -> &'static str {
        self.about().word
    }

    /// Address of the page.
    pub fn page(self) -> &'static str {
        self.about().page
    }

    /// What the addresses of its parts begin with.
    pub fn base(self) -> &'static str {
        self.about().base
    }

    /// Where the card of a row is found.
    pub fn cards(self) -> &'static str {
        self.about().cards
    }

    pub fn place(self) -> Place {
        self.about().place
    }

    /// The id of a row in it.
    pub fn id(self) -> &'static str {
        self.about().id
    }

    /// Whose added fields it shows, as their table calls it.
    pub fn entity(self) -> &'static str {
        self.about().entity
    }

    /// Event of the stream that says which rows changed.
    pub fn topic(self) -> &'static str {
        self.about().topic
    }

    /// Every column of its own, added fields aside.
    pub fn columns(self) -> &'static [Column] {
        self.about().columns
    }

    /// The columns that are shown until somebody chooses others.
    pub fn usual(self) -> &'static [Column] {
        &self.columns()[..self.about().usual]
    }

    /// The column that leads to the card; it is always there.
    pub fn title(self) -> Column {
        self.about().title
    }

    pub fn has(self, column: Column) -> bool {
        matches!(column, Column::Custom(_)) || self.columns().contains(&column)
    }

    /// Whether cells of the column can be changed here.
    pub fn edits(self, column: Column) -> bool {
        if matches!(column, Column::Custom(_)) {
            return true;
        }
        match self {
            Register::Projects => column.field().is_some(),
            Register::Clients => client_field(column).is_some(),
            Register::Supports => support_field(column).is_some(),
        }
    }

    /// The order that a list begins in, and whether it goes down.
    pub fn usual_order(self) -> (Column, bool) {
        self.about().usual_order
    }

    /// Columns that are offered as filters at once.
    pub fn filters(self) -> &'static [Column] {
        self.about().filters
    }

    /// Column of the person whose rows they are.
    pub fn owner(self) -> Column {
        self.about().owner
    }

    /// What search knows its rows as, and the column that holds the id of that.
    pub fn searched(self) -> (&'static str, &'static str) {
        self.about().searched
    }

    /// The column of a row that holds the id of a project; none where a row is of no project.
    pub fn project(self) -> Option<&'static str> {
        (self != Register::Clients).then_some("project_id")
    }

    pub fn texts(self) -> Texts {
        self.about().texts
    }

    fn from_path(path: &str) -> Register {
        let is_of = |register: &Register| {
            let about = register.about();
            let begins = |with: &str| {
                let rest = path.strip_prefix(with);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            begins(about.base) || begins(about.page)
        };
        // The base of the projects begins all others.
        let mut others = Register::ALL.into_iter().rev();
        others.find(is_of).unwrap_or_default()
    }
}

/// The field of a client that a column of its register edits.
pub fn client_field(column: Column) -> Option<ClientField> {
    Some(match column {
        ClientKind => ClientField::Kind,
        FullName => ClientField::Name,
        ShortName => ClientField::ShortName,
        LastName => ClientField::LastName,
        FirstName => ClientField::FirstName,
        MiddleName => ClientField::MiddleName,
        Inn => ClientField::Inn,
        Kpp => ClientField::Kpp,
        Ogrn => ClientField::Ogrn,
        Responsible => ClientField::Responsible,
        District => ClientField::District,
        City => ClientField::City,
        PostCode => ClientField::PostCode,
        Street => ClientField::Street,
        _ => return None,
    })
}

/// The field of a measure of support that a column of its register edits.
pub fn support_field(column: Column) -> Option<SupportField> {
    Some(match column {
        Measure => SupportField::Type,
        Programme => SupportField::Programme,
        Body => SupportField::Body,
        Level => SupportField::Level,
        Amount => SupportField::Amount,
        Granted => SupportField::Granted,
        Paid => SupportField::Paid,
        Start => SupportField::Start,
        End => SupportField::End,
        Text => SupportField::Description,
        _ => return None,
    })
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
    fn every_register_has_its_title_its_order_and_its_filters_among_its_columns() {
        for register in Register::ALL {
            assert!(register.has(register.title()));
            assert!(register.has(register.usual_order().0));
            assert!(register.has(register.owner()));
            assert!(register.filters().iter().all(|c| register.has(*c)));
            assert_eq!(register.usual()[0], register.title());
        }
    }

    #[test]
    fn a_path_says_which_register_it_is_about() {
        for (path, register) in [
            ("/register", Register::Projects),
            ("/register/cells/1/2", Register::Projects),
            ("/clients", Register::Clients),
            ("/register/clients/rows", Register::Clients),
            ("/register/supports/cells", Register::Supports),
            ("/supports", Register::Supports),
        ] {
            assert_eq!(Register::from_path(path), register, "{path}");
        }
    }
}
