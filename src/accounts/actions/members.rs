//! What administrators do with members: roles, the right to export, the end of a membership.

use serde_json::json;
use uuid::Uuid;

use super::super::edits::{Changed, Edit};
use super::super::model::{Actor, Member, Role};
use super::super::permissions::{Action, Subject, allows, may};
use super::super::queries;
use super::own::Saved;
use crate::db::{Announcement, Work};
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{Refusal, Refused, WayOut};

/// Fields of the form of one member.
pub const RIGHTS: [&str; 2] = ["role", "export"];

impl Member {
    /// The rights as the form of the member shows them.
    pub fn values(&self) -> Vec<(&'static str, String)> {
        let export = if self.may_export { "1" } else { "" };
        let role = self.person.role.word();
        RIGHTS
            .into_iter()
            .zip([role.to_owned(), export.to_owned()])
            .collect()
    }
}

/// Roles that the actor may give.
pub fn roles_to_give(actor: &Actor) -> Vec<Role> {
    Role::ALL
        .into_iter()
        .filter(|role| allows(actor, action_for(*role), Subject::NONE))
        .collect()
}

/// What one must be allowed in order to give or take this role.
pub fn action_for(role: Role) -> Action {
    match role {
        Role::Owner => Action::ManageOwners,
        _ => Action::ManageMembers,
    }
}

/// A member whom the actor may change, locked.
fn lock(work: &mut Work, actor: &Actor, id: Uuid) -> Result<(Member, Vec<Uuid>), Refused> {
    may(actor, Action::ManageMembers, Subject::NONE)?;
    let owners = queries::lock_owners(work)?;
    let member = queries::lock_member(work, id)?.ok_or(Refusal::NotFound)?;
    may(actor, action_for(member.person.role), Subject::NONE)?;
    Ok((member, owners))
}

/// An organization is never without an owner.
fn check_not_last_owner(owners: &[Uuid], id: Uuid) -> Result<(), Refusal> {
    if owners != [id] {
        return Ok(());
    }
    Err(Refusal::NotAllowedNow {
        code: "last_owner",
        reason: "last-owner".into(),
        ways_out: vec![WayOut {
            label: "settings-members".into(),
            href: "/settings/members".into(),
        }],
    })
}

/// Changes role and right to export.
pub fn change_rights(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    edit: &Edit,
) -> Result<Saved, Refused> {
    let (member, owners) = lock(work, actor, id)?;
    let stored = member.values();
    let changes = match edit.merge(member.version, &stored) {
        Ok(changes) if changes.is_empty() => return Ok(Saved::Done),
        Ok(changes) => changes,
        Err(names) => return Ok(Saved::conflicts(&names, &stored)),
    };
    let mut role = member.person.role;
    let mut may_export = member.may_export;
    for change in &changes {
        if change.name == "role" {
            role = Role::from_word(&change.to)
                .ok_or(Refusal::BadRequest("error-bad-request-way".into()))?;
            may(actor, action_for(role), Subject::NONE)?;
            check_not_last_owner(&owners, id)?;
        } else {
            may_export = !change.to.is_empty();
        }
    }
    let version = queries::set_rights(work, id, role, may_export)?;
    let in_new_role = Actor {
        role,
        ..actor.clone()
    };
    if !allows(&in_new_role, Action::ManageMembers, Subject::NONE) {
        queries::delete_invitations_by(work, id)?;
    }
    record(work, id, version, &changes)?;
    // What the person's open pages offer is not what they may do now.
    work.announce(Announcement::Resync);
    Ok(Saved::Done)
}

fn record(work: &mut Work, id: Uuid, version: i64, changes: &[Changed]) -> Result<(), Refused> {
    let entries: Vec<_> = changes
        .iter()
        .map(|c| Change {
            kind: SubjectKind::Member,
            id,
            version,
            field: c.name,
            from: Some(json!(c.from)),
            to: Some(json!(c.to)),
        })
        .collect();
    history::record(work, &entries)?;
    Ok(())
}

/// Ends a membership; history and rows keep the name. Invitations that the person made end too.
pub fn end_membership(work: &mut Work, actor: &Actor, id: Uuid) -> Result<(), Refused> {
    let (_, owners) = lock(work, actor, id)?;
    check_not_last_owner(&owners, id)?;
    let version = queries::end_membership(work, id)?;
    queries::delete_invitations_by(work, id)?;
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Member,
            id,
            version,
            field: "ended_at",
            from: None,
            to: Some(json!(work.now())),
        }],
    )?;
    work.announce(Announcement::AccessEnded { user: id });
    work.announce(Announcement::Resync);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_owner_has_to_stay() {
        let (a, b) = (Uuid::now_v7(), Uuid::now_v7());
        for (owners, who, may_go) in [
            (vec![a], a, false),
            (vec![a, b], a, true),
            (vec![a], b, true),
        ] {
            assert_eq!(check_not_last_owner(&owners, who).is_ok(), may_go);
        }
    }
}
