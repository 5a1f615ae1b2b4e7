//! Invitations: a link that makes one person a member. It is shown once, when it is made.

use chrono::Duration;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::super::model::{Actor, Invitation, Role};
use super::super::permissions::{Action, Subject, may};
use super::super::queries;
use super::members::roles_to_give;
use super::{NewPerson, join, make_own_account, new_token};
use crate::db::Work;
use crate::refusal::{Refusal, Refused};

/// How long an invitation can be used.
const LASTS: Duration = Duration::days(7);

fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Makes an invitation and gives the token of its link.
pub fn invite(work: &mut Work, actor: &Actor, id: Uuid, role: Role) -> Result<String, Refused> {
    may(actor, Action::ManageMembers, Subject::NONE)?;
    if !roles_to_give(actor).contains(&role) {
        may(actor, Action::ManageOwners, Subject::NONE)?;
    }
    let token = new_token();
    if !queries::put_invitation(work, id, role, actor.user, &hash(&token), LASTS)? {
        return Err(Refusal::NotFound.into());
    }
    Ok(token)
}

/// Takes an open invitation back; only one to a role that the actor may give.
pub fn withdraw(work: &mut Work, actor: &Actor, id: Uuid) -> Result<(), Refused> {
    may(actor, Action::ManageMembers, Subject::NONE)?;
    let role = queries::delete_invitation(work, id)?.ok_or(Refusal::NotFound)?;
    if !roles_to_give(actor).contains(&role) {
        may(actor, Action::ManageOwners, Subject::NONE)?;
    }
    Ok(())
}

/// The invitation behind a link, if it can still be used. The work enters its organization.
pub fn open(work: &mut Work, token: &str) -> Result<Option<Invitation>, Refused> {
    let invitation = queries::lock_invitation(work, &hash(token))?;
    if let Some(invitation) = &invitation {
        work.enter(invitation.organization)?;
    }
    Ok(invitation)
}

/// What using an invitation came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    Now(Uuid),
    /// The person was a member already; the link stays for somebody else.
    Before(Uuid),
    /// The link cannot be used any more.
    Ended,
}

/// Makes somebody with an account a member by a link.
pub fn accept(work: &mut Work, token: &str, user: Uuid) -> Result<Joined, Refused> {
    let Some(invitation) = open(work, token)? else {
        return Ok(Joined::Ended);
    };
    if queries::member(work, user)?.is_some() {
        return Ok(Joined::Before(invitation.organization));
    }
    work.acts_for(user);
    join(work, user, invitation.role, false)?;
    queries::use_invitation(work, invitation.id)?;
    queries::remember_organization(work, user, invitation.organization)?;
    Ok(Joined::Now(invitation.organization))
}

/// Makes an account and a membership by a link.
pub fn accept_as_new(
    work: &mut Work,
    token: &str,
    person: &NewPerson<'_>,
) -> Result<Joined, Refused> {
    if open(work, token)?.is_none() {
        return Ok(Joined::Ended);
    }
    let user = make_own_account(work, person)?;
    accept(work, token, user)
}
