//! Projects: fields first, then the move, through the same lifecycle as the pages.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::lifecycle::allowed_moves;
use super::super::model::ProjectState;
use super::super::moves::{MoveRequest, move_project};
use super::super::people::assign_person;
use super::super::queries::{self, PROJECTS};
use crate::accounts::{Action, Actor, Subject, may};
use crate::clients;
use crate::db::rows::{Filter, Shape};
use crate::db::{Announcement, Aspect, DbError, Work};
use crate::directories;
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{FieldError, Refusal, Refused, RequestRefusal};
use crate::rest::{self, Reference, Resource};
use crate::web::api::{Asked, Field, Kind, ListRules, Order, Parameter, Values, id_of};

pub const STATES: &[&str] = &[
    "application_short",
    "application_full",
    "in_commission",
    "on_support",
    "frozen",
    "ended",
    "archived",
    "deleted",
];

/// A project.
pub struct Projects;

impl Resource for Projects {
    const COLLECTION: &'static str = "projects";
    const ROW: &'static str = "Project";
    const FIELDS: &'static [Field] = &[
        Field::new("id", Kind::Id).output(),
        Field::new("organization_id", Kind::Id).output(),
        Field::new("name", Kind::Text(200)).required(),
        Field::new("number", Kind::Text(0)).output(),
        Field::new("client_id", Kind::Id).or_null(),
        Field::new("address_id", Kind::Id).or_null(),
        Field::new("industry_id", Kind::Id).or_null(),
        Field::new("lead_id", Kind::Id).or_null(),
        Field::new("application_own_amount", Kind::Amount).or_null(),
        Field::new("application_support_amount", Kind::Amount).or_null(),
        Field::new("total_amount", Kind::Amount).or_null(),
        Field::new("tax_amount", Kind::Amount).or_null(),
        Field::new("application_date", Kind::Date).or_null(),
        Field::new("work_place_count", Kind::Whole(0, 1_000_000)).or_null(),
        Field::new("description", Kind::LongText(10_000)).or_null(),
        Field::new("state", Kind::Word(STATES)).kept_by_put(),
        Field::new("custom", Kind::Object).default("{}"),
        Field::new("state_changed_at", Kind::Time).output(),
        Field::new("allowed_states", Kind::Words(STATES)).output(),
        Field::new("sources", Kind::Any).output(),
        Field::new("created_at", Kind::Time).output(),
        Field::new("updated_at", Kind::Time).output(),
        Field::new("version", Kind::Whole(1, i64::MAX)).output(),
    ];
    const SHAPE: &'static Shape = &PROJECTS;
    const KIND: SubjectKind = SubjectKind::Project;
    const RULES: ListRules = ListRules {
        orders: &[
            Order::by("created_at", "t.created_at"),
            Order::by("updated_at", "t.updated_at"),
            Order::by("name", "t.name"),
            Order::or_empty("application_own_amount", "t.own_kopecks"),
            Order::or_empty("application_support_amount", "t.requested_kopecks"),
        ],
        searches: true,
    };
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::new("search", Kind::LongText(200)),
        Parameter::repeated("state", Kind::Word(STATES)),
        Parameter::new("client_id", Kind::Id),
        Parameter::new("industry_id", Kind::Id),
        Parameter::new("district_id", Kind::Id),
        Parameter::new("user_id", Kind::Id),
        Parameter::new(
            "order_by",
            Kind::Word(&[
                "created_at",
                "updated_at",
                "name",
                "application_own_amount",
                "application_support_amount",
            ]),
        ),
    ];
    const REFERENCES: &'static [Reference] = &[
        Reference::to("client_id", "clients", "deleted_at IS NULL"),
        Reference::to("address_id", "addresses", "true"),
        Reference::entry("industry_id", "kind = 'industry'"),
        Reference::member("lead_id"),
    ];
    const IS_DRESSED: bool = true;

    fn filter(asked: &mut Asked<'_>, filter: &mut Filter) {
        if let Some(text) = asked.search.clone() {
            filter.and(
                "strpos(lower(concat_ws(E'\\n', t.name, t.description, (SELECT concat_ws(E'\\n', c.name, c.short_name) \
                 FROM clients c WHERE c.organization_id = t.organization_id AND c.id = t.client_id))), lower({})) > 0",
                text,
            );
        }
        let states = asked.words("state", STATES);
        filter.and_one_of("t.state", &states);
        if states.is_empty() {
            filter.and_also("t.state <> 'deleted'");
        }
        for (name, condition) in [
            ("client_id", "t.client_id = {}::uuid"),
            ("industry_id", "t.industry_id = {}::uuid"),
            (
                "district_id",
                "t.address_id IN (SELECT a.id FROM addresses a WHERE a.organization_id = $1 AND a.district_id = {}::uuid)",
            ),
            (
                "user_id",
                "t.id IN (SELECT pp.project_id FROM project_people pp WHERE pp.organization_id = $1 AND pp.user_id = {}::uuid)",
            ),
        ] {
            if let Some(id) = asked.id(name) {
                filter.and(condition, id.to_string());
            }
        }
    }

    fn dress(row: &mut Value) {
        let state = row["state"].as_str().and_then(ProjectState::from_word);
        let allowed = state.map(allowed_words).unwrap_or_default();
        row["allowed_states"] = json!(allowed);
    }

    fn may_change(work: &mut Work, actor: &Actor, row: &Value) -> Result<(), Refused> {
        let id = row_id(row)?;
        let is_own = queries::is_assigned(work, id, actor.user)?;
        Ok(may(actor, Action::ChangeRegister, Subject { is_own })?)
    }

    fn check(
        work: &mut Work,
        _: &Actor,
        before: Option<&Value>,
        after: &mut Map<String, Value>,
    ) -> Result<(), Refused> {
        let sent = after.get("custom").cloned().unwrap_or_else(|| json!({}));
        let stored = before.map(|b| &b["custom"]);
        let merged = directories::merge_custom(work, "project", stored, &sent)?;
        after.insert("custom".to_owned(), merged);
        Ok(())
    }

    fn follow(
        work: &mut Work,
        before: Option<&Value>,
        after: Option<&Value>,
    ) -> Result<(), Refused> {
        let Some(row) = after else { return Ok(()) };
        let id = row_id(row)?;
        if before.is_none() {
            work.touch_project(id, Aspect::Made);
            work.announce(Announcement::ListChanged);
        } else {
            work.touch_project(id, Aspect::Client);
            work.announce_project(id, row["version"].as_i64().unwrap_or(1));
        }
        Ok(())
    }

    fn whole() -> Filter {
        let mut filter = Filter::default();
        filter.and_also("t.state <> 'deleted'");
        filter
    }

    fn make(work: &mut Work, actor: &Actor, id: Uuid, mut values: Values) -> Result<bool, Refused> {
        let first = ProjectState::ApplicationShort;
        if values.take("state").is_some_and(|s| s != first.word()) {
            return Err(RequestRefusal::IllegalMove {
                reason: "api-first-state".into(),
                allowed: vec![first.word()],
            }
            .into());
        }
        let lead = values.id("lead_id");
        rest::check_references(work, Self::REFERENCES, None, &values.0)?;
        values.take("lead_id");
        // Taking a number holds the counter's row: of two at once with one id the second sees the first.
        let (number, prefix) = queries::take_numbers(work, 1)?;
        values.set("number_value", number);
        values.set("number", format!("{prefix}{number:04}"));
        Self::check(work, actor, None, &mut values.0)?;
        if !PROJECTS.insert(work, id, &values.0)? {
            return Ok(false);
        }
        rest::created_row::<Self>(work, id)?;
        if let Some(lead) = lead {
            assign_person(work, actor, id, lead, true)?;
        }
        Ok(true)
    }

    fn amend(
        work: &mut Work,
        actor: &Actor,
        row: &Value,
        mut values: Values,
    ) -> Result<bool, Refused> {
        let id = row_id(row)?;
        let state = values.take("state");
        let lead = values.get("lead_id").cloned();
        rest::check_references(work, Self::REFERENCES, Some(row), &values.0)?;
        values.take("lead_id");
        let mut changed = rest::amended::<Self>(work, actor, row, values)?;
        if let Some(lead) = lead.filter(|l| *l != row["lead_id"]) {
            set_lead(work, actor, id, row, &lead)?;
            changed = true;
        }
        let state = state
            .as_ref()
            .and_then(Value::as_str)
            .and_then(ProjectState::from_word);
        if let Some(to) = state.filter(|s| row["state"] != s.word()) {
            go(work, actor, id, to)?;
            changed = true;
        }
        Ok(changed)
    }

    fn told(
        work: &mut Work,
        field: &'static str,
        value: Option<Value>,
    ) -> Result<(&'static str, Option<Value>), DbError> {
        let told = match field {
            "application_own_amount" => "own",
            "application_support_amount" => "requested",
            "total_amount" => "total",
            "tax_amount" => "tax",
            "application_date" => "date",
            "work_place_count" => "jobs",
            "client_id" => "client",
            "industry_id" => "industry",
            "address_id" => "district",
            other => other,
        };
        let id = value.as_ref().and_then(Value::as_str).and_then(id_of);
        let (Some(id), "client" | "industry" | "district") = (id, told) else {
            return Ok((told, value));
        };
        let named = match told {
            "client" => clients::find(work, id)?.map(|c| (c.id, c.label().to_owned())),
            "industry" => {
                directories::entry(work, directories::Kind::Industry, id)?.map(|e| (e.id, e.name))
            }
            _ => queries::district_of(work, id)?,
        };
        Ok((
            told,
            named.map(|(id, name)| json!({"id": id, "name": name})),
        ))
    }

    fn remove(work: &mut Work, actor: &Actor, row: &Value) -> Result<(), Refused> {
        if row["state"] == ProjectState::Deleted.word() {
            return Err(Refusal::NotFound.into());
        }
        go(work, actor, row_id(row)?, ProjectState::Deleted)
    }
}

