//! The pages of members and invitations.

use std::collections::HashMap;

use askama::Template;
use uuid::Uuid;

use super::super::actions::members::RIGHTS;
use super::super::entry::{settings_nav, shell};
use super::super::model::{Actor, Invitation, Member, Person, Role};
use super::settings::{EditForm, NavItem};
use crate::text::{Locale, formats};
use crate::values::dates::Precision;
use crate::web::{Cx, Fields, Place, Shell};

/// A member as the list has them.
pub struct MemberLine {
    pub id: String,
    pub name: String,
    pub email: String,
    pub initials: String,
    pub hue: i16,
    pub role: String,
    pub may_export: bool,
    pub since: String,
    pub is_me: bool,
}

/// An invitation that can still be used.
pub struct InvitationLine {
    pub id: String,
    pub role: String,
    pub by: String,
    pub until: String,
}

/// A role with what it may do, in words.
pub struct RoleChoice {
    pub word: &'static str,
    pub label: String,
    pub hint: String,
    pub is_chosen: bool,
}

fn role_choices(t: Locale, roles: Vec<Role>, chosen: &str) -> Vec<RoleChoice> {
    roles
        .into_iter()
        .map(|role| RoleChoice {
            word: role.word(),
            label: t.text(role.label()).into_owned(),
            hint: t.text(&format!("{}-hint", role.label())).into_owned(),
            is_chosen: role.word() == chosen,
        })
        .collect()
}

fn member_line(actor: &Actor, member: &Member) -> MemberLine {
    let (t, person) = (actor.locale, &member.person);
    let since = member.since.with_timezone(&actor.zone).date_naive();
    MemberLine {
        id: person.id.to_string(),
        name: person.name.clone(),
        email: person.email.clone(),
        initials: person.initials(),
        hue: person.hue,
        role: t.text(person.role.label()).into_owned(),
        may_export: member.may_export,
        since: formats::date(t, since, Precision::Day),
        is_me: person.id == actor.user,
    }
}

#[derive(Template)]
#[template(path = "settings/members.html")]
pub struct Members {
    pub shell: Shell,
    pub nav: Vec<NavItem>,
    pub list: Vec<MemberLine>,
    pub count: String,
    pub may_manage: bool,
    /// Id of the invitation that the form makes: sent twice it makes one.
    pub new_id: String,
    pub roles: Vec<RoleChoice>,
    pub invitations: Vec<InvitationLine>,
    /// The link just made; it is shown this once.
    pub link: Option<String>,
}

impl Members {
    pub fn new(cx: &Cx, actor: &Actor, members: &[Member]) -> Members {
        Members {
            shell: shell(cx, actor, Place::Settings),
            nav: settings_nav(actor, "/settings/members"),
            list: members.iter().map(|m| member_line(actor, m)).collect(),
            count: actor.locale.count("members-count", members.len() as i64),
            may_manage: false,
            new_id: Uuid::now_v7().to_string(),
            roles: Vec::new(),
            invitations: Vec::new(),
            link: None,
        }
    }

    pub fn show_invitations(
        &mut self,
        actor: &Actor,
        roles: Vec<Role>,
        open: &[Invitation],
        names: &HashMap<Uuid, Person>,
    ) {
        let t = actor.locale;
        self.may_manage = true;
        self.roles = role_choices(t, roles, Role::Member.word());
        self.invitations = open
            .iter()
            .map(|i| InvitationLine {
                id: i.id.to_string(),
                role: t.text(i.role.label()).into_owned(),
                by: names
                    .get(&i.made_by)
                    .map_or_else(|| t.text("somebody").into_owned(), Person::short_name),
                until: formats::moment(t, i.expires_at, actor.zone),
            })
            .collect();
    }

    pub fn choose_role(&mut self, role: Option<Role>) {
        if let Some(role) = role {
            for choice in &mut self.roles {
                choice.is_chosen = choice.word == role.word();
            }
        }
    }
}

#[derive(Template)]
#[template(path = "settings/member.html")]
pub struct MemberPage {
    pub shell: Shell,
    pub nav: Vec<NavItem>,
    pub member: MemberLine,
    pub form: EditForm,
    pub roles: Vec<RoleChoice>,
    /// Not of an owner, unless by an owner.
    pub may_change: bool,
}

impl MemberPage {
    pub fn new(
        cx: &Cx,
        actor: &Actor,
        member: &Member,
        roles: Vec<Role>,
        sent: Option<&Fields>,
    ) -> MemberPage {
        let t = actor.locale;
        let may_change = roles.contains(&member.person.role);
        let form = EditForm::new(t, &RIGHTS, member.version, &member.values(), sent);
        MemberPage {
            shell: shell(cx, actor, Place::Settings),
            nav: settings_nav(actor, "/settings/members"),
            member: member_line(actor, member),
            roles: role_choices(t, roles, form.form.value("role")),
            form,
            may_change,
        }
    }
}
