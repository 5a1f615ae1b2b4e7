//! `/api/v1/users`: the people of the organization, seen as its staff. Section 16 of the contract.

use serde_json::{Value, json};
use uuid::Uuid;

use super::super::actions::members;
use super::super::actions::programs::{self, Staff};
use super::super::model::{Actor, Role};
use super::super::permissions::{Action, Subject, may};
use super::super::programs::in_api;
use super::super::queries;
use super::organizations::{ROLES, give_role};
use crate::db::Work;
use crate::refusal::Refusal;
use crate::web::api::{
    Asked, Call, Endpoint, Field, Kind, ListRules, Mode, Order, Parameter, Shown, Values, created,
    list_of, read_body, row, unchanged,
};
use crate::web::{Answer, AppError, Outcome};

const PERMISSIONS: &[&str] = &["export"];

/// Somebody of the staff.
pub const USER: [Field; 12] = [
    Field::new("id", Kind::Id).output(),
    Field::new("email", Kind::Email).required(),
    Field::new("last_name", Kind::Text(200))
        .required()
        .or_null(),
    Field::new("first_name", Kind::Text(200))
        .required()
        .or_null(),
    Field::new("middle_name", Kind::Text(200)).or_null(),
    Field::new("name", Kind::Text(200)),
    Field::new("role", Kind::Word(ROLES)).required(),
    Field::new("permissions", Kind::Words(PERMISSIONS)).default("[]"),
    Field::new("password", Kind::Password).input().kept_by_put(),
    Field::new("created_at", Kind::Time).output(),
    Field::new("updated_at", Kind::Time).output(),
    Field::new("version", Kind::Whole(1, i64::MAX)).output(),
];

const RULES: ListRules = ListRules {
    orders: &[
        Order::by("created_at", "u.created_at"),
        Order::by("name", "u.name"),
        Order::or_empty("last_name", "u.last_name"),
        Order::by("email", "u.email"),
    ],
    searches: true,
};

/// Endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let (all, one, user) = ("/api/v1/users", "/api/v1/users/{id}", Shown::Row("User"));
    let written = |e: Endpoint| {
        e.body(&USER)
            .answers(200, user)
            .answers(204, Shown::Nothing)
    };
    [
        Endpoint::new("GET", all, "The people of the organization")
            .parameters(&[
                Parameter::new("search", Kind::LongText(200)),
                Parameter::new("role", Kind::Word(ROLES)),
                Parameter::new(
                    "order_by",
                    Kind::Word(&["created_at", "name", "last_name", "email"]),
                ),
            ])
            .answers(200, Shown::List("User")),
        Endpoint::new("POST", all, "Make an account")
            .body(&USER)
            .answers(201, user),
        Endpoint::new("GET", one, "Somebody").answers(200, user),
        written(Endpoint::new("PATCH", one, "Change somebody")),
        written(Endpoint::new("PUT", one, "Replace or make somebody")).answers(201, user),
        Endpoint::new("DELETE", one, "End a membership").answers(204, Shown::Nothing),
    ]
    .into_iter()
    .map(|e| e.tag("users"))
    .collect()
}

/// `GET /api/v1/users`
pub async fn list(call: Call) -> Outcome {
    in_api(call, |work, _, call| {
        let mut asked = Asked::of(call, RULES);
        let role = asked.word("role", ROLES);
        asked.check()?;
        let search = asked.search.clone();
        let total = queries::count_users(work, search.as_deref(), role.as_deref())?;
        let rows = queries::user_rows(work, search.as_deref(), role.as_deref(), asked.rows())?;
        Ok(list_of(&rows, total, asked.page, asked.page_size))
    })
    .await
}

fn shown(work: &mut Work, id: Uuid) -> Result<Value, AppError> {
    queries::user_row(work, id)?.ok_or_else(|| Refusal::NotFound.into())
}

/// `GET /api/v1/users/{id}`
pub async fn show(call: Call) -> Outcome {
    in_api(call, |work, _, call| {
        let id = call.id("id")?;
        Ok(row(&shown(work, id)?)?.content_location(&format!("/api/v1/users/{id}")))
    })
    .await
}

