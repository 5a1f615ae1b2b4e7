//! `/api/v1/contacts`: section 11 of the contract.

use serde_json::Value;
use uuid::Uuid;

use super::actions::{self, owned_by};
use super::queries;
use crate::accounts::{Action, Subject, in_api, may};
use crate::db::Work;
use crate::db::rows::Filter;
use crate::refusal::Refusal;
use crate::web::api::{
    Asked, Call, Endpoint, Field, Kind, ListRules, Mode, Order, Parameter, Shown, created,
    output_schema, read_body, row,
};
use crate::web::{Answer, AppError, Outcome};

const CONTACT: [Field; 11] = [
    Field::new("id", Kind::Id).output(),
    Field::new("organization_id", Kind::Id).output(),
    Field::new("name", Kind::Text(200)).required(),
    Field::new("email", Kind::Email).or_null(),
    Field::new("phone", Kind::LongText(50)).or_null(),
    Field::new("position", Kind::Text(200)).or_null(),
    Field::new("client_id", Kind::Id).or_null(),
    Field::new("owner_id", Kind::Id),
    Field::new("created_at", Kind::Time).output(),
    Field::new("updated_at", Kind::Time).output(),
    Field::new("version", Kind::Whole(1, i64::MAX)).output(),
];

const LIST: ListRules = ListRules {
    orders: &[
        Order::by("created_at", "t.created_at"),
        Order::by("name", "t.name"),
    ],
    searches: true,
};

/// Endpoints of the room, for the description.
pub fn endpoints() -> Vec<Endpoint> {
    let (all, one, contact) = (
        "/api/v1/contacts",
        "/api/v1/contacts/{id}",
        Shown::Row("Contact"),
    );
    [
        Endpoint::new("GET", all, "Contacts")
            .parameters(&[
                Parameter::new("search", Kind::LongText(200)),
                Parameter::new("owner_id", Kind::Id),
                Parameter::new("client_id", Kind::Id),
                Parameter::new("order_by", Kind::Word(&["created_at", "name"])),
            ])
            .answers(200, Shown::List("Contact"))
            .by_cursor(),
        Endpoint::new("POST", all, "Make a contact")
            .body(&CONTACT)
            .answers(201, contact),
        Endpoint::new("GET", one, "A contact").answers(200, contact),
        Endpoint::new("PATCH", one, "Change a contact")
            .body(&CONTACT)
            .answers(200, contact),
        Endpoint::new("DELETE", one, "Remove a contact").answers(204, Shown::Nothing),
    ]
    .into_iter()
    .map(|e| e.tag("contacts"))
    .collect()
}

/// Rows of the room, for the description.
pub fn rows() -> Vec<(&'static str, Value)> {
    vec![("Contact", output_schema(&CONTACT))]
}

/// `GET /api/v1/contacts`
pub async fn list(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        let mut asked = Asked::of(call, LIST);
        let mut filter = Filter::default();
        let (owner, client) = (asked.id("owner_id"), asked.id("client_id"));
        let is_counted = client.is_none() && asked.search.is_none();
        if let Some(owner) = owner {
            filter.and("t.owner_id = {}::uuid", owner.to_string());
        }
        if let Some(client) = client {
            filter.and("t.client_id = {}::uuid", client.to_string());
        }
        if let Some(text) = &asked.search {
            queries::search(&mut filter, text);
        }
        asked.check()?;
        if owner.is_some_and(|id| id != actor.user) {
            may(actor, Action::AssignOwner, Subject::NONE)?;
        }
        let total = if is_counted {
            queries::counted(work, owner)?
        } else {
            queries::count_found(work, &filter)?
        };
        let rows = asked.load(work, &queries::CONTACTS, &filter, total)?;
        Ok(asked.answer(rows, total))
    })
    .await
}

fn shown(work: &mut Work, id: Uuid) -> Result<Value, AppError> {
    queries::row(work, id)?.ok_or_else(|| Refusal::NotFound.into())
}

/// `POST /api/v1/contacts`
pub async fn create(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, Action::Create, Subject::NONE)?;
        let body = read_body(call.json()?, &CONTACT, Mode::Create)?;
        let id = Uuid::now_v7();
        actions::add_contact(work, actor, id, body.values.0)?;
        created("contacts", &shown(work, id)?)
    })
    .await
}

/// `GET /api/v1/contacts/{id}`
pub async fn show(call: Call) -> Outcome {
    in_api(call, |work, _, call| row(&shown(work, call.id("id")?)?)).await
}

/// `PATCH /api/v1/contacts/{id}`
pub async fn change(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, Action::Create, Subject::NONE)?;
        let id = call.id("id")?;
        let stored = queries::lock_row(work, id)?.ok_or(Refusal::NotFound)?;
        may(actor, Action::ChangePipeline, owned_by(&stored, actor))?;
        let body = read_body(call.json()?, &CONTACT, Mode::Patch)?;
        call.check_version(&body, stored["version"].as_i64().unwrap_or_default())?;
        actions::amend_contact(work, actor, id, &stored, body.values.0)?;
        row(&shown(work, id)?)
    })
    .await
}

/// `DELETE /api/v1/contacts/{id}`
pub async fn remove(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, Action::Create, Subject::NONE)?;
        let id = call.id("id")?;
        let stored = queries::lock_row(work, id)?.ok_or(Refusal::NotFound)?;
        may(actor, Action::ChangePipeline, owned_by(&stored, actor))?;
        call.check_if_match(stored["version"].as_i64().unwrap_or_default())?;
        actions::remove_contact(work, id, &stored)?;
        Ok(Answer::no_content())
    })
    .await
}
