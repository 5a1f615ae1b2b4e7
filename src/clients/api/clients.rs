//! Clients: companies, sole proprietors, persons, non-profits.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::model::ClientKind;
use super::super::queries::{self, CLIENTS};
use super::numbers::slips;
use crate::accounts::{self, Actor};
use crate::db::rows::{Filter, Shape};
use crate::db::{DbError, Work};
use crate::directories;
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{FieldError, Refusal, Refused, RequestRefusal};
use crate::rest::{self, Reference, Resource};
use crate::text::Locale;
use crate::values::names::read_holder;
use crate::web::api::{Asked, Field, Kind, ListRules, Order, Parameter, Values, id_of, wrong};

const KINDS: &[&str] = &["legal_entity", "sole_proprietor", "person", "nonprofit"];

/// A client.
pub struct Clients;

impl Resource for Clients {
    const COLLECTION: &'static str = "clients";
    const ROW: &'static str = "Client";
    const FIELDS: &'static [Field] = &[
        Field::new("id", Kind::Id).output(),
        Field::new("organization_id", Kind::Id).output(),
        Field::new("kind", Kind::Word(KINDS)).required(),
        Field::new("name", Kind::Text(200)),
        Field::new("short_name", Kind::Text(200)).or_null(),
        Field::new("last_name", Kind::Text(200)).or_null(),
        Field::new("first_name", Kind::Text(200)).or_null(),
        Field::new("middle_name", Kind::Text(200)).or_null(),
        Field::new("inn", Kind::Text(20)).or_null(),
        Field::new("kpp", Kind::Text(20)).or_null(),
        Field::new("ogrn", Kind::Text(20)).or_null(),
        Field::new("address_id", Kind::Id).or_null(),
        Field::new("responsible_id", Kind::Id)
            .or_null()
            .kept_by_put(),
        Field::new("accept_warnings", Kind::Flag).input(),
        Field::new("custom", Kind::Object).default("{}"),
        Field::new("warnings", Kind::Any).output(),
        Field::new("sources", Kind::Any).output(),
        Field::new("created_at", Kind::Time).output(),
        Field::new("updated_at", Kind::Time).output(),
        Field::new("version", Kind::Whole(1, i64::MAX)).output(),
    ];
    const SHAPE: &'static Shape = &CLIENTS;
    const KIND: SubjectKind = SubjectKind::Client;
    const RULES: ListRules = ListRules {
        orders: &[
            Order::by("created_at", "t.created_at"),
            Order::by("name", "t.name"),
        ],
        searches: true,
    };
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::new("search", Kind::LongText(200)),
        Parameter::repeated("kind", Kind::Word(KINDS)),
        Parameter::new("inn", Kind::LongText(200)),
        Parameter::new("responsible_id", Kind::Id),
        Parameter::new("order_by", Kind::Word(&["created_at", "name"])),
    ];
    const REFERENCES: &'static [Reference] = &[
        Reference::to("address_id", "addresses", "true"),
        Reference::member("responsible_id"),
    ];
    const IS_DRESSED: bool = true;

    fn told(
        work: &mut Work,
        field: &'static str,
        value: Option<Value>,
    ) -> Result<(&'static str, Option<Value>), DbError> {
        let told = match field {
            "address_id" => return Ok(("address", None)),
            "responsible_id" => "responsible",
            other => return Ok((other, value)),
        };
        let id = value.as_ref().and_then(Value::as_str).and_then(id_of);
        let Some(id) = id else {
            return Ok((told, None));
        };
        let people = accounts::names(work)?;
        let name = people.get(&id).map(|p| p.name.clone()).unwrap_or_default();
        Ok((told, Some(json!({"id": id, "name": name}))))
    }

    fn filter(asked: &mut Asked<'_>, filter: &mut Filter) {
        if let Some(text) = asked.search.clone() {
            filter.and(
                "strpos(lower(concat_ws(E'\\n', t.name, t.short_name, t.last_name, t.first_name, t.middle_name, t.inn)), lower({})) > 0",
                text,
            );
        }
        filter.and_one_of("t.kind", &asked.words("kind", KINDS));
        if let Some(inn) = asked.text("inn") {
            filter.and("t.inn = {}", inn);
        }
        if let Some(id) = asked.id("responsible_id") {
            filter.and("t.responsible_id = {}::uuid", id.to_string());
        }
    }

    fn dress(row: &mut Value) {
        let kind = row["kind"].as_str().and_then(ClientKind::from_word);
        let found = match (kind, row.as_object()) {
            (Some(kind), Some(values)) => slips(kind, values),
            _ => Vec::new(),
        };
        row["warnings"] = found
            .iter()
            .map(|s| json!({"field": s.field, "code": s.code, "message": Locale::Ru.message(&s.message)}))
            .collect();
    }

    fn check(
        work: &mut Work,
        actor: &Actor,
        before: Option<&Value>,
        after: &mut Map<String, Value>,
    ) -> Result<(), Refused> {
        let accepts = after.remove("accept_warnings") == Some(Value::Bool(true));
        if before.is_none() && after.get("responsible_id").is_none_or(Value::is_null) {
            after.insert("responsible_id".to_owned(), json!(actor.user));
        }
        let word = after
            .get("kind")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let kind = ClientKind::from_word(word).unwrap_or(ClientKind::LegalEntity);
        let mut errors = name(kind, after);
        let was = |field: &str| before.is_some_and(|b| Some(&b[field]) == after.get(field));
        let same_kind = was("kind");
        errors.extend(
            slips(kind, after)
                .into_iter()
                .filter(|s| !(accepts && s.may_stand || same_kind && was(s.field)))
                .map(|s| wrong(s.field, s.code, s.message)),
        );
        if !errors.is_empty() {
            return Err(Refusal::Invalid(errors).into());
        }
        let sent = after.get("custom").cloned().unwrap_or_else(|| json!({}));
        let stored = before.map(|b| &b["custom"]);
        after.insert(
            "custom".to_owned(),
            directories::merge_custom(work, "client", stored, &sent)?,
        );
        Ok(())
    }

    fn follow(
        work: &mut Work,
        before: Option<&Value>,
        after: Option<&Value>,
    ) -> Result<(), Refused> {
        let row = after.or(before);
        let Some(id) = row.and_then(|r| r["id"].as_str()).and_then(id_of) else {
            return Ok(());
        };
        if before.is_none() {
            work.touch_new_clients(vec![id]);
        } else {
            work.touch_client(id);
            work.announce_record("client", id);
        }
        Ok(())
    }

    fn make(work: &mut Work, actor: &Actor, id: Uuid, values: Values) -> Result<bool, Refused> {
        let mut after = values.0;
        rest::check_references(work, Self::REFERENCES, None, &after)?;
        Self::check(work, actor, None, &mut after)?;
        if !CLIENTS.insert(work, id, &after)? {
            // One in the bin gives its place to the new one.
            if queries::set_deleted(work, id, false)?.is_none() {
                return Ok(false);
            }
            let values: Vec<(&str, Value)> =
                after.iter().map(|(n, v)| (n.as_str(), v.clone())).collect();
            CLIENTS.update(work, id, &values)?;
        }
        rest::created_row::<Self>(work, id)
    }

    fn remove(work: &mut Work, _: &Actor, row: &Value) -> Result<(), Refused> {
        let id = row["id"]
            .as_str()
            .and_then(id_of)
            .ok_or(Refusal::NotFound)?;
        if queries::is_in_use(work, id)? {
            return Err(RequestRefusal::InConflict("api-client-in-use".into()).into());
        }
        let version = queries::set_deleted(work, id, true)?.ok_or(Refusal::NotFound)?;
        history::record(
            work,
            &[Change {
                kind: SubjectKind::Client,
                id,
                version,
                field: "deleted",
                from: Some(json!({"name": row["name"]})),
                to: None,
            }],
        )?;
        work.announce_record("client", id);
        Ok(())
    }
}

/// The full name: as given, or made of the three names of a person; what is missing is said.
fn name(kind: ClientKind, after: &mut Map<String, Value>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let text = |field: &str| after.get(field).and_then(Value::as_str).map(str::to_owned);
    let name = if kind.is_person() {
        for field in ["last_name", "first_name"] {
            if text(field).is_none() {
                errors.push(wrong(field, "required", "api-required"));
            }
        }
        let parts = ["last_name", "first_name", "middle_name"]
            .into_iter()
            .filter_map(text);
        parts.collect::<Vec<_>>().join(" ")
    } else {
        text("name").unwrap_or_else(|| {
            errors.push(wrong("name", "required", "api-required"));
            String::new()
        })
    };
    let name: String = name.chars().take(500).collect();
    after.insert("name_key".to_owned(), json!(read_holder(&name).key));
    after.insert("name".to_owned(), json!(name));
    errors
}
