//! The fields that a column of a workbook can fill, with their stable keys, and the types of custom fields.

use serde::{Deserialize, Serialize};

/// The kind of record that a field belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entity {
    Client,
    Project,
    Support,
    Decision,
}

/// Type of a custom field, as its values show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomType {
    Text,
    Number,
    Money,
    Date,
    YesNo,
    Choice,
    Link,
}

macro_rules! fields {
    ($($name:ident $key:literal $entity:ident,)*) => {
        /// A field that a column can fill. The key is stable: it is stored with plans and shown by the API.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Field { $(#[serde(rename = $key)] $name,)* }

        impl Field {
            /// Every field, in the order in which a list of choices shows them.
            pub const ALL: &'static [Field] = &[$(Field::$name,)*];

            /// The stable key, `client.inn`.
            pub fn key(self) -> &'static str {
                match self { $(Field::$name => $key,)* }
            }

            /// The record that the field belongs to.
            pub fn entity(self) -> Entity {
                match self { $(Field::$name => Entity::$entity,)* }
            }

            /// The field with this key.
            pub fn from_key(key: &str) -> Option<Field> {
                Field::ALL.iter().copied().find(|f| f.key() == key)
            }
        }
    };
}

fields! {
    ClientName "client.name" Client,
    ClientFullName "client.full_name" Client,
    ClientForm "client.legal_form" Client,
    ClientKind "client.kind" Client,
    Inn "client.inn" Client,
    Kpp "client.kpp" Client,
    Ogrn "client.ogrn" Client,
    Address "client.address" Client,
    District "client.district" Client,
    City "client.city" Client,
    PostCode "client.post_code" Client,
    Street "client.street" Client,
    Contact "client.contact" Client,
    ContactName "client.contact_name" Client,
    ContactPosition "client.contact_position" Client,
    Phone "client.phone" Client,
    Email "client.email" Client,
    ProjectName "project.name" Project,
    ProjectNumber "project.number" Project,
    Industry "project.industry" Project,
    Description "project.description" Project,
    Own "project.own" Project,
    Requested "project.requested" Project,
    Total "project.total" Project,
    Jobs "project.jobs" Project,
    Taxes "project.taxes" Project,
    State "project.state" Project,
    ApplicationDate "project.application_date" Project,
    Responsible "project.responsible" Project,
    Note "project.note" Project,
    SupportType "support.type" Support,
    Programme "support.programme" Support,
    Level "support.level" Support,
    Body "support.body" Support,
    Amount "support.amount" Support,
    Unit "support.unit" Support,
    Start "support.start" Support,
    End "support.end" Support,
    SupportDescription "support.description" Support,
    DecisionKind "decision.kind" Decision,
    DecisionDate "decision.date" Decision,
    Protocol "decision.protocol" Decision,
    Outcome "decision.outcome" Decision,
}

impl Field {
    /// True for sums of money.
    pub fn is_money(self) -> bool {
        matches!(
            self,
            Field::Own | Field::Requested | Field::Total | Field::Taxes
        )
    }

    /// True for dates.
    pub fn is_date(self) -> bool {
        matches!(
            self,
            Field::ApplicationDate | Field::Start | Field::End | Field::DecisionDate
        )
    }
}
