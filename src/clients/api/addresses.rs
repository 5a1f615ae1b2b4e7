//! Addresses: where clients and projects are.

use serde_json::Value;

use super::super::queries::{self, ADDRESSES};
use crate::db::rows::{Filter, Shape};
use crate::db::{Aspect, Work};
use crate::history::SubjectKind;
use crate::refusal::Refused;
use crate::rest::{Reference, Resource};
use crate::web::api::{Asked, Field, Kind, ListRules, Order, Parameter, id_of};

/// An address.
pub struct Addresses;

impl Resource for Addresses {
    const COLLECTION: &'static str = "addresses";
    const ROW: &'static str = "Address";
    const FIELDS: &'static [Field] = &[
        Field::new("id", Kind::Id).output(),
        Field::new("organization_id", Kind::Id).output(),
        Field::new("district_id", Kind::Id).or_null(),
        Field::new("city_id", Kind::Id).or_null(),
        Field::new("post_code", Kind::Digits(6))
            .required()
            .or_null(),
        Field::new("address", Kind::Text(200)).required().or_null(),
        Field::new("created_at", Kind::Time).output(),
        Field::new("updated_at", Kind::Time).output(),
        Field::new("version", Kind::Whole(1, i64::MAX)).output(),
    ];
    const SHAPE: &'static Shape = &ADDRESSES;
    const KIND: SubjectKind = SubjectKind::Address;
    const RULES: ListRules = ListRules {
        orders: &[Order::by("created_at", "t.created_at")],
        searches: true,
    };
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::new("search", Kind::LongText(200)),
        Parameter::new("district_id", Kind::Id),
        Parameter::new("city_id", Kind::Id),
    ];
    const REFERENCES: &'static [Reference] = &[
        Reference::entry("district_id", "kind = 'district'"),
        Reference::entry("city_id", "kind = 'city'"),
    ];

    fn filter(asked: &mut Asked<'_>, filter: &mut Filter) {
        if let Some(text) = asked.search.clone() {
            filter.and(
                "strpos(lower(concat_ws(E'\\n', t.street, t.post_code)), lower({})) > 0",
                text,
            );
        }
        for (name, condition) in [
            ("district_id", "t.district_id = {}::uuid"),
            ("city_id", "t.city_id = {}::uuid"),
        ] {
            if let Some(id) = asked.id(name) {
                filter.and(condition, id.to_string());
            }
        }
    }

    fn follow(
        work: &mut Work,
        before: Option<&Value>,
        after: Option<&Value>,
    ) -> Result<(), Refused> {
        let (Some(before), Some(after)) = (before, after) else {
            return Ok(());
        };
        if before["district_id"] == after["district_id"] {
            return Ok(());
        }
        if let Some(id) = after["id"].as_str().and_then(id_of) {
            for project in queries::projects_at(work, id)? {
                work.touch_project(project, Aspect::Reference);
            }
        }
        Ok(())
    }
}
