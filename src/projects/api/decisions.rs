//! Decisions on support measures. Recording one here records it, and moves nothing.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::queries::{self, DECISIONS};
use super::supports::may_change_project;
use crate::accounts::Actor;
use crate::db::Work;
use crate::db::rows::{Filter, Shape};
use crate::history::{self, SubjectKind, TimelineOf};
use crate::refusal::{Refused, RequestRefusal};
use crate::rest::{Reference, Resource, amended, check_references, removed};
use crate::supports::{self, Body, DecisionOutcome, NewDecision};
use crate::web::api::{Asked, Field, Kind, ListRules, Order, Parameter, Values, id_of};

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

    fn make(work: &mut Work, _: &Actor, id: Uuid, values: Values) -> Result<bool, Refused> {
        check_references(work, Self::REFERENCES, None, &values.0)?;
        if supports::decision(work, id)?.is_some() {
            return Ok(false);
        }
        let new = decision_of(work, id, &values)?;
        supports::write_decisions(work, std::slice::from_ref(&new))?;
        let row = Self::SHAPE.find(work, id)?;
        Self::follow(work, None, row.as_ref())?;
        Ok(true)
    }

    fn amend(work: &mut Work, actor: &Actor, row: &Value, values: Values) -> Result<bool, Refused> {
        check_is_free(work, row)?;
        let differs = amended::<Self>(work, actor, row, values)?;
        if differs {
            let stored = row["id"].as_str().and_then(id_of);
            let stored = stored
                .map(|id| Self::SHAPE.find(work, id))
                .transpose()?
                .flatten();
            for row in [Some(row), stored.as_ref()].into_iter().flatten() {
                settle(work, row)?;
            }
        }
        Ok(differs)
    }

    fn remove(work: &mut Work, _: &Actor, row: &Value) -> Result<(), Refused> {
        check_is_free(work, row)?;
        removed::<Self>(work, row)?;
        settle(work, row)
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

/// What a meeting decided stands in its protocol; only an annulment takes its place.
fn check_is_free(work: &mut Work, row: &Value) -> Result<(), Refused> {
    let stored = match row["id"].as_str().and_then(id_of) {
        Some(id) => supports::decision(work, id)?,
        None => None,
    };
    if stored.is_some_and(|d| d.meeting_id.is_some()) {
        return Err(RequestRefusal::InConflict("api-decision-of-meeting".into()).into());
    }
    Ok(())
}

/// The measure is what the commission last decided about it.
fn settle(work: &mut Work, row: &Value) -> Result<(), Refused> {
    let is_of_commission = row["decision_type"] == Body::Commission.word();
    match row["support_id"].as_str().and_then(id_of) {
        Some(support) if is_of_commission => supports::follow_decisions(work, support),
        _ => Ok(()),
    }
}

/// The decision of a body that was read: all that it needs is there.
fn decision_of(work: &mut Work, id: Uuid, values: &Values) -> Result<NewDecision, Refused> {
    let missing = || Refused::Broken("a decision that was read lacks a value".to_owned());
    let support = values.id("support_id").ok_or_else(missing)?;
    let text = |name: &str| values.text(name).unwrap_or_default();
    let outcome = DecisionOutcome::from_word(text("outcome")).ok_or_else(missing)?;
    Ok(NewDecision {
        id,
        project: queries::project_of(work, support)?.ok_or_else(missing)?,
        support,
        body: Body::from_word(text("decision_type")).ok_or_else(missing)?,
        date: text("decision_date").parse().map_err(|_| missing())?,
        protocol: text("protocol_number").to_owned(),
        outcome,
        text: text("decision").to_owned(),
        meeting: None,
        annuls: None,
    })
}
