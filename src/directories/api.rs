//! `/api/v1/districts` and the other directories: section 17 of the contract; custom fields: section 25.

mod custom_fields;

use serde_json::{Map, Value};

use super::queries::{
    ENTRIES_OF_BODY, ENTRIES_OF_CITY, ENTRIES_OF_DISTRICT, ENTRIES_OF_INDUSTRY,
    ENTRIES_OF_PROGRAMME,
};
use super::{Kind as Directory, key};
use crate::accounts::{Action, Actor};
use crate::db::Work;
use crate::db::rows::{Filter, Shape};
use crate::history::SubjectKind;
use crate::refusal::Refused;
use crate::rest::{self, Resource};
use crate::web::api::{
    Asked, Endpoint, Field, Kind, ListRules, Order, Parameter, id_of, output_schema,
};

pub use custom_fields::CustomFieldRows;

const LEVELS: &[&str] = &["federal", "regional", "municipal"];

const ID: Field = Field::new("id", Kind::Id).output();
const ORGANIZATION: Field = Field::new("organization_id", Kind::Id).output();
const NAME: Field = Field::new("name", Kind::Text(200)).required();
const ACTIVE: Field = Field::new("active", Kind::Flag).default("true");
const CREATED: Field = Field::new("created_at", Kind::Time).output();
const UPDATED: Field = Field::new("updated_at", Kind::Time).output();
const VERSION: Field = Field::new("version", Kind::Whole(1, i64::MAX)).output();

const ENTRY: [Field; 7] = [ID, ORGANIZATION, NAME, ACTIVE, CREATED, UPDATED, VERSION];
const PROGRAMME: [Field; 8] = [
    ID,
    ORGANIZATION,
    NAME,
    Field::new("level", Kind::Word(LEVELS)).required(),
    ACTIVE,
    CREATED,
    UPDATED,
    VERSION,
];

const LIST: ListRules = ListRules {
    orders: &[
        Order::by("created_at", "t.created_at"),
        Order::by("name", "t.name"),
    ],
    searches: true,
};

const PARAMETERS: [Parameter; 3] = [
    Parameter::new("search", Kind::LongText(200)),
    Parameter::new("active", Kind::Flag),
    Parameter::new("order_by", Kind::Word(&["created_at", "name"])),
];

/// What all directories have in common.
fn filter(asked: &mut Asked<'_>, filter: &mut Filter) {
    if let Some(text) = asked.search.clone() {
        filter.and("strpos(lower(t.name), lower({})) > 0", text);
    }
    match asked.flag("active") {
        Some(true) => filter.and_also("t.active"),
        Some(false) => filter.and_also("NOT t.active"),
        None => {}
    }
}

fn check(kind: Directory, after: &mut Map<String, Value>) {
    let name = after
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let name_key = key(name);
    after.insert("name_key".to_owned(), name_key.into());
    after.insert("kind".to_owned(), kind.word().into());
}

/// Copies of the name follow.
fn follow(work: &mut Work, after: Option<&Value>) {
    if let Some(id) = after.and_then(|row| row["id"].as_str()).and_then(id_of) {
        work.touch_directory_entry(id);
    }
}

macro_rules! directory {
    ($name:ident, $collection:literal, $row:literal, $kind:ident, $fields:ident, $shape:ident) => {
        /// A directory of this kind.
        pub struct $name;

        impl Resource for $name {
            const COLLECTION: &'static str = $collection;
            const ROW: &'static str = $row;
            const FIELDS: &'static [Field] = &$fields;
            const SHAPE: &'static Shape = &$shape;
            const KIND: SubjectKind = SubjectKind::DirectoryEntry;
            const RULES: ListRules = LIST;
            const PARAMETERS: &'static [Parameter] = &PARAMETERS;
            const MAKES: Action = Action::ManageDirectories;
            const REMOVES: Action = Action::ManageDirectories;

            fn filter(asked: &mut Asked<'_>, to: &mut Filter) {
                filter(asked, to);
            }

            fn check(
                _: &mut Work,
                _: &Actor,
                _: Option<&Value>,
                after: &mut Map<String, Value>,
            ) -> Result<(), Refused> {
                check(Directory::$kind, after);
                Ok(())
            }

            fn follow(
                work: &mut Work,
                _: Option<&Value>,
                after: Option<&Value>,
            ) -> Result<(), Refused> {
                follow(work, after);
                Ok(())
            }
        }
    };
}

directory!(
    Districts,
    "districts",
    "District",
    District,
    ENTRY,
    ENTRIES_OF_DISTRICT
);
directory!(Cities, "cities", "City", City, ENTRY, ENTRIES_OF_CITY);
directory!(
    Industries,
    "industries",
    "Industry",
    Industry,
    ENTRY,
    ENTRIES_OF_INDUSTRY
);
directory!(
    Bodies,
    "granting-bodies",
    "GrantingBody",
    Body,
    ENTRY,
    ENTRIES_OF_BODY
);
directory!(
    Programmes,
    "support-programs",
    "SupportProgram",
    Programme,
    PROGRAMME,
    ENTRIES_OF_PROGRAMME
);

/// Endpoints of the room, for the description.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = rest::endpoints::<Districts>(false, true);
    all.extend(rest::endpoints::<Cities>(false, true));
    all.extend(rest::endpoints::<Industries>(false, true));
    all.extend(rest::endpoints::<Bodies>(false, true));
    all.extend(rest::endpoints::<Programmes>(false, true));
    all.extend(rest::endpoints::<CustomFieldRows>(false, false));
    all
}

/// Rows of the room, for the description.
pub fn rows() -> Vec<(&'static str, Value)> {
    let mut all: Vec<(&'static str, Value)> = ["District", "City", "Industry", "GrantingBody"]
        .map(|name| (name, output_schema(&ENTRY)))
        .to_vec();
    all.push(("SupportProgram", output_schema(&PROGRAMME)));
    all.push((CustomFieldRows::ROW, output_schema(CustomFieldRows::FIELDS)));
    all
}
