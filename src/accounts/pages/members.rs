//! The members of the organization and the links by which more may join.

use actix_web::HttpRequest;
use actix_web::web::Path;
use uuid::Uuid;

use super::super::actions::members::{self, RIGHTS};
use super::super::actions::{invitations, own::Saved};
use super::super::entry::in_work;
use super::super::model::{Actor, Role};
use super::super::permissions::{Action, Subject, allows, may};
use super::super::queries;
use super::super::views::members as views;
use super::{edit, is_to_be_shown};
use crate::db::Work;
use crate::refusal::Refusal;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, path_id};

const INDEX: &str = "/settings/members";

/// Everybody sees who belongs to the organization; open invitations only those who may make them.
fn index_page(cx: &Cx, work: &mut Work, actor: &Actor) -> Result<views::Members, AppError> {
    let members = queries::members(work)?;
    let mut page = views::Members::new(cx, actor, &members);
    if allows(actor, Action::ManageMembers, Subject::NONE) {
        let names = queries::names(work)?;
        let open = queries::open_invitations(work)?;
        page.show_invitations(actor, members::roles_to_give(actor), &open, &names);
    }
    Ok(page)
}

pub async fn index(cx: Cx) -> Outcome {
    in_work(&cx.clone(), move |work, actor| {
        Answer::html(&index_page(&cx, work, actor)?)
    })
    .await
}

/// Our own address as this browser reaches it, unless a setting says it: the link is for others.
fn own_address(cx: &Cx, req: &HttpRequest) -> String {
    let connection = req.connection_info();
    cx.config
        .public_url
        .clone()
        .unwrap_or_else(|| format!("{}://{}", connection.scheme(), connection.host()))
}

pub async fn invite(cx: Cx, req: HttpRequest, form: Fields) -> Outcome {
    let address = own_address(&cx, &req);
    in_work(&cx.clone(), move |work, actor| {
        let role = Role::from_word(form.get("role"));
        if is_to_be_shown(&form) {
            let mut page = index_page(&cx, work, actor)?;
            page.choose_role(role);
            return Answer::html(&page);
        }
        let role = role.ok_or(Refusal::BadRequest("error-bad-request-way".into()))?;
        let id = form.id("id").unwrap_or_else(Uuid::now_v7);
        let token = invitations::invite(work, actor, id, role)?;
        let mut page = index_page(&cx, work, actor)?;
        page.link = Some(format!("{address}/invitations/{token}"));
        Answer::html(&page)
    })
    .await
}

pub async fn withdraw(cx: Cx, id: Path<String>, form: Fields) -> Outcome {
    let id = path_id(&id)?;
    if is_to_be_shown(&form) {
        return Ok(Answer::see_other(INDEX));
    }
    in_work(&cx, move |work, actor| {
        invitations::withdraw(work, actor, id)?;
        Ok(Answer::see_other(
            "/settings/members?done=invitation-withdrawn",
        ))
    })
    .await
}

/// The form of one member, for those who may change that one.
pub async fn show(cx: Cx, id: Path<String>) -> Outcome {
    let id = path_id(&id)?;
    in_work(&cx.clone(), move |work, actor| {
        may(actor, Action::ManageMembers, Subject::NONE)?;
        let member = queries::member(work, id)?.ok_or(Refusal::NotFound)?;
        let roles = members::roles_to_give(actor);
        Answer::html(&views::MemberPage::new(&cx, actor, &member, roles, None))
    })
    .await
}

pub async fn change_rights(cx: Cx, id: Path<String>, form: Fields) -> Outcome {
    let id = path_id(&id)?;
    in_work(&cx.clone(), move |work, actor| {
        may(actor, Action::ManageMembers, Subject::NONE)?;
        let member = queries::member(work, id)?.ok_or(Refusal::NotFound)?;
        let roles = members::roles_to_give(actor);
        let mut page = views::MemberPage::new(&cx, actor, &member, roles, Some(&form));
        if is_to_be_shown(&form) {
            return Answer::html(&page);
        }
        match members::change_rights(work, actor, id, &edit(&form, &RIGHTS))? {
            Saved::Done => Ok(Answer::see_other("/settings/members?done=rights")),
            Saved::Conflicts(theirs) => {
                page.form
                    .conflict(member.version, &member.values(), &theirs);
                Ok(Answer::html(&page)?.in_conflict())
            }
        }
    })
    .await
}

pub async fn end(cx: Cx, id: Path<String>, form: Fields) -> Outcome {
    let id = path_id(&id)?;
    if is_to_be_shown(&form) {
        return Ok(Answer::see_other(&format!("{INDEX}/{id}")));
    }
    let was_self = in_work(&cx, move |work, actor| {
        members::end_membership(work, actor, id)?;
        Ok(actor.user == id)
    })
    .await?;
    Ok(Answer::see_other(if was_self {
        "/organizations"
    } else {
        "/settings/members?done=member-ended"
    }))
}
