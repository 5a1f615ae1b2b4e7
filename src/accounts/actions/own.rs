//! What people do with their own account: profile, password, sessions, the organization they work in.

use serde_json::json;
use uuid::Uuid;

use super::super::edits::{Changed, Edit};
use super::super::model::Actor;
use super::super::{limits, passwords, queries};
use super::{is_name, take_try};
use crate::db::{Announcement, Work};
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{FieldError, Refusal, Refused};
use crate::text::{Locale, Message};
use crate::web::AppError;

/// What a form that others may change too came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Saved {
    Done,
    /// Nothing was written: these fields were changed by somebody else meanwhile, to these values.
    Conflicts(Vec<(&'static str, String)>),
}

impl Saved {
    /// The values that are stored of the fields in conflict.
    pub fn conflicts(names: &[&'static str], stored: &[(&'static str, String)]) -> Saved {
        let theirs = stored.iter().filter(|(name, _)| names.contains(name));
        Saved::Conflicts(theirs.cloned().collect())
    }
}

/// Fields of the profile in the order of its form.
pub const PROFILE: [&str; 7] = [
    "last_name",
    "first_name",
    "middle_name",
    "name",
    "locale",
    "theme",
    "density",
];
pub const THEMES: [&str; 3] = ["system", "light", "dark"];
pub const DENSITIES: [&str; 3] = ["compact", "regular", "comfortable"];

impl queries::OwnAccount {
    /// The profile as its form shows it.
    pub fn values(&self) -> Vec<(&'static str, String)> {
        let or_empty = |part: &Option<String>| part.clone().unwrap_or_default();
        let values = [
            or_empty(&self.last_name),
            or_empty(&self.first_name),
            or_empty(&self.middle_name),
            self.name.clone(),
            self.locale.clone(),
            self.theme.clone(),
            self.density.clone(),
        ];
        PROFILE.into_iter().zip(values).collect()
    }

    fn set(&mut self, change: &Changed) {
        let or_none = || Some(change.to.clone()).filter(|t| !t.is_empty());
        match change.name {
            "last_name" => self.last_name = or_none(),
            "first_name" => self.first_name = or_none(),
            "middle_name" => self.middle_name = or_none(),
            "name" => self.name.clone_from(&change.to),
            "locale" => self.locale.clone_from(&change.to),
            "theme" => self.theme.clone_from(&change.to),
            _ => self.density.clone_from(&change.to),
        }
    }
}

/// Changes the profile of the person who acts.
pub fn change_profile(work: &mut Work, actor: &Actor, edit: &Edit) -> Result<Saved, Refused> {
    check_profile(edit)?;
    let mut account = queries::lock_own_account(work, actor.user)?.ok_or(Refusal::NotFound)?;
    let stored = account.values();
    let changes = match edit.merge(account.version, &stored) {
        Ok(changes) => changes,
        Err(names) => return Ok(Saved::conflicts(&names, &stored)),
    };
    if changes.is_empty() {
        return Ok(Saved::Done);
    }
    changes.iter().for_each(|change| account.set(change));
    account.version += 1;
    queries::set_profile(work, actor.user, &account)?;
    let renamed: Vec<_> = changes
        .into_iter()
        .filter(|c| c.name.ends_with("name"))
        .collect();
    if !renamed.is_empty() {
        tell_of_new_name(work, actor, &renamed)?;
    }
    Ok(Saved::Done)
}

fn check_profile(edit: &Edit) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    for part in ["last_name", "first_name", "middle_name"] {
        if edit.mine(part).chars().count() > 100 {
            let message = Message::new("text-too-long").number("n", 100);
            errors.push(FieldError {
                field: part.into(),
                code: "too_long",
                message,
            });
        }
    }
    if !is_name(edit.mine("name")) {
        errors.push(FieldError {
            field: "name".into(),
            code: "required",
            message: "name-needed".into(),
        });
    }
    if !errors.is_empty() {
        return Err(Refusal::Invalid(errors));
    }
    // A form of ours offers only these.
    let is_known = Locale::from_code(edit.mine("locale")).is_some()
        && THEMES.contains(&edit.mine("theme"))
        && DENSITIES.contains(&edit.mine("density"));
    if is_known {
        return Ok(());
    }
    Err(Refusal::BadRequest("error-bad-request-way".into()))
}

/// Colleagues see the name in lists and in the history: each organization of the person hears of it.
fn tell_of_new_name(work: &mut Work, actor: &Actor, renamed: &[Changed]) -> Result<(), Refused> {
    for (organization, ..) in queries::organizations_of(work, actor.user)? {
        work.enter(organization)?;
        let version = queries::bump_membership(work, actor.user)?;
        let entries: Vec<_> = renamed
            .iter()
            .map(|c| Change {
                kind: SubjectKind::Member,
                id: actor.user,
                version,
                field: c.name,
                from: Some(json!(c.from)),
                to: Some(json!(c.to)),
            })
            .collect();
        history::record(work, &entries)?;
        work.touch_person(actor.user);
        work.project_now()?;
    }
    work.enter(actor.organization)?;
    Ok(())
}

/// Whether this is the present password of the person; wrong ones are counted as at sign-in.
pub async fn check_present_password(
    email: &str,
    stored: Option<String>,
    password: String,
) -> Result<(), AppError> {
    take_try(email)?;
    if !passwords::verify_in_turn(password, stored).await? {
        return Err(Refusal::field("present", "wrong", "password-present-wrong".into()).into());
    }
    limits::PASSWORDS.give_back(email);
    Ok(())
}

/// Sets a new password and ends every other session of the person: whoever knew the old password is out.
pub fn change_password(work: &mut Work, actor: &Actor, hash: &str) -> Result<(), Refused> {
    queries::set_password_hash(work, actor.user, hash)?;
    queries::use_resets(work, actor.user)?;
    super::end_sessions(work, actor.user, Some(actor.session))
}

/// Ends one of the person's own sessions.
pub fn end_session(work: &mut Work, actor: &Actor, id: Uuid) -> Result<(), Refused> {
    if queries::delete_session_of(work, actor.user, id)? {
        work.announce(Announcement::AccessEnded { user: actor.user });
        return Ok(());
    }
    Err(Refusal::NotFound.into())
}

pub fn end_other_sessions(work: &mut Work, actor: &Actor) -> Result<(), Refused> {
    super::end_sessions(work, actor.user, Some(actor.session))
}

/// The organization that the person works in from now on; one of theirs only.
pub fn choose_organization(work: &mut Work, user: Uuid, id: Uuid) -> Result<(), Refused> {
    let mine = queries::organizations_of(work, user)?;
    if !mine.iter().any(|(of, ..)| *of == id) {
        return Err(Refusal::NotFound.into());
    }
    queries::remember_organization(work, user, id)?;
    Ok(())
}