fn staff_of(values: &Values) -> Staff {
    let text = |name: &str| values.text(name).map(str::to_owned);
    Staff {
        email: text("email"),
        last_name: text("last_name"),
        first_name: text("first_name"),
        middle_name: values
            .get("middle_name")
            .map(|v| v.as_str().map(str::to_owned)),
        name: text("name"),
        password: text("password"),
    }
}

fn role_of(values: &Values) -> Option<Role> {
    values.text("role").and_then(Role::from_word)
}

fn may_export(values: &Values) -> Option<bool> {
    values.get("permissions").map(|p| *p != json!([]))
}

fn make(work: &mut Work, actor: &Actor, call: &Call, id: Uuid, values: &Values) -> Outcome {
    let role = role_of(values).unwrap_or(Role::Viewer);
    may(actor, members::action_for(role), Subject::NONE)?;
    let export = may_export(values).unwrap_or(false);
    programs::make_staff(work, id, &staff_of(values), role, export, call.cx.locale)?;
    created("users", &shown(work, id)?)
}

/// `POST /api/v1/users`
pub async fn create(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, Action::ManageMembers, Subject::NONE)?;
        let values = read_body(call.json()?, &USER, Mode::Create)?.values;
        make(work, actor, call, Uuid::now_v7(), &values)
    })
    .await
}

/// `PUT /api/v1/users/{id}`
pub async fn put(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        let id = call.id("id")?;
        if !is_self(actor, id) {
            may(actor, Action::ManageMembers, Subject::NONE)?;
        }
        if queries::user_row(work, id)?.is_some() {
            return change(work, actor, call, id, Mode::Replace);
        }
        let values = read_body(call.json()?, &USER, Mode::Replace)?.values;
        make(work, actor, call, id, &values)
    })
    .await
}

/// Everybody may change their own account; a key of theirs may not.
fn is_self(actor: &Actor, id: Uuid) -> bool {
    id == actor.user && !actor.is_key
}

/// `PATCH /api/v1/users/{id}`
pub async fn patch(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        let id = call.id("id")?;
        if !is_self(actor, id) {
            may(actor, Action::ManageMembers, Subject::NONE)?;
        }
        change(work, actor, call, id, Mode::Patch)
    })
    .await
}

fn change(work: &mut Work, actor: &Actor, call: &Call, id: Uuid, mode: Mode) -> Outcome {
    queries::lock_member(work, id)?.ok_or(Refusal::NotFound)?;
    let stored = shown(work, id)?;
    let mut body = read_body(call.json()?, &USER, mode)?;
    call.check_version(&body, stored["version"].as_i64().unwrap_or_default())?;
    let values = &mut body.values;
    if mode == Mode::Replace {
        let name = staff_of(values).full_name();
        values.or("name", name);
    }
    let same = |name: &str| values.get(name).is_none_or(|v| *v == stored[name]);
    let keeps_rights = same("role") && same("permissions");
    let keeps_names = ["last_name", "first_name", "middle_name", "name"]
        .into_iter()
        .all(same)
        && !values.has("password");
    let keeps_email = same("email");
    if !keeps_rights {
        may(actor, Action::ManageMembers, Subject::NONE)?;
    }
    if !keeps_email || (!keeps_names && !is_self(actor, id)) {
        programs::check_is_ours(work, actor, id)?;
    }
    if keeps_rights && keeps_names && keeps_email {
        return Ok(unchanged(&stored));
    }
    if !(keeps_names && keeps_email) {
        programs::change_staff(work, actor, id, &stored, &staff_of(values))?;
    }
    if !keeps_rights {
        let role = role_of(values)
            .or(stored["role"].as_str().and_then(Role::from_word))
            .unwrap_or(Role::Viewer);
        give_role(work, actor, id, role, may_export(values))?;
    }
    Ok(row(&shown(work, id)?)?.content_location(&format!("/api/v1/users/{id}")))
}

/// `DELETE /api/v1/users/{id}`: ends the membership, not the account.
pub async fn remove(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, Action::ManageMembers, Subject::NONE)?;
        let id = call.id("id")?;
        let stored = shown(work, id)?;
        call.check_if_match(stored["version"].as_i64().unwrap_or_default())?;
        members::end_membership(work, actor, id)?;
        Ok(Answer::no_content())
    })
    .await
}
