//! THE table: who may do what. Pages, API and live updates all ask [`may`]; nothing else compares roles.

use super::model::{Actor, Role};
use crate::refusal::Refusal;

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// See anything of the organization.
    See,
    /// Make clients, projects, supports, tasks, comments, files.
    Create,
    /// Change a client, a project or its supports.
    ChangeRegister,
    /// Change a contact, a deal or its tasks.
    ChangePipeline,
    /// Move a project's state, except to the bin.
    MoveProject,
    /// To the bin, back from it; merge clients.
    Delete,
    MoveDealBack,
    /// Give a contact or deal to another owner; look at the lists of others.
    AssignOwner,
    /// Change a whole collection at once.
    ChangeWhole,
    RecordDecision,
    Import,
    BulkChange,
    Export,
    /// Directories, custom fields, message templates.
    ManageDirectories,
    ManageMembers,
    /// Make, change or remove an owner.
    ManageOwners,
    ManageOrganization,
    CloseOrganization,
}

impl Action {
    pub const ALL: [Action; 18] = [
        Action::See,
        Action::Create,
        Action::ChangeRegister,
        Action::ChangePipeline,
        Action::MoveProject,
        Action::Delete,
        Action::MoveDealBack,
        Action::AssignOwner,
        Action::ChangeWhole,
        Action::RecordDecision,
        Action::Import,
        Action::BulkChange,
        Action::Export,
        Action::ManageDirectories,
        Action::ManageMembers,
        Action::ManageOwners,
        Action::ManageOrganization,
        Action::CloseOrganization,
    ];
}

/// Whose the row is; the feature that asks builds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// Assigned to the actor, or owned by them.
    pub is_own: bool,
}

impl Subject {
    /// For what has no owner, and for acts that do not depend on one.
    pub const NONE: Subject = Subject { is_own: false };
}

/// Whether the actor may do it, by role alone or by what is their own.
pub fn allows(actor: &Actor, action: Action, subject: Subject) -> bool {
    use Action::*;
    use Role::*;
    let role = actor.role;
    match action {
        See => true,
        Create => role != Viewer,
        ChangeRegister | MoveProject | RecordDecision => match role {
            Owner | Admin | Manager => true,
            Member => actor.members_edit_all || subject.is_own,
            Viewer => false,
        },
        ChangePipeline => match role {
            Owner | Admin | Manager => true,
            Member => subject.is_own,
            Viewer => false,
        },
        Delete | Import | BulkChange | AssignOwner => role <= Manager,
        Export => role <= Manager || actor.may_export,
        MoveDealBack | ChangeWhole | ManageDirectories | ManageMembers | ManageOrganization => {
            role <= Admin
        }
        ManageOwners | CloseOrganization => role == Owner,
    }
}

/// The same as a refusal with its reason.
pub fn may(actor: &Actor, action: Action, subject: Subject) -> Result<(), Refusal> {
    if allows(actor, action, subject) {
        return Ok(());
    }
    let own_would_do = matches!(
        action,
        Action::ChangeRegister
            | Action::MoveProject
            | Action::RecordDecision
            | Action::ChangePipeline
    ) && actor.role == Role::Member;
    Err(Refusal::MayNot(
        if own_would_do {
            "may-not-others"
        } else if actor.role == Role::Viewer {
            "may-not-viewer"
        } else {
            "may-not-role"
        }
        .into(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Locale;
    use uuid::Uuid;

    fn actor(role: Role, members_edit_all: bool, may_export: bool) -> Actor {
        Actor {
            user: Uuid::nil(),
            session: Uuid::nil(),
            role,
            may_export,
            organization: Uuid::nil(),
            organization_name: String::new(),
            region: String::new(),
            zone: chrono_tz::UTC,
            members_edit_all,
            uses_register: true,
            uses_pipeline: false,
            is_key: false,
            name: String::new(),
            email: String::new(),
            hue: 1,
            locale: Locale::Ru,
            theme: String::new(),
            density: String::new(),
        }
    }

    /// The table of the product, a row per action: owner, admin, manager, member of their own row,
    /// member of another's, viewer. Members may change only what is assigned to them.
    #[test]
    fn the_table_is_the_product_s() {
        use Action::*;
        let table = [
            (See, "yyyyyy"),
            (Create, "yyyyy."),
            (ChangeRegister, "yyyy.."),
            (ChangePipeline, "yyyy.."),
            (MoveProject, "yyyy.."),
            (RecordDecision, "yyyy.."),
            (Delete, "yyy..."),
            (MoveDealBack, "yy...."),
            (AssignOwner, "yyy..."),
            (ChangeWhole, "yy...."),
            (Import, "yyy..."),
            (BulkChange, "yyy..."),
            (Export, "yyy..."),
            (ManageDirectories, "yy...."),
            (ManageMembers, "yy...."),
            (ManageOwners, "y....."),
            (ManageOrganization, "yy...."),
            (CloseOrganization, "y....."),
        ];
        assert_eq!(table.len(), Action::ALL.len());
        for (action, expected) in table {
            let asked = [
                (Role::Owner, false),
                (Role::Admin, false),
                (Role::Manager, false),
                (Role::Member, true),
                (Role::Member, false),
                (Role::Viewer, true),
            ];
            let row: String = asked
                .into_iter()
                .map(|(role, is_own)| {
                    let yes = allows(&actor(role, false, false), action, Subject { is_own });
                    if yes { 'y' } else { '.' }
                })
                .collect();
            assert_eq!(row, expected, "{action:?}");
        }
    }

    #[test]
    fn the_organization_may_let_members_change_every_project() {
        let member = actor(Role::Member, true, false);
        assert!(allows(&member, Action::ChangeRegister, Subject::NONE));
        assert!(!allows(&member, Action::ChangePipeline, Subject::NONE));
    }

    #[test]
    fn the_export_permission_is_enough_for_member_and_viewer() {
        for role in [Role::Member, Role::Viewer] {
            assert!(allows(
                &actor(role, true, true),
                Action::Export,
                Subject::NONE
            ));
        }
    }
}
