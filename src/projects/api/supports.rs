//! Support measures of projects.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::queries::{self, SUPPORTS};
use crate::accounts::{Action, Actor, Subject, may};
use crate::db::Work;
use crate::db::rows::{Filter, Shape};
use crate::directories;
use crate::history::SubjectKind;
use crate::refusal::{FieldError, Refusal, Refused};
use crate::rest::{Reference, Resource};
use crate::supports::{self, Fitting, Misfit, SupportType, Unit, misfits};
use crate::web::api::{Asked, Field, Kind, ListRules, Order, Parameter, id_of, wrong};

const TYPES: &[&str] = &["finance", "credit", "land", "equipment", "technical"];
const UNITS: &[&str] = &[
    "rub",
    "pieces",
    "metres",
    "square_metres",
    "cubic_metres",
    "hectares",
];

/// A support measure. What an import could not read is empty, though a program has to give it.
pub struct Supports;

impl Resource for Supports {
    const COLLECTION: &'static str = "supports";
    const ROW: &'static str = "Support";
    const FIELDS: &'static [Field] = &[
        Field::new("id", Kind::Id).output(),
        Field::new("organization_id", Kind::Id).output(),
        Field::new("project_id", Kind::Id).required(),
        Field::new("support_program_id", Kind::Id).or_null(),
        Field::new("granting_body_id", Kind::Id).or_null(),
        Field::new("type", Kind::Word(TYPES)).required().or_null(),
        Field::new("amount", Kind::Amount).required().or_null(),
        Field::new("unit", Kind::Word(UNITS)).required().or_null(),
        Field::new("date_start", Kind::Date).required().or_null(),
        Field::new("date_end", Kind::Date).or_null(),
        Field::new("description", Kind::LongText(10_000)).or_null(),
        Field::new("custom", Kind::Object).default("{}"),
        Field::new("created_at", Kind::Time).output(),
        Field::new("updated_at", Kind::Time).output(),
        Field::new("version", Kind::Whole(1, i64::MAX)).output(),
    ];
    const SHAPE: &'static Shape = &SUPPORTS;
    const KIND: SubjectKind = SubjectKind::Support;
    const RULES: ListRules = ListRules {
        orders: &[
            Order::by("created_at", "t.created_at"),
            Order::or_empty("date_start", "t.date_start"),
            Order::or_empty("amount", "t.amount_hundredths"),
        ],
        searches: false,
    };
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::new("project_id", Kind::Id),
        Parameter::repeated("type", Kind::Word(TYPES)),
        Parameter::new("support_program_id", Kind::Id),
        Parameter::new("granting_body_id", Kind::Id),
        Parameter::new(
            "order_by",
            Kind::Word(&["created_at", "date_start", "amount"]),
        ),
    ];
    const REFERENCES: &'static [Reference] = &[
        Reference::to("project_id", "projects", "true"),
        Reference::entry("support_program_id", "kind = 'programme'"),
        Reference::entry("granting_body_id", "kind = 'body'"),
    ];

    fn filter(asked: &mut Asked<'_>, filter: &mut Filter) {
        filter.and_one_of("t.type", &asked.words("type", TYPES));
        for (name, condition) in [
            ("project_id", "t.project_id = {}::uuid"),
            ("support_program_id", "t.programme_id = {}::uuid"),
            ("granting_body_id", "t.body_id = {}::uuid"),
        ] {
            if let Some(id) = asked.id(name) {
                filter.and(condition, id.to_string());
            }
        }
    }

    fn may_change(work: &mut Work, actor: &Actor, row: &Value) -> Result<(), Refused> {
        may_change_project(work, actor, row["project_id"].as_str().and_then(id_of))
    }

    fn check(
        work: &mut Work,
        _: &Actor,
        before: Option<&Value>,
        after: &mut Map<String, Value>,
    ) -> Result<(), Refused> {
        let errors: Vec<FieldError> = misfits(
            before.and_then(Value::as_object).map(fitting),
            fitting(after),
        )
        .into_iter()
        .map(|misfit| match misfit {
            Misfit::Unit => wrong("unit", "does_not_fit", "api-unit"),
            Misfit::End => wrong("date_end", "before_start", "api-date-end"),
        })
        .collect();
        if !errors.is_empty() {
            return Err(Refusal::Invalid(errors).into());
        }
        let sent = after.get("custom").cloned().unwrap_or_else(|| json!({}));
        let stored = before.map(|b| &b["custom"]);
        let merged = directories::merge_custom(work, "support", stored, &sent)?;
        after.insert("custom".to_owned(), merged);
        Ok(())
    }

    fn follow(work: &mut Work, _: Option<&Value>, after: Option<&Value>) -> Result<(), Refused> {
        if let Some(id) = after.and_then(|r| r["id"].as_str()).and_then(id_of) {
            work.touch_custom(id);
            work.announce_record("support", id);
        }
        let project = after.and_then(|row| row["project_id"].as_str());
        match project.and_then(id_of) {
            Some(project) => supports::support_changed(work, project),
            None => Ok(()),
        }
    }

    fn remove(work: &mut Work, actor: &Actor, row: &Value) -> Result<(), Refused> {
        let id = row["id"].as_str().and_then(id_of);
        supports::program_removes_support(work, actor, id.ok_or(Refusal::NotFound)?)
    }
}

/// What depends on each other in a row, as it is or as it will be.
fn fitting(row: &Map<String, Value>) -> Fitting {
    let text = |name: &str| row.get(name).and_then(Value::as_str);
    let date = |name: &str| text(name).and_then(|d| d.parse().ok());
    Fitting {
        kind: text("type").and_then(SupportType::from_word),
        unit: text("unit").and_then(Unit::from_word),
        start: date("date_start"),
        end: date("date_end"),
    }
}

/// Supports and decisions go with the rights on their project.
pub fn may_change_project(
    work: &mut Work,
    actor: &Actor,
    project: Option<Uuid>,
) -> Result<(), Refused> {
    let is_own = match project {
        Some(id) => queries::is_assigned(work, id, actor.user)?,
        None => false,
    };
    Ok(may(actor, Action::ChangeRegister, Subject { is_own })?)
}
