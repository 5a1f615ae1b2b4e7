//! Decisions on support measures. Recording one here records it, and moves nothing.

use serde_json::{Map, Value, json};

use super::super::queries::{self, DECISIONS};
use super::supports::may_change_project;
use crate::accounts::Actor;
use crate::db::Work;
use crate::db::rows::{Filter, Shape};
use crate::history::{self, SubjectKind, TimelineOf};
use crate::refusal::Refused;
use crate::rest::{Reference, Resource};
use crate::web::api::{Asked, Field, Kind, ListRules, Order, Parameter, id_of};

const TYPES: &[&str] = &["expert_group", "interdepartmental_commission"];
const OUTCOMES: &[&str] = &["granted", "refused", "rework", "postponed", "withdrawn"];

/// A decision. What an import could not read is empty, though a program has to give it.
pub struct Decisions;

impl Resource for Decisions {
    const COLLECTION: &'static str = "decisions";
    const ROW: &'static str = "Decision";
    const FIELDS: &'static [Field] = &[
        Field::new("id", Kind::Id).output(),
        Field::new("organization_id", Kind::Id).output(),
        Field::new("support_id", Kind::Id).required().or_null(),
        Field::new("decision_type", Kind::Word(TYPES))
            .required()
            .or_null(),
        Field::new("decision_date", Kind::Date).required().or_null(),
        Field::new("protocol_number", Kind::Text(200))
            .required()
            .or_null(),
        Field::new("outcome", Kind::Word(OUTCOMES))
            .required()
            .or_null(),
        Field::new("decision", Kind::Text(10_000))
            .required()
            .or_null(),
        Field::new("created_at", Kind::Time).output(),
        Field::new("updated_at", Kind::Time).output(),
        Field::new("version", Kind::Whole(1, i64::MAX)).output(),
    ];
    const SHAPE: &'static Shape = &DECISIONS;
    const KIND: SubjectKind = SubjectKind::Decision;
    const RULES: ListRules = ListRules {
        orders: &[
            Order::by("created_at", "t.created_at"),
            Order::or_empty("decision_date", "t.decision_date"),
        ],
        searches: false,
    };
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::new("support_id", Kind::Id),
        Parameter::new("decision_type", Kind::Word(TYPES)),
        Parameter::new("outcome", Kind::Word(OUTCOMES)),
        Parameter::new("order_by", Kind::Word(&["created_at", "decision_date"])),
    ];
    const REFERENCES: &'static [Reference] = &[Reference::to("support_id", "supports", "true")];

    fn filter(asked: &mut Asked<'_>, filter: &mut Filter) {
        if let Some(id) = asked.id("support_id") {
            filter.and("t.support_id = {}::uuid", id.to_string());
        }
        if let Some(word) = asked.word("decision_type", TYPES) {
            filter.and("t.decision_type = {}", word);
        }
        if let Some(word) = asked.word("outcome", OUTCOMES) {
            filter.and("t.outcome = {}", word);
        }
    }

    fn may_change(work: &mut Work, actor: &Actor, row: &Value) -> Result<(), Refused> {
        let project = match row["support_id"].as_str().and_then(id_of) {
            Some(support) => queries::project_of(work, support)?,
            None => None,
        };
        may_change_project(work, actor, project)
    }

    fn check(
        work: &mut Work,
        _: &Actor,
        _: Option<&Value>,
        after: &mut Map<String, Value>,
    ) -> Result<(), Refused> {
        let support = after
            .get("support_id")
            .and_then(Value::as_str)
            .and_then(id_of);
        if let Some(support) = support
            && let Some(project) = queries::project_of(work, support)?
        {
            after.insert("project_id".to_owned(), json!(project));
        }
        Ok(())
    }

    fn follow(
        work: &mut Work,
        before: Option<&Value>,
        after: Option<&Value>,
    ) -> Result<(), Refused> {
        let (None, Some(row)) = (before, after) else {
            return Ok(());
        };
        let support = row["support_id"].as_str().and_then(id_of);
        if let Some(support) = support
            && let Some(project) = queries::project_of(work, support)?
        {
            let payload =
                json!({"decision_id": row["id"], "support_id": support, "outcome": row["outcome"]});
            history::tell(
                work,
                TimelineOf::Project(project),
                "decision_recorded",
                &payload,
            )?;
        }
        Ok(())
    }
}
