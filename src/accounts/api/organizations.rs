//! `/api/v1/organizations`: those of the person, and who belongs to them.

use super::super::actions::{members, programs};
use super::super::edits::{Edit, Field as Edited};
use super::super::model::{Actor, Role};
use super::super::permissions::{Action, Subject, may};
use super::super::programs::{in_organization_of_path, in_person_of_token};
use super::super::queries;
use crate::refusal::{Refusal, RequestRefusal};
use crate::web::api::{
    Asked, Call, Endpoint, Field, Kind, ListRules, Mode, Parameter, Shown, Values, created,
    list_of, read_body, row,
};
use crate::web::{Answer, AppError, Outcome};

pub const ROLES: &[&str] = &["owner", "admin", "manager", "member", "viewer"];

/// An organization, as the asking person sees it.
pub const ORGANIZATION: [Field; 6] = [
    Field::new("id", Kind::Id).output(),
    Field::new("name", Kind::Text(200)).required(),
    Field::new("role", Kind::Word(ROLES)).output(),
    Field::new("created_at", Kind::Time).output(),
    Field::new("updated_at", Kind::Time).output(),
    Field::new("version", Kind::Whole(1, i64::MAX)).output(),
];

/// A member of an organization.
pub const MEMBER: [Field; 5] = [
    Field::new("user_id", Kind::Id).output(),
    Field::new("email", Kind::Email).required(),
    Field::new("name", Kind::Text(200)).output(),
    Field::new("role", Kind::Word(ROLES)).default("\"member\""),
    Field::new("created_at", Kind::Time).output(),
];

const ROLE: [Field; 1] = [Field::new("role", Kind::Word(ROLES)).required()];

const PLAIN: ListRules = ListRules {
    orders: &[],
    searches: false,
};

/// Endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let one = "/api/v1/organizations/{organization_id}";
    let members = format!("{one}/members");
    let member = format!("{members}/{{user_id}}");
    let organization = Shown::Row("Organization");
    [
        Endpoint::new("POST", "/api/v1/organizations", "Make an organization")
            .body(&ORGANIZATION)
            .answers(201, organization),
        Endpoint::new("GET", "/api/v1/organizations/me", "Your organizations")
            .answers(200, Shown::List("Organization")),
        Endpoint::new("GET", one, "An organization").answers(200, organization),
        Endpoint::new("PATCH", one, "Rename an organization")
            .body(&ORGANIZATION)
            .answers(200, organization),
        Endpoint::new("GET", members.clone(), "Its members")
            .parameters(&[Parameter::new("role", Kind::Word(ROLES))])
            .answers(200, Shown::List("Member")),
        Endpoint::new("POST", members, "Add somebody who has an account")
            .body(&MEMBER)
            .answers(201, Shown::Row("Member")),
        Endpoint::new("PATCH", member.clone(), "Give another role")
            .body(&ROLE)
            .answers(200, Shown::Row("Member")),
        Endpoint::new("DELETE", member, "End a membership").answers(204, Shown::Nothing),
    ]
    .into_iter()
    .map(|e| e.tag("organizations").without_organization())
    .collect()
}

fn text(values: &Values, name: &str) -> String {
    values.text(name).unwrap_or_default().to_owned()
}

/// `POST /api/v1/organizations`
pub async fn create(call: Call) -> Outcome {
    in_person_of_token(call, |work, user, call| {
        let body = read_body(call.json()?, &ORGANIZATION, Mode::Create)?;
        let id =
            super::super::actions::make_own_organization(work, user, &text(&body.values, "name"))?;
        let made = queries::organization_row(work, user, id)?.ok_or(Refusal::NotFound)?;
        created("organizations", &made)
    })
    .await
}

/// `GET /api/v1/organizations/me`
pub async fn mine(call: Call) -> Outcome {
    in_person_of_token(call, |work, user, call| {
        let mut asked = Asked::of(call, PLAIN);
        asked.check()?;
        let total = queries::count_organizations_of(work, user)?;
        let rows = queries::organization_rows(work, user, asked.rows())?;
        Ok(list_of(&rows, total, asked.page, asked.page_size))
    })
    .await
}

/// `GET /api/v1/organizations/{organization_id}`
pub async fn show(call: Call) -> Outcome {
    in_organization_of_path(call, |work, actor, _| {
        let found = queries::organization_row(work, actor.user, actor.organization)?;
        row(&found.ok_or(Refusal::NotFound)?)
    })
    .await
}