/// The id of a stored row.
pub fn row_id(row: &Value) -> Result<Uuid, Refusal> {
    row["id"].as_str().and_then(id_of).ok_or(Refusal::NotFound)
}

fn allowed_words(state: ProjectState) -> Vec<&'static str> {
    allowed_moves(state)
        .into_iter()
        .map(ProjectState::word)
        .collect()
}

/// Another lead is assigned too; without one the people stay.
fn set_lead(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    row: &Value,
    lead: &Value,
) -> Result<(), Refused> {
    if let Some(user) = lead.as_str().and_then(id_of) {
        return assign_person(work, actor, id, user, true);
    }
    let version = queries::set_lead(work, id, None)?;
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Project,
            id,
            version,
            field: "lead",
            from: Some(row["lead_id"].clone()),
            to: None,
        }],
    )?;
    work.touch_project(id, Aspect::Reference);
    work.announce_project(id, version);
    Ok(())
}

/// A move by the table of the lifecycle, refused in the words of the contract.
fn go(work: &mut Work, actor: &Actor, id: Uuid, to: ProjectState) -> Result<(), Refused> {
    let project = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
    let request = MoveRequest::plain(to, project.version);
    match move_project(work, actor, id, &request) {
        Ok(_) => Ok(()),
        Err(Refused::Because(Refusal::NotAllowedNow {
            code: "illegal_move",
            reason,
            ..
        })) => Err(RequestRefusal::IllegalMove {
            reason,
            allowed: allowed_words(project.state()),
        }
        .into()),
        Err(Refused::Because(Refusal::Invalid(missing))) => {
            let missing = missing.into_iter().map(of_wire).collect();
            Err(RequestRefusal::Incomplete(missing).into())
        }
        Err(other) => Err(other),
    }
}

/// A field by the name that it has in a body.
fn of_wire(mut error: FieldError) -> FieldError {
    let name = match error.field.as_ref() {
        "client" => "client_id",
        "industry" => "industry_id",
        "district" => "address_id",
        "own" => "application_own_amount",
        "requested" => "application_support_amount",
        "jobs" => "work_place_count",
        "tax" => "tax_amount",
        _ => return error,
    };
    error.field = name.into();
    error
}