/// `PATCH /api/v1/organizations/{organization_id}`
pub async fn change(call: Call) -> Outcome {
    if call.path.ends_with("/organizations/me") {
        let allowed = vec!["GET"];
        return Err(Refusal::from(RequestRefusal::MethodNotAllowed { allowed }).into());
    }
    in_organization_of_path(call, |work, actor, call| {
        may(actor, Action::ManageOrganization, Subject::NONE)?;
        let stored = queries::lock_organization(work)?.ok_or(Refusal::NotFound)?;
        let body = read_body(call.json()?, &ORGANIZATION, Mode::Patch)?;
        call.check_version(&body, stored.version)?;
        programs::rename_organization(work, &text(&body.values, "name"))?;
        let found = queries::organization_row(work, actor.user, actor.organization)?;
        row(&found.ok_or(Refusal::NotFound)?)
    })
    .await
}

/// `GET /api/v1/organizations/{organization_id}/members`
pub async fn list_members(call: Call) -> Outcome {
    in_organization_of_path(call, |work, _, call| {
        let mut asked = Asked::of(call, PLAIN);
        let role = asked.word("role", ROLES);
        asked.check()?;
        let total = queries::count_members(work, role.as_deref())?;
        let rows = queries::member_rows(work, role.as_deref(), asked.rows())?;
        Ok(list_of(&rows, total, asked.page, asked.page_size))
    })
    .await
}

fn role_of(values: &Values) -> Role {
    values
        .text("role")
        .and_then(Role::from_word)
        .unwrap_or(Role::Member)
}

/// `POST /api/v1/organizations/{organization_id}/members`
pub async fn add_member(call: Call) -> Outcome {
    in_organization_of_path(call, |work, actor, call| {
        may(actor, Action::ManageMembers, Subject::NONE)?;
        let body = read_body(call.json()?, &MEMBER, Mode::Create)?.values;
        let role = role_of(&body);
        may(actor, members::action_for(role), Subject::NONE)?;
        let id = programs::add_member(work, &text(&body, "email"), role)?;
        let made = queries::member_row(work, id)?.ok_or(Refusal::NotFound)?;
        let at = format!("/api/v1/organizations/{}/members/{id}", actor.organization);
        Ok(Answer::json(&made)?.made().located(&at))
    })
    .await
}

/// Changes a role through the action of the pages, from the role that is stored.
pub fn give_role(
    work: &mut crate::db::Work,
    actor: &Actor,
    id: uuid::Uuid,
    role: Role,
    may_export: Option<bool>,
) -> Result<(), AppError> {
    let member = queries::member(work, id)?.ok_or(Refusal::NotFound)?;
    let field = |name: &'static str, mine: String| Edited {
        name,
        base: member
            .values()
            .into_iter()
            .find(|(n, _)| *n == name)
            .map(|(_, v)| v),
        mine,
    };
    let mut fields = vec![field("role", role.word().to_owned())];
    if let Some(export) = may_export {
        fields.push(field("export", if export { "1" } else { "" }.to_owned()));
    }
    let edit = Edit {
        version: Some(member.version),
        fields,
    };
    match members::change_rights(work, actor, id, &edit)? {
        super::super::actions::own::Saved::Done => Ok(()),
        super::super::actions::own::Saved::Conflicts(_) => Err(AppError::Crossed),
    }
}

/// `PATCH /api/v1/organizations/{organization_id}/members/{user_id}`
pub async fn change_member(call: Call) -> Outcome {
    in_organization_of_path(call, |work, actor, call| {
        may(actor, Action::ManageMembers, Subject::NONE)?;
        let id = call.id("user_id")?;
        let member = queries::member(work, id)?.ok_or(Refusal::NotFound)?;
        may(
            actor,
            members::action_for(member.person.role),
            Subject::NONE,
        )?;
        let body = read_body(call.json()?, &ROLE, Mode::Patch)?;
        call.check_version(&body, member.version)?;
        give_role(work, actor, id, role_of(&body.values), None)?;
        Answer::json(&queries::member_row(work, id)?.ok_or(Refusal::NotFound)?)
    })
    .await
}

/// `DELETE /api/v1/organizations/{organization_id}/members/{user_id}`
pub async fn end_member(call: Call) -> Outcome {
    in_organization_of_path(call, |work, actor, call| {
        may(actor, Action::ManageMembers, Subject::NONE)?;
        members::end_membership(work, actor, call.id("user_id")?)?;
        Ok(Answer::no_content())
    })
    .await
}
